"""Which language a page speaks: `?lang=` in the address, else the cookie, else what the browser asks for.

An address with `?lang=` is a link to the page in that language, and choosing is remembered in a cookie. A language
that the portal does not speak is answered with a page that says so rather than silently with another one.
"""

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import Http404, QueryDict
from django.utils import translation
from django.utils.cache import patch_vary_headers

from accounts.actions import remember_language
from standards.values import ENDONYMS


PARAMETER = "lang"


class UnknownLanguage(Http404):
    """`?lang=` names a language the portal does not speak."""


def choose_language(request) -> str:
    """The code of the language for this request; the chosen one wins over the remembered and the browser's."""
    for candidate in (request.GET.get(PARAMETER), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)):
        if candidate in ENDONYMS:
            return candidate
    for accepted, _quality in translation.trans_real.parse_accept_lang_header(
        request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    ):
        if accepted.split("-")[0] in ENDONYMS:
            return accepted.split("-")[0]
    return settings.LANGUAGE_CODE


class LanguageMiddleware:
    """Activates the language of the request and remembers a choice made in the address."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            language = choose_language(request)
        except TooManyFieldsSent:
            # The error page has links to this address in each language; they leave the parameters out.
            request.GET = QueryDict()
            raise
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        self._remember(request, response, language)
        return response

    def _remember(self, request, response, language):
        """Keeps a choice made in the address, in a cookie and with the person; a person who signs in on a new device
        gets the language they chose before."""
        user = getattr(request, "user", None)
        if request.GET.get(PARAMETER) == language:
            set_language_cookie(response, language)
            if user is not None and user.is_authenticated:
                remember_language(by=user, language=language)
        elif (
            settings.LANGUAGE_COOKIE_NAME not in request.COOKIES
            and user is not None
            and user.is_authenticated
        ):
            set_language_cookie(response, user.language)

    def process_view(self, request, view_function, arguments, keywords):
        asked = request.GET.get(PARAMETER)
        if asked is not None and asked not in ENDONYMS:
            raise UnknownLanguage(asked)


def set_language_cookie(response, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 60 * 60,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def language_links(request):
    """Context: the same page in each language, under the language's own name."""
    links = []
    for code, name in ENDONYMS.items():
        query = request.GET.copy()
        query[PARAMETER] = code
        links.append(
            {
                "code": code,
                "name": name,
                "url": f"{request.path}?{query.urlencode()}",
                "current": code == translation.get_language(),
            }
        )
    return {"language_links": links}
