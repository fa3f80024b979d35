from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from standards.files import LoadError
from standards.rdr import import_index
from standards.tables import TableError


class Command(BaseCommand):
    help = "Makes an edition, ANSWERS.csv and UNITS.csv of a year of the RDR Index (docs/recompute.md)."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument("--year", required=True)
        parser.add_argument("--out", required=True, type=Path, metavar="DIR")

    def handle(self, *arguments, folder, year, out, verbosity=1, **options):
        try:
            paths = import_index(folder, year, out)
        except (LoadError, TableError) as error:
            raise CommandError(str(error).splitlines()[0], returncode=2) from None
        if verbosity:
            for path in paths:
                self.stdout.write(str(path))
