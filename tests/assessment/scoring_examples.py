"""The examples of docs/scoring.md: tables under headings, read one after the other."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from assessment.scoring import (
    WHOLE_COMPANY,
    MeasuredUnit,
    Method,
    Result,
    Score,
    Scorecard,
    compute_scorecard,
)


DOCUMENT = Path(__file__).parents[2] / "docs" / "scoring.md"
BLOCKS = re.compile(r"^```(\w+)\n(.*?)^```$|((?:^\|[^\n]*\n)+)", re.DOTALL | re.MULTILINE)


def read_sections() -> dict[str, str]:
    """What stands under each heading."""
    parts = re.split(r"^#+ (.*)\n", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def read_blocks(text: str) -> list[tuple[str, object]]:
    """The tables, as rows by column name, and the blocks of code, in their order: ("table" or the language, content)."""
    return [
        (match[1], match[2]) if match[1] else ("table", read_table(match[3]))
        for match in BLOCKS.finditer(text)
    ]


def read_table(text: str) -> list[dict[str, str]]:
    head, _line, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines())
    return [dict(zip(head, row, strict=True)) for row in rows]


@dataclass(frozen=True)
class Example:
    """What an example gives, and the table of results that should come out."""

    method: Method = Method()
    units: tuple[MeasuredUnit, ...] = (WHOLE_COMPANY,)
    scale: tuple[dict[str, str], ...] = ()
    answers: tuple[dict[str, str], ...] = ()
    results: tuple[dict[str, str], ...] = ()

    @property
    def inputs(self) -> list[Result]:
        return [read_answer(row) for row in self.answers]

    def score(self, unit: str | None = None) -> Scorecard:
        """The scores of all answers, or of those of one unit."""
        results = [result for result in self.inputs if unit is None or result.unit == unit]
        return compute_scorecard(
            results,
            pillars=dict.fromkeys(result.pillar for result in self.inputs),
            standards=dict.fromkeys(result.standard for result in self.inputs),
            method=self.method,
            units=self.units,
        )


def read_examples(text: str) -> list[Example]:
    """The examples of a section, one for each table of results; what is given holds until something else is."""
    examples, given = [], Example()
    for kind, content in read_blocks(text):
        if kind == "yaml":
            given = replace(given, method=read_method(content))
        elif kind == "table" and "bundle" in content[0]:
            given = replace(given, units=tuple(map(read_unit, content)))
        elif kind == "table" and list(content[0])[0] == "option":
            given = replace(given, scale=tuple(content))
        elif kind == "table" and "points" in content[0]:
            given = replace(given, answers=tuple(content))
        elif kind == "table":
            examples.append(replace(given, results=tuple(content)))
    return examples


def read_method(text: str) -> Method:
    """A `scoring` block; what it does not say is as in our editions."""
    scoring = yaml.safe_load(text)
    if "composites" in scoring:
        scoring["composites"] = tuple(tuple(kinds) for kinds in scoring["composites"])
    return Method(**scoring)


def read_unit(row: dict[str, str]) -> MeasuredUnit:
    code = read_code(row["unit"])
    return MeasuredUnit(code, code, row["kind"], read_code(row["bundle"]))


def read_code(cell: str) -> str:
    return "" if cell in ("–", "whole") else cell


def read_points(cell: str) -> int | None:
    return None if cell == "–" else int(cell)


def read_answer(row: dict[str, str]) -> Result:
    return Result(
        question=row["question"],
        standard=row.get("standard", "alpha"),
        pillar=row.get("pillar", "expression"),
        kind=row.get("kind", "practice"),
        weight=int(row.get("weight", 1)),
        option=read_code(row["option"]),
        points=read_points(row["points"]),
        recommendation=row.get("recommendation", "R-1"),
        family=read_code(row.get("family", "–")),
        unit=read_code(row.get("unit", "whole")),
    )


def list_scores(scorecard: Scorecard) -> list[Score]:
    """Every score of a scorecard that has an address."""
    return [
        scorecard.total,
        scorecard.disclosure,
        *scorecard.pillars,
        *scorecard.standards,
        *scorecard.recommendations.values(),
        *scorecard.families.values(),
    ]


def walk(score: Score) -> list[Score]:
    """A node and all nodes below it."""
    return [score, *(below for part in score.parts for below in walk(part))]
