"""Editions as parsed objects, kept in the process by checksum: a page of questions costs no query for its texts."""

from functools import lru_cache
from types import SimpleNamespace

from django.conf import settings
from pydantic import BaseModel

from standards.definition import EditionDefinition
from standards.files import read_glossary
from standards.glossary import Glossary
from standards.law_notes import LawNotes
from standards.models import Edition, LawNoteSet
from standards.values import Text


@lru_cache(maxsize=64)
def get_definition(checksum: str) -> EditionDefinition:
    """The edition with this checksum; one query the first time a process asks."""
    return EditionDefinition.model_validate_json(
        Edition.objects.only("canonical").get(checksum=checksum).canonical
    )


@lru_cache(maxsize=192)
def get_localised(checksum: str, language: str) -> SimpleNamespace:
    """The edition with every `Text` replaced by its words in one language; same attribute names. Treat as frozen."""
    return localise(get_definition(checksum), language)


def localise(value, language: str):
    """A part of a definition in one language, recursively."""
    if isinstance(value, Text):
        return value.in_language(language)
    if isinstance(value, BaseModel):
        return SimpleNamespace(
            **{name: localise(getattr(value, name), language) for name in type(value).model_fields}
        )
    if isinstance(value, tuple):
        return tuple(localise(item, language) for item in value)
    return value


def find_text_language(translations: SimpleNamespace, language: str) -> str:
    """The language that the words of an edition really are in on a page in this language: the source's, where nobody has
    translated them."""
    if getattr(translations, language) != "untranslated":
        return language
    return next((name for name, status in vars(translations).items() if status == "source"), language)


@lru_cache(maxsize=1)
def get_glossary() -> Glossary:
    """The terms that explain themselves; the file is part of the program, read once per process."""
    return read_glossary(settings.GLOSSARY_FILE)


def get_law_notes(language: str) -> dict[str, SimpleNamespace]:
    """The current law notes by code, in one language. One small query, so that a new set is seen at once."""
    checksum = LawNoteSet.objects.values_list("checksum", flat=True).first()
    return _parse_law_notes(checksum, language) if checksum else {}


@lru_cache(maxsize=12)
def _parse_law_notes(checksum: str, language: str) -> dict[str, SimpleNamespace]:
    canonical = LawNoteSet.objects.only("canonical").get(checksum=checksum).canonical
    notes = LawNotes.model_validate_json(canonical)
    return {note.code: localise(note, language) for note in notes.notes}
