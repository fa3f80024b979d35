"""The form of an edition file and of the law notes: the only validator, and the object everything else uses.

A standard's edition is a document (`docs/standard-format.md`). It is parsed into the frozen models below; unknown keys,
missing texts, unknown references, duplicate codes and impossible scales are refused. No Django here.
"""

import re
from datetime import date
from typing import Annotated, Literal

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
    model_validator,
)


LANGUAGES = ("kk", "ru", "en")

Language = Literal["kk", "ru", "en"]
TranslationStatus = Literal["source", "official", "draft"]


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
    """How far each language of the file can be trusted: the source itself, an official translation, or a draft."""

    kk: TranslationStatus
    ru: TranslationStatus
    en: TranslationStatus


class Option(Part):
    """One answer of the scale. `points` run from 0 to 100; none means that the answer leaves the score altogether."""

    code: Code
    label: Text
    points: Points | None


class Severity(Part):
    """How much a gap matters. The list runs from the most to the least severe; `weight` is what a question counts."""

    code: Code
    label: Text
    weight: Weight
    meaning: Text


class Term(Part):
    """A code with its label and its meaning: a tier, a kind of question, an applicability tag."""

    code: Code
    label: Text
    meaning: Text


class PillarDefinition(Part):
    """A theme of the questionnaire, shared by all standards under its code. `position` orders the pillars of several
    standards; `may_be_left_out` lets a company leave out the whole pillar with a written reason."""

    code: Code
    position: Position
    label: Text
    may_be_left_out: Flag = False


class Source(Part):
    """A document that recommendations come from, as its publisher titles it. `address_of` says when the address is only
    the publisher's site; `note` what a reader has to know, for example that what the document reports is contested."""

    code: Code
    title: Words
    publisher: Words
    published_on: Day | None
    address: Address
    address_of: Literal["document", "publisher"] = "document"
    language: Language
    note: Text | None = None


class Quotation(Part):
    """A short literal part of the source, in the source's language."""

    text: Words
    language: Language


class Recommendation(Part):
    """One recommendation of the standard. `number` is how the source numbers it."""

    code: Code
    pillar: Code
    number: Text
    title: Text
    gist: Text
    source: Code
    quotation: Quotation


class Framework(Part):
    """Another standard that questions are mapped to, and what its item numbers are."""

    code: Code
    title: Text
    note: Text


class Mapping(Part):
    """The items of one other standard that a question touches."""

    framework: Code
    items: tuple[Words, ...] = ()


class Criterion(Part):
    """What must be true for an option to be the right answer."""

    option: Code
    text: Text


class Question(Part):
    """One verifiable thing asked. An option is offered when it has a criterion here, in the order of the scale.

    `kind` and `tier` are codes of the edition's lists; `applies_to` lists profile tags, empty for every company;
    `weight` is what the question counts in its pillar, with the reason beside it; `pillar` is given when that is another
    one than its recommendation's.
    """

    code: Code
    recommendation: Code
    pillar: Code | None = None
    tier: Code
    kind: Code
    applies_to: tuple[Code, ...] = ()
    text: Text
    criteria: tuple[Criterion, ...] = Field(min_length=2)
    evidence: tuple[Text, ...] = Field(min_length=1)
    severity: Code
    weight: Weight
    weight_reason: Text
    remedy: Text
    mappings: tuple[Mapping, ...] = ()
    law_notes: tuple[Code, ...] = ()


class Scoring(Part):
    """How the levels combine (docs/scoring.md)."""

    pillar: Literal["weighted_mean_of_questions"]
    total: Literal["mean_of_pillars"]


class Provenance(Part):
    """Who publishes the recommendations and who turned them into questions. `derived` marks recommendations that the
    project infers from its sources; they are never shown as the publisher's own words. `address` is where the
    recommendations themselves are published, none when that is this file."""

    publisher: Text
    address: Address | None
    published_on: Day | None
    licence: Text
    derived: Flag
    derived_by: Text
    note: Text


class StandardIdentity(Part):
    """The standard across its editions. `position` orders standards in lists."""

    slug: Slug
    position: Position
    title: Text
    short_title: Text


