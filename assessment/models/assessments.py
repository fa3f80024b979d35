"""An assessment: which editions a company is measured against, for which period, and where the work stands."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from assessment.scoring import WHOLE_COMPANY, MeasuredUnit
from assessment.workflow import ANSWERS_ARE_OPEN, Status
from standards.models import Edition


class StatusChoices(models.TextChoices):
    DRAFT = Status.DRAFT.value, _("Draft")
    CANCELLED = Status.CANCELLED.value, _("Cancelled")


class Tier(models.TextChoices):
    """How much is asked: the short first assessment, or everything."""

    CORE = "core", _("Core questions")
    EXTENDED = "extended", _("All questions")


class UnitKind(models.TextChoices):
    """What is measured apart from the company as a whole, which is the group (`standards.values.UnitKind`)."""

    OPERATING_COMPANY = "operating_company", _("Operating company")
    SERVICE = "service", _("Service")


class AssessmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Assessments of the companies the person belongs to.

        Each row knows for whom it was read and which role that person has in the company (`reader_id`, `reader_role`), so
        that asking what they may do costs no query.
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(organisation__memberships__user=user).annotate(
            reader_id=F("organisation__memberships__user"), reader_role=F("organisation__memberships__role")
        )

    def locked(self):
        """Rows that nobody else can change before the transaction ends, each with its company."""
        return self.select_related("organisation").select_for_update(of=("self",))


class Assessment(models.Model):
    """One company measured against chosen editions for a period.

    `tags` are the company's profile tags, pinned so that a later change of the profile moves no score. `editions_key`
    is the sorted list of pinned edition ids: the database allows one open assessment per company, period and set of
    editions. `units` are the operating companies and services that are measured apart, as dictionaries with the keys of
    `assessment.scoring.MeasuredUnit` and `is_measured`; their codes are numbers that are never used again in the
    assessment. `version` counts changes of the assessment itself, not of its answers.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="assessments")
    period_start = models.DateField(_("first day of the period"))
    period_end = models.DateField(_("last day of the period"))
    tier = models.CharField(max_length=10, choices=Tier.choices)
    tags = models.JSONField(default=list)
    editions = models.ManyToManyField(Edition, through="AssessmentEdition", related_name="assessments")
    units = models.JSONField(default=list)
    editions_key = models.CharField(max_length=200)
    status = models.CharField(max_length=12, choices=StatusChoices.choices, default=Status.DRAFT)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-period_end", "-created_at"]
        indexes = [
            models.Index(fields=["organisation", "-period_end", "-created_at"], name="assessment_list")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "period_start", "period_end", "editions_key"],
                condition=~models.Q(status="cancelled"),
                name="one_open_assessment_per_period_and_editions",
            ),
            models.CheckConstraint(
                condition=models.Q(period_start__lte=F("period_end")),
                name="period_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return f"{self.organisation} · {self.period}"

    @property
    def period(self):
        """The period in words, in the language of the page."""
        return f"{date_format(self.period_start)} – {date_format(self.period_end)}"

    @property
    def measured_units(self):
        """What is measured, the company as a whole first."""
        apart = ({**unit} for unit in self.units)
        return WHOLE_COMPANY, *(MeasuredUnit(**unit) for unit in apart if unit.pop("is_measured"))

    @property
    def answers_are_open(self):
        return Status(self.status) in ANSWERS_ARE_OPEN


class AssessmentEdition(models.Model):
    """An edition that an assessment is measured against, pinned for good."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="pinned_editions")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["assessment", "edition"], name="edition_pinned_once")]

    def __str__(self):
        return str(self.edition)


class OmittedPillar(models.Model):
    """A pillar that the company leaves out as a whole, with its reason; only where the edition allows it."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="omitted_pillars")
    pillar = models.CharField(max_length=40)
    reason = models.TextField()
    reason_language = models.CharField(max_length=2, default="ru")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "pillar"], name="pillar_left_out_once")]

    def __str__(self):
        return self.pillar


class StatusChange(models.Model):
    """Who moved an assessment from which status to which, when and why. The first row has no `from_status`."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="status_changes")
    from_status = models.CharField(max_length=12, blank=True)
    to_status = models.CharField(max_length=12)
    note = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.from_status} → {self.to_status}"
