"""What moved between two assessments of a company, the method or the company. Pure: no Django, no database.

The earlier answers are scored once more, as the later assessment scores: what that changes, the method has moved; what is
left of the difference, the company has moved. `docs/new-editions.md` has the rules with a worked example.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from assessment.questionnaire import AnswerKey, FilledQuestionnaire, select_units
from assessment.scoring import MeasuredUnit, Result
from standards.comparison import Carried


class Reason(StrEnum):
    """Why an answer is in one of the two assessments only. "The other" is the one that does not have it.

    standard: the other does not measure the standard. question: its edition does not hold the question. not_asked: the edition
    does, but the question does not fit the other's profile or tier. left_out: it is in a pillar that the company left
    out in the earlier assessment. unit: the other does not ask it of this unit. option: the chosen option is no
    longer offered. unanswered: the earlier assessment asked, and has no answer.
    """

    STANDARD = "standard"
    QUESTION = "question"
    NOT_ASKED = "not_asked"
    LEFT_OUT = "left_out"
    UNIT = "unit"
    OPTION = "option"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Move:
    """One score of both assessments. `before` is what the earlier one scored, `restated` what its answers score under the
    later method, `now` what the later one scores; each none when nothing in it is scored. The two moves are points,
    none when one of their sides is, and lead exactly from `before` to `now`."""

    level: str
    code: str
    before: Fraction | None
    restated: Fraction | None
    now: Fraction | None

    @property
    def method_moved(self) -> Fraction | None:
        return _subtract(self.restated, self.before)

    @property
    def company_moved(self) -> Fraction | None:
        return _subtract(self.now, self.restated)


@dataclass(frozen=True)
class Movement:
    """The moves of the total and of every pillar and standard that both assessments have, and how far to trust them.

    `restated` are the earlier answers in the later questionnaire. `missing` are answers that the later assessment asks for and
    the earlier one does not cover; `dropped` are answers of the earlier one that `restated` leaves out; `reworded` are
    answers in it whose question or options read differently now. The keys of `missing` are the later assessment's, the
    others the earlier one's. `covered` counts the answers asked for in the later assessment that the earlier one has.
    """

    moves: tuple[Move, ...]
    restated: FilledQuestionnaire
    covered: int
    missing: Mapping[AnswerKey, Reason]
    dropped: Mapping[AnswerKey, Reason]
    reworded: tuple[AnswerKey, ...]
    units_gone: tuple[MeasuredUnit, ...]

    @property
    def applicable(self) -> int:
        """How many answers the later assessment asks for."""
        return self.covered + len(self.missing)


def compare_assessments(
    before: FilledQuestionnaire, now: FilledQuestionnaire, carried: Mapping[str, Mapping[str, Carried]]
) -> Movement:
    """How the scores came from `before` to `now`. `carried` has, for the slug of every standard in both, what
    `standards.comparison.carry_over` says about its two editions."""
    pairing = _Pairing(before, now, carried)
    answered = [result for result in before.results if result.is_answered]
    dropped = _keep_reasons(answered, pairing.explain_dropped)
    missing = _keep_reasons(now.results, lambda result: pairing.explain_missing(result, dropped))
    kept = [result for result in answered if _name(result) not in dropped]
    restated = FilledQuestionnaire(
        questionnaire=now.questionnaire,
        answers={_name(result): before.answer_to(_name(result)) for result in kept},
        # What is left out and what is measured is the company's choice, not the method's.
        left_out=before.left_out,
        units=before.units,
    )
    names = {unit.name for unit in now.units}
    return Movement(
        moves=tuple(_list_moves(before, restated, now)),
        restated=restated,
        covered=len(now.results) - len(missing),
        missing=missing,
        dropped=dropped,
        reworded=tuple(
            _name(result) for result in kept if carried[result.standard][result.question].reworded
        ),
        units_gone=tuple(unit for unit in before.units if unit.name not in names),
    )


@dataclass(frozen=True)
class _Pairing:
    """Which answers of two assessments are answers to the same."""

    before: FilledQuestionnaire
    now: FilledQuestionnaire
    carried: Mapping[str, Mapping[str, Carried]]

    @cached_property
    def counterparts(self) -> dict[str, str]:
        """Codes of units of the later assessment with the earlier one's. They are numbers of one assessment: only the name
        says which units are the same."""
        codes = {unit.name: unit.code for unit in self.before.units}
        return {unit.code: codes[unit.name] for unit in self.now.units if unit.name in codes}

    @cached_property
    def earlier(self) -> dict[AnswerKey, Result]:
        """What the earlier assessment asked for and counted."""
        return {_name(result): result for result in self.before.results}

    def explain_edition(self, result: Result) -> Reason | None:
        """Why the other assessment's editions do not hold the question; none when they do."""
        if result.standard not in self.carried:
            return Reason.STANDARD
        return None if result.question in self.carried[result.standard] else Reason.QUESTION

    def explain_dropped(self, result: Result) -> Reason | None:
        """Why an answer of the earlier assessment cannot be scored under the later method; none when it can."""
        if reason := self.explain_edition(result):
            return reason
        asked = self.now.questionnaire.by_code.get(result.question)
        if asked is None:
            return Reason.NOT_ASKED
        if result.option not in self.carried[result.standard][result.question].options:
            return Reason.OPTION
        if asked.pillar in self.before.left_out:
            return Reason.LEFT_OUT
        units = select_units(asked.definition.scope, self.before.units)
        return None if result.unit in [unit.code for unit in units] else Reason.UNIT

    def explain_missing(self, result: Result, dropped: Mapping[AnswerKey, Reason]) -> Reason | None:
        """Why the earlier assessment has nothing for an answer that the later one asks for; none when it has."""
        if reason := self.explain_edition(result):
            return reason
        asked = self.before.questionnaire.by_code.get(result.question)
        if asked is None:
            return Reason.NOT_ASKED
        if asked.pillar in self.before.left_out:
            return Reason.LEFT_OUT
        if result.unit not in self.counterparts:
            return Reason.UNIT
        key = AnswerKey(result.question, self.counterparts[result.unit])
        if key not in self.earlier:
            return Reason.UNIT
        return dropped.get(key) if self.earlier[key].is_answered else Reason.UNANSWERED


def _name(result: Result) -> AnswerKey:
    return AnswerKey(result.question, result.unit)


def _keep_reasons(
    results: Iterable[Result], explain: Callable[[Result], Reason | None]
) -> dict[AnswerKey, Reason]:
    reasons = {_name(result): explain(result) for result in results}
    return {key: reason for key, reason in reasons.items() if reason}


def _list_moves(
    before: FilledQuestionnaire, restated: FilledQuestionnaire, now: FilledQuestionnaire
) -> Iterator[Move]:
    """The total, then the pillars and the standards that both have, in the order of the later assessment."""
    earlier, between, later = (filled.scorecard for filled in (before, restated, now))
    for score in (later.total, *later.pillars, *later.standards):
        place = (score.level, score.code)
        if then := earlier.find(*place):
            yield Move(*place, then.value, between.find(*place).value, score.value)


def _subtract(value: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if value is None or other is None else value - other