class EditionDefinition(Part):
    """One edition of a standard: everything published about it, in three languages."""

    format: Literal[1]
    standard: StandardIdentity
    edition: EditionName
    status: Literal["draft", "published"]
    published_on: Day
    provenance: Provenance
    translations: Translations
    general_rules: tuple[Text, ...]
    scale: tuple[Option, ...] = Field(min_length=2)
    severities: tuple[Severity, ...] = Field(min_length=1)
    tiers: tuple[Term, ...] = Field(min_length=1)
    kinds: tuple[Term, ...] = Field(min_length=1)
    tags: tuple[Term, ...] = ()
    pillars: tuple[PillarDefinition, ...] = Field(min_length=1)
    frameworks: tuple[Framework, ...] = ()
    scoring: Scoring
    sources: tuple[Source, ...] = Field(min_length=1)
    recommendations: tuple[Recommendation, ...] = Field(min_length=1)
    questions: tuple[Question, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _hang_together(self):
        problems = [*_find_duplicates(self), *_find_broken_references(self), *_find_scale_problems(self)]
        if problems:
            raise ValueError("\n".join(problems))
        return self


CODED = (
    "scale",
    "severities",
    "tiers",
    "kinds",
    "tags",
    "pillars",
    "frameworks",
    "sources",
    "recommendations",
)


def _find_duplicates(edition: EditionDefinition):
    for name in (*CODED, "questions"):
        seen = set()
        for part in getattr(edition, name):
            if part.code in seen:
                yield f"{name}: the code {part.code} is used twice"
            seen.add(part.code)


def _find_broken_references(edition: EditionDefinition):
    codes = {name: {part.code for part in getattr(edition, name)} for name in CODED}
    for recommendation in edition.recommendations:
        if recommendation.pillar not in codes["pillars"]:
            yield f"{recommendation.code}: unknown pillar {recommendation.pillar}"
        if recommendation.source not in codes["sources"]:
            yield f"{recommendation.code}: unknown source {recommendation.source}"
    asked = {question.recommendation for question in edition.questions}
    for code in sorted(codes["recommendations"] - asked):
        yield f"{code}: no question asks about this recommendation"
    for question in edition.questions:
        references = [
            ("recommendation", "recommendations", [question.recommendation]),
            ("pillar", "pillars", [question.pillar] if question.pillar else []),
            ("tier", "tiers", [question.tier]),
            ("kind", "kinds", [question.kind]),
            ("severity", "severities", [question.severity]),
            ("tag", "tags", question.applies_to),
            ("option", "scale", [criterion.option for criterion in question.criteria]),
            ("framework", "frameworks", [mapping.framework for mapping in question.mappings]),
        ]
        for word, name, used in references:
            for code in used:
                if code not in codes[name]:
                    yield f"{question.code}: unknown {word} {code}"


def _find_scale_problems(edition: EditionDefinition):
    points = {option.code: option.points for option in edition.scale}
    for question in edition.questions:
        options = [criterion.option for criterion in question.criteria]
        if len(set(options)) != len(options):
            yield f"{question.code}: an option has two criteria"
        offered = [points.get(option) for option in options]
        if 100 not in offered:
            yield f"{question.code}: no option earns 100 points"
        if not any(value is not None and value < 100 for value in offered):
            yield f"{question.code}: no option earns fewer than 100 points"


class LawNoteSource(Part):
    """Where a law note comes from."""

    title: Words
    address: Address


class LawNote(Part):
    """A dated note on Kazakhstan's law: orientation, not legal advice.

    `confidence`: A text of the law or an official statement seen; A- unofficial translation seen; B law firm, civil
    society, press or a deputy's statement.
    """

    code: Code
    title: Text
    text: Text
    confidence: Literal["A", "A-", "B"]
    sources: tuple[LawNoteSource, ...] = Field(min_length=1)
    checked_on: Day
    translations: Translations


class LawNotes(Part):
    """The file of law notes, kept apart from the editions because the law changes on its own days."""

    format: Literal[1]
    notes: tuple[LawNote, ...]

    @model_validator(mode="after")
    def _codes_are_unique(self):
        codes = [note.code for note in self.notes]
        doubled = sorted({code for code in codes if codes.count(code) > 1})
        if doubled:
            raise ValueError("\n".join(f"notes: the code {code} is used twice" for code in doubled))
        return self
