"""The table that a score came from: question, option, points, weight, share, contribution."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from assessment.models import Assessment
from assessment.queries import load_filled_questionnaire
from assessment.views.decorators import load_assessment
from assessment.views.navigation import describe_lines, describe_pillars, label_of_score


@load_assessment
def show_score(request: HttpRequest, assessment: Assessment, cut: str, code: str) -> HttpResponse:
    filled = load_filled_questionnaire(assessment, request.LANGUAGE_CODE)
    score = filled.scorecard.find(cut, code)
    if score is None:
        raise Http404(_("This assessment has no such score."))
    lines = describe_lines(filled, cut, score, assessment)
    omitted = {row["left_out"].pillar: row["left_out"] for row in lines if row["left_out"]}
    context = {
        "assessment": assessment,
        "pillars": describe_pillars(filled, assessment),
        "cut": cut,
        "score": score,
        "label": label_of_score(filled, cut, code),
        "parts": [
            (label_of_score(filled, "pillar", part.code), part)
            for part in score.parts
            if part.level == "pillar"
        ],
        "left_out": [(label_of_score(filled, "pillar", code), row) for code, row in omitted.items()],
        "lines": lines,
    }
    return render(request, "assessment/score.html", context)
