"""Many people save at once: nothing is lost, nobody is told of an error."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, Role
from assessment.actions import AnswerChange
from assessment.models import Answer
from assessment.queries import load_questionnaire
from tests.assessment.test_races import save_at_once
from tests.factories.assessments import find_answer, find_member, make_assessment
from tests.factories.people import make_member


ROUNDS = 500
PEOPLE, SAVES = 50, 40


@pytest.fixture
def assessment(filled_database):
    return make_assessment(tags=["messenger"])


def test_500_rounds_of_two_people_at_different_answers_keep_both(assessment):
    people = [find_member(assessment), make_member(assessment.organisation, Role.CONTRIBUTOR)]
    for number in range(ROUNDS):
        codes = ("GOV-01", "GOV-02")
        changes = [AnswerChange(code, "no", f"{code} in round {number}", "en", number) for code in codes]

        outcomes = save_at_once(assessment, people, changes)

        assert [outcome.saved for outcome in outcomes] == [("GOV-01",), ("GOV-02",)]
    rows = [find_answer(assessment, code) for code in ("GOV-01", "GOV-02")]
    assert [(row.explanation, row.version) for row in rows] == [
        (f"GOV-01 in round {ROUNDS - 1}", ROUNDS),
        (f"GOV-02 in round {ROUNDS - 1}", ROUNDS),
    ]


def test_2000_saves_of_50_people_at_once_all_arrive(assessment):
    """Each person answers their own questions on a page that saves by itself, forty times over."""
    codes = list(load_questionnaire(assessment, "en").by_code.values())[:PEOPLE]
    people = [make_member(assessment.organisation, Role.CONTRIBUTOR) for _code in codes]
    barrier = Barrier(PEOPLE)

    def work(person, question):
        client, statuses, version = Client(), [], 0
        client.force_login(person)
        address = reverse("assessment:pillar", args=[assessment.pk, question.pillar])
        barrier.wait(timeout=60)
        try:
            for number in range(SAVES):
                data = {
                    f"{question.code}-option": "no",
                    f"{question.code}-explanation": f"Text {number} of {question.code}",
                    f"{question.code}-version": version,
                    f"{question.code}-saves": str(uuid4()),
                }
                response = client.post(address, data, headers={"HX-Request": "true"})
                statuses.append(response.status_code)
                version += 1
        finally:
            connection.close()
        return statuses

    with ThreadPoolExecutor(PEOPLE) as pool:
        found = list(pool.map(work, people, codes))

    assert {status for statuses in found for status in statuses} == {200}
    rows = Answer.objects.filter(assessment=assessment).values_list(
        "question__code", "explanation", "version"
    )
    assert sorted(rows) == sorted(
        (question.code, f"Text {SAVES - 1} of {question.code}", SAVES) for question in codes
    )
    events = AuditEvent.objects.filter(verb="save-answer", organisation=assessment.organisation)
    assert events.count() == PEOPLE * SAVES
