"""What one assessment asks, and what has been answered: immutable values without a database.

`assessment.laying_out` makes the questionnaire; `FilledQuestionnaire` adds the answers. Texts are in one language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from types import SimpleNamespace
from uuid import UUID

from assessment.scoring import (
    WHOLE_COMPANY,
    MeasuredUnit,
    Method,
    Result,
    Scorecard,
    compute_scorecard,
)
from standards.crosswalk import find_overlaps


class AnswerKey(str):
    """The name of an answer: the question's code, and after a tilde, which no code holds, the unit's. For the company as a
    whole it is the question's code alone."""

    def __new__(cls, question: str, unit: str = ""):
        return super().__new__(cls, f"{question}~{unit}" if unit else question)

    @property
    def question(self) -> str:
        return self.partition("~")[0]

    @property
    def unit(self) -> str:
        return self.partition("~")[2]


@dataclass(frozen=True)
class OfferedOption:
    """An option of a question with the criterion that makes it the right answer. `points` none: excluded."""

    code: str
    label: str
    points: int | None
    criterion: str

    @property
    def needs_reason(self) -> bool:
        """An answer that takes the question out of the score has to say why."""
        return self.points is None


@dataclass(frozen=True)
class AskedQuestion:
    """A question as this assessment asks it. `definition`, `recommendation` and `edition` are localised parts of the
    edition; `severity` and `kind` are its localised entries for this question."""

    code: str
    pillar: str
    standard: str
    definition: SimpleNamespace
    recommendation: SimpleNamespace
    source: SimpleNamespace
    edition: SimpleNamespace
    severity: SimpleNamespace
    kind: SimpleNamespace
    options: tuple[OfferedOption, ...]

    def find_option(self, code: str) -> OfferedOption | None:
        return next((option for option in self.options if option.code == code), None)

    @property
    def best_option(self) -> OfferedOption:
        """The option that closes the gap."""
        return max(
            (option for option in self.options if option.points is not None), key=lambda option: option.points
        )


@dataclass(frozen=True)
class Part:
    """The questions of one recommendation in one pillar: what fits one page of work."""

    recommendation: SimpleNamespace
    pillar: str
    edition: SimpleNamespace
    questions: tuple[AskedQuestion, ...]

    @property
    def code(self) -> str:
        return self.recommendation.code


@dataclass(frozen=True)
class Pillar:
    """A pillar with its parts, in the order of editions and recommendations."""

    code: str
    label: str
    may_be_left_out: bool
    parts: tuple[Part, ...]

    @property
    def questions(self) -> tuple[AskedQuestion, ...]:
        return tuple(question for part in self.parts for question in part.questions)


