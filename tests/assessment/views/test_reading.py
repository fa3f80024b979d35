"""A second language beside the first, terms that explain themselves, and the page of the keys."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from standards.catalogue import get_glossary
from tests.assessment.pages import Page
from tests.factories.assessments import find_member, make_assessment, measure


pytestmark = pytest.mark.django_db

ENDONYMS = {"kk": "Қазақша", "ru": "Русский", "en": "English"}


@pytest.fixture
def assessment():
    return make_assessment(tags=["messenger"])


@pytest.fixture
def client(assessment, sign_in):
    return sign_in(find_member(assessment))


def locate(assessment, pillar="governance", query=""):
    return reverse("assessment:pillar", args=[assessment.pk, pillar]) + query


def read_second(page):
    """The languages that stand beside the first."""
    return {
        element.get("lang")
        for element in page.root.iter()
        if "beside" in (element.get("class") or "").split()
    }


def read_choices(page):
    """What can be chosen as second language: label, whether it is chosen."""
    (bar,) = page.select(".//ul[@class='reading__languages']")
    return [(page.text(item), item.find("strong") is not None) for item in bar]


def test_nothing_stands_beside_until_it_is_asked_for(assessment, client):
    page = Page(client.get(locate(assessment)))

    assert read_second(page) == set()
    assert read_choices(page) == [("none", True), ("Қазақша", False), ("Русский", False)]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_question_criteria_and_evidence_stand_beside_in_the_second_language(
    assessment, client, sign_in, language
):
    page = Page(client.get(locate(assessment, query=f"?beside={language}")))
    other = Page(sign_in(find_member(assessment), language).get(locate(assessment, query="?beside=")))

    def read_legend(page, place):
        return page.text(page.by_id("GOV-01").find(place))

    assert read_second(page) == {language}
    assert read_legend(other, ".//legend") == "GOV-01 " + read_legend(
        page, ".//p[@class='beside question__beside']"
    )
    beside = page.by_id("GOV-01").findall(".//p[@class='beside option__beside']")
    labels, criteria = (
        [page.text(element) for element in other.by_id("GOV-01").findall(path)]
        for path in (".//div//label", ".//p[@class='option__criterion']")
    )
    assert [page.text(element) for element in beside] == [
        f"{label} {criterion}" for label, criterion in zip(labels, criteria, strict=False)
    ]
    assert page.text(page.by_id("GOV-01").find(".//ul[@class='beside']")) == other.text(
        other.by_id("GOV-01").find(".//div[@class='pair']/ul")
    )
    headings = [page.text(element) for element in page.select(".//p[@class='beside part__beside']")]
    assert headings == other.texts(".//header[@class='part']//h2")


def test_questions_of_units_stand_beside_too(assessment, client):
    measure(assessment, "Mobile", "Television")

    page = Page(client.get(locate(assessment, "privacy", "?beside=ru")))

    question = page.by_id("PRV-01")
    assert len(question.findall(".//dd[@class='beside']")) == len(question.findall(".//dt"))
    assert page.text(question.find(".//p[@class='beside question__beside']")).startswith("Перечислены ли")


def test_choice_is_remembered_and_forgotten(assessment, client):
    chosen = client.get(locate(assessment, query="?beside=kk&show=gaps"))
    cookie = chosen.cookies["olshem_beside"]

    assert (cookie.value, cookie["samesite"], cookie["httponly"], cookie["path"]) == ("kk", "Lax", True, "/")
    assert read_second(Page(client.get(locate(assessment)))) == {"kk"}
    assert read_choices(Page(client.get(locate(assessment)))) == [
        ("none", False),
        ("Қазақша", True),
        ("Русский", False),
    ]

    assert client.get(locate(assessment, query="?beside=")).cookies["olshem_beside"].value == ""
    assert read_second(Page(client.get(locate(assessment)))) == set()


@pytest.mark.parametrize("https", [True, False])
def test_cookie_is_secure_where_the_portal_is(assessment, client, settings, https):
    settings.HTTPS = https

    cookie = client.get(locate(assessment, query="?beside=kk")).cookies["olshem_beside"]

    assert bool(cookie["secure"]) is https


@pytest.mark.parametrize("asked", ["en", "de", "kk,ru", "../"])
def test_language_of_the_page_and_unknown_ones_are_ignored(assessment, client, asked):
    address = locate(assessment, query=f"?beside={asked}")
    response = client.get(address)
    assert (response.status_code, read_second(Page(response))) == (200, set())
    assert "olshem_beside" not in response.cookies

    client.get(locate(assessment, query="?beside=ru"))
    assert read_second(Page(client.get(address))) == {"ru"}


def test_remembered_language_steps_back_on_a_page_in_it(assessment, client, sign_in):
    client.cookies["olshem_beside"] = "kk"

    assert read_second(Page(client.get(locate(assessment, query="?lang=kk")))) == set()
    assert read_second(Page(client.get(locate(assessment, query="?lang=ru")))) == {"kk"}


def test_choosing_sends_the_form_and_keeps_what_was_typed(assessment, client):
    page = Page(client.get(locate(assessment, query="?show=unanswered")))
    buttons = [
        (page.text(button), button.get("form"), button.get("formaction"))
        for button in page.select(".//ul[@class='reading__languages']//button")
    ]
    address = locate(assessment)
    assert buttons == [
        ("Қазақша", "answers", f"{address}?show=unanswered&beside=kk"),
        ("Русский", "answers", f"{address}?show=unanswered&beside=ru"),
    ]

    typed = {"GOV-01-option": "no", "GOV-01-explanation": "Typed.", "GOV-01-version": "0", "then": "here"}
    response = client.post(buttons[0][2], typed)

    assert (response.status_code, response.url) == (302, buttons[0][2])
    page = Page(client.get(address + "?beside=kk"))
    assert page.form["GOV-01-explanation"] == "Typed."
    assert read_second(page) == {"kk"}


def test_second_language_costs_no_query(assessment, client, django_assert_num_queries):
    for query in ("?beside=", "?beside=kk"):
        client.get(locate(assessment, query=query))
    with CaptureQueriesContext(connection) as alone:
        client.get(locate(assessment, query="?beside="))

    with django_assert_num_queries(len(alone)):
        client.get(locate(assessment, query="?beside=kk"))


@pytest.mark.parametrize("language", list(ENDONYMS))
def test_every_marked_term_has_one_note_on_the_page(assessment, sign_in, language):
    page = Page(sign_in(find_member(assessment), language).get(locate(assessment, "privacy")))

    targets = [button.get("popovertarget") for button in page.select(".//button[@class='term']")]
    notes = [note for note in page.select(".//div[@popover]") if note.get("id").startswith("term-")]
    assert len(targets) > len(set(targets)) > 5
    assert sorted(note.get("id") for note in notes) == sorted(set(targets))
    assert len(page.ids) == len(set(page.ids))
    assert {button.get("type") for button in page.select(".//button[@class='term']")} == {"button"}
    terms = {term.code: term for term in get_glossary().terms}
    for note in notes:
        term = terms[note.get("id").removeprefix("term-")]
        paragraphs = [page.text(paragraph) for paragraph in note.findall("p")]
        assert paragraphs[:2] == [term.term.in_language(language), term.explanation.in_language(language)]
        assert note.find(".//a").get("href") == f"/glossary/#{term.code}"
    assert page.select(".//label//button[@class='term']") == []


def test_a_question_marks_each_term_once(assessment, client):
    page = Page(client.get(locate(assessment, "privacy")))

    for question in page.select(".//form//div[@id]"):
        if "question" in (question.get("class") or "").split():
            targets = [button.get("popovertarget") for button in question.findall(".//button[@class='term']")]
            assert len(targets) == len(set(targets))


def test_viewer_gets_links_to_the_glossary_and_no_notes(assessment, sign_in):
    viewer = sign_in(find_member(assessment, Role.VIEWER))

    page = Page(viewer.get(locate(assessment, "privacy", "?beside=kk")))

    assert page.select(".//div[@popover]")[1:] == []
    links = [link.get("href") for link in page.select(".//form//a[@class='term']")]
    assert "/glossary/#personal-data" in links
    assert [page.text(link) for link in page.select(".//ul[@class='reading__languages']//a")] == [
        "none",
        "Русский",
    ]
    assert read_second(page) == {"kk"}


# The keys


def test_page_of_the_keys_switches_them_off_and_on(assessment, client):
    help_page, questions = reverse("shortcuts:help"), locate(assessment)

    def has_script():
        page = Page(client.get(questions))
        return any("shortcuts" in script.get("src") for script in page.select(".//script[@src]"))

    assert has_script()
    response = client.post(help_page, {"keys": "off"})
    assert (response.status_code, response.url) == (302, help_page)
    cookie = response.cookies["olshem_keys"]
    assert (cookie.value, cookie["samesite"], cookie["httponly"]) == ("off", "Lax", True)
    assert not has_script()
    assert Page(client.get(help_page)).texts(".//main//form//button") == ["Switch the keys on"]
    assert "Keyboard shortcuts (switched off)" in Page(client.get(questions)).texts(
        ".//div[@class='reading']/a"
    )

    response = client.post(help_page, {"keys": "on"})
    assert response.cookies["olshem_keys"].value == ""
    assert has_script()
    assert Page(client.get(help_page)).texts(".//main//form//button") == ["Switch the keys off"]


def test_switching_needs_the_token_of_the_form():
    client = Client(enforce_csrf_checks=True)

    response = client.post(reverse("shortcuts:help"), {"keys": "off"})

    assert response.status_code == 403
    assert "olshem_keys" not in response.cookies


def test_keys_are_named_in_the_list():
    page = Page(Client().get(reverse("shortcuts:help"), {"lang": "en"}))

    assert page.texts(".//main//dt") == ["J", "K", "N", "1 – 9", "E", "Esc", "Ctrl + S", "?"]


def test_page_of_the_keys_costs_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Client().get(reverse("shortcuts:help")).status_code == 200
