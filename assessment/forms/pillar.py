"""The form of a page of questions, built per request from the editions that the assessment has pinned.

Each answer has three fields: `<key>-option`, `<key>-explanation` and `<key>-version`, the version of the answer that the
page was made from (0 for none). An answer whose version is not sent is not touched. `<key>-confirm` confirms an answer that
is carried over, and `<key>-language` is sent with an explanation that was filled in from another question.
`<key>-confidentiality` says who may see the explanation, `<key>-saves` holds keys of saves (`AnswerChange.save_keys`) and
`typed-in` is the language of the page that was typed into, which is not that of the answer to it when somebody changes the
language in the middle. A question that several units are asked has two fields more, `<code>~all-option` and `<code>~all-explanation`: the same for all.
"""

import re
from collections.abc import Iterable, Mapping
from uuid import UUID

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.forms.fields import VersionField
from assessment.actions import EXPLANATION_LIMIT, AnswerChange
from assessment.forms.fields import LongTextField
from assessment.models import Confidentiality
from assessment.offers import Offer
from assessment.questionnaire import AnswerKey, AskedQuestion, GivenAnswer, select_units
from assessment.scoring import WHOLE_COMPANY, MeasuredUnit
from standards.values import LANGUAGES


FIELD_NAME = re.compile(r"^(?P<key>[A-Za-z0-9][A-Za-z0-9._-]*(~\w+)?)-(?:option|explanation|version)$")
FOR_ALL = "all"
SAVE_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SAVE_KEYS_LIMIT = 100
TYPED_IN = "typed-in"


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


def find_sent_questions(data: Mapping[str, str]) -> set[str]:
    """The codes of the questions that a form was sent for."""
    names = (FIELD_NAME.match(name) for name in data if name.endswith("-version"))
    return {AnswerKey(match["key"]).question for match in names if match}


