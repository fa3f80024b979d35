"""Changes of the assessment itself: leave out a pillar, adopt the company's profile, cancel."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import ProfileTag
from assessment.actions import (
    StaleAssessment,
    adopt_profile,
    cancel_assessment,
    leave_out_pillar,
    take_pillar_back,
)
from assessment.forms.status import CancelForm, LeaveOutForm, ProfileForm
from assessment.models import Assessment
from assessment.policies import check_user_can_change_assessment
from assessment.queries import load_filled_questionnaire
from assessment.views.decorators import load_assessment
from assessment.workflow import TransitionNotAllowed


@load_assessment
def leave_out(request: HttpRequest, assessment: Assessment, pillar: str) -> HttpResponse:
    """Leaves out a whole pillar with a reason, or takes it back."""
    check_user_can_change_assessment(request.user, assessment)
    filled = load_filled_questionnaire(assessment, request.LANGUAGE_CODE)
    heading = filled.questionnaire.find_pillar(pillar)
    if heading is None or not heading.may_be_left_out:
        raise Http404(_("This pillar cannot be left out."))
    left_out = filled.left_out.get(pillar)
    form = LeaveOutForm(request.POST or None)
    if request.method == "POST" and "take-back" in request.POST:
        take_pillar_back(by=request.user, assessment=assessment, pillar=pillar)
        messages.success(request, _("The pillar counts again."))
        return redirect("assessment:detail", assessment.pk)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        leave_out_pillar(
            by=request.user, assessment=assessment, pillar=pillar, reason=reason, language=get_language()
        )
        messages.success(request, _("The pillar is left out. The report says so with your reason."))
        return redirect("assessment:detail", assessment.pk)
    context = {"assessment": assessment, "pillar": heading, "left_out": left_out, "form": form}
    return render(request, "assessment/leave_out.html", context, status=422 if form.errors else 200)


@load_assessment
def profile(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Shows what the company's present profile would change, and adopts it."""
    check_user_can_change_assessment(request.user, assessment)
    form = ProfileForm(request.POST or None, initial={"version": assessment.version})
    if request.method == "POST" and form.is_valid():
        try:
            adopt_profile(by=request.user, assessment=assessment, version=form.cleaned_data["version"])
        except StaleAssessment:
            messages.error(
                request, _("The assessment was changed meanwhile. Read the difference again and decide.")
            )
            return redirect("assessment:profile", assessment.pk)
        messages.success(request, _("The assessment now asks what fits the company's profile."))
        return redirect("assessment:detail", assessment.pk)
    pinned, present = set(assessment.tags), set(assessment.organisation.tags)
    context = {
        "assessment": assessment,
        "form": form,
        "added": [tag.label for tag in ProfileTag if tag in present - pinned],
        "removed": [tag.label for tag in ProfileTag if tag in pinned - present],
        "kept": [tag.label for tag in ProfileTag if tag in pinned & present],
    }
    return render(request, "assessment/profile.html", context)


@load_assessment
def cancel(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Closes an assessment that was started by mistake; its answers stay readable."""
    check_user_can_change_assessment(request.user, assessment)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_assessment(by=request.user, assessment=assessment, note=form.cleaned_data["note"])
        except TransitionNotAllowed:
            messages.error(request, _("The assessment is not open any more."))
        else:
            messages.success(request, _("The assessment is cancelled. Its answers can still be read."))
        return redirect("assessment:detail", assessment.pk)
    return render(
        request,
        "assessment/cancel.html",
        {"assessment": assessment, "form": form},
        status=422 if form.errors else 200,
    )
