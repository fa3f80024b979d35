"""A score as a document, down to the answers: what the page of a score shows, and `score.json`. Pure: no Django.

The form is described by these models, by `docs/score.schema.json`, which is made from them, and with an example in
`docs/scoring.md`. Whoever has the document can recompute the score with nothing else.
"""

from collections.abc import Callable, Collection
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assessment.scoring import MeasuredUnit, Method, Score, round_score


LeftOut = Literal["not_applicable", "unanswered", "left_out_by_company", "nothing_asked", "nothing_scored"]


class Document(BaseModel):
    """Base of every part: immutable, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NodeDocument(Document):
    """One node of the tree. An answer has `points`; the value of any other node is the weighted mean of its parts that have
    a value, by their `weight`."""

    level: Literal[
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
    code: str = Field(description="Code of the pillar, question, unit ...; empty for the company as a whole.")
    label: str = Field(description="What the node is called, in the language of the document.")
    weight: int = Field(ge=1, description="What it counts in the mean above it.")
    exact: str | None = Field(
        description="The value, 0 to 100, as a whole number or a fraction; null: not scored."
    )
    left_out: LeftOut | None = Field(
        description="Why it has no value and is left out above; null when it counts."
    )
    question: str | None = Field(default=None, description="The question that an answer is given to.")
    unit: str | None = Field(default=None, description="The unit that an answer is given for.")
    option: str | None = Field(default=None, description="Code of the chosen option of an answer.")
    points: int | None = Field(default=None, ge=0, le=100, description="What the option earns.")
    parts: tuple["NodeDocument", ...] = ()

    @property
    def value(self) -> Fraction | None:
        return None if self.exact is None else Fraction(self.exact)

    @property
    def total_weight(self) -> int:
        """What the parts that count weigh together."""
        return sum(part.weight for part in self.parts if part.exact is not None)

    @property
    def branches(self) -> tuple["NodeDocument", ...]:
        """The parts that have parts themselves."""
        return tuple(part for part in self.parts if part.parts)


class MethodDocument(Document):
    """How the levels combine, as in the editions (docs/standard-format.md)."""

    pillar: str
    total: str
    units: str
    composites: tuple[tuple[str, ...], ...]


class EditionDocument(Document):
    """An edition that the answers are measured against."""

    standard: str
    edition: str
    sha256: str


class UnitDocument(Document):
    """Something that is measured: kind group, operating_company or service."""

    code: str
    name: str
    kind: str
    bundle: str


class ScoreDocument(Document):
    """A score with everything that is needed to recompute it."""

    format: Literal[1] = 1
    language: str
    assessment: str
    voice: Literal["self"] = "self"
    cut: str
    code: str
    unit: str | None = Field(description="The unit whose answers alone are scored; null: all of them.")
    exact: str | None
    shown: int | None = Field(
        description="The value half up to a whole number, 100 only when it is exactly 100."
    )
    method: MethodDocument
    editions: tuple[EditionDocument, ...]
    units: tuple[UnitDocument, ...]
    tree: NodeDocument


def describe_node(
    score: Score, label: Callable[[Score], str], left_out: Collection[str] = (), *, weight: int | None = None
) -> NodeDocument:
    """The tree below a score. `label` names a node; `left_out` are the pillars that the company leaves out."""
    answer = score.result
    return NodeDocument(
        level=score.level,
        code=score.code,
        label=label(score),
        weight=score.weight if weight is None else weight,
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
