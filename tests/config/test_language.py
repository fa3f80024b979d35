"""Which language a page speaks, how a choice is remembered, and what happens with a language nobody speaks here."""

import re

import pytest

from accounts.models import AuditEvent, User
from config.language import choose_language
from tests.accounts.pages import read_heading
from tests.factories.people import PASSWORD, make_user


COOKIE = "olshem_language"


def read_language(response):
    """The language that the page says it speaks."""
    return re.search(r'<html lang="(\w+)">', response.content.decode())[1]


def list_links(response):
    """Where the same page is in each language, from the menu."""
    menu = re.search(r'<ul class="languages">(.*?)</ul>', response.content.decode(), re.DOTALL)[1]
    links = re.findall(
        r'<a href="([^"]*)" lang="(\w+)" hreflang="\w+"( aria-current="true")?>([^<]*)</a>', menu
    )
    return [(code, name, url.replace("&amp;", "&"), bool(current)) for url, code, current, name in links]


# --- the choice


@pytest.mark.parametrize(
    ("query", "cookie", "header", "language"),
    [
        ("?lang=kk", "en", "ru", "kk"),
        ("?lang=en&lang=kk", None, "", "kk"),
        ("", "en", "kk", "en"),
        ("?lang=de", "en", "kk", "en"),
        ("", "de", "kk", "kk"),
        ("", None, "kk-KZ,kk;q=0.9,ru;q=0.8", "kk"),
        ("", None, "de,fr;q=0.9,en-GB;q=0.5,ru;q=0.4", "en"),
        ("", None, "ru;q=0.4,KK;q=0.8", "kk"),
        ("", None, "de", "ru"),
        ("", None, "*", "ru"),
        ("", None, "", "ru"),
        ("", None, "\x00;;q=,", "ru"),
        ("", None, "english,kazakh", "ru"),
        ("?lang=", None, "", "ru"),
        ("?lang=KK", None, "", "ru"),
    ],
)
def test_address_wins_over_the_cookie_and_that_over_the_browser(rf, query, cookie, header, language):
    request = rf.get(f"/{query}", headers={"accept-language": header} if header else {})
    if cookie:
        request.COOKIES[COOKIE] = cookie

    assert choose_language(request) == language


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_page_speaks_one_language_and_says_which(db, client, language):
    response = client.get(f"/standards/?lang={language}")

    assert response.status_code == 200
    assert read_language(response) == response.headers["Content-Language"] == language


def test_caches_are_told_what_the_page_depends_on(db, client):
    varies = {name.strip().lower() for name in client.get("/standards/").headers["Vary"].split(",")}

    assert {"accept-language", "cookie"} <= varies


# --- memory


def test_choice_is_remembered_in_a_cookie(db, client):
    cookie = client.get("/standards/?lang=kk").cookies[COOKIE]

    assert (cookie.value, cookie["max-age"], cookie["path"]) == ("kk", 31_536_000, "/")
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", "")
    assert read_language(client.get("/standards/", headers={"accept-language": "en"})) == "kk"


def test_nobody_gets_a_cookie_without_choosing(db, client):
    assert COOKIE not in client.get("/standards/", headers={"accept-language": "kk"}).cookies


def test_choice_is_kept_with_the_person(client, db):
    person = make_user(language="ru")
    client.force_login(person)

    client.get("/assessments/?lang=kk")

    assert User.objects.get(pk=person.pk).language == "kk"
    event = AuditEvent.objects.latest("id")
    assert (event.by, event.verb, event.before, event.after) == (
        person,
        "remember-language",
        {"language": "ru"},
        {"language": "kk"},
    )


def test_same_choice_again_is_no_event(client, db):
    person = make_user(language="kk")
    client.force_login(person)
    before = AuditEvent.objects.count()

    client.get("/assessments/?lang=kk")

    assert AuditEvent.objects.count() == before


