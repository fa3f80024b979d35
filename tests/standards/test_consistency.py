"""Families, reversed questions, overlaps and ways of scoring that an edition may describe. Without a database."""

import pytest

from standards.files import LoadError, read_edition
from tests.factories.standards import make_document, write_edition


FAMILY = make_document()["recommendations"][0] | {"code": "A-9"}
MEMBER = ("recommendations", 0, "family", "A-9")
REVERSED = [(("scale", number, "reversed_points", points)) for number, points in enumerate((0, 30, 70, 100))]
WORDS = make_document()["questions"][0]["text"]


def test_a_family_needs_members_and_no_question(tmp_path):
    edition = read_edition(write_edition(tmp_path, ("recommendations", 2, FAMILY), MEMBER))

    assert [(item.code, item.family) for item in edition.recommendations] == [
        ("A-1", "A-9"),
        ("A-2", None),
        ("A-9", None),
    ]


def test_a_reversed_question_needs_points_only_for_what_it_offers(tmp_path):
    path = write_edition(
        tmp_path,
        ("questions", 0, "reversed", True),
        *(change for change in REVERSED if change[1] != 2),
    )

    edition = read_edition(path)

    assert [option.earns(True) for option in edition.scale] == [0, 30, None, 100, None]
    assert [option.earns(False) for option in edition.scale] == [100, 70, 30, 0, None]


def test_a_reversed_question_is_checked_by_its_reversed_points(tmp_path):
    path = write_edition(
        tmp_path, ("questions", 0, "reversed", True), *REVERSED, ("scale", 3, "reversed_points", 0)
    )

    with pytest.raises(LoadError) as caught:
        read_edition(path)

    assert str(caught.value) == "x.yaml: ACC-1: no option earns 100 points"


def test_no_disclosure_found_is_an_option_of_its_own(tmp_path):
    ndf = make_document()["scale"][3] | {"code": "ndf", "reversed_points": 0}
    path = write_edition(
        tmp_path,
        ("questions", 0, "reversed", True),
        *REVERSED,
        ("scale", 5, ndf),
        ("questions", 0, "criteria", 3, {"option": "ndf", "text": WORDS}),
    )

    edition = read_edition(path)

    assert (edition.scale[5].earns(False), edition.scale[5].earns(True)) == (0, 0)


def test_overlaps_name_other_questions(tmp_path):
    overlaps = [{"question": code, "note": WORDS} for code in ("ACC-2", "PRV-17")]
    edition = read_edition(write_edition(tmp_path, ("questions", 0, "overlaps", overlaps)))

    assert [overlap.question for overlap in edition.questions[0].overlaps] == ["ACC-2", "PRV-17"]


@pytest.mark.parametrize(
    ("pillar", "total", "units"),
    [
        ("weighted_mean_of_questions", "mean_of_pillars", "question"),
        ("weighted_mean_of_questions", "mean_of_recommendations", "question"),
        ("mean_of_recommendations", "mean_of_pillars", "question"),
        ("mean_of_recommendations", "mean_of_recommendations", "recommendation"),
    ],
)
def test_ways_of_scoring_that_fit_together(tmp_path, pillar, total, units):
    scoring = {"pillar": pillar, "total": total, "units": units}

    assert read_edition(write_edition(tmp_path, ("scoring", scoring))).scoring.units == units


@pytest.mark.parametrize(
    "composites",
    [
        [],
        [["group"]],
        [["group", "service"], ["operating_company", "group"]],
        [["group"], ["group"], ["operating_company"], ["service"]],
    ],
)
def test_every_kind_of_unit_is_in_one_composite(tmp_path, composites):
    with pytest.raises(LoadError) as caught:
        read_edition(write_edition(tmp_path, ("scoring", "composites", composites)))

    assert str(caught.value) == (
        "x.yaml: scoring: composites must name each of group, operating_company, service once"
    )


@pytest.mark.parametrize(
    "composites", [[["group", "operating_company", "service"]], [["service", "group"], ["operating_company"]]]
)
def test_kinds_may_share_a_composite(tmp_path, composites):
    edition = read_edition(write_edition(tmp_path, ("scoring", "composites", composites)))

    assert [list(composite) for composite in edition.scoring.composites] == composites
