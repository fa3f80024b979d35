"""A session that ends in the middle of a form: nothing that was typed is lost."""

from urllib.parse import parse_qs

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import Organisation, ProfileTag, Role, User
from assessment.models import Answer
from tests.accounts.pages import read_error_summary, read_form, read_heading
from tests.factories.assessments import find_member, make_assessment
from tests.factories.people import PASSWORD, make_member, make_organisation


pytestmark = pytest.mark.django_db


@pytest.fixture
def browser():
    """A browser that speaks English and must send the token of each form, as a real one."""
    browser = Client(enforce_csrf_checks=True)
    browser.cookies["olshem_language"] = "en"
    return browser


def sign_in(browser, person):
    form = read_form(browser.get("/accounts/sign-in/"))
    browser.post(form.action, form.data | {"login": person.email, "password": PASSWORD})


def sign_in_again(browser, page, person, password=PASSWORD):
    """Fills in the sign-in page that keeps what was typed."""
    form = read_form(page)
    return browser.post(form.action, form.data | {"login": person.email, "password": password})


def without_token(form):
    return {name: values for name, values in form.data.items() if name != "csrfmiddlewaretoken"}


def test_profile_that_was_typed_comes_back_and_can_be_saved(browser):
    company = make_organisation(tags=[ProfileTag.AI])
    lead = make_member(company)
    sign_in(browser, lead)
    address = f"/organisations/{company.pk}/"
    typed = read_form(browser.get(address)).data | {
        "name_kk": ["Әділ «Өлшем» & Ұлы <дала>"],
        "name_ru": ['Мера + 100 % = "всё"'],
        "tags": ["ai", "messenger", "user_content"],
    }
    Session.objects.all().delete()

    page = browser.post(address, typed)

    assert (page.status_code, read_heading(page)) == (403, "Sign in again")
    assert Organisation.objects.get(pk=company.pk).name_kk == company.name_kk

    page = sign_in_again(browser, page, lead)

    assert (page.status_code, read_heading(page)) == (200, "You are signed in again")
    assert page.headers["Cache-Control"] == "no-store, private"
    form = read_form(page)
    assert form.action == address
    del typed["csrfmiddlewaretoken"]
    assert without_token(form) == typed
    assert Organisation.objects.get(pk=company.pk).name_kk == company.name_kk

    response = browser.post(form.action, form.data)

    assert (response.status_code, response.url) == (302, address)
    saved = Organisation.objects.get(pk=company.pk)
    assert (saved.name_kk, saved.name_ru) == (typed["name_kk"][0], typed["name_ru"][0])
    assert saved.tags == ["user_content", "messenger", "ai"]


EXPLANATION = "Бірінші жол: ә ғ қ ң ө ұ ү һ і\r\n\r\n  «Үшінші» жол — 100 % & <b>қалың</b>\r\nсоңғы 😀"


def test_answers_that_were_typed_come_back_with_their_lines_and_can_be_saved(browser):
    assessment = make_assessment(standards=["drcq"])
    lead = find_member(assessment, Role.LEAD)
    sign_in(browser, lead)
    address = f"/assessments/{assessment.pk}/pillars/expression/DRCQ-FE-1/"
    typed = read_form(browser.get(address)).data | {
        "FOE-01-option": ["partially"],
        "FOE-01-explanation": [EXPLANATION],
        "then": ["stay"],
    }
    Session.objects.all().delete()

    form = read_form(sign_in_again(browser, browser.post(address, typed), lead))
    del typed["csrfmiddlewaretoken"]
    assert without_token(form) == typed
    response = browser.post(form.action, form.data)

    assert (response.status_code, response.url) == (302, address)
    answer = Answer.objects.get(assessment=assessment, question__code="FOE-01")
    assert (answer.option, answer.explanation) == ("partially", EXPLANATION.replace("\r\n", "\n"))


def test_page_keeps_its_query(browser):
    assessment = make_assessment(standards=["drcq"])
    address = f"/assessments/{assessment.pk}/pillars/expression/?show=unanswered&q=%D3%A9"
    token = read_form(browser.get("/accounts/sign-in/")).data["csrfmiddlewaretoken"]

    page = browser.post(address, {"csrfmiddlewaretoken": token, "note": "x"})
    form = read_form(sign_in_again(browser, page, find_member(assessment)))

    assert (form.action, without_token(form)) == (address, {"note": ["x"]})


