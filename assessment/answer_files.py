"""The answers of any number of companies from two CSV files, checked against an edition (`docs/recompute.md`). Pure: no
Django, no database.

Raises `standards.tables.TableError` with one line at the first thing that is wrong.
"""

from array import array
from collections.abc import Mapping
from pathlib import Path

from assessment.questionnaire import select_units
from assessment.scoring import WHOLE_COMPANY, MeasuredUnit, Result
from standards.definition import EditionDefinition, Option, Question, Recommendation
from standards.tables import Row, Tell, quote, read_table
from standards.values import KINDS_OF_UNITS


ANSWER_COLUMNS = ("subject", "unit", "question", "option")
UNIT_COLUMNS = ("subject", "unit", "kind", "bundle")
# What stands at a question of a sheet; from FIRST_OPTION on, the question's options in the order of its criteria.
NO_ROW, UNANSWERED, FIRST_OPTION = 0, 1, 2


class Asked:
    """One question: what may be answered, and what an answer counts."""

    def __init__(
        self, standard: str, question: Question, recommendation: Recommendation, scale: Mapping[str, Option]
    ):
        self.code, self.scope = question.code, question.scope
        self.head = (
            question.code,
            standard,
            question.pillar or recommendation.pillar,
            question.kind,
            question.weight,
        )
        self.foot = (recommendation.code, recommendation.family or "")
        codes = [criterion.option for criterion in question.criteria]
        self.points = [(code, scale[code].earns(question.reversed)) for code in codes]
        self.marks = {"": UNANSWERED} | {code: mark for mark, code in enumerate(codes, start=FIRST_OPTION)}

    def make_result(self, mark: int, unit: str) -> Result:
        return Result(*self.head, *self.points[mark - FIRST_OPTION], *self.foot, unit)


class Form:
    """What an edition asks."""

    def __init__(self, edition: EditionDefinition):
        self.edition = edition
        recommendations = {each.code: each for each in edition.recommendations}
        scale = {option.code: option for option in edition.scale}
        self.asked = [
            Asked(edition.standard.slug, question, recommendations[question.recommendation], scale)
            for question in edition.questions
        ]
        self.places = {asked.code: place for place, asked in enumerate(self.asked)}

    def make_sheet(self) -> array:
        """Room for what one unit answers to every question: two bytes each, because there may be very many."""
        return array("H", bytes(2 * len(self.asked)))

    def read_results(self, sheet: array, unit: str) -> list[Result]:
        """The answers of a sheet as the scoring reads them; what is unanswered counts nowhere."""
        return [
            asked.make_result(mark, unit)
            for asked, mark in zip(self.asked, sheet, strict=True)
            if mark >= FIRST_OPTION
        ]


class Subject:
    """A company with its answers by unit. `named` are its units in UNITS.csv."""

    def __init__(self, name: str, named: tuple[MeasuredUnit, ...] = ()):
        self.name, self.named = name, named
        self.sheets: dict[str, array] = {}
        self._asked: dict[str, frozenset[str]] = {}

    @property
    def units(self) -> tuple[MeasuredUnit, ...]:
        """What is measured: the named units, and the company as a whole, which answers at the empty unit. Where one of
        the named is the group, that stands for the company, unless something is answered at the empty unit, too."""
        has_group = any(unit.kind == "group" for unit in self.named)
        if has_group and WHOLE_COMPANY.code not in self.sheets:
            return self.named
        return (WHOLE_COMPANY, *self.named)

    def asks(self, scope: str, unit: str) -> bool:
        """Whether a question of this scope is asked of the unit."""
        if scope not in self._asked:
            selected = select_units(scope, (WHOLE_COMPANY, *self.named))
            self._asked[scope] = frozenset(each.code for each in selected)
        return unit in self._asked[scope]

    def knows(self, unit: str) -> bool:
        return unit == WHOLE_COMPANY.code or any(each.code == unit for each in self.named)


def read_units(path: Path) -> dict[str, tuple[MeasuredUnit, ...]]:
    """The units by subject, in the order of the file."""
    found: dict[str, dict[str, MeasuredUnit]] = {}
    for row in read_table(path, UNIT_COLUMNS):
        subject, unit, kind, bundle = row.cells
        _check_subject(row, subject)
        if not unit.strip():
            raise row.refuse("the unit is empty; the company as a whole needs no row")
        if kind not in KINDS_OF_UNITS:
            raise row.refuse(f"unknown kind {quote(kind)}; there are {', '.join(KINDS_OF_UNITS)}")
        units = found.setdefault(subject, {})
        if unit in units:
            raise row.refuse(f"the unit {quote(unit)} of {quote(subject)} stands twice")
        units[unit] = MeasuredUnit(unit, unit, kind, bundle)
    return {subject: tuple(units.values()) for subject, units in found.items()}


def read_answers(
    path: Path, form: Form, units: Mapping[str, tuple[MeasuredUnit, ...]], *, tell: Tell | None = None
) -> list[Subject]:
    """The subjects in the order of the file, in which the rows of one may stand anywhere."""
    subjects: dict[str, Subject] = {}
    for row in read_table(path, ANSWER_COLUMNS, tell=tell):
        name = row.cells[0]
        if name not in subjects:
            _check_subject(row, name)
            subjects[name] = Subject(name, units.get(name, ()))
        _take_answer(row, form, subjects[name])
    return list(subjects.values())


def _check_subject(row: Row, subject: str) -> None:
    if not subject.strip():
        raise row.refuse("the subject is empty")


def _take_answer(row: Row, form: Form, subject: Subject) -> None:
    _name, unit, code, option = row.cells
    if unit not in subject.sheets:
        if not subject.knows(unit):
            raise row.refuse(f"unknown unit {quote(unit)} of {quote(subject.name)}")
        subject.sheets[unit] = form.make_sheet()
    if code not in form.places:
        raise row.refuse(f"unknown question {quote(code)}")
    place = form.places[code]
    asked, sheet = form.asked[place], subject.sheets[unit]
    if option not in asked.marks:
        raise row.refuse(f"the question {code} offers no option {quote(option)}")
    if not subject.asks(asked.scope, unit):
        wanted = "each service" if asked.scope == "service" else "the company"
        raise row.refuse(f"the question {code} is asked of {wanted}, not of {_name_unit(unit)}")
    if sheet[place] != NO_ROW:
        raise row.refuse(f"a second answer of {quote(subject.name)} to {code} for {_name_unit(unit)}")
    sheet[place] = asked.marks[option]


def _name_unit(unit: str) -> str:
    return f"the unit {quote(unit)}" if unit else "the company as a whole"
