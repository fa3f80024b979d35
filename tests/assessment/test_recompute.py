"""Scores from files: which rows there are, what they hold, and that they are the numbers of the pages. Without a database."""

from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.laying_out import lay_out
from assessment.questionnaire import AnswerKey, FilledQuestionnaire, GivenAnswer
from assessment.recompute import describe
from assessment.scoring import WHOLE_COMPANY, MeasuredUnit, Score
from tests.assessment.questionnaires import ALL_TAGS, make_edition
from tests.assessment.score_files import pick, score
from tests.factories.standards import make_document


AT_RECOMMENDATION = (
    "scoring",
    {
        "pillar": "mean_of_recommendations",
        "total": "mean_of_recommendations",
        "units": "recommendation",
    },
)
ASKED_OF_ALL = tuple(("questions", number, "scope", "both") for number in range(3))
TELECOM = (
    "Tulpar,Tulpar,group,",
    "Tulpar,Prepaid,service,mobile",
    "Tulpar,Postpaid,service,mobile",
    "Tulpar,Broadband,service,",
)
NODES = [
    ("question", "ACC-1"),
    ("question", "ACC-2"),
    ("question", "ACC-3"),
    ("recommendation", "A-1"),
    ("recommendation", "A-2"),
    ("pillar", "access"),
    ("pillar", "privacy"),
    ("standard", "example-access"),
    ("total", "total"),
]


def make_family() -> tuple[tuple, ...]:
    """Changes that put A-1 and A-2 into the family A-0."""
    family, second = make_document()["recommendations"]
    return (
        ("recommendations", 0, "family", "A-0"),
        ("recommendations", 1, second | {"family": "A-0", "pillar": family["pillar"]}),
        ("recommendations", 2, family | {"code": "A-0"}),
    )


def list_nodes(rows, subject: str, unit: str = "") -> list[tuple[str, str]]:
    return [(row["level"], row["code"]) for row in rows if (row["subject"], row["unit"]) == (subject, unit)]


def test_company_without_units_has_one_row_for_every_node(tmp_path):
    rows = score(tmp_path, answers=("Tulpar,,ACC-1,mostly", "Tulpar,,ACC-2,never"))

    assert list_nodes(rows, "Tulpar") == NODES
    assert len(rows) == len(NODES)
    assert [(row["score"], row["exact"]) for row in rows] == [
        ("70.00", "70"),
        ("0.00", "0"),
        ("", ""),
        ("50.00", "50"),
        ("", ""),
        ("50.00", "50"),
        ("", ""),
        ("50.00", "50"),
        ("50.00", "50"),
    ]


def test_subjects_keep_the_order_of_their_first_rows(tmp_path):
    answers = ("Tulpar,,ACC-1,always", "Kokjiek,,ACC-1,never", "Tulpar,,ACC-2,always", "Aldar,,ACC-1,mostly")

    rows = score(tmp_path, answers=answers)

    assert list(dict.fromkeys(row["subject"] for row in rows)) == ["Tulpar", "Kokjiek", "Aldar"]
    assert len(rows) == 3 * len(NODES)
    assert pick(rows, "total", "total") == [("100.00", "100"), ("0.00", "0"), ("70.00", "70")]


def test_file_without_answers_gives_the_head_alone(tmp_path):
    assert score(tmp_path, answers=()) == []
    assert (tmp_path / "SCORES.csv").read_text() == "subject,level,code,unit,score,exact\n"


def test_unanswered_and_excluded_answers_count_nowhere(tmp_path):
    rows = score(tmp_path, answers=("Tulpar,,ACC-1,", "Tulpar,,ACC-3,no_such_service"))

    assert {(row["score"], row["exact"]) for row in rows} == {("", "")}


def test_family_stands_between_its_members_and_the_pillars(tmp_path):
    rows = score(
        tmp_path,
        *make_family(),
        AT_RECOMMENDATION,
        answers=("A,,ACC-1,always", "A,,ACC-2,never", "A,,ACC-3,never"),
    )

    assert list_nodes(rows, "A") == [*NODES[:5], ("family", "A-0"), *NODES[5:]]
    assert pick(rows, "recommendation", "A-1") == [("71.43", "500/7")]
    assert pick(rows, "family", "A-0") == pick(rows, "total", "total") == [("35.71", "250/7")]


