"""The form of a page of questions, built per request from the editions that the assessment has pinned.

Each question has three fields: `<code>-option`, `<code>-explanation` and `<code>-version`, the version of the answer that
the page was made from (0 for none). A question whose version is not sent is not touched.
"""

import re
from collections.abc import Iterable

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.forms.fields import VersionField
from assessment.actions import EXPLANATION_LIMIT, AnswerChange
from assessment.forms.fields import LongTextField
from assessment.questionnaire import AskedQuestion, GivenAnswer


FIELD_NAME = re.compile(r"^(?P<code>[A-Za-z0-9][A-Za-z0-9._-]*)-(?:option|explanation|version)$")


class OptionField(forms.ChoiceField):
    widget = forms.RadioSelect

    def validate(self, value):
        """The message names the way out; the value is only ever one of the radio buttons, unless it was forged."""
        if value and not self.valid_value(value):
            raise forms.ValidationError(_("Choose one of the options listed here."), code="unknown")


class ExplanationField(LongTextField):
    """Kept as it was typed, with its indents and line ends; blanks alone are no explanation."""

    def __init__(self, **keywords):
        super().__init__(strip=False, **keywords)
        # Our own messages say what to do; Django's do not.
        self.validators = [check_explanation]

    def to_python(self, value):
        text = super().to_python(value)
        return text if text.strip() else ""


def check_explanation(text: str) -> None:
    """Raises a message that says what to do about a text that is too long or holds a NUL character."""
    if "\x00" in text:
        raise forms.ValidationError(
            _(
                "The explanation holds a character that cannot be stored (NUL). Type the text again or paste it as plain text."
            )
        )
    if len(text) > EXPLANATION_LIMIT:
        raise forms.ValidationError(
            _(
                "The explanation has %(length)s characters; at most %(limit)s fit. Shorten it and keep details in the evidence."
            ),
            params={
                "length": number_format(len(text), force_grouping=True),
                "limit": number_format(EXPLANATION_LIMIT, force_grouping=True),
            },
        )


class PillarForm(forms.Form):
    """Answers to some questions of an assessment. What is right can be saved although something else is wrong."""

    def __init__(self, data=None, *, questions: Iterable[AskedQuestion], language: str):
        super().__init__(data)
        self.questions = tuple(questions)
        self.language = language
        self.conflicts: dict[str, GivenAnswer] = {}
        for question in self.questions:
            choices = [(option.code, option.label) for option in question.options]
            self.fields[f"{question.code}-option"] = OptionField(choices=choices, required=False)
            self.fields[f"{question.code}-explanation"] = ExplanationField(required=False)
            self.fields[f"{question.code}-version"] = VersionField()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        # The page has a summary of its own, which knows about conflicts too.
        self.helper.form_show_errors = False

    def lay_out(self, *blocks) -> None:
        """The order of the page; built by the view, which knows what stands between the questions."""
        self.helper.layout = Layout(*blocks)

    def clean(self):
        for question in self.questions:
            option = question.find_option(self.cleaned_data.get(f"{question.code}-option", ""))
            explanation = f"{question.code}-explanation"
            if option and option.needs_reason and self.cleaned_data.get(explanation) == "":
                self.add_error(
                    explanation,
                    _(
                        "“%(option)s” needs a reason. Write in the explanation why the question cannot apply to the company."
                    )
                    % {"option": option.label},
                )
        for code in sorted(self._find_foreign_codes()):
            self.add_error(
                None,
                _("Question %(code)s is not on this page. Nothing was saved for it; load the page again.")
                % {"code": code},
            )
        return self.cleaned_data

    def _find_foreign_codes(self) -> set[str]:
        own = {question.code for question in self.questions}
        sent = {match["code"] for match in map(FIELD_NAME.match, self.data) if match}
        return sent - own

    def has_errors(self, question: AskedQuestion) -> bool:
        return any(f"{question.code}-{part}" in self.errors for part in ("option", "explanation"))

    def collect_changes(self) -> list[AnswerChange]:
        """What can be saved: the questions that were sent and have no error."""
        return [
            AnswerChange(
                question=question.code,
                option=self.cleaned_data[f"{question.code}-option"],
                explanation=self.cleaned_data[f"{question.code}-explanation"],
                language=self.language,
                version=self.cleaned_data[f"{question.code}-version"],
            )
            for question in self.questions
            if f"{question.code}-version" in self.data and not self.has_errors(question)
        ]

    def list_unsaved(self) -> list[tuple[str, str]]:
        """Explanations that were typed for questions which are not here (any more), by code: they are given back, because
        nobody may lose a text."""
        typed = (
            (code, self.data.get(f"{code}-explanation", "")) for code in sorted(self._find_foreign_codes())
        )
        return [(code, text) for code, text in typed if text.strip()]

    def list_errors(self) -> list[dict]:
        """The error summary: each message with the id of the field it is about, in the order of the page."""
        found = [{"target": "", "message": message} for message in self.non_field_errors()]
        for question in self.questions:
            for part in ("option", "explanation"):
                name = f"{question.code}-{part}"
                target = self._find_target(question, part)
                found += [
                    {"target": target, "message": f"{question.code}: {message}"}
                    for message in self.errors.get(name, ())
                ]
            if question.code in self.conflicts:
                found.append(
                    {
                        "target": f"{question.code}-conflict",
                        "message": _(
                            "%(code)s: somebody saved this answer meanwhile. Compare both texts and decide."
                        )
                        % {"code": question.code},
                    }
                )
        return found

    @staticmethod
    def _find_target(question: AskedQuestion, part: str) -> str:
        return (
            f"{question.code}-explanation"
            if part == "explanation"
            else f"{question.code}-is-{question.options[0].code}"
        )
