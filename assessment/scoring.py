"""Scores of one set of answers: a tree of means over exact fractions. Pure: no Django, no database.

The rules stand in `docs/scoring.md`, each with a worked example that is also a test. In short: an option earns 0 to 100
points or is excluded (not applicable); every node above is the weighted mean of its parts that have a score; what is
excluded or unanswered leaves numerator and denominator; a node with nothing left is not scored, which is never 0. Which
parts a node has is the edition's `Method`, so that one engine scores our own editions and Ranking Digital Rights'.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property


DISCLOSURE = "disclosure"
OF_QUESTIONS = "weighted_mean_of_questions"
OF_RECOMMENDATIONS = "mean_of_recommendations"
OF_PILLARS = "mean_of_pillars"
AT_QUESTION, AT_RECOMMENDATION = "question", "recommendation"


@dataclass(frozen=True)
class Method:
    """How the levels combine: the `scoring` block of an edition (`standards.definition.Scoring`)."""

    pillar: str = OF_QUESTIONS
    total: str = OF_PILLARS
    units: str = AT_QUESTION
    composites: tuple[tuple[str, ...], ...] = (("group",), ("operating_company",), ("service",))

    @classmethod
    def read(cls, scoring) -> "Method":
        """The method of an edition's `scoring` block, parsed or localised."""
        return cls(
            scoring.pillar,
            scoring.total,
            scoring.units,
            tuple(tuple(composite) for composite in scoring.composites),
        )


@dataclass(frozen=True)
class MeasuredUnit:
    """What is measured: the company as a whole (the empty code), an operating company or a service of it.

    `kind` is group, operating_company or service. Units with the same `bundle` count as one value.
    """

    code: str = ""
    name: str = ""
    kind: str = "group"
    bundle: str = ""


WHOLE_COMPANY = MeasuredUnit()


@dataclass(frozen=True)
class Result:
    """A question at one unit with what was answered. `points` 0 to 100; none when excluded or unanswered.

    `option` is the code of the answer, empty when unanswered. `weight` is a positive whole number. `family` is the
    recommendation that `recommendation` is a member of, if any.
    """

    question: str
    standard: str
    pillar: str
    kind: str
    weight: int
    option: str
    points: int | None
    recommendation: str = ""
    family: str = ""
    unit: str = ""

    @property
    def is_answered(self) -> bool:
        return bool(self.option)

    @property
    def is_scored(self) -> bool:
        return self.points is not None


@dataclass(frozen=True)
class Line:
    """One answer behind a score. Its share in the node is `part` / `whole`: the weights on the way down to the answer,
    over what the weights beside them come to."""

    result: Result
    part: int
    whole: int

    @property
    def share(self) -> Fraction:
        """The answer's part of the node, 0 to 1; the shares of a node add up to 1."""
        return Fraction(self.part, self.whole)

    @property
    def percent(self) -> Fraction:
        """The share in per cent."""
        return self.share * 100

    @property
    def contribution(self) -> Fraction:
        """Points × share, in points of the node."""
        return Fraction(self.result.points * self.part, self.whole)


