"""docs/scoring.md, compared with the code: every rule's example, the form of score.json, the recipe."""

import json
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest
from django.urls import reverse

from assessment import score_document
from assessment.laying_out import lay_out
from assessment.models import Assessment
from assessment.questionnaire import select_units
from assessment.recompute import describe
from assessment.rounding import round_score
from assessment.score_document import (
    LeftOut,
    ScoreDocument,
    describe_method,
    describe_node,
    describe_unit,
    show_value,
)
from assessment.scoring import Score
from standards.definition import Option
from tests.assessment.questionnaires import fill, list_codes, make_edition
from tests.assessment.scoring_examples import (
    list_scores,
    read_blocks,
    read_code,
    read_examples,
    read_points,
    read_sections,
    walk,
)
from tests.factories.assessments import find_member


ROOT = Path(__file__).parents[2]
SECTIONS = read_sections()
RULES = [heading for heading in SECTIONS if re.match(r"\d+\. ", heading)]
EXAMPLES = {
    f"{heading} ({number})": example
    for heading in RULES
    for number, example in enumerate(read_examples(SECTIONS[heading]), start=1)
}
MODELS = {
    name: model
    for name, model in vars(score_document).items()
    if isinstance(model, type)
    and issubclass(model, score_document.Document)
    and model is not score_document.Document
}
SCHEMA_COMMAND = (
    "import json; from assessment.score_document import ScoreDocument; "
    "print(json.dumps(ScoreDocument.model_json_schema(mode='serialization'), indent=2))"
)


def find_tables(*columns: str) -> list:
    """Every table of results of the rules that has these columns, with its example."""
    return [
        pytest.param(example, row, id=f"{name}: {' '.join(row.values())}")
        for name, example in EXAMPLES.items()
        for row in example.results
        if set(columns) <= set(row)
    ]


def find_node(scorecard, level: str, code: str) -> Score:
    return next(
        node
        for score in list_scores(scorecard)
        for node in walk(score)
        if (node.level, node.code) == (level, code)
    )


def test_rules_are_numbered_one_by_one_and_each_has_an_example():
    assert [int(heading.split(".")[0]) for heading in RULES] == list(range(1, len(RULES) + 1))
    assert [heading for heading in RULES if not read_examples(SECTIONS[heading])] == []


@pytest.mark.parametrize(("example", "row"), find_tables("node", "exact", "shown"))
def test_node_of_an_example_comes_out(example, row):
    level, code = row["node"].split()
    unit = None if row.get("unit", "–") == "–" else read_code(row["unit"])

    node = find_node(example.score(unit), level, code)

    assert node.value == (None if row["exact"] == "–" else Fraction(row["exact"]))
    assert ("not scored" if node.value is None else str(round_score(node.value))) == row["shown"]
    if "coverage" in row:
        assert f"{node.answered} of {node.applicable}" == row["coverage"]
        assert node.coverage == Fraction(node.answered, node.applicable)


@pytest.mark.parametrize(("example", "row"), find_tables("share", "contribution", "gain"))
def test_share_contribution_and_gain_of_an_example_come_out(example, row):
    (line,) = [
        line
        for line in example.score().total.lines
        if (line.result.question, line.result.unit) == (row["question"], read_code(row["unit"]))
    ]

    assert line.share == Fraction(row["share"])
    assert line.percent == 100 * Fraction(row["share"])
    assert line.contribution == Fraction(row["contribution"])
    assert (100 - line.result.points) * line.share == Fraction(row["gain"])


def test_contributions_of_the_example_add_up_to_its_score():
    (example,) = [
        example
        for name, example in EXAMPLES.items()
        if name.startswith("20.") and "share" in example.results[0]
    ]

    assert len(example.results) == len(example.score().total.lines)
    assert sum(Fraction(row["share"]) for row in example.results) == 1
    assert sum(Fraction(row["contribution"]) for row in example.results) == example.score().total.value


@pytest.mark.parametrize(("example", "row"), find_tables("exact", "page", "SCORES.csv"))
def test_example_of_rounding_comes_out(example, row):
    exact = Fraction(row["exact"])

    assert str(round_score(exact)) == row["page"]
    assert describe(Score("total", "all", exact)) == (row["SCORES.csv"], row["exact"])


@pytest.mark.parametrize(("example", "row"), find_tables("scope", "asked"))
def test_units_that_a_scope_asks_come_out(example, row):
    asked = [unit.code or "whole" for unit in select_units(row["scope"], example.units)]

    assert ", ".join(asked) == row["asked"]


@pytest.mark.parametrize(("example", "row"), find_tables("profile", "tier", "left out", "asked"))
def test_questions_that_a_profile_and_a_tier_ask_come_out(example, row):
    tags, left_out = ({read_code(row[key])} - {""} for key in ("profile", "left out"))
    questionnaire = lay_out([make_edition()], tier=row["tier"], tags=frozenset(tags))

    assert ", ".join(sorted(list_codes(fill(questionnaire, left_out=left_out).questions))) == row["asked"]


SCALED = {name: example for name, example in EXAMPLES.items() if example.scale}


def test_three_rules_are_about_scales():
    assert [name.split(".")[0] for name in SCALED] == ["1", "12", "13"]


