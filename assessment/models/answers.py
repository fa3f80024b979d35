"""What a company answers: option and explanation, and the explanation in other languages."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models.assessments import Assessment
from standards.models import Question


class Confidentiality(models.TextChoices):
    """Who may ever see an explanation or a piece of evidence outside the company: everybody once a scorecard is published,
    the assigned auditors, or nobody (an auditor only sees that something is sealed)."""

    PUBLISHABLE = "publishable", _("May be published")
    AUDITOR = "auditor", _("For the auditor only")
    SEALED = "sealed", _("Sealed: inside the company only")


class CarriedOver(models.TextChoices):
    """Whether the question still has the words that the older answer was given to."""

    SAME = "same"
    REWORDED = "reworded"


class Answer(models.Model):
    """The company's option and explanation for one question at one unit.

    `unit` is the unit's code, empty for the company as a whole. `option` is empty while only an explanation exists.
    `carried_over` marks an answer of an older assessment that does not count before somebody confirms it. `version` starts
    at 1 and grows by one with each save; a form without a row behind it carries version 0. `explanation_language` is the
    language the page had when it was typed. `confidentiality` is about the explanation; the option always counts.
    `save_key` is the key that the page gave to the last save (none for a plain form): a page that never heard whether its
    save arrived knows by it that the row is its own.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    unit = models.CharField(max_length=8, blank=True)
    option = models.CharField(max_length=40, blank=True)
    explanation = models.TextField(blank=True)
    explanation_language = models.CharField(max_length=2, default="ru")
    carried_over = models.CharField(max_length=10, blank=True, choices=CarriedOver.choices)
    confidentiality = models.CharField(
        max_length=11, choices=Confidentiality.choices, default=Confidentiality.PUBLISHABLE
    )
    save_key = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question", "unit"], name="one_answer_per_question_and_unit"
            )
        ]

    def __str__(self):
        return f"{self.question_id}: {self.option}"


class AnswerTranslation(models.Model):
    """An answer's explanation in another language than the one it was written in.

    `source_hash` is the SHA-256 (hex) of the explanation that the text renders: when the explanation has changed since, the
    translation is outdated. `version` starts at 1 and grows by one with each save.
    """

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=2)
    text = models.TextField()
    source_hash = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "language"], name="one_translation_per_language")
        ]

    def __str__(self):
        return f"{self.answer_id}: {self.language}"
