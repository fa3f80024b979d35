"""Who answers what until when: who may say so, and that nobody overwrites anybody."""

from datetime import date

import pytest
import time_machine

from accounts.models import Role
from accounts.policies import NotAllowed
from assessment.actions import (
    AssigneeNotAllowed,
    DueDateNotAllowed,
    PlaceNotAsked,
    StaleAssignment,
    assign,
    withdraw_assignment,
)
from assessment.models import Assignment
from tests.assessment.events import count_events, list_events
from tests.factories.assessments import cancel, find_member, make_assessment
from tests.factories.people import make_member


pytestmark = pytest.mark.django_db

PILLAR = {"pillar": "governance"}
QUESTION = {"question": "GOV-01"}
DAY = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-03-10T10:00:00Z", tick=False):
        yield


@pytest.fixture
def assessment():
    return make_assessment()


@pytest.fixture
def lead(assessment):
    return find_member(assessment)


@pytest.fixture
def contributor(assessment):
    return make_member(assessment.organisation, Role.CONTRIBUTOR)


def list_rows():
    rows = Assignment.objects.exclude(assignee=None).order_by("pk")
    return [
        (row.pillar, row.question.code if row.question else "", row.assignee_id, row.due_on, row.version)
        for row in rows
    ]


@pytest.mark.parametrize("place", [PILLAR, QUESTION])
def test_the_lead_assigns_changes_and_withdraws(assessment, lead, contributor, place):
    pillar, question = place.get("pillar", ""), place.get("question", "")
    row = assign(by=lead, assessment=assessment, assignee=contributor.pk, version=0, due_on=DAY, **place)
    assert list_rows() == [(pillar, question, contributor.pk, DAY, 1)]
    assign(by=lead, assessment=assessment, assignee=lead.pk, version=1, **place)
    assert list_rows() == [(pillar, question, lead.pk, None, 2)]
    withdraw_assignment(by=lead, assessment=assessment, version=2, **place)
    assert list_rows() == []

    where = {"pillar": pillar, "question": question}
    theirs = {"assignee": contributor.pk, "due_on": "2026-04-01"}
    mine = {"assignee": lead.pk, "due_on": ""}
    assert list_events(row) == [
        ("assign", {}, where | theirs),
        ("assign", theirs, where | mine),
        ("withdraw-assignment", where | mine, {}),
    ]


def test_saying_the_same_again_changes_nothing(assessment, lead):
    for _time in range(2):
        assign(by=lead, assessment=assessment, assignee=lead.pk, version=0, **PILLAR)

    assert list_rows() == [("governance", "", lead.pk, None, 1)]


@pytest.mark.parametrize("version", [0, 2, -1])
def test_a_stale_change_overwrites_nothing(assessment, lead, contributor, version):
    assign(by=lead, assessment=assessment, assignee=lead.pk, version=0, **PILLAR)
    before = count_events()

    with pytest.raises(StaleAssignment):
        assign(by=lead, assessment=assessment, assignee=contributor.pk, version=version, **PILLAR)
    with pytest.raises(StaleAssignment):
        withdraw_assignment(by=lead, assessment=assessment, version=version, **PILLAR)

    assert (list_rows(), count_events()) == ([("governance", "", lead.pk, None, 1)], before)


def test_an_assignment_that_was_withdrawn_and_made_anew_is_not_the_one_that_was_read(
    assessment, lead, contributor
):
    assign(by=lead, assessment=assessment, assignee=lead.pk, version=0, **QUESTION)
    withdraw_assignment(by=lead, assessment=assessment, version=1, **QUESTION)
    withdraw_assignment(by=lead, assessment=assessment, version=1, **QUESTION)
    assign(by=lead, assessment=assessment, assignee=contributor.pk, version=2, **QUESTION)

    with pytest.raises(StaleAssignment):
        assign(by=lead, assessment=assessment, assignee=lead.pk, version=1, **QUESTION)
    assert list_rows() == [("", "GOV-01", contributor.pk, None, 3)]


def test_withdrawing_what_nobody_has_changes_nothing(assessment, lead):
    before = count_events()

    withdraw_assignment(by=lead, assessment=assessment, version=3, **QUESTION)

    assert count_events() == before


@pytest.mark.parametrize(
    "place",
    [{"pillar": "weather"}, {"question": "GOV-99"}, {}, {"pillar": "governance", "question": "GOV-01"}],
)
def test_a_place_that_is_not_asked(assessment, lead, place):
    with pytest.raises(PlaceNotAsked):
        assign(by=lead, assessment=assessment, assignee=lead.pk, version=0, **place)
    with pytest.raises(PlaceNotAsked):
        withdraw_assignment(by=lead, assessment=assessment, version=0, **place)


def test_only_colleagues_who_may_answer_are_assigned(assessment, lead):
    viewer = make_member(assessment.organisation, Role.VIEWER)
    stranger = find_member(make_assessment())

    for person in (viewer, stranger):
        with pytest.raises(AssigneeNotAllowed):
            assign(by=lead, assessment=assessment, assignee=person.pk, version=0, **PILLAR)
    assert list_rows() == []


def test_a_day_that_is_over_is_refused_and_one_that_has_passed_since_is_kept(assessment, lead, contributor):
    with pytest.raises(DueDateNotAllowed):
        assign(by=lead, assessment=assessment, assignee=lead.pk, version=0, due_on=date(2026, 3, 9), **PILLAR)
    assign(by=lead, assessment=assessment, assignee=lead.pk, version=0, due_on=date(2026, 3, 10), **PILLAR)
    with time_machine.travel("2026-03-12T10:00:00Z", tick=False):
        assign(
            by=lead,
            assessment=assessment,
            assignee=contributor.pk,
            version=1,
            due_on=date(2026, 3, 10),
            **PILLAR,
        )

    assert list_rows() == [("governance", "", contributor.pk, date(2026, 3, 10), 2)]


def test_a_contributor_takes_what_nobody_has_and_gives_it_back(assessment, lead, contributor):
    assign(by=contributor, assessment=assessment, assignee=contributor.pk, version=0, **QUESTION)
    withdraw_assignment(by=contributor, assessment=assessment, version=1, **QUESTION)
    assign(by=contributor, assessment=assessment, assignee=contributor.pk, version=2, **QUESTION)
    withdraw_assignment(by=contributor, assessment=assessment, version=3, **QUESTION)
    assign(by=lead, assessment=assessment, assignee=lead.pk, version=0, **PILLAR)

    for place, assignee in (
        (PILLAR, contributor.pk),
        ({"pillar": "privacy"}, lead.pk),
        # The question follows its pillar, which the lead answers.
        (QUESTION, contributor.pk),
    ):
        version = {"governance": 1, "privacy": 0}.get(place.get("pillar"), 4)
        with pytest.raises(NotAllowed):
            assign(by=contributor, assessment=assessment, assignee=assignee, version=version, **place)
    with pytest.raises(NotAllowed):
        withdraw_assignment(by=contributor, assessment=assessment, version=1, **PILLAR)
    assert list_rows() == [("governance", "", lead.pk, None, 1)]


def test_nothing_is_assigned_by_who_only_reads_or_in_what_is_cancelled(assessment, lead):
    viewer = make_member(assessment.organisation, Role.VIEWER)
    with pytest.raises(NotAllowed):
        assign(by=viewer, assessment=assessment, assignee=lead.pk, version=0, **PILLAR)
    cancel(assessment)
    with pytest.raises(NotAllowed):
        assign(by=lead, assessment=assessment, assignee=lead.pk, version=0, **PILLAR)
    assert list_rows() == []
