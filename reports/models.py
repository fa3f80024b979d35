"""Rendered documents, kept so that the same report is not rendered twice."""

import uuid

from django.db import models

from assessment.models import Assessment


class ReportDocument(models.Model):
    """One PDF of a gap report. `content_key` is the SHA-256 of everything that the document says, so a changed answer
    asks for a new document; `file` is empty until it is rendered. Served only through `reports.views`, which checks
    who asks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="report_documents")
    language = models.CharField(max_length=2)
    content_key = models.CharField(max_length=64)
    file = models.FileField(upload_to="reports/", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "language", "content_key"], name="one_document_per_content"
            )
        ]

    def __str__(self):
        return f"{self.assessment_id} {self.language} {self.content_key[:12]}"
