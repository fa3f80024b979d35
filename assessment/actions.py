"""Every change to assessments and answers. Each is one transaction with its audit events inside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.audit import build_event, record_event
from accounts.models import AuditEvent, Organisation, User
from assessment.models import Answer, Assessment, AssessmentEdition, OmittedPillar, StatusChange
from assessment.policies import (
    check_user_can_answer,
    check_user_can_change_assessment,
    check_user_can_start_assessment,
)
from assessment.queries import load_answers, load_questionnaire
from assessment.questionnaire import AskedQuestion, GivenAnswer
from assessment.workflow import Status, check_transition
from standards.models import Edition, EditionStatus


EXPLANATION_LIMIT = 10_000


class AssessmentAlreadyOpen(Exception):
    """The company has an open assessment for this period and these editions."""


class EditionsNotAllowed(Exception):
    """No edition, an unpublished one, or two of one standard."""


class PeriodNotAllowed(Exception):
    """The last day is before the first."""


class StaleAssessment(Exception):
    """The assessment, or the profile it was to take over, was changed since it was read. Nothing was written."""


class PillarCannotBeLeftOut(Exception):
    """The editions do not allow it, or the reason is missing."""


class AnswerRefused(Exception):
    """An answer that may not be saved; `question` is its code."""

    def __init__(self, question: str):
        super().__init__(question)
        self.question = question


class UnknownQuestion(AnswerRefused):
    """The assessment does not ask this question."""


class OptionNotOffered(AnswerRefused):
    """The option is not on the question's scale."""


class ReasonMissing(AnswerRefused):
    """An answer that takes the question out of the score has no explanation."""


class ExplanationRefused(AnswerRefused):
    """Longer than `EXPLANATION_LIMIT` characters, or with a NUL character."""


@dataclass(frozen=True)
class AnswerChange:
    """What somebody wants to save for one question. `version` is the version they read, 0 when there was no row;
    `language` is the language of the explanation."""

    question: str
    option: str
    explanation: str
    language: str
    version: int


@dataclass(frozen=True)
class SaveOutcome:
    """What became of the changes: codes saved and codes that were the same already; for each conflict the answer as
    it is now. A conflict overwrites nothing."""

    saved: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    conflicts: dict[str, GivenAnswer] = field(default_factory=dict)


@transaction.atomic
def start_assessment(
    *,
    by: User,
    organisation: Organisation,
    period_start: date,
    period_end: date,
    editions: Sequence[Edition],
    tier: str,
) -> Assessment:
    """Opens an assessment that pins these editions and the company's profile of today.

    Raises `NotAllowed`, `PeriodNotAllowed`, `EditionsNotAllowed` or `AssessmentAlreadyOpen`.
    """
    check_user_can_start_assessment(by, organisation)
    if period_start > period_end:
        raise PeriodNotAllowed
    pinned = sorted(editions, key=lambda edition: (edition.standard.position, edition.standard.slug))
    one_each = len({edition.standard_id for edition in pinned}) == len(pinned)
    if not pinned or not one_each or any(edition.status != EditionStatus.PUBLISHED for edition in pinned):
        raise EditionsNotAllowed
    try:
        with transaction.atomic():
            assessment = Assessment.objects.create(
                organisation=organisation,
                period_start=period_start,
                period_end=period_end,
                tier=tier,
                tags=organisation.tags,
                editions_key=",".join(str(key) for key in sorted(edition.pk for edition in pinned)),
                created_by=by,
            )
    except IntegrityError:
        raise AssessmentAlreadyOpen from None
    AssessmentEdition.objects.bulk_create(
        AssessmentEdition(assessment=assessment, edition=edition, position=position)
        for position, edition in enumerate(pinned)
    )
    StatusChange.objects.create(assessment=assessment, to_status=Status.DRAFT, by=by)
    after = {
        "period": [period_start.isoformat(), period_end.isoformat()],
        "editions": [str(edition) for edition in pinned],
        "tier": tier,
        "tags": organisation.tags,
    }
    record_event(by=by, organisation=organisation, verb="start-assessment", subject=assessment, after=after)
    return assessment


@transaction.atomic
def cancel_assessment(*, by: User, assessment: Assessment, version: int, note: str) -> None:
    """Closes an assessment for good. Of two people who cancel at once, one gets `StaleAssessment`."""
    check_user_can_change_assessment(by, assessment)
    old = Status(assessment.status)
    check_transition(old, Status.CANCELLED)
    _change(assessment, version, status=Status.CANCELLED)
    StatusChange.objects.create(
        assessment=assessment, from_status=old, to_status=Status.CANCELLED, note=note, by=by
    )
    record_event(
        by=by,
        organisation=assessment.organisation,
        verb="cancel-assessment",
        subject=assessment,
        before={"status": old},
        after={"status": Status.CANCELLED, "note": note},
    )


@transaction.atomic
def adopt_profile(*, by: User, assessment: Assessment, version: int, profile_version: int) -> None:
    """Takes over the company's profile tags as they were read; raises `StaleAssessment` when either has changed."""
    check_user_can_change_assessment(by, assessment)
    profile = Organisation.objects.filter(pk=assessment.organisation_id, version=profile_version)
    tags = profile.values_list("tags", flat=True).first()
    if tags is None:
        raise StaleAssessment
    _change(assessment, version, tags=tags)
    record_event(
        by=by,
        organisation=assessment.organisation,
        verb="adopt-profile",
        subject=assessment,
        before={"tags": assessment.tags},
        after={"tags": tags},
    )


