"""How long what remains will take, reckoned by hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from assessment.estimate import Estimate, count_words, estimate, measure_pace, round_range
from assessment.questionnaire import AnswerKey, GivenAnswer
from tests.assessment.questionnaires import fill_example


START = datetime(2026, 3, 1, 10, tzinfo=UTC)


def at(*seconds):
    return [START + timedelta(seconds=second) for second in seconds]


def list_questions(filled):
    return list(filled.questionnaire.by_code.values())


def test_without_a_pace_words_are_read_and_answers_found():
    """ACC-1 is of the kind disclosure, the others are practice: 5 + 10 + 10 minutes and the reading."""
    filled = fill_example()
    words = sum(count_words(question) for question in list_questions(filled))
    found = estimate(filled, list_questions(filled), "en")
    kinds = [question.kind.code for question in list_questions(filled)]
    finding = sum(5 if kind == "disclosure" else 10 for kind in kinds)

    assert found == Estimate(3, 0, words, Fraction(words, 228) + finding, None)
    assert (found.low, found.high) == (found.minutes * Fraction(3, 4), found.minutes * Fraction(3, 2))


@pytest.mark.parametrize(("language", "speed"), [("en", 228), ("ru", 184), ("kk", 166)])
def test_people_read_each_language_at_its_speed(language, speed):
    filled = fill_example()
    english = estimate(filled, list_questions(filled), "en")
    found = estimate(filled, list_questions(filled), language)

    assert found.minutes - english.minutes == Fraction(found.words, speed) - Fraction(found.words, 228)


def test_words_are_those_of_question_criteria_and_evidence():
    question = list_questions(fill_example())[0]
    texts = [question.definition.text, *question.definition.evidence]
    texts += [option.criterion for option in question.options]

    assert count_words(question) == len(" ".join(texts).split())


def test_answered_questions_and_pillars_left_out_take_nothing():
    filled = fill_example({"ACC-1": "mostly", "ACC-2": "mostly"}, ["privacy"])

    assert estimate(filled, list_questions(filled), "en") == Estimate(0, 0, 0, Fraction(0), None)


def test_what_is_carried_over_takes_a_minute_and_its_reading():
    filled = fill_example()
    answers = {AnswerKey("ACC-1"): GivenAnswer(option="mostly", carried_over="same")}
    filled = replace(filled, answers=answers)
    question = filled.questionnaire.by_code["ACC-1"]

    found = estimate(filled, [question], "en")

    assert found == Estimate(1, 1, count_words(question), Fraction(count_words(question), 228) + 1, None)


@pytest.mark.parametrize(
    ("times", "pace"),
    [
        ([], None),
        (at(*range(0, 60 * 8, 60)), None),
        (at(*range(0, 60 * 9, 60)), 1),
        (at(*range(0, 90 * 9, 90)), Fraction(3, 2)),
        # Pages of three answers, saved every six minutes at once: two minutes an answer.
        (sorted(at(*range(0, 360 * 4, 360)) * 3), 2),
        (sorted(at(*range(0, 360 * 3, 360)) * 3), None),
        # Fourteen seconds belong to the same answer, half an hour and a second is a pause.
        (at(*range(0, 14 * 20, 14)), None),
        (at(*range(0, 1801 * 20, 1801)), None),
        (at(*range(0, 1800 * 9, 1800)), 30),
    ],
)
def test_pace(times, pace):
    assert measure_pace(reversed(times)) == pace


def test_ones_own_pace_takes_the_place_of_the_assumption():
    filled = fill_example()
    times = at(*range(0, 120 * 9, 120))
    answers = {
        AnswerKey("ACC-9", str(number)): GivenAnswer(option="mostly", version=1, updated_at=time)
        for number, time in enumerate(times)
    }
    answers[AnswerKey("ACC-1")] = GivenAnswer(option="mostly", carried_over="same", updated_at=times[0])
    filled = replace(filled, answers=answers)

    found = estimate(filled, list_questions(filled), "en")

    assert (found.answers, found.to_confirm, found.pace) == (3, 1, 2)
    assert found.minutes == 2 * 2 + 1


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (0, (15, 15)),
        (1, (15, 15)),
        (20, (15, 30)),
        (40, (30, 60)),
        (120, (90, 180)),
        (130, (60, 240)),
        (600, (420, 900)),
    ],
)
def test_the_range_is_rounded_outwards(minutes, shown):
    assert round_range(Estimate(1, 0, 0, Fraction(minutes), None)) == shown
