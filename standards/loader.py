"""Reads edition files and the law notes into the database: whole or not at all.

The files are the truth; the rows are their projection. Loading again changes nothing. A published edition is never
altered: what differs is refused with the advice to make a new edition.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.db import transaction
from pydantic import BaseModel, ValidationError

from standards.definition import EditionDefinition, LawNotes
from standards.models import Edition, EditionStatus, LawNoteSet, Question, Standard


class LoadError(Exception):
    """A file that cannot be loaded; the text names the file, the place in it and what is wrong, one problem a line."""


class UniqueKeyLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """A safe YAML loader that refuses a key written twice, which YAML would silently let the last one win."""


def _construct_mapping(loader, node, deep=False):
    keys = [loader.construct_object(key, deep=True) for key, _value in node.value]
    for key in keys:
        if keys.count(key) > 1:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key} stands twice", node.start_mark
            )
    return {
        key: loader.construct_object(value, deep=True)
        for key, (_key, value) in zip(keys, node.value, strict=True)
    }


UniqueKeyLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _construct_mapping)


@dataclass(frozen=True)
class Loaded:
    """What happened to one file: `what` is loaded, unchanged or replaced."""

    file: str
    title: str
    what: str
    checksum: str


def read_edition(path: Path) -> EditionDefinition:
    """The edition in a file; raises `LoadError`."""
    return _parse(path, EditionDefinition)


def read_law_notes(path: Path) -> LawNotes:
    """The law notes in a file; raises `LoadError`."""
    return _parse(path, LawNotes)


def make_canonical(part: BaseModel) -> tuple[str, str]:
    """The canonical JSON of a document (sorted keys, no blanks, UTF-8) and its SHA-256 in hexadecimal."""
    canonical = json.dumps(
        part.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return canonical, hashlib.sha256(canonical.encode()).hexdigest()


def load_files(editions: Iterable[Path], law_notes: Path | None) -> list[Loaded]:
    """Loads all files in one transaction; raises `LoadError` and saves nothing when any of them is refused."""
    parsed = [(path, read_edition(path)) for path in editions]
    notes = read_law_notes(law_notes) if law_notes else None
    with transaction.atomic():
        report = [_load_law_notes(law_notes.name, notes)] if notes else []
        known = _list_known_law_notes()
        for path, definition in parsed:
            _check_law_notes(path.name, definition, known)
            _check_codes(path.name, definition)
            report.append(_load_edition(path.name, definition))
    return report


def _parse(path: Path, model: type[BaseModel]):
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise LoadError(f"{path.name}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise LoadError(f"{path.name}: is not UTF-8 (byte {error.start})") from None
    try:
        document = yaml.load(text, Loader=UniqueKeyLoader)  # a safe loader, see above
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "unreadable"
        raise LoadError(f"{path.name}{place}: is not valid YAML: {problem}") from None
    try:
        return model.model_validate(document)
    except ValidationError as error:
        lines = [
            f"{path.name}: {_locate(document, problem['loc'])}{_say(problem)}" for problem in error.errors()
        ]
        raise LoadError("\n".join(lines)) from None


def _locate(document, location: tuple) -> str:
    """The place of a problem in words: numbers in lists become the codes that stand there."""
    words, here = [], document
    for step in location:
        if isinstance(step, int) and isinstance(here, (list, tuple)) and step < len(here):
            here = here[step]
            words.append(
                str(here.get("code", here.get("option", step + 1)))
                if isinstance(here, dict)
                else str(step + 1)
            )
        else:
            here = here.get(step) if isinstance(here, dict) else None
            words.append(str(step))
    return f"{', '.join(words)}: " if words else ""


def _say(problem: dict) -> str:
    wording = {
        "missing": "is missing",
        "extra_forbidden": "is not a key of this format",
        "string_too_short": "is empty",
        "model_type": "must be a block of keys",
        "model_attributes_type": "must be a block of keys",
    }
    return wording.get(problem["type"], problem["msg"].removeprefix("Value error, "))


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
    standard, _created = Standard.objects.get_or_create(
        slug=definition.standard.slug, defaults={"position": definition.standard.position}
    )
    edition = Edition.objects.filter(standard=standard, name=definition.edition).first()
    if edition and edition.checksum == checksum:
        return Loaded(file, title, "unchanged", checksum)
    if edition and edition.status == EditionStatus.PUBLISHED:
        raise LoadError(
            f"{file}: {title} is published and may not change "
            f"(published {edition.checksum[:12]}, file {checksum[:12]}); make a new edition instead"
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
