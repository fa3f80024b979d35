"""Scores of one set of answers: a tree of means over exact fractions. Pure: no Django, no database.

The rules stand in `docs/scoring.md` with a worked example that is also a test. In short: an option earns 0 to 100
points or is excluded (not applicable); a pillar is the weighted mean of its answered questions; the total is the mean
of the pillars that have a score. Excluded and unanswered questions leave numerator and denominator; a node with nothing
left is not scored, which is never 0. Yes 100, partially 50, no 0 and the exclusion of "not applicable" follow the
methodology of Ranking Digital Rights.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property


DISCLOSURE = "disclosure"


@dataclass(frozen=True)
class Result:
    """A question with what was answered. `points` 0 to 100; none when excluded or unanswered.

    `option` is the code of the answer, empty when unanswered. `weight` is a positive whole number.
    """

    question: str
    standard: str
    pillar: str
    kind: str
    weight: int
    option: str
    points: int | None

    @property
    def is_answered(self) -> bool:
        return bool(self.option)

    @property
    def is_scored(self) -> bool:
        return self.points is not None


@dataclass(frozen=True)
class Line:
    """One row of the table behind a score. `whole` is what the node's weights come to, in the question's units of
    weight: the sum of the weights of its pillar, times the number of scored pillars in a mean of pillars."""

    result: Result
    whole: int

    @property
    def share(self) -> Fraction:
        """The question's part of the node, 0 to 1; the shares of a node add up to 1."""
        return Fraction(self.result.weight, self.whole)

    @property
    def percent(self) -> Fraction:
        """The share in per cent."""
        return self.share * 100

    @property
    def contribution(self) -> Fraction:
        """Points × share, in points of the node."""
        return Fraction(self.result.points * self.result.weight, self.whole)


@dataclass(frozen=True)
class Score:
    """The score of one node: `value` 0 to 100, or none when nothing in it is scored.

    `earned` and `available` are the weighted sums of a weighted mean (points × weight, and weight × 100); they are
    zero for a mean of pillars. `questions` are the codes of all applicable questions of the node, scored or not;
    `answered` counts the answered ones of them, excluded ones too; `scored` are the results behind a weighted mean.
    """

    code: str
    value: Fraction | None
    questions: tuple[str, ...]
    answered: int
    excluded: int
    earned: int = 0
    available: int = 0
    parts: tuple["Score", ...] = field(default=())
    scored: tuple[Result, ...] = field(default=())

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The scored questions with their shares. Made when read: most pages show a score without its table."""
        counted = [part for part in self.parts if part.value is not None]
        if counted:
            return tuple(
                Line(line.result, line.whole * len(counted)) for part in counted for line in part.lines
            )
        return tuple(Line(result, self.available // 100) for result in self.scored)

    @property
    def applicable(self) -> int:
        return len(self.questions)

    @property
    def coverage(self) -> Fraction:
        """Part of the applicable questions that is answered, 0 to 1; 1 when nothing is asked."""
        return Fraction(self.answered, self.applicable) if self.applicable else Fraction(1)

    @property
    def is_complete(self) -> bool:
        return self.answered == self.applicable


@dataclass(frozen=True)
class Scorecard:
    """All scores of one set of answers; an immutable value. `pillars` and `standards` keep the order given.

    `total` is the mean of the scored pillars. `standards` cuts the same answers by standard (weighted mean of its
    questions). `disclosure` is the total over questions of kind disclosure alone: proved by public documents.
    """

    total: Score
    pillars: tuple[Score, ...]
    standards: tuple[Score, ...]
    disclosure: Score

    def find(self, cut: str, code: str) -> Score | None:
        """The score behind an address: cut total, disclosure, pillar or standard; none when there is no such node."""
        nodes = {"total": (self.total,), "disclosure": (self.disclosure,)}
        nodes |= {"pillar": self.pillars, "standard": self.standards}
        return next((score for score in nodes.get(cut, ()) if score.code == code), None)


def compute_scorecard(
    results: Iterable[Result], *, pillars: Iterable[str], standards: Iterable[str]
) -> Scorecard:
    """Scores the applicable questions of an assessment. `pillars` and `standards` give the nodes and their order."""
    results = tuple(results)
    pillars, standards = tuple(pillars), tuple(standards)
    pillar_scores = _cut(results, pillars, "pillar")
    disclosed = tuple(result for result in results if result.kind == DISCLOSURE)
    return Scorecard(
        total=_mean("all", pillar_scores),
        pillars=pillar_scores,
        standards=_cut(results, standards, "standard"),
        disclosure=_mean("all", _cut(disclosed, pillars, "pillar")),
    )


def _cut(results: tuple[Result, ...], codes: tuple[str, ...], attribute: str) -> tuple[Score, ...]:
    members: dict[str, list[Result]] = {code: [] for code in codes}
    for result in results:
        members[getattr(result, attribute)].append(result)
    return tuple(_weighted_mean(code, tuple(members[code])) for code in codes)


def _weighted_mean(code: str, results: tuple[Result, ...]) -> Score:
    scored = [result for result in results if result.is_scored]
    weights = sum(result.weight for result in scored)
    earned = sum(result.weight * result.points for result in scored)
    return Score(
        code=code,
        value=Fraction(earned, weights) if weights else None,
        scored=tuple(scored),
        questions=tuple(result.question for result in results),
        answered=sum(result.is_answered for result in results),
        excluded=sum(result.is_answered and not result.is_scored for result in results),
        earned=earned,
        available=weights * 100,
    )


def _mean(code: str, parts: tuple[Score, ...]) -> Score:
    scored = [part for part in parts if part.value is not None]
    return Score(
        code=code,
        value=sum(part.value for part in scored) / len(scored) if scored else None,
        questions=tuple(code for part in parts for code in part.questions),
        answered=sum(part.answered for part in parts),
        excluded=sum(part.excluded for part in parts),
        parts=parts,
    )


def round_half_up(value: Fraction, decimals: int = 0) -> Fraction:
    """The nearest multiple of 10^-decimals; a half goes up."""
    return Fraction(count_half_up(value, decimals), 10**decimals)


def count_half_up(value: Fraction, decimals: int) -> int:
    """The nearest multiple of 10^-decimals, counted in these multiples; a half goes up."""
    return (2 * value.numerator * 10**decimals + value.denominator) // (2 * value.denominator)


def round_score(value: Fraction) -> int:
    """A score as it is shown: a whole number, half up, and 100 only when it is exactly 100."""
    return 100 if value == 100 else min(count_half_up(value, 0), 99)
