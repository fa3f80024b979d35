"""Two people at once, each with a connection of their own and real commits, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.actions import update_organisation_profile
from accounts.models import AuditEvent, Role
from assessment.actions import (
    AnswerChange,
    AssessmentAlreadyOpen,
    StaleAssessment,
    UnitDescription,
    add_unit,
    adopt_profile,
    cancel_assessment,
    leave_out_pillar,
    save_answers,
    start_assessment,
)
from assessment.models import Answer, Assessment, OmittedPillar, StatusChange
from assessment.queries import load_questionnaire
from tests.factories.assessments import find_answer, find_member, make_assessment
from tests.factories.people import make_member


ROUNDS = 40


@pytest.fixture
def assessment(filled_database):
    return make_assessment(tags=["messenger"])


@pytest.fixture
def people(assessment):
    return [find_member(assessment), make_member(assessment.organisation, Role.LEAD)]


def run_at_once(*jobs) -> list:
    """What each job returns or raises; all start together, each in a thread with a connection of its own."""
    barrier = Barrier(len(jobs))

    def run(job):
        try:
            barrier.wait(timeout=30)
            return job()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def read_for_each(people, assessment) -> list[tuple]:
    """Each person with the assessment as their page has read it."""
    return [(person, Assessment.objects.visible_to(person).get(pk=assessment.pk)) for person in people]


def save_at_once(assessment, people, changes):
    return run_at_once(
        *(
            lambda person=person, change=change: save_answers(
                by=person, assessment=assessment, changes=[change]
            )
            for person, change in zip(people, changes, strict=True)
        )
    )


def test_of_two_who_save_the_same_answer_one_wins_and_the_other_is_told(assessment, people):
    for version in range(ROUNDS):
        texts = [f"first {version}", f"second {version}"]
        changes = [AnswerChange("GOV-01", "yes", text, "en", version) for text in texts]

        outcomes = save_at_once(assessment, people, changes)

        row = find_answer(assessment, "GOV-01")
        winner = texts.index(row.explanation)
        assert row.version == version + 1
        assert outcomes[winner].saved == ("GOV-01",)
        assert outcomes[1 - winner].saved == ()
        assert outcomes[1 - winner].conflicts["GOV-01"].explanation == texts[winner]
    assert (
        AuditEvent.objects.filter(verb="save-answer", organisation=assessment.organisation).count() == ROUNDS
    )


def test_two_who_save_different_answers_both_keep_theirs(assessment, people):
    codes = list(load_questionnaire(assessment, "en").by_code)[: 2 * ROUNDS]
    assert len(codes) == 2 * ROUNDS
    for pair in zip(codes[::2], codes[1::2], strict=True):
        changes = [AnswerChange(code, "no", f"about {code}", "en", 0) for code in pair]

        outcomes = save_at_once(assessment, people, changes)

        assert [outcome.saved for outcome in outcomes] == [(pair[0],), (pair[1],)]
    kept = Answer.objects.filter(assessment=assessment).values_list("question__code", "explanation")
    assert dict(kept) == {code: f"about {code}" for code in codes}


def test_of_two_who_cancel_one_wins(assessment, people):
    outcomes = run_at_once(
        *(
            lambda person=person, read=read: cancel_assessment(
                by=person, assessment=read, version=1, note=str(person.pk)
            )
            for person, read in read_for_each(people, assessment)
        )
    )

    (change,) = StatusChange.objects.filter(assessment=assessment, to_status="cancelled")
    winner = people.index(change.by)
    assert outcomes[winner] is None
    assert isinstance(outcomes[1 - winner], StaleAssessment)


def test_of_two_who_leave_out_with_different_reasons_one_wins(assessment, people):
    outcomes = run_at_once(
        *(
            lambda person=person, read=read: leave_out_pillar(
                by=person, assessment=read, version=1, pillar="hrd", reason=str(person.pk), language="en"
            )
            for person, read in read_for_each(people, assessment)
        )
    )

    omitted = OmittedPillar.objects.get(assessment=assessment)
    winner = people.index(omitted.by)
    assert omitted.reason == str(omitted.by.pk)
    assert outcomes[winner] is None
    assert isinstance(outcomes[1 - winner], StaleAssessment)


def test_of_two_who_add_a_service_one_wins_and_no_code_is_used_twice(assessment, people):
    for number in range(10):
        names = [f"first {number}", f"second {number}"]

        outcomes = run_at_once(
            *(
                lambda person=person, read=read, name=name: add_unit(
                    by=person,
                    assessment=read,
                    version=read.version,
                    unit=UnitDescription(name, "service"),
                )
                for (person, read), name in zip(read_for_each(people, assessment), names, strict=True)
            )
        )

        units = Assessment.objects.get(pk=assessment.pk).units
        winner = names.index(units[number]["name"])
        assert [unit["code"] for unit in units] == [str(code + 1) for code in range(number + 1)]
        assert outcomes[winner] == str(number + 1)
        assert isinstance(outcomes[1 - winner], StaleAssessment)


def test_of_two_who_start_the_same_one_wins(assessment, people):
    editions = list(assessment.editions.all())
    period = {
        "period_start": assessment.period_start,
        "period_end": assessment.period_end.replace(month=6, day=30),
    }

    outcomes = run_at_once(
        *(
            lambda person=person: start_assessment(
                by=person,
                organisation=assessment.organisation,
                editions=editions,
                tier="core",
                **period,
            )
            for person in people
        )
    )

    started = Assessment.objects.filter(organisation=assessment.organisation, **period)
    assert started.count() == 1
    assert {type(outcome) for outcome in outcomes} == {Assessment, AssessmentAlreadyOpen}


def test_no_answer_is_saved_after_a_cancellation_at_the_same_moment(assessment, people):
    ((_lead, read),) = read_for_each(people[1:], assessment)

    outcomes = run_at_once(
        lambda: save_answers(
            by=people[0], assessment=assessment, changes=[AnswerChange("GOV-01", "yes", "", "en", 0)]
        ),
        lambda: cancel_assessment(by=people[1], assessment=read, version=1, note="n"),
    )

    events = AuditEvent.objects.filter(organisation=assessment.organisation).order_by("pk")
    verbs = [event.verb for event in events if event.verb in ("save-answer", "cancel-assessment")]
    assert outcomes[1] is None
    saved = Answer.objects.filter(assessment=assessment).exists()
    assert verbs == (["save-answer", "cancel-assessment"] if saved else ["cancel-assessment"])


def test_a_page_and_another_profile_at_once_never_end_in_an_error(assessment, people):
    """Questions that stop applying while they are saved are saved before that, or given back."""
    lead, colleague = people
    browser = Client()
    browser.force_login(colleague)
    address = reverse("assessment:pillar", args=[assessment.pk, "expression"])
    company = assessment.organisation
    names = {name: getattr(company, name) for name in ("name_kk", "name_ru", "name_en", "bin", "sector")}
    for number in range(10):
        update_organisation_profile(
            by=lead, organisation=company, version=number + 1, tags=["messenger"] * (number % 2), **names
        )
        read = Assessment.objects.get(pk=assessment.pk)
        data = {f"FOE-05-{part}": value for part, value in (("version", number), ("option", "no"))}

        response, adopted = run_at_once(
            lambda data=data, number=number: browser.post(
                address, {**data, "FOE-05-explanation": f"Text {number}."}
            ),
            lambda read=read, number=number: adopt_profile(
                by=lead, assessment=read, version=read.version, profile_version=number + 2
            ),
        )

        assert adopted is None
        assert response.status_code in (302, 409, 422)
        saved = Answer.objects.filter(assessment=assessment, explanation=f"Text {number}.").exists()
        assert saved is (response.status_code == 302)
        assert saved or f"Text {number}." in response.content.decode()
