"""Everything that a gap report says, as one plain dictionary in one language.

Templates render from it without a query, and its SHA-256 names the document: the same content is the same document.
Numbers arrive as text in the reader's language; charts as SVG.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace

from django.utils.formats import date_format
from django.utils.translation import override

from assessment.questionnaire import AskedQuestion, FilledQuestionnaire
from assessment.scoring import Score
from reports.charts import Mark, draw_bars, draw_radar
from reports.gaps import Gap, find_gaps
from reports.numbers import format_decimal, format_gain, format_score


TOP = 10
# Changes with the look of the document, so that kept documents are made again.
TEMPLATE_VERSION = 1


@dataclass(frozen=True)
class Subject:
    """Whose report it is. `generated_on` is a date; `assessment` is empty for the sample."""

    company: str
    period: str
    tier: str
    generated_on: object
    assessment: str = ""
    is_sample: bool = False


def build_snapshot(
    *,
    subject: Subject,
    filled: FilledQuestionnaire,
    checksums: Iterable[str],
    law_notes: Mapping[str, SimpleNamespace],
    language: str,
) -> dict:
    """The report's dictionary; `filled` and `law_notes` are in the same language. `checksums` follow the editions."""
    with override(language):
        return _Builder(filled, law_notes).build(subject, tuple(checksums), language)