@pytest.mark.parametrize("name", SCALED)
def test_points_of_an_example_are_those_of_its_scale(name):
    example = SCALED[name]
    scale = {
        row["option"]: Option(
            code=row["option"],
            label=dict.fromkeys(("kk", "ru", "en"), row["option"]),
            points=read_points(row["points"]),
            reversed_points=read_points(row.get("reversed_points", "–")),
        )
        for row in example.scale
    }

    assert [
        scale[row["option"]].earns(row.get("reversed", "false") == "true") for row in example.answers
    ] == [read_points(row["points"]) for row in example.answers]


def read_code_block(heading: str, language: str) -> str:
    (block,) = [content for kind, content in read_blocks(SECTIONS[heading]) if kind == language]
    return block


def read_keys(heading: str) -> list[str]:
    ((_kind, rows),) = read_blocks(SECTIONS[heading])
    return [row["key"].strip("`") for row in rows]


def test_every_block_of_the_document_is_described():
    described = {match[1] for heading in SECTIONS if (match := re.search(r"\(`(\w+)`\)$", heading))}

    assert described == set(MODELS)


@pytest.mark.parametrize("name", MODELS)
def test_described_keys_are_those_of_the_model(name):
    (heading,) = [heading for heading in SECTIONS if heading.endswith(f"(`{name}`)")]

    assert read_keys(heading) == list(MODELS[name].model_fields)


def test_described_reasons_are_those_of_the_model():
    ((_kind, rows),) = read_blocks(SECTIONS["Reasons"])

    assert [row["reason"].strip("`") for row in rows] == list(get_args(LeftOut))


@pytest.mark.parametrize("name", MODELS)
def test_described_words_of_a_key_are_those_of_the_model(name):
    (heading,) = [heading for heading in SECTIONS if heading.endswith(f"(`{name}`)")]
    ((_kind, rows),) = read_blocks(SECTIONS[heading])
    for row in rows:
        annotation = MODELS[name].model_fields[row["key"].strip("`")].annotation
        if get_origin(annotation) is Literal:
            assert re.findall(r"`(\w+)`", row["value"]) == [str(word) for word in get_args(annotation)]


def test_schema_is_made_from_the_model():
    schema = json.dumps(ScoreDocument.model_json_schema(mode="serialization"), indent=2) + "\n"

    assert (ROOT / "docs" / "score.schema.json").read_text(encoding="utf-8") == schema, (
        f'make it again: .venv/bin/python -c "{SCHEMA_COMMAND}" > docs/score.schema.json'
    )


def test_every_key_of_the_schema_says_what_it_is():
    for name, model in MODELS.items():
        for key, field in model.model_fields.items():
            assert field.description, f"{name}.{key}"


def test_example_is_the_document_of_its_answers():
    shown = ScoreDocument.model_validate_json(read_code_block("Example", "json"))
    ((_kind, units), (_kind, answers), _json) = read_blocks(SECTIONS["Example"])
    (example,) = read_examples(SECTIONS["Example"] + "\n| node |\n|---|\n| the tree |\n")
    score = example.score().find(shown.cut, shown.code)
    labels = {(node.level, node.code): node.label for node in walk(shown.tree)}

    tree = describe_node(score, lambda node: labels[node.level, node.code])

    assert len(example.answers) == len(answers) == 4
    assert shown.tree == tree
    assert (shown.exact, shown.shown) == (str(score.value), show_value(score))
    assert shown.method == describe_method(example.method)
    assert [unit.model_dump(exclude={"name"}) for unit in shown.units] == [
        describe_unit(unit).model_dump(exclude={"name"}) for unit in example.units
    ]
    assert len(units) == 3


def test_example_holds_every_key_and_no_other():
    written = json.loads(read_code_block("Example", "json"))

    assert ScoreDocument.model_validate(written).model_dump(mode="json") == written


def run_recipe(path: Path) -> str:
    recipe = read_code_block("Recompute it", "python")
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", recipe, path], capture_output=True, text=True, check=True
    ).stdout


def test_recipe_is_five_lines_and_recomputes_the_example(tmp_path):
    path = tmp_path / "score.json"
    path.write_text(read_code_block("Example", "json"), encoding="utf-8")
    function = re.search(
        r"^def .*?(?=^$)", read_code_block("Recompute it", "python"), re.DOTALL | re.MULTILINE
    )

    assert run_recipe(path) == "275/4 275/4\n"
    assert len(function[0].splitlines()) == 5


def test_recipe_recomputes_a_changed_document(tmp_path):
    document = json.loads(read_code_block("Example", "json"))
    document["tree"]["parts"][1]["points"] = 0
    path = tmp_path / "score.json"
    path.write_text(json.dumps(document), encoding="utf-8")

    assert run_recipe(path) == "225/4 275/4\n"


@pytest.mark.django_db
@pytest.mark.parametrize(("cut", "code"), [("total", "all"), ("disclosure", "all"), ("standard", "drcq")])
def test_recipe_recomputes_a_score_of_the_demo(client, tmp_path, cut, code):
    assessment = Assessment.objects.filter(editions__standard__slug="drcq").first()
    client.force_login(find_member(assessment))
    path = tmp_path / "score.json"
    path.write_bytes(client.get(reverse("assessment:score-json", args=[assessment.pk, cut, code])).content)

    exact = ScoreDocument.model_validate_json(path.read_bytes()).exact

    assert "/" in exact
    assert run_recipe(path) == f"{exact} {exact}\n"
