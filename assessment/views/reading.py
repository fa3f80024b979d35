"""How a person reads the questions: a second language beside the first, terms that explain themselves, keys.

What is chosen is remembered in cookies of this browser that hold nothing else.
"""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from assessment.layout import render_once
from assessment.models import Assessment
from assessment.queries import load_questionnaire
from assessment.questionnaire import AskedQuestion
from assessment.reading import SecondLanguage, mark_question
from standards.glossary import Term
from standards.values import LANGUAGES


BESIDE, BESIDE_COOKIE = "beside", "olshem_beside"
KEYS_COOKIE, OFF = "olshem_keys", "off"
A_YEAR = 365 * 24 * 60 * 60


def find_second_language(request: HttpRequest, assessment: Assessment) -> SecondLanguage | None:
    """The language of the address, else the remembered one; the language of the page itself is no second one."""
    asked = request.GET.get(BESIDE)
    candidates = () if asked == "" else (asked, request.COOKIES.get(BESIDE_COOKIE))
    for language in candidates:
        if language in LANGUAGES and language != request.LANGUAGE_CODE:
            return SecondLanguage(language, load_questionnaire(assessment, language))
    return None


def remember_second_language(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    asked = request.GET.get(BESIDE)
    if asked == "":
        response.delete_cookie(BESIDE_COOKIE, samesite="Lax")
    elif asked in LANGUAGES and asked != request.LANGUAGE_CODE:
        remember(response, BESIDE_COOKIE, asked)
    return response


def remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=A_YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax")


def describe_reading(
    request: HttpRequest,
    second: SecondLanguage | None,
    questions: Iterable[AskedQuestion],
    *,
    may_answer: bool,
) -> dict:
    """What the page around the questions needs for reading them."""
    language = get_language()
    marked = (mark_question(question, language, may_answer=may_answer) for question in questions)
    terms = {term.code: term for each in marked for term in each.terms}
    return {
        "has_second": second is not None,
        "choices": list(list_choices(request, second)),
        "terms": [
            render_once("assessment/_term.html", term, term=describe_term(term, language))
            for term in terms.values()
        ],
        "has_keys": has_keys(request),
    }


def list_choices(request: HttpRequest, second: SecondLanguage | None) -> Iterator[dict]:
    """No second language, and each that is not the page's, with the address that shows this page so."""
    for code in ("", *LANGUAGES):
        if code != request.LANGUAGE_CODE:
            query = request.GET.copy()
            query[BESIDE] = code
            url = f"{request.path}?{query.urlencode()}"
            yield {"code": code, "url": url, "current": code == (second.language if second else "")}


def describe_term(term: Term, language: str) -> dict:
    """A term in one language, and how the others name it."""
    return {
        "code": term.code,
        "name": term.term.in_language(language),
        "meaning": term.explanation.in_language(language),
        "others": [(code, term.term.in_language(code)) for code in LANGUAGES if code != language],
    }


def has_keys(request: HttpRequest) -> bool:
    return request.COOKIES.get(KEYS_COOKIE) != OFF


@login_not_required
def show_shortcuts(request: HttpRequest) -> HttpResponse:
    """What the keys do, and the switch for them: single keys disturb whoever dictates to the computer."""
    if request.method == "POST":
        response = redirect("shortcuts:help")
        if request.POST.get("keys") == OFF:
            remember(response, KEYS_COOKIE, OFF)
        else:
            response.delete_cookie(KEYS_COOKIE, samesite="Lax")
        return response
    return render(request, "assessment/shortcuts.html", {"has_keys": has_keys(request)})
