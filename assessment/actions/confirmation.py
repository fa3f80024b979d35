"""Confirming the answers that are carried over under one recommendation, all at once."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from assessment.actions.answers import AnswerChange, SaveOutcome, save_answers_to_locked
from assessment.models import Assessment
from assessment.queries import load_filled_questionnaire
from assessment.questionnaire import AnswerKey


@transaction.atomic
def confirm_answers(*, by: User, assessment: Assessment, versions: Mapping[AnswerKey, int]) -> SaveOutcome:
    """Says that carried-over answers still hold as they were read: `versions` has the version of each.

    One that was saved meanwhile is a conflict and stays as it is; one that waits for nothing is left alone. An answer without
    an option has nothing to confirm. Raises `NotAllowed` or an `AnswerRefused`.
    """
    locked = Assessment.objects.locked().get(pk=assessment.pk)
    filled = load_filled_questionnaire(locked, "en")
    changes = []
    for key, version in versions.items():
        answer = filled.answer_to(key)
        if answer.carried_over and answer.option:
            changes.append(
                AnswerChange(
                    question=key.question,
                    option=answer.option,
                    explanation=answer.explanation,
                    language=answer.explanation_language,
                    version=version,
                    unit=key.unit,
                    confirms=True,
                )
            )
    return save_answers_to_locked(by=by, assessment=locked, changes=changes)
