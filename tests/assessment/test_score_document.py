"""The tree that is shown recomputes to the score that is shown, whatever is asked and answered. Without a database."""

import json
from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from assessment.questionnaire import select_units
from assessment.score_document import (
    EditionDocument,
    NodeDocument,
    ScoreDocument,
    describe_method,
    describe_node,
    describe_unit,
    explain_absence,
    show_value,
)
from assessment.scoring import (
    WHOLE_COMPANY,
    MeasuredUnit,
    Method,
    Result,
    Score,
    Scorecard,
    compute_scorecard,
)
from tests.assessment.scoring_examples import list_scores


PILLARS = ("expression", "privacy", "hrd")
STANDARDS = ("alpha", "beta")
POINTS = {"yes": 100, "mostly": 70, "partially": 50, "no": 0, "no_disclosure_found": 0}
REVERSED = {"yes": 0, "mostly": 30, "partially": 50, "no": 100, "no_disclosure_found": 0}
# A pillar, and a family that is in no other pillar.
PLACES = [("expression", ""), ("expression", "F-1"), ("privacy", ""), ("privacy", "F-2")]
COMPOSITES = [
    (("group",), ("operating_company",), ("service",)),
    (("group", "operating_company"), ("service",)),
    (("group",), ("operating_company", "service")),
    (("group", "operating_company", "service"),),
]
METHODS = st.sampled_from(
    [
        Method(pillar, total, units, composites)
        for pillar, total, units in (
            ("weighted_mean_of_questions", "mean_of_pillars", "question"),
            ("weighted_mean_of_questions", "mean_of_recommendations", "question"),
            ("mean_of_recommendations", "mean_of_pillars", "question"),
            ("mean_of_recommendations", "mean_of_recommendations", "question"),
            ("mean_of_recommendations", "mean_of_pillars", "recommendation"),
            ("mean_of_recommendations", "mean_of_recommendations", "recommendation"),
        )
        for composites in COMPOSITES
    ]
)
APART = st.tuples(
    st.sampled_from(["operating_company", "service", "service"]), st.sampled_from(["", "mobile", "mobile"])
)
UNITS = st.one_of(st.lists(APART, max_size=1), st.lists(APART, min_size=3, max_size=5)).map(
    lambda drawn: (
        WHOLE_COMPANY,
        *(MeasuredUnit(str(number), f"Unit {number}", *unit) for number, unit in enumerate(drawn, start=1)),
    )
)
QUESTIONS = st.lists(
    st.fixed_dictionaries(
        {
            "recommendation": st.integers(0, 4),
            "scope": st.sampled_from(["company", "service", "both"]),
            "weight": st.integers(1, 9),
            "kind": st.sampled_from(["disclosure", "practice", "both"]),
            "reversed": st.booleans(),
            "is_elsewhere": st.booleans(),
        }
    ),
    min_size=3,
    max_size=8,
)
OPTIONS = st.sampled_from([*POINTS, "not_applicable", "not_applicable", "", ""])


@dataclass(frozen=True)
class Case:
    """What an assessment asks and what is answered. `left_out` are the pillars that the company leaves out."""

    method: Method
    units: tuple[MeasuredUnit, ...]
    results: tuple[Result, ...]
    left_out: frozenset[str] = frozenset()

    def score(self, results=None, *, unit: str | None = None) -> Scorecard:
        results = self.results if results is None else results
        return compute_scorecard(
            [result for result in results if unit in (None, result.unit)],
            pillars=PILLARS,
            standards=STANDARDS,
            method=self.method,
            units=self.units,
        )


