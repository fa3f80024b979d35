"""A compliance officer measures a company: sign in, start, answer a pillar, read score and report, take the PDF along."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader


def read_pdf(path):
    """The text of a PDF with every run of blanks as one."""
    content = path.read_bytes()
    assert content.startswith(b"%PDF-")
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


@pytest.mark.parametrize(
    ("language", "width", "javascript", "company", "note"),
    [
        ("en", 1280, True, "Kokjiek", "The board decided this in May."),
        ("ru", 1280, False, "Кокжиек", "Совет директоров решил это в мае."),
        ("kk", 390, True, "Көкжиек", "Әр өтініш үшін ғана: қаңтар, ұйғарым, іске һәм."),
    ],
    ids=["english", "russian without javascript", "kazakh on a phone"],
)
def test_officer_answers_a_pillar_and_takes_the_report_along(
    open_page, sign_in, choose_language, find_overflow, tmp_path, language, width, javascript, company, note
):
    page = open_page(language, width=width, javascript=javascript)
    sign_in(page, "lead@kokjiek.test")
    choose_language(page, language)

    page.locator("main a[href$='/start/']").click()
    page.locator("input[name=tier][value=core]").check()
    page.locator("input[name=period_start]").fill("2027-01-01")
    page.locator("input[name=period_end]").fill("2027-12-31")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/assessments/[0-9a-f-]{36}/$"))
    home = page.url
    assert page.locator(".messages li").count() == 1
    assert page.locator(".score__value").count() == 0
    assert find_overflow(page) == []

    page.locator(".pillar-progress a[href$='/pillars/governance/']").first.click()
    questions = page.locator(".question")
    asked = questions.count()
    assert asked > 5
    for number in range(asked):
        questions.nth(number).locator("input[value=partially]").check()
    questions.first.locator("textarea").fill(note)
    assert find_overflow(page) == []
    if javascript:
        expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")
    page.locator(".buttons button[value=next]").click()
    page.wait_for_url("**/pillars/privacy/")
    # With JavaScript every answer was saved as it was given.
    assert re.findall(r"\d+", page.locator(".messages li").inner_text()) == [str(asked)] * (not javascript)

    page.goto(home)
    assert page.locator(".score__value").inner_text() == "50"
    page.locator(".score__value a").click()
    page.wait_for_url("**/scores/total/all/")
    rows = page.locator("main table tbody tr").filter(has=page.locator("a[href*='/pillars/governance/']"))
    assert rows.count() == asked
    assert page.locator(".score__value").inner_text() == "50"
    assert find_overflow(page) == []

    page.goto(f"{home}report/")
    assert page.locator(".report-company").inner_text() == company
    assert page.locator(".report-total strong").inner_text() == "50"
    assert page.locator(".report-gap").count() == asked
    assert find_overflow(page) == []

    with page.expect_download() as download:
        page.locator("main a.button[href$='report.pdf']").click()
    download.value.save_as(tmp_path / "report.pdf")
    assert download.value.suggested_filename == f"olshem-kokjiek-2027-{language}.pdf"
    text = read_pdf(tmp_path / "report.pdf")
    assert company in text
    assert note in text
