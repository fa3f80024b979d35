"""Small forms about the assessment itself. Each carries the version that its page was made from."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import VersionField
from accounts.forms.sign_in import REQUIRED
from assessment.forms.fields import LongTextField


REASON_LIMIT = 2000


class VersionForm(forms.Form):
    """A form that changes the assessment itself; the page owns the heading and the button."""

    version = VersionField()
    is_stale = False

    def __init__(self, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def read_again(self, version: int) -> None:
        """Lets the form, with what was typed, stand on the row as it is now and says that it has changed."""
        self.data = self.data.copy()
        self.data["version"] = version
        self.is_stale = True
        self.add_error(
            None,
            _(
                "The assessment was changed meanwhile, and nothing was saved. Read it again; then save again or leave it."
            ),
        )


class LeaveOutForm(VersionForm):
    reason = LongTextField(
        label=_("Reason"),
        help_text=_(
            "Say why no question of this pillar can apply to the company. The report prints this text."
        ),
        max_length=REASON_LIMIT,
        error_messages={"required": REQUIRED},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class CancelForm(VersionForm):
    note = LongTextField(
        label=_("Why the assessment is cancelled"),
        max_length=REASON_LIMIT,
        error_messages={"required": REQUIRED},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ProfileForm(VersionForm):
    profile_version = VersionField()
