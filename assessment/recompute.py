"""Scores any number of companies from files, offline, with the code that scores the pages (`docs/recompute.md`). Pure: no
Django, no database.
"""

import csv
import os
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

from assessment.answer_files import Form, Subject, read_answers, read_units
from assessment.rounding import count_half_up
from assessment.scoring import AT_QUESTION, MeasuredUnit, Method, Result, Score, Scorecard, compute_scorecard
from standards.files import read_edition
from standards.tables import TableError, Tell, name_file, write_whole


SCORE_COLUMNS = ("subject", "level", "code", "unit", "score", "exact")
NOT_SCORED = ("", "")


def score_files(
    edition: Path,
    answers: Path,
    units: Path | None,
    out: Path,
    *,
    tell_read: Tell | None = None,
    tell_scored: Tell | None = None,
) -> int:
    """Writes the scores of all subjects and says how many there are; raises `LoadError` or `TableError` and has then
    written nothing. `tell_read` is called with bytes, `tell_scored` with subjects: those done and all there are."""
    _protect([path for path in (edition, answers, units) if path], out)
    form = Form(read_edition(edition))
    subjects = read_answers(answers, form, read_units(units) if units else {}, tell=tell_read)
    scoring = Scoring(form)
    with write_whole(out) as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(SCORE_COLUMNS)
        for done, subject in enumerate(subjects, start=1):
            table.writerows(scoring.score(subject))
            if tell_scored:
                tell_scored(done, len(subjects))
    return len(subjects)


def _protect(read: Iterable[Path], out: Path) -> None:
    for path in read:
        if os.path.exists(out) and os.path.exists(path) and os.path.samefile(out, path):
            raise TableError(f"{name_file(out)}: cannot be written: it is the same file as {name_file(path)}")


class Scoring:
    """Scores subjects against one edition. Every node of the edition is a row, scored or not, always in the same order:
    questions, recommendations, families, pillars, the standard, the total."""

    def __init__(self, form: Form):
        edition = form.edition
        self.form = form
        self.method = Method.read(edition.scoring)
        self.standard = edition.standard.slug
        families = {each.family for each in edition.recommendations}
        self.questions = [question.code for question in edition.questions]
        self.recommendations = [each.code for each in edition.recommendations if each.code not in families]
        self.families = [each.code for each in edition.recommendations if each.code in families]
        self.pillars = [pillar.code for pillar in edition.pillars]

    def score(self, subject: Subject) -> Iterator[tuple[str, ...]]:
        """The rows of a subject: of all units together, and where there are several, of each that has a name."""
        units = subject.units
        results = {code: self.form.read_results(sheet, code) for code, sheet in subject.sheets.items()}
        together = [result for part in results.values() for result in part]
        has_questions = len(units) == 1 or self.method.units == AT_QUESTION
        yield from self._list_rows(subject.name, "", self._compute(together, units), has_questions)
        if len(units) > 1:
            for unit in subject.named:
                scorecard = self._compute(results.get(unit.code, ()), (unit,))
                yield from self._list_rows(subject.name, unit.code, scorecard, True)

    def _compute(self, results: Iterable[Result], units: Iterable[MeasuredUnit]) -> Scorecard:
        return compute_scorecard(
            results, pillars=self.pillars, standards=[self.standard], method=self.method, units=units
        )

    def _list_rows(
        self, subject: str, unit: str, scorecard: Scorecard, has_questions: bool
    ) -> Iterator[tuple[str, ...]]:
        for level, code, score in self._list_nodes(scorecard, has_questions):
            yield (subject, level, code, unit, *(NOT_SCORED if score is None else describe(score)))

    def _list_nodes(
        self, scorecard: Scorecard, has_questions: bool
    ) -> Iterator[tuple[str, str, Score | None]]:
        recommendations, families = scorecard.recommendations, scorecard.families
        if has_questions:
            # Where units combine at the recommendation, its parts are questions only if there is a single unit.
            parts = {part.code: part for node in recommendations.values() for part in node.parts}
            for code in self.questions:
                yield "question", code, parts.get(code)
        for code in self.recommendations:
            yield "recommendation", code, recommendations.get((self.standard, code))
        for code in self.families:
            yield "family", code, families.get((self.standard, code))
        for pillar in scorecard.pillars:
            yield "pillar", pillar.code, pillar
        for standard in scorecard.standards:
            yield "standard", standard.code, standard
        yield "total", "total", scorecard.total


def describe(score: Score) -> tuple[str, str]:
    """A score half up to two decimals, and as the exact fraction; both empty when it is not scored."""
    if score.value is None:
        return NOT_SCORED
    hundredths = count_half_up(Fraction(score.value), 2)
    return f"{hundredths // 100}.{hundredths % 100:02}", str(score.value)