ANSWERED_BY_ALL = (
    "Tulpar,Tulpar,ACC-1,always",
    "Tulpar,Prepaid,ACC-1,mostly",
    "Tulpar,Postpaid,ACC-1,never",
    "Tulpar,Broadband,ACC-1,never",
    "Tulpar,Broadband,ACC-2,rarely",
)


def test_units_follow_the_whole_in_the_order_of_their_file(tmp_path):
    rows = score(tmp_path, *ASKED_OF_ALL, answers=ANSWERED_BY_ALL, units=TELECOM)

    assert list(dict.fromkeys(row["unit"] for row in rows)) == [
        "",
        "Tulpar",
        "Prepaid",
        "Postpaid",
        "Broadband",
    ]
    for unit in ("", "Tulpar", "Prepaid", "Postpaid", "Broadband"):
        assert list_nodes(rows, "Tulpar", unit) == NODES
    assert len(rows) == 5 * len(NODES)


def test_units_combine_at_the_question(tmp_path):
    rows = score(tmp_path, *ASKED_OF_ALL, answers=ANSWERED_BY_ALL, units=TELECOM)

    # Mobile (70 + 0) / 2 = 35, services (35 + 0) / 2 = 35/2, with the group (100 + 35/2) / 2.
    assert pick(rows, "question", "ACC-1") == [("58.75", "235/4")]
    assert pick(rows, "question", "ACC-2") == [("30.00", "30")]
    assert pick(rows, "pillar", "access") == [("50.54", "1415/28")]
    assert pick(rows, "pillar", "access", "Broadband") == [("8.57", "60/7")]


def test_units_combine_at_the_recommendation_and_then_questions_have_no_common_number(tmp_path):
    rows = score(tmp_path, *ASKED_OF_ALL, AT_RECOMMENDATION, answers=ANSWERED_BY_ALL, units=TELECOM)

    assert list_nodes(rows, "Tulpar") == NODES[3:]
    assert list_nodes(rows, "Tulpar", "Prepaid") == NODES
    assert pick(rows, "question", "ACC-2", "Broadband") == [("30.00", "30")]
    # Broadband 60/7, services (35 + 60/7) / 2 = 305/14, with the group (100 + 305/14) / 2.
    assert pick(rows, "recommendation", "A-1") == [("60.89", "1705/28")]


def test_questions_of_a_single_unit_have_their_number_either_way(tmp_path):
    answers = ("Tulpar,,ACC-1,mostly",)

    assert list_nodes(score(tmp_path, AT_RECOMMENDATION, answers=answers), "Tulpar") == NODES
    named = score(
        tmp_path, AT_RECOMMENDATION, answers=("Tulpar,Tulpar,ACC-1,mostly",), units=("Tulpar,Tulpar,group,",)
    )
    assert {row["unit"] for row in named} == {""}
    assert pick(named, "question", "ACC-1") == [("70.00", "70")]


def test_whole_company_counts_beside_a_named_service(tmp_path):
    rows = score(
        tmp_path,
        *ASKED_OF_ALL,
        answers=("Tulpar,,ACC-1,always", "Tulpar,App,ACC-1,never"),
        units=("Tulpar,App,service,",),
    )

    assert pick(rows, "question", "ACC-1") == [("50.00", "50")]
    assert list(dict.fromkeys(row["unit"] for row in rows)) == ["", "App"]


def test_empty_unit_counts_beside_a_named_group_where_something_is_answered_there(tmp_path):
    rows = score(
        tmp_path,
        answers=("Tulpar,,ACC-1,always", "Tulpar,Holding,ACC-1,never"),
        units=("Tulpar,Holding,group,",),
    )

    assert pick(rows, "question", "ACC-1") == [("50.00", "50")]
    assert pick(rows, "question", "ACC-1", "Holding") == [("0.00", "0")]


def test_unit_without_answers_is_not_scored(tmp_path):
    rows = score(tmp_path, answers=("Tulpar,,ACC-1,always",), units=("Tulpar,App,service,",))

    assert pick(rows, "total", "total") == [("100.00", "100")]
    assert pick(rows, "total", "total", "App") == [("", "")]


