"""`./run` refuses with one line that a person can act on."""

import os
import socket
import subprocess
from pathlib import Path

import pytest


ROOT = Path(__file__).parents[2]


def run(*arguments, **environment):
    return subprocess.run(
        ["./run", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def make_program(tmp_path):
    """Writes a small shell program and gives its path."""

    def make(name, body):
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
        return str(path)

    return make


def test_help_names_every_verb():
    answer = run("help")

    verbs = [line.split()[1] for line in answer.stdout.splitlines()]
    assert answer.returncode == 0
    assert verbs == [
        "[--port",
        "dev",
        "test",
        "check",
        "fix",
        "bench",
        "manage",
        "messages",
        "screenshots",
        "lock",
        "doctor",
    ]


def test_unknown_verb_is_refused():
    answer = run("dance")

    assert answer.returncode == 1
    assert answer.stderr.splitlines()[-1] == "run: unknown verb dance"


def test_too_old_python_is_refused_with_the_way_out(make_program):
    old = make_program("python3", "exit 1")  # the version question answers "too old"

    answer = run("doctor", OLSHEM_PYTHON=old)

    assert answer.returncode == 1
    assert answer.stderr == (
        "run: Python 3.11 or newer is needed and was not found. Install it (Debian, Ubuntu: apt-get install python3 "
        "python3-venv) or name it: OLSHEM_PYTHON=/path/to/python3 ./run\n"
    )


def test_taken_port_is_refused_with_another_one():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        answer = run("--port", str(port))

    assert answer.returncode == 1
    assert answer.stderr == (
        f"run: port {port} is taken (or may not be used). Choose another: ./run --port {port + 1}\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--port"], "run: --port needs a number, for example ./run --port 8001\n"),
        (["--port", "web"], 'run: --port needs a number, not "web"\n'),
        (["--port", "70000"], "run: --port needs a number from 1 to 65535, not 70000\n"),
        (["dev", "--loud"], "run: unknown argument --loud; ./run help lists the verbs\n"),
    ],
)
def test_senseless_arguments_are_refused(arguments, message):
    answer = run(*arguments)

    assert (answer.returncode, answer.stderr) == (1, message)


def test_missing_pango_is_named_with_the_command_to_type(make_program):
    without_pango = make_program(
        "python3", 'case "$*" in *libpango*) exit 1;; --version) echo "Python 3.11.2";; esac'
    )

    answer = run("doctor", OLSHEM_PYTHON=without_pango)

    assert answer.returncode == 0
    assert (
        "Pango: MISSING, no PDF reports. Type: sudo apt-get install --no-install-recommends "
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    ) in answer.stdout.splitlines()
