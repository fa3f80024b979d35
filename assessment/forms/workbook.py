"""Uploading a filled-in workbook, and choosing which of its changes to accept.

A ticked row sends `accept` with its answer's key and the version that was shown, as in `PRV-01~2:3`. For a row that somebody
has changed meanwhile, `decide-<key>` says the same, or is empty to keep what the portal has.
"""

import re

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.questionnaire import AnswerKey
from assessment.workbook.values import FILE_LIMIT, Reason, WorkbookRefused
from assessment.workbook_texts import explain_refusal


CHOICE = re.compile(r"^(?P<key>[A-Za-z0-9][A-Za-z0-9._-]*(~\w+)?):(?P<version>\d{1,9})$")
DECISION = "decide-"


class UploadForm(forms.Form):
    """The file; the page owns the heading and the button."""

    file = forms.FileField(
        label=_("The filled-in spreadsheet (.xlsx)"),
        help_text=_("Nothing is saved yet: the next page shows what the file would change."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": _("Choose the spreadsheet that you downloaded here and filled in."),
            "invalid": _("Choose the spreadsheet that you downloaded here and filled in."),
        },
    )

    def __init__(self, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_file(self):
        """The file, unless it is too big to be read at all."""
        file = self.cleaned_data["file"]
        if file.size > FILE_LIMIT:
            self.refuse(WorkbookRefused(Reason.TOO_BIG))
        return file

    def refuse(self, refusal: WorkbookRefused) -> None:
        self.add_error("file", explain_refusal(refusal))


def read_accepted(data) -> dict[AnswerKey, int]:
    """The rows that are accepted, each with the version of the answer that the person saw."""
    decided = [value for name, value in data.items() if name.startswith(DECISION)]
    choices = map(CHOICE.match, [*data.getlist("accept"), *decided])
    return {AnswerKey(choice["key"]): int(choice["version"]) for choice in choices if choice}