def test_wrong_password_in_between_loses_nothing(client):
    client.cookies["olshem_language"] = "en"
    company = make_organisation()
    lead = make_member(company)
    address = f"/organisations/{company.pk}/"
    typed = {"name_kk": ["Өлшем"], "tags": ["ai", "telecom"], "empty": [""]}

    page = client.post(address, typed)
    for _ in range(2):
        page = sign_in_again(client, page, lead, password="wrong-password-1")
        assert page.status_code == 200
        assert read_error_summary(page) == [
            "The e-mail address or the password is not right. Check both and try again."
        ]
        assert read_heading(page) == "Sign in again"

    form = read_form(sign_in_again(client, page, lead))
    assert (form.action, without_token(form)) == (address, typed)


def test_what_was_typed_is_kept_by_the_page_alone(client):
    company = make_organisation()
    sessions = Session.objects.count()

    page = client.post(f"/organisations/{company.pk}/", {"name_kk": "Құпия сөйлем"})

    assert Session.objects.count() == sessions
    assert "Құпия" not in str(page.cookies)
    assert parse_qs(read_form(page).data["resume-typed"][0]) == {"name_kk": ["Құпия сөйлем"]}


def test_token_of_the_old_page_is_not_kept(client):
    page = client.post("/assessments/start/", {"csrfmiddlewaretoken": "old", "tier": "core"})

    assert read_form(page).data["resume-typed"] == ["tier=core"]


def test_form_without_fields_comes_back_too(client):
    lead = make_member(make_organisation())

    form = read_form(sign_in_again(client, client.post("/assessments/start/"), lead))

    assert (form.action, without_token(form)) == ("/assessments/start/", {})


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/\t/evil.example/",
        "javascript:alert(1)",
        "http://[::1",
        "assessments/",
        "",
    ],
)
def test_typed_text_is_sent_to_no_foreign_page(client, address):
    lead = make_member(make_organisation())

    response = client.post(
        "/accounts/sign-in/",
        {
            "login": lead.email,
            "password": PASSWORD,
            "resume-address": address,
            "resume-typed": "name_kk=%D3%A8%D0%BB%D1%88%D0%B5%D0%BC",
        },
    )

    assert (response.status_code, response.url) == (302, "/assessments/")


def test_closed_account_does_not_get_what_was_typed(client):
    lead = make_member(make_organisation())
    User.objects.filter(pk=lead.pk).update(is_active=False)

    response = sign_in_again(client, client.post("/assessments/start/", {"tier": "core"}), lead)

    assert (response.status_code, response.url) == (302, "/accounts/inactive/")


def test_person_who_signs_in_as_somebody_else_may_still_not_save_it(client):
    company = make_organisation()
    stranger = make_member(make_organisation())
    page = client.post(f"/organisations/{company.pk}/", {"name_kk": "Басқа"})

    form = read_form(sign_in_again(client, page, stranger))

    assert client.post(form.action, form.data).status_code == 404
    assert Organisation.objects.get(pk=company.pk).name_kk == company.name_kk


@pytest.mark.parametrize(
    ("language", "heading"),
    [("kk", "Қайта кіру"), ("ru", "Войти снова"), ("en", "Sign in again")],
)
def test_page_speaks_the_language_of_the_form(client, language, heading):
    client.cookies["olshem_language"] = language

    assert read_heading(client.post("/assessments/start/", {"tier": "core"})) == heading


def test_no_language_link_leads_away_from_what_is_kept(client):
    client.cookies["olshem_language"] = "en"
    company = make_organisation()
    lead = make_member(company)
    kept = client.post(f"/organisations/{company.pk}/", {"note": "typed"})
    wrong = sign_in_again(client, kept, lead, password="wrong-password-1")
    resumed = sign_in_again(client, wrong, lead)
    usual = client.get("/accounts/password/")

    assert [b'<ul class="languages">' in page.content for page in (kept, wrong, resumed, usual)] == [
        False,
        False,
        False,
        True,
    ]
