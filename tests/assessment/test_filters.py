"""Which questions a filter shows. Without a database."""

import pytest

from assessment.filters import Filter
from tests.assessment.questionnaires import fill_example, list_codes


SEVERITIES = ("blocking", "tiring")


@pytest.mark.parametrize(
    ("parameters", "chosen"),
    [
        ({}, Filter("all", "")),
        ({"show": "all", "severity": ""}, Filter("all", "")),
        ({"show": "unanswered"}, Filter("unanswered", "")),
        ({"show": "gaps"}, Filter("gaps", "")),
        ({"severity": "tiring"}, Filter("all", "tiring")),
        ({"show": "gaps", "severity": "blocking"}, Filter("gaps", "blocking")),
        ({"show": "GAPS", "severity": "Blocking"}, Filter("all", "")),
        ({"show": "weather", "severity": "fatal"}, Filter("all", "")),
        ({"show": "\x00", "severity": "\x00"}, Filter("all", "")),
    ],
)
def test_unknown_words_mean_everything(parameters, chosen):
    assert Filter.read(parameters, SEVERITIES) == chosen


@pytest.mark.parametrize(
    ("chosen", "active"),
    [
        (Filter(), False),
        (Filter(show="gaps"), True),
        (Filter(show="unanswered"), True),
        (Filter(severity="tiring"), True),
    ],
)
def test_is_active_unless_it_shows_everything(chosen, active):
    assert chosen.is_active is active


def select(chosen, **left_out):
    filled = fill_example({"ACC-1": "mostly", "ACC-3": "always"}, **left_out)
    return list_codes(chosen.select(filled, filled.questionnaire.by_code.values()))


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        (Filter(), ["ACC-3", "ACC-1", "ACC-2"]),
        (Filter(show="unanswered"), ["ACC-2"]),
        (Filter(show="gaps"), ["ACC-1"]),
        (Filter(severity="blocking"), ["ACC-1"]),
        (Filter(severity="tiring"), ["ACC-3", "ACC-2"]),
        (Filter(show="unanswered", severity="tiring"), ["ACC-2"]),
        (Filter(show="unanswered", severity="blocking"), []),
        (Filter(show="gaps", severity="blocking"), ["ACC-1"]),
    ],
)
def test_what_fits_in_the_order_of_the_questionnaire(chosen, shown):
    assert select(chosen) == shown


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        (Filter(), ["ACC-3", "ACC-1", "ACC-2"]),
        (Filter(show="unanswered"), []),
        (Filter(show="gaps"), []),
        (Filter(severity="blocking"), ["ACC-1"]),
    ],
)
def test_questions_of_a_pillar_that_is_left_out_are_neither_missing_nor_gaps(chosen, shown):
    assert select(chosen, left_out=["access"]) == shown


def test_an_explanation_without_an_option_is_unanswered():
    filled = fill_example({"ACC-1": ""})

    assert "ACC-1" in list_codes(
        Filter(show="unanswered").select(filled, filled.questionnaire.by_code.values())
    )
