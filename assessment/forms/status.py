"""Small forms about the assessment itself."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _


REASON_LIMIT = 2000


class ReasonForm(forms.Form):
    """A form with one text; the page owns the heading and the button."""

    def __init__(self, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class LeaveOutForm(ReasonForm):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_(
            "Say why no question of this pillar can apply to the company. The report prints this text."
        ),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class CancelForm(ReasonForm):
    note = forms.CharField(
        label=_("Why the assessment is cancelled"),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ProfileForm(ReasonForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
