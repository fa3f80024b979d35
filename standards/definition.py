"""The form of an edition file: the only validator, and the object everything else uses.

A standard's edition is a document (`docs/standard-format.md`). It is parsed into the frozen models below; unknown keys,
missing texts, unknown references, duplicate codes and impossible scales are refused. No Django here.
"""

from typing import Literal

from pydantic import Field, model_validator

from standards.consistency import find_problems
from standards.values import (
    Address,
    Code,
    Day,
    EditionName,
    Flag,
    Language,
    Part,
    Points,
    Position,
    Slug,
    Text,
    Translations,
    UnitKind,
    Weight,
    Words,
)


Scope = Literal["company", "service", "both"]


def count_points(option, is_reversed: bool) -> int | None:
    """What an option of an edition, parsed or localised, earns for a question, 0 to 100; none when the answer leaves the
    score."""
    return option.points if option.points is None or not is_reversed else option.reversed_points


class Option(Part):
    """One answer of the scale. `points` run from 0 to 100; none means that the answer leaves the score altogether.

    `reversed_points` are what it earns for a question that is reversed. They are given, not computed, because a scale need
    not turn round as a whole: for RDR "no disclosure found" earns 0 either way.
    """

    code: Code
    label: Text
    points: Points | None
    reversed_points: Points | None = None

    def earns(self, is_reversed: bool) -> int | None:
        """Points for a question, as `count_points` says."""
        return count_points(self, is_reversed)


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
    """One recommendation of the standard. `number` is how the source numbers it. `family` is the recommendation that
    this one is a member of: a family asks nothing itself, its score is the mean of its members."""

    code: Code
    pillar: Code
    number: Text
    title: Text
    gist: Text
    source: Code
    quotation: Quotation
    family: Code | None = None


class Framework(Part):
    """Another standard that questions are mapped to, and what its item numbers are."""

    code: Code
    title: Text
    note: Text


class Mapping(Part):
    """The items of one other standard that a question touches."""

    framework: Code
    items: tuple[Words, ...] = ()


class Overlap(Part):
    """Another question, of this or of another standard, that asks for some of the same; `note` says what they share."""

    question: Code
    note: Text


class Criterion(Part):
    """What must be true for an option to be the right answer."""

    option: Code
    text: Text


class Question(Part):
    """One verifiable thing asked. An option is offered when it has a criterion here, in the order of the scale.

    `kind` and `tier` are codes of the edition's lists; `applies_to` lists profile tags, empty for every company;
    `scope` says which units are asked: the company (group and operating companies), each service, or both; `weight` is
    what the question counts, with the reason beside it; `reversed` marks a question to which "no" is the good answer;
    `pillar` is given when that is another one than its recommendation's.
    """

    code: Code
    recommendation: Code
    pillar: Code | None = None
    tier: Code
    kind: Code
    applies_to: tuple[Code, ...] = ()
    scope: Scope = "company"
    reversed: Flag = False
    text: Text
    criteria: tuple[Criterion, ...] = Field(min_length=2)
    evidence: tuple[Text, ...] = Field(min_length=1)
    severity: Code
    weight: Weight
    weight_reason: Text
    remedy: Text
    mappings: tuple[Mapping, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    law_notes: tuple[Code, ...] = ()


class Scoring(Part):
    """How the levels combine (docs/scoring.md).

    `pillar` and `total` say what they are the mean of. `units` is the level at which the units of a company combine: each
    question over all units, or each recommendation at one unit first. Units in a bundle are averaged, then the bundles
    of a composite, then the composites; `composites` lists the kinds of units that each holds.
    """

    pillar: Literal["weighted_mean_of_questions", "mean_of_recommendations"]
    total: Literal["mean_of_pillars", "mean_of_recommendations"]
    units: Literal["question", "recommendation"] = "question"
    composites: tuple[tuple[UnitKind, ...], ...] = (("group",), ("operating_company",), ("service",))


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
        problems = find_problems(self)
        if problems:
            raise ValueError("\n".join(problems))
        return self
