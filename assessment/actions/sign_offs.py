"""Signing off a part (a recommendation in a pillar), and taking that back."""

from django.db import transaction

from accounts.audit import record_event
from accounts.models import User
from assessment.models import Assessment, SignOff
from assessment.policies import check_user_can_answer, check_user_can_withdraw
from assessment.queries import load_filled_questionnaire
from assessment.queries_together import load_together


class SectionNotAsked(Exception):
    """The assessment asks nothing under this recommendation in this pillar."""


class SectionNotComplete(Exception):
    """An answer is missing, or the pillar is left out."""


class StaleSection(Exception):
    """An answer was saved, or the part signed off, since the page was read. Nothing was written."""


@transaction.atomic
def sign_off_section(
    *, by: User, assessment: Assessment, pillar: str, recommendation: str, version: int
) -> SignOff:
    """Says that somebody who may answer stands by the answers of a part as they were read: `version` is that of
    `PartState`. A sign-off that answers have outlived is replaced; one that holds stays as it is.

    Raises `NotAllowed`, `SectionNotAsked`, `SectionNotComplete` or `StaleSection`.
    """
    locked = Assessment.objects.locked().get(pk=assessment.pk)
    check_user_can_answer(by, locked)
    together = load_together(load_filled_questionnaire(locked, "en"), locked, by)
    part = together.filled.questionnaire.find_part(pillar, recommendation)
    if part is None:
        raise SectionNotAsked
    state = together.describe_part(part)
    if state.is_signed:
        return SignOff.objects.get(pk=state.signature.number)
    if state.version != version:
        raise StaleSection
    if not state.is_complete:
        raise SectionNotComplete
    place = {"pillar": pillar, "recommendation": recommendation}
    SignOff.objects.filter(assessment=locked, **place).delete()
    row = SignOff.objects.create(assessment=locked, by=by, **place)
    _record(by, locked, "sign-off-section", row, after=place)
    return row


@transaction.atomic
def withdraw_sign_off(
    *, by: User, assessment: Assessment, pillar: str, recommendation: str, number: int
) -> None:
    """Takes a sign-off back: its author does so, or the lead. `number` is that of the `Signature` which was read. Nothing
    happens when there is none. Raises `NotAllowed` or `StaleSection`."""
    locked = Assessment.objects.locked().get(pk=assessment.pk)
    check_user_can_answer(by, locked)
    place = {"pillar": pillar, "recommendation": recommendation}
    row = SignOff.objects.filter(assessment=locked, **place).first()
    if row is None:
        return
    if row.pk != number:
        raise StaleSection
    check_user_can_withdraw(by, locked, row.by_id)
    _record(by, locked, "withdraw-sign-off", row, before={**place, "by": row.by_id, "at": row.at.isoformat()})
    row.delete()


def _record(by: User, locked: Assessment, verb: str, row: SignOff, **values) -> None:
    record_event(by=by, organisation=locked.organisation, verb=verb, subject=row, **values)
