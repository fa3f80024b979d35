"""The command that compares two editions: what it prints, how it fails, and docs/new-editions.md."""

import json
import os
import re
import subprocess
import sys
from dataclasses import fields
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from standards.comparison import Change, Comparison, Meaning, PartChange
from standards.comparison_report import HEADINGS
from standards.loader import load_files
from tests.factories.standards import make_document, write_edition


ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "new-editions.md").read_text(encoding="utf-8")
ACC_4 = {
    **make_document()["questions"][2],
    "code": "ACC-4",
    "text": {
        "kk": "Көмекші бағдарламаларды сервиске хабарламай пайдалануға бола ма?",
        "ru": "Можно ли пользоваться вспомогательными программами, не сообщая об этом сервису?",
        "en": "Can assistive programs be used without telling the service?",
    },
}
EDITION_2 = (
    ("edition", "2"),
    ("published_on", "2027-11-24"),
    ("scale", 1, "points", 75),
    (
        "questions",
        0,
        "text",
        "kk",
        "Сервистің барлық беттері мен нысандары пернетақтамен пайдалануға жарамды екені жарияланған ба?",
    ),
    (
        "questions",
        0,
        "text",
        "ru",
        "Опубликовано ли, что все страницы и формы сервиса доступны с клавиатуры?",
    ),
    (
        "questions",
        0,
        "text",
        "en",
        "Does the company publish that all pages and forms of the service work by keyboard?",
    ),
    ("questions", 0, "mappings", 0, "items", ["2.1.1", "2.1.2"]),
    ("questions", 1, "text", "kk", "Хабарламаларды пернетақтамен жіберуге бола ма?"),
    ("questions", 1, "severity", "blocking"),
    ("questions", 1, "weight", 5),
    ("questions", 1, "applies_to", []),
    ("questions", 2, ACC_4),
)


def compare(*arguments, **options) -> str:
    out = StringIO()
    call_command("compare_editions", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def refuse(*arguments) -> str:
    """The refusal, which is one line and ends with code 2."""
    with pytest.raises(CommandError) as caught:
        compare(*arguments)
    assert caught.value.returncode == 2
    (line,) = str(caught.value).splitlines()
    return line


@pytest.fixture
def files(tmp_path):
    return write_edition(tmp_path, name="old.yaml"), write_edition(tmp_path, *EDITION_2, name="new.yaml")


# What is printed


def test_documented_example_is_what_the_command_prints(files):
    (documented,) = re.findall(r"^```text\n(.*?)^```$", DOCUMENT, re.DOTALL | re.MULTILINE)

    assert compare(*files) == documented


def test_equal_files_do_not_differ(files):
    assert compare(files[0], files[0]) == "No differences.\n"


def test_json_holds_what_the_report_says(files):
    document = json.loads(compare(*files, json=True))

    assert {key: document[key] for key in ("standard", "old", "new")} == {
        "standard": "example-access",
        "old": "1",
        "new": "2",
    }
    assert [(part["section"], part["code"], part["what"]) for part in document["parts"]] == [
        ("questions", "ACC-1", "changed"),
        ("questions", "ACC-2", "changed"),
        ("questions", "ACC-3", "removed"),
        ("questions", "ACC-4", "added"),
        ("scale", "mostly", "changed"),
        ("edition", None, "changed"),
    ]
    assert document["parts"][3] == {
        "section": "questions",
        "code": "ACC-4",
        "what": "added",
        "title": ACC_4["text"],
        "changes": [],
    }
    assert document["parts"][1]["changes"][0] == {
        "what": "changed",
        "meaning": "retargeted",
        "place": ["applies_to"],
        "language": None,
        "old": ["messenger"],
        "new": [],
    }
    assert document["parts"][5] == {
        "section": "edition",
        "code": None,
        "what": "changed",
        "title": None,
        "changes": [
            {
                "what": "changed",
                "meaning": "other",
                "place": [place],
                "language": None,
                "old": old,
                "new": new,
            }
            for place, old, new in (("edition", "1", "2"), ("published_on", "2026-11-24", "2027-11-24"))
        ],
    }


def test_json_of_equal_editions_has_no_parts(files):
    document = json.loads(compare(files[0], files[0], json=True))

    assert document == {"standard": "example-access", "old": "1", "new": "1", "parts": []}


@pytest.mark.parametrize("name", ["drcq-2026.yaml", "kz-context-2026.yaml", "us-eu-hrd-2024.yaml"])
def test_edition_of_the_portal_does_not_differ_from_itself(name):
    path = settings.STANDARDS_DIR / name

    assert compare(path, path) == "No differences.\n"


# Where editions come from


@pytest.mark.django_db
def test_edition_in_the_database_is_compared_with_a_file(files):
    old, new = files
    load_files([old], law_notes=None)

    assert compare("example-access/1", new) == compare(old, new)
    assert compare(old, "example-access/1") == "No differences.\n"


@pytest.mark.django_db
def test_draft_in_the_database_is_compared_with_the_published_edition(tmp_path, files):
    draft = write_edition(tmp_path, *EDITION_2, ("status", "draft"), name="draft.yaml")
    load_files([files[0], draft], law_notes=None)

    assert compare("example-access/1", "example-access/2") == compare(files[0], draft)


def test_file_goes_before_an_edition_of_the_database(tmp_path, monkeypatch, files):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "drcq").mkdir()
    files[0].rename(tmp_path / "drcq" / "2026")

    assert compare("drcq/2026", "drcq/2026") == "No differences.\n"


