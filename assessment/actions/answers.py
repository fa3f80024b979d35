"""Every change of answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.audit import build_event
from accounts.models import AuditEvent, User
from assessment.models import Answer, Assessment, Confidentiality
from assessment.policies import check_user_can_answer
from assessment.queries import load_answers, load_questionnaire
from assessment.questionnaire import NO_ANSWER, AnswerKey, AskedQuestion, GivenAnswer, select_units
from assessment.scoring import MeasuredUnit


EXPLANATION_LIMIT = 10_000


class AnswerRefused(Exception):
    """An answer that may not be saved; `question` is its code."""

    def __init__(self, question: str):
        super().__init__(question)
        self.question = question


class UnknownQuestion(AnswerRefused):
    """The assessment does not ask this question."""


class UnitNotAsked(AnswerRefused):
    """The question is not asked of this unit, or the unit is not measured."""


class OptionNotOffered(AnswerRefused):
    """The option is not on the question's scale."""


class ReasonMissing(AnswerRefused):
    """An answer that takes the question out of the score has no explanation."""


class ConfidentialityUnknown(AnswerRefused):
    """Not one of `assessment.models.Confidentiality`."""


class ExplanationRefused(AnswerRefused):
    """Longer than `EXPLANATION_LIMIT` characters, or with a NUL character."""


@dataclass(frozen=True)
class AnswerChange:
    """What somebody wants to save for one question at one unit. `version` is the version they read, 0 when there was no
    row; `language` is the language of the explanation; `unit` is the unit's code, empty for the company as a whole;
    `confirms` says that an answer carried over from an older assessment holds, unchanged as it may be. `confidentiality`
    is who may see the explanation; without one it stays as it is. `save_keys` are keys that the page made up: the last is of
    this save, those before it are of saves whose fate the page never learned, so that a row which bears one of them is no
    conflict but the person's own save, and a change that is sent twice is saved once."""

    question: str
    option: str
    explanation: str
    language: str
    version: int
    unit: str = ""
    confirms: bool = False
    confidentiality: str | None = None
    save_keys: tuple[UUID, ...] = ()

    @property
    def key(self) -> AnswerKey:
        return AnswerKey(self.question, self.unit)


@dataclass(frozen=True)
class SaveOutcome:
    """What became of the changes: answers saved and answers that were the same already; for each conflict the answer as
    it is now, and the versions of all that were saved or the same. A conflict overwrites nothing."""

    saved: tuple[AnswerKey, ...] = ()
    unchanged: tuple[AnswerKey, ...] = ()
    conflicts: dict[AnswerKey, GivenAnswer] = field(default_factory=dict)
    versions: dict[AnswerKey, int] = field(default_factory=dict, compare=False)


@transaction.atomic
def save_answers(*, by: User, assessment: Assessment, changes: Iterable[AnswerChange]) -> SaveOutcome:
    """Saves answers of one assessment in a fixed number of queries, whatever their number.

    Raises `NotAllowed`, or an `AnswerRefused` for the first change that may not be saved; then nothing is. A change whose
    version is not the row's is a conflict: it is left alone and given back with the row, unless it says the same.
    """
    locked = Assessment.objects.locked().get(pk=assessment.pk)
    return save_answers_to_locked(by=by, assessment=locked, changes=changes)


def save_answers_to_locked(
    *, by: User, assessment: Assessment, changes: Iterable[AnswerChange]
) -> SaveOutcome:
    """`save_answers` for a caller who has locked the assessment in a transaction of their own, to read a form against
    what is asked at the moment of saving.

    The lock makes saves of one assessment queue up, so that versions are compared with what is really there.
    """
    check_user_can_answer(by, assessment)
    asked = load_questionnaire(assessment, "en").by_code
    units = assessment.measured_units
    changes = {change.key: change for change in changes}
    for change in changes.values():
        _check_change(change, asked.get(change.question), units)
    if not changes:
        return SaveOutcome()
    questions, answers = load_answers(assessment, {change.question for change in changes.values()})
    outcome = _sort_changes(changes, answers)
    if outcome.saved:
        saved = {key: changes[key] for key in outcome.saved}
        _write_answers(by, assessment, saved, answers, questions)
    return outcome


