"""Every change of who answers what until when."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import User
from assessment.models import Assessment, Assignment
from assessment.policies import check_user_can_answer, check_user_can_assign
from assessment.queries import load_questionnaire
from assessment.queries_together import list_colleagues
from standards.models import Question


class AssignmentRefused(Exception):
    """An assignment that may not be made."""


class PlaceNotAsked(AssignmentRefused):
    """The assessment has no such pillar, or does not ask such a question."""


class AssigneeNotAllowed(AssignmentRefused):
    """Only a colleague who may answer can be assigned."""


class DueDateNotAllowed(AssignmentRefused):
    """The date is over."""


class StaleAssignment(Exception):
    """The assignment was changed since it was read. Nothing was written."""


@transaction.atomic
def assign(
    *,
    by: User,
    assessment: Assessment,
    assignee: int,
    version: int,
    pillar: str = "",
    question: str = "",
    due_on: date | None = None,
) -> Assignment:
    """Says that a colleague (`assignee`, a key) answers a pillar or, with the code of a question, that question alone.

    `version` is that of the assignment which was read, 0 for none; an assignment that says the same stays as it is.
    Raises `NotAllowed`, an `AssignmentRefused` or `StaleAssignment`.
    """
    locked, row = _lock(by, assessment, pillar, question)
    if row and (row.assignee_id, row.due_on) == (assignee, due_on):
        return row
    _check_version(row, version)
    check_user_can_assign(by, locked, assignee, _find_present(locked, row, question))
    if assignee not in {colleague for colleague, _name in list_colleagues(locked)}:
        raise AssigneeNotAllowed
    if due_on and due_on < timezone.localdate() and not (row and row.due_on == due_on):
        raise DueDateNotAllowed
    before = _describe(row) if row and row.assignee_id else {}
    row = row or _begin(locked, pillar, question)
    row.assignee_id, row.due_on, row.by, row.version = assignee, due_on, by, version + 1
    row.save()
    record_event(
        by=by,
        organisation=locked.organisation,
        verb="assign",
        subject=row,
        before=before,
        after={"pillar": pillar, "question": question, **_describe(row)},
    )
    return row


@transaction.atomic
def withdraw_assignment(
    *, by: User, assessment: Assessment, version: int, pillar: str = "", question: str = ""
) -> None:
    """Assigns a pillar or a question to nobody; the question then follows its pillar. Nothing happens when it was not
    assigned. Raises `NotAllowed`, `PlaceNotAsked` or `StaleAssignment`."""
    locked, row = _lock(by, assessment, pillar, question)
    if row is None or row.assignee_id is None:
        return
    _check_version(row, version)
    check_user_can_assign(by, locked, by.pk, row.assignee_id)
    before = {"pillar": pillar, "question": question, **_describe(row)}
    row.assignee, row.due_on, row.by, row.version = None, None, by, version + 1
    row.save()
    record_event(
        by=by,
        organisation=locked.organisation,
        verb="withdraw-assignment",
        subject=row,
        before=before,
    )


def _lock(
    by: User, assessment: Assessment, pillar: str, question: str
) -> tuple[Assessment, Assignment | None]:
    """The assessment, which nobody else can change before the transaction ends, and the assignment that is there then."""
    locked = Assessment.objects.locked().get(pk=assessment.pk)
    check_user_can_answer(by, locked)
    questionnaire = load_questionnaire(locked, "en")
    is_asked = (
        question in questionnaire.by_code if question else questionnaire.find_pillar(pillar) is not None
    )
    if not is_asked or (pillar and question):
        raise PlaceNotAsked
    place = {"question__code": question} if question else {"pillar": pillar}
    return locked, Assignment.objects.filter(assessment=locked, **place).first()


def _check_version(row: Assignment | None, version: int) -> None:
    if version != (row.version if row else 0):
        raise StaleAssignment


def _find_present(locked: Assessment, row: Assignment | None, question: str) -> int | None:
    """Who answers so far: for a question without an assignment of its own whoever answers its pillar."""
    if row and row.assignee_id or not question:
        return row.assignee_id if row else None
    pillar = load_questionnaire(locked, "en").by_code[question].pillar
    of_pillar = Assignment.objects.filter(assessment=locked, pillar=pillar)
    return of_pillar.values_list("assignee", flat=True).first()


def _begin(locked: Assessment, pillar: str, question: str) -> Assignment:
    row = Question.objects.get(edition__assessments=locked, code=question) if question else None
    return Assignment(assessment=locked, pillar=pillar, question=row)


def _describe(row: Assignment) -> dict:
    return {"assignee": row.assignee_id, "due_on": row.due_on.isoformat() if row.due_on else ""}
