"""The public page of the words that questions use, in three languages side by side."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from standards.catalogue import get_glossary
from standards.values import LANGUAGES


@login_not_required
def list_terms(request: HttpRequest) -> HttpResponse:
    """Every term with what it means, the language of the page first."""
    glossary = get_glossary()
    languages = sorted(LANGUAGES, key=lambda language: language != request.LANGUAGE_CODE)
    page = {
        "languages": languages,
        "translation": getattr(glossary.translations, request.LANGUAGE_CODE),
        "terms": [
            (
                term.code,
                [
                    (language, term.term.in_language(language), term.explanation.in_language(language))
                    for language in languages
                ],
            )
            for term in glossary.terms
        ],
    }
    return render(request, "standards/glossary.html", page)
