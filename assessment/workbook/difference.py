"""What a filled-in workbook would change: its rows against what it was made from and against what the portal holds now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessment.questionnaire import AnswerKey, AskedQuestion, FilledQuestionnaire, GivenAnswer, Questionnaire
from assessment.workbook.values import (
    FileChange,
    FileRow,
    Manifest,
    Problem,
    clean_text,
    compute_fingerprint,
)


DETAIL_LIMIT = 100


class Kind(StrEnum):
    """What a row would do. Cleared: it would take away an option or an explanation; conflicting: somebody has changed the
    answer in the portal since the workbook was made."""

    NEW = "new"
    CHANGED = "changed"
    CLEARED = "cleared"
    CONFLICTING = "conflicting"
    REFUSED = "refused"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Difference:
    """One row of a workbook against the answer as it is now. `option`, `explanation` and `confidentiality` are what would
    be saved; `question` is none where it is not asked any more."""

    change: FileChange
    kind: Kind
    current: GivenAnswer
    question: AskedQuestion | None
    option: str = ""
    explanation: str = ""
    confidentiality: str = ""
    problem: str = ""

    @property
    def key(self) -> AnswerKey:
        return AnswerKey(self.change.key)


class Vocabulary:
    """What may stand in the cells of drop-downs, in every language."""

    def __init__(self, questionnaires: Iterable[Questionnaire], confidentiality: Iterable[Mapping[str, str]]):
        """`questionnaires` are the same one in all languages; where two languages share a word, the first decides.
        `confidentiality` has the labels by code in each."""
        self._scales: dict[str, str] = {}
        self._questions: dict[tuple[str, str], str] = {}
        self._confidentiality: dict[str, str] = {}
        for questionnaire in questionnaires:
            for code, question in questionnaire.by_code.items():
                for option in question.options:
                    self._questions.setdefault((code, _fold(option.label)), option.code)
            for edition in questionnaire.editions:
                for option in edition.scale:
                    self._scales.setdefault(_fold(option.label), option.code)
        for labels in confidentiality:
            for code, label in labels.items():
                self._confidentiality.setdefault(_fold(label), code)

    def find_option(self, question: str, label: str) -> str | None:
        """The code of an option, offered by this question or not; none for a text that is no option's."""
        label = _fold(label)
        return self._questions.get((question, label)) or self._scales.get(label)

    def find_confidentiality(self, label: str) -> str | None:
        return self._confidentiality.get(_fold(label))


def _fold(label: str) -> str:
    return " ".join(clean_text(label).split()).casefold()


def list_changes(
    manifest: Manifest, rows: Iterable[FileRow], vocabulary: Vocabulary, *, explanation_limit: int
) -> list[FileChange]:
    """The rows that are not as they were exported, in the order of the file."""
    changes = [_read_change(manifest, row, vocabulary, explanation_limit) for row in rows]
    return [change for change in changes if change.problem or not _is_as_exported(change)]


def _read_change(manifest: Manifest, row: FileRow, vocabulary: Vocabulary, limit: int) -> FileChange:
    option = vocabulary.find_option(AnswerKey(row.key).question, row.option) if row.option else ""
    confidentiality = vocabulary.find_confidentiality(row.confidentiality) if row.confidentiality else ""
    problem, detail = "", ""
    if row.formula_cell:
        problem, detail = Problem.FORMULA, row.formula_cell
    elif option is None:
        problem = Problem.UNKNOWN_OPTION
    elif confidentiality is None:
        problem, detail = Problem.UNKNOWN_CONFIDENTIALITY, row.confidentiality[:DETAIL_LIMIT]
    elif len(row.explanation) > limit:
        problem, detail = Problem.TOO_LONG, str(len(row.explanation))
    return FileChange(
        key=row.key,
        sheet=row.sheet,
        number=row.number,
        option=option or "",
        explanation=row.explanation[:limit],
        confidentiality=confidentiality or "",
        fingerprint=manifest.rows[row.key].fingerprint,
        typed=row.option[:DETAIL_LIMIT],
        problem=problem,
        detail=detail,
    )


def _is_as_exported(change: FileChange) -> bool:
    return change.fingerprint == compute_fingerprint(
        change.option, change.explanation, change.confidentiality
    )


def compare(changes: Iterable[FileChange], filled: FilledQuestionnaire) -> list[Difference]:
    """Each change against the answers as they are now, in the same order."""
    return [_compare(change, filled) for change in changes]


def _compare(change: FileChange, filled: FilledQuestionnaire) -> Difference:
    key = AnswerKey(change.key)
    question = filled.questionnaire.by_code.get(key.question)
    current = filled.answer_to(change.key)
    problem = change.problem or _find_problem(key, question, filled)
    if problem:
        return Difference(change, Kind.REFUSED, current, question, problem=problem)
    wanted = _complete(change, current)
    kind = _find_kind(change, current, *wanted)
    option = question.find_option(change.option)
    if change.option and option is None:
        kind, problem = Kind.REFUSED, Problem.UNKNOWN_OPTION
    elif kind is not Kind.UNCHANGED and option and option.needs_reason and not change.explanation:
        kind, problem = Kind.REFUSED, Problem.NO_REASON
    return Difference(change, kind, current, question, *wanted, problem)


def _find_problem(
    key: AnswerKey, question: AskedQuestion | None, filled: FilledQuestionnaire
) -> Problem | str:
    if question is None:
        return Problem.NOT_ASKED
    if key not in filled.keys_of(question):
        return Problem.UNIT_NOT_ASKED
    return Problem.LEFT_OUT if question.pillar in filled.left_out else ""


def _complete(change: FileChange, current: GivenAnswer) -> tuple[str, str, str]:
    """What would be saved. A text that the spreadsheet only could not hold exactly stays as it is in the portal, and
    an empty cell of confidentiality changes nothing."""
    is_same = clean_text(current.explanation) == change.explanation
    return (
        change.option,
        current.explanation if is_same else change.explanation,
        change.confidentiality or current.confidentiality,
    )


def _find_kind(
    change: FileChange, current: GivenAnswer, option: str, explanation: str, confidentiality: str
) -> Kind:
    wanted, now = compute_fingerprint(option, explanation, confidentiality), _fingerprint(current)
    says_nothing = not (option or explanation or current.option or current.explanation)
    if wanted in (now, change.fingerprint) or says_nothing:
        return Kind.UNCHANGED
    if now != change.fingerprint:
        return Kind.CONFLICTING
    if (current.option and not option) or (current.explanation and not explanation):
        return Kind.CLEARED
    return Kind.CHANGED if current.option or current.explanation else Kind.NEW


def _fingerprint(answer: GivenAnswer) -> str:
    return compute_fingerprint(answer.option, answer.explanation, answer.confidentiality)
