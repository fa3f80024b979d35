"""What an answer would change before it is saved: the scores with every option of a question. Pure: no Django."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from assessment.questionnaire import AnswerKey, AskedQuestion, FilledQuestionnaire, GivenAnswer, OfferedOption
from assessment.scoring import Scorecard


@dataclass(frozen=True)
class Scores:
    """The scores that hold a question, 0 to 100; each none when nothing in it is scored."""

    pillar: Fraction | None
    standard: Fraction | None
    total: Fraction | None


@dataclass(frozen=True)
class Effect:
    """The scores with one option chosen, and the points by which they move; none where one side is not scored. `is_now` says
    that this option counts already."""

    option: OfferedOption
    then: Scores
    moves: Scores
    is_now: bool


@dataclass(frozen=True)
class WhatIf:
    """The scores as they are, and the effect of every option of the question."""

    now: Scores
    effects: tuple[Effect, ...]


def find_effects(filled: FilledQuestionnaire, question: AskedQuestion, key: AnswerKey) -> WhatIf:
    """What each option at this answer would change, all other answers being as they are. An answer that is carried over and
    not confirmed counts in nothing, so confirming it moves the scores too."""
    now = _read(filled.scorecard, question)
    current = filled.option_of(question, key)
    effects = []
    for option in question.options:
        is_now = current is not None and current.code == option.code
        then = now if is_now else _read(_answer(filled, key, option).scorecard, question)
        effects.append(Effect(option, then, _subtract(then, now), is_now))
    return WhatIf(now, tuple(effects))


def _answer(filled: FilledQuestionnaire, key: AnswerKey, option: OfferedOption) -> FilledQuestionnaire:
    answers: Mapping[AnswerKey, GivenAnswer] = {**filled.answers, key: GivenAnswer(option=option.code)}
    return replace(filled, answers=answers)


def _read(scorecard: Scorecard, question: AskedQuestion) -> Scores:
    return Scores(
        scorecard.find("pillar", question.pillar).value,
        scorecard.find("standard", question.standard).value,
        scorecard.total.value,
    )


def _subtract(then: Scores, now: Scores) -> Scores:
    pairs = ((then.pillar, now.pillar), (then.standard, now.standard), (then.total, now.total))
    return Scores(*(None if None in pair else pair[0] - pair[1] for pair in pairs))
