"""What a question could take over from another one. Without a database."""

from dataclasses import replace

import pytest

from assessment.laying_out import lay_out
from assessment.offers import find_offer, find_offers
from assessment.questionnaire import AnswerKey, GivenAnswer
from assessment.scoring import WHOLE_COMPANY, MeasuredUnit
from tests.assessment.questionnaires import ALL_TAGS, fill, make_edition, make_second_edition


NOTE = {"kk": "Екеуі де", "ru": "Оба", "en": "Both ask for a statement."}
# ACC-1 offers always, mostly and never; ACC-2 always, rarely and never.
OVERLAP = ("questions", 1, "overlaps", [{"question": "ACC-1", "note": NOTE}])


def fill_overlapping(answers, *changes, **keywords):
    questionnaire = lay_out([make_edition(OVERLAP, *changes)], tier="extended", tags=ALL_TAGS)
    return fill(questionnaire, answers, **keywords)


def list_offers(filled, code):
    return [
        (offer.name, offer.option.label, offer.fits and offer.fits.code)
        for offer in find_offers(filled, filled.questionnaire.by_code[code])
    ]


def test_an_answer_is_offered_to_the_question_that_declares_the_overlap():
    assert list_offers(fill_overlapping({"ACC-1": "never"}), "ACC-2") == [("ACC-2:ACC-1", "Never", "never")]


def test_and_the_other_way_round():
    assert list_offers(fill_overlapping({"ACC-2": "always"}), "ACC-1") == [
        ("ACC-1:ACC-2", "Always", "always")
    ]


def test_the_offer_says_what_the_questions_share_and_what_was_written():
    filled = fill_overlapping({})
    filled.answers[AnswerKey("ACC-1")] = GivenAnswer("never", "No statement yet.", "kk", 1)

    (offer,) = find_offers(filled, filled.questionnaire.by_code["ACC-2"])

    assert offer.note == "Both ask for a statement."
    assert (offer.answer.explanation, offer.answer.explanation_language) == ("No statement yet.", "kk")


def test_an_option_that_the_question_does_not_have_does_not_fit():
    assert list_offers(fill_overlapping({"ACC-1": "mostly"}), "ACC-2") == [("ACC-2:ACC-1", "Mostly", None)]


def test_nothing_is_offered_to_a_question_that_is_answered():
    assert list_offers(fill_overlapping({"ACC-1": "never", "ACC-2": "rarely"}), "ACC-2") == []


def test_nothing_is_offered_that_is_not_answered():
    assert list_offers(fill_overlapping({}), "ACC-2") == []


def test_an_answer_that_nobody_has_confirmed_is_not_offered():
    filled = fill_overlapping({"ACC-1": "never"})
    filled.answers[AnswerKey("ACC-1")] = replace(filled.answers[AnswerKey("ACC-1")], carried_over="same")

    assert list_offers(filled, "ACC-2") == []


def test_nothing_is_offered_without_an_overlap():
    assert list_offers(fill_overlapping({"ACC-1": "never"}), "ACC-3") == []


def test_nothing_is_offered_by_a_question_that_is_not_asked():
    questionnaire = lay_out([make_edition(OVERLAP)], tier="extended", tags=frozenset())

    assert list_offers(fill(questionnaire, {"ACC-2": "always"}), "ACC-1") == []


def test_standards_offer_each_other_their_answers():
    second = make_second_edition(("questions", 0, "overlaps", [{"question": "ACC-1", "note": NOTE}]))
    filled = fill(lay_out([make_edition(), second], tier="extended", tags=ALL_TAGS), {"ACC-1": "never"})

    assert list_offers(filled, "BBB-1") == [("BBB-1:ACC-1", "Never", "never")]


def test_a_service_is_offered_the_answer_for_the_same_service():
    scopes = [("questions", number, "scope", "service") for number in (0, 1)]
    units = (WHOLE_COMPANY, MeasuredUnit("1", "App", "service"), MeasuredUnit("2", "Shop", "service"))
    filled = replace(fill_overlapping({}, *scopes), units=units)
    for key, option in {"ACC-1~1": "never", "ACC-1~2": "always", "ACC-2~2": "rarely"}.items():
        filled.answers[AnswerKey(key)] = GivenAnswer(option, version=1)

    assert list_offers(filled, "ACC-2") == [("ACC-2~1:ACC-1", "Never", "never")]


@pytest.mark.parametrize(
    "name", ["", ":", "ACC-2", "ACC-2:ACC-3", "ACC-1:ACC-2", "ACC-9:ACC-1", "ACC-2~9:ACC-1", "ACC-2:ACC-1:"]
)
def test_an_offer_that_is_not_there_is_none(name):
    assert find_offer(fill_overlapping({"ACC-1": "never"}), name) is None


def test_an_offer_is_found_by_its_name():
    filled = fill_overlapping({"ACC-1": "never"})

    assert find_offer(filled, "ACC-2:ACC-1").key == "ACC-2"
