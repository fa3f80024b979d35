"""Check your answers: everything that is answered and what is missing, on one page; and search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessment.filters import Filter
from assessment.models import Assessment
from assessment.queries import load_filled_questionnaire
from assessment.queries_together import load_together
from assessment.search import matches, split_words
from assessment.views.decorators import load_assessment
from assessment.views.navigation import describe_answers, describe_pillars, list_permissions


@load_assessment
def check(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """All questions with their answers by pillar, filtered as the address says."""
    filled = load_filled_questionnaire(assessment, request.LANGUAGE_CODE)
    severities = filled.questionnaire.severities
    chosen = Filter.read(request.GET, [severity.code for severity in severities])
    codes = load_together(filled, assessment, request.user).codes if chosen.is_about_people else {}
    selected = [
        (pillar, chosen.select(filled, pillar.questions, codes)) for pillar in filled.questionnaire.pillars
    ]
    context = {
        "assessment": assessment,
        "filled": filled,
        "pillars": describe_pillars(filled, assessment),
        "filter": chosen,
        "severities": severities,
        "carried_over": len(filled.carried_over),
        "groups": [
            (pillar, describe_answers(filled, questions, assessment)) for pillar, questions in selected
        ],
        "shown": sum(len(questions) for _pillar, questions in selected),
        "may": list_permissions(request.user, assessment),
    }
    return render(request, "assessment/check.html", context)


@load_assessment
def search(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Questions whose code, texts or explanation hold every word asked for."""
    filled = load_filled_questionnaire(assessment, request.LANGUAGE_CODE)
    query = request.GET.get("q", "").strip()[:200]
    words = split_words(query)
    found = [
        question
        for question in filled.questionnaire.by_code.values()
        if words and _holds(question, filled, words)
    ]
    context = {
        "assessment": assessment,
        "pillars": describe_pillars(filled, assessment),
        "query": query,
        "found": len(found),
        "answers": describe_answers(filled, found, assessment),
        "may": list_permissions(request.user, assessment),
    }
    return render(request, "assessment/search.html", context)


def _holds(question, filled, words) -> bool:
    definition = question.definition
    return matches(
        words,
        [
            question.code,
            definition.text,
            question.recommendation.title,
            question.recommendation.number,
            *definition.evidence,
            *(option.criterion for option in question.options),
            *(filled.answer_to(key).explanation for key in filled.keys_of(question)),
        ],
    )
