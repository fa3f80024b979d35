"""CPU time and memory of the full gap report as PDF, in a process of its own that stays warm."""

import json
import subprocess
import sys

from assessment.models import Assessment
from benchmarks import databases
from benchmarks.portal import LANGUAGE
from benchmarks.table import Row, hold
from benchmarks.timing import read_peak, time_in_turn
from reports.queries import load_snapshot
from reports.rendering import render_pdf


SECONDS, MEGABYTES = 3, 250
RUNS = 5
WORKER = "import django; django.setup(); from benchmarks.pdf import work; work()"


def measure() -> list[Row]:
    databases.use(databases.make_smallest())
    finished = subprocess.run([sys.executable, "-c", WORKER], stdout=subprocess.PIPE, check=True)
    found = json.loads(finished.stdout)
    what = f"PDF of the report on {found['questions']} questions, {found['bytes'] / 1000:.0f} KB"
    return [
        hold(f"{what}: CPU in a warm process", found["seconds"], SECONDS, "s", 2),
        hold(f"{what}: peak memory", found["peak"] / 1e6, MEGABYTES, "MB"),
    ]


def work() -> None:
    """The worker: from the rows of the database to the bytes of the PDF, again and again; tells as JSON."""
    assessment = Assessment.objects.select_related("organisation").get()
    made = []

    def make():
        snapshot = load_snapshot(assessment, LANGUAGE)
        made[:] = [snapshot["applicable"], len(render_pdf(snapshot))]

    (seconds,) = time_in_turn(make, runs=RUNS, warm_up=1)
    questions, size = made
    json.dump({"seconds": seconds, "peak": read_peak(), "questions": questions, "bytes": size}, sys.stdout)
