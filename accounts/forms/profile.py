"""The profile of a company."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import VersionField
from accounts.forms.sign_in import REQUIRED
from accounts.identification import InvalidBin, check_bin
from accounts.models import ProfileTag, Sector


BIN_PROBLEMS = {
    "digits": _("A BIN has digits only. Remove letters, blanks and signs."),
    "length": _("A BIN has 12 digits. Count them again."),
    "control": _(
        "The last digit does not fit the first eleven, so one digit is wrong. Compare it with the certificate of registration."
    ),
}


class ProfileForm(forms.Form):
    """Names, BIN, sector and what the company does. Carries the version that was read."""

    name_kk = forms.CharField(label=_("Name in Kazakh"), max_length=200)
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    bin = forms.CharField(
        label=_("Business identification number (BIN)"),
        help_text=_("12 digits, as on the certificate of registration."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices)
    tags = forms.MultipleChoiceField(
        label=_("What the company does"),
        help_text=_(
            "Decides which questions new assessments ask. Running assessments keep their profile until their lead adopts this one."
        ),
        choices=ProfileTag.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = VersionField()

    def __init__(self, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        for field in self.fields.values():
            field.error_messages["required"] = REQUIRED
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_bin(self):
        number = "".join(self.cleaned_data["bin"].split())
        try:
            check_bin(number)
        except InvalidBin as error:
            raise forms.ValidationError(BIN_PROBLEMS[error.reason]) from None
        return number
