"""How a question looks inside a crispy form: one template for the whole question, rendered once per question.

crispy's own rendering of a radio group costs one template per option; a page of 41 questions would take several times
as long. What never changes about a question (its words) is rendered once per process and language.
"""

from crispy_forms.layout import LayoutObject
from django.template import Context
from django.template.loader import get_template
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language

from assessment.forms.pillar import PillarForm
from assessment.questionnaire import AskedQuestion, GivenAnswer, Part


def render(template: str, context: dict) -> SafeString:
    """The template without a request: nothing here depends on who asks."""
    return get_template(template).template.render(Context(context))


_rendered: dict[tuple, tuple] = {}
RENDERED_LIMIT = 4096


def render_once(template: str, words, *notes, variant: str = "", **context) -> SafeString:
    """The template with a part of an edition and its law notes, rendered once per process and language.

    `words` is the part of the localised edition that decides what is rendered, whichever company asks. It and the notes
    are told apart by identity, and are kept beside the text so that no identity is used again.
    """
    key = (template, get_language(), variant, *map(id, (words, *notes)))
    found = _rendered.get(key)
    if found is None:
        if len(_rendered) >= RENDERED_LIMIT:
            _rendered.clear()
        found = _rendered[key] = (
            render(template, {"notes": notes, "variant": variant, **context}),
            words,
            notes,
        )
    return found[0]


class PartHeading(LayoutObject):
    """The recommendation that the questions below it come from."""

    def __init__(self, part: Part):
        self.part = part

    def render(self, form, context, template_pack=None, **keywords):
        return render_once("assessment/_part.html", self.part.recommendation, part=self.part)


class QuestionBlock(LayoutObject):
    """A question with its options and criteria, the explanation, and what to know beside it."""

    def __init__(self, question: AskedQuestion, answer: GivenAnswer, law_notes: dict, may_answer: bool):
        self.question = question
        self.answer = answer
        self.law_notes = law_notes
        self.may_answer = may_answer

    def render(self, form: PillarForm, context, template_pack=None, **keywords):
        code = self.question.code
        form.rendered_fields.update(f"{code}-{part}" for part in ("option", "explanation", "version"))
        return render("assessment/_question.html", self.describe(form))

    def describe(self, form: PillarForm) -> dict:
        """Everything the template says that depends on the answer; texts come rendered."""
        question, code, answer = self.question, self.question.code, self.answer
        sent = form.is_bound and f"{code}-version" in form.data
        option = form.data.get(f"{code}-option", "") if sent else answer.option
        explanation = form.data.get(f"{code}-explanation", "") if sent else answer.explanation
        failed = sent and form.has_errors(question)
        conflict = form.conflicts.get(code)
        return {
            "code": code,
            "legend": question.definition.text,
            "severity": question.severity.label,
            "severity_code": question.severity.code,
            "kind": question.kind.label,
            "options": self._render_options(option),
            "explanation": explanation,
            "explanation_language": answer.explanation_language if answer.version else form.language,
            "version": form.data.get(f"{code}-version", 0) if failed else answer.version,
            "option_errors": form.errors.get(f"{code}-option") if sent else None,
            "explanation_errors": form.errors.get(f"{code}-explanation") if sent else None,
            "conflict": self._describe_conflict(conflict) if conflict else None,
            "saved_by": answer.updated_by,
            "saved_at": self._describe_time(),
            "may_answer": self.may_answer,
            "aside": self._render_aside(),
        }

    def _render_options(self, chosen: str) -> SafeString:
        """A code that is not offered checks nothing and is no variant."""
        offered = self.question.find_option(chosen)
        variant = offered.code if offered else ""
        definition = self.question.definition
        return render_once("assessment/_options.html", definition, variant=variant, question=self.question)

    def _describe_time(self) -> str:
        """When the answer was saved, by the clock of the portal's country."""
        saved_at = self.answer.updated_at
        return date_format(localtime(saved_at), "SHORT_DATETIME_FORMAT") if saved_at else ""

    def _describe_conflict(self, row: GivenAnswer) -> dict:
        option = self.question.find_option(row.option)
        return {"option": option.label if option else "", "row": row}

    def _render_aside(self) -> SafeString:
        codes = self.question.definition.law_notes
        notes = [self.law_notes[code] for code in codes if code in self.law_notes]
        return render_once(
            "assessment/_question_aside.html", self.question.definition, *notes, question=self.question
        )
