"""A spreadsheet that was uploaded and waits for somebody to accept its changes."""

import uuid

from django.conf import settings
from django.db import models

from assessment.models.assessments import Assessment


class WorkbookUpload(models.Model):
    """What an uploaded workbook says, read and checked; the file itself is not kept. `changes` has the
    language that the person works in and the rows (`assessment.workbook.values`). The row belongs to the person who uploaded it and goes when its changes are applied or
    have waited too long."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="workbook_uploads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=120)
    changes = models.JSONField()

    def __str__(self):
        return self.file_name
