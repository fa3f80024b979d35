"""Switching the language keeps the page, what it shows, and the choice."""

import pytest

from assessment.models import Assessment


def test_switch_keeps_page_and_filter_and_is_remembered(open_page, enter, choose_language):
    assessment = Assessment.objects.get(organisation__name_en="Kokjiek")
    page = open_page("en")
    enter(page, "lead@kokjiek.test")
    page.goto(f"/assessments/{assessment.pk}/pillars/expression/?show=gaps&severity=critical")
    shown = page.locator(".question").evaluate_all("questions => questions.map(question => question.id)")
    assert 0 < len(shown) < 30

    choose_language(page, "kk")

    assert page.url.partition("#")[0].endswith(
        f"/assessments/{assessment.pk}/pillars/expression/?show=gaps&severity=critical&lang=kk"
    )
    assert page.url.endswith(f"#{shown[0]}")
    assert (
        page.locator(".question").evaluate_all("questions => questions.map(question => question.id)") == shown
    )
    assert page.locator("#filter-show").input_value() == "gaps"
    assert page.locator("#filter-severity").input_value() == "critical"
    assert page.locator("h1").inner_text() == "Пікір білдіру және ақпарат бостандығы"

    page.goto("/assessments/")
    assert page.locator("html").get_attribute("lang") == "kk"
    assert page.locator(".languages [aria-current]").all_inner_texts() == ["Қазақша"]


@pytest.mark.parametrize(("language", "title"), [("kk", "Кіру"), ("ru", "Войти"), ("en", "Sign in")])
def test_browsers_own_language_is_spoken_first(open_page, language, title):
    page = open_page(language)

    page.goto("/accounts/sign-in/")

    assert page.title() == f"{title} · Olshem"
    assert page.locator("html").get_attribute("lang") == language
