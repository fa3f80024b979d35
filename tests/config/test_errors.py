"""Pages for what went wrong: they say what it was, in the reader's language, and give nothing away."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client

from assessment.models import Assessment
from tests.accounts.pages import read_heading
from tests.factories.people import make_member, make_organisation, make_user


pytestmark = pytest.mark.django_db

LANGUAGES = ("kk", "ru", "en")


@pytest.fixture(params=LANGUAGES)
def language(request, client):
    client.cookies["olshem_language"] = request.param
    return request.param


@pytest.fixture
def english(client):
    client.cookies["olshem_language"] = "en"


def read_reason(response):
    """The first paragraph under the heading."""
    body = response.content.decode().split("</h1>")[1]
    return unescape(re.search(r"<p>(.*?)</p>", body, re.DOTALL)[1])


# --- 404

NOTHING = {"kk": "Мұнда ештеңе жоқ", "ru": "Здесь ничего нет", "en": "There is nothing here"}


def test_unknown_address(client, language):
    page = client.get("/nothing/")

    assert (page.status_code, read_heading(page)) == (404, NOTHING[language])
    assert page.headers["Content-Language"] == language


def test_unknown_address_names_both_possible_reasons(client, english):
    assert read_reason(client.get("/nothing/")) == (
        "The address may be mistyped, or the page may belong to an organisation that you are not a member of."
    )


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("/standards/nobody/", "There is no such standard here."),
        ("/standards/drcq/2026/questions/FOE-99/", "This edition has no such question."),
    ],
)
def test_our_own_reason_is_shown(client, english, address, reason):
    page = client.get(address)

    assert (page.status_code, read_heading(page), read_reason(page)) == (404, NOTHING["en"], reason)


def test_reason_is_in_the_readers_language(client, language):
    reasons = {
        "kk": "Мұнда ондай стандарт жоқ.",
        "ru": "Такого стандарта здесь нет.",
        "en": "There is no such standard here.",
    }

    assert read_reason(client.get("/standards/nobody/")) == reasons[language]


def test_reason_of_a_page_inside_an_assessment(client, english):
    assessment = Assessment.objects.get(organisation__name_en="Kokjiek")
    client.force_login(assessment.organisation.memberships.get(role="lead").user)

    page = client.get(f"/assessments/{assessment.pk}/pillars/astrology/")

    assert (page.status_code, read_reason(page)) == (
        404,
        "This assessment asks nothing here. Choose a pillar from the assessment's page.",
    )


@pytest.mark.parametrize("thing", ["organisations", "assessments"])
def test_words_of_django_about_models_are_not_shown(client, english, thing):
    client.force_login(make_user())

    page = client.get(f"/{thing}/{uuid4()}/")

    assert (page.status_code, read_reason(page)) == (404, read_reason(client.get("/nothing/")))
    assert "matches the given query" not in page.content.decode()


@pytest.mark.urls("tests.config.failing_urls")
def test_reason_that_is_no_text_is_not_shown(client, english):
    page = client.get("/misses/")

    assert (page.status_code, read_reason(page)) == (404, read_reason(client.get("/nothing/")))


def test_address_that_does_not_exist_is_not_repeated(client, english):
    page = client.get("/%3Cscript%3Ealert(1)%3C/script%3E/")

    assert page.status_code == 404
    assert "<script>" not in page.content.decode()


# --- 403

NOT_ALLOWED = {"kk": "Бұл әрекетке рұқсатыңыз жоқ", "ru": "Вам это не разрешено", "en": "You may not do this"}
LEAD_ONLY = {
    "kk": "Компания профилін тек оның жетекшісі өзгертеді.",
    "ru": "Профиль компании меняет только её руководитель.",
    "en": "Only the lead of a company changes its profile.",
}


def test_refusal_says_why(client, language):
    company = make_organisation()
    client.force_login(make_member(company, "viewer"))

    page = client.post(f"/organisations/{company.pk}/", {})

    assert (page.status_code, read_heading(page), read_reason(page)) == (
        403,
        NOT_ALLOWED[language],
        LEAD_ONLY[language],
    )


OLD_FORM = {"kk": "Нысан ескірген", "ru": "Форма устарела", "en": "The form is too old"}


@pytest.mark.parametrize("token", [None, "x", "a" * 64])
def test_form_without_its_token_is_refused_with_the_way_out(language, token):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies["olshem_language"] = language
    browser.get("/accounts/sign-in/")

    page = browser.post("/accounts/sign-in/", {"csrfmiddlewaretoken": token} if token else {})

    assert (page.status_code, read_heading(page)) == (403, OLD_FORM[language])
    assert page.headers["Content-Language"] == language


def test_form_is_refused_without_cookies():
    browser = Client(enforce_csrf_checks=True)

    page = browser.post("/accounts/sign-in/", {"csrfmiddlewaretoken": "a" * 64})

    assert (page.status_code, read_heading(page)) == (403, OLD_FORM["ru"])


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example"])
def test_form_of_another_site_is_refused(origin):
    browser = Client(enforce_csrf_checks=True)
    browser.get("/accounts/sign-in/")
    token = browser.cookies["csrf"].value

    page = browser.post(
        "/accounts/sign-in/", {"csrfmiddlewaretoken": token, "login": "x"}, headers={"origin": origin}
    )

    assert page.status_code == 403


# --- 400

BAD_REQUEST = {
    "kk": "Браузер түсініксіз нәрсе жіберді",
    "ru": "Браузер прислал то, что нельзя понять",
    "en": "The browser sent something that cannot be understood",
}


def test_forged_host_is_refused(client, language):
    page = client.get("/", headers={"host": "evil.example"})

    assert (page.status_code, read_heading(page)) == (400, BAD_REQUEST[language])
    assert "evil.example" not in page.content.decode()


def test_too_many_fields_are_refused(client, language):
    page = client.post("/accounts/sign-in/", {f"field-{number}": "" for number in range(2001)})

    assert (page.status_code, read_heading(page)) == (400, BAD_REQUEST[language])


def test_too_many_parameters_in_an_address_are_refused(client):
    page = client.get("/standards/", {f"field-{number}": "" for number in range(2001)})

    assert (page.status_code, read_heading(page)) == (400, BAD_REQUEST["ru"])


def test_too_large_a_form_is_refused(client, language):
    page = client.post("/accounts/sign-in/", {"login": "x" * (10 * 1024 * 1024 + 1)})

    assert (page.status_code, read_heading(page)) == (400, BAD_REQUEST[language])


# --- 500


@pytest.mark.urls("tests.config.failing_urls")
def test_failure_is_told_in_every_language_and_gives_nothing_away(client):
    client.raise_request_exception = False

    page = client.get("/fails/")

    assert page.status_code == 500
    sections = re.findall(r'<section lang="(\w+)"><h1>(.*?)</h1>', page.content.decode())
    assert sections == [
        ("kk", "Бізде қате шықты"),
        ("ru", "У нас произошла ошибка"),
        ("en", "Something broke on our side"),
    ]
    assert "secret" not in page.content.decode()
    assert "RuntimeError" not in page.content.decode()
