"""The command that scores files: the example and the refusals of docs/recompute.md, what is left behind, the bar."""

import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.assessment.score_files import write_answers, write_lines, write_units
from tests.factories.standards import write_edition


ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "recompute.md").read_text(encoding="utf-8")
ANSWERS, UNITS, SCORES = re.findall(r"```csv\n(.*?)```", DOCUMENT, re.DOTALL)
REFUSALS = re.findall(
    r"^\| (.+?) \| `(.+)` \|$", DOCUMENT.split("## What is refused")[1].split("## ")[0], re.M
)


def write_files(
    folder: Path, answers: str = ANSWERS, units: str = UNITS, changes: tuple = ()
) -> dict[str, Path]:
    """The files of the document's example as options of the command."""
    paths = {
        "edition": write_edition(folder, *changes, name="edition.yaml"),
        "answers": folder / "ANSWERS.csv",
        "units": folder / "UNITS.csv",
        "out": folder / "SCORES.csv",
    }
    paths["answers"].write_text(answers, encoding="utf-8")
    paths["units"].write_text(units, encoding="utf-8")
    return paths


def score_answers(paths: dict[str, Path], **options) -> list[str]:
    out = StringIO()
    call_command("score_answers", **paths, stdout=out, **options)
    return out.getvalue().splitlines()


def refuse(paths: dict[str, Path]) -> str:
    with pytest.raises(CommandError) as caught:
        score_answers(paths)
    assert caught.value.returncode == 2
    return str(caught.value)


def test_example_of_the_document(tmp_path):
    paths = write_files(tmp_path)

    assert score_answers(paths) == [f"{paths['out']}: 2 subjects"]
    assert paths["out"].read_bytes() == SCORES.encode()
    assert sorted(tmp_path.iterdir()) == sorted(paths.values())


def test_quiet_command_says_nothing(tmp_path):
    paths = write_files(tmp_path)

    assert score_answers(paths, verbosity=0) == []
    assert paths["out"].read_text() == SCORES


def test_units_may_be_left_out(tmp_path):
    paths = write_files(tmp_path, answers="subject,unit,question,option\nTulpar,,ACC-1,mostly\n")
    del paths["units"]

    score_answers(paths)

    assert paths["out"].read_text().splitlines()[1] == "Tulpar,question,ACC-1,,70.00,70"


def test_without_units_every_unit_but_the_whole_is_unknown(tmp_path):
    paths = write_files(tmp_path)
    del paths["units"]

    assert refuse(paths) == "ANSWERS.csv, line 3: unknown unit Tulpar Pay of Tulpar"


def test_unit_of_another_company_is_unknown(tmp_path):
    paths = write_files(tmp_path, answers="subject,unit,question,option\nKokjiek,Tulpar Pay,ACC-1,mostly\n")

    assert refuse(paths) == "ANSWERS.csv, line 2: unknown unit Tulpar Pay of Kokjiek"


def test_spreadsheet_form_and_other_column_order_give_the_same_scores(tmp_path):
    paths = write_files(tmp_path)
    rows = [line.split(",") for line in ANSWERS.splitlines()]
    text = "".join(f"{option},{question},{unit},{subject}\r\n" for subject, unit, question, option in rows)
    paths["answers"].write_bytes(b"\xef\xbb\xbf" + text.encode())

    score_answers(paths)

    assert paths["out"].read_text() == SCORES


def answer(*rows: str):
    """Writes these rows into ANSWERS.csv."""
    return lambda paths: write_answers(paths["answers"].parent, *rows)


def name(*rows: str):
    """Writes these rows into UNITS.csv."""
    return lambda paths: write_units(paths["units"].parent, *rows)


def write_head(head: str):
    return lambda paths: write_lines(paths["answers"], head)


def ask_services(paths) -> None:
    """ACC-2 is asked of each service, and Tulpar has one."""
    write_edition(paths["edition"].parent, ("questions", 1, "scope", "service"), name="edition.yaml")
    name("Tulpar,Tulpar App,service,")(paths)


def both(*writers):
    def write(paths):
        for writer in writers:
            writer(paths)

    return write


