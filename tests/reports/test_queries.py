"""Where a report gets its content: an assessment, or the sample."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.actions import save_translation
from assessment.models import Assessment
from assessment.questionnaire import AnswerKey
from assessment.translations import hash_explanation
from reports.queries import load_sample_snapshot, load_snapshot
from standards.models import Edition
from tests.factories.assessments import find_member, leave_out, make_assessment, measure, save_answer


pytestmark = pytest.mark.django_db


@pytest.fixture
def kokjiek():
    return Assessment.objects.select_related("organisation").get(organisation__name_en="Kokjiek")


@pytest.mark.parametrize(
    ("language", "company", "period", "tier"),
    [
        ("kk", "Көкжиек", "1 қаңтар 2026 ж. – 31 желтоқсан 2026 ж.", "Барлық сұрақтар"),
        ("ru", "Кокжиек", "1 января 2026 г. – 31 декабря 2026 г.", "Все вопросы"),
        ("en", "Kokjiek", "1 January 2026 – 31 December 2026", "All questions"),
    ],
)
def test_an_assessment_in_the_language_asked_for(kokjiek, language, company, period, tier):
    report = load_snapshot(kokjiek, language)

    assert [report[name] for name in ("language", "company", "period", "tier", "assessment", "is_sample")] == [
        language, company, period, tier, str(kokjiek.pk), False,
    ]  # fmt: skip


def test_the_sample_says_what_the_demo_assessment_says(kokjiek):
    demo, sample = load_snapshot(kokjiek, "ru"), load_sample_snapshot("ru")

    assert {name for name in demo if demo[name] != sample[name]} == {
        "assessment", "is_sample", "generated_on",
    }  # fmt: skip
    assert (sample["assessment"], sample["is_sample"]) == ("", True)


def test_the_editions_are_those_that_the_assessment_has_pinned():
    report = load_snapshot(make_assessment(standards=["drcq", "kz-context"]), "en")
    pinned = dict(Edition.objects.values_list("standard__slug", "checksum"))

    assert [(edition["slug"], edition["checksum"]) for edition in report["editions"]] == [
        ("drcq", pinned["drcq"]),
        ("kz-context", pinned["kz-context"]),
    ]
    assert [edition["derived"] for edition in report["editions"]] == [False, True]


def test_answers_and_omissions_of_this_assessment_alone():
    mine, other = make_assessment(), make_assessment()
    save_answer(mine, "GOV-01", "no", "Mine.")
    save_answer(other, "GOV-02", "no", "Theirs.")
    leave_out(mine, "hrd", "We run no such service.")
    report = load_snapshot(mine, "en")

    assert [(gap["code"], gap["explanation"]) for gap in report["top_gaps"]] == [("GOV-01", "Mine.")]
    assert [row["reason"] for row in report["left_out"]] == ["We run no such service."]
    assert load_snapshot(other, "en")["left_out"] == []


def test_law_notes_stand_in_the_language_asked_for(kokjiek):
    notes = {language: load_snapshot(kokjiek, language)["law_notes"] for language in ("kk", "ru", "en")}

    assert len({len(found) for found in notes.values()}) == 1
    assert [
        len({found[number]["text"] for found in notes.values()}) for number in range(len(notes["en"]))
    ] == [3] * len(notes["en"])


def test_the_sample_needs_the_standards():
    Edition.objects.filter(standard__slug="us-eu-hrd").update(status="draft")

    assert load_sample_snapshot("en") is None


def test_a_snapshot_costs_the_same_with_1_and_with_3_answers():
    assessment = make_assessment()

    def count():
        with CaptureQueriesContext(connection) as captured:
            load_snapshot(assessment, "en")
        return len(captured)

    save_answer(assessment, "GOV-01", "no", "Text.")
    count()
    with_one = count()
    for code in ("GOV-02", "PRV-01"):
        save_answer(assessment, code, "no", "Text.")

    assert count() == with_one <= 6


def test_a_snapshot_costs_the_same_with_1_and_with_3_units():
    assessment = make_assessment(standards=["drcq"])

    def count():
        with CaptureQueriesContext(connection) as captured:
            load_snapshot(assessment, "en")
        return len(captured)

    measure(assessment, "Mobile")
    save_answer(assessment, "PRV-01", "no", "Text.", unit="1")
    count()
    with_one = count()
    for code in measure(assessment, "Internet", "Television"):
        save_answer(assessment, "PRV-01", "no", "Text.", unit=code)

    assert len(load_snapshot(assessment, "en")["units"]) == 4
    assert count() == with_one <= 6


def test_explanations_stand_in_the_language_of_the_report_where_the_company_has_written_them():
    assessment = make_assessment()
    lead = find_member(assessment)
    for code in ("GOV-01", "GOV-02", "GOV-03"):
        save_answer(assessment, code, "no", f"English at {code}.")
    for code, source in (("GOV-01", "English at GOV-01."), ("GOV-02", "What it was before.")):
        save_translation(
            by=lead,
            assessment=assessment,
            key=AnswerKey(code),
            language="kk",
            text=f"Қазақша {code}.",
            source_hash=hash_explanation(source),
            version=0,
        )

    def read(language):
        groups = load_snapshot(assessment, language)["answers"]
        rows = {row["code"]: row for group in groups for row in group["items"]}
        return [
            (rows[code]["explanation"], rows[code]["explanation_language"])
            for code in ("GOV-01", "GOV-02", "GOV-03")
        ]

    english = [(f"English at {code}.", "en") for code in ("GOV-01", "GOV-02", "GOV-03")]
    # An outdated translation does not stand for what the company says now.
    assert read("kk") == [("Қазақша GOV-01.", "kk"), *english[1:]]
    assert read("ru") == read("en") == english
