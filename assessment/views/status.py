"""Changes of the assessment itself: leave out a pillar, adopt the company's profile, cancel."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import ProfileTag
from assessment.actions import (
    StaleAssessment,
    adopt_profile,
    cancel_assessment,
    leave_out_pillar,
    take_pillar_back,
)
from assessment.forms.status import CancelForm, LeaveOutForm, ProfileForm, VersionForm
from assessment.models import Assessment
from assessment.policies import check_user_can_change_assessment
from assessment.queries import load_filled_questionnaire, load_questionnaire
from assessment.questionnaire import Pillar
from assessment.views.decorators import load_assessment
from assessment.workflow import Status


@load_assessment
def leave_out(request: HttpRequest, assessment: Assessment, pillar: str) -> HttpResponse:
    """Leaves out a whole pillar with a reason, or takes it back."""
    check_user_can_change_assessment(request.user, assessment)
    heading = load_questionnaire(assessment, request.LANGUAGE_CODE).find_pillar(pillar)
    if heading is None or not heading.may_be_left_out:
        raise Http404(_("This pillar cannot be left out."))
    if request.method == "POST":
        save = take_back if "take-back" in request.POST else save_reason
        return save(request, assessment, heading)
    form = LeaveOutForm(initial={"version": assessment.version})
    return show_pillar(request, assessment, heading, form)


def save_reason(request: HttpRequest, assessment: Assessment, heading: Pillar) -> HttpResponse:
    form = LeaveOutForm(request.POST)
    if not form.is_valid():
        return show_pillar(request, assessment, heading, form, status=422)
    try:
        leave_out_pillar(
            by=request.user,
            assessment=assessment,
            pillar=heading.code,
            language=request.LANGUAGE_CODE,
            **form.cleaned_data,
        )
    except StaleAssessment:
        assessment.refresh_from_db()
        form.read_again(assessment.version)
        return show_pillar(request, assessment, heading, form, status=409)
    messages.success(request, _("The pillar is left out. The report says so with your reason."))
    return redirect("assessment:detail", assessment.pk)


def show_pillar(
    request: HttpRequest, assessment: Assessment, heading: Pillar, form: LeaveOutForm, status: int = 200
) -> HttpResponse:
    """The form, or the way back; after a stale save both the reason that is stored, if any, and the one that was typed."""
    left_out = load_filled_questionnaire(assessment, request.LANGUAGE_CODE).left_out.get(heading.code)
    context = {"assessment": assessment, "pillar": heading, "left_out": left_out, "form": form}
    return render(request, "assessment/leave_out.html", context, status=status)


def take_back(request: HttpRequest, assessment: Assessment, heading: Pillar) -> HttpResponse:
    form = VersionForm(request.POST)
    form.full_clean()
    try:
        take_pillar_back(by=request.user, assessment=assessment, pillar=heading.code, **form.cleaned_data)
    except StaleAssessment:
        messages.error(
            request, _("The assessment was changed meanwhile. Read the difference again and decide.")
        )
        return redirect("assessment:leave-out", assessment.pk, heading.code)
    messages.success(request, _("The pillar counts again."))
    return redirect("assessment:detail", assessment.pk)


@load_assessment
def profile(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Shows what the company's present profile would change, and adopts it."""
    check_user_can_change_assessment(request.user, assessment)
    if request.method == "POST":
        return adopt(request, assessment)
    company = assessment.organisation
    pinned, present = set(assessment.tags), set(company.tags)
    context = {
        "assessment": assessment,
        "form": ProfileForm(initial={"version": assessment.version, "profile_version": company.version}),
        "added": [tag.label for tag in ProfileTag if tag in present - pinned],
        "removed": [tag.label for tag in ProfileTag if tag in pinned - present],
        "kept": [tag.label for tag in ProfileTag if tag in pinned & present],
    }
    return render(request, "assessment/profile.html", context)


def adopt(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    form = ProfileForm(request.POST)
    form.full_clean()
    try:
        adopt_profile(by=request.user, assessment=assessment, **form.cleaned_data)
    except StaleAssessment:
        messages.error(
            request, _("The assessment was changed meanwhile. Read the difference again and decide.")
        )
        return redirect("assessment:profile", assessment.pk)
    messages.success(request, _("The assessment now asks what fits the company's profile."))
    return redirect("assessment:detail", assessment.pk)


@load_assessment
def cancel(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Closes an assessment that was started by mistake; its answers stay readable. Once it is closed: by whom and why."""
    if assessment.status == Status.CANCELLED:
        return show_cancellation(request, assessment)
    check_user_can_change_assessment(request.user, assessment)
    if request.method == "POST":
        return close(request, assessment)
    form = CancelForm(initial={"version": assessment.version})
    return show_form(request, assessment, form)


def close(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    form = CancelForm(request.POST)
    if not form.is_valid():
        return show_form(request, assessment, form, status=422)
    try:
        cancel_assessment(by=request.user, assessment=assessment, **form.cleaned_data)
    except StaleAssessment:
        assessment.refresh_from_db()
        if assessment.status == Status.CANCELLED:
            return show_cancellation(request, assessment)
        form.read_again(assessment.version)
        return show_form(request, assessment, form, status=409)
    messages.success(request, _("The assessment is cancelled. Its answers can still be read."))
    return redirect("assessment:detail", assessment.pk)


def show_form(
    request: HttpRequest, assessment: Assessment, form: CancelForm, status: int = 200
) -> HttpResponse:
    return render(request, "assessment/cancel.html", {"assessment": assessment, "form": form}, status=status)


def show_cancellation(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Who cancelled it and why, beside the reason that somebody typed who was later."""
    changes = assessment.status_changes.filter(to_status=Status.CANCELLED).select_related("by")
    typed = request.POST.get("note", "").strip()
    context = {"assessment": assessment, "cancellation": changes.last(), "typed": typed}
    return render(request, "assessment/cancel.html", context, status=409 if request.method == "POST" else 200)