@st.composite
def cases(draw) -> Case:
    """A questionnaire as the checks of editions let it pass, with answers."""
    method, units = draw(METHODS), draw(UNITS)
    # R-0 of alpha and R-0 of beta are two.
    recommendations = [
        (STANDARDS[number % 2], f"R-{number // 2}", *draw(st.sampled_from(PLACES))) for number in range(5)
    ]
    may_be_elsewhere = "mean_of_recommendations" not in (method.pillar, method.total)
    left_out = draw(st.sampled_from([frozenset(), frozenset(), frozenset(["privacy"])]))
    results = []
    for number, question in enumerate(draw(QUESTIONS)):
        standard, recommendation, pillar, family = recommendations[question["recommendation"]]
        if question["is_elsewhere"] and may_be_elsewhere:
            pillar = "hrd"
        for unit in select_units(question["scope"], units):
            option = draw(OPTIONS)
            points = (REVERSED if question["reversed"] else POINTS).get(option)
            answer = (f"Q-{number}", standard, pillar, question["kind"], question["weight"], option, points)
            results.append(Result(*answer, recommendation, family, unit.code))
    return Case(method, units, tuple(result for result in results if result.pillar not in left_out), left_out)


def export(case: Case, score: Score) -> dict:
    """The document of a score as somebody else reads it."""
    document = ScoreDocument(
        language="en",
        assessment="7f3c9a52",
        cut=score.level,
        code=score.code,
        unit=None,
        exact=None if score.value is None else str(score.value),
        shown=show_value(score),
        method=describe_method(case.method),
        editions=[EditionDocument(standard=slug, edition="2026", sha256="9f86d081") for slug in STANDARDS],
        units=[describe_unit(unit) for unit in case.units],
        tree=describe_node(score, lambda node: node.code, case.left_out),
    )
    return json.loads(document.model_dump_json())


def recompute(node: dict, left_out=frozenset()) -> Fraction | int | None:
    """The value of a node out of the points and weights below it; what every node says of itself has to agree."""
    parts = [(recompute(part, left_out), part["weight"]) for part in node["parts"]]
    counted = [(value, weight) for value, weight in parts if value is not None]
    if counted:
        value = Fraction(
            sum(value * weight for value, weight in counted), sum(weight for _v, weight in counted)
        )
        assert node["points"] is None
    else:
        value = node["points"]
    assert node["exact"] == (None if value is None else str(value))
    assert node["left_out"] == find_reason(node, value, left_out)
    return value


def find_reason(node: dict, value, left_out) -> str | None:
    if value is not None:
        return None
    if node["question"] is not None:
        return "not_applicable" if node["option"] == "not_applicable" else "unanswered"
    if node["level"] == "pillar" and node["code"] in left_out:
        return "left_out_by_company"
    return "nothing_scored" if list_leaves(node) else "nothing_asked"


def list_leaves(node: dict) -> list[tuple]:
    """What is answered below a node: question, unit, option, points."""
    if node["question"] is not None:
        return [tuple(node[key] for key in ("question", "unit", "option", "points"))]
    return [leaf for part in node["parts"] for leaf in list_leaves(part)]


def list_all_scores(case: Case) -> list[Score]:
    """Every score that a page can show: of all units together, and of each alone."""
    return [
        score
        for unit in (None, *(unit.code for unit in case.units))
        for score in list_scores(case.score(unit=unit))
    ]


@settings(max_examples=100)
@given(cases())
def test_tree_shown_recomputes_to_the_score_shown(case):
    for score in list_all_scores(case):
        document = export(case, score)

        value = recompute(document["tree"], case.left_out)

        assert value == score.value
        assert document["exact"] == document["tree"]["exact"] == (None if value is None else str(value))
        assert document["shown"] == (
            None if value is None else 100 if value == 100 else min(floor(value + Fraction(1, 2)), 99)
        )


