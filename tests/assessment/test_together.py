"""Who answers what until when, what is signed off, and what one person has to do."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from assessment.discussion import Remark, Thread
from assessment.filters import Filter
from assessment.laying_out import lay_out
from assessment.questionnaire import AnswerKey, FilledQuestionnaire, GivenAnswer, LeftOutPillar
from assessment.together import MyWork, Responsibility, Signature, Together
from tests.assessment.questionnaires import ALL_TAGS, make_edition


ME, OTHER = 1, 2
TODAY = date(2026, 3, 10)
SIGNED_AT = datetime(2026, 3, 5, tzinfo=UTC)


@pytest.fixture
def questionnaire():
    """ACC-1 and ACC-2 in one pillar, ACC-3 in another."""
    return lay_out([make_edition()], tier="extended", tags=ALL_TAGS)


def answer(day, option="mostly", carried_over=""):
    at = datetime(2026, 3, day, tzinfo=UTC)
    return GivenAnswer(option=option, version=1, updated_at=at, carried_over=carried_over)


def fill(questionnaire, answers=None, left_out=()):
    return FilledQuestionnaire(
        questionnaire,
        {AnswerKey(code): given for code, given in (answers or {}).items()},
        {pillar: LeftOutPillar(pillar, "Why.", "en") for pillar in left_out},
    )


def list_questions(questionnaire):
    return sorted(questionnaire.by_code.values(), key=lambda question: question.code)


def share(filled, **keywords):
    return Together(filled=filled, reader=ME, today=TODAY, **keywords)


def talk(code, waits=True):
    opener = Remark(UUID(int=1), None, code, SIGNED_AT, OTHER, frozenset([ME] if waits else []))
    return Thread(opener, ())


def test_a_questions_own_assignment_goes_before_its_pillars(questionnaire):
    together = share(
        fill(questionnaire),
        pillars={"access": Responsibility(OTHER, "Other", TODAY)},
        questions={"ACC-2": Responsibility(ME, "Me")},
    )
    states = [together.describe(question) for question in list_questions(questionnaire)]

    assert [
        (state.responsible.name if state.responsible else "", state.has_own, state.is_mine)
        for state in states
    ] == [("Other", False, False), ("Me", True, True), ("", False, False)]
    assert together.codes["mine"] == frozenset(["ACC-2"])
    assert together.codes["unassigned"] == frozenset(["ACC-3"])


def test_filters_about_people(questionnaire):
    filled = fill(questionnaire)
    together = share(
        filled,
        questions={"ACC-1": Responsibility(ME, "Me")},
        threads=(talk("ACC-2"), talk("ACC-3", waits=False)),
    )
    questions = list_questions(questionnaire)

    def select(show):
        chosen = Filter.read({"show": show}, [])
        assert (chosen.is_about_people, chosen.is_active) == (True, True)
        return [question.code for question in chosen.select(filled, questions, together.codes)]

    assert select("mine") == ["ACC-1"]
    assert select("unassigned") == ["ACC-2", "ACC-3"]
    assert select("waiting") == ["ACC-2"]


@pytest.mark.parametrize(
    ("due_on", "given", "left_out", "overdue"),
    [
        (date(2026, 3, 9), None, False, True),
        (date(2026, 3, 10), None, False, False),
        (None, None, False, False),
        (date(2026, 3, 9), answer(1), False, False),
        (date(2026, 3, 9), answer(1, carried_over="same"), False, True),
        (date(2026, 3, 9), None, True, False),
    ],
)
def test_what_is_overdue(questionnaire, due_on, given, left_out, overdue):
    filled = fill(questionnaire, {"ACC-1": given} if given else {}, ["access"] if left_out else [])
    together = share(filled, questions={"ACC-1": Responsibility(ME, "Me", due_on)})

    assert together.is_overdue(list_questions(questionnaire)[0]) is overdue


def test_my_work(questionnaire):
    filled = fill(questionnaire, {"ACC-1": answer(1)})
    together = share(
        filled,
        pillars={"privacy": Responsibility(ME, "Me", date(2026, 4, 1))},
        questions={
            "ACC-1": Responsibility(ME, "Me", date(2026, 3, 1)),
            "ACC-2": Responsibility(ME, "Me", date(2026, 3, 9)),
        },
        threads=(talk("ACC-3"),),
    )

    assert together.my_work == MyWork(assigned=3, unanswered=2, overdue=1, due_on=date(2026, 3, 9), waiting=1)
    assert share(filled).my_work == MyWork(assigned=0, unanswered=0, overdue=0, due_on=None, waiting=0)


def test_comments_are_counted_without_the_withdrawn(questionnaire):
    opener = Remark(UUID(int=1), None, "ACC-1", SIGNED_AT, OTHER)
    reply = Remark(UUID(int=2), UUID(int=1), "ACC-1", SIGNED_AT, ME, is_withdrawn=True)
    resolved = replace(opener, id=UUID(int=3), is_resolved=True)
    together = share(fill(questionnaire), threads=(Thread(opener, (reply,)), Thread(resolved, ())))

    state = together.describe(list_questions(questionnaire)[0])

    assert (state.comments, state.open_threads, state.waits_for_me) == (2, 1, False)


@pytest.mark.parametrize(
    ("days", "signed", "state"),
    [
        ([1, 2], True, (2, True, True, False)),
        ([1, 6], True, (2, True, False, True)),
        ([1], True, (1, False, False, True)),
        ([1, 2], False, (2, True, False, False)),
        ([], False, (0, False, False, False)),
    ],
)
def test_what_is_signed_off(questionnaire, days, signed, state):
    part = questionnaire.find_pillar("access").parts[0]
    answers = {f"ACC-{number}": answer(day) for number, day in enumerate(days, start=1)}
    signature = {(part.pillar, part.code): Signature(1, SIGNED_AT, ME, "Me")} if signed else {}

    found = share(fill(questionnaire, answers), signatures=signature).describe_part(part)

    assert (found.version, found.is_complete, found.is_signed, found.has_changed) == state
