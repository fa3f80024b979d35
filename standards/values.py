"""What the documents of the standards are made of: codes, texts in three languages, dates, weights. No Django here."""

import re
from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)


LANGUAGES = ("kk", "ru", "en")
# Each under its own name.
ENDONYMS = {"kk": "Қазақша", "ru": "Русский", "en": "English"}

Language = Literal["kk", "ru", "en"]
TranslationStatus = Literal["source", "official", "draft", "untranslated"]
UnitKind = Literal["group", "operating_company", "service"]
KINDS_OF_UNITS = get_args(UnitKind)


def _match(pattern: str, otherwise: str) -> AfterValidator:
    """Refuses a text that does not match as a whole, in words that the writer of a file can act on."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(otherwise)
        return text

    return AfterValidator(check)


def _check_address(text: str) -> str:
    """The text as it is written, so that the checksum depends on no library's way of writing addresses."""
    try:
        _HTTP.validate_python(text)
    except ValidationError:
        raise ValueError("must be a web address that begins with https:// or http://") from None
    if re.search(r"\s", text):
        raise ValueError("a web address holds no blanks")
    return text


def _refuse_numbers(value):
    """Numbers would be read as seconds since 1970."""
    if isinstance(value, (int, float)):
        raise ValueError("must be a date written as 2026-11-23")
    return value


_HTTP = TypeAdapter(HttpUrl)
Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    _match(r"[^\x00]*", "holds a NUL character, which cannot be stored"),
]
Code = Annotated[
    str,
    _match(
        r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}",
        "must be at most 40 letters A to Z, digits, dots, hyphens and underscores, and begin with a letter or digit",
    ),
]
Slug = Annotated[
    str,
    StringConstraints(max_length=40),
    _match(r"[a-z0-9]+(-[a-z0-9]+)*", "must be small letters and digits, with single hyphens between them"),
]
EditionName = Annotated[
    str,
    StringConstraints(max_length=20),
    _match(
        r"[a-z0-9]+([.-][a-z0-9]+)*",
        "must be small letters and digits, with single dots or hyphens between them",
    ),
]
Address = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_check_address)]
Day = Annotated[date, BeforeValidator(_refuse_numbers)]
# Strict, because YAML's yes and "3" are neither a number nor a flag.
Flag = Annotated[bool, Field(strict=True)]
Points = Annotated[int, Field(strict=True, ge=0, le=100)]
Weight = Annotated[int, Field(strict=True, ge=1, le=1000)]
Position = Annotated[int, Field(strict=True, ge=0, le=10_000)]


class Part(BaseModel):
    """Base of every part of an edition: immutable, and deaf to nothing: an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Part):
    """One text in the three languages; none may be empty."""

    kk: Words
    ru: Words
    en: Words

    def in_language(self, language: str) -> str:
        return getattr(self, language)


class Translations(Part):
    """How far each language of the file can be trusted: the source itself, an official translation, a draft, or no
    translation at all: the words of the source stand in its place."""

    kk: TranslationStatus
    ru: TranslationStatus
    en: TranslationStatus
