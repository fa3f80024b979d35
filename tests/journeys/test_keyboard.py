"""The portal by keyboard alone: the mouse is never touched here."""

import pytest
from playwright.sync_api import expect

from assessment.models import Answer, Assessment
from tests.factories.people import PASSWORD


FOCUSED = """() => {
    const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
    return {
        place: [...document.querySelectorAll("*")].indexOf(element),
        name: element.id || element.getAttribute("href") || `${element.name}=${element.value}`,
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""


def focus(page):
    """The name of what has the focus: its id, its address, or its field."""
    return page.evaluate(FOCUSED)["name"]


def press_tab_until(page, name, key="Tab"):
    """Walks on to what has this name."""
    for _press in range(400):
        page.keyboard.press(key)
        if focus(page) == name:
            return
    pytest.fail(f"{key} never reaches {name}")


def test_officer_signs_in_with_the_keyboard(open_page):
    page = open_page("en")
    page.goto("/accounts/sign-in/")

    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) | {"place": 0} == {
        "place": 0,
        "name": "#main",
        "outlined": True,
        "seen": True,
    }
    page.keyboard.press("Enter")
    assert focus(page) == "main"

    page.keyboard.press("Tab")
    assert focus(page) == "id_login"
    page.keyboard.type("lead@kokjiek.test")
    page.keyboard.press("Tab")
    assert focus(page) == "id_password"
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/assessments/")


def test_focus_walks_a_page_of_questions_in_reading_order_and_is_seen(open_page, enter):
    assessment = Assessment.objects.get(organisation__name_en="Kokjiek")
    page = open_page("en")
    enter(page, "lead@kokjiek.test")
    page.goto(f"/assessments/{assessment.pk}/pillars/governance/")

    stops = []
    page.keyboard.press("Tab")
    while focus(page) != "then=stay":
        stops.append(page.evaluate(FOCUSED))
        page.keyboard.press("Tab")

    places = [stop["place"] for stop in stops]
    assert places == sorted(places)
    assert [stop["name"] for stop in stops if not (stop["outlined"] and stop["seen"])] == []
    texts = [stop["name"] for stop in stops if stop["name"].endswith("-explanation")]
    assert texts == page.locator("textarea").evaluate_all("texts => texts.map(text => text.id)")


def test_officer_answers_and_mends_an_error_with_the_keyboard(open_page, enter):
    assessment = Assessment.objects.get(organisation__name_en="Kokjiek")
    answer = Answer.objects.get(assessment=assessment, question__code="FOE-04")
    Answer.objects.filter(pk=answer.pk).update(option="yes", explanation="")
    page = open_page("en")
    enter(page, "lead@kokjiek.test")
    page.goto(f"/assessments/{assessment.pk}/pillars/expression/")

    press_tab_until(page, "FOE-04-is-yes")
    for expected in ("FOE-04-is-partially", "FOE-04-is-no", "FOE-04-is-not_applicable"):
        page.keyboard.press("ArrowDown")
        assert focus(page) == expected
        assert page.locator(f"#{expected}").is_checked()
    press_tab_until(page, "then=next")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary a")).to_have_count(1)

    press_tab_until(page, "#FOE-04-explanation")
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED)["seen"]
    assert focus(page) == "FOE-04-explanation"
    page.keyboard.type("We may not show such notices.")
    press_tab_until(page, "then=next")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pillars/governance/**")

    answer.refresh_from_db()
    assert (answer.option, answer.explanation) == ("not_applicable", "We may not show such notices.")


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/accounts/sign-in/", "id_login"),
        ("/accounts/password/", "id_oldpassword"),
        ("/assessments/start/", "id_editions_0"),
    ],
)
def test_links_of_an_error_summary_lead_into_the_field(open_page, enter, path, field):
    page = open_page("en")
    if path != "/accounts/sign-in/":
        enter(page, "lead@kokjiek.test")
    page.goto(path)
    page.evaluate("document.querySelectorAll('main [type=checkbox]').forEach(box => { box.checked = false })")
    page.locator("main form button[type=submit]").press("Enter")
    expect(page.locator(".error-summary")).to_be_visible()

    page.locator(f".error-summary a[href='#{field}']").press("Enter")

    assert focus(page) == field
