"""Gaps of a set of answers, in the order in which closing them helps. Pure: no Django, no database."""

from dataclasses import dataclass
from fractions import Fraction

from assessment.questionnaire import AskedQuestion, FilledQuestionnaire, GivenAnswer, OfferedOption


@dataclass(frozen=True)
class Gap:
    """A question that is answered with fewer than 100 points. `gain` is what the best answer would add to the total, in
    points of the total: (best points − points) × share of the question in the total."""

    question: AskedQuestion
    answer: GivenAnswer
    option: OfferedOption
    gain: Fraction


def find_gaps(filled: FilledQuestionnaire) -> tuple[Gap, ...]:
    """All gaps: most gain first, ties by weight of the severity, then in the order of the questionnaire."""
    shares = {line.result.question: line.share for line in filled.scorecard.total.lines}
    gaps = [
        make_gap(question, filled.answer_to(question.code), shares[question.code])
        for question in filled.questions
        if filled.is_gap(question)
    ]
    return tuple(sorted(gaps, key=lambda gap: (-gap.gain, -gap.question.severity.weight)))


def make_gap(question: AskedQuestion, answer: GivenAnswer, share: Fraction) -> Gap:
    option = question.find_option(answer.option)
    return Gap(question, answer, option, (question.best_option.points - option.points) * share)
