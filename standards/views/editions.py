"""Public pages of the standards: readable without signing in, in three languages."""

from types import SimpleNamespace

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from standards import crosswalk
from standards.catalogue import find_text_language, get_law_notes, get_localised
from standards.definition import count_points
from standards.models import Edition


@login_not_required
def list_standards(request: HttpRequest) -> HttpResponse:
    """Every published edition, by standard, newest first."""
    editions = [describe(edition, request) for edition in load_published()]
    return render(request, "standards/list.html", {"editions": editions})


@login_not_required
def show_standard(request: HttpRequest, slug: str) -> HttpResponse:
    """Leads to the newest published edition of a standard."""
    edition = find_published().filter(standard__slug=slug).first()
    if edition is None:
        raise Http404(_("There is no such standard here."))
    return redirect("standards:edition", slug, edition.name)


@login_not_required
def show_edition(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """An edition by pillar and recommendation."""
    page = describe(find_edition(load_published(), slug, name), request)
    definition = page["definition"]
    pillars = sorted(definition.pillars, key=lambda pillar: pillar.position)
    grouped = ((pillar, list_recommendations(definition, pillar.code)) for pillar in pillars)
    page["has_reversed"] = any(question.reversed for question in definition.questions)
    page["pillars"] = [(pillar, recommendations) for pillar, recommendations in grouped if recommendations]
    return render(request, "standards/edition.html", page)


@login_not_required
def show_question(request: HttpRequest, slug: str, name: str, code: str) -> HttpResponse:
    """One question with all its criteria and everything that is known about it."""
    published = load_published()
    page = describe(find_edition(published, slug, name), request)
    definition = page["definition"]
    codes = [question.code for question in definition.questions]
    if code not in codes:
        raise Http404(_("This edition has no such question."))
    place = codes.index(code)
    question = definition.questions[place]
    recommendation = pick(definition.recommendations, question.recommendation)
    law_notes = get_law_notes(request.LANGUAGE_CODE)
    page |= {
        "question": question,
        "recommendation": recommendation,
        "source": pick(definition.sources, recommendation.source),
        "pillar": pick(definition.pillars, question.pillar or recommendation.pillar),
        "severity": pick(definition.severities, question.severity),
        "kind": pick(definition.kinds, question.kind),
        "tier": pick(definition.tiers, question.tier),
        "tags": [pick(definition.tags, tag) for tag in question.applies_to],
        "criteria": [
            describe_option(pick(definition.scale, item.option), question) | {"text": item.text}
            for item in question.criteria
        ],
        "family": find_family(definition, recommendation),
        "notes": [
            (law_notes[note], find_translation_status(law_notes[note], request))
            for note in question.law_notes
            if note in law_notes
        ],
        "previous": codes[place - 1] if place else None,
        "next": codes[place + 1] if place + 1 < len(codes) else None,
    }
    page |= list_elsewhere(definition, question, localise_newest(published, request.LANGUAGE_CODE))
    return render(request, "standards/question.html", page)


def describe_option(option: SimpleNamespace, question: SimpleNamespace) -> dict:
    """An option with what it earns for this question."""
    return {"label": option.label, "points": count_points(option, question.reversed)}


def find_family(definition: SimpleNamespace, recommendation: SimpleNamespace) -> SimpleNamespace | None:
    """The recommendation that this one is a member of."""
    return pick(definition.recommendations, recommendation.family) if recommendation.family else None


def list_elsewhere(definition: SimpleNamespace, question: SimpleNamespace, newest: list) -> dict:
    """What a question touches: items of other standards and, from either side, questions of ours."""
    tables = crosswalk.build_tables(newest)
    references = crosswalk.list_references(definition, question, tables)
    return {
        "mappings": [
            (framework, framework.code in tables, named) for framework, named in references if named
        ],
        "overlaps": crosswalk.find_neighbours(definition, newest).get(question.code, ()),
    }


def list_recommendations(definition: SimpleNamespace, pillar: str) -> list[tuple]:
    """The recommendations that ask something in a pillar, each with its family, source and questions there."""
    found = []
    for recommendation in definition.recommendations:
        questions = [
            question
            for question in definition.questions
            if question.recommendation == recommendation.code
            and (question.pillar or recommendation.pillar) == pillar
        ]
        if questions:
            source = pick(definition.sources, recommendation.source)
            found.append((recommendation, find_family(definition, recommendation), source, questions))
    return found


def find_published():
    return Edition.objects.published().select_related("standard").defer("canonical")


def load_published() -> list[Edition]:
    """Every published edition, by standard, newest first; few rows, so that one query serves a page."""
    return list(find_published())


def find_edition(published: list[Edition], slug: str, name: str) -> Edition:
    for edition in published:
        if edition.standard.slug == slug and edition.name == name:
            return edition
    raise Http404(_("There is no such edition here."))


def localise_newest(published: list[Edition], language: str) -> list[SimpleNamespace]:
    """The newest edition of each standard in one language."""
    newest: dict[int, Edition] = {}
    for edition in published:
        newest.setdefault(edition.standard_id, edition)
    return [get_localised(edition.checksum, language) for edition in newest.values()]


def describe(edition: Edition, request: HttpRequest) -> dict:
    """An edition with its texts in the language of the page."""
    definition = get_localised(edition.checksum, request.LANGUAGE_CODE)
    return {
        "edition": edition,
        "definition": definition,
        "translation": find_translation_status(definition, request),
        "text_language": find_text_language(definition.translations, request.LANGUAGE_CODE),
    }


def find_translation_status(part: SimpleNamespace, request: HttpRequest) -> str:
    """How far the words of an edition or a law note can be trusted in the language of the page."""
    return getattr(part.translations, request.LANGUAGE_CODE)


def pick(parts: tuple[SimpleNamespace, ...], code: str) -> SimpleNamespace:
    return next(part for part in parts if part.code == code)