class PillarForm(forms.Form):
    """Answers to some questions of an assessment. What is right can be saved although something else is wrong."""

    def __init__(
        self,
        data=None,
        *,
        questions: Iterable[AskedQuestion],
        language: str,
        units: tuple[MeasuredUnit, ...] = (WHOLE_COMPANY,),
        names: Mapping[str, str] | None = None,
    ):
        """`names` has the names of all units by code, measured or not."""
        super().__init__(data)
        self.names = names or {}
        self.questions = tuple(questions)
        self.language = language
        self.conflicts: dict[AnswerKey, GivenAnswer] = {}
        self.dropped: AnswerKey | None = None
        self.merging: AnswerKey | None = None
        self.filled_in: Offer | None = None
        self.keys = {
            question.code: tuple(
                AnswerKey(question.code, unit.code) for unit in select_units(question.definition.scope, units)
            )
            for question in self.questions
        }
        for question in self.questions:
            choices = [(option.code, option.label) for option in question.options]
            for key in self.list_places(question):
                self.fields[f"{key}-option"] = OptionField(choices=choices, required=False)
                self.fields[f"{key}-explanation"] = ExplanationField(required=False)
            for key in self.keys[question.code]:
                self.fields[f"{key}-version"] = VersionField()
                self.fields[f"{key}-confirm"] = forms.BooleanField(required=False)
                self.fields[f"{key}-language"] = forms.CharField(required=False)

    @property
    def typed_in(self) -> str:
        """The language of the page that was typed into."""
        sent = self.data.get(TYPED_IN)
        return sent if sent in LANGUAGES else self.language

    def lay_out(self, *blocks) -> None:
        """The order of the page; built by the view, which knows what stands between the questions."""
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        # The page has a summary of its own, which knows about conflicts too.
        self.helper.form_show_errors = False
        self.helper.layout = Layout(*blocks)

    def list_places(self, question: AskedQuestion) -> list[AnswerKey]:
        """Where an answer to the question can be typed: at each unit and, when there are several, once for all of them."""
        keys = self.keys[question.code]
        return [AnswerKey(question.code, FOR_ALL), *keys] if len(keys) > 1 else list(keys)

    def clean(self):
        for question in self.questions:
            for key in filter(self.was_sent, self.keys[question.code]):
                self._check_reason(question, key)
        for name in (f"{self.dropped}-option", f"{self.dropped}-explanation"):
            self.errors.pop(name, None)
        for key in sorted(self._find_foreign_keys()):
            self.add_error(
                None,
                _("Question %(code)s is not on this page. Nothing was saved for it; load the page again.")
                % {"code": self.name_key(key)},
            )
        return self.cleaned_data

    def _check_reason(self, question: AskedQuestion, key: AnswerKey) -> None:
        for_all = AnswerKey(question.code, FOR_ALL)
        option = question.find_option(self._read(key, "option"))
        place = for_all if self.cleaned_data.get(f"{for_all}-option") else key
        if not option or not option.needs_reason or self.has_errors(key) or self.has_errors(place):
            return
        if not self._read(key, "explanation"):
            self.add_error(
                f"{place}-explanation",
                _(
                    "“%(option)s” needs a reason. Write in the explanation why the question cannot apply to the company."
                )
                % {"option": option.label},
            )

    def _read(self, key: AnswerKey, part: str) -> str:
        """What is to be saved there: what is said for all units, or else what is said for this one."""
        for_all = AnswerKey(key.question, FOR_ALL)
        return self.cleaned_data.get(f"{for_all}-{part}") or self.cleaned_data.get(f"{key}-{part}", "")

    def read_typed(self, key: AnswerKey, part: str) -> str:
        """The same as it was sent, before it is checked."""
        for_all = AnswerKey(key.question, FOR_ALL)
        return self.data.get(f"{for_all}-{part}") or self.data.get(f"{key}-{part}", "")

    def _find_foreign_keys(self) -> set[str]:
        own = {key for question in self.questions for key in self.list_places(question)}
        sent = {match["key"] for match in map(FIELD_NAME.match, self.data) if match}
        return sent - own

    def name_key(self, key: str) -> str:
        """An answer for people: the question's code and the name of the unit, if there are units."""
        key = AnswerKey(key)
        return f"{key.question}, {self.names[key.unit]}" if key.unit in self.names else key.question

    def has_errors(self, key: AnswerKey) -> bool:
        return any(f"{key}-{part}" in self.errors for part in ("option", "explanation"))

    def was_sent(self, key: AnswerKey) -> bool:
        return f"{key}-version" in self.data

    def collect_changes(self) -> list[AnswerChange]:
        """What can be saved: the answers that were sent and have no error. What is said for all units stands for each. An
        answer that is `dropped` for a colleague's, or is `merging` with it, is not saved."""
        changes = []
        for question in self.questions:
            if self.has_errors(AnswerKey(question.code, FOR_ALL)):
                continue
            changes += [
                self._make_change(key)
                for key in self.keys[question.code]
                if self.was_sent(key) and not self.has_errors(key) and key not in (self.dropped, self.merging)
            ]
        return changes

    def _make_change(self, key: AnswerKey) -> AnswerChange:
        language = self.cleaned_data[f"{key}-language"]
        confidentiality = self.read_confidentiality(key)
        return AnswerChange(
            question=key.question,
            option=self._read(key, "option"),
            explanation=self._read(key, "explanation"),
            language=language if language in LANGUAGES else self.typed_in,
            version=self.cleaned_data[f"{key}-version"],
            unit=key.unit,
            confirms=self.cleaned_data[f"{key}-confirm"],
            confidentiality=confidentiality or None,
            save_keys=self._read_save_keys(key),
        )

    def read_confidentiality(self, key: AnswerKey) -> str:
        """What was chosen; empty, which leaves it as it is, when nothing was or the choice was forged."""
        chosen = self.data.get(f"{key}-confidentiality", "")
        return chosen if chosen in Confidentiality.values else ""

    def _read_save_keys(self, key: AnswerKey) -> tuple[UUID, ...]:
        found = SAVE_KEY.findall(self.data.get(f"{key}-saves", ""))
        return tuple(map(UUID, found[-SAVE_KEYS_LIMIT:]))

    def list_unsaved(self) -> list[tuple[str, str]]:
        """Explanations that were typed for questions which are not here (any more), by code: they are given back, because
        nobody may lose a text."""
        typed = ((key, self.data.get(f"{key}-explanation", "")) for key in sorted(self._find_foreign_keys()))
        return [(self.name_key(key), text) for key, text in typed if text.strip()]

    def list_errors(self) -> list[dict]:
        """The error summary: each message with the id of the field it is about, in the order of the page."""
        found = [{"target": "", "message": message} for message in self.non_field_errors()]
        for question in self.questions:
            for key in self.list_places(question):
                found += self._list_errors_at(question, key)
        return found

    def _list_errors_at(self, question: AskedQuestion, key: AnswerKey) -> Iterable[dict]:
        targets = {"option": f"{key}-is-{question.options[0].code}", "explanation": f"{key}-explanation"}
        for part, target in targets.items():
            for message in self.errors.get(f"{key}-{part}", ()):
                yield {"target": target, "message": f"{self.name_key(key)}: {message}"}
        if key in self.conflicts:
            message = _("%(code)s: somebody saved this answer meanwhile. Compare both texts and decide.")
            yield {"target": f"{key}-conflict", "message": message % {"code": self.name_key(key)}}
