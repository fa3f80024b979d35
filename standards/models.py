"""Standards as the database knows them: a projection of edition files, written only by `standards.loader`.

Texts are not columns: they are served from the parsed definition (`standards.catalogue`). The rows exist so that
assessments can pin an edition and answers can point to a question.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Standard(models.Model):
    """A body of recommendations across its editions."""

    slug = models.SlugField(max_length=40, unique=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self):
        return self.slug


class EditionStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class EditionQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=EditionStatus.PUBLISHED)


class Edition(models.Model):
    """One version of a standard. Once published it never changes: `canonical` is the definition as canonical JSON
    (sorted keys, no blanks, UTF-8) and `checksum` its SHA-256 in hexadecimal."""

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="editions")
    name = models.CharField(max_length=20)
    status = models.CharField(max_length=10, choices=EditionStatus.choices)
    published_on = models.DateField()
    checksum = models.CharField(max_length=64)
    canonical = models.TextField()
    loaded_at = models.DateTimeField(auto_now=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["standard__position", "standard__slug", "-published_on"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "name"], name="edition_name_once_per_standard")
        ]

    def __str__(self):
        return f"{self.standard} {self.name}"


class Question(models.Model):
    """A question of an edition; the code is unique in the whole portal within one generation of editions."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="questions")
    code = models.CharField(max_length=40)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="question_code_once_per_edition")
        ]

    def __str__(self):
        return self.code


class LawNoteSet(models.Model):
    """One loaded version of the law notes; the newest is shown, the older ones stay for the record."""

    checksum = models.CharField(max_length=64, unique=True)
    canonical = models.TextField()
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return self.checksum[:12]
