"""What a report says about its ground: what is not asked, the law, and how it is measured."""

from collections.abc import Collection, Mapping
from types import SimpleNamespace

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessment.questionnaire import Questionnaire


def describe_skipped(questionnaire: Questionnaire, tags: frozenset[str]) -> list[dict]:
    """What is not asked, grouped by what the company, whose profile has these tags, would have to be or to choose."""
    groups: dict[str, list[dict]] = {}
    skipped = frozenset(questionnaire.skipped)
    for edition in questionnaire.editions:
        labels = {tag.code: tag.label for tag in edition.tags}
        for question in edition.questions:
            if question.code in skipped:
                reason = _explain_skipping(question, tags, labels)
                groups.setdefault(reason, []).append({"code": question.code, "text": question.text})
    return [{"reason": reason, "items": items} for reason, items in groups.items()]


def _explain_skipping(question: SimpleNamespace, tags: frozenset[str], labels: dict[str, str]) -> str:
    if question.applies_to and tags.isdisjoint(question.applies_to):
        profile = ", ".join(labels[code] for code in question.applies_to)
        return _("Asked only of companies with this profile: %(profile)s") % {"profile": profile}
    return _("Asked only when all questions are chosen")


def describe_law_notes(law_notes: Mapping[str, SimpleNamespace], used: Collection[str]) -> list[dict]:
    """The notes with these codes, in the order of the file of law notes."""
    return [
        {
            "code": note.code,
            "title": note.title,
            "text": note.text,
            "confidence": note.confidence,
            "checked_on": date_format(note.checked_on),
            "sources": [{"title": source.title, "address": str(source.address)} for source in note.sources],
        }
        for note in law_notes.values()
        if note.code in used
    ]


def describe_method(questionnaire: Questionnaire) -> dict:
    """How it is measured: scale, severities, rules and sources of all editions, each said once."""
    editions = questionnaire.editions
    sources = {(source.title, source.publisher): source for edition in editions for source in edition.sources}
    rules = {rule: None for edition in editions for rule in edition.general_rules}
    # Standards may give the same code another meaning; what they share is said once.
    scale = {(option.label, option.points): None for edition in editions for option in edition.scale}
    severities = {
        (severity.label, severity.weight, severity.meaning): None
        for edition in editions
        for severity in edition.severities
    }
    return {
        "pillar": questionnaire.method.pillar,
        "total": questionnaire.method.total,
        "scale": [{"label": label, "points": points} for label, points in scale],
        "severities": [
            {"label": label, "weight": weight, "meaning": meaning}
            for label, weight, meaning in sorted(severities, key=lambda entry: -entry[1])
        ],
        "rules": list(rules),
        "sources": [
            {
                "title": source.title,
                "language": source.language,
                "publisher": source.publisher,
                "published_on": date_format(source.published_on) if source.published_on else "",
                "address": source.address,
                "note": source.note or "",
            }
            for source in sources.values()
        ],
    }
