"""Everything that a gap report says, as one plain dictionary in one language.

Templates render from it without a query, and its SHA-256 names the document: the same content is the same document.
Numbers arrive as text in the reader's language; charts as SVG.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType, SimpleNamespace

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from assessment.models import Confidentiality
from assessment.queries_evidence import EvidenceBehind
from assessment.questionnaire import AnswerKey, AskedQuestion, FilledQuestionnaire, GivenAnswer
from assessment.rounding import round_half_up
from assessment.scoring import Score
from assessment.unit_names import describe_kind, name_unit
from reports.bundle import compute_look_checksum
from reports.charts import Mark, draw_bars, draw_radar
from reports.gaps import Gap, find_gaps
from reports.method import describe_law_notes, describe_method, describe_skipped
from reports.numbers import format_decimal, format_gain, format_score
from reports.scopes import Scope, describe_confidential


TOP = 10
# Control characters and noncharacters: they have no picture, and a PDF must not hold them as text.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True)
class Subject:
    """Whose report it is. `tags` are the profile tags that decided what is asked; `assessment` is the identifier of the
    assessment, empty for the sample."""

    company: str
    period: str
    tier: str
    tags: frozenset[str]
    generated_on: date
    assessment: str = ""
    is_sample: bool = False


def build_snapshot(
    *,
    subject: Subject,
    filled: FilledQuestionnaire,
    checksums: Iterable[str],
    law_notes: Mapping[str, SimpleNamespace],
    language: str,
    evidence: Mapping[str, list[EvidenceBehind]] = MappingProxyType({}),
    scope: Scope = Scope.PUBLISHABLE,
) -> dict:
    """The report's dictionary: texts, numbers, lists and dictionaries only, fit for JSON.

    `filled` and `law_notes` are in the same language; `checksums` follow the editions of the questionnaire; `evidence` is what
    stands behind the answers, by their keys.
    """
    with override(language):
        return _Builder(subject, filled, law_notes, evidence, scope).build(tuple(checksums), language)


@lru_cache(maxsize=256)
def draw_once(draw: Callable[[list[Mark]], str], marks: tuple[Mark, ...], language: str) -> str:
    """A chart, drawn once per process for the same marks; its words are in the active language, `language`."""
    return str(draw(list(marks)))


def compute_content_key(snapshot: dict) -> str:
    """The SHA-256 of all that the document says and of the look it is given, in hexadecimal."""
    text = json.dumps([compute_look_checksum(), snapshot], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def make_printable(text: str) -> str:
    """What somebody typed, with a blank for everything that cannot be printed."""
    return UNPRINTABLE.sub(" ", text)


class _Builder:
    """One report in one language."""

    def __init__(
        self,
        subject: Subject,
        filled: FilledQuestionnaire,
        law_notes: Mapping[str, SimpleNamespace],
        evidence: Mapping[str, list[EvidenceBehind]],
        scope: Scope,
    ):
        self.evidence = evidence
        self.scope = scope
        self.subject = subject
        self.filled = filled
        self.law_notes = law_notes
        self.scorecard = filled.scorecard
        self.labels = {pillar.code: pillar.label for pillar in filled.questionnaire.pillars}
        self.gaps = find_gaps(filled)
        self.lines = {
            AnswerKey(line.result.question, line.result.unit): line
            for score in self.scorecard.pillars
            for line in score.lines
        }
        self.places = {unit.code: name_unit(unit) for unit in filled.units}
        self.options = {
            key: filled.option_of(question, key)
            for question in filled.questions
            for key in filled.keys_of(question)
        }

    def build(self, checksums: tuple[str, ...], language: str) -> dict:
        gaps = [(gap, self._gap(gap)) for gap in self.gaps]
        return {
            "language": language,
            "scope": self.scope.value,
            "confidential": self._confidential(),
            **self._title(),
            "editions": self._editions(checksums),
            **self._scores(),
            "top_gaps": [described for _gap, described in gaps[:TOP]],
            "top_gain": format_gain(sum((gap.gain for gap in self.gaps[:TOP]), Fraction())),
            "gap_count": len(gaps),
            "gaps": self._gaps_by_pillar(gaps),
            "met": self._by_pillar(
                [(question.pillar, self._item(question, keys)) for question, keys in self._with_points(100)]
            ),
            "excluded": [self._item(question, keys) for question, keys in self._with_points(None)],
            "left_out": [
                {
                    "pillar": self.labels.get(row.pillar, row.pillar),
                    "reason": make_printable(row.reason),
                    "language": row.reason_language,
                }
                for row in self.filled.left_out.values()
            ],
            "skipped": describe_skipped(self.filled.questionnaire, self.subject.tags),
            "answers": self._answers(),
            "law_notes": describe_law_notes(self.law_notes, self._list_law_notes()),
            "method": describe_method(self.filled.questionnaire),
        }

    def _title(self) -> dict:
        subject, total = self.subject, self.scorecard.total
        return {
            "company": make_printable(subject.company),
            "period": subject.period,
            "tier": subject.tier,
            "assessment": subject.assessment,
            "is_sample": subject.is_sample,
            "generated_on": date_format(subject.generated_on),
            "is_complete": total.is_complete,
            "answered": total.answered,
            "applicable": total.applicable,
        }

    def _editions(self, checksums: tuple[str, ...]) -> list[dict]:
        return [
            {
                "title": edition.standard.title,
                "short_title": edition.standard.short_title,
                "name": edition.edition,
                "slug": edition.standard.slug,
                "publisher": edition.provenance.publisher,
                "derived": edition.provenance.derived,
                "derived_by": edition.provenance.derived_by,
                "status": vars(edition.translations),
                "checksum": checksum,
            }
            for edition, checksum in zip(self.filled.questionnaire.editions, checksums, strict=True)
        ]

    def _scores(self) -> dict:
        scorecard = self.scorecard
        marks = [
            Mark(self.labels[score.code], score.value)
            for score in scorecard.pillars
            if score.code not in self.filled.left_out
        ]
        return {
            "total": self._score(scorecard.total, _("Total")),
            "pillars": [self._pillar(score) for score in scorecard.pillars],
            "standards": [
                self._score(score, edition.standard.title) | {"derived": edition.provenance.derived}
                for edition, score in zip(
                    self.filled.questionnaire.editions, scorecard.standards, strict=True
                )
            ],
            "disclosure": self._score(scorecard.disclosure, _("Disclosure only")),
            "units": self._units(),
            "bars": draw_once(draw_bars, tuple(marks), get_language()) if marks else "",
            "radar": draw_once(draw_radar, tuple(marks), get_language()),
        }

    def _score(self, score: Score, label: str) -> dict:
        return {
            "code": score.code,
            "label": label,
            "value": format_score(score.value),
            "answered": score.answered,
            "applicable": score.applicable,
            "earned": number_format(round_half_up(score.earned).numerator, force_grouping=True),
            "available": number_format(score.available, force_grouping=True),
        }

    def _units(self) -> list[dict]:
        """What each unit scores alone; nothing when only the company as a whole is measured."""
        if not self.filled.has_units:
            return []
        return [
            {
                "code": unit.code,
                "label": name_unit(unit),
                "kind": describe_kind(unit),
                "total": format_score(scorecard.total.value),
                "pillars": [
                    {"code": score.code, "value": format_score(score.value)} for score in scorecard.pillars
                ],
                "answered": scorecard.total.answered,
                "applicable": scorecard.total.applicable,
            }
            for unit, scorecard in self.filled.unit_scorecards
        ]

    def _pillar(self, score: Score) -> dict:
        return self._score(score, self.labels[score.code]) | {
            "left_out": score.code in self.filled.left_out,
            "gaps": sum(gap.question.pillar == score.code for gap in self.gaps),
        }

    def _gaps_by_pillar(self, gaps: list[tuple[Gap, dict]]) -> list[dict]:
        """The gaps of each pillar with what closing all of them would add to the total."""
        gains: dict[str, Fraction] = {}
        for gap, _described in gaps:
            gains[gap.question.pillar] = gains.get(gap.question.pillar, Fraction()) + gap.gain
        groups = self._by_pillar([(gap.question.pillar, described) for gap, described in gaps])
        return [group | {"gain": format_gain(gains[group["code"]])} for group in groups]

    def _with_points(self, points: int | None) -> list[tuple[AskedQuestion, list[AnswerKey]]]:
        """The questions with answers that earn so many points, and these answers."""
        found = []
        for question in self.filled.questions:
            options = [(key, self.options[key]) for key in self.filled.keys_of(question)]
            keys = [key for key, option in options if option is not None and option.points == points]
            if keys:
                found.append((question, keys))
        return found

    def _by_pillar(self, pairs: list[tuple[str, dict]]) -> list[dict]:
        groups: dict[str, list[dict]] = {}
        for pillar, item in pairs:
            groups.setdefault(pillar, []).append(item)
        return [
            {"code": code, "label": label, "items": groups[code]}
            for code, label in self.labels.items()
            if code in groups
        ]

    def _item(self, question: AskedQuestion, keys: Iterable[AnswerKey]) -> dict:
        """A question with one answer of the company, or with the answers at several units."""
        answers = [self._answer(key) for key in keys]
        named = {"code": question.code, "text": question.definition.text}
        if not self.filled.has_units:
            answers[0].update(named, units=[])
            return answers[0]
        told = "; ".join(f"{answer['place']}: {answer['option']}" for answer in answers)
        return named | {"place": "", "option": told, "units": answers}

    def _answer(self, key: AnswerKey) -> dict:
        answer, option = self.filled.answer_to(key), self.options[key]
        return {
            "place": self.places[key.unit] if self.filled.has_units else "",
            "option": option.label if option else "",
            "option_code": option.code if option else "",
            "option_points": option.points if option else None,
            **self._explanation(answer),
            **self._evidence(key),
        }

    def _explanation(self, answer: GivenAnswer) -> dict:
        """The company's words, or why they are not shown: `withheld` says who may see them."""
        is_withheld = bool(answer.explanation) and not self._shows(answer.confidentiality)
        return {
            "explanation": "" if is_withheld else make_printable(answer.explanation),
            "explanation_language": answer.explanation_language,
            "withheld": str(Confidentiality(answer.confidentiality).label) if is_withheld else "",
        }

    def _evidence(self, key: AnswerKey) -> dict:
        """What stands behind an answer, and how much more does that is not shown."""
        pieces = self.evidence.get(key, [])
        shown = [piece for piece in pieces if self._shows(piece.confidentiality)]
        return {
            "evidence_behind": [
                {
                    "title": make_printable(piece.title),
                    "place": make_printable(piece.place),
                    "address": make_printable(piece.address),
                    "date": date_format(piece.document_date) if piece.document_date else "",
                    "confidentiality": ""
                    if piece.is_publishable
                    else str(Confidentiality(piece.confidentiality).label),
                }
                for piece in shown
            ],
            "evidence_withheld": len(pieces) - len(shown),
        }

    def _shows(self, confidentiality: str) -> bool:
        return self.scope is Scope.INTERNAL or confidentiality == Confidentiality.PUBLISHABLE

    def _confidential(self) -> dict:
        """How much of what the report is about is not for everybody, whether it is shown here or withheld. A piece of evidence
        counts once, however many answers it stands behind."""
        keys = [key for key, option in self.options.items() if option is not None]
        answers = [self.filled.answer_to(key) for key in keys]
        pieces = {piece.id: piece for key in keys for piece in self.evidence.get(key, [])}
        return describe_confidential(
            (answer.confidentiality for answer in answers if answer.explanation),
            (piece.confidentiality for piece in pieces.values()),
        )

    def _gap(self, gap: Gap) -> dict:
        question, recommendation = gap.question, gap.question.recommendation
        return self._item(question, gap.keys) | {
            "gain": format_gain(gap.gain),
            "severity": question.severity.label,
            "severity_code": question.severity.code,
            "criterion": question.best_option.criterion,
            "criterion_head": _("Criterion for “%(option)s”:") % {"option": question.best_option.label},
            "remedy": question.definition.remedy,
            "evidence": "; ".join(question.definition.evidence),
            "recommendation": recommendation.title,
            "number": recommendation.number,
            "quotation": recommendation.quotation.text,
            "quotation_language": recommendation.quotation.language,
            "standard": question.edition.standard.short_title,
            "derived": question.edition.provenance.derived,
            "law_notes": [
                {"code": code, "title": self.law_notes[code].title}
                for code in question.definition.law_notes
                if code in self.law_notes
            ],
        }

    def _answers(self) -> list[dict]:
        scores = {score.code: format_score(score.value) for score in self.scorecard.pillars}
        groups = self._by_pillar(
            [
                (question.pillar, self._row(question, key))
                for question in self.filled.questions
                for key in self.filled.keys_of(question)
            ]
        )
        return [group | {"score": scores[group["code"]]} for group in groups]

    def _row(self, question: AskedQuestion, key: AnswerKey) -> dict:
        line = self.lines.get(key)
        return self._answer(key) | {
            "code": question.code,
            "text": question.definition.text,
            "points": "–" if line is None else str(line.result.points),
            "weight": str(question.definition.weight),
            "contribution": "–" if line is None else format_decimal(line.contribution, 2),
        }

    def _list_law_notes(self) -> set[str]:
        return {code for gap in self.gaps for code in gap.question.definition.law_notes}