@dataclass(frozen=True)
class Score:
    """A node of the tree: `value` 0 to 100, or none when nothing in it is scored.

    `level` is total, disclosure, pillar, standard, family, recommendation, composite, bundle, unit or question. A node with
    a `result` is an answer and has its points; every other one is the mean of its `parts` that have a value, each
    counting its `weight`.
    """

    level: str
    code: str
    value: Fraction | int | None
    parts: tuple["Score", ...] = ()
    weight: int = 1
    result: Result | None = None

    @cached_property
    def counted(self) -> tuple["Score", ...]:
        """The parts that have a value."""
        return tuple(part for part in self.parts if part.value is not None)

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """All answers of the node and what is asked but not answered, scored or not."""
        if self.result is not None:
            return (self.result,)
        results = []
        for part in self.parts:
            if part.result is not None:
                results.append(part.result)
            else:
                results += part.results
        return tuple(results)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The scored answers with their shares."""
        if self.result is not None:
            return (Line(self.result, 1, 1),) if self.result.is_scored else ()
        weights = sum(part.weight for part in self.counted)
        lines = []
        for part in self.counted:
            if part.result is not None:
                lines.append(Line(part.result, part.weight, weights))
            else:
                lines += [
                    Line(line.result, line.part * part.weight, line.whole * weights) for line in part.lines
                ]
        return tuple(lines)

    @property
    def earned(self) -> Fraction | int:
        """Sum of value × weight of the parts that count."""
        return sum(part.value * part.weight for part in self.counted)

    @property
    def available(self) -> int:
        """What `earned` would be if every part that counts had 100."""
        return sum(part.weight for part in self.counted) * 100

    @property
    def has_units(self) -> bool:
        """Whether it asks a question once for each of several units."""
        return any(result.unit for result in self.results)

    @property
    def applicable(self) -> int:
        """How many answers the node asks for."""
        return len(self.results)

    @cached_property
    def answered(self) -> int:
        return sum(result.is_answered for result in self.results)

    @property
    def excluded(self) -> int:
        """How many answers leave the score."""
        return sum(result.is_answered and not result.is_scored for result in self.results)

    @property
    def coverage(self) -> Fraction:
        """Part of the applicable questions that is answered, 0 to 1; 1 when nothing is asked."""
        return Fraction(self.answered, self.applicable) if self.applicable else Fraction(1)

    @property
    def is_complete(self) -> bool:
        return self.answered == self.applicable


@dataclass(frozen=True)
class Scorecard:
    """All scores of one set of answers; an immutable value. `pillars` and `standards` keep the order given.

    `standards` cuts the same answers by standard: each is computed like a pillar that holds the whole standard.
    `recommendations` and `families` cut them by recommendation. `disclosure` is the total over questions of kind
    disclosure alone: proved by public documents. A recommendation is named by its standard and its code.
    """

    total: Score
    pillars: tuple[Score, ...]
    standards: tuple[Score, ...]
    disclosure: Score
    cuts: "_Cuts" = field(repr=False, compare=False)

    @property
    def recommendations(self) -> Mapping[tuple[str, str], Score]:
        """Made when read: most pages show none."""
        return self.cuts.recommendations

    @property
    def families(self) -> Mapping[tuple[str, str], Score]:
        return self.cuts.families

    def find(self, cut: str, code: str) -> Score | None:
        """The score behind an address: cut total, disclosure, pillar, standard, recommendation or family; none when there
        is no such node. A recommendation's code may stand in two standards: then the first one is found."""
        nodes = {"total": (self.total,), "disclosure": (self.disclosure,)}
        nodes |= {"pillar": self.pillars, "standard": self.standards}
        if cut in ("recommendation", "family"):
            nodes |= {"recommendation": self.recommendations.values(), "family": self.families.values()}
        return next((score for score in nodes.get(cut, ()) if score.code == code), None)


def compute_scorecard(
    results: Iterable[Result],
    *,
    pillars: Iterable[str],
    standards: Iterable[str],
    method: Method | None = None,
    units: Iterable[MeasuredUnit] = (WHOLE_COMPANY,),
) -> Scorecard:
    """Scores the applicable questions of an assessment. `pillars` and `standards` give the nodes and their order; `units`
    names every unit that a result stands for."""
    results, pillars, method = tuple(results), tuple(pillars), method or Method()
    units = {unit.code: unit for unit in units}
    cuts = _Cuts(results, method, units)
    public = [result for result in results if result.kind == DISCLOSURE]
    disclosed = cuts if len(public) == len(results) else _Cuts(public, method, units)
    pillar_scores = cuts.cut("pillar", pillars)
    return Scorecard(
        total=cuts.make_total(pillar_scores, "total"),
        pillars=pillar_scores,
        standards=cuts.cut("standard", standards),
        disclosure=disclosed.make_total(disclosed.cut("pillar", pillars), "disclosure"),
        cuts=cuts,
    )


