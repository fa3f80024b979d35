"""How a question looks inside a crispy form: one template for the whole question, rendered once per question.

crispy's own rendering of a radio group costs one template per option; a page of 41 questions would take several times
as long. What never changes about a question (its words) is rendered once per process and language.
"""

from datetime import datetime

from crispy_forms.layout import LayoutObject
from django.template import Context
from django.template.loader import get_template
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.forms.pillar import FOR_ALL, PillarForm
from assessment.merging import merge_texts
from assessment.models import UnitKind
from assessment.offers import find_offers
from assessment.questionnaire import (
    AnswerKey,
    AskedQuestion,
    FilledQuestionnaire,
    GivenAnswer,
    OfferedOption,
    Part,
)
from assessment.reading import Beside, Marked, mark_question
from assessment.unit_names import describe_kind, name_unit
from standards.catalogue import find_text_language


def render(template: str, context: dict) -> SafeString:
    """The template without a request: nothing here depends on who asks."""
    return get_template(template).template.render(Context(context))


_rendered: dict[tuple, tuple] = {}
RENDERED_LIMIT = 4096


def render_once(
    template: str, words, *notes, variant: str = "", beside: Beside | None = None, **context
) -> SafeString:
    """The template with a part of an edition and its law notes, rendered once per process and language.

    `words` is the part of the localised edition that decides what is rendered, whichever company asks; `beside` is the same
    in a second language. They and the notes are told apart by identity, and are kept beside the text so that no identity is
    used again.
    """
    other = beside.words if beside else None
    key = (template, get_language(), variant, *map(id, (words, other, *notes)))
    found = _rendered.get(key)
    if found is None:
        if len(_rendered) >= RENDERED_LIMIT:
            _rendered.clear()
        found = _rendered[key] = (
            render(template, {"notes": notes, "beside": beside, **context}),
            (words, other),
            notes,
        )
    return found[0]


def describe_time(at: datetime | None) -> str:
    """When something was saved, by the clock of the portal's country."""
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT") if at else ""


def describe_saved(at: str, by: str) -> str:
    """When (as `describe_time` says it) and by whom an answer was saved; empty when there is none."""
    return _("Saved %(saved_at)s by %(saved_by)s") % {"saved_at": at, "saved_by": by} if at else ""


def describe_conflict(form: PillarForm, question: AskedQuestion, key: AnswerKey, row: GivenAnswer) -> dict:
    """The answer that somebody else has saved, beside the one that was sent."""
    return {
        "row": row,
        "at": describe_time(row.updated_at),
        "option": question.find_option(row.option),
        "my_option": question.find_option(form.read_typed(key, "option")),
        "my_explanation": form.read_typed(key, "explanation"),
    }


# What stands for the values that differ from question to question in a piece that is rendered once.
CODE, KEY, PLACE, ADDRESS = "\ue001", "\ue002", "\ue003", "\ue004"


def render_piece(template: str, values: dict, replacements: dict[str, str]) -> SafeString:
    """A small piece that most questions of a page share: rendered once for these values and this language, and given the
    names of the question afterwards. Replacements are escaped."""
    key = (template, get_language(), *values.values())
    found = _rendered.get(key)
    if found is None:
        if len(_rendered) >= RENDERED_LIMIT:
            _rendered.clear()
        names = {
            "code": CODE,
            "key": KEY,
            "place": PLACE if PLACE in replacements else "",
            "address": ADDRESS,
        }
        found = _rendered[key] = (render(template, names | values), values, ())
    text = str(found[0])
    for mark, value in replacements.items():
        text = text.replace(mark, escape(value))
    return mark_safe(text)  # noqa: S308 - a rendered template and escaped names


class PartHeading(LayoutObject):
    """The recommendation that the questions below it come from, and whether its answers are signed off."""

    def __init__(self, part: Part, around: dict, beside: Beside | None = None):
        self.part = part
        self.beside = beside
        self.around = around

    def render(self, form, context, template_pack=None, **keywords):
        words = render_once(
            "assessment/_part.html", self.part.recommendation, beside=self.beside, part=self.part
        )
        return words + render("assessment/_part_state.html", self.around)


