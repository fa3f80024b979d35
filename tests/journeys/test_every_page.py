"""What holds on every page in each language: axe finds nothing, in light and in dark, and nobody scrolls sideways.

That no page needs another origin or breaks the Content-Security-Policy is watched by `open_page` in every journey.
"""

import pytest
from django.urls import URLResolver, get_resolver

from tests.journeys.pages import NOT_PAGES, PAGES, visit_everything


def list_names(resolver, namespace=""):
    """The full name of every address."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from list_names(pattern, inner)
        else:
            yield f"{namespace}{pattern.name}"


def test_list_of_pages_is_complete():
    assert {name for name, _person, _arguments in PAGES} | set(NOT_PAGES) == set(list_names(get_resolver()))


@pytest.mark.parametrize(("language", "width"), [("kk", 390), ("ru", 768), ("en", 1280)])
def test_every_page_is_accessible_and_fits(
    open_page, enter, find_violations, find_overflow, settings, tmp_path, language, width
):
    pages = {}

    def open_as(person):
        if person not in pages:
            pages[person] = open_page(language, width=width)
            if person:
                enter(pages[person], person)
        return pages[person]

    found = []
    for name, page, status, expected in visit_everything(open_as, settings, tmp_path):
        troubles = find_violations(page)
        if status != expected:
            troubles.append(f"status {status}, not {expected}")
        if page.locator("html").get_attribute("lang") != language and name != "broken":
            troubles.append("another language")
        page.emulate_media(color_scheme="dark")
        troubles += [f"dark: {trouble}" for trouble in find_violations(page, rules=["color-contrast"])]
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 320, "height": 640})
        troubles += [f"at 320 px: {trouble}" for trouble in find_overflow(page)]
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{name}: {trouble}" for trouble in troubles]
    assert found == []
