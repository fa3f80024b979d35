"""The three files that `score_answers` reads, and its scores, for tests."""

import csv
from pathlib import Path

from assessment.recompute import score_files
from tests.factories.standards import write_edition


def write_lines(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def write_answers(folder: Path, *rows: str) -> Path:
    """ANSWERS.csv with these rows."""
    return write_lines(folder / "ANSWERS.csv", "subject,unit,question,option", *rows)


def write_units(folder: Path, *rows: str) -> Path:
    """UNITS.csv with these rows."""
    return write_lines(folder / "UNITS.csv", "subject,unit,kind,bundle", *rows)


def score(folder: Path, *changes: tuple, answers: tuple, units: tuple = (), **tell) -> list[dict[str, str]]:
    """The rows of SCORES.csv for the example edition of docs/standard-format.md with changes."""
    score_files(
        write_edition(folder, *changes, name="edition.yaml"),
        write_answers(folder, *answers),
        write_units(folder, *units) if units else None,
        folder / "SCORES.csv",
        **tell,
    )
    return read_scores(folder / "SCORES.csv")


def read_scores(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pick(rows: list[dict[str, str]], level: str, code: str, unit: str = "") -> list[tuple[str, str]]:
    """Score and exact score of a node, for every subject that has a row for it."""
    return [
        (row["score"], row["exact"])
        for row in rows
        if (row["level"], row["code"], row["unit"]) == (level, code, unit)
    ]