class QuestionBlock(LayoutObject):
    """A question with its options and criteria, the explanation, and what to know beside it. A question that is asked of
    units stands in a compact table, a row for each."""

    def __init__(
        self,
        question: AskedQuestion,
        filled: FilledQuestionnaire,
        law_notes: dict,
        may_answer: bool,
        tools: dict,
        beside: Beside | None = None,
    ):
        """`tools` is what stands below the answer: who answers it, talk about it, pages around it; `beside` is the question
        in a second language."""
        self.beside = beside
        self.tools = tools
        self.question = question
        self.filled = filled
        self.law_notes = law_notes
        self.may_answer = may_answer

    def render(self, form: PillarForm, context, template_pack=None, **keywords):
        keys = form.list_places(self.question)
        form.rendered_fields.update(
            f"{key}-{part}"
            for key in keys
            for part in ("option", "explanation", "version", "confirm", "language")
        )
        if len(keys) == 1 and not keys[0].unit:
            template, described = "assessment/_question.html", self.describe(form, keys[0])
        else:
            template, described = "assessment/_question_units.html", self.describe_units(form, keys)
        return render(template, {**described, "languages": self._render_languages(context)})

    def _render_languages(self, context) -> SafeString | str:
        links = context.get("language_links", ()) if self.may_answer else ()
        others = tuple((link["code"], link["name"], link["url"]) for link in links if not link["current"])
        return render_piece("assessment/_languages.html", {"languages": others}, {CODE: self.question.code})

    def _render_tools(self) -> SafeString:
        tools, responsible = self.tools, self.tools.get("responsible")
        values = {
            "responsible": responsible,
            **{
                name: tools.get(name)
                for name in ("is_overdue", "comments", "open_threads", "evidence", "waits_for_me")
            },
        }
        replacements = {CODE: self.question.code, ADDRESS: tools.get("url", "")}
        return render_piece("assessment/_question_tools.html", values, replacements)

    def describe(self, form: PillarForm, key: AnswerKey) -> dict:
        """Everything the template says about the only answer; texts come rendered."""
        answer = self._describe_answer(form, key)
        return self._describe_question(form) | answer | {"options": self._render_options(answer["chosen"])}

    def describe_units(self, form: PillarForm, keys: list[AnswerKey]) -> dict:
        """The same with a row for each unit, and one that stands for all of them."""
        return self._describe_question(form) | {
            "choices": self.question.options,
            "columns": len(self.question.options) + 1,
            "criteria": self._render_words("assessment/_criteria.html"),
            "earlier": self._describe_earlier_answer(),
            "rows": [self._describe_row(form, key) for key in keys if self.may_answer or key.unit != FOR_ALL],
        }

    def _describe_row(self, form: PillarForm, key: AnswerKey) -> dict:
        row = self._describe_answer(form, key)
        row["is_open"] = any(
            row[name] for name in ("conflict", "explanation_errors", "explanation", "carried_over")
        )
        units = self.filled.units_of(self.question)
        if key.unit == FOR_ALL:
            services = all(unit.kind == UnitKind.SERVICE for unit in units)
            place = _("Same for all services") if services else _("Same for all")
            return row | {"for_all": True, "place": place}
        unit = next(unit for unit in units if unit.code == key.unit)
        return row | {"place": name_unit(unit), "kind": describe_kind(unit)}

    def _describe_earlier_answer(self) -> dict | None:
        """An answer for the company as a whole that does not count since services are measured apart: kept, and shown to
        whoever answers for the services."""
        key = AnswerKey(self.question.code)
        answer = self.filled.answer_to(key)
        if not (answer.option or answer.explanation) or key in self.filled.keys_of(self.question):
            return None
        return {"answer": answer, "option": self.question.find_option(answer.option)}

    def _describe_question(self, form: PillarForm) -> dict:
        question = self.question
        return {
            "code": question.code,
            "legend": self._mark().texts[0],
            "beside": self.beside,
            "legend_language": find_text_language(question.edition.translations, get_language()),
            "severity": question.severity.label,
            "severity_code": question.severity.code,
            "kind": question.kind.label,
            "may_answer": self.may_answer,
            "tools": self._render_tools(),
            "offers": self._list_offers(form),
            "aside": self._render_aside(),
        }

    def _list_offers(self, form: PillarForm) -> list[dict]:
        """What could be taken over, other than what has just been filled in."""
        if not self.may_answer:
            return []
        offers = [offer for offer in find_offers(self.filled, self.question) if offer != form.filled_in]
        names = {unit.code: name_unit(unit) for unit in self.filled.units}
        return [
            {"offer": offer, "place": names[offer.key.unit] if self.filled.has_units else ""}
            for offer in offers
        ]

    def _describe_answer(self, form: PillarForm, key: AnswerKey) -> dict:
        answer = self.filled.answer_to(key)
        sent = form.is_bound and (key.unit == FOR_ALL or form.was_sent(key)) and key != form.dropped
        option = form.data.get(f"{key}-option", "") if sent else answer.option
        explanation = form.data.get(f"{key}-explanation", "") if sent else answer.explanation
        language = answer.explanation_language if answer.version else form.language
        offer = form.filled_in
        if offer and (offer.key != key or not self.may_answer):
            offer = None
        if offer:
            option = offer.fits.code if offer.fits else ""
            language = language if explanation else offer.answer.explanation_language
            explanation = explanation or offer.answer.explanation
        if sent and key == form.merging:
            explanation = merge_texts(answer.explanation, explanation.replace("\r\n", "\n"))
        failed = sent and form.has_errors(key)
        conflict = form.conflicts.get(key)
        described = {
            "key": key,
            "chosen": self.question.find_option(option),
            "explanation": explanation,
            "explanation_language": language,
            "filled_in_from": offer.source.code if offer else "",
            "carried_over": answer.carried_over,
            "confirmed": bool(form.data.get(f"{key}-confirm")) if sent else False,
            "version": form.data.get(f"{key}-version", 0) if failed else answer.version,
            "option_errors": form.errors.get(f"{key}-option") if sent else None,
            "explanation_errors": form.errors.get(f"{key}-explanation") if sent else None,
            "conflict": describe_conflict(form, self.question, key, conflict) if conflict else None,
            "is_merged": sent and key == form.merging,
            "confidentiality": (sent and form.read_confidentiality(key)) or answer.confidentiality,
            "saved": describe_saved(describe_time(answer.updated_at), answer.updated_by),
        }
        return described | {"notes": self._render_notes(described), "foot": self._render_foot(described)}

    def _render_notes(self, answer: dict) -> SafeString | str:
        """What is new about the answer; most have no news, and then nothing is rendered."""
        if not any(answer[name] for name in ("conflict", "is_merged", "filled_in_from", "carried_over")):
            return ""
        names = {
            "code": self.question.code,
            "may_answer": self.may_answer,
            "place": self._name_place(answer["key"]),
        }
        return render("assessment/_answer_notes.html", answer | names)

    def _render_foot(self, answer: dict) -> SafeString | str:
        """Who may see the explanation."""
        if answer["key"].unit == FOR_ALL:
            return ""
        values = {"confidentiality": answer["confidentiality"], "may_answer": self.may_answer}
        place = self._name_place(answer["key"])
        replacements = {CODE: self.question.code, KEY: answer["key"]} | ({PLACE: place} if place else {})
        return render_piece(
            "assessment/_answer_foot.html", {**values, "has_place": bool(place)}, replacements
        )

    def _name_place(self, key: AnswerKey) -> str:
        """The unit by its name, where there are several."""
        if not key.unit or key.unit == FOR_ALL:
            return ""
        return next(name_unit(unit) for unit in self.filled.units if unit.code == key.unit)

    def _render_options(self, chosen: OfferedOption | None) -> SafeString:
        return self._render_words("assessment/_options.html", chosen=chosen.code if chosen else "")

    def _mark(self) -> Marked:
        return mark_question(self.question, get_language(), may_answer=self.may_answer)

    def _render_words(self, template: str, chosen: str = "") -> SafeString:
        """The options with their criteria, terms marked; what differs for whoever may only read is kept apart."""
        options = self.question.options
        others = self.beside.shown.options if self.beside else (None,) * len(options)
        return render_once(
            template,
            self.question.definition,
            variant=f"{chosen} {self.may_answer}",
            beside=self.beside,
            chosen=chosen,
            question=self.question,
            rows=list(zip(options, self._mark().criteria, others, strict=True)),
        )

    def _render_aside(self) -> SafeString:
        codes = self.question.definition.law_notes
        notes = [self.law_notes[code] for code in codes if code in self.law_notes]
        return render_once(
            "assessment/_question_aside.html",
            self.question.definition,
            *notes,
            beside=self.beside,
            question=self.question,
        )
