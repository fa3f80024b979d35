"""What colleagues tell each other: comments and assignments."""

from uuid import uuid4

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import VersionField
from accounts.forms.sign_in import REQUIRED
from assessment.actions import COMMENT_LIMIT
from assessment.forms.fields import LongTextField
from assessment.together import Responsibility


class PieceForm(forms.Form):
    """One of several forms of a page: the page owns the `<form>` and its button."""

    def __init__(self, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class CommentForm(PieceForm):
    """A comment and whom it is meant for. `key` is made up with the page, so that a form that is sent twice is one comment."""

    text = LongTextField(
        label=_("Comment"),
        max_length=COMMENT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": REQUIRED,
            "max_length": _(
                "The comment has %(show_value)s characters; at most %(limit_value)s fit. Shorten it."
            ),
        },
    )
    mentions = forms.TypedMultipleChoiceField(
        label=_("Meant for"),
        help_text=_("They find the question under “talk that waits for me”."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments, colleagues: list[tuple[int, str]], **keywords):
        """`colleagues` are keys and names of the people that can be mentioned."""
        super().__init__(*arguments, **keywords)
        self.fields["mentions"].choices = colleagues
        self.fields["key"].initial = uuid4
        if not colleagues:
            del self.fields["mentions"]

    def read(self) -> dict:
        """What the actions take; needs a valid form."""
        cleaned = self.cleaned_data
        return {"text": cleaned["text"], "mentions": cleaned.get("mentions", ()), "key": cleaned["key"]}


class AssignmentForm(PieceForm):
    """Who answers, until when. Nobody means that the assignment is withdrawn."""

    assignee = forms.TypedChoiceField(label=_("Who answers"), coerce=int, empty_value=None, required=False)
    due_on = forms.DateField(
        label=_("Until (day)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("This is not a date. Write it as 2026-03-31.")},
    )
    version = VersionField()

    def __init__(
        self,
        data=None,
        *,
        colleagues: list[tuple[int, str]],
        present: Responsibility | None = None,
        prefix: str | None = None,
    ):
        """`present` is the assignment as it is."""
        initial = (
            {"assignee": present.assignee, "due_on": present.due_on, "version": present.version}
            if present
            else {"version": 0}
        )
        super().__init__(data, initial=initial, prefix=prefix)
        self.fields["assignee"].choices = [("", _("nobody")), *colleagues]
        self.is_stale = False

    def read_again(self, present: Responsibility | None) -> None:
        """Lets the form, with what was typed, stand on the assignment as it is now and says that it has changed."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = present.version if present else 0
        self.is_stale = True
        self.add_error(
            None,
            _("Somebody has changed this meanwhile, and nothing was saved. Read it again; then save again."),
        )
