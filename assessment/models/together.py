"""How colleagues share an assessment: who answers what until when, what they say about it, who has signed off, who is where.

Nothing here is ever part of a report or shown to an auditor.
"""

import uuid

from django.conf import settings
from django.db import models

from assessment.models.assessments import Assessment
from standards.models import Question


class Assignment(models.Model):
    """A colleague who answers a pillar or a single question, until `due_on` if there is a date. A question's own assignment
    goes before that of its pillar. One that is withdrawn keeps its row with nobody in it, so that `version`, which starts at 1
    and grows by one with each change, never says the same twice."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="assignments")
    pillar = models.CharField(max_length=40, blank=True)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, null=True, related_name="+")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(auto_now=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pillar="", question__isnull=False)
                | ~models.Q(pillar="") & models.Q(question__isnull=True),
                name="assignment_is_of_a_pillar_or_a_question",
            ),
            models.UniqueConstraint(
                fields=["assessment", "pillar"],
                condition=models.Q(question__isnull=True),
                name="pillar_assigned_once",
            ),
            models.UniqueConstraint(
                fields=["assessment", "question"],
                condition=models.Q(question__isnull=False),
                name="question_assigned_once",
            ),
        ]

    def __str__(self):
        return f"{self.pillar or self.question_id}: {self.assignee}"


class SignOff(models.Model):
    """Somebody has read the answers to a recommendation (in a pillar) and stands by them. It says nothing about answers that
    have changed since `at`; withdrawing it removes the row."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="sign_offs")
    pillar = models.CharField(max_length=40)
    recommendation = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "pillar", "recommendation"], name="section_signed_off_once"
            )
        ]

    def __str__(self):
        return f"{self.pillar}: {self.recommendation}"


class Comment(models.Model):
    """Talk between colleagues about a question. A comment without `thread` starts a thread; only such a one is resolved.
    A withdrawn comment keeps its place and loses its text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="comments")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    thread = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="replies")
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["assessment", "question"], name="comments_of_question")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | models.Q(resolved_at__isnull=False, resolved_by__isnull=False, thread__isnull=True),
                name="thread_resolved_by_somebody_at_some_time",
            )
        ]

    def __str__(self):
        return f"{self.question_id}: {self.text[:40]}"


class Presence(models.Model):
    """Where somebody was last seen in an assessment. Written by the open page every few seconds; not a change of anything
    that counts, so it leaves no audit event, and it is worthless after a minute."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    pillar = models.CharField(max_length=40)
    question = models.CharField(max_length=40, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "user"], name="seen_in_one_place")]

    def __str__(self):
        return f"{self.user_id}: {self.pillar} {self.question}"
