"""The texts of two pages as plain dictionaries for the floor: every sentence ready, every choice made."""

import re
from html import unescape
from types import SimpleNamespace

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from assessment.models import Assessment
from assessment.queries import load_filled_questionnaire, load_questionnaire
from assessment.questionnaire import AskedQuestion, FilledQuestionnaire, GivenAnswer, Part, Pillar
from assessment.reading import mark_question
from assessment.templatetags.reading import KEYS
from assessment.views.reading import describe_term
from benchmarks.portal import CSRF_SECRET, LANGUAGE
from config.language import ENDONYMS
from reports.queries import load_snapshot
from standards.catalogue import get_law_notes


def describe_pillar_page(assessment: Assessment, pillar: Pillar) -> dict:
    """What the page of a pillar says."""
    filled = load_filled_questionnaire(assessment, LANGUAGE)
    notes = get_law_notes(LANGUAGE)
    url = reverse("assessment:detail", args=[assessment.pk])
    with override(LANGUAGE):
        count = len(pillar.questions)
        content = {
            **_describe_shell(pillar.label, f"{url}pillars/{pillar.code}/"),
            "heading": pillar.label,
            "company": assessment.organisation.name,
            "period": assessment.period,
            "url": url,
            "pillars": [_describe_progress(filled, each, url) for each in filled.questionnaire.pillars],
            "rules": list(pillar.parts[0].edition.general_rules),
            "severities": [
                {"code": each.code, "label": each.label} for each in filled.questionnaire.severities
            ],
            "shown": ngettext("%(shown)s question is shown.", "%(shown)s questions are shown.", count)
            % {"shown": count},
            "parts": [_describe_part(part, filled, notes) for part in pillar.parts],
            "next_url": f"{url}check/",
            "languages": [
                {"code": code, "name": name, "url": f"?lang={code}"}
                for code, name in ENDONYMS.items()
                if code != LANGUAGE
            ],
            "keys": [{"names": " ".join(names), "meaning": str(meaning)} for names, meaning in KEYS],
            "terms": _describe_terms(pillar),
            "save_states": _list_save_states(),
        }
    return _as_texts(content)


def _describe_terms(pillar: Pillar) -> list[dict]:
    marked = (mark_question(question, LANGUAGE, may_answer=True) for question in pillar.questions)
    terms = {term.code: term for each in marked for term in each.terms}
    described = (describe_term(term, LANGUAGE) for term in terms.values())
    return [term | {"others": [name for _code, name in term["others"]]} for term in described]


def _list_save_states() -> list[str]:
    """What the page can say about saving."""
    page = render_to_string("assessment/_save_state.html")
    return [unescape(text) for text in re.findall(r"<template[^>]*>(.*?)</template>", page)]


def describe_report_page(assessment: Assessment) -> dict:
    """What the gap report says: its snapshot, and the sentences that the page makes of it."""
    report = load_snapshot(assessment, LANGUAGE)
    asked = load_questionnaire(assessment, LANGUAGE).by_code
    url = reverse("assessment:detail", args=[assessment.pk])
    with override(LANGUAGE):
        for group in report["gaps"]:
            group["gain_sentence"] = _say_gain(group["gain"])
            for gap in group["items"]:
                _complete_gap(gap, asked[gap["code"]])
        for row in (row for group in report["answers"] for row in group["items"]):
            row["points"], row["contribution"] = row["points"] or "–", row["contribution"] or "–"
        for option in report["method"]["scale"]:
            option["points"] = _("not counted") if option["points"] is None else option["points"]
        for note in report["law_notes"]:
            facts = {"date": note["checked_on"], "confidence": note["confidence"]}
            note["checked"] = _("Checked on %(date)s, confidence %(confidence)s.") % facts
        content = {
            **_describe_shell(f"{_('Gap report')}: {report['company']}", f"{url}report/"),
            **report,
            "url": url,
            "coverage": _("All %(applicable)s applicable questions are answered.") % report,
            "answered_sentence": _("%(answered)s of %(applicable)s questions answered") % report,
            "all_gaps": _("All gaps (%(count)s)") % {"count": report["gap_count"]},
            "top_gain_sentence": _say_gain(report["top_gain"]),
        }
    return _as_texts(content)


def _say_gain(gain: str) -> str:
    return _("Closing all the gaps of this list would add %(gain)s.") % {"gain": gain}


