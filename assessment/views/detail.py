"""The home of an assessment: how far it is, what it scores so far, what is next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessment.models import Assessment
from assessment.queries import load_filled_questionnaire
from assessment.queries_together import load_together
from assessment.stages import Stage, divide
from assessment.views.decorators import load_assessment
from assessment.views.estimate import describe_estimate
from assessment.views.navigation import describe_pillars, describe_units, list_permissions
from assessment.views.since import list_earlier
from assessment.workflow import Status


@load_assessment
def show(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    filled = load_filled_questionnaire(assessment, request.LANGUAGE_CODE)
    earlier = list_earlier(assessment).visible_to(request.user).exclude(status=Status.CANCELLED)
    return render(
        request,
        "assessment/detail.html",
        {
            "assessment": assessment,
            "filled": filled,
            "scorecard": filled.scorecard,
            "pillars": describe_pillars(filled, assessment),
            "my_work": load_together(filled, assessment, request.user, with_signatures=False).my_work,
            "standards": list(zip(filled.questionnaire.editions, filled.scorecard.standards, strict=True)),
            "next_question": filled.unanswered[0] if filled.unanswered else None,
            "units": describe_units(filled),
            "measures_services": any(
                question.definition.scope != "company" for question in filled.questionnaire.by_code.values()
            ),
            "critical": len(divide(filled.questions).get(Stage.CRITICAL, ())),
            "estimate": describe_estimate(filled, filled.questions, request.LANGUAGE_CODE),
            "skipped": len(filled.questionnaire.skipped),
            "may": list_permissions(request.user, assessment),
            "earlier": earlier.first(),
            "profile_differs": set(assessment.tags) != set(assessment.organisation.tags),
        },
    )
