"""`./run bench [ROW …]`: measures, prints a table, and ends with 1 when a bar is missed.

Everything happens in a temporary folder with a database of its own; neither the data of the demo nor those of an
installation are opened.
"""

import argparse
import os
import secrets
import sys
import tempfile
from importlib import import_module

import django

from benchmarks.table import Row, print_table


# What `./run bench ROW` knows, each with the module that measures it. The modules need Django set up.
ROWS = {
    "queries": ("queries", "queries of four pages, with 1 and with 1,000 assessments in the database"),
    "pillar": ("pillar", "server time of the largest pillar page, against a floor"),
    "autosave": ("autosave", "server time of an answer that saves itself, against its bare transaction"),
    "report": ("report", "server time of the HTML report, against a floor"),
    "pdf": ("pdf", "CPU time and memory of the full report as PDF in a warm process"),
    "visit": ("visit", "bytes and requests of a first visit to the largest pillar page, over HTTP"),
    "slow": ("slow", "seconds until the largest pillar page can be used in a browser at 400 kbit/s"),
    "list": ("listing", "server time of the list with 1,000 assessments, against 10"),
    "recompute": ("recompute", "CPU time and memory of scoring 1,000 companies from files"),
}


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run bench",
        description="Measures speed and size (medians, and ratios to a floor measured in the same run).",
        epilog="The exit code is 1 when a bar is missed.",
    )
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"any of {', '.join(ROWS)}; all without one")
    parser.add_argument("--list", action="store_true", help="say what each row measures, and measure nothing")
    chosen = parser.parse_args(arguments)
    for name in chosen.rows:
        if name not in ROWS:
            parser.error(f"unknown row {name}; choose from {', '.join(ROWS)}")
    return chosen


def set_environment(folder: str) -> None:
    """The settings of the demo, whatever the shell says: production mode over an empty SQLite data folder."""
    for name in [name for name in os.environ if name.startswith("OLSHEM_")]:
        del os.environ[name]
    os.environ.update(
        OLSHEM_DATA_DIR=folder,
        OLSHEM_SECRET_KEY=secrets.token_urlsafe(50),
        OLSHEM_HTTPS="false",
        DJANGO_SETTINGS_MODULE="config.settings",
    )


def measure(names: list[str]) -> list[Row]:
    rows = []
    for name in names:
        module, title = ROWS[name]
        print(f"Measuring {title}", file=sys.stderr)
        rows += import_module(f"benchmarks.{module}").measure()
    return rows


def main(arguments: list[str]) -> int:
    """Exit code of the command."""
    chosen = parse_arguments(arguments)
    if chosen.list:
        for name, (_module, title) in ROWS.items():
            print(f"{name:9} {title}")
        return 0
    with tempfile.TemporaryDirectory(prefix="olshem-bench-") as folder:
        set_environment(folder)
        django.setup()
        rows = measure(chosen.rows or list(ROWS))
    print_table(rows)
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
