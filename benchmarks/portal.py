"""The portal inside this process: requests of a signed-in person to its WSGI application, through all middleware."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application


# Django takes an unmasked secret of 32 letters in the cookie and in the form.
CSRF_SECRET = "b" * 32
# The language of the demo's people and the one with the longest texts.
LANGUAGE = "kk"


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


def ask(
    application: Callable,
    path: str,
    *,
    query: str = "",
    cookies: str = "",
    form: dict | None = None,
    by_itself: bool = False,
) -> Answer:
    """One request as a server would hand it over, uncompressed; a form makes it a POST, `by_itself` one of htmx."""
    body = urlencode(form or {}).encode()
    environ = {
        "REQUEST_METHOD": "GET" if form is None else "POST",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_COOKIE": cookies,
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    }
    if by_itself:
        environ["HTTP_HX_REQUEST"] = "true"
    setup_testing_defaults(environ)
    statuses = []
    response = application(environ, lambda status, headers, failure=None: statuses.append(status))
    try:
        return Answer(int(statuses[0].split()[0]), b"".join(response))
    finally:
        response.close()


@cache
def collect_static_files() -> None:
    """Hashed and compressed, as production serves them; templates need the hashed names."""
    call_command("collectstatic", interactive=False, verbosity=0)


@cache
def get_portal() -> Callable:
    collect_static_files()
    return get_wsgi_application()


def make_cookies(session: str, language: str = LANGUAGE) -> str:
    """The cookies of somebody who signed in a while ago."""
    values = {
        settings.SESSION_COOKIE_NAME: session,
        settings.CSRF_COOKIE_NAME: CSRF_SECRET,
        settings.LANGUAGE_COOKIE_NAME: language,
    }
    return "; ".join(f"{name}={value}" for name, value in values.items())


def visit(path: str, session: str, query: str = "") -> Answer:
    """The page for a signed-in person; anything but the page itself ends the run."""
    answer = ask(get_portal(), path, query=query, cookies=make_cookies(session))
    if answer.status != 200:
        raise SystemExit(f"bench: {path} answered {answer.status} instead of the page")
    return answer


def send(path: str, session: str, form: dict) -> Answer:
    """The form for a signed-in person; anything but the redirect after a save ends the run."""
    fields = {**form, "csrfmiddlewaretoken": CSRF_SECRET}
    answer = ask(get_portal(), path, cookies=make_cookies(session), form=fields)
    if answer.status != 302:
        raise SystemExit(f"bench: the form of {path} was answered with {answer.status} instead of saved")
    return answer


def autosave(path: str, session: str, form: dict) -> Answer:
    """What a page that saves by itself sends; anything but an answer that is saved ends the run."""
    fields = {**form, "csrfmiddlewaretoken": CSRF_SECRET}
    answer = ask(get_portal(), path, cookies=make_cookies(session), form=fields, by_itself=True)
    if answer.status != 200:
        raise SystemExit(f"bench: what {path} saves by itself was answered with {answer.status}")
    return answer
