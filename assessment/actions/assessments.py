"""Every change of an assessment itself: start, cancel, profile, pillars that are left out."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import Organisation, User
from assessment.models import (
    Answer,
    Assessment,
    AssessmentEdition,
    CarriedOver,
    OmittedPillar,
    StatusChange,
)
from assessment.policies import check_user_can_change_assessment, check_user_can_start_assessment
from assessment.queries import load_carried, load_filled_questionnaire, load_questionnaire
from assessment.questionnaire import AnswerKey, select_units
from assessment.scoring import Method
from assessment.workflow import Status, check_transition
from standards.catalogue import get_definition
from standards.models import Edition, EditionStatus, Question


class AssessmentAlreadyOpen(Exception):
    """The company has an open assessment for this period and these editions."""


class EditionsNotAllowed(Exception):
    """No edition, an unpublished one, or two of one standard."""


class MethodsDiffer(Exception):
    """The editions combine scores in different ways, so that no number could stand for all of them."""


class OlderNotAllowed(Exception):
    """The assessment to take answers over from belongs to another company."""


class PeriodNotAllowed(Exception):
    """The last day is before the first."""


class StaleAssessment(Exception):
    """The assessment, or the profile it was to take over, was changed since it was read. Nothing was written."""


class PillarCannotBeLeftOut(Exception):
    """The editions do not allow it, or the reason is missing."""


@transaction.atomic
def start_assessment(
    *,
    by: User,
    organisation: Organisation,
    period_start: date,
    period_end: date,
    editions: Sequence[Edition],
    tier: str,
    older: Assessment | None = None,
) -> Assessment:
    """Opens an assessment that pins these editions and the company's profile of today.

    With an `older` one of the same company it measures the same units, and has the older one's answers to question codes
    that are still asked, carried over until somebody confirms them; the older one stays as it is.

    Raises `NotAllowed`, `PeriodNotAllowed`, `EditionsNotAllowed`, `MethodsDiffer`, `OlderNotAllowed` or
    `AssessmentAlreadyOpen`.
    """
    check_user_can_start_assessment(by, organisation)
    if period_start > period_end:
        raise PeriodNotAllowed
    if older and older.organisation_id != organisation.pk:
        raise OlderNotAllowed
    pinned = _check_editions(editions)
    try:
        with transaction.atomic():
            assessment = Assessment.objects.create(
                organisation=organisation,
                period_start=period_start,
                period_end=period_end,
                tier=tier,
                tags=organisation.tags,
                units=older.units if older else [],
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
    if older:
        _carry_over(by, assessment, older)
    return assessment


def _check_editions(editions: Sequence[Edition]) -> list[Edition]:
    """The editions in the order of their standards, if one assessment can be measured against them."""
    pinned = sorted(editions, key=lambda edition: (edition.standard.position, edition.standard.slug))
    one_each = len({edition.standard_id for edition in pinned}) == len(pinned)
    if not pinned or not one_each or any(edition.status != EditionStatus.PUBLISHED for edition in pinned):
        raise EditionsNotAllowed
    if len({Method.read(get_definition(edition.checksum).scoring) for edition in pinned}) > 1:
        raise MethodsDiffer
    return pinned


def _carry_over(by: User, assessment: Assessment, older: Assessment) -> None:
    """Writes the older assessment's answers to what is still asked, in a fixed number of queries. An option that is not
    offered any more is left out, its explanation stays."""
    asked = load_questionnaire(assessment, "en").by_code
    places = {
        AnswerKey(code, unit.code)
        for code, question in asked.items()
        for unit in select_units(question.definition.scope, assessment.measured_units)
    }
    questions = dict(Question.objects.filter(edition__assessments=assessment).values_list("code", "pk"))
    reworded = _find_reworded(older, assessment)
    rows = [
        Answer(
            assessment=assessment,
            question_id=questions[key.question],
            unit=key.unit,
            option=answer.option if asked[key.question].find_option(answer.option) else "",
            explanation=answer.explanation,
            explanation_language=answer.explanation_language,
            confidentiality=answer.confidentiality,
            carried_over=CarriedOver.REWORDED if key.question in reworded else CarriedOver.SAME,
            updated_by=by,
        )
        for key, answer in load_filled_questionnaire(older, "en").answers.items()
        if key in places and not answer.carried_over
    ]
    Answer.objects.bulk_create(rows)
    record_event(
        by=by,
        organisation=assessment.organisation,
        verb="carry-over-answers",
        subject=assessment,
        after={"older": str(older.pk), "answers": len(rows)},
    )


def _find_reworded(older: Assessment, assessment: Assessment) -> set[str]:
    """The questions whose words, or whose options' criteria or points, differ between the editions of the two."""
    return {
        code
        for questions in load_carried(older, assessment).values()
        for code, carried in questions.items()
        if carried.reworded or any(option.repointed for option in carried.options.values())
    }


@transaction.atomic
def cancel_assessment(*, by: User, assessment: Assessment, version: int, note: str) -> None:
    """Closes an assessment for good. Of two people who cancel at once, one gets `StaleAssessment`."""
    check_user_can_change_assessment(by, assessment)
    old = Status(assessment.status)
    check_transition(old, Status.CANCELLED)
    change_assessment(assessment, version, status=Status.CANCELLED)
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
    change_assessment(assessment, version, tags=tags)
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
    change_assessment(assessment, version)
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
    change_assessment(assessment, version)
    record_event(
        by=by,
        organisation=assessment.organisation,
        verb="take-pillar-back",
        subject=omitted,
        before={"pillar": pillar, "reason": omitted.reason},
    )
    omitted.delete()


def change_assessment(assessment: Assessment, version: int, **values) -> None:
    """The conditional update: of several people who read the same version one gets through, whatever they change."""
    unchanged = Assessment.objects.filter(pk=assessment.pk, version=version, status=assessment.status)
    if not unchanged.update(version=F("version") + 1, **values):
        raise StaleAssessment