def _complete_gap(gap: dict, question: AskedQuestion) -> None:
    gap["criterion_head"] = _("Criterion for “%(option)s”:") % {"option": question.best_option.label}
    gap["evidence_sentence"] = "; ".join(question.definition.evidence) + "."
    for number, note in enumerate(gap["law_notes"], start=1):
        note["sign"] = "; " if number < len(gap["law_notes"]) else ""


def _as_texts(value):
    """Numbers as text, recursively: printing a number costs more."""
    if isinstance(value, dict):
        return {key: _as_texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_texts(item) for item in value]
    return value if isinstance(value, bool) else str(value)


def _describe_shell(title: str, path: str) -> dict:
    links = [{"code": code, "name": name, "url": f"{path}?lang={code}"} for code, name in ENDONYMS.items()]
    return {"language": LANGUAGE, "title": title, "languages": links, "token": CSRF_SECRET * 2}


def _describe_progress(filled: FilledQuestionnaire, pillar: Pillar, url: str) -> dict:
    progress = filled.measure_progress(pillar.questions)
    numbers = {"answered": progress.answered, "applicable": progress.applicable}
    return {
        "label": pillar.label,
        "url": f"{url}pillars/{pillar.code}/",
        "progress": _("%(answered)s of %(applicable)s") % numbers,
    }


def _describe_part(part: Part, filled: FilledQuestionnaire, notes: dict) -> dict:
    recommendation, source = part.recommendation, part.questions[0].source
    return {
        "code": recommendation.code,
        "title": recommendation.title,
        "number": recommendation.number,
        "standard": part.edition.standard.title,
        "derived": part.edition.provenance.derived,
        "quotation": recommendation.quotation.text,
        "quotation_language": recommendation.quotation.language,
        "source_address": str(source.address),
        "source_language": source.language,
        "source_title": source.title,
        "source_facts": _describe_source(source),
        "questions": [
            _describe_question(question, filled.answer_to(question.code), notes)
            for question in part.questions
        ],
    }


def _describe_source(source: SimpleNamespace) -> str:
    """What follows the title of a source document."""
    published = date_format(source.published_on) if source.published_on else _("date not known")
    elsewhere = _("the link leads to the publisher’s site; the document’s own address is not known")
    address = f" ({elsewhere})" if source.address_of == "publisher" else ""
    return f", {source.publisher}, {published}{address}{f'. {source.note}' if source.note else ''}"


def _describe_checking(note: SimpleNamespace) -> str:
    """When and how well a note on the law was checked."""
    seen = {
        "A": _("Confidence A: the text of the law or an official statement was seen."),
        "A-": _("Confidence A-: an unofficial translation was seen."),
        "B": _("Confidence B: from a law firm, civil society, the press or a deputy’s statement."),
    }
    checked = _("Orientation, not legal advice. Checked on %(date)s.") % {
        "date": date_format(note.checked_on)
    }
    return f"{checked} {seen[note.confidence]}"


def _describe_question(question: AskedQuestion, answer: GivenAnswer, notes: dict) -> dict:
    saved = {
        "saved_at": date_format(localtime(answer.updated_at), "SHORT_DATETIME_FORMAT"),
        "saved_by": answer.updated_by,
    }
    marked = mark_question(question, LANGUAGE, may_answer=True)
    return {
        "code": question.code,
        "text": str(marked.texts[0]),
        "severity": question.severity.label,
        "severity_code": question.severity.code,
        "kind": question.kind.label,
        "options": [
            {
                "code": option.code,
                "label": option.label,
                "criterion": str(criterion),
                "chosen": option.code == answer.option,
            }
            for option, criterion in zip(question.options, marked.criteria, strict=True)
        ],
        "evidence_label": _("Evidence"),
        "explanation": answer.explanation,
        "explanation_language": answer.explanation_language,
        "version": answer.version,
        "saved": _("Saved %(saved_at)s by %(saved_by)s") % saved,
        "evidence": list(question.definition.evidence),
        "notes": [
            {
                "title": notes[code].title,
                "text": notes[code].text,
                "checked": _describe_checking(notes[code]),
                "sources": [
                    {"address": source.address, "title": source.title} for source in notes[code].sources
                ],
            }
            for code in question.definition.law_notes
            if code in notes
        ],
        "url": f"/standards/{question.standard}/{question.edition.edition}/{question.code}/",
        "link": _("%(code)s: source, weight and mappings") % {"code": question.code},
    }