def _check_change(
    change: AnswerChange, question: AskedQuestion | None, units: tuple[MeasuredUnit, ...]
) -> None:
    if question is None:
        raise UnknownQuestion(change.question)
    if change.unit not in {unit.code for unit in select_units(question.definition.scope, units)}:
        raise UnitNotAsked(change.question)
    if len(change.explanation) > EXPLANATION_LIMIT or "\x00" in change.explanation:
        raise ExplanationRefused(change.question)
    if change.confidentiality is not None and change.confidentiality not in Confidentiality.values:
        raise ConfidentialityUnknown(change.question)
    if not change.option:
        return
    option = question.find_option(change.option)
    if option is None:
        raise OptionNotOffered(change.question)
    if option.needs_reason and not change.explanation.strip():
        raise ReasonMissing(change.question)


def _sort_changes(
    changes: Mapping[AnswerKey, AnswerChange], answers: Mapping[AnswerKey, GivenAnswer]
) -> SaveOutcome:
    saved, unchanged, conflicts, versions = [], [], {}, {}
    for key, change in changes.items():
        row = answers.get(key, NO_ANSWER)
        versions[key] = row.version
        if _says_the_same(change, row):
            unchanged.append(key)
        elif row.version and change.version != row.version and row.save_key not in change.save_keys:
            conflicts[key] = row
            del versions[key]
        else:
            # Where there is no row, there is nothing to overwrite.
            saved.append(key)
            versions[key] += 1
    return SaveOutcome(tuple(saved), tuple(unchanged), conflicts, versions)


def _says_the_same(change: AnswerChange, row: GivenAnswer) -> bool:
    confidentiality = change.confidentiality or row.confidentiality
    wanted = change.option, change.explanation, confidentiality
    same = wanted == (row.option, row.explanation, row.confidentiality)
    return same and not (row.carried_over and change.confirms)


def _choose_language(change: AnswerChange, old: GivenAnswer) -> str:
    """An explanation that is kept stays in the language it was written in."""
    kept = old.version and old.explanation == change.explanation
    return old.explanation_language if kept else change.language


def _describe_change(change: AnswerChange, old: GivenAnswer, confidentiality: str) -> dict[str, dict]:
    """Values before and after for the audit trail."""
    before = {"option": old.option, "explanation": old.explanation} if old.version else {}
    after = {"question": change.key, "option": change.option, "explanation": change.explanation}
    if confidentiality != old.confidentiality:
        before["confidentiality"], after["confidentiality"] = old.confidentiality, confidentiality
    return {"before": before, "after": after}


def _write_answers(
    by: User,
    assessment: Assessment,
    changes: Mapping[AnswerKey, AnswerChange],
    answers: Mapping[AnswerKey, GivenAnswer],
    questions: Mapping[str, int],
) -> None:
    rows, events = [], []
    for key, change in changes.items():
        old = answers.get(key, NO_ANSWER)
        confidentiality = change.confidentiality or old.confidentiality
        rows.append(
            Answer(
                assessment=assessment,
                question_id=questions[change.question],
                unit=change.unit,
                option=change.option,
                explanation=change.explanation,
                explanation_language=_choose_language(change, old),
                carried_over="",
                confidentiality=confidentiality,
                save_key=change.save_keys[-1] if change.save_keys else None,
                version=old.version + 1,
                updated_at=timezone.now(),
                updated_by=by,
            )
        )
        events.append(
            build_event(
                by=by,
                organisation=assessment.organisation,
                verb="save-answer",
                subject=assessment,
                **_describe_change(change, old, confidentiality),
            )
        )
    Answer.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["assessment", "question", "unit"],
        update_fields=[
            "option",
            "explanation",
            "explanation_language",
            "carried_over",
            "confidentiality",
            "save_key",
            "version",
            "updated_at",
            "updated_by",
        ],
    )
    AuditEvent.objects.bulk_create(events)
