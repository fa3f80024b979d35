"""Scores by hand and by property. Without a database: the scoring is pure."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.scoring import Result, compute_scorecard, round_half_up, round_score


PILLARS = ("expression", "privacy", "hrd")
STANDARDS = ("alpha", "beta")
DOCUMENT = Path(__file__).parents[2] / "docs" / "scoring.md"


def read_tables() -> list[list[dict[str, str]]]:
    """The tables of docs/scoring.md as rows by column name."""
    tables, rows = [], []
    for line in [*DOCUMENT.read_text().splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif rows:
            tables.append([dict(zip(rows[0], row, strict=True)) for row in rows[2:]])
            rows = []
    return tables


def read_example() -> list[Result]:
    return [
        Result(
            question=row["question"],
            standard=row["standard"],
            pillar=row["pillar"],
            kind=row["kind"],
            weight=int(row["weight"]),
            option="" if row["option"] == "–" else row["option"],
            points=None if row["points"] == "–" else int(row["points"]),
        )
        for row in read_tables()[0]
    ]


def score(results):
    return compute_scorecard(results, pillars=PILLARS, standards=STANDARDS)


@pytest.mark.parametrize("row", read_tables()[1], ids=lambda row: row["node"])
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
