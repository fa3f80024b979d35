"""CPU time and memory of scoring very many companies from files: a process of its own that starts, scores and ends."""

import csv
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml
from django.conf import settings

from assessment.recompute import score_files
from benchmarks.table import Row, hold
from benchmarks.timing import read_peak


COMPANIES, QUESTIONS = 1000, 335
SECONDS, MEGABYTES = 60, 1000
UNITS = (
    ("Group", "group", ""),
    ("Operator", "operating_company", ""),
    ("Prepaid", "service", "mobile"),
    ("Postpaid", "service", "mobile"),
)
# Both ways to combine units, each with the levels above that go with it.
METHODS = (
    {"pillar": "weighted_mean_of_questions", "total": "mean_of_pillars", "units": "question"},
    {"pillar": "mean_of_recommendations", "total": "mean_of_recommendations", "units": "recommendation"},
)
EDITION, ANSWERS, MEASURED, SCORES = "edition.yaml", "ANSWERS.csv", "UNITS.csv", "SCORES.csv"
WORKER = "from benchmarks.recompute import work; work()"


def measure() -> list[Row]:
    rows = []
    for method in METHODS:
        with tempfile.TemporaryDirectory(prefix="olshem-bench-") as folder:
            write_files(Path(folder), method)
            finished = subprocess.run(
                [sys.executable, "-c", WORKER, folder], stdout=subprocess.PIPE, check=True
            )
        found = json.loads(finished.stdout)
        what = f"{found['companies']:,} companies × {QUESTIONS} questions × {len(UNITS)} units by {method['units']}"
        rows += [
            hold(f"{what}: CPU", found["seconds"], SECONDS, "s", 1),
            hold(f"{what}: peak memory", found["peak"] / 1e6, MEGABYTES, "MB"),
        ]
    return rows


def work() -> None:
    """The worker: from the files to the file; tells as JSON. The start of the process counts."""
    folder = Path(sys.argv[1])
    count = score_files(*(folder / name for name in (EDITION, ANSWERS, MEASURED, SCORES)))
    json.dump({"companies": count, "seconds": time.process_time(), "peak": read_peak()}, sys.stdout)


def write_files(folder: Path, method: dict) -> None:
    edition = make_edition(method)
    (folder / EDITION).write_text(yaml.safe_dump(edition, allow_unicode=True), encoding="utf-8")
    companies = [f"Company {number}" for number in range(1, COMPANIES + 1)]
    write_table(
        folder / MEASURED,
        ("subject", "unit", "kind", "bundle"),
        ((company, *unit) for company in companies for unit in UNITS),
    )
    choose = random.Random(335).choice
    options = {
        question["code"]: [criterion["option"] for criterion in question["criteria"]]
        for question in edition["questions"]
    }
    # Question by question, so that the rows of no company stand together.
    write_table(
        folder / ANSWERS,
        ("subject", "unit", "question", "option"),
        (
            (company, unit, code, choose(offered))
            for code, offered in options.items()
            for company in companies
            for unit, *_rest in UNITS
        ),
    )


def write_table(path: Path, head, rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(head)
        table.writerows(rows)


def make_edition(method: dict) -> dict:
    """Our first edition with its questions again and again, until there are as many as RDR has, asked of every unit."""
    edition = yaml.safe_load((settings.STANDARDS_DIR / "drcq-2026.yaml").read_text(encoding="utf-8"))
    questions = [
        edition["questions"][number % len(edition["questions"])]
        | {"code": f"Q-{number}", "scope": "both", "pillar": None, "overlaps": []}
        for number in range(QUESTIONS)
    ]
    return edition | {"questions": questions, "scoring": method}
