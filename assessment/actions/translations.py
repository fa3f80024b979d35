"""Every change of an explanation in another language."""

from django.db import transaction

from accounts.audit import record_event
from accounts.models import User
from assessment.actions.answers import EXPLANATION_LIMIT, ExplanationRefused
from assessment.models import Answer, AnswerTranslation, Assessment
from assessment.policies import check_user_can_answer
from assessment.questionnaire import AnswerKey
from standards.values import LANGUAGES


class NothingToTranslate(Exception):
    """There is no explanation, or it is in this language already."""


class StaleTranslation(Exception):
    """The translation was saved since it was read. Nothing was written."""


@transaction.atomic
def save_translation(
    *,
    by: User,
    assessment: Assessment,
    key: AnswerKey,
    language: str,
    text: str,
    source_hash: str,
    version: int,
) -> AnswerTranslation | None:
    """Writes an explanation in another language than its own; an empty text removes it, and gives none.

    `version` is that of the translation which was read, 0 for none. `source_hash` names the explanation which was read
    (`hash_explanation`): when that has changed since, the translation is outdated from the start. Saving the same text again
    says that it renders the explanation that was read then. Raises `NotAllowed`, `NothingToTranslate`, `ExplanationRefused` or `StaleTranslation`.
    """
    locked = Assessment.objects.locked().get(pk=assessment.pk)
    check_user_can_answer(by, locked)
    answer = Answer.objects.filter(assessment=locked, question__code=key.question, unit=key.unit).first()
    if answer is None or not answer.explanation or language not in LANGUAGES:
        raise NothingToTranslate
    if language == answer.explanation_language:
        raise NothingToTranslate
    if len(text) > EXPLANATION_LIMIT or "\x00" in text:
        raise ExplanationRefused(key.question)
    row = AnswerTranslation.objects.filter(answer=answer, language=language).first()
    text = text if text.strip() else ""
    if (row.text, row.source_hash) == (text, source_hash) if row else not text:
        return row
    if version != (row.version if row else 0):
        raise StaleTranslation
    row = row or AnswerTranslation(answer=answer, language=language, version=0)
    return _write(by, locked, key, row, text, source_hash)


def _write(
    by: User, locked: Assessment, key: AnswerKey, row: AnswerTranslation, text: str, source: str
) -> AnswerTranslation | None:
    before = {"text": row.text} if row.version else {}
    if text:
        row.text, row.source_hash, row.updated_by, row.version = text, source, by, row.version + 1
        row.save()
    else:
        row.delete()
    record_event(
        by=by,
        organisation=locked.organisation,
        verb="translate-explanation" if text else "remove-translation",
        subject=locked,
        before=before,
        after={"question": key, "language": row.language, "text": text},
    )
    return row if text else None
