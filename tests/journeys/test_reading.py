"""Reading questions: keys, terms that explain themselves, a second language, and all of it with forced colours."""

import pytest
from playwright.sync_api import expect

from assessment.models import Answer, Assessment
from tests.journeys.pages import SERVICES_LEAD, locate_pillar, make_measured


def focus(page):
    """The id of what has the focus, or its first class."""
    return page.evaluate("document.activeElement.id || document.activeElement.classList[0] || ''")


@pytest.fixture
def open_pillar(open_page, enter):
    def open_pillar(language="en", pillar="privacy", query="", person="lead@kokjiek.test", **options):
        page = open_page(language, **options)
        enter(page, person)
        assessment = Assessment.objects.get(organisation__name_en="Kokjiek")
        page.goto(f"/assessments/{assessment.pk}/pillars/{pillar}/{query}")
        return page

    return open_pillar


def press_on_layout(page, letter, code):
    """Presses the key at a place of the keyboard that a layout gives this letter."""
    session = page.context.new_cdp_session(page)
    for kind in ("keyDown", "keyUp"):
        session.send("Input.dispatchKeyEvent", {"type": kind, "key": letter, "code": code})
    session.detach()


def is_seen(page):
    return page.evaluate(
        "() => { const box = document.activeElement.getBoundingClientRect();"
        " return box.top >= 0 && box.bottom <= innerHeight }"
    )


def test_keys_go_from_question_to_question_and_answer(open_pillar):
    page = open_pillar(pillar="governance")
    page.locator("#GOV-01 input[type=radio]:checked").focus()

    page.keyboard.press("j")
    assert focus(page).startswith("GOV-02-is-")
    assert is_seen(page)
    page.keyboard.press("k")
    assert focus(page).startswith("GOV-01-is-")

    page.keyboard.press("3")
    expect(page.locator("#GOV-01-is-no")).to_be_checked()
    assert focus(page) == "GOV-01-is-no"
    expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")
    assert (
        Answer.objects.get(assessment__organisation__name_en="Kokjiek", question__code="GOV-01").option
        == "no"
    )

    page.keyboard.press("e")
    assert focus(page) == "GOV-01-explanation"
    page.keyboard.press("Control+End")
    page.keyboard.type(" jkne3?")
    assert page.input_value("#GOV-01-explanation").endswith(" jkne3?")
    page.keyboard.press("Control+s")
    expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")
    page.keyboard.press("Escape")
    assert focus(page) == "GOV-01-is-no"

    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys-help")).to_be_hidden()
    assert focus(page) == "GOV-01-is-no"


def test_key_goes_to_the_next_unanswered_question_and_then_to_the_save_button(open_pillar):
    Answer.objects.filter(
        assessment__organisation__name_en="Kokjiek", question__code__in=("GOV-03", "GOV-05")
    ).delete()
    page = open_pillar(pillar="governance")
    page.locator("#GOV-04 input[type=radio]").first.focus()

    page.keyboard.press("n")
    assert focus(page) == "GOV-05-is-yes"
    page.keyboard.press("1")
    page.keyboard.press("n")
    assert focus(page) == "GOV-03-is-yes"
    page.keyboard.press("2")
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.value") == "next"


def test_keys_answer_for_the_unit_that_has_the_focus(open_page, enter):
    page = open_page("en")
    address = locate_pillar("privacy", make_measured())
    enter(page, SERVICES_LEAD)
    page.goto(address)
    page.locator("[id='PRV-01~2-is-no']").focus()

    page.keyboard.press("1")
    expect(page.locator("[id='PRV-01~2-is-yes']")).to_be_checked()
    expect(page.locator("[id='PRV-01~1-is-no']")).to_be_checked()
    page.keyboard.press("e")
    assert focus(page) == "PRV-01~2-explanation"
    page.keyboard.press("Escape")
    assert focus(page) == "PRV-01~2-is-yes"

    page.locator("#PRV-02").evaluate("question => question.focus()")
    page.keyboard.press("1")
    assert page.locator("#PRV-02 input:checked").count() == 0
    page.keyboard.press("n")
    assert focus(page) == "PRV-03~1-is-yes"
    page.keyboard.press("k")
    assert focus(page).startswith("PRV-02~")


