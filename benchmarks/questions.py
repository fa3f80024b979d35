"""The largest pillar page of the model assessment, and what one fills into its form."""

from functools import cache

from django.db.models import Sum
from django.urls import reverse

from assessment.models import Answer
from assessment.queries import load_filled_questionnaire
from assessment.questionnaire import Pillar
from benchmarks.databases import find_assessment
from benchmarks.portal import LANGUAGE


@cache
def find_largest_pillar() -> Pillar:
    filled = load_filled_questionnaire(find_assessment(), LANGUAGE)
    return max(filled.questionnaire.pillars, key=lambda pillar: len(pillar.questions))


def locate_pillar() -> str:
    return reverse("assessment:pillar", args=[find_assessment().pk, find_largest_pillar().code])


def fill_form() -> dict:
    """The form of the page as a browser sends it, with one answer changed."""
    codes = [question.code for question in find_largest_pillar().questions]
    form = {"then": "stay"}
    for answer in Answer.objects.filter(
        assessment=find_assessment(), question__code__in=codes
    ).select_related("question"):
        code = answer.question.code
        form[f"{code}-option"] = answer.option
        form[f"{code}-explanation"] = answer.explanation
        form[f"{code}-version"] = answer.version
    changed = f"{codes[0]}-option"
    form[changed] = "yes" if form[changed] == "partially" else "partially"
    return form


def sum_versions() -> int:
    """Grows by one with every answer that is saved."""
    return Answer.objects.filter(assessment=find_assessment()).aggregate(sum=Sum("version"))["sum"]
