"""Without JavaScript nothing that somebody typed is lost either: the session ends in the middle of a form, or a colleague saves the same answer."""

from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from assessment.models import Answer, Assessment
from tests.factories.people import PASSWORD


TYPED = 'Қазақша: ә ғ қ ң ө ұ ү һ і.\nSecond line with <b>marks</b> & "quotes" 100 % + more; Ёлка.'
OTHER = "Another text of a colleague."


def find_assessment():
    return Assessment.objects.get(organisation__name_en="Kokjiek")


def read_answer(code):
    return Answer.objects.get(assessment=find_assessment(), question__code=code)


def open_answer(page, code):
    """The part with this question, and the question's own box."""
    page.goto(f"/assessments/{find_assessment().pk}/check/")
    page.locator(f"li#{code} a").click()
    page.wait_for_url(f"**/#{code}")
    return page.locator(f"#{code}")


def test_session_that_ends_in_the_middle_of_a_form_loses_nothing(open_page, enter):
    page = open_page("en", javascript=False)
    enter(page, "lead@kokjiek.test")
    question = open_answer(page, "GOV-01")
    option = "no" if read_answer("GOV-01").option != "no" else "partially"
    question.locator(f"input[value={option}]").check()
    question.locator("textarea").fill(TYPED)
    Session.objects.all().delete()

    with page.expect_navigation() as navigation:
        page.locator(".buttons button[value=next]").click()

    assert navigation.value.status == 403
    assert page.locator("h1").inner_text() == "Sign in again"
    assert read_answer("GOV-01").explanation != TYPED

    page.locator("input[name=login]").fill("lead@kokjiek.test")
    page.locator("input[name=password]").fill("not the password")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator("input[name=login]").fill("lead@kokjiek.test")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("h1")).to_have_text("You are signed in again")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/pillars/**")

    saved = read_answer("GOV-01")
    assert page.locator(".messages li").all_inner_texts() == ["1 answer saved."]
    assert (saved.option, saved.explanation) == (option, TYPED)


def test_of_two_people_who_save_one_answer_the_second_sees_both_texts(open_page, enter):
    first, second = open_page("en", javascript=False), open_page("en", javascript=False)
    enter(first, "lead@kokjiek.test")
    enter(second, "contributor@kokjiek.test")
    open_answer(first, "GOV-01").locator("textarea").fill(OTHER)
    open_answer(second, "GOV-01").locator("textarea").fill(TYPED)

    first.locator("button[name=then][value=stay]").click()
    expect(first.locator(".messages li")).to_have_text("1 answer saved.")
    with second.expect_navigation() as navigation:
        second.locator("button[name=then][value=stay]").click()

    assert navigation.value.status == 409
    question = second.locator("#GOV-01")
    assert question.locator(".conflict__text--theirs").inner_text() == OTHER
    assert question.locator("textarea").input_value() == TYPED
    assert read_answer("GOV-01").explanation == OTHER

    second.get_by_text("Save mine instead").click()
    expect(second.locator(".messages li")).to_have_text("1 answer saved.")
    assert read_answer("GOV-01").explanation == TYPED
