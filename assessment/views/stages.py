"""The guided short start: three stages through one assessment."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessment.models import Assessment
from assessment.queries import load_filled_questionnaire
from assessment.stages import Stage, divide
from assessment.views.decorators import load_assessment
from assessment.views.estimate import describe_estimate
from assessment.views.navigation import describe_pillars, list_permissions


LABELS = {
    Stage.CRITICAL: _("critical questions"),
    Stage.CORE: _("rest of the core"),
    Stage.REST: _("all others"),
}


@load_assessment
def show(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Each stage with its progress and the pillars that it leads through."""
    filled = load_filled_questionnaire(assessment, request.LANGUAGE_CODE)
    base = reverse("assessment:detail", args=[assessment.pk])
    stages = []
    for stage, questions in divide(filled.questions).items():
        pillars = [
            {
                "label": pillar.label,
                "progress": filled.measure_progress(asked),
                "url": f"{base}pillars/{pillar.code}/?stage={stage}",
            }
            for pillar in filled.questionnaire.pillars
            if (asked := [question for question in questions if question.pillar == pillar.code])
        ]
        stages.append(
            {
                "code": stage.value,
                "label": LABELS[stage],
                "questions": len(questions),
                "progress": filled.measure_progress(questions),
                "estimate": describe_estimate(filled, questions, request.LANGUAGE_CODE),
                "pillars": pillars,
                "next": next((row for row in pillars if not row["progress"].is_complete), None),
            }
        )
    context = {
        "assessment": assessment,
        "pillars": describe_pillars(filled, assessment),
        "stages": stages,
        "current": next((stage["code"] for stage in stages if stage["next"]), ""),
        "may": list_permissions(request.user, assessment),
    }
    return render(request, "assessment/stages.html", context)