@dataclass(frozen=True)
class Questionnaire:
    """Everything asked. `skipped` are codes of questions that do not apply to the company's profile or tier."""

    editions: tuple[SimpleNamespace, ...]
    pillars: tuple[Pillar, ...]
    skipped: tuple[str, ...]

    @cached_property
    def by_code(self) -> dict[str, AskedQuestion]:
        return {question.code: question for pillar in self.pillars for question in pillar.questions}

    @cached_property
    def overlaps(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """By question code the questions that ask for some of the same, each with what they share."""
        return find_overlaps(self.editions)

    @property
    def method(self) -> Method:
        """How the scores combine: the same for all editions of an assessment."""
        return Method.read(self.editions[0].scoring)

    @cached_property
    def whole_keys(self) -> dict[str, tuple[AnswerKey, ...]]:
        """The only answer that each question asks of a company which is measured as a whole."""
        return {code: (AnswerKey(code),) for code in self.by_code}

    @cached_property
    def severities(self) -> tuple[SimpleNamespace, ...]:
        """The severities of all editions by code, most severe (heaviest) first."""
        known = {severity.code: severity for edition in self.editions for severity in edition.severities}
        return tuple(sorted(known.values(), key=lambda severity: -severity.weight))

    def find_pillar(self, code: str) -> Pillar | None:
        return next((pillar for pillar in self.pillars if pillar.code == code), None)

    def find_part(self, pillar: str, code: str) -> Part | None:
        """What is asked under a recommendation in a pillar; none when nothing is."""
        heading = self.find_pillar(pillar)
        parts = heading.parts if heading else ()
        return next((part for part in parts if part.code == code), None)


@dataclass(frozen=True)
class GivenAnswer:
    """What the company has answered; `option` is empty while there is only an explanation. `carried_over` is same or
    reworded when it is the answer of an older assessment, which does not count before somebody confirms it.
    `confidentiality` says who may see the explanation outside the company (`assessment.models.Confidentiality`); `save_key` is
    the key of the last save, if the page gave one."""

    option: str = ""
    explanation: str = ""
    explanation_language: str = "ru"
    version: int = 0
    updated_at: datetime | None = None
    updated_by: str = ""
    carried_over: str = ""
    confidentiality: str = "publishable"
    save_key: UUID | None = None

    @property
    def counts(self) -> bool:
        """Whether it is an answer of this assessment."""
        return bool(self.option) and not self.carried_over


NO_ANSWER = GivenAnswer()


@dataclass(frozen=True)
class LeftOutPillar:
    """Why a whole pillar is left out."""

    pillar: str
    reason: str
    reason_language: str


@dataclass(frozen=True)
class Progress:
    """How many of the answers that some questions ask for are given: one each, or one for each unit."""

    answered: int
    applicable: int

    @property
    def is_complete(self) -> bool:
        return self.answered == self.applicable


@dataclass(frozen=True)
class FilledQuestionnaire:
    """A questionnaire with its answers, the pillars that are left out and the units that are measured."""

    questionnaire: Questionnaire
    answers: Mapping[AnswerKey, GivenAnswer]
    left_out: Mapping[str, LeftOutPillar]
    units: tuple[MeasuredUnit, ...] = (WHOLE_COMPANY,)

    @cached_property
    def has_units(self) -> bool:
        """Whether more is measured than the company as a whole."""
        return len(self.units) > 1

    def units_of(self, question: AskedQuestion) -> tuple[MeasuredUnit, ...]:
        """The units that the question is asked of; see `select_units`."""
        return select_units(question.definition.scope, self.units)

    def keys_of(self, question: AskedQuestion) -> tuple[AnswerKey, ...]:
        """The answers that the question asks for."""
        if not self.has_units:
            return self.questionnaire.whole_keys[question.code]
        return tuple(AnswerKey(question.code, unit.code) for unit in self.units_of(question))

    def answer_to(self, key: str) -> GivenAnswer:
        return self.answers.get(key, NO_ANSWER)

    def option_of(self, question: AskedQuestion, key: AnswerKey) -> OfferedOption | None:
        """What is answered; none where no option is chosen or the answer is not confirmed."""
        answer = self.answers.get(key)
        return question.find_option(answer.option) if answer and answer.counts else None

    @cached_property
    def questions(self) -> tuple[AskedQuestion, ...]:
        """The questions that count: asked, and not in a pillar that is left out."""
        return tuple(
            question
            for pillar in self.questionnaire.pillars
            if pillar.code not in self.left_out
            for question in pillar.questions
        )

    def measure_progress(self, questions: Iterable[AskedQuestion]) -> Progress:
        """How far these questions are answered; those of a pillar that is left out do not count."""
        keys = [
            key
            for question in questions
            if question.pillar not in self.left_out
            for key in self.keys_of(question)
        ]
        return Progress(sum(self.answer_to(key).counts for key in keys), len(keys))

    def is_gap(self, question: AskedQuestion) -> bool:
        """Whether the question is answered with fewer than 100 points, for any unit."""
        return bool(self.find_gap_keys(question))

    def find_gap_keys(self, question: AskedQuestion) -> tuple[AnswerKey, ...]:
        """The answers to the question that have fewer than 100 points."""
        found = []
        for key in self.keys_of(question):
            option = self.option_of(question, key)
            if option is not None and option.points is not None and option.points < 100:
                found.append(key)
        return tuple(found)

    def is_carried_over(self, question: AskedQuestion) -> bool:
        """Whether an answer to it waits to be confirmed, for any unit."""
        return any(self.answer_to(key).carried_over for key in self.keys_of(question))

    @cached_property
    def carried_over(self) -> tuple[AskedQuestion, ...]:
        """The questions that count and have an answer which waits to be confirmed."""
        return tuple(question for question in self.questions if self.is_carried_over(question))

    def is_unanswered(self, question: AskedQuestion) -> bool:
        """Whether no option is chosen, for any unit; an explanation alone is no answer."""
        return any(self.option_of(question, key) is None for key in self.keys_of(question))

    @cached_property
    def unanswered(self) -> tuple[AskedQuestion, ...]:
        """The questions that count and have no answer."""
        return tuple(question for question in self.questions if self.is_unanswered(question))

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """Every answer that counts, as the scoring reads it."""
        return tuple(
            _make_result(question, key.unit, self.option_of(question, key))
            for question in self.questions
            for key in self.keys_of(question)
        )

    @cached_property
    def scorecard(self) -> Scorecard:
        return self._score(self.results)

    @cached_property
    def unit_scorecards(self) -> tuple[tuple[MeasuredUnit, Scorecard], ...]:
        """For each unit, what its answers alone score."""
        return tuple(
            (unit, self._score(result for result in self.results if result.unit == unit.code))
            for unit in self.units
        )

    def _score(self, results: Iterable[Result]) -> Scorecard:
        return compute_scorecard(
            results,
            pillars=[pillar.code for pillar in self.questionnaire.pillars],
            standards=[edition.standard.slug for edition in self.questionnaire.editions],
            method=self.questionnaire.method,
            units=self.units,
        )


def select_units(scope: str, units: tuple[MeasuredUnit, ...]) -> tuple[MeasuredUnit, ...]:
    """The units that a question of this scope is asked of.

    company: the group and its operating companies. service: each service, or the company where no service is measured on
    its own. both: all of them.
    """
    if len(units) == 1 or scope == "both":
        return units
    services = tuple(unit for unit in units if unit.kind == "service")
    companies = tuple(unit for unit in units if unit.kind != "service")
    return services if scope == "service" and services else companies


def _make_result(question: AskedQuestion, unit: str, option: OfferedOption | None) -> Result:
    return Result(
        question=question.code,
        standard=question.standard,
        pillar=question.pillar,
        kind=question.kind.code,
        weight=question.definition.weight,
        option=option.code if option else "",
        points=option.points if option else None,
        recommendation=question.recommendation.code,
        family=question.recommendation.family or "",
        unit=unit,
    )