class _Cuts:
    """The same answers cut by question, recommendation, family, pillar and standard; nodes are shared between the cuts."""

    def __init__(self, results: Iterable[Result], method: Method, units: Mapping[str, MeasuredUnit]):
        self.method = method
        self.join = _Joint(method, units)
        self.groups: dict[tuple[str, str], list[Result]] = {}
        for result in results:
            self.groups.setdefault((result.standard, result.question), []).append(result)

    @cached_property
    def questions(self) -> list[tuple[Result, Score]]:
        """Each question over its units, with the first of its results, which tells where it belongs."""
        return [(group[0], self._join_question(group)) for group in self.groups.values()]

    def _join_question(self, group: list[Result]) -> Score:
        first = group[0]
        if len(group) == 1:
            return Score("question", first.question, first.points, (), first.weight, first)
        return self.join.join("question", first.question, _make_leaves(group), first.weight)

    @cached_property
    def heads(self) -> dict[tuple[str, str], Result]:
        """The first result of every recommendation, which tells where it belongs."""
        heads: dict[tuple[str, str], Result] = {}
        for group in self.groups.values():
            heads.setdefault((group[0].standard, group[0].recommendation), group[0])
        return heads

    @cached_property
    def recommendations(self) -> dict[tuple[str, str], Score]:
        members: dict[tuple[str, str], list] = {key: [] for key in self.heads}
        if self.method.units == AT_RECOMMENDATION:
            for group in self.groups.values():
                members[group[0].standard, group[0].recommendation] += group
            return {
                key: self.join.join("recommendation", key[1], _make_unit_means(results))
                for key, results in members.items()
            }
        for head, question in self.questions:
            members[head.standard, head.recommendation].append(question)
        return {key: _make_mean("recommendation", key[1], parts) for key, parts in members.items()}

    @cached_property
    def families(self) -> dict[tuple[str, str], Score]:
        members: dict[tuple[str, str], list[Score]] = {}
        for key, head in self.heads.items():
            if head.family:
                members.setdefault((head.standard, head.family), []).append(self.recommendations[key])
        return {key: _make_mean("family", key[1], parts) for key, parts in members.items()}

    @cached_property
    def top(self) -> list[tuple[Result, Score]]:
        """Families and the recommendations that stand alone, in the order of their first question."""
        found: dict[tuple[str, str], tuple[Result, Score]] = {}
        for key, head in self.heads.items():
            family = (head.standard, head.family)
            node = self.families[family] if head.family else self.recommendations[key]
            found.setdefault(family if head.family else key, (head, node))
        return list(found.values())

    def cut(self, level: str, codes: Iterable[str]) -> tuple[Score, ...]:
        """The scores of pillars or of standards, in the order of the codes."""
        members: dict[str, list[Score]] = {code: [] for code in codes}
        for head, node in self.questions if self.method.pillar == OF_QUESTIONS else self.top:
            members[getattr(head, level)].append(node)
        return tuple(_make_mean(level, code, nodes) for code, nodes in members.items())

    def make_total(self, pillars: tuple[Score, ...], level: str) -> Score:
        if self.method.total == OF_PILLARS:
            return _make_mean(level, "all", pillars)
        return _make_mean(level, "all", [node for _head, node in self.top])


def name_composite(kinds: Iterable[str]) -> str:
    """The code of a composite: the kinds of units that it averages."""
    return "_".join(kinds)


class _Joint:
    """Joins the units of a company: those in a bundle, then the bundles of a composite, then the composites."""

    def __init__(self, method: Method, units: Mapping[str, MeasuredUnit]):
        place = {kind: number for number, kinds in enumerate(method.composites) for kind in kinds}
        self.places = {code: (place[unit.kind], unit.bundle or None) for code, unit in units.items()}
        self.names = [name_composite(kinds) for kinds in method.composites]

    def join(self, level: str, code: str, units: list[Score], weight: int = 1) -> Score:
        """One node out of a node per unit. Where there is only one of something, there is no level for it."""
        if len(units) == 1:
            return Score(level, code, units[0].value, units[0].parts)
        composites: dict[int, dict[str, list[Score]]] = {}
        for unit in units:
            composite, bundle = self.places[unit.code]
            # A unit without a bundle is alone in one of its own, which no bundle's name can equal.
            key = ("bundle", bundle) if bundle else ("unit", unit.code)
            composites.setdefault(composite, {}).setdefault(key, []).append(unit)
        nodes = []
        for composite, bundles in composites.items():
            inside = [
                _make_mean("bundle", name, members) if len(members) > 1 else members[0]
                for (_kind, name), members in bundles.items()
            ]
            alone = len(inside) == 1
            nodes.append(inside[0] if alone else _make_mean("composite", self.names[composite], inside))
        parts = nodes[0].parts if len(nodes) == 1 else nodes
        return _make_mean(level, code, parts, weight)


def _make_leaves(results: list[Result]) -> list[Score]:
    """One question at each of its units."""
    return [Score("unit", result.unit, result.points, result=result) for result in results]


def _make_unit_means(results: list[Result]) -> list[Score]:
    """One recommendation at each of its units."""
    units: dict[str, list[Score]] = {}
    for result in results:
        leaf = Score("question", result.question, result.points, (), result.weight, result)
        units.setdefault(result.unit, []).append(leaf)
    return [_make_mean("unit", unit, leaves) for unit, leaves in units.items()]


def _make_mean(level: str, code: str, parts: Iterable[Score], weight: int = 1) -> Score:
    parts = tuple(parts)
    earned = weights = 0
    for part in parts:
        if part.value is not None:
            earned += part.value * part.weight
            weights += part.weight
    return Score(level, code, Fraction(earned, weights) if weights else None, parts, weight)
