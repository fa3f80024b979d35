"""Confirming at once what is carried over under one recommendation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.actions import can_be_confirmed, confirm_answers
from assessment.forms.confirm import ConfirmForm
from assessment.models import Assessment
from assessment.policies import check_user_can_answer
from assessment.queries import load_filled_questionnaire
from assessment.questionnaire import AnswerKey
from assessment.views.decorators import load_assessment
from assessment.views.navigation import describe_answers, describe_pillars
from assessment.views.sign_off import find_part


@load_assessment
def show(request: HttpRequest, assessment: Assessment, pillar: str, recommendation: str) -> HttpResponse:
    """The answers that wait under the recommendation; a POST confirms those that are ticked."""
    check_user_can_answer(request.user, assessment)
    filled = load_filled_questionnaire(assessment, request.LANGUAGE_CODE)
    part = find_part(filled, pillar, recommendation)
    status = 200
    if request.method == "POST":
        here = {key for question in part.questions for key in filled.keys_of(question)}
        ticked = ConfirmForm(request.POST).read()
        status = confirm(request, assessment, {key: ticked[key] for key in ticked if key in here})
        if status == 302:
            return redirect("assessment:recommendation", assessment.pk, pillar, recommendation)
        filled = load_filled_questionnaire(assessment, request.LANGUAGE_CODE)
    rows = [
        row | {"can_be_confirmed": can_be_confirmed(filled, row["key"])}
        for row in describe_answers(filled, part.questions, assessment)
        if row["answer"].carried_over
    ]
    pillars = describe_pillars(filled, assessment)
    here = next(row for row in pillars if row["code"] == pillar)
    context = {"assessment": assessment, "pillars": pillars, "pillar": here, "part": part, "rows": rows}
    return render(request, "assessment/confirm.html", context, status=status)


def confirm(request: HttpRequest, assessment: Assessment, versions: dict[AnswerKey, int]) -> int:
    """The HTTP status says whether all that was ticked is confirmed (302), or something has changed (409, 422)."""
    outcome = confirm_answers(by=request.user, assessment=assessment, versions=versions)
    count = len(outcome.saved)
    if count:
        text = ngettext("%(count)s answer is confirmed.", "%(count)s answers are confirmed.", count)
        messages.success(request, text % {"count": count})
    if outcome.conflicts:
        messages.error(request, _("Somebody has saved an answer here meanwhile. Read it again."))
        return 409
    if not count:
        messages.info(request, _("Nothing was ticked, so nothing is confirmed."))
        return 422
    return 302
