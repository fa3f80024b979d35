"""The evidence of an organisation, and which answers it stands behind."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from assessment.models.answers import Confidentiality
from assessment.models.assessments import Assessment
from standards.models import Question


def name_stored_file(evidence, file_name: str) -> str:
    """Where a file lies in the storage: nothing in the path comes from the person who uploaded it."""
    return f"evidence/{evidence.organisation_id}/{uuid.uuid4().hex}"


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Evidence of the companies the person belongs to; each row knows the reader's role there, like an assessment's."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(organisation__memberships__user=user).annotate(
            reader_id=F("organisation__memberships__user"), reader_role=F("organisation__memberships__role")
        )


class Evidence(models.Model):
    """A file or a link of an organisation; it can stand behind several answers.

    A file is kept twice: `file` is the copy without author, location and other traces that colleagues download, `original`
    is what was uploaded and is for the assigned auditor alone. `size` (bytes) and `sha256` (hex) are the original's, `clean_size`
    and `clean_sha256` the copy's. A link has an `address` instead; the portal never fetches it, and the company can keep what
    stood there by uploading a PDF or text copy, which becomes its file: `frozen_at` and `frozen_by` say when and who.
    `document_date` is the date that the document bears. `version` starts at 1 and grows by one with each change.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField(_("title"), max_length=200)
    document_date = models.DateField(_("date of the document"), null=True, blank=True)
    language = models.CharField(_("language of the document"), max_length=2, blank=True)
    confidentiality = models.CharField(
        _("who may see it"), max_length=11, choices=Confidentiality.choices, default=Confidentiality.AUDITOR
    )
    address = models.CharField(_("address"), max_length=2000, blank=True)
    file = models.FileField(upload_to=name_stored_file, blank=True)
    original = models.FileField(upload_to=name_stored_file, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    clean_size = models.PositiveBigIntegerField(default=0)
    clean_sha256 = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "id"]
        indexes = [models.Index(fields=["organisation", "-added_at"], name="evidence_list")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(address="", file=""), name="evidence_is_a_file_or_a_link"
            ),
            models.UniqueConstraint(
                fields=["organisation", "sha256"],
                condition=~models.Q(sha256=""),
                name="evidence_file_kept_once_per_organisation",
            ),
        ]

    def __str__(self):
        return self.title


class EvidenceUse(models.Model):
    """A piece of evidence behind one answer: `place` is the page or clause that the answer rests on."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="uses")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="evidence_uses")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=8, blank=True)
    place = models.CharField(_("page or clause"), max_length=200, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "assessment", "question", "unit"], name="evidence_used_once_per_answer"
            )
        ]

    def __str__(self):
        return f"{self.evidence_id}: {self.question_id}"
