"""An error in the middle of an action leaves nothing. The error comes from the database, at the last statement."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.db import DatabaseError, connection

from accounts.models import AuditEvent
from assessment.actions import (
    AnswerChange,
    UnitDescription,
    add_unit,
    adopt_profile,
    cancel_assessment,
    change_unit,
    leave_out_pillar,
    save_answers,
    start_assessment,
    take_pillar_back,
)
from assessment.models import Answer, Assessment, AssessmentEdition, OmittedPillar, StatusChange
from tests.factories.assessments import find_member, leave_out, make_assessment, measure, save_answer


pytestmark = pytest.mark.django_db


@contextmanager
def broken_audit_trail():
    """The database refuses every audit event: the last thing an action writes."""

    def refuse(execute, sql, parameters, many, context):
        if sql.startswith('INSERT INTO "accounts_auditevent"'):
            raise DatabaseError("the disk is full")
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(refuse), pytest.raises(DatabaseError, match="the disk is full"):
        yield


def read_everything() -> list:
    """All rows that actions of this app write."""
    models = (Assessment, AssessmentEdition, Answer, OmittedPillar, StatusChange, AuditEvent)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.fixture
def assessment():
    assessment = make_assessment()
    save_answer(assessment, "GOV-01", "no", "Not yet.")
    return assessment


def start(**who):
    assessment = who.pop("assessment")
    start_assessment(
        organisation=assessment.organisation,
        period_start=date(2030, 1, 1),
        period_end=date(2030, 12, 31),
        editions=list(assessment.editions.all()),
        tier="core",
        **who,
    )


def save(**who):
    changes = [AnswerChange("GOV-01", "yes", "Now.", "en", 1), AnswerChange("GOV-02", "yes", "", "en", 0)]
    save_answers(changes=changes, **who)


ACTIONS = {
    "start": start,
    "save": save,
    "cancel": lambda **who: cancel_assessment(version=1, note="n", **who),
    "adopt": lambda **who: adopt_profile(version=1, profile_version=1, **who),
    "leave out": lambda **who: leave_out_pillar(version=1, pillar="hrd", reason="r", language="en", **who),
    "add unit": lambda **who: add_unit(version=1, unit=UnitDescription("Mobile", "service"), **who),
}


@pytest.mark.parametrize("name", list(ACTIONS))
def test_an_error_at_the_end_leaves_nothing(assessment, name):
    lead = find_member(assessment)
    before = read_everything()

    with broken_audit_trail():
        ACTIONS[name](by=lead, assessment=assessment)

    assert read_everything() == before


@pytest.mark.parametrize("name", list(ACTIONS))
def test_the_same_goes_through_without_the_error(assessment, name):
    before = read_everything()

    ACTIONS[name](by=find_member(assessment), assessment=assessment)

    assert read_everything() != before


def test_taking_back_leaves_the_pillar_out_when_it_fails(assessment):
    leave_out(assessment)
    before = read_everything()

    with broken_audit_trail():
        take_pillar_back(by=find_member(assessment), assessment=assessment, version=2, pillar="hrd")

    assert read_everything() == before


def test_a_unit_keeps_its_name_when_renaming_fails(assessment):
    measure(assessment, "Mobile")
    before = read_everything()

    with broken_audit_trail():
        change_unit(
            by=find_member(assessment),
            assessment=assessment,
            version=2,
            code="1",
            unit=UnitDescription("Internet", "service"),
        )

    assert read_everything() == before
