"""Taking over the answer to another question that asks for some of the same: offered, filled in, never copied unseen."""

import pytest
from django.urls import reverse

from accounts.models import Role
from tests.assessment.pages import Page
from tests.factories.assessments import find_answer, find_member, make_assessment, save_answer


pytestmark = pytest.mark.django_db

OFFER = "PRV-17 asks for some of the same and is answered “Partially”."
FILLED_IN = "Filled in from PRV-17 and not saved yet. Read it, change what differs, and save."


@pytest.fixture
def assessment():
    assessment = make_assessment(tags=["user_content", "over_100k_users"])
    save_answer(assessment, "PRV-17", "partially", "Қатал талаптар ғана.", language="kk")
    return assessment


@pytest.fixture
def client(assessment, sign_in):
    return sign_in(find_member(assessment))


def locate(assessment, query=""):
    return reverse("assessment:recommendation", args=[assessment.pk, "expression", "KZ-01"]) + query


def read(client, address):
    return Page(client.get(address))


def test_the_answer_is_offered_and_not_filled_in(assessment, client):
    page = read(client, locate(assessment))

    assert OFFER in page.text(page.by_id("FOE-19"))
    assert page.form["FOE-19-explanation"].strip() == ""
    assert "FOE-19-option" not in page.form
    assert OFFER not in page.text(page.by_id("FOE-17"))


def test_a_taken_offer_is_filled_in_but_not_saved(assessment, client):
    sent = {"FOE-17-version": "0", "FOE-17-option": "no", "then": "offer:FOE-19:PRV-17"}

    response = client.post(locate(assessment), sent)

    assert response.url == locate(assessment, "?offer=FOE-19%3APRV-17#FOE-19")
    # What was typed on the page is safe, and the offer is only shown.
    assert find_answer(assessment, "FOE-17").option == "no"
    page = read(client, response.url)
    assert FILLED_IN in page.text(page.by_id("FOE-19"))
    assert OFFER not in page.text(page.by_id("FOE-19"))
    assert (page.form["FOE-19-option"], page.form["FOE-19-explanation"].strip()) == (
        "partially",
        "Қатал талаптар ғана.",
    )
    assert not assessment.answers.filter(question__code="FOE-19").exists()


def test_what_was_filled_in_is_saved_like_any_answer_in_its_language(assessment, client):
    page = read(client, locate(assessment, "?offer=FOE-19:PRV-17"))

    response = client.post(locate(assessment), page.form)

    assert response.status_code == 302
    answer = find_answer(assessment, "FOE-19")
    assert (answer.option, answer.explanation, answer.explanation_language) == (
        "partially",
        "Қатал талаптар ғана.",
        "kk",
    )
    assert OFFER not in read(client, locate(assessment)).text()


def test_an_explanation_of_ones_own_is_kept(assessment, client):
    save_answer(assessment, "FOE-19", "", "Ours.", language="en")

    page = read(client, locate(assessment, "?offer=FOE-19:PRV-17"))

    assert (page.form["FOE-19-option"], page.form["FOE-19-explanation"].strip()) == ("partially", "Ours.")


def test_a_forged_language_is_that_of_the_page(assessment, client):
    sent = {"FOE-19-version": "0", "FOE-19-option": "no", "FOE-19-explanation": "x", "FOE-19-language": "tlh"}

    client.post(locate(assessment), sent)

    assert find_answer(assessment, "FOE-19").explanation_language == "en"


@pytest.mark.parametrize("offer", ["FOE-19:FOE-18", "FOE-99:PRV-17", "FOE-19", "\x00"])
def test_an_offer_that_is_not_there_fills_in_nothing(assessment, client, offer):
    page = Page(client.get(locate(assessment), {"offer": offer}))

    assert (page.status, page.form["FOE-19-explanation"].strip()) == (200, "")


def test_an_offer_waits_while_something_on_the_page_is_wrong(assessment, client):
    sent = {"FOE-17-version": "0", "FOE-17-explanation": "a\x00b", "then": "offer:FOE-19:PRV-17"}

    assert client.post(locate(assessment), sent).status_code == 422


def test_a_viewer_is_offered_nothing(assessment, sign_in):
    page = read(sign_in(find_member(assessment, Role.VIEWER)), locate(assessment, "?offer=FOE-19:PRV-17"))

    assert OFFER not in page.text()
    assert "Қатал" not in page.text()


def test_enter_saves_the_page_and_takes_no_offer(assessment, client):
    page = read(client, locate(assessment))

    first = page.select(".//main//form[@method='post']//button")[0]
    assert (first.get("value"), first.get("tabindex"), first.get("aria-hidden")) == ("next", "-1", "true")
