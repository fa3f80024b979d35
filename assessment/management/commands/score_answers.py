from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from assessment.recompute import score_files
from standards.files import LoadError
from standards.tables import TableError


class Command(BaseCommand):
    help = "Scores answers from CSV files against an edition file, without a database (docs/recompute.md)."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--edition", required=True, type=Path, metavar="FILE.yaml")
        parser.add_argument("--answers", required=True, type=Path, metavar="ANSWERS.csv")
        parser.add_argument("--units", type=Path, metavar="UNITS.csv")
        parser.add_argument("--out", required=True, type=Path, metavar="SCORES.csv")

    def handle(self, *arguments, edition, answers, units=None, out, verbosity=1, **options):
        progress = Progress(self.stderr)
        try:
            count = score_files(
                edition, answers, units, out, tell_read=progress.tell_read, tell_scored=progress.tell_scored
            )
        except (LoadError, TableError) as error:
            raise CommandError(str(error).splitlines()[0], returncode=2) from None
        finally:
            progress.clear()
        if verbosity:
            self.stdout.write(f"{out}: {count} subjects")


class Progress:
    """A bar on a terminal, and nothing elsewhere: one line that is written over and taken away at the end."""

    WIDTH = 30

    def __init__(self, stream):
        self.stream = stream
        self.at = None

    def tell_read(self, done: int, total: int) -> None:
        self._show("Reading", done * 100 // max(done, total))  # a pipe has no size

    def tell_scored(self, done: int, total: int) -> None:
        self._show("Scoring", done * 100 // total)

    def clear(self) -> None:
        if self.at:
            self._write(" " * len(self._draw(*self.at)))
            self._write("")

    def _show(self, what: str, percent: int) -> None:
        if (what, percent) != self.at and self.stream.isatty():
            self.at = what, percent
            self._write(self._draw(what, percent))

    def _draw(self, what: str, percent: int) -> str:
        return f"{what} [{'#' * (percent * self.WIDTH // 100):{self.WIDTH}}] {percent:3} %"

    def _write(self, line: str) -> None:
        self.stream.write(f"\r{line}", lambda text: text, ending="")
        self.stream.flush()
