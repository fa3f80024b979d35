from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from standards.files import LoadError
from standards.loader import load_files


class Command(BaseCommand):
    help = "Loads the edition files (all of fixtures/standards, or the files named) and the law notes."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")

    def handle(self, *arguments, files=(), verbosity=1, **options):
        editions = list(files) or sorted(settings.STANDARDS_DIR.glob("*.yaml"))
        try:
            report = load_files(editions, law_notes=settings.LAW_NOTES_FILE)
        except LoadError as error:
            raise CommandError(f"{error}\nnothing was loaded") from None
        if verbosity:
            for loaded in report:
                self.stdout.write(f"{loaded.file}: {loaded.title} {loaded.what} ({loaded.checksum[:12]})")
