from pathlib import Path
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from assessment.models import Assessment
from reports.queries import load_snapshot
from reports.rendering import PangoMissing, render_file, render_pdf
from reports.scopes import Scope
from standards.values import LANGUAGES


FORMATS = ("pdf", "html")


class Command(BaseCommand):
    help = "Writes the gap report of an assessment to a file, as PDF or as one HTML file."

    def add_arguments(self, parser):
        parser.add_argument("assessment", help="the identifier in the assessment's address")
        parser.add_argument("--lang", default="ru", help="kk, ru or en")
        parser.add_argument("--format", default="pdf", help="pdf or html")
        parser.add_argument(
            "--scope", default=Scope.PUBLISHABLE.value, help="publishable, or internal with everything"
        )
        parser.add_argument("--out", required=True, type=Path, help="the file to write")

    def handle(self, *arguments, assessment, lang, out, **options):
        if lang not in LANGUAGES:
            raise CommandError(f"--lang is {lang!r}; choose one of {', '.join(LANGUAGES)}")
        if options["format"] not in FORMATS:
            raise CommandError(f"--format is {options['format']!r}; choose one of {', '.join(FORMATS)}")
        if options["scope"] not in list(Scope):
            raise CommandError(f"--scope is {options['scope']!r}; choose one of {', '.join(Scope)}")
        snapshot = load_snapshot(self._find(assessment), lang, Scope(options["scope"]))
        try:
            content = render_pdf(snapshot) if options["format"] == "pdf" else render_file(snapshot).encode()
            out.write_bytes(content)
        except PangoMissing as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}") from None
        self.stdout.write(f"{out}: {len(content)} bytes")

    def _find(self, text: str) -> Assessment:
        try:
            return Assessment.objects.select_related("organisation").get(pk=UUID(text))
        except (ValueError, Assessment.DoesNotExist):
            raise CommandError(f"there is no assessment {text}") from None
