"""The page of an organisation: its members read it, the lead of a company changes its profile."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.actions import BinTaken, StaleVersion, update_organisation_profile
from accounts.forms.profile import ProfileForm
from accounts.models import Organisation, ProfileTag
from accounts.policies import check_user_can_change_profile, user_can_change_profile


def show(request: HttpRequest, organisation_id) -> HttpResponse:
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), pk=organisation_id)
    form = None
    if request.method == "POST":
        check_user_can_change_profile(request.user, organisation)
        form = ProfileForm(request.POST)
        if form.is_valid():
            return save(request, organisation, form)
    elif user_can_change_profile(request.user, organisation):
        form = ProfileForm(initial=describe(organisation))
    return show_page(request, organisation, form, status=422 if form and form.errors else 200)


def save(request: HttpRequest, organisation: Organisation, form: ProfileForm) -> HttpResponse:
    """Saves the profile; what cannot be saved is shown again, a stale form beside what is there now."""
    try:
        update_organisation_profile(by=request.user, organisation=organisation, **form.cleaned_data)
    except BinTaken:
        form.add_error(
            "bin",
            _("Another company here has this BIN. Check the number; if it is right, ask the operator."),
        )
        return show_page(request, organisation, form, status=422)
    except StaleVersion as stale:
        data = form.data.copy()
        data["version"] = stale.current.version
        form = ProfileForm(data)
        form.add_error(
            None, _("Somebody saved the profile meanwhile. Compare both and save again, or leave it.")
        )
        return show_page(request, stale.current, form, status=409)
    messages.success(request, _("The profile is saved."))
    return redirect("accounts:organisation", organisation.pk)


def describe(organisation: Organisation) -> dict:
    fields = ("name_kk", "name_ru", "name_en", "bin", "sector", "tags", "version")
    return {field: getattr(organisation, field) for field in fields}


def show_page(
    request: HttpRequest, organisation: Organisation, form: ProfileForm | None, *, status: int
) -> HttpResponse:
    context = {
        "organisation": organisation,
        "tags": [tag.label for tag in ProfileTag if tag in organisation.tags],
        "members": organisation.memberships.select_related("user").order_by("user__full_name"),
        "form": form,
        "stale": status == 409,
    }
    return render(request, "accounts/organisation.html", context, status=status)