def compute_content_key(snapshot: dict) -> str:
    """The SHA-256 of all that the document says, except the day on which it is made."""
    content = {key: value for key, value in snapshot.items() if key != "generated_on"}
    text = json.dumps([TEMPLATE_VERSION, content], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


class _Builder:
    """One report in one language."""

    def __init__(self, filled: FilledQuestionnaire, law_notes: Mapping[str, SimpleNamespace]):
        self.filled = filled
        self.law_notes = law_notes
        self.scorecard = filled.scorecard
        self.labels = {pillar.code: pillar.label for pillar in filled.questionnaire.pillars}
        self.gaps = find_gaps(filled)
        self.lines = {line.result.question: line for score in self.scorecard.pillars for line in score.lines}

    def build(self, subject: Subject, checksums: tuple[str, ...], language: str) -> dict:
        questionnaire, total = self.filled.questionnaire, self.scorecard.total
        counted = [pillar for pillar in questionnaire.pillars if pillar.code not in self.filled.left_out]
        marks = [
            Mark(self.labels[score.code], score.value)
            for score in self.scorecard.pillars
            if score.code in {pillar.code for pillar in counted}
        ]
        return {
            "language": language,
            "company": subject.company,
            "period": subject.period,
            "tier": subject.tier,
            "assessment": subject.assessment,
            "is_sample": subject.is_sample,
            "generated_on": date_format(subject.generated_on),
            "is_complete": total.is_complete,
            "answered": total.answered,
            "applicable": total.applicable,
            "editions": [self._edition(edition, checksum) for edition, checksum in zip(questionnaire.editions, checksums, strict=True)],
            "total": self._score(total, ""),
            "pillars": [self._score(score, self.labels[score.code]) for score in self.scorecard.pillars],
            "standards": [
                self._score(score, edition.standard.title, derived=edition.provenance.derived)
                for edition, score in zip(questionnaire.editions, self.scorecard.standards, strict=True)
            ],
            "disclosure": self._score(self.scorecard.disclosure, ""),
            "bars": str(draw_bars(marks)),
            "radar": str(draw_radar(marks)),
            "top_gaps": [self._gap(gap) for gap in self.gaps[:TOP]],
            "gap_count": len(self.gaps),
            "gaps": self._by_pillar([(gap.question.pillar, self._gap(gap)) for gap in self.gaps]),
            "met": self._by_pillar([(question.pillar, self._item(question)) for question in self.filled.questions if self._points(question) == 100]),
            "excluded": self._by_pillar([(question.pillar, self._item(question)) for question in self._excluded()]),
            "left_out": [
                {"pillar": self.labels[row.pillar], "reason": row.reason, "language": row.reason_language}
                for row in self.filled.left_out.values()
            ],
            "skipped": list(questionnaire.skipped),
            "answers": self._by_pillar([(question.pillar, self._row(question)) for question in self.filled.questions]),
            "law_notes": self._law_notes(),
            "method": self._method(),
        }  # fmt: skip

    def _edition(self, edition: SimpleNamespace, checksum: str) -> dict:
        return {
            "title": edition.standard.title,
            "name": edition.edition,
            "slug": edition.standard.slug,
            "publisher": edition.provenance.publisher,
            "derived": edition.provenance.derived,
            "derived_by": edition.provenance.derived_by,
            "checksum": checksum,
        }

    def _score(self, score: Score, label: str, *, derived: bool = False) -> dict:
        return {
            "code": score.code,
            "label": label,
            "value": format_score(score.value),
            "answered": score.answered,
            "applicable": score.applicable,
            "earned": score.earned,
            "available": score.available,
            "derived": derived,
            "left_out": score.code in self.filled.left_out,
        }

    def _points(self, question: AskedQuestion) -> int | None:
        option = question.find_option(self.filled.answer_to(question.code).option)
        return option.points if option else None

    def _excluded(self) -> list[AskedQuestion]:
        return [
            question
            for question in self.filled.questions
            if self.filled.answer_to(question.code).option and self._points(question) is None
        ]

    def _by_pillar(self, pairs: list[tuple[str, dict]]) -> list[dict]:
        groups: dict[str, list[dict]] = {}
        for pillar, item in pairs:
            groups.setdefault(pillar, []).append(item)
        return [
            {"code": code, "label": label, "items": groups[code]}
            for code, label in self.labels.items()
            if code in groups
        ]

    def _item(self, question: AskedQuestion) -> dict:
        answer = self.filled.answer_to(question.code)
        option = question.find_option(answer.option)
        return {
            "code": question.code,
            "text": question.definition.text,
            "option": option.label if option else "",
            "option_code": option.code if option else "",
            "explanation": answer.explanation,
            "explanation_language": answer.explanation_language,
        }

    def _gap(self, gap: Gap) -> dict:
        question = gap.question
        notes = [self.law_notes[code] for code in question.definition.law_notes if code in self.law_notes]
        return self._item(question) | {
            "gain": format_gain(gap.gain),
            "severity": question.severity.label,
            "severity_code": question.severity.code,
            "criterion": question.best_option.criterion,
            "criterion_option": question.best_option.label,
            "remedy": question.definition.remedy,
            "evidence": list(question.definition.evidence),
            "recommendation": question.recommendation.title,
            "number": question.recommendation.number,
            "quotation": question.recommendation.quotation.text,
            "quotation_language": question.recommendation.quotation.language,
            "standard": question.edition.standard.short_title,
            "derived": question.edition.provenance.derived,
            "law_notes": [{"code": note.code, "title": note.title} for note in notes],
        }

    def _row(self, question: AskedQuestion) -> dict:
        line = self.lines.get(question.code)
        return self._item(question) | {
            "points": "" if line is None else str(line.result.points),
            "weight": question.definition.weight,
            "contribution": "" if line is None else format_decimal(line.contribution, 2),
        }

    def _law_notes(self) -> list[dict]:
        used = {code for gap in self.gaps for code in gap.question.definition.law_notes}
        return [
            {
                "code": note.code,
                "title": note.title,
                "text": note.text,
                "confidence": note.confidence,
                "checked_on": date_format(note.checked_on),
            }
            for note in self.law_notes.values()
            if note.code in used
        ]

    def _method(self) -> dict:
        first = self.filled.questionnaire.editions[0]
        sources = {
            (source.title, source.publisher): source
            for edition in self.filled.questionnaire.editions
            for source in edition.sources
        }
        return {
            "scale": [{"label": option.label, "points": option.points} for option in first.scale],
            "severities": [
                {"label": severity.label, "weight": severity.weight, "meaning": severity.meaning}
                for severity in self.filled.questionnaire.severities
            ],
            "rules": list(first.general_rules),
            "sources": [
                {
                    "title": source.title,
                    "language": source.language,
                    "publisher": source.publisher,
                    "published_on": date_format(source.published_on) if source.published_on else "",
                    "address": str(source.address),
                }
                for source in sources.values()
            ],
        }
