"""The command that loads editions: what it says, and how it fails."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from standards.models import Edition
from tests.factories.standards import write_edition


ROOT = Path(__file__).parents[2]


def load_standards(*files, **options) -> list[str]:
    out = StringIO()
    call_command("load_standards", *files, stdout=out, **options)
    return out.getvalue().splitlines()


def checksum_of(slug: str) -> str:
    return Edition.objects.get(standard__slug=slug).checksum[:12]


@pytest.mark.django_db
def test_all_editions_are_loaded_when_no_file_is_named():
    lines = load_standards()

    assert lines[0].startswith("law-notes.yaml: 14 law notes unchanged (")
    assert lines[1:] == [
        f"drcq-2026.yaml: drcq 2026 unchanged ({checksum_of('drcq')})",
        f"kz-context-2026.yaml: kz-context 2026 unchanged ({checksum_of('kz-context')})",
        f"us-eu-hrd-2024.yaml: us-eu-hrd 2024 unchanged ({checksum_of('us-eu-hrd')})",
    ]


@pytest.mark.django_db
def test_named_file_is_loaded_and_said_so(tmp_path):
    _notes, line = load_standards(write_edition(tmp_path))
    assert line == f"x.yaml: example-access 1 loaded ({checksum_of('example-access')})"

    _notes, line = load_standards(write_edition(tmp_path))
    assert line == f"x.yaml: example-access 1 unchanged ({checksum_of('example-access')})"


@pytest.mark.django_db
def test_quiet_command_says_nothing(tmp_path):
    assert load_standards(write_edition(tmp_path), verbosity=0) == []
    assert Edition.objects.filter(standard__slug="example-access").exists()


@pytest.mark.django_db
def test_each_problem_is_a_line_and_nothing_is_loaded(tmp_path):
    good = write_edition(tmp_path, name="good.yaml")
    bad = write_edition(
        tmp_path, ("questions", 0, "severity", "fatal"), ("questions", 1, "tier", "deep"), name="bad.yaml"
    )

    with pytest.raises(CommandError) as caught:
        load_standards(good, bad)

    assert str(caught.value).splitlines() == [
        "bad.yaml: ACC-1: unknown severity fatal",
        "bad.yaml: ACC-2: unknown tier deep",
        "nothing was loaded",
    ]
    assert caught.value.returncode == 1
    assert not Edition.objects.filter(standard__slug="example-access").exists()


@pytest.mark.django_db
def test_empty_folder_loads_the_law_notes_alone(settings, tmp_path):
    settings.STANDARDS_DIR = tmp_path

    (line,) = load_standards()

    assert line.startswith("law-notes.yaml: 14 law notes unchanged (")


def test_refusal_is_printed_without_a_traceback_and_ends_with_code_1(tmp_path):
    answer = subprocess.run(
        [sys.executable, "manage.py", "load_standards", tmp_path / "nowhere.yaml"],
        cwd=ROOT,
        env=os.environ | {"OLSHEM_DATA_DIR": str(tmp_path), "OLSHEM_DATABASE": "sqlite"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.splitlines()[-2:] == [
        "CommandError: nowhere.yaml: cannot be read: No such file or directory",
        "nothing was loaded",
    ]
    assert "Traceback" not in answer.stderr


def test_settings_name_the_folder_and_the_law_notes_of_the_repository():
    assert settings.STANDARDS_DIR == ROOT / "fixtures" / "standards"
    assert settings.LAW_NOTES_FILE == ROOT / "fixtures" / "law-notes.yaml"
