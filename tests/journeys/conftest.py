"""A real browser against a real server. Needs Debian's Chromium; without it these tests are skipped, loudly.

Each test finds the filled demo: the companies, people and answers of `seed_demo`.
"""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from accounts.models import User
from tests.factories.people import PASSWORD
from tests.journeys.chromium import FLAGS, INSTALL, find_chromium


# Playwright runs an event loop in this thread; Django would refuse the database from it although nothing is async.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not find_chromium():
                item.add_marker(pytest.mark.skip(reason=f"NO CHROMIUM: {INSTALL}"))


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, filled_database, live_server):
    """Opens a page of its own context: `open_page("kk", width=390, javascript=False)`.

    Everything that a page asks of another origin, and every script error, fails the test.
    """
    contexts = []
    # Sign-in limits of an earlier journey.
    cache.clear()

    def open_page(language="en", *, width=1280, height=900, javascript=True, dark=False):
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale={"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}[language],
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            bypass_csp=False,
            accept_downloads=True,
        )
        context.troubles, context.language = [], language
        page = context.new_page()
        page.set_default_timeout(15_000)
        # Of the context, so that a second tab is watched too.
        context.on("weberror", lambda error: context.troubles.append(f"script error: {error.error}"))
        context.on("console", lambda message: note_violation(context, message))
        context.on("request", lambda request: note_foreign(context, request, live_server.url))
        contexts.append(context)
        return page

    yield open_page
    troubles = [trouble for context in contexts for trouble in context.troubles]
    for context in contexts:
        context.close()
    assert troubles == []


def note_violation(context, message):
    if "Content Security Policy" in message.text:
        context.troubles.append(message.text)


def note_foreign(context, request, origin):
    if not request.url.startswith((origin, "data:", "blob:", "about:")):
        context.troubles.append(f"asked another origin: {request.url}")


@pytest.fixture
def sign_in():
    def sign_in(page, email, password=PASSWORD):
        page.goto("/accounts/sign-in/")
        page.locator("input[name=login]").fill(email)
        page.locator("input[name=password]").fill(password)
        page.locator("main form button[type=submit]").click()
        page.wait_for_url("**/assessments/**")

    return sign_in


@pytest.fixture
def enter(live_server):
    """Signs a person in without the sign-in page: `enter(page, "lead@kokjiek.test")`. The language of the page stays."""

    def enter(page, email):
        client = Client()
        client.force_login(User.objects.get(email=email))
        cookies = {
            settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value,
            settings.LANGUAGE_COOKIE_NAME: page.context.language,
        }
        page.context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
        )

    return enter


@pytest.fixture
def choose_language():
    def choose_language(page, language):
        page.locator(f".languages :is(a, button)[lang={language}]").click()
        expect(page.locator("html")).to_have_attribute("lang", language)

    return choose_language


@pytest.fixture
def find_violations():
    """What axe finds on a page, one line a rule; run outside the page's policy, which forbids injected scripts."""

    def find_violations(page, *, rules=()):
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE)
        found = page.evaluate(
            "rules => axe.run(document, {resultTypes: ['violations'], runOnly: rules.length ? rules :"
            " ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})",
            list(rules),
        )
        return [
            f"{violation['id']}, {len(violation['nodes'])} times: {violation['nodes'][0]['html'][:160]}"
            for violation in found["violations"]
        ]

    return find_violations


@pytest.fixture
def find_overflow():
    """What sticks out of a page to the right; empty when nobody has to scroll sideways."""

    def find_overflow(page):
        return page.evaluate(
            """() => {
                const root = document.documentElement;
                if (root.scrollWidth <= window.innerWidth) return [];
                const sticksOut = element => element.getBoundingClientRect().right > window.innerWidth + 0.5;
                const inner = [...document.body.querySelectorAll("*")].filter(
                    element => sticksOut(element) && ![...element.children].some(sticksOut));
                return [`${root.scrollWidth} px wide`, ...inner.slice(0, 3).map(element => element.outerHTML.slice(0, 120))];
            }"""
        )

    return find_overflow
