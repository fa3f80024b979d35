"""The floor: bare Django views that render the texts of a page from plain dictionaries with one simple template.

No forms, session, user, database or middleware. Texts are made before anything is timed; words of the interface stand
in the templates as `[[English]]` and are translated when the template is read, so that they cost what plain HTML costs.
"""

import html
import re
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.template import Context, Engine, Template
from django.test.utils import override_settings
from django.urls import path
from django.utils.translation import gettext, override

from benchmarks.portal import LANGUAGE, ask
from benchmarks.table import Row


TEMPLATES = Path(__file__).parent / "templates"
# Percent of a page's words that its floor has in common with it.
LEAST_SHARE = 98

_pages: dict[str, tuple[Template, dict]] = {}


def prepare(name: str, content: dict) -> Callable[[], bytes]:
    """A job that asks the floor for the page `name`, filled with `content`."""
    shell, source = (_read(each) for each in ("page", name))
    source = shell.replace("[content]", source)
    with override(LANGUAGE):
        source = re.sub(r"\[\[(.+?)\]\]", lambda match: html.escape(gettext(match[1])), source)
    _pages[name] = (Engine().from_string(source), content)
    return lambda: ask(_get_server(), f"/{name}/").body


def _read(name: str) -> str:
    return (TEMPLATES / f"{name}.html").read_text(encoding="utf-8")


def show(request, name: str) -> HttpResponse:
    template, content = _pages[name]
    return HttpResponse(template.render(Context(content)))


urlpatterns = [path("<str:name>/", show)]


def choose_addresses(get_response):
    """The only middleware: the floor has addresses of its own."""

    def middleware(request):
        request.urlconf = "benchmarks.floor"
        return get_response(request)

    return middleware


@cache
def _get_server() -> WSGIHandler:
    with override_settings(MIDDLEWARE=["benchmarks.floor.choose_addresses"]):
        return WSGIHandler()


def hold_texts(what: str, page: bytes, floor: bytes) -> Row:
    """Whether the floor still says what the page says: with fewer words it would be too low, with more too high."""
    wanted, said = _count_words(page), _count_words(floor)
    missing, extra = wanted - said, said - wanted
    share = 100 - 100 * max(missing.total(), extra.total()) / wanted.total()
    met = share >= LEAST_SHARE
    if not met:
        lacks, adds = (" ".join(word for word, _count in each.most_common(20)) for each in (missing, extra))
        print(f"Bring the floor's template up to date. It lacks: {lacks}\nIt adds: {adds}", file=sys.stderr)
    return Row(f"{what}: words in common with its floor", f"{share:.1f} %", "", "", f"≥ {LEAST_SHARE} %", met)


def _count_words(page: bytes) -> Counter:
    """The words that a reader sees."""
    text = re.sub(r"<(script|style|head)\b.*?</\1>|<[^>]+>", " ", page.decode(), flags=re.DOTALL)
    return Counter(html.unescape(text).split())


def say_sizes(page: bytes, floor: bytes) -> str:
    return f"{len(page) / 1000:.0f} KB (floor {len(floor) / 1000:.0f} KB)"
