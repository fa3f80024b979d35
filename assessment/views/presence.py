"""Who is where: the open page of each colleague tells it every few seconds and is told about the others."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessment.actions import forget_presence, note_presence
from assessment.models import Assessment
from assessment.queries import load_filled_questionnaire
from assessment.queries_together import list_present
from assessment.views.decorators import load_assessment
from assessment.views.navigation import describe_pillars


@load_assessment
@require_POST
def tell(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Notes where the person is; answers with the others and with the progress of every pillar."""
    filled = load_filled_questionnaire(assessment, request.LANGUAGE_CODE)
    heading = filled.questionnaire.find_pillar(request.POST.get("pillar", ""))
    question = filled.questionnaire.by_code.get(request.POST.get("question", ""))
    pillar = heading.code if heading else ""
    note_presence(
        by=request.user, assessment=assessment, pillar=pillar, question=question.code if question else ""
    )
    present, is_old = list_present(assessment, request.user, pillar, timezone.now())
    if is_old:
        forget_presence()
    labels = {row.code: row.label for row in filled.questionnaire.pillars}
    context = {
        "pillars": describe_pillars(filled, assessment),
        "present": [
            {"name": name, "pillar": labels.get(place, ""), "is_here": place == pillar, "question": code}
            for name, place, code in present
        ],
    }
    return render(request, "assessment/_presence.html", context)
