"""Scores by hand and by property. Without a database: the scoring is pure."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.rounding import round_half_up, round_score
from assessment.scoring import WHOLE_COMPANY, MeasuredUnit, Method, Result, Score, compute_scorecard
from standards.definition import Scoring
from tests.assessment.scoring_examples import read_examples, read_sections


PILLARS = ("expression", "privacy", "hrd")
STANDARDS = ("alpha", "beta")
(EXAMPLE,) = read_examples(read_sections()["Worked example"])


def read_example() -> list[Result]:
    return EXAMPLE.inputs


def score(results):
    return compute_scorecard(results, pillars=PILLARS, standards=STANDARDS)


@pytest.mark.parametrize("row", EXAMPLE.results, ids=lambda row: row["node"])
def test_worked_example_of_the_document(row):
    node = score(read_example()).find(*row["node"].split())

    assert node.value == (None if row["exact"] == "–" else Fraction(row["exact"]))
    assert ("not scored" if node.value is None else str(round_score(node.value))) == row["shown"]


def test_example_coverage_counts_excluded_answers_as_answers():
    total = score(read_example()).total

    assert (total.answered, total.applicable, total.excluded) == (6, 7, 1)
    assert total.coverage == Fraction(6, 7)
    assert total.is_complete is False


def test_example_weighted_sums_stand_beside_the_mean():
    expression = score(read_example()).pillars[0]

    assert (expression.earned, expression.available) == (400, 900)


def test_example_share_of_one_question_in_the_total():
    shares = {line.result.question: line.share for line in score(read_example()).total.lines}

    assert shares["E-3"] == Fraction(2, 9)
    assert set(shares) == {"E-1", "E-2", "E-3", "P-1", "P-3"}


def test_nothing_asked_is_not_scored_and_complete():
    scorecard = score([])

    assert scorecard.total.value is None
    assert scorecard.disclosure.value is None
    assert [pillar.value for pillar in scorecard.pillars] == [None, None, None]
    assert scorecard.total.coverage == 1
    assert scorecard.total.is_complete is True


@pytest.mark.parametrize(
    ("cut", "code"), [("pillar", "privacy"), ("standard", "beta"), ("total", "all"), ("disclosure", "all")]
)
def test_find_gives_the_node_behind_an_address(cut, code):
    assert score(read_example()).find(cut, code).code == code


@pytest.mark.parametrize(("cut", "code"), [("pillar", "absent"), ("weather", "all"), ("total", "privacy")])
def test_find_gives_none_for_an_unknown_address(cut, code):
    assert score(read_example()).find(cut, code) is None


@pytest.mark.parametrize(
    ("value", "shown"),
    [("0", 0), ("1/2", 1), ("99/2", 50), ("98.5", 99), ("99.5", 99), ("9999999/100000", 99), ("100", 100)],
)
def test_round_score_never_rounds_up_to_100(value, shown):
    assert round_score(Fraction(value)) == shown


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"), [("3.05", 1, "3.1"), ("3.049", 1, "3"), ("1/3", 2, "0.33")]
)
def test_round_half_up(value, decimals, rounded):
    assert round_half_up(Fraction(value), decimals) == Fraction(rounded)


POINTS = {"yes": 100, "partially": 50, "no": 0, "not_applicable": None, "": None}


NUMBERS, LATER_NUMBERS = st.integers(0, 10**6), st.integers(10**6 + 1, 10**7)


def answers_with(*options, numbers=NUMBERS):
    return st.builds(
        lambda number, standard, pillar, kind, weight, option: Result(
            f"Q-{number}", standard, pillar, kind, weight, option, POINTS[option]
        ),
        numbers,
        st.sampled_from(STANDARDS),
        st.sampled_from(PILLARS),
        st.sampled_from(["disclosure", "practice", "both"]),
        st.integers(1, 9),
        st.sampled_from(options),
    )


answer_lists = st.lists(
    answers_with(*sorted(POINTS)), max_size=25, unique_by=lambda result: (result.standard, result.question)
)


def all_scores(scorecard):
    return [scorecard.total, scorecard.disclosure, *scorecard.pillars, *scorecard.standards]


@given(answer_lists)
def test_every_score_lies_between_0_and_100(results):
    for node in all_scores(score(results)):
        assert node.value is None or 0 <= node.value <= 100


@given(answer_lists)
def test_every_score_is_the_sum_of_its_lines(results):
    for node in all_scores(score(results)):
        if node.value is not None:
            assert sum(line.share for line in node.lines) == 1
            assert sum(line.contribution for line in node.lines) == node.value


@given(answer_lists, st.data())
def test_a_better_answer_never_lowers_a_score(results, data):
    scored = [position for position, result in enumerate(results) if result.points in (0, 50)]
    if not scored:
        return
    position = data.draw(st.sampled_from(scored))
    better = list(results)
    better[position] = Result(**{**vars(results[position]), "option": "yes", "points": 100})

    for before, after in zip(all_scores(score(results)), all_scores(score(better)), strict=True):
        assert before.value is None or after.value >= before.value


@given(answer_lists, st.lists(answers_with("not_applicable", numbers=LATER_NUMBERS), max_size=5))
def test_not_applicable_never_counts(results, excluded):
    without = [node.value for node in all_scores(score(results))]

    assert [node.value for node in all_scores(score([*results, *excluded]))] == without


@given(answer_lists, st.randoms())
def test_order_never_matters(results, random):
    shuffled = list(results)
    random.shuffle(shuffled)

    assert [node.value for node in all_scores(score(shuffled))] == [
        node.value for node in all_scores(score(results))
    ]


def test_share_in_per_cent():
    shares = {line.result.question: line.percent for line in score(read_example()).total.lines}

    assert shares["E-3"] == Fraction(200, 9)
    assert sum(shares.values()) == 100


WHOLE = WHOLE_COMPANY
APP, SITE = (MeasuredUnit(code, code, "service") for code in ("app", "site"))
PREPAID, POSTPAID = (MeasuredUnit(code, code, "service", "mobile") for code in ("prepaid", "postpaid"))
BRANCH = MeasuredUnit("branch", "branch", "operating_company", "mobile")
SECOND_BRANCH = MeasuredUnit("second", "second", "operating_company", "mobile")
AT_RECOMMENDATION = Method("mean_of_recommendations", "mean_of_recommendations", "recommendation")


def ask(units, method=None, *, codes=("Q-1",), **fields):
    """The scores of questions that every unit answers with 50."""
    fields = {"standard": "alpha", "pillar": "privacy", "kind": "practice", "recommendation": "R-1"} | fields
    results = [
        Result(code, weight=1, option="partially", points=50, unit=unit.code, **fields)
        for code in codes
        for unit in units
    ]
    return compute_scorecard(results, pillars=PILLARS, standards=STANDARDS, method=method, units=units)


def outline(node: Score):
    """A tree as its levels and codes."""
    name = f"{node.level} {node.code}"
    return (name, *map(outline, node.parts)) if node.parts else name


@pytest.mark.parametrize(
    ("units", "parts"),
    [
        ([APP, SITE], ("unit app", "unit site")),
        ([PREPAID, POSTPAID], ("unit prepaid", "unit postpaid")),
        ([PREPAID, APP], ("unit prepaid", "unit app")),
        ([PREPAID, POSTPAID, APP], (("bundle mobile", "unit prepaid", "unit postpaid"), "unit app")),
        ([WHOLE, APP], ("unit ", "unit app")),
        ([WHOLE, APP, SITE], ("unit ", ("composite service", "unit app", "unit site"))),
        ([WHOLE, PREPAID, POSTPAID], ("unit ", ("bundle mobile", "unit prepaid", "unit postpaid"))),
        (
            [WHOLE, PREPAID, POSTPAID, APP],
            (
                "unit ",
                ("composite service", ("bundle mobile", "unit prepaid", "unit postpaid"), "unit app"),
            ),
        ),
    ],
    ids=lambda value: "-".join(unit.name or "whole" for unit in value) if isinstance(value, list) else "",
)
def test_step_between_units_has_a_node_only_where_it_joins_several(units, parts):
    (recommendation,) = ask(units).recommendations.values()

    assert outline(recommendation) == ("recommendation R-1", ("question Q-1", *parts))


def test_question_of_one_unit_is_an_answer_itself():
    assert outline(ask([WHOLE]).total)[2] == ("pillar privacy", "question Q-1")
    assert outline(ask([APP]).total)[2] == ("pillar privacy", "question Q-1")


def test_recommendation_of_one_unit_holds_its_questions():
    assert outline(ask([APP], AT_RECOMMENDATION, codes=("Q-1", "Q-2")).total) == (
        "total all",
        ("recommendation R-1", "question Q-1", "question Q-2"),
    )


def test_recommendation_of_several_units_holds_each_with_its_questions():
    assert outline(ask([APP, SITE], AT_RECOMMENDATION, codes=("Q-1", "Q-2")).total) == (
        "total all",
        (
            "recommendation R-1",
            ("unit app", "question Q-1", "question Q-2"),
            ("unit site", "question Q-1", "question Q-2"),
        ),
    )


def test_bundles_of_one_name_in_two_composites_are_two():
    (recommendation,) = ask([BRANCH, SECOND_BRANCH, PREPAID, POSTPAID]).recommendations.values()

    assert outline(recommendation.parts[0])[1:] == (
        ("bundle mobile", "unit branch", "unit second"),
        ("bundle mobile", "unit prepaid", "unit postpaid"),
    )


def test_bundle_named_like_a_unit_does_not_take_it_in():
    units = [MeasuredUnit("1", "One", "service", "3"), MeasuredUnit("2", "Two", "service", "3")]
    (recommendation,) = ask([*units, MeasuredUnit("3", "Three", "service")]).recommendations.values()

    assert outline(recommendation.parts[0])[1:] == (("bundle 3", "unit 1", "unit 2"), "unit 3")


def test_composite_is_named_by_its_kinds():
    method = Method(composites=(("group", "operating_company"), ("service",)))
    (recommendation,) = ask([WHOLE, BRANCH, APP], method).recommendations.values()

    assert outline(recommendation.parts[0])[1:] == (
        ("composite group_operating_company", "unit ", "unit branch"),
        "unit app",
    )


def test_find_gives_recommendations_and_families():
    scorecard = ask([WHOLE], recommendation="R-1a", family="R-1")

    assert outline(scorecard.find("recommendation", "R-1a")) == ("recommendation R-1a", "question Q-1")
    assert outline(scorecard.find("family", "R-1")) == (
        "family R-1",
        ("recommendation R-1a", "question Q-1"),
    )
    assert scorecard.find("recommendation", "R-1") is None
    assert scorecard.find("family", "R-1a") is None


def test_recommendation_of_the_same_code_in_two_standards_is_two():
    results = [
        Result("Q-1", standard, "privacy", "practice", 1, "yes", points, "R-1", "F-1")
        for standard, points in (("alpha", 100), ("beta", 0))
    ]

    scorecard = score(results)

    values = {key: node.value for key, node in scorecard.recommendations.items()}
    assert values == {("alpha", "R-1"): 100, ("beta", "R-1"): 0}
    assert {key: node.value for key, node in scorecard.families.items()} == {
        ("alpha", "F-1"): 100,
        ("beta", "F-1"): 0,
    }
    assert [node.value for node in scorecard.standards] == [100, 0]


def test_method_is_read_from_an_edition():
    scoring = Scoring(
        pillar="mean_of_recommendations",
        total="mean_of_pillars",
        units="recommendation",
        composites=[["service"], ["group", "operating_company"]],
    )

    assert Method.read(scoring) == Method(
        "mean_of_recommendations",
        "mean_of_pillars",
        "recommendation",
        (("service",), ("group", "operating_company")),
    )


def test_methods_without_a_word_on_units_are_those_of_our_editions():
    scoring = Scoring(pillar="weighted_mean_of_questions", total="mean_of_pillars")

    assert Method.read(scoring) == Method()


@pytest.mark.parametrize(("points", "lines"), [(50, [("Q-1", 1, 50)]), (None, [])])
def test_an_answer_is_the_only_result_and_line_of_itself(points, lines):
    result = Result("Q-1", "alpha", "privacy", "practice", 3, "any", points)
    (answer,) = score([result]).pillars[1].parts

    assert answer.results == (result,)
    assert [(line.result.question, line.share, line.contribution) for line in answer.lines] == lines
