"""Starting an assessment: for which company, period, standards and tier."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.policies import NotAllowed
from assessment.actions import AssessmentAlreadyOpen, MethodsDiffer, start_assessment
from assessment.forms.start import StartForm
from assessment.policies import find_older_assessments, find_startable_organisations


def start(request) -> HttpResponse:
    """The form, and a new assessment from it."""
    organisations = find_startable_organisations(request.user)
    if not organisations.exists():
        raise NotAllowed(_("Only the lead of a company starts an assessment."))
    form = StartForm(
        request.POST if request.method == "POST" else None,
        organisations=organisations,
        older=find_older_assessments(request.user, organisations),
    )
    if request.method == "POST" and form.is_valid():
        try:
            assessment = start_assessment(by=request.user, **form.cleaned_data)
        except AssessmentAlreadyOpen:
            form.add_error(
                None,
                _(
                    "An assessment for this period and these standards is already open. Continue it from the list, or choose another period or other standards."
                ),
            )
        except MethodsDiffer:
            form.add_error(
                "editions",
                _("These standards combine scores in different ways. Measure them in separate assessments."),
            )
        else:
            messages.success(request, _("The assessment is open. Answer in any order; what you save stays."))
            return redirect("assessment:detail", assessment.pk)
    return render(
        request,
        "assessment/start.html",
        {"form": form, "organisations": organisations},
        status=422 if form.errors else 200,
    )
