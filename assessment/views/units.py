"""What an assessment measures apart from the company as a whole: its operating companies and services."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assessment.actions import StaleAssessment, TooManyUnits, UnitNameTaken, add_unit, change_unit
from assessment.forms.units import ChangeUnitForm, UnitForm
from assessment.models import Assessment, UnitKind
from assessment.policies import check_user_can_change_assessment
from assessment.views.decorators import load_assessment


@load_assessment
def list_units(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """The units, and a form for another one."""
    check_user_can_change_assessment(request.user, assessment)
    if request.method != "POST":
        return show(request, assessment, UnitForm(initial={"version": assessment.version}))
    form = UnitForm(request.POST)
    if form.is_valid() and save(form, assessment, request, add_unit):
        messages.success(request, _("“%(name)s” is measured now.") % {"name": form.cleaned_data["name"]})
        return redirect("assessment:units", assessment.pk)
    return show(request, assessment, form)


@load_assessment
def edit_unit(request: HttpRequest, assessment: Assessment, code: str) -> HttpResponse:
    """One unit: its name, what it is, and whether it is measured."""
    check_user_can_change_assessment(request.user, assessment)
    unit = next((unit for unit in assessment.units if unit["code"] == code), None)
    if unit is None:
        raise Http404(_("This assessment measures no such unit."))
    if request.method != "POST":
        return show(request, assessment, ChangeUnitForm(initial=unit | {"version": assessment.version}), unit)
    form = ChangeUnitForm(request.POST)
    if form.is_valid() and save(form, assessment, request, change_unit, code=code):
        messages.success(request, _("“%(name)s” is changed.") % {"name": form.cleaned_data["name"]})
        return redirect("assessment:units", assessment.pk)
    unit = next(unit for unit in assessment.units if unit["code"] == code)
    return show(request, assessment, form, unit)


def save(form: UnitForm, assessment: Assessment, request: HttpRequest, action, **keywords) -> bool:
    """Whether the action did it; if not, the form says why."""
    try:
        action(
            by=request.user,
            assessment=assessment,
            version=form.cleaned_data["version"],
            unit=form.describe(),
            **keywords,
        )
    except StaleAssessment:
        assessment.refresh_from_db()
        form.read_again(assessment.version)
    except UnitNameTaken:
        form.refuse_name()
    except TooManyUnits:
        form.add_error(
            None, _("This assessment has as many units as one can have. Change one that is there.")
        )
    return not form.errors


def show(
    request: HttpRequest, assessment: Assessment, form: UnitForm, unit: dict | None = None
) -> HttpResponse:
    units = [row | {"kind_label": UnitKind(row["kind"]).label} for row in assessment.units]
    context = {"assessment": assessment, "form": form, "unit": unit, "units": units}
    status = 200 if not form.errors else 409 if form.is_stale else 422
    return render(
        request, "assessment/unit.html" if unit else "assessment/units.html", context, status=status
    )