MISTAKES = {
    "unknown question": answer("Tulpar,,ACC-9,always"),
    "unknown option": answer("Tulpar,,ACC-1,perhaps"),
    "option of another question": answer("Tulpar,,ACC-1,rarely"),
    "unknown unit": answer("Tulpar,Tulpar Go,ACC-1,always"),
    "unit that is not asked": both(ask_services, answer("Tulpar,Tulpar App,ACC-1,always")),
    "whole that is not asked": both(ask_services, answer("Tulpar,,ACC-2,always")),
    "answered twice": answer("Tulpar,,ACC-1,always", "Kokjiek,,ACC-1,always", "Tulpar,,ACC-1,always"),
    "unit answered twice": answer("Tulpar,Tulpar Pay,ACC-1,", "Tulpar,Tulpar Pay,ACC-1,never"),
    "no subject": answer(" ,,ACC-1,always"),
    "column missing": write_head("subject,unit,question"),
    "unknown column": write_head("subject,unit,question,option,comment"),
    "column twice": write_head("subject,unit,question,option,option"),
    "too few cells": answer("Tulpar,ACC-1,always"),
    "too many cells": answer("Tulpar,,ACC-1,always,"),
    "empty file": lambda paths: paths["answers"].write_bytes(b""),
    "open quotation mark": answer("Tulpar,,ACC-1,always", 'Tulpar,,"ACC-2,always'),
    "not UTF-8": lambda paths: paths["answers"].write_bytes(
        "subject,unit,question,option\nТулпар,,ACC-1,always\n".encode("cp1251")
    ),
    "no such file": lambda paths: paths["answers"].unlink(),
    "unit named twice": name("Tulpar,Tulpar Pay,service,", "Tulpar,Tulpar Pay,operating_company,"),
    "unknown kind": name("Tulpar,Tulpar Pay,shop,"),
    "unit without a name": name("Tulpar,,group,"),
    "unit without a subject": name(",Tulpar Pay,service,"),
    "edition with a mistake": lambda paths: write_edition(
        paths["edition"].parent, ("questions", 0, "severity", "fatal"), name="edition.yaml"
    ),
    "no such folder for the scores": lambda paths: paths.update(
        out=paths["out"].parent / "no" / "SCORES.csv"
    ),
    "scores over a folder": lambda paths: paths["out"].mkdir(),
    "scores over the answers": lambda paths: paths.update(out=paths["answers"]),
}


def test_every_documented_refusal_is_made_here():
    assert [problem for problem, _line in REFUSALS] == list(MISTAKES)


@pytest.mark.parametrize(("problem", "line"), REFUSALS, ids=list(MISTAKES))
def test_documented_refusal_is_said_in_these_words_and_nothing_is_written(tmp_path, problem, line):
    paths = write_files(tmp_path)
    MISTAKES[problem](paths)
    before = {path: path.is_file() and path.read_bytes() for path in tmp_path.iterdir()}

    assert refuse(paths) == line
    assert {path: path.is_file() and path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("problem", ["unknown question", "not UTF-8"])
def test_refusal_leaves_the_scores_from_before(tmp_path, problem):
    paths = write_files(tmp_path)
    paths["out"].write_text("scores of yesterday")
    MISTAKES[problem](paths)

    refuse(paths)

    assert paths["out"].read_text() == "scores of yesterday"


def test_edition_with_many_mistakes_is_refused_in_one_line(tmp_path):
    changes = (("questions", 0, "severity", "fatal"), ("questions", 1, "tier", "deep"))

    assert refuse(write_files(tmp_path, changes=changes)) == "edition.yaml: ACC-1: unknown severity fatal"


def test_answers_of_services_and_of_both_are_taken_where_they_are_asked(tmp_path):
    paths = write_files(tmp_path)
    ask_services(paths)
    answer("Tulpar,Tulpar App,ACC-2,always", "Kokjiek,,ACC-2,never")(paths)

    assert score_answers(paths) == [f"{paths['out']}: 2 subjects"]


FULL = "[##############################] 100 %"


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_bar_is_drawn_on_a_terminal_and_taken_away(tmp_path):
    terminal = Terminal()

    score_answers(write_files(tmp_path, answers="subject,unit,question,option\nA,,ACC-1,\n"), stderr=terminal)

    assert terminal.getvalue().split("\r") == [
        "",
        "Reading [######################        ]  74 %",
        f"Reading {FULL}",
        f"Scoring {FULL}",
        " " * len(f"Scoring {FULL}"),
        "",
    ]


def test_answers_may_come_out_of_a_pipe(tmp_path):
    terminal, paths = Terminal(), write_files(tmp_path)
    end, start = os.pipe()
    os.write(start, ANSWERS.encode())
    os.close(start)

    score_answers(paths | {"answers": Path(f"/dev/fd/{end}")}, stderr=terminal)
    os.close(end)

    assert paths["out"].read_text() == SCORES
    assert terminal.getvalue().split("\r")[1] == f"Reading {FULL}"


def test_no_bar_is_drawn_elsewhere(tmp_path):
    stderr = StringIO()

    score_answers(write_files(tmp_path), stderr=stderr)

    assert stderr.getvalue() == ""


def run(folder: Path, paths: dict[str, Path]) -> subprocess.CompletedProcess:
    options = [word for key, path in paths.items() for word in (f"--{key}", path)]
    return subprocess.run(
        [sys.executable, "manage.py", "score_answers", *options],
        cwd=ROOT,
        env=os.environ | {"OLSHEM_DATA_DIR": str(folder / "data"), "OLSHEM_DATABASE": "sqlite"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_command_makes_no_database(tmp_path):
    paths = write_files(tmp_path)

    answer = run(tmp_path, paths)

    assert (answer.returncode, answer.stdout, answer.stderr) == (0, f"{paths['out']}: 2 subjects\n", "")
    assert not (tmp_path / "data").exists()


def test_refusal_is_one_line_on_stderr_and_ends_with_code_2(tmp_path):
    paths = write_files(tmp_path, answers="subject,unit,question,option\nTulpar,,ACC-9,always\n")

    answer = run(tmp_path, paths)

    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == "CommandError: ANSWERS.csv, line 2: unknown question ACC-9\n"
    assert not paths["out"].exists()
