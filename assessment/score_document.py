"""A score as a document, down to the answers: what the page of a score shows, and `score.json`. Pure: no Django.

The form is described by these models, by `docs/score.schema.json`, which is made from them, and with an example in
`docs/scoring.md`. Whoever has the document can recompute the score with nothing else.
"""

from collections.abc import Callable, Collection
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assessment.rounding import round_score
from assessment.scoring import MeasuredUnit, Method, Score
from standards.values import Language, UnitKind


Level = Literal[
    "total",
    "disclosure",
    "pillar",
    "standard",
    "family",
    "recommendation",
    "question",
    "composite",
    "bundle",
    "unit",
]
Cut = Literal["total", "disclosure", "pillar", "standard", "family", "recommendation"]
LeftOut = Literal["not_applicable", "unanswered", "left_out_by_company", "nothing_asked", "nothing_scored"]
Exact = str | None

EXACT = r"^[0-9]+(/[0-9]+)?$"


class Document(BaseModel):
    """Base of every part: immutable, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)


class NodeDocument(Document):
    """One node of the tree. A node without parts is an answer, and its value is its points, or a node in which nothing is
    asked. The value of any other node is the mean of the parts that have a value, each counting its weight."""

    level: Level = Field(
        description="What the node is. Composites, bundles and units stand where several units combine; a unit is an answer, "
        "or everything that one unit answers."
    )
    code: str = Field(
        description="The code of the pillar, the standard's slug, the code of the question and so on; all for total and "
        "disclosure; empty for the company as a whole as a unit."
    )
    label: str = Field(description="What the node is called, in the language of the document.")
    weight: int = Field(ge=1, description="What the node counts in the mean above it.")
    exact: Exact = Field(
        pattern=EXACT,
        description="The value, 0 to 100, as a whole number or a fraction in lowest terms; null when not scored.",
    )
    left_out: LeftOut | None = Field(
        description="Why the node has no value and leaves the mean above it; null exactly when it has one."
    )
    question: str | None = Field(description="Answers only: the code of the question that is answered.")
    unit: str | None = Field(
        description="Answers only: the code of the unit that answers; empty for the company as a whole."
    )
    option: str | None = Field(
        description="Answers only: the code of the chosen option; null when unanswered."
    )
    points: int | None = Field(
        ge=0,
        le=100,
        description="Answers only: what the option earns for this question; null when not applicable or unanswered.",
    )
    parts: tuple["NodeDocument", ...] = Field(
        description="What the node is the mean of, counted or not; empty for an answer."
    )

    @property
    def value(self) -> Fraction | None:
        return None if self.exact is None else Fraction(self.exact)

    @property
    def total_weight(self) -> int:
        """What the parts that count weigh together."""
        return sum(part.weight for part in self.parts if part.exact is not None)


class MethodDocument(Document):
    """How the levels combine: the scoring block of the editions."""

    pillar: Literal["weighted_mean_of_questions", "mean_of_recommendations"] = Field(
        description="What a pillar, and a standard as a whole, is the mean of."
    )
    total: Literal["mean_of_pillars", "mean_of_recommendations"] = Field(
        description="What the total is the mean of."
    )
    units: Literal["question", "recommendation"] = Field(
        description="The level at which the units of a company combine."
    )
    composites: tuple[tuple[UnitKind, ...], ...] = Field(
        description="The kinds of units that are averaged together, after their bundles and before the composites are averaged."
    )


class EditionDocument(Document):
    """An edition that the answers are measured against."""

    standard: str = Field(description="The slug of the standard.")
    edition: str = Field(description="The name of the edition.")
    sha256: str = Field(description="The checksum of the edition, as its page and every report print it.")


class UnitDocument(Document):
    """Something that is measured: the company as a whole, an operating company or a service."""

    code: str = Field(description="The name of the unit in the tree; empty for the company as a whole.")
    name: str = Field(description="What the company calls it; empty for the company as a whole.")
    kind: UnitKind = Field(description="What it is; the company as a whole is the group.")
    bundle: str = Field(
        description="Units with the same word here count as one value; empty for a unit by itself."
    )


class ScoreDocument(Document):
    """A score with everything that is needed to recompute it."""

    model_config = ConfigDict(
        json_schema_extra={"$schema": "https://json-schema.org/draft/2020-12/schema"},
    )

    format: Literal[1] = Field(default=1, description="The version of this form.")
    language: Language = Field(description="The language of the labels.")
    assessment: str = Field(description="The identifier of the assessment, as in its address.")
    voice: Literal["self"] = Field(
        default="self", description="Whose answers are scored: self is what the company says of itself."
    )
    cut: Cut = Field(description="How the answers are cut; with the code it names the score.")
    code: str = Field(
        description="Which pillar, standard, family or recommendation is scored; all for total and disclosure."
    )
    unit: str | None = Field(
        description="The code of the unit whose answers alone are scored; null when all of them are."
    )
    exact: Exact = Field(pattern=EXACT, description="The value of the tree; null when not scored.")
    shown: int | None = Field(
        ge=0,
        le=100,
        description="The value as pages show it: half up to a whole number, and 100 only when it is exactly 100.",
    )
    method: MethodDocument = Field(description="How the levels combine.")
    editions: tuple[EditionDocument, ...] = Field(description="What the answers are measured against.")
    units: tuple[UnitDocument, ...] = Field(
        description="What is measured; the company as a whole comes first."
    )
    tree: NodeDocument = Field(description="The score down to the answers.")


def describe_node(
    score: Score, label: Callable[[Score], str], left_out: Collection[str] = ()
) -> NodeDocument:
    """The tree below a score. `label` names a node; `left_out` are the pillars that the company leaves out."""
    answer = score.result
    return NodeDocument(
        level=score.level,
        code=score.code,
        label=label(score),
        weight=score.weight,
        exact=None if score.value is None else str(score.value),
        left_out=explain_absence(score, left_out),
        question=answer.question if answer else None,
        unit=answer.unit if answer else None,
        option=answer.option or None if answer else None,
        points=answer.points if answer else None,
        parts=tuple(describe_node(part, label, left_out) for part in score.parts),
    )


def explain_absence(score: Score, left_out: Collection[str]) -> LeftOut | None:
    """Why a node has no value; none when it has one."""
    if score.value is not None:
        return None
    if score.result is not None:
        return "not_applicable" if score.result.is_answered else "unanswered"
    if score.level == "pillar" and score.code in left_out:
        return "left_out_by_company"
    return "nothing_scored" if score.results else "nothing_asked"


def describe_method(method: Method) -> MethodDocument:
    return MethodDocument(
        pillar=method.pillar, total=method.total, units=method.units, composites=method.composites
    )


def describe_unit(unit: MeasuredUnit) -> UnitDocument:
    return UnitDocument(code=unit.code, name=unit.name, kind=unit.kind, bundle=unit.bundle)


def show_value(score: Score) -> int | None:
    """The value as pages show it; none when not scored."""
    return None if score.value is None else round_score(score.value)
