import os
import re
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from standards.catalogue import get_definition
from standards.comparison import DifferentStandards, compare_editions
from standards.comparison_report import make_json, make_report
from standards.definition import EditionDefinition
from standards.files import LoadError, read_edition
from standards.models import Edition


WRONG_INPUT = 2


class Command(BaseCommand):
    help = "Says what differs between two editions of a standard: added, removed, reworded, reweighted and so on."

    def add_arguments(self, parser):
        words = "an edition file, or an edition in the database as slug/edition, for example example-access/1"
        parser.add_argument("old", metavar="A", help=f"the older edition: {words}")
        parser.add_argument("new", metavar="B", help="the newer edition: the same")
        parser.add_argument("--json", action="store_true", help="print JSON (docs/new-editions.md)")

    def handle(self, *arguments, old, new, **options):
        try:
            comparison = compare_editions(find_edition(old), find_edition(new))
        except DifferentStandards as error:
            raise CommandError(str(error), returncode=WRONG_INPUT) from None
        self.stdout.write(make_json(comparison) if options["json"] else make_report(comparison))


def find_edition(name: str) -> EditionDefinition:
    """The edition in a file or, when there is no such file and the name is of the form slug/edition, in the database."""
    # Unlike Path.exists, os.path.exists answers also about a name too long or in a closed folder.
    is_file = name.endswith((".yaml", ".yml")) or os.path.exists(name)
    if is_file or not re.fullmatch(r"[^/]+/[^/]+", name):
        return _read_file(Path(name))
    slug, edition = name.split("/")
    try:
        return _find_in_database(slug, edition)
    except DatabaseError as error:
        reason = str(error).splitlines()[0]
        raise CommandError(f"{name}: the database cannot be read: {reason}", returncode=WRONG_INPUT) from None


def _read_file(path: Path) -> EditionDefinition:
    try:
        return read_edition(path)
    except LoadError as error:
        first, *others = str(error).splitlines()
        more = f" (and {len(others)} more; load_standards names them all)" if others else ""
        raise CommandError(f"{first}{more}", returncode=WRONG_INPUT) from None


def _find_in_database(slug: str, name: str) -> EditionDefinition:
    checksums = dict(Edition.objects.filter(standard__slug=slug).values_list("name", "checksum"))
    if name not in checksums:
        known = f"; editions of {slug}: {', '.join(sorted(checksums))}" if checksums else ""
        raise CommandError(
            f"{slug}/{name}: there is no such file and no such edition in the database{known}",
            returncode=WRONG_INPUT,
        )
    return get_definition(checksums[name])