@settings(max_examples=100)
@given(cases())
def test_leaves_are_the_answers_each_of_them_once(case):
    scorecard = case.score()
    answers = Counter(
        (result.question, result.unit, result.option or None, result.points) for result in case.results
    )

    assert Counter(list_leaves(export(case, scorecard.total)["tree"])) == answers
    for cut in (scorecard.pillars, scorecard.standards, scorecard.recommendations.values()):
        assert sum((Counter(list_leaves(export(case, score)["tree"])) for score in cut), Counter()) == answers
    for unit in case.units:
        assert Counter(list_leaves(export(case, case.score(unit=unit.code).total)["tree"])) == Counter(
            {leaf: count for leaf, count in answers.items() if leaf[1] == unit.code}
        )


@settings(max_examples=100)
@given(cases())
def test_shares_add_up_to_1_and_contributions_to_the_score(case):
    for score in list_all_scores(case):
        if score.value is not None:
            assert sum(line.share for line in score.lines) == 1
            assert sum(line.contribution for line in score.lines) == score.value
        else:
            assert score.lines == ()


@settings(max_examples=100)
@given(cases())
def test_every_score_lies_between_0_and_100(case):
    for score in list_all_scores(case):
        assert score.value is None or 0 <= score.value <= 100


def list_values(scorecard: Scorecard) -> dict:
    """Every value of a scorecard by what it is of."""
    named = [scorecard.total, scorecard.disclosure, *scorecard.pillars, *scorecard.standards]
    values = {(score.level, score.code): score.value for score in named}
    values |= {("recommendation", *key): score.value for key, score in scorecard.recommendations.items()}
    return values | {("family", *key): score.value for key, score in scorecard.families.items()}


@settings(max_examples=100)
@given(cases(), st.randoms(use_true_random=False))
def test_order_of_answers_never_matters(case, random):
    shuffled = list(case.results)
    random.shuffle(shuffled)

    assert list_values(case.score(shuffled)) == list_values(case.score())


@settings(max_examples=100)
@given(cases())
def test_what_has_no_points_never_counts(case):
    with_all = list_values(case.score())

    without = list_values(case.score(result for result in case.results if result.is_scored))

    assert {key: without.get(key) for key in with_all} == with_all


@settings(max_examples=100)
@given(cases(), st.data())
def test_better_answer_never_lowers_a_score(case, data):
    improvable = [number for number, result in enumerate(case.results) if result.points in range(100)]
    if not improvable:
        return
    number = data.draw(st.sampled_from(improvable))
    better = list(case.results)
    points = data.draw(st.integers(better[number].points + 1, 100))
    better[number] = replace(better[number], option="better", points=points)

    before, after = list_values(case.score()), list_values(case.score(better))

    assert {key for key, value in before.items() if value is not None and after[key] < value} == set()
    assert (
        after["recommendation", better[number].standard, better[number].recommendation]
        > (before["recommendation", better[number].standard, better[number].recommendation])
    )


@settings(max_examples=100)
@given(cases(), st.data())
def test_gain_of_an_answer_is_what_closing_it_adds(case, data):
    lines = [line for line in case.score().total.lines if line.result.points < 100]
    if not lines:
        return
    line = data.draw(st.sampled_from(lines))
    closed = [
        replace(result, option="best", points=100) if result == line.result else result
        for result in case.results
    ]

    gain = case.score(closed).total.value - case.score().total.value

    assert gain == (100 - line.result.points) * line.share


def mean(values) -> Fraction | None:
    return weigh((value, 1) for value in values)


def weigh(pairs) -> Fraction | None:
    counted = [(value, weight) for value, weight in pairs if value is not None]
    if not counted:
        return None
    return Fraction(sum(value * weight for value, weight in counted), sum(weight for _v, weight in counted))


def combine(case: Case, values: dict[str, Fraction | int | None]) -> Fraction | None:
    """The value over units out of the value of each."""
    units = [unit for unit in case.units if unit.code in values]
    return mean(
        mean(
            mean(values[unit.code] for unit in units if unit.kind in kinds and name_value(unit) == name)
            for name in dict.fromkeys(name_value(unit) for unit in units if unit.kind in kinds)
        )
        for kinds in case.method.composites
    )


