"""The states of the page that saves by itself: axe finds nothing in any of them, in three languages and in forced colours,
nothing hides what has the focus, and what changes is told once."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.factories.assessments import save_answer
from tests.journeys.test_autosave import LEAD, OTHER, TYPED, find_assessment, open_pillar


STATE = "#save-state"


def wait_for_state(page, name):
    expect(page.locator(STATE)).to_have_attribute("data-state", name)


@pytest.mark.parametrize(("language", "width"), [("kk", 320), ("ru", 1280), ("en", 640)])
def test_every_state_is_accessible_and_fits(
    open_page, enter, find_violations, find_overflow, language, width
):
    page = open_page(language, width=width)
    enter(page, LEAD)
    found = []

    def look(name):
        # Which link the bar overlaps is a matter of where the page stands; the focus has a test of its own below.
        page.evaluate("document.querySelector('#save-state').style.position = 'static'")
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours)
            found.extend(f"{name}, {colours}: {trouble}" for trouble in find_violations(page))
        page.emulate_media(color_scheme="light", forced_colors="active")
        found.extend(f"{name}, forced colours: {trouble}" for trouble in find_violations(page))
        page.emulate_media(forced_colors="none")
        found.extend(f"{name}: {trouble}" for trouble in find_overflow(page))
        page.evaluate("document.querySelector('#save-state').style.position = ''")

    open_pillar(page, lang=language)
    look("idle")
    page.locator("#GOV-01-explanation").fill(TYPED)
    wait_for_state(page, "saved")
    look("saved")
    page.context.set_offline(True)
    page.locator("#GOV-02-explanation").fill(TYPED)
    wait_for_state(page, "offline")
    look("off line")
    page.context.set_offline(False)
    wait_for_state(page, "saved")
    save_answer(find_assessment(), "GOV-03", "no", OTHER)
    page.locator("#GOV-03-explanation").fill(TYPED)
    wait_for_state(page, "conflict")
    look("conflict")
    page.locator("#GOV-03-conflict button").first.click()
    wait_for_state(page, "saved")
    page.locator("#GOV-04-explanation").fill("x" * 10_001)
    wait_for_state(page, "wrong")
    look("error")
    page.locator("#GOV-04-explanation").fill("Short.")
    wait_for_state(page, "saved")
    Session.objects.all().delete()
    page.locator("#GOV-05-explanation").fill(TYPED)
    expect(page.locator("#sign-in-again input[name=password]")).to_be_focused()
    look("dialog")
    assert found == []


def test_what_has_the_focus_is_never_behind_the_bar(open_page, enter):
    page = open_page("ru", width=360, height=640)
    enter(page, LEAD)
    open_pillar(page, lang="ru")
    page.locator("#GOV-01-explanation").fill(TYPED)
    wait_for_state(page, "saved")

    covered = []
    for _step in range(60):
        page.keyboard.press("Tab")
        covered += page.evaluate(
            """() => {
                const bar = document.querySelector("#save-state").getBoundingClientRect();
                const own = document.activeElement;
                const box = own.getBoundingClientRect();
                return own.closest("#save-state") || box.top < bar.top ? [] : [own.outerHTML.slice(0, 80)];
            }"""
        )
    assert covered == []


def test_the_dialog_gives_the_focus_back_when_it_is_left(open_page, enter):
    page = open_page("en")
    enter(page, LEAD)
    open_pillar(page)
    Session.objects.all().delete()
    page.locator("#GOV-01-explanation").fill(TYPED)
    expect(page.locator("#sign-in-again input[name=password]")).to_be_focused()

    page.keyboard.press("Escape")

    expect(page.locator("#sign-in-again")).to_be_hidden()
    expect(page.locator("#GOV-01-explanation")).to_be_focused()
    page.locator("#save-state-sign-in").click()
    expect(page.locator("#sign-in-again input[name=password]")).to_be_focused()


def test_what_is_told_is_told_in_a_live_region_and_once(open_page, enter):
    page = open_page("en")
    enter(page, LEAD)
    open_pillar(page)
    page.evaluate(
        """() => {
            window.told = [];
            const region = document.getElementById("save-state-text");
            new MutationObserver(() => told.push(region.textContent)).observe(region, {childList: true, characterData: true, subtree: true});
        }"""
    )

    page.locator("#GOV-01-explanation").press_sequentially("Ten keys.")
    wait_for_state(page, "saved")

    told = [re.sub(r"\S+ \d\d:\d\d", "then", text) for text in page.evaluate("told")]
    assert told == ["Not saved yet.", "Saving…", "Everything is saved, then."]
    assert page.locator("#save-state-text").get_attribute("role") == "status"


def test_two_people_in_one_pillar_see_where_the_other_is(open_page, enter):
    first, second = open_page("en"), open_page("en")
    enter(first, LEAD)
    enter(second, "contributor@kokjiek.test")
    open_pillar(first)
    first.locator("#GOV-02-explanation").focus()
    with first.expect_response("**/presence/"):
        first.locator("#GOV-03-explanation").focus()

    open_pillar(second)

    expect(second.locator("#presence li")).to_have_text(re.compile(r" is (at GOV-0[23]|on this page)$"))
