"""All scores of the RDR Index 2020, recomputed from the published answers and compared with the published scores; and
that one wrong rule is found out. The data lie beside the project."""

import csv
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from django.core.management import call_command

from accounts.models import Role
from assessment.actions import AnswerChange, save_answers, start_assessment
from assessment.queries import load_filled_questionnaire
from assessment.rounding import round_half_up
from standards.loader import load_files
from standards.models import Edition
from tests.assessment.score_files import read_scores
from tests.factories.assessments import measure
from tests.factories.people import make_member, make_organisation


DATA = Path(__file__).parents[3] / "shared" / "rdr"
LEVELS = {"indicator": "recommendation", "family": "family", "category": "pillar", "total": "total"}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not DATA.exists(), reason="the published data of the RDR Index are not beside the project"
    ),
]


def read_published(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def index(tmp_path_factory) -> Path:
    """The folder with the imported year."""
    folder = tmp_path_factory.mktemp("rdr")
    call_command("import_rdr", DATA, year="2020", out=folder, verbosity=0)
    return folder


def score(index: Path, out: Path, **changed: Path) -> dict[tuple, str]:
    """Two-decimal scores by level, code, company and unit; `changed` names files that stand in for the imported ones."""
    files = {
        "edition": index / "rdr-2020.yaml",
        "answers": index / "ANSWERS.csv",
        "units": index / "UNITS.csv",
    }
    call_command("score_answers", **(files | changed), out=out, verbosity=0)
    return {
        (row["level"], row["code"], row["subject"], row["unit"]): row["score"] for row in read_scores(out)
    }


@pytest.fixture(scope="module")
def scores(index) -> dict[tuple, str]:
    return score(index, index / "SCORES.csv")


@pytest.fixture(scope="module")
def published(scores) -> dict[tuple, str]:
    """The published scores of the companies whose answers are known, under the keys of `score`."""
    companies = {subject for _level, _code, subject, _unit in scores}
    return {
        (LEVELS[row["level"]], row["id"].replace("TOTAL", "total"), row["company"], ""): row["score"]
        for row in read_published("rdr_published.csv")
        if row["level"] in LEVELS and row["company"] in companies
    }


def count_misses(scores: dict, published: dict) -> Counter:
    """How many published scores do not come out, by level."""
    return Counter(level for level, *rest in published if scores[level, *rest] != published[level, *rest])


def test_every_published_score_comes_out(scores, published):
    assert Counter(level for level, *_rest in published) == {
        "recommendation": 1508,
        "family": 312,
        "pillar": 78,
        "total": 26,
    }
    assert {key: scores[key] for key in published} == published


def test_nothing_is_scored_that_is_not_published(scores, published):
    whole = {key for key in scores if key[0] in LEVELS.values() and key[3] == ""}

    assert whole == set(published)


def round_published(text: str) -> Fraction | None:
    """A score of rdr_published_levels.csv, which drops zeros at its end."""
    return round_half_up(Fraction(text), 2) if text else None


@pytest.fixture(scope="module")
def by_unit(scores) -> list[tuple[str, str, bool]]:
    """Level and code of every published score of one unit, and whether ours is equal. Two rows are not of a unit:
    "Mobile Service" is a bundle, and the aspect "summary" a mean over services that stands at the group."""
    levels = {code: level for level, code, _subject, _unit in scores}
    found = []
    for row in read_published("rdr_published_levels.csv"):
        if row["service"] == "Mobile Service" or row["aspect"]:
            continue
        code = row["id"].replace("TOTAL", "total")
        ours = scores[levels[code], code, row["company"], row["service"]]
        found.append((levels[code], code, round_published(ours) == round_published(row["score"])))
    return found


def test_every_published_score_of_an_indicator_at_one_unit_comes_out(by_unit):
    assert Counter(equal for level, _code, equal in by_unit if level == "recommendation") == {True: 4780}


def test_published_categories_of_one_unit_are_another_number_where_governance_counts(by_unit):
    """RDR lends a service the governance scores of its company, so G and the total differ from the tree over the
    service's own answers. P is equal everywhere; the two scores of F that differ (Google's Android, Telenor's broadband)
    are not the mean of the indicator scores that are published beside them."""
    equal = Counter((code, equal) for level, code, equal in by_unit if level != "recommendation")

    assert (equal["P", True], equal["P", False]) == (103, 0)
    assert (equal["F", True], equal["F", False]) == (101, 2)


def edit(path: Path, target: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    target.write_text(text.replace(old, new), encoding="utf-8")
    return target


NA = "    en: Not applicable\n  points: "
TOTAL = "  total: mean_of_"
# A change of one file, and the number of published scores that are then missed by level.
MUTANTS = {
    "not applicable counts as 0": (
        ("edition", "rdr-2020.yaml", f"{NA}null\n", f"{NA}0\n  reversed_points: 0\n"),
        {"recommendation": 505, "family": 168, "pillar": 77, "total": 26},
    ),
    "reversed elements are not reversed": (
        ("edition", "rdr-2020.yaml", "  reversed: true\n", ""),
        {"recommendation": 24, "pillar": 20, "total": 20},
    ),
    "mobile services are not bundled": (
        ("units", "UNITS.csv", ",mobile\n", ",\n"),
        {"recommendation": 38, "family": 21, "pillar": 16, "total": 10},
    ),
    "total is the mean of the categories": (
        ("edition", "rdr-2020.yaml", f"{TOTAL}recommendations\n", f"{TOTAL}pillars\n"),
        {"total": 26},
    ),
}


@pytest.mark.parametrize(("change", "missed"), MUTANTS.values(), ids=list(MUTANTS))
def test_wrong_rule_misses_published_scores(index, published, tmp_path, change, missed):
    option, name, old, new = change
    changed = edit(index / name, tmp_path / name, old, new)

    assert count_misses(score(index, tmp_path / "SCORES.csv", **{option: changed}), published) == missed


@pytest.mark.django_db
def test_the_portal_scores_a_company_as_it_was_published(index, published):
    load_files([index / "rdr-2020.yaml"], law_notes=None)
    lead = make_member(make_organisation(), Role.LEAD)
    assessment = start_assessment(
        by=lead,
        organisation=lead.memberships.get().organisation,
        period_start=date(2020, 1, 1),
        period_end=date(2020, 12, 31),
        editions=list(Edition.objects.filter(standard__slug="rdr").select_related("standard")),
        tier="extended",
    )
    # The group is the company as a whole.
    codes = {"Group": ""}
    for row in read_rows(index / "UNITS.csv", "Vodafone"):
        if row["kind"] != "group":
            names = {"kind": row["kind"], "bundle": row["bundle"]}
            (codes[row["unit"]],) = measure(assessment, row["unit"], **names)
    changes = [
        AnswerChange(row["question"], row["option"], "As published.", "en", 0, codes[row["unit"]])
        for row in read_rows(index / "ANSWERS.csv", "Vodafone")
    ]
    save_answers(by=lead, assessment=assessment, changes=changes)

    scorecard = load_filled_questionnaire(assessment, "en").scorecard

    shown = {("total", "total"): scorecard.total}
    shown |= {("pillar", score.code): score for score in scorecard.pillars}
    shown |= {("family", code): score for (_standard, code), score in scorecard.families.items()}
    shown |= {
        ("recommendation", code): score for (_standard, code), score in scorecard.recommendations.items()
    }
    assert {
        (*key, "Vodafone", ""): "" if score.value is None else f"{float(round_half_up(score.value, 2)):.2f}"
        for key, score in shown.items()
    } == {key: value for key, value in published.items() if key[2] == "Vodafone"}


def read_rows(path: Path, subject: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["subject"] == subject]
