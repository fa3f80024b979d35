"""Keeps rendered documents, so that an unchanged report is rendered once."""

from django.core.files.base import ContentFile
from django.db import transaction

from assessment.models import Assessment
from reports.models import ReportDocument
from reports.rendering import render_pdf
from reports.snapshot import compute_content_key


def request_document(*, assessment: Assessment, snapshot: dict) -> ReportDocument:
    """The row for this content; without a file, somebody has to ask for the rendering.

    A kept document is a copy of what the assessment says and no change of it: it leaves no audit event.
    """
    document, _created = ReportDocument.objects.get_or_create(
        assessment=assessment, language=snapshot["language"], content_key=compute_content_key(snapshot)
    )
    return document


def store_document(*, document: ReportDocument, snapshot: dict) -> None:
    """Renders the PDF into the row and drops the older documents of the same assessment and language."""
    content = render_pdf(snapshot)
    with transaction.atomic():
        document.file.save(f"{document.pk}.pdf", ContentFile(content), save=True)
        older = ReportDocument.objects.filter(
            assessment=document.assessment_id, language=document.language, created_at__lt=document.created_at
        )
        files = [row.file for row in older if row.file]
        older.delete()
    for file in files:
        file.storage.delete(file.name)
