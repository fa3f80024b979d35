"""A lead measures two services, answers once for both and once for each, and sees what each scores."""

import pytest
from playwright.sync_api import expect

from accounts.models import Role
from assessment.models import Answer
from tests.factories.assessments import make_assessment
from tests.factories.people import make_member, make_organisation


def choose(page, key, option):
    """Presses the label, which is as large as its cell."""
    page.locator("label", has=page.locator(f"[id='{key}-is-{option}']")).click()


@pytest.mark.parametrize(
    ("language", "width", "javascript"), [("en", 1280, True), ("kk", 360, False)], ids=["desk", "phone"]
)
def test_lead_measures_two_services(
    open_page, enter, find_violations, find_overflow, language, width, javascript
):
    lead = make_member(make_organisation(), Role.LEAD)
    assessment = make_assessment(lead=lead, standards=["drcq"])
    page = open_page(language, width=width, javascript=javascript)
    enter(page, lead.email)
    home = f"/assessments/{assessment.pk}/"

    page.goto(home)
    page.locator("main a[href$='/units/']").click()
    for name in ("Mobile", "Internet"):
        page.locator("input[name=name]").fill(name)
        page.locator("main form button[type=submit]").click()
        expect(page.locator(".messages li")).to_contain_text(name)
    expect(page.locator("tbody th")).to_have_text(["Mobile", "Internet"])

    page.goto(f"{home}pillars/privacy/DRCQ-PR-1/")
    choose(page, "PRV-01~all", "partially")
    page.locator("[id='PRV-01'] .units__row--all + tr summary").click()
    page.locator("[id='PRV-01~all-explanation']").fill("One policy for both.")
    choose(page, "PRV-02~1", "yes")
    choose(page, "PRV-02~2", "no")
    assert find_overflow(page) == []
    radios = page.locator("[id='PRV-01'] input[type=radio]")
    sizes = [radios.nth(number).bounding_box() for number in range(radios.count())]
    assert [size for size in sizes if min(size["width"], size["height"]) < 24] == []
    if javascript:
        assert find_violations(page) == []
    if javascript:
        expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")
    page.locator("button[name=then][value=stay]:visible").last.click()
    expect(page.locator(".messages li")).to_contain_text("saved already" if javascript else "4")
    rows = Answer.objects.filter(assessment=assessment).order_by("question__code", "unit")
    assert [(row.question.code, row.unit, row.option, row.explanation) for row in rows] == [
        ("PRV-01", "1", "partially", "One policy for both."),
        ("PRV-01", "2", "partially", "One policy for both."),
        ("PRV-02", "1", "yes", ""),
        ("PRV-02", "2", "no", ""),
    ]

    page.goto(home)
    scores = page.locator("section[aria-labelledby=units] tbody tr")
    # Both questions weigh 3: (50 + 100) / 2 and (50 + 0) / 2.
    assert [scores.nth(number).locator("td").first.inner_text() for number in (1, 2)] == ["75", "25"]
    scores.nth(2).locator("a").click()
    page.wait_for_url("**/scores/total/all/?unit=2")
    assert page.locator(".score__value").inner_text() == "25"
    assert find_overflow(page) == []

    page.goto(f"{home}report/")
    assert page.locator(".report-total strong").inner_text() == "50"
    units = page.locator("#table-units").locator("xpath=..").locator("tbody tr")
    assert [units.nth(number).locator("td").first.inner_text() for number in (1, 2)] == ["75", "25"]
    assert find_overflow(page) == []
    if javascript:
        assert find_violations(page) == []
