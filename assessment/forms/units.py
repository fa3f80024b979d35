"""What is measured apart from the company as a whole."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.sign_in import REQUIRED
from assessment.actions import NAME_LIMIT, UnitDescription
from assessment.forms.status import VersionForm
from assessment.models import UnitKind


class UnitForm(VersionForm):
    """One operating company or service."""

    name = forms.CharField(
        label=_("Name of the service or operating company"),
        help_text=_("As people who use it know it. The report prints it in every language."),
        max_length=NAME_LIMIT,
        error_messages={"required": REQUIRED},
    )
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=UnitKind.choices,
        initial=UnitKind.SERVICE,
        widget=forms.RadioSelect,
        error_messages={"required": REQUIRED},
    )
    bundle = forms.CharField(
        label=_("Counts together with"),
        help_text=_(
            "Services with the same word here count as one value: prepaid and postpaid mobile, for example. Leave it empty for a service that counts alone."
        ),
        max_length=NAME_LIMIT,
        required=False,
    )

    def describe(self) -> UnitDescription:
        """What the form says; needs a valid form."""
        return UnitDescription(
            **{name: value for name, value in self.cleaned_data.items() if name != "version"}
        )

    def refuse_name(self) -> None:
        self.add_error(
            "name",
            _("This assessment has a unit with this name already. Choose another name, or change that one."),
        )


class ChangeUnitForm(UnitForm):
    is_measured = forms.BooleanField(
        label=_("Measure it"),
        help_text=_(
            "When it is not measured, its questions are not asked and its answers do not count. They stay, and count again when it is measured again."
        ),
        required=False,
    )