def test_unit_of_a_company_without_answers_gives_no_row(tmp_path):
    rows = score(tmp_path, answers=("Tulpar,,ACC-1,always",), units=("Kokjiek,App,service,",))

    assert {row["subject"] for row in rows} == {"Tulpar"}


def test_reversed_question_earns_its_reversed_points(tmp_path):
    reversal = (
        ("questions", 0, "reversed", True),
        *(("scale", number, "reversed_points", points) for number, points in enumerate((0, 30, 70, 100))),
    )

    rows = score(tmp_path, *reversal, answers=("A,,ACC-1,never", "B,,ACC-1,mostly"))

    assert pick(rows, "question", "ACC-1") == [("100.00", "100"), ("30.00", "30")]


def test_question_counts_in_the_pillar_that_it_names(tmp_path):
    rows = score(tmp_path, ("questions", 0, "pillar", "privacy"), answers=("Tulpar,,ACC-1,always",))

    assert pick(rows, "pillar", "access") == [("", "")]
    assert pick(rows, "pillar", "privacy") == [("100.00", "100")]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ("", "")),
        (0, ("0.00", "0")),
        (Fraction(1, 3), ("0.33", "1/3")),
        (Fraction(1, 200), ("0.01", "1/200")),
        (Fraction(201, 8), ("25.13", "201/8")),
        (Fraction(99999, 1000), ("100.00", "99999/1000")),
        (Fraction(100), ("100.00", "100")),
    ],
)
def test_score_is_told_half_up_and_exactly(value, shown):
    assert describe(Score("total", "all", value)) == shown


def test_progress_is_told_by_bytes_and_by_subjects(tmp_path):
    read, scored = [], []

    score(
        tmp_path,
        answers=("Tulpar,,ACC-1,always", "Aldar,,ACC-1,always"),
        tell_read=lambda *numbers: read.append(numbers),
        tell_scored=lambda *numbers: scored.append(numbers),
    )

    assert read == [(29, 70), (50, 70), (70, 70)]
    assert scored == [(1, 2), (2, 2)]


UNITS = (
    WHOLE_COMPANY,
    MeasuredUnit("Operator", "Operator", "operating_company"),
    MeasuredUnit("Prepaid", "Prepaid", "service", "mobile"),
    MeasuredUnit("Postpaid", "Postpaid", "service", "mobile"),
)
OFFERED = {
    "ACC-1": ["always", "mostly", "never"],
    "ACC-2": ["always", "rarely", "never"],
    "ACC-3": ["always", "never", "no_such_service"],
}


@settings(max_examples=30)
@given(
    changes=st.sampled_from([ASKED_OF_ALL, (*ASKED_OF_ALL, AT_RECOMMENDATION)]),
    options=st.fixed_dictionaries(
        {
            AnswerKey(code, unit.code): st.sampled_from(["", *offered])
            for code, offered in OFFERED.items()
            for unit in UNITS
        }
    ),
)
def test_files_and_pages_give_the_same_numbers(changes, options):
    page = FilledQuestionnaire(
        questionnaire=lay_out([make_edition(*changes)], tier="extended", tags=ALL_TAGS),
        answers={key: GivenAnswer(option=option) for key, option in options.items()},
        left_out={},
        units=UNITS,
    )
    with TemporaryDirectory() as folder:
        rows = score(
            Path(folder),
            *changes,
            answers=tuple(f"Tulpar,{key.unit},{key.question},{option}" for key, option in options.items()),
            units=tuple(f"Tulpar,{unit.code},{unit.kind},{unit.bundle}" for unit in UNITS[1:]),
        )

    scorecards = {"": page.scorecard} | {unit.code: card for unit, card in page.unit_scorecards if unit.code}
    for unit, card in scorecards.items():
        nodes = {("total", "total"): card.total}
        nodes |= {("pillar", score.code): score for score in card.pillars}
        nodes |= {("standard", score.code): score for score in card.standards}
        nodes |= {
            ("recommendation", code): score for (_standard, code), score in card.recommendations.items()
        }
        for (level, code), node in nodes.items():
            assert pick(rows, level, code, unit) == [describe(node)]
