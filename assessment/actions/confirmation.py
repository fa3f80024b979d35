"""Confirming the answers that are carried over under one recommendation, all at once."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from assessment.actions.answers import AnswerChange, SaveOutcome, save_answers_to_locked
from assessment.models import Assessment
from assessment.queries import load_filled_questionnaire
from assessment.questionnaire import AnswerKey, FilledQuestionnaire


def can_be_confirmed(filled: FilledQuestionnaire, key: AnswerKey) -> bool:
    """Whether an answer waits for nothing but the confirmation: the question is asked there, the option is still offered and,
    where it needs a reason, the reason is given."""
    question, answer = filled.questionnaire.by_code.get(key.question), filled.answer_to(key)
    if question is None or key not in filled.keys_of(question) or not answer.carried_over:
        return False
    option = question.find_option(answer.option)
    return option is not None and (not option.needs_reason or bool(answer.explanation.strip()))


@transaction.atomic
def confirm_answers(*, by: User, assessment: Assessment, versions: Mapping[AnswerKey, int]) -> SaveOutcome:
    """Says that carried-over answers still hold as they were read: `versions` has the version of each.

    One that was saved meanwhile is a conflict and stays as it is. What waits for nothing or cannot be confirmed as it is
    (`can_be_confirmed`) is left alone. Raises `NotAllowed`.
    """
    locked = Assessment.objects.locked().get(pk=assessment.pk)
    filled = load_filled_questionnaire(locked, "en")
    changes = []
    for key, version in versions.items():
        answer = filled.answer_to(key)
        if can_be_confirmed(filled, key):
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