@pytest.mark.parametrize(
    ("letters", "digit"),
    [("ол", "2"), ("ол", "ә")],
    ids=["Russian", "Kazakh"],
)
def test_keys_are_places_on_other_layouts(open_pillar, letters, digit):
    page = open_pillar("ru", pillar="governance")
    page.locator("#GOV-01 input[type=radio]").first.focus()

    press_on_layout(page, letters[0], "KeyJ")
    assert focus(page).startswith("GOV-02-is-")
    press_on_layout(page, digit, "Digit2")
    expect(page.locator("#GOV-02-is-partially")).to_be_checked()
    press_on_layout(page, letters[1], "KeyK")
    assert focus(page).startswith("GOV-01-is-")


def test_keys_do_nothing_outside_questions_and_when_switched_off(open_pillar):
    page = open_pillar(pillar="governance")
    page.locator("h1").click()
    page.keyboard.press("j")
    assert not focus(page).startswith("GOV")
    page.locator("#filter-severity").focus()
    page.keyboard.press("n")
    assert focus(page) == "filter-severity"

    page.goto("/shortcuts/")
    page.locator("main form button").click()
    expect(page.locator("main form button")).to_have_attribute("value", "on")
    page.go_back()
    page.go_back()
    page.reload()
    first = page.locator("#GOV-01 input[type=radio]:checked")
    first.focus()
    page.keyboard.press("j")
    assert focus(page) == first.get_attribute("id")


@pytest.mark.parametrize("javascript", [True, False])
def test_note_of_a_term_opens_closes_and_gives_the_focus_back(open_pillar, javascript):
    page = open_pillar(javascript=javascript)
    term = page.locator(".term[popovertarget=term-personal-data]").first
    note = page.locator("#term-personal-data")
    expect(note).to_be_hidden()

    term.focus()
    page.keyboard.press("Enter")
    expect(note).to_be_visible()
    expect(term).to_be_focused()
    page.keyboard.press("Tab")
    expect(note.locator("a")).to_be_focused()
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(term).to_be_focused()

    term.click()
    note.locator("button").click()
    expect(note).to_be_hidden()
    expect(term).to_be_focused()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_second_language_fits_a_small_screen_and_keeps_what_was_typed(
    open_pillar, find_overflow, find_violations, language
):
    second = {"kk": "ru", "ru": "kk", "en": "kk"}[language]
    page = open_pillar(language, pillar="hrd", width=320, height=640, javascript=language != "ru")
    page.locator("#HRD-01-explanation").fill("Typed before.")

    page.locator(f".reading__languages [lang={second}]").click()
    expect(page.locator("#HRD-01 .question__beside")).to_have_attribute("lang", second)
    expect(page.locator("#HRD-01-explanation")).to_have_value("Typed before.")
    if language != "ru":
        assert find_overflow(page) == []
        assert find_violations(page) == []
    below = page.locator("#HRD-01 .option__beside").first.bounding_box()
    criterion = page.locator("#HRD-01 .option__criterion").first.bounding_box()
    assert below["y"] >= criterion["y"] + criterion["height"]

    page.set_viewport_size({"width": 1280, "height": 900})
    beside = page.locator("#HRD-01 .option__beside").first.bounding_box()
    criterion = page.locator("#HRD-01 .option__criterion").first.bounding_box()
    assert beside["x"] >= criterion["x"] + criterion["width"]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_everything_is_accessible_with_forced_colours_and_in_the_dark(
    open_pillar, find_violations, find_overflow, language
):
    second = "ru" if language == "kk" else "kk"
    page = open_pillar(language, query=f"?beside={second}", dark=True)
    page.emulate_media(forced_colors="active")

    term = page.locator(".term").first
    term.click()
    expect(page.locator(".note:popover-open")).to_be_visible()
    assert find_violations(page) == []
    page.emulate_media(forced_colors="none")
    assert find_violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert find_overflow(page) == []
    note = page.locator(".note:popover-open").bounding_box()
    assert note["x"] >= 0
    assert note["x"] + note["width"] <= 320
    page.keyboard.press("Escape")

    for path in ("/glossary/", "/shortcuts/"):
        page.goto(path)
        page.emulate_media(forced_colors="active")
        assert find_violations(page) == []
        page.emulate_media(forced_colors="none")
        assert find_overflow(page) == []
