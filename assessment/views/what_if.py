"""What an answer would change before it is saved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessment.models import Assessment
from assessment.unit_names import name_unit
from assessment.views.decorators import load_assessment
from assessment.views.navigation import describe_pillars
from assessment.views.question import find_question
from assessment.what_if import find_effects


@load_assessment
def show(request: HttpRequest, assessment: Assessment, code: str) -> HttpResponse:
    """For each unit that the question is asked of, the scores with each of its options."""
    filled, question = find_question(request, assessment, code)
    pillars = describe_pillars(filled, assessment)
    tables = [
        {
            "place": name_unit(unit) if filled.has_units else "",
            "what_if": find_effects(filled, question, key),
        }
        for key, unit in zip(filled.keys_of(question), filled.units_of(question), strict=True)
    ]
    here = next(pillar for pillar in pillars if pillar["code"] == question.pillar)
    context = {
        "assessment": assessment,
        "pillars": pillars,
        "pillar": here,
        "question": question,
        "tables": tables,
        "weight_of_pillar": sum(
            each.definition.weight for each in filled.questions if each.pillar == question.pillar
        ),
    }
    return render(request, "assessment/what_if.html", context)
