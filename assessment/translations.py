"""Explanations in the language of the reader, where the company has written them in it too. Pure: no Django."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from assessment.questionnaire import AnswerKey, FilledQuestionnaire


@dataclass(frozen=True)
class Translation:
    """An explanation in another language; `source_hash` names the explanation that it renders."""

    text: str
    source_hash: str


def hash_explanation(text: str) -> str:
    """How a translation names the explanation that it renders: SHA-256 as hex."""
    return sha256(text.encode()).hexdigest()


def translate_answers(
    filled: FilledQuestionnaire, translations: Mapping[AnswerKey, Translation], language: str
) -> FilledQuestionnaire:
    """The answers with their explanations in the language, as far as `translations` has them and they render the explanation
    as it is now; all others stay in the language they were written in."""
    answers = dict(filled.answers)
    for key, translation in translations.items():
        answer = filled.answer_to(key)
        if (
            answer.explanation_language != language
            and hash_explanation(answer.explanation) == translation.source_hash
        ):
            answers[key] = replace(answer, explanation=translation.text, explanation_language=language)
    return replace(filled, answers=answers)