def test_language_of_the_browser_is_not_a_choice(client, db):
    person = make_user(language="kk")
    client.force_login(person)

    client.get("/assessments/", headers={"accept-language": "en"})

    assert User.objects.get(pk=person.pk).language == "kk"


def test_person_finds_the_language_again_on_a_new_device(client, db):
    person = make_user(language="kk")
    english = {"accept-language": "en"}
    data = {"login": person.email, "password": PASSWORD}

    response = client.post("/accounts/sign-in/", data, headers=english)

    assert response.cookies[COOKIE].value == "kk"
    assert read_language(client.get("/assessments/", headers=english)) == "kk"


def test_device_where_another_language_was_chosen_keeps_it(client, db):
    person = make_user(language="kk")
    client.cookies[COOKIE] = "en"

    client.post("/accounts/sign-in/", {"login": person.email, "password": PASSWORD})

    assert read_language(client.get("/assessments/")) == "en"
    assert User.objects.get(pk=person.pk).language == "kk"


# --- links


def test_menu_leads_to_the_same_page_in_each_language(db, client):
    client.cookies[COOKIE] = "ru"

    page = client.get("/standards/?q=%D3%A9%D0%BB&page=2&page=3")

    assert list_links(page) == [
        ("kk", "Қазақша", "/standards/?q=%D3%A9%D0%BB&page=2&page=3&lang=kk", False),
        ("ru", "Русский", "/standards/?q=%D3%A9%D0%BB&page=2&page=3&lang=ru", True),
        ("en", "English", "/standards/?q=%D3%A9%D0%BB&page=2&page=3&lang=en", False),
    ]


def test_search_engines_find_the_other_languages(db, client):
    head = client.get("/standards/?lang=kk").content.decode().split("</head>")[0]

    assert re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]*)">', head) == [
        ("kk", "/standards/?lang=kk"),
        ("ru", "/standards/?lang=ru"),
        ("en", "/standards/?lang=en"),
    ]


def test_markup_in_the_address_stays_text(db, client):
    page = client.get("/standards/", {"q": '"><script>alert(1)</script>'})

    assert "<script>alert" not in page.content.decode()


# --- a language nobody speaks here


@pytest.mark.parametrize(
    ("remembered", "heading"),
    [
        ("kk", "Портал бұл тілде сөйлемейді"),
        ("ru", "Портал не говорит на этом языке"),
        ("en", "This language is not spoken here"),
    ],
)
def test_unknown_language_is_answered_in_the_readers_language_with_those_that_are_spoken(
    db, client, remembered, heading
):
    client.cookies[COOKIE] = remembered

    page = client.get("/standards/?lang=de&page=2")

    assert (page.status_code, read_language(page), read_heading(page)) == (404, remembered, heading)
    offered = re.findall(r'<li><a href="([^"]*)" lang="(\w+)"', page.content.decode().split("</h1>")[1])
    assert offered == [(f"/standards/?lang={code}&amp;page=2", code) for code in ("kk", "ru", "en")]
    assert COOKIE not in page.cookies


def test_unknown_language_for_a_new_reader_is_answered_in_the_browsers(db, client):
    page = client.get("/standards/?lang=de", headers={"accept-language": "de,en;q=0.5"})

    assert (page.status_code, read_language(page)) == (404, "en")


@pytest.mark.parametrize("asked", ["de", "", "KK", "kk-KZ", "kk'", "\x00", "қаз", "x" * 5000])
def test_anything_but_the_three_codes_is_unknown(db, client, asked):
    assert client.get("/standards/", {"lang": asked}).status_code == 404


def test_unknown_language_changes_nothing_for_the_person(client, db):
    person = make_user(language="kk")
    client.force_login(person)
    before = AuditEvent.objects.count()

    page = client.get("/assessments/?lang=de")

    assert (page.status_code, read_language(page)) == (404, "ru")
    assert (User.objects.get(pk=person.pk).language, AuditEvent.objects.count()) == ("kk", before)
