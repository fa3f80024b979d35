"""Gaps and what closing them adds to the total, by hand and by property. Without a database: pure."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.laying_out import lay_out
from assessment.questionnaire import AnswerKey, GivenAnswer
from reports.gaps import find_gaps
from tests.assessment.questionnaires import (
    ALL_TAGS,
    INTERNET,
    OF_SERVICES,
    POSTPAID,
    PREPAID,
    SUBSIDIARY,
    fill,
    fill_example,
    make_edition,
    make_second_edition,
)


def list_gains(filled):
    return [(gap.question.code, gap.gain) for gap in find_gaps(filled)]


def test_gains_by_hand():
    # Access weighs 5 + 2, privacy 2, and each pillar is half of the total.
    filled = fill_example({"ACC-1": "mostly", "ACC-2": "never", "ACC-3": "never"})

    assert list_gains(filled) == [
        ("ACC-3", Fraction(100, 2)),
        ("ACC-2", Fraction(100 * 2, 7 * 2)),
        ("ACC-1", Fraction(30 * 5, 7 * 2)),
    ]


def test_one_scored_pillar_is_the_whole_total():
    assert list_gains(fill_example({"ACC-1": "mostly", "ACC-2": "never"})) == [
        ("ACC-2", Fraction(200, 7)),
        ("ACC-1", Fraction(150, 7)),
    ]


@pytest.mark.parametrize("option", ["always", "no_such_service", ""])
def test_full_points_not_applicable_and_unanswered_are_no_gaps(option):
    assert list_gains(fill_example({"ACC-3": option})) == []


def test_an_explanation_alone_is_no_gap():
    filled = fill_example()
    filled.answers[AnswerKey("ACC-3")] = GivenAnswer(explanation="We are looking into it.", version=1)

    assert find_gaps(filled) == ()


def test_a_pillar_that_is_left_out_has_no_gaps():
    filled = fill_example({"ACC-1": "never", "ACC-2": "never", "ACC-3": "never"}, left_out=["access"])

    assert list_gains(filled) == [("ACC-3", Fraction(100))]


def test_a_question_outside_the_profile_is_no_gap():
    filled = fill_example({"ACC-1": "never", "ACC-2": "never"}, tags=frozenset())

    assert list_gains(filled) == [("ACC-1", Fraction(100))]


def test_a_gap_knows_its_question_and_its_answer():
    (gap,) = find_gaps(fill_example({"ACC-1": "mostly"}))

    assert gap.question.definition.text == (
        "Does the company publish that all pages of the service work by keyboard?"
    )
    assert gap.keys == ("ACC-1",)


@pytest.mark.parametrize(
    ("first", "second", "order"),
    [
        ("blocking", "tiring", ["ACC-1", "ACC-2"]),
        ("tiring", "blocking", ["ACC-2", "ACC-1"]),
        ("tiring", "tiring", ["ACC-1", "ACC-2"]),
    ],
    ids=["first is more severe", "second is more severe", "order of the questionnaire"],
)
def test_equal_gains_are_ordered_by_severity_then_as_asked(first, second, order):
    edition = make_edition(
        ("questions", 0, "weight", 2),
        ("questions", 0, "severity", first),
        ("questions", 1, "severity", second),
    )
    filled = fill(lay_out([edition], tier="extended", tags=ALL_TAGS), {"ACC-1": "never", "ACC-2": "never"})

    assert list_gains(filled) == [(code, Fraction(50)) for code in order]


QUESTIONNAIRE = lay_out([make_edition(), make_second_edition()], tier="extended", tags=ALL_TAGS)
ANSWERS = st.fixed_dictionaries(
    {
        code: st.sampled_from(["", *(option.code for option in question.options)])
        for code, question in QUESTIONNAIRE.by_code.items()
    }
)


@given(ANSWERS)
def test_closing_a_gap_raises_the_total_by_exactly_its_gain(answers):
    before = fill(QUESTIONNAIRE, answers)
    for gap in find_gaps(before):
        closed = answers | {gap.question.code: gap.question.best_option.code}
        after = fill(QUESTIONNAIRE, closed)

        assert after.scorecard.total.value - before.scorecard.total.value == gap.gain > 0


@given(ANSWERS)
def test_closing_all_gaps_raises_every_scored_pillar_to_100(answers):
    filled = fill(QUESTIONNAIRE, answers)
    gained = sum((gap.gain for gap in find_gaps(filled)), Fraction())

    assert (filled.scorecard.total.value is None and gained == 0) or (
        filled.scorecard.total.value + gained == 100
    )


@given(ANSWERS)
def test_gains_never_rise_down_the_list(answers):
    gains = [gain for _code, gain in list_gains(fill(QUESTIONNAIRE, answers))]

    assert gains == sorted(gains, reverse=True)


# Units

UNIT_QUESTIONNAIRE = lay_out([make_edition(*OF_SERVICES)], tier="extended", tags=ALL_TAGS)
UNITS = (PREPAID, POSTPAID, INTERNET, SUBSIDIARY)
UNIT_ANSWERS = st.fixed_dictionaries(
    {
        key: st.sampled_from(["", *(option.code for option in question.options)])
        for question in UNIT_QUESTIONNAIRE.by_code.values()
        for key in fill(UNIT_QUESTIONNAIRE, units=UNITS).keys_of(question)
    }
)


def test_a_gap_names_the_units_at_which_it_is_one():
    filled = fill(
        UNIT_QUESTIONNAIRE,
        {"ACC-1~1": "always", "ACC-1~2": "mostly", "ACC-1~3": "never"},
        units=[PREPAID, POSTPAID, INTERNET],
    )

    (gap,) = find_gaps(filled)

    # Postpaid is a quarter of the question, internet half.
    assert (gap.keys, gap.gain) == (("ACC-1~2", "ACC-1~3"), Fraction(30, 4) + Fraction(100, 2))


@given(UNIT_ANSWERS)
def test_closing_a_gap_at_all_its_units_raises_the_total_by_exactly_its_gain(answers):
    before = fill(UNIT_QUESTIONNAIRE, answers, units=UNITS)
    for gap in find_gaps(before):
        closed = answers | dict.fromkeys(gap.keys, gap.question.best_option.code)
        after = fill(UNIT_QUESTIONNAIRE, closed, units=UNITS)

        assert after.scorecard.total.value - before.scorecard.total.value == gap.gain > 0
