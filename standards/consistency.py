"""What one part of an edition says about another has to be true: codes, references, families, scales. No Django here."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from standards.values import KINDS_OF_UNITS


if TYPE_CHECKING:
    from standards.definition import EditionDefinition, Question


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


def find_problems(edition: "EditionDefinition") -> list[str]:
    """Every contradiction in an edition, one line each, in the words of its writer; empty when it hangs together."""
    return [
        *_find_duplicates(edition),
        *_find_broken_references(edition),
        *_find_family_problems(edition),
        *_find_scale_problems(edition),
        *_find_overlap_problems(edition),
        *_find_scoring_problems(edition),
    ]


def _find_duplicates(edition: "EditionDefinition") -> Iterator[str]:
    for name in (*CODED, "questions"):
        seen = set()
        for part in getattr(edition, name):
            if part.code in seen:
                yield f"{name}: the code {part.code} is used twice"
            seen.add(part.code)


def _find_broken_references(edition: "EditionDefinition") -> Iterator[str]:
    codes = {name: {part.code for part in getattr(edition, name)} for name in CODED}
    for recommendation in edition.recommendations:
        if recommendation.pillar not in codes["pillars"]:
            yield f"{recommendation.code}: unknown pillar {recommendation.pillar}"
        if recommendation.source not in codes["sources"]:
            yield f"{recommendation.code}: unknown source {recommendation.source}"
    asked = {question.recommendation for question in edition.questions}
    families = {recommendation.family for recommendation in edition.recommendations}
    for code in sorted(codes["recommendations"] - asked - families):
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


def _find_family_problems(edition: "EditionDefinition") -> Iterator[str]:
    """A family is a recommendation without questions, one step above its members and in their pillar."""
    known = {recommendation.code: recommendation for recommendation in edition.recommendations}
    asked = {question.recommendation for question in edition.questions}
    for member in edition.recommendations:
        if member.family is None:
            continue
        family = known.get(member.family)
        if family is None:
            yield f"{member.code}: unknown family {member.family}"
        elif family.family is not None:
            yield f"{member.code}: its family {family.code} is itself a member of a family"
        elif family.code in asked:
            yield f"{member.code}: its family {family.code} has questions of its own"
        elif family.pillar != member.pillar:
            yield f"{member.code}: its family {family.code} is in another pillar"


def _find_scale_problems(edition: "EditionDefinition") -> Iterator[str]:
    scale = {option.code: option for option in edition.scale}
    for question in edition.questions:
        options = [criterion.option for criterion in question.criteria]
        if len(set(options)) != len(options):
            yield f"{question.code}: an option has two criteria"
        offered = [scale[code] for code in options if code in scale]
        if question.reversed:
            yield from _find_missing_reversal(question, offered)
        points = [option.earns(question.reversed) for option in offered]
        if 100 not in points:
            yield f"{question.code}: no option earns 100 points"
        if not any(value is not None and value < 100 for value in points):
            yield f"{question.code}: no option earns fewer than 100 points"


def _find_missing_reversal(question: "Question", offered: list) -> Iterator[str]:
    for option in offered:
        if option.points is not None and option.reversed_points is None:
            yield f"{question.code}: is reversed, but its option {option.code} has no reversed_points"


def _find_overlap_problems(edition: "EditionDefinition") -> Iterator[str]:
    for question in edition.questions:
        codes = [overlap.question for overlap in question.overlaps]
        if question.code in codes:
            yield f"{question.code}: overlaps itself"
        if len(set(codes)) != len(codes):
            yield f"{question.code}: names an overlap twice"


def _find_scoring_problems(edition: "EditionDefinition") -> Iterator[str]:
    scoring = edition.scoring
    kinds = sorted(kind for composite in scoring.composites for kind in composite)
    if kinds != sorted(KINDS_OF_UNITS):
        yield f"scoring: composites must name each of {', '.join(KINDS_OF_UNITS)} once"
    if scoring.pillar == "weighted_mean_of_questions" and scoring.units != "question":
        yield "scoring: a pillar of questions has no recommendations at which units could combine"
    if "mean_of_recommendations" not in (scoring.pillar, scoring.total):
        return
    pillars = {recommendation.code: recommendation.pillar for recommendation in edition.recommendations}
    for question in edition.questions:
        if question.pillar not in (None, pillars.get(question.recommendation)):
            yield f"{question.code}: counts with its recommendation, so it cannot be in another pillar"
