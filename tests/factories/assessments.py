"""Assessments of a test, made through the actions."""

from datetime import date

from accounts.models import Role, User
from assessment.actions import (
    AnswerChange,
    SaveOutcome,
    UnitDescription,
    add_unit,
    cancel_assessment,
    leave_out_pillar,
    save_answers,
    start_assessment,
)
from assessment.actions.workbook import keep_upload
from assessment.models import Answer, Assessment, WorkbookUpload
from assessment.questionnaire import NO_ANSWER
from assessment.workbook.values import FileChange, compute_fingerprint
from standards.models import Edition
from tests.factories.people import make_member, make_organisation


# The fingerprint that a workbook has of a question without an answer.
UNANSWERED = compute_fingerprint(NO_ANSWER.option, NO_ANSWER.explanation, NO_ANSWER.confidentiality)


def make_assessment(
    *, lead: User | None = None, tags=(), tier: str = "extended", year: int = 2024, standards=()
):
    """An open assessment of a new company, or of the company that `lead` leads, over the published standards named by
    slug (all when none is named)."""
    lead = lead or make_member(make_organisation(tags=tags), Role.LEAD)
    editions = Edition.objects.published()
    if standards:
        editions = editions.filter(standard__slug__in=standards)
    return start_assessment(
        by=lead,
        organisation=lead.memberships.get().organisation,
        period_start=date(year, 1, 1),
        period_end=date(year, 12, 31),
        editions=list(editions),
        tier=tier,
    )


def find_member(assessment: Assessment, role: str = Role.LEAD) -> User:
    """A person with this role in the assessment's company; made when there is none yet."""
    membership = assessment.organisation.memberships.filter(role=role).first()
    return membership.user if membership else make_member(assessment.organisation, role)


def save_answer(
    assessment: Assessment,
    question: str,
    option: str,
    explanation: str = "",
    *,
    by: User | None = None,
    version: int | None = None,
    language: str = "en",
    unit: str = "",
) -> SaveOutcome:
    """Saves one answer as the lead, upon the version that is there unless another is given."""
    if version is None:
        row = Answer.objects.filter(assessment=assessment, question__code=question, unit=unit).first()
        version = row.version if row else 0
    change = AnswerChange(question, option, explanation, language, version, unit)
    return save_answers(by=by or find_member(assessment), assessment=assessment, changes=[change])


def find_answer(assessment: Assessment, question: str, unit: str = "") -> Answer:
    """The row behind an answer, as it is now."""
    return Answer.objects.get(assessment=assessment, question__code=question, unit=unit)


def measure(assessment: Assessment, *names: str, kind: str = "service", bundle: str = "") -> list[str]:
    """Measures services (or operating companies) apart, as the lead; returns their codes. The passed assessment is as the
    database has it."""
    codes = []
    for name in names:
        assessment.refresh_from_db()
        codes.append(
            add_unit(
                by=find_member(assessment),
                assessment=assessment,
                version=assessment.version,
                unit=UnitDescription(name, kind, bundle),
            )
        )
    assessment.refresh_from_db()
    return codes


def leave_out(assessment: Assessment, pillar: str = "hrd", reason: str = "We run no such service.") -> None:
    """Leaves the pillar out as the lead, upon what is there now; the passed assessment is as the database has it."""
    assessment.refresh_from_db()
    leave_out_pillar(
        by=find_member(assessment),
        assessment=assessment,
        version=assessment.version,
        pillar=pillar,
        reason=reason,
        language="en",
    )
    assessment.refresh_from_db()


def make_upload(assessment: Assessment, question: str, explanation: str = "From a file.") -> WorkbookUpload:
    """A workbook that the lead has uploaded and not decided about; it was exported while the question had no answer."""
    change = FileChange(question, "Sheet", 2, "no", explanation, "publishable", UNANSWERED)
    return keep_upload(
        by=find_member(assessment),
        assessment=assessment,
        file_name="filled.xlsx",
        language="en",
        changes=[change],
    )


def cancel(assessment: Assessment, note: str = "Started by mistake.") -> None:
    """Cancels as the lead, upon what is there now; the passed assessment is as the database has it."""
    assessment.refresh_from_db()
    cancel_assessment(
        by=find_member(assessment), assessment=assessment, version=assessment.version, note=note
    )
    assessment.refresh_from_db()
