"""The form that starts an assessment."""

import datetime

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from assessment.models import Assessment, Tier
from standards.catalogue import get_localised
from standards.models import Edition


class OrganisationField(forms.ModelChoiceField):
    def label_from_instance(self, organisation):
        return organisation.name


class EditionsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, edition):
        localised = get_localised(edition.checksum, get_language())
        return f"{localised.standard.title} ({edition.name})"


class OlderField(forms.ModelChoiceField):
    def label_from_instance(self, assessment):
        return str(assessment)


class StartForm(forms.Form):
    """Company (asked only when there are several), period, standards, tier, and whose answers to carry over.

    Offers the newest published edition of each standard, all chosen.
    """

    organisation = OrganisationField(queryset=Organisation.objects.none(), label=_("Company"))
    period_start = forms.DateField(
        label=_("First day of the period"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    period_end = forms.DateField(
        label=_("Last day of the period"),
        help_text=_("Answers describe what held in this period; usually a calendar year."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    editions = EditionsField(
        queryset=Edition.objects.none(),
        label=_("Standards"),
        help_text=_("The assessment keeps these editions even when newer ones are published."),
        widget=forms.CheckboxSelectMultiple,
    )
    tier = forms.ChoiceField(
        label=_("How much to answer"),
        choices=Tier.choices,
        initial=Tier.EXTENDED,
        help_text=_("The core questions are a short first assessment; all questions give the full picture."),
        widget=forms.RadioSelect,
    )

    older = OlderField(
        queryset=Assessment.objects.none(),
        label=_("Start from an older assessment"),
        help_text=_(
            "Its answers to questions that are still asked are carried over, with their explanations. They do not count before somebody confirms them. The older assessment stays as it is."
        ),
        empty_label=_("Start without answers"),
        required=False,
    )

    def __init__(self, *arguments, organisations, older, **keywords):
        super().__init__(*arguments, **keywords)
        self.fields["older"].queryset = older
        if not older.exists():
            del self.fields["older"]
        newest = find_newest_editions()
        self.fields["editions"].queryset = Edition.objects.filter(pk__in=newest)
        self.fields["editions"].initial = newest
        self.fields["organisation"].queryset = organisations
        if organisations.count() == 1:
            self.fields["organisation"].initial = organisations.get()
            self.fields["organisation"].widget = forms.HiddenInput()
        year = timezone.localdate().year
        self.fields["period_start"].initial = datetime.date(year, 1, 1)
        self.fields["period_end"].initial = datetime.date(year, 12, 31)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self):
        start, end = self.cleaned_data.get("period_start"), self.cleaned_data.get("period_end")
        if start and end and start > end:
            self.add_error("period_end", _("The last day is before the first day. Correct one of them."))
        older, organisation = self.cleaned_data.get("older"), self.cleaned_data.get("organisation")
        if older and organisation and older.organisation != organisation:
            self.add_error(
                "older", _("This assessment is of another company. Choose one of the same company.")
            )
        return self.cleaned_data


def find_newest_editions() -> list[int]:
    """Keys of the newest published edition of each standard."""
    newest = {}
    for key, standard in (
        Edition.objects.published().order_by("published_on", "pk").values_list("pk", "standard_id")
    ):
        newest[standard] = key
    return sorted(newest.values())
