"""Reads edition files and the law notes into the database: whole or not at all.

The files are the truth; the rows are their projection. Loading again changes nothing. A published edition is never
altered: what differs is refused with the advice to make a new edition.
"""

import hashlib
import json
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.db import transaction
from pydantic import BaseModel, ValidationError
from yaml.constructor import ConstructorError
from yaml.resolver import BaseResolver

from standards.definition import EditionDefinition, LawNotes
from standards.models import Edition, EditionStatus, LawNoteSet, Question, Standard


class LoadError(Exception):
    """A file that cannot be loaded; the text names the file, the place in it and what is wrong, one problem a line."""


class EditionLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """A safe YAML loader that refuses what YAML would let pass or choke on: a key written twice, of which the last would
    silently win, a key that is no text, a date that does not exist, a number without end."""

    def construct_object(self, node, deep=False):
        try:
            return super().construct_object(node, deep=deep)
        except ValueError:
            raise ConstructorError(
                None, None, f"{node.value[:20]} cannot be read as a date or a number", node.start_mark
            ) from None


def _construct_mapping(loader, node, deep=False):
    mapping = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, Hashable):
            raise ConstructorError(None, None, "a key must be a text", key_node.start_mark)
        if key in mapping:
            raise ConstructorError(None, None, f"the key {key} stands twice", key_node.start_mark)
        mapping[key] = loader.construct_object(value_node, deep=True)
    return mapping


EditionLoader.add_constructor(BaseResolver.DEFAULT_MAPPING_TAG, _construct_mapping)


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
        document = yaml.load(text, Loader=EditionLoader)  # a safe loader, see above
    except yaml.YAMLError as error:
        raise LoadError(f"{path.name}{_explain_yaml(error)}") from None
    except RecursionError:
        raise LoadError(f"{path.name}: is nested too deeply") from None
    try:
        return model.model_validate(document)
    except ValidationError as error:
        lines = [
            f"{path.name}: {_locate(document, problem['loc'])}{words}"
            for problem in error.errors()
            if not _is_echo(problem)
            for words in _say(problem).splitlines()
        ]
        raise LoadError("\n".join(lines)) from None


def _explain_yaml(error: yaml.YAMLError) -> str:
    """The line of a YAML problem and what it is."""
    mark = getattr(error, "problem_mark", None)
    place = f", line {mark.line + 1}" if mark else ""
    told = (getattr(error, name, None) for name in ("context", "problem", "reason"))
    return f"{place}: is not valid YAML: {', '.join(filter(None, told))}"


def _locate(document, location: tuple) -> str:
    """The place of a problem in words: numbers in lists become the codes that stand there."""
    words, here = [], document
    for step in location:
        if isinstance(here, (list, tuple)) and isinstance(step, int):
            here = here[step]
            named = here if isinstance(here, dict) else {}
            words.append(str(named.get("code", named.get("option", step + 1))))
        else:
            here = here if isinstance(here, dict) else {}
            # A key that YAML reads as true is reported as 1.
            words.append(str(next((key for key in here if key == step), step)))
            here = here.get(step)
    return f"{', '.join(words)}: " if words else ""


IN_QUOTES = "is not read as text by YAML; put it in quotes"
WORDING = {
    "missing": "is missing",
    "extra_forbidden": "is not a key of this format",
    "invalid_key": f"this key {IN_QUOTES}",
    "string_too_short": "is empty",
    "model_type": "must be a block of keys",
    "tuple_type": "must be a list",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
}


def _is_echo(problem: dict) -> bool:
    """Whether a list is called too short only because entries of it are refused."""
    return problem["type"] == "too_short" and len(problem["input"]) >= problem["ctx"]["min_length"]


def _say(problem: dict) -> str:
    """What is wrong, for somebody who writes the file; pydantic's own words where they say it well."""
    kind, value = problem["type"], problem["input"]
    if value is None and kind in ("string_type", "model_type", "tuple_type"):
        return "is empty"
    if kind == "string_type":
        return "must be a text" if isinstance(value, (dict, list)) else IN_QUOTES
    if kind == "too_short":
        return f"has too few entries (at least {problem['ctx']['min_length']})"
    if kind.startswith("date_"):
        return "must be a date written as 2026-11-23"
    return WORDING.get(kind, problem["msg"].removeprefix("Value error, "))


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