# Refusals


def test_missing_file_is_refused_without_a_look_at_the_database(tmp_path, files):
    assert (
        refuse(files[0], tmp_path / "nowhere.yaml")
        == "nowhere.yaml: cannot be read: No such file or directory"
    )
    assert (
        refuse("standards/nowhere.yaml", files[0])
        == "nowhere.yaml: cannot be read: No such file or directory"
    )
    assert refuse("nowhere", files[0]) == "nowhere: cannot be read: No such file or directory"


def test_name_that_no_file_can_have_is_refused(files):
    assert refuse("n" * 300, files[0]) == f"{'n' * 300}: cannot be read: File name too long"


@pytest.mark.django_db
def test_name_that_no_edition_can_have_is_refused(files):
    name = "n" * 300

    assert refuse(files[0], f"drcq/{name}") == (
        f"drcq/{name}: there is no such file and no such edition in the database; editions of drcq: 2026"
    )


def test_folder_is_refused(tmp_path, files):
    assert refuse(tmp_path, files[0]) == f"{tmp_path.name}: cannot be read: Is a directory"


def test_first_problem_of_a_wrong_file_is_named_and_the_others_are_counted(tmp_path, files):
    one = write_edition(tmp_path, ("questions", 0, "severity", "fatal"), name="one.yaml")
    two = write_edition(
        tmp_path, ("questions", 0, "severity", "fatal"), ("questions", 1, "tier", "deep"), name="two.yaml"
    )

    assert refuse(files[0], one) == "one.yaml: ACC-1: unknown severity fatal"
    assert refuse(two, files[0]) == (
        "two.yaml: ACC-1: unknown severity fatal (and 1 more; load_standards names them all)"
    )


@pytest.mark.django_db
def test_unknown_edition_is_refused_with_those_that_are_there(tmp_path, files):
    load_files(
        [write_edition(tmp_path, ("edition", name), name=f"{name}.yaml") for name in "21"], law_notes=None
    )

    assert refuse("example-access/2099", files[0]) == (
        "example-access/2099: there is no such file and no such edition in the database; "
        "editions of example-access: 1, 2"
    )
    assert refuse(files[0], "nothing/1") == (
        "nothing/1: there is no such file and no such edition in the database"
    )


def test_editions_of_different_standards_are_refused(files):
    assert refuse(files[0], settings.STANDARDS_DIR / "drcq-2026.yaml") == (
        "example-access and drcq are different standards; only editions of one standard can be compared"
    )


def run(folder: Path, *arguments) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", "compare_editions", *arguments],
        cwd=ROOT,
        env=os.environ | {"OLSHEM_DATA_DIR": str(folder), "OLSHEM_DATABASE": "sqlite"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_refusal_is_printed_without_a_traceback_and_ends_with_code_2(tmp_path, files):
    answer = run(tmp_path, files[0], tmp_path / "nowhere.yaml")

    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == "CommandError: nowhere.yaml: cannot be read: No such file or directory\n"


def test_database_that_is_not_set_up_is_named_in_one_line(tmp_path, files):
    answer = run(tmp_path, "drcq/2026", files[0])

    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == (
        "CommandError: drcq/2026: the database cannot be read: no such table: standards_edition\n"
    )


def test_differences_end_with_code_0(tmp_path, files):
    answer = run(tmp_path, *files)

    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout == compare(*files)


# The document


def list_first_cells(heading: str) -> list[str]:
    section = re.search(rf"^#+ {re.escape(heading)}$(.*?)(?=^#)", DOCUMENT, re.DOTALL | re.MULTILINE)[1]
    return [
        line.strip("|").split("|")[0].strip(" `") for line in section.splitlines() if line.startswith("|")
    ][2:]


@pytest.mark.parametrize(
    ("heading", "model"),
    [
        ("The object (`Comparison`)", Comparison),
        ("A part (`PartChange`)", PartChange),
        ("A change (`Change`)", Change),
    ],
)
def test_documented_keys_are_those_of_the_json(heading, model):
    assert list_first_cells(heading) == [field.name for field in fields(model)]


def test_documented_words_are_those_of_the_report_and_of_the_json():
    assert list_first_cells("What the report says") == list(HEADINGS.values())
    assert re.findall(r"^\| [a-z ]+ \| `(\w+)` \|", DOCUMENT, re.MULTILINE) == list(HEADINGS)
    assert list(HEADINGS) == ["added", "removed", *Meaning]
