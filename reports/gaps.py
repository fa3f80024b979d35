"""Gaps of a set of answers, in the order in which closing them helps. Pure: no Django, no database."""

from dataclasses import dataclass
from fractions import Fraction

from assessment.questionnaire import AnswerKey, AskedQuestion, FilledQuestionnaire
from assessment.scoring import Line


@dataclass(frozen=True)
class Gap:
    """A question that is answered with fewer than 100 points, at one or more units. `keys` are those answers; `gain` is
    what the best answer there would add to the total, in points of the total: (best points − points) × share of the
    answer in the total, summed up."""

    question: AskedQuestion
    keys: tuple[AnswerKey, ...]
    gain: Fraction


def find_gaps(filled: FilledQuestionnaire) -> tuple[Gap, ...]:
    """All gaps: most gain first, ties by weight of the severity, then in the order of the questionnaire."""
    lines = {AnswerKey(line.result.question, line.result.unit): line for line in filled.scorecard.total.lines}
    gaps = []
    for question in filled.questions:
        keys = filled.find_gap_keys(question)
        if keys:
            gains = [_compute_gain(question, lines[key]) for key in keys]
            gaps.append(Gap(question, keys, sum(gains[1:], gains[0])))
    return tuple(sorted(gaps, key=lambda gap: (-gap.gain, -gap.question.severity.weight)))


def _compute_gain(question: AskedQuestion, line: Line) -> Fraction:
    return Fraction((question.best_option.points - line.result.points) * line.part, line.whole)
