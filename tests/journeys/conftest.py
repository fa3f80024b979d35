"""A real browser against a real server. Needs Debian's Chromium; without it these tests are skipped, loudly.

Each test finds the filled demo: the companies, people and answers of `seed_demo`.
"""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.factories.people import PASSWORD


# Playwright runs an event loop in this thread; Django would refuse the database from it although nothing is async.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium():
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not find_chromium():
                item.add_marker(pytest.mark.skip(reason="NO CHROMIUM: sudo apt-get install chromium"))


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
        context.troubles = []
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: context.troubles.append(f"script error: {error}"))
        page.on("console", lambda message: note_violation(context, message))
        page.on("request", lambda request: note_foreign(context, request, live_server.url))
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
def find_violations():
    """What axe finds on a page, one line a violation; run outside the page's policy, which forbids injected scripts."""

    def find_violations(page):
        page.evaluate(AXE)
        found = page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        )
        return [
            f"{violation['id']}: {node['html'][:160]}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    return find_violations
