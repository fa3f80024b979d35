"""What an answer would change: by hand, and against really answering."""

from fractions import Fraction

import pytest

from assessment.laying_out import lay_out
from assessment.models import Assessment
from assessment.queries import load_filled_questionnaire
from assessment.questionnaire import AnswerKey, GivenAnswer
from assessment.what_if import Scores, find_effects
from tests.assessment.questionnaires import (
    ALL_TAGS,
    INTERNET,
    OF_SERVICES,
    PREPAID,
    fill,
    fill_example,
    make_edition,
)


def list_effects(filled, code, unit=""):
    question = filled.questionnaire.by_code[code]
    what_if = find_effects(filled, question, AnswerKey(code, unit))
    return what_if.now, [
        (effect.option.code, effect.then, effect.moves, effect.is_now) for effect in what_if.effects
    ]


def test_each_option_of_an_unanswered_question():
    """ACC-1 weighs 5 and is `mostly`, 75 points; ACC-2 weighs 2. Both make the pillar `access`."""
    filled = fill_example({"ACC-1": "mostly"})
    now, effects = list_effects(filled, "ACC-2")
    base = filled.scorecard.find("pillar", "access").value

    assert now == Scores(base, base, base)
    for option, then, moves, is_now in effects:
        points = filled.questionnaire.by_code["ACC-2"].find_option(option).points
        expected = base if points is None else (5 * base + 2 * Fraction(points)) / 7
        assert then == Scores(expected, expected, expected)
        assert moves == Scores(expected - base, expected - base, expected - base)
        assert is_now is False


def test_what_is_chosen_changes_nothing():
    _now, effects = list_effects(fill_example({"ACC-1": "mostly"}), "ACC-1")

    assert [moves.total for option, _then, moves, is_now in effects if is_now] == [0]
    assert [option for option, _then, _moves, is_now in effects if is_now] == ["mostly"]


def test_where_nothing_is_scored_yet_nothing_moves():
    now, effects = list_effects(fill_example(), "ACC-1")

    assert now == Scores(None, None, None)
    assert {moves for _option, _then, moves, _is_now in effects} == {Scores(None, None, None)}


def test_an_answer_that_is_carried_over_moves_the_score_when_it_is_confirmed():
    filled = fill_example({"ACC-2": "mostly"})
    answers = {**filled.answers, AnswerKey("ACC-1"): GivenAnswer(option="mostly", carried_over="same")}
    filled = type(filled)(filled.questionnaire, answers, {})

    _now, effects = list_effects(filled, "ACC-1")

    assert [is_now for option, _then, _moves, is_now in effects if option == "mostly"] == [False]


def test_a_pillar_that_is_left_out_counts_nowhere():
    now, effects = list_effects(fill_example({"ACC-3": "always"}, ["access"]), "ACC-1")

    assert now.pillar is None
    assert {(then.pillar, moves.total) for _option, then, moves, _is_now in effects} == {(None, 0)}


def test_one_service_counts_with_the_others():
    questionnaire = lay_out([make_edition(*OF_SERVICES)], tier="extended", tags=ALL_TAGS)
    filled = fill(questionnaire, {"ACC-1~1": "mostly"}, units=(PREPAID, INTERNET))
    points = {option.code: option.points for option in questionnaire.by_code["ACC-1"].options}

    now, effects = list_effects(filled, "ACC-1", "3")

    assert now.pillar == points["mostly"]
    for option, then, _moves, _is_now in effects:
        expected = (
            points["mostly"] if points[option] is None else Fraction(points["mostly"] + points[option], 2)
        )
        assert then.pillar == expected


@pytest.mark.django_db
def test_every_option_of_every_question_of_the_demo_is_what_really_answering_scores():
    assessment = Assessment.objects.get(organisation__name_en="Kokjiek")
    filled = load_filled_questionnaire(assessment, "en")
    for question in filled.questions:
        (key,) = filled.keys_of(question)
        for effect in find_effects(filled, question, key).effects:
            answers = {**filled.answers, key: GivenAnswer(option=effect.option.code, version=1)}
            scorecard = type(filled)(filled.questionnaire, answers, filled.left_out).scorecard
            assert effect.then == Scores(
                scorecard.find("pillar", question.pillar).value,
                scorecard.find("standard", question.standard).value,
                scorecard.total.value,
            )