def name_value(unit: MeasuredUnit) -> tuple[str, str]:
    """What counts as one value with the unit."""
    return ("bundle", unit.bundle) if unit.bundle else ("unit", unit.code)


def group(items, key) -> dict:
    groups = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def compute_values(case: Case, results: list[Result]) -> dict:
    """What `list_values` should be, out of docs/scoring.md and without a tree."""
    method = case.method
    questions = [
        (given[0], combine(case, {result.unit: result.points for result in given}))
        for given in group(results, lambda result: (result.standard, result.question)).values()
    ]
    recommendations = {}
    for key, members in group(results, lambda result: (result.standard, result.recommendation)).items():
        if method.units == "question":
            asked = [
                (head, value) for head, value in questions if (head.standard, head.recommendation) == key
            ]
            value = weigh((value, head.weight) for head, value in asked)
        else:
            units = group(members, lambda result: result.unit)
            value = combine(
                case,
                {code: weigh((each.points, each.weight) for each in given) for code, given in units.items()},
            )
        recommendations[key] = (members[0], value)
    families = {
        key: (members[0][0], mean(value for _head, value in members))
        for key, members in group(
            (each for each in recommendations.values() if each[0].family),
            lambda each: (each[0].standard, each[0].family),
        ).items()
    }
    top = [*families.values(), *(each for each in recommendations.values() if not each[0].family)]

    def cut(attribute: str, code: str) -> Fraction | None:
        if method.pillar == "weighted_mean_of_questions":
            return weigh(
                (value, head.weight) for head, value in questions if getattr(head, attribute) == code
            )
        return mean(value for head, value in top if getattr(head, attribute) == code)

    values = {("pillar", code): cut("pillar", code) for code in PILLARS}
    total = mean(values.values() if method.total == "mean_of_pillars" else [value for _head, value in top])
    values |= {("standard", code): cut("standard", code) for code in STANDARDS}
    values |= {("recommendation", *key): value for key, (_head, value) in recommendations.items()}
    values |= {("family", *key): value for key, (_head, value) in families.items()}
    return values | {("total", "all"): total}


@settings(max_examples=100)
@given(cases())
def test_scores_are_what_the_rules_say(case):
    public = [result for result in case.results if result.kind == "disclosure"]
    disclosure = compute_values(case, public)["total", "all"]

    assert list_values(case.score()) == compute_values(case, case.results) | {
        ("disclosure", "all"): disclosure
    }


def test_unknown_key_and_missing_key_are_refused():
    node = describe_node(Score("pillar", "privacy", None), lambda node: "Privacy").model_dump()

    assert NodeDocument(**node).left_out == "nothing_asked"
    with pytest.raises(ValidationError):
        NodeDocument(**node, colour="red")
    with pytest.raises(ValidationError):
        NodeDocument(**{key: value for key, value in node.items() if key != "left_out"})


@pytest.mark.parametrize(
    ("score", "reason"),
    [
        (Score("pillar", "privacy", None), "left_out_by_company"),
        (Score("pillar", "hrd", None), "nothing_asked"),
        (Score("standard", "privacy", None), "nothing_asked"),
        (Score("pillar", "privacy", Fraction(0)), None),
    ],
)
def test_only_a_pillar_without_a_value_is_left_out_by_the_company(score, reason):
    assert explain_absence(score, {"privacy"}) == reason


def test_labels_are_given_node_by_node():
    result = Result("Q-1", "alpha", "privacy", "practice", 3, "yes", 100, recommendation="R-1")
    case = Case(Method(), (WHOLE_COMPANY,), (result,))

    tree = describe_node(case.score().pillars[1], lambda node: f"{node.level} {node.code}".upper())

    assert (tree.label, [part.label for part in tree.parts]) == ("PILLAR PRIVACY", ["QUESTION Q-1"])
    assert (tree.value, tree.total_weight) == (100, 3)
    assert describe_node(Score("total", "all", None), str).value is None
