"""Signing off the answers to a recommendation, and taking that back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assessment.actions import (
    SectionNotComplete,
    StaleSection,
    sign_off_section,
    withdraw_sign_off,
)
from assessment.forms.status import VersionForm
from assessment.models import Assessment
from assessment.policies import check_user_can_answer, user_can_answer, user_can_withdraw
from assessment.queries import load_filled_questionnaire
from assessment.queries_together import load_together
from assessment.views.decorators import load_assessment
from assessment.views.navigation import describe_answers, describe_pillars


@load_assessment
def show(request: HttpRequest, assessment: Assessment, pillar: str, recommendation: str) -> HttpResponse:
    """The answers that one stands by, and the button."""
    status = 200
    if request.method == "POST":
        check_user_can_answer(request.user, assessment)
        status = sign(request, assessment, pillar, recommendation)
        if status == 302:
            return redirect("assessment:sign-off", assessment.pk, pillar, recommendation)
    return render_page(request, assessment, pillar, recommendation, status)


def sign(request: HttpRequest, assessment: Assessment, pillar: str, recommendation: str) -> int:
    """The HTTP status says whether it is done (302), stale (409) or not possible (422)."""
    place = {"assessment": assessment, "pillar": pillar, "recommendation": recommendation}
    form = VersionForm(request.POST)
    form.full_clean()
    version = form.cleaned_data["version"]
    find_part(load_filled_questionnaire(assessment, request.LANGUAGE_CODE), pillar, recommendation)
    try:
        if "withdraw" in request.POST:
            withdraw_sign_off(by=request.user, number=version, **place)
            messages.success(request, _("The sign-off is withdrawn."))
        else:
            sign_off_section(by=request.user, version=version, **place)
            messages.success(request, _("These answers are signed off."))
    except StaleSection:
        messages.error(
            request, _("Something was saved here meanwhile, and nothing is signed. Read the answers again.")
        )
        return 409
    except SectionNotComplete:
        messages.error(request, _("An answer is missing here. Answer every question first."))
        return 422
    return 302


def find_part(filled, pillar: str, recommendation: str):
    part = filled.questionnaire.find_part(pillar, recommendation)
    if part is None:
        raise Http404(_("This assessment asks nothing here. Choose a pillar from the assessment's page."))
    return part


def render_page(
    request: HttpRequest, assessment: Assessment, pillar: str, recommendation: str, status: int
) -> HttpResponse:
    filled = load_filled_questionnaire(assessment, request.LANGUAGE_CODE)
    part = find_part(filled, pillar, recommendation)
    state = load_together(filled, assessment, request.user).describe_part(part)
    signed = state.signature
    pillars = describe_pillars(filled, assessment)
    context = {
        "assessment": assessment,
        "pillars": pillars,
        "pillar": next(row for row in pillars if row["code"] == pillar),
        "part": part,
        "state": state,
        "answers": describe_answers(filled, part.questions, assessment),
        "may": {"answer": user_can_answer(request.user, assessment)},
        "may_withdraw": signed is not None and user_can_withdraw(request.user, assessment, signed.by),
    }
    return render(request, "assessment/sign_off.html", context, status=status)
