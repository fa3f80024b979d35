"""Answers that a question could take over from another one that asks for some of the same. Pure: no Django."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessment.questionnaire import (
    AnswerKey,
    AskedQuestion,
    FilledQuestionnaire,
    GivenAnswer,
    OfferedOption,
)


@dataclass(frozen=True)
class Offer:
    """The answer `answer` with `option` to the question `source`, for `key`, which has none. `fits` is the option of the same
    code there, if it has one; `note` says what the two questions share."""

    key: AnswerKey
    source: AskedQuestion
    note: str
    answer: GivenAnswer
    option: OfferedOption
    fits: OfferedOption | None

    @property
    def name(self) -> str:
        """How a form or an address names it."""
        return f"{self.key}:{self.source.code}"


def find_offers(filled: FilledQuestionnaire, question: AskedQuestion) -> Iterator[Offer]:
    """What could be taken over for this question: one offer for each of its answers that is missing, and each overlapping
    question that is answered for the same unit. Nothing is ever taken over without being asked for."""
    asked = filled.questionnaire.by_code
    for code, note in filled.questionnaire.overlaps.get(question.code, ()):
        source = asked.get(code)
        for key in filled.keys_of(question) if source else ():
            other = AnswerKey(code, key.unit)
            option = filled.option_of(source, other)
            if filled.answer_to(key).option or option is None:
                continue
            fits = question.find_option(option.code)
            yield Offer(key, source, note, filled.answer_to(other), option, fits)


def find_offer(filled: FilledQuestionnaire, name: str) -> Offer | None:
    """The offer of this name; none when there is none (any more)."""
    question = filled.questionnaire.by_code.get(AnswerKey(name.partition(":")[0]).question)
    offers = find_offers(filled, question) if question else ()
    return next((offer for offer in offers if offer.name == name), None)
