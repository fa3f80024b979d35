"""Hostile files end as specified, and in little memory."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from evidence.kinds import Kind
from evidence.limits import MEGABYTE
from tests.evidence.corpus import CORPUS, find_ending


ROOT = Path(__file__).parents[2]


def name_ending(hostile):
    return hostile.ending.name if isinstance(hostile.ending, Kind) else str(hostile.ending)


def test_corpus_is_large_and_its_names_are_unique():
    assert len({hostile.name for hostile in CORPUS}) == len(CORPUS) >= 45


@pytest.mark.parametrize("hostile", CORPUS, ids=lambda hostile: hostile.name)
def test_hostile_file_ends_as_specified(hostile):
    assert find_ending(io.BytesIO(hostile.build()), hostile.file_name) == name_ending(hostile)


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="only Linux says how much memory was in use at most"
)
def test_whole_corpus_takes_less_than_100_megabytes_more(tmp_path):
    for number, hostile in enumerate(CORPUS):
        (tmp_path / str(number)).write_bytes(hostile.build())

    run = subprocess.run(
        [sys.executable, "-m", "tests.evidence.corpus", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    report = json.loads(run.stdout)

    assert report["endings"] == {hostile.name: name_ending(hostile) for hostile in CORPUS}
    assert report["growth"] <= 100 * MEGABYTE