@transaction.atomic
def leave_out_pillar(
    *, by: User, assessment: Assessment, version: int, pillar: str, reason: str, language: str
) -> None:
    """Leaves a whole pillar out of the score; doing it again changes the reason.

    Raises `PillarCannotBeLeftOut`, or `StaleAssessment` when the assessment has changed.
    """
    check_user_can_change_assessment(by, assessment)
    heading = load_questionnaire(assessment, language).find_pillar(pillar)
    if heading is None or not heading.may_be_left_out or not reason.strip():
        raise PillarCannotBeLeftOut(pillar)
    _change(assessment, version)
    old = OmittedPillar.objects.filter(assessment=assessment, pillar=pillar).first()
    omitted, _created = OmittedPillar.objects.update_or_create(
        assessment=assessment,
        pillar=pillar,
        defaults={"reason": reason, "reason_language": language, "by": by, "at": timezone.now()},
    )
    record_event(
        by=by,
        organisation=assessment.organisation,
        verb="leave-out-pillar",
        subject=omitted,
        before={"pillar": pillar, "reason": old.reason} if old else {},
        after={"pillar": pillar, "reason": reason},
    )


@transaction.atomic
def take_pillar_back(*, by: User, assessment: Assessment, version: int, pillar: str) -> None:
    """Lets a pillar count again; answers given before are still there. Nothing happens when it was not left out.

    Raises `StaleAssessment` when the assessment has changed.
    """
    check_user_can_change_assessment(by, assessment)
    omitted = OmittedPillar.objects.filter(assessment=assessment, pillar=pillar).first()
    if omitted is None:
        return
    _change(assessment, version)
    record_event(
        by=by,
        organisation=assessment.organisation,
        verb="take-pillar-back",
        subject=omitted,
        before={"pillar": pillar, "reason": omitted.reason},
    )
    omitted.delete()


def _change(assessment: Assessment, version: int, **values) -> None:
    """The conditional update: of several people who read the same version one gets through, whatever they change."""
    unchanged = Assessment.objects.filter(pk=assessment.pk, version=version, status=assessment.status)
    if not unchanged.update(version=F("version") + 1, **values):
        raise StaleAssessment


@transaction.atomic
def save_answers(*, by: User, assessment: Assessment, changes: Iterable[AnswerChange]) -> SaveOutcome:
    """Saves answers of one assessment in a fixed number of queries, whatever their number.

    Raises `NotAllowed`, or an `AnswerRefused` for the first change that may not be saved; then nothing is. A change whose
    version is not the row's is a conflict: it is left alone and given back with the row, unless it says the same.
    """
    locked = Assessment.objects.locked().get(pk=assessment.pk)
    return save_answers_to_locked(by=by, assessment=locked, changes=changes)


def save_answers_to_locked(
    *, by: User, assessment: Assessment, changes: Iterable[AnswerChange]
) -> SaveOutcome:
    """`save_answers` for a caller who has locked the assessment in a transaction of their own, to read a form against
    what is asked at the moment of saving.

    The lock makes saves of one assessment queue up, so that versions are compared with what is really there.
    """
    check_user_can_answer(by, assessment)
    asked = load_questionnaire(assessment, "en").by_code
    changes = {change.question: change for change in changes}
    for change in changes.values():
        _check_change(change, asked.get(change.question))
    if not changes:
        return SaveOutcome()
    rows = load_answers(assessment, changes)
    outcome = _sort_changes(changes.values(), rows)
    if outcome.saved:
        _write_answers(by, assessment, [changes[code] for code in outcome.saved], rows)
    return outcome


def _check_change(change: AnswerChange, question: AskedQuestion | None) -> None:
    if question is None:
        raise UnknownQuestion(change.question)
    if len(change.explanation) > EXPLANATION_LIMIT or "\x00" in change.explanation:
        raise ExplanationRefused(change.question)
    if not change.option:
        return
    option = question.find_option(change.option)
    if option is None:
        raise OptionNotOffered(change.question)
    if option.needs_reason and not change.explanation.strip():
        raise ReasonMissing(change.question)


def _sort_changes(changes: Iterable[AnswerChange], rows: dict[str, tuple[int, GivenAnswer]]) -> SaveOutcome:
    saved, unchanged, conflicts = [], [], {}
    for change in changes:
        _key, row = rows[change.question]
        if (change.option, change.explanation) == (row.option, row.explanation):
            unchanged.append(change.question)
        elif row.version and change.version != row.version:
            conflicts[change.question] = row
        else:
            # Where there is no row, there is nothing to overwrite.
            saved.append(change.question)
    return SaveOutcome(tuple(saved), tuple(unchanged), conflicts)


def _choose_language(change: AnswerChange, old: GivenAnswer) -> str:
    """An explanation that is kept stays in the language it was written in."""
    kept = old.version and old.explanation == change.explanation
    return old.explanation_language if kept else change.language


def _write_answers(
    by: User,
    assessment: Assessment,
    changes: list[AnswerChange],
    rows: dict[str, tuple[int, GivenAnswer]],
) -> None:
    answers, events = [], []
    for change in changes:
        key, old = rows[change.question]
        answers.append(
            Answer(
                assessment=assessment,
                question_id=key,
                option=change.option,
                explanation=change.explanation,
                explanation_language=_choose_language(change, old),
                version=old.version + 1,
                updated_at=timezone.now(),
                updated_by=by,
            )
        )
        before = {"option": old.option, "explanation": old.explanation} if old.version else {}
        after = {"question": change.question, "option": change.option, "explanation": change.explanation}
        events.append(
            build_event(
                by=by,
                organisation=assessment.organisation,
                verb="save-answer",
                subject=assessment,
                before=before,
                after=after,
            )
        )
    Answer.objects.bulk_create(
        answers,
        update_conflicts=True,
        unique_fields=["assessment", "question"],
        update_fields=[
            "option",
            "explanation",
            "explanation_language",
            "version",
            "updated_at",
            "updated_by",
        ],
    )
    AuditEvent.objects.bulk_create(events)
