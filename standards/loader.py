"""Loads edition files and the law notes into the database: whole or not at all.

The files are the truth; the rows are their projection. Loading again changes nothing. A published edition is never
altered: what differs is refused with the advice to make a new edition.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from standards.definition import EditionDefinition
from standards.files import LoadError, make_canonical, read_edition, read_law_notes
from standards.law_notes import LawNotes
from standards.models import Edition, EditionStatus, LawNoteSet, Question, Standard


@dataclass(frozen=True)
class Loaded:
    """What happened to one file: `what` is loaded, unchanged or replaced."""

    file: str
    title: str
    what: str
    checksum: str


def load_files(editions: Iterable[Path], law_notes: Path | None) -> list[Loaded]:
    """Loads all files in one transaction; raises `LoadError` and saves nothing when any of them is refused."""
    parsed = [(path, read_edition(path)) for path in editions]
    notes = read_law_notes(law_notes) if law_notes else None
    with transaction.atomic():
        report = [_load_law_notes(law_notes.name, notes)] if notes else []
        known = _list_known_law_notes()
        codes = _list_known_codes([definition for _path, definition in parsed])
        for path, definition in parsed:
            _check_law_notes(path.name, definition, known)
            _check_overlaps(path.name, definition, codes)
            _check_codes(path.name, definition)
            report.append(_load_edition(path.name, definition))
    return report


def _load_law_notes(file: str, notes: LawNotes) -> Loaded:
    canonical, checksum = make_canonical(notes)
    newest = LawNoteSet.objects.values_list("checksum", flat=True).first()
    if newest == checksum:
        return Loaded(file, f"{len(notes.notes)} law notes", "unchanged", checksum)
    # The newest row is the current set, so notes that come back are loaded as a new row.
    LawNoteSet.objects.filter(checksum=checksum).delete()
    LawNoteSet.objects.create(checksum=checksum, canonical=canonical)
    return Loaded(file, f"{len(notes.notes)} law notes", "replaced" if newest else "loaded", checksum)


def _list_known_law_notes() -> set[str]:
    canonical = LawNoteSet.objects.values_list("canonical", flat=True).first()
    return {note["code"] for note in json.loads(canonical)["notes"]} if canonical else set()


def _check_law_notes(file: str, definition: EditionDefinition, known: set[str]) -> None:
    unknown = [
        f"{file}: {question.code}: unknown law note {code}"
        for question in definition.questions
        for code in question.law_notes
        if code not in known
    ]
    if unknown:
        raise LoadError("\n".join(unknown))


def _list_known_codes(definitions: list[EditionDefinition]) -> set[str]:
    """The question codes of all editions as they will be after the load, so that the order of the files is free."""
    loading = {(definition.standard.slug, definition.edition) for definition in definitions}
    rows = Question.objects.values_list("code", "edition__standard__slug", "edition__name")
    return {code for code, slug, name in rows if (slug, name) not in loading} | {
        question.code for definition in definitions for question in definition.questions
    }


def _check_overlaps(file: str, definition: EditionDefinition, known: set[str]) -> None:
    unknown = [
        f"{file}: {question.code}: overlaps an unknown question {overlap.question}"
        for question in definition.questions
        for overlap in question.overlaps
        if overlap.question not in known
    ]
    if unknown:
        raise LoadError("\n".join(unknown))


def _check_codes(file: str, definition: EditionDefinition) -> None:
    """A question code belongs to one standard for good."""
    codes = [question.code for question in definition.questions]
    taken = (
        Question.objects.filter(code__in=codes)
        .exclude(edition__standard__slug=definition.standard.slug)
        .select_related("edition__standard")
        .order_by("code")
    )
    problems = [
        f"{file}: {question.code}: the code already belongs to the standard {question.edition.standard.slug}"
        for question in taken
    ]
    if problems:
        raise LoadError("\n".join(problems))


def _load_edition(file: str, definition: EditionDefinition) -> Loaded:
    canonical, checksum = make_canonical(definition)
    title = f"{definition.standard.slug} {definition.edition}"
    edition = Edition.objects.filter(standard__slug=definition.standard.slug, name=definition.edition).first()
    if edition and edition.checksum == checksum:
        return Loaded(file, title, "unchanged", checksum)
    if edition and edition.status == EditionStatus.PUBLISHED:
        raise LoadError(
            f"{file}: {title} is published and may not change "
            f"(published {edition.checksum[:12]}, file {checksum[:12]}); make a new edition instead"
        )
    # The edition that is loaded last says where its standard stands in lists.
    standard, _created = Standard.objects.update_or_create(
        slug=definition.standard.slug, defaults={"position": definition.standard.position}
    )
    fields = {
        "status": definition.status,
        "published_on": definition.published_on,
        "checksum": checksum,
        "canonical": canonical,
    }
    if edition:
        edition.questions.all().delete()
        Edition.objects.filter(pk=edition.pk).update(**fields)
    else:
        edition = Edition.objects.create(standard=standard, name=definition.edition, **fields)
    Question.objects.bulk_create(
        Question(edition=edition, code=question.code) for question in definition.questions
    )
    return Loaded(file, title, "loaded" if edition.checksum == checksum else "replaced", checksum)
