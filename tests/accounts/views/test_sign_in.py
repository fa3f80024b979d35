"""Signing in and out, and changing the password: who gets in, and what the others are told."""

import re

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import AuditEvent, User
from tests.accounts.pages import read_error_summary, read_form, read_heading, read_messages
from tests.factories.people import PASSWORD, make_user


pytestmark = pytest.mark.django_db

ADDRESS = "/accounts/sign-in/"
MISMATCH = "The e-mail address or the password is not right. Check both and try again."
TOO_MANY = "Too many attempts failed. Wait a few minutes, then try again."


@pytest.fixture(autouse=True)
def speak_english(client):
    client.cookies["olshem_language"] = "en"


def sign_in(client, login, password=PASSWORD, **fields):
    return client.post(ADDRESS, {"login": login, "password": password, **fields})


def is_signed_in(client):
    return "_auth_user_id" in client.session


# --- getting in


@pytest.mark.parametrize("typed", ["aigul@factory.test", "Aigul@FACTORY.test", "  aigul@factory.test "])
def test_person_signs_in_with_the_address_in_any_case(client, typed):
    person = make_user("aigul@factory.test")

    response = sign_in(client, typed)

    assert (response.status_code, response.url) == (302, "/assessments/")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert read_messages(client.get(response.url)) == []


def test_session_that_somebody_planted_is_replaced(client):
    person = make_user()
    planted = client.session.session_key

    sign_in(client, person.email)

    assert is_signed_in(client) is True
    assert client.session.session_key != planted
    assert Session.objects.filter(session_key=planted).exists() is False


def test_signed_in_person_is_led_on_from_the_sign_in_page(client):
    client.force_login(make_user())

    assert client.get(ADDRESS).url == "/assessments/"
    assert client.get(f"{ADDRESS}?next=/assessments/start/").url == "/assessments/start/"


def test_page_that_was_asked_for_is_shown_after_signing_in(client):
    person = make_user()
    asked = "/assessments/?page=2&q=%D3%A9%D0%BB%D1%88%D0%B5%D0%BC"

    page = client.get(client.get(asked).url)
    form = read_form(page)
    response = client.post(form.action, form.data | {"login": person.email, "password": PASSWORD})

    assert (response.status_code, response.url) == (302, asked)


FOREIGN = [
    "https://evil.example/",
    "http://evil.example",
    "//evil.example/",
    "///evil.example",
    "////evil.example//",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "https:evil.example",
    "https:///evil.example",
    "http:\\\\evil.example",
    "HtTpS://evil.example",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<h1>x</h1>",
    "ftp://evil.example/",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "//evil.example:80\\@testserver/",
    "http://[::1",
    "\x00//evil.example",
    "．．//evil.example",
]


@pytest.mark.parametrize("address", FOREIGN)
def test_nobody_is_led_to_a_foreign_page(client, address):
    person = make_user()

    assert sign_in(client, person.email, next=address).url == "/assessments/"
    assert client.get(ADDRESS, {"next": address}).url == "/assessments/"
    assert client.post("/accounts/sign-out/", {"next": address}).url == "/"


# --- staying out


def hide_what_differs_anyway(response, typed):
    """The body without the form's token and the address that was typed."""
    body = response.content.decode()
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)
    return body.replace(typed, "TYPED")


def test_unknown_address_gets_the_same_answer_as_a_wrong_password(client):
    known, unknown = make_user("aigul@factory.test"), "saule@factory.test"

    answers = [sign_in(client, address, "wrong-password-1") for address in (known.email, unknown)]

    assert [answer.status_code for answer in answers] == [200, 200]
    bodies = {
        hide_what_differs_anyway(answer, address)
        for answer, address in zip(answers, (known.email, unknown), strict=True)
    }
    assert len(bodies) == 1
    headers = [
        {name: value for name, value in answer.headers.items() if name != "Content-Length"}
        for answer in answers
    ]
    assert headers[0] == headers[1]
    assert read_error_summary(answers[0]) == read_error_summary(answers[1]) == [MISMATCH]
    assert is_signed_in(client) is False


def test_password_is_never_sent_back(client):
    response = sign_in(client, "aigul@factory.test", "wrong-password-1")

    assert read_form(response).data["login"] == ["aigul@factory.test"]
    assert read_form(response).data["password"] == [""]
    assert "wrong-password-1" not in response.content.decode()


EMPTY = "This field is empty. Fill it in."
INCOMPLETE = "This is not a whole e-mail address. Example: name@company.kz"


@pytest.mark.parametrize(
    ("login", "password", "errors"),
    [
        ("", "", [f"E-mail address: {EMPTY}", f"Password: {EMPTY}"]),
        ("aigul@factory.test", "", [f"Password: {EMPTY}"]),
        ("", PASSWORD, [f"E-mail address: {EMPTY}"]),
        ("aigul", PASSWORD, [f"E-mail address: {INCOMPLETE}"]),
        ("aigul@factory.test", PASSWORD + " ", [MISMATCH]),
        ("aigul@factory.test", PASSWORD.upper(), [MISMATCH]),
        ("aigul@factory.test' OR '1'='1", PASSWORD, [f"E-mail address: {INCOMPLETE}"]),
    ],
)
def test_what_is_wrong_is_said(client, login, password, errors):
    make_user("aigul@factory.test")

    response = sign_in(client, login, password)

    assert read_error_summary(response) == errors
    assert is_signed_in(client) is False


def test_closed_account_is_told_so_only_with_the_right_password(client):
    person = make_user()
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert read_error_summary(sign_in(client, person.email, "wrong-password-1")) == [MISMATCH]
    response = sign_in(client, person.email)

    assert (response.status_code, response.url) == (302, "/accounts/inactive/")
    assert is_signed_in(client) is False
    page = client.get(response.url)
    assert (page.status_code, read_heading(page)) == (200, "This account is closed")


# --- guessing


def fail(client, login, times, **extra):
    for _ in range(times):
        response = client.post(ADDRESS, {"login": login, "password": "wrong-password-1"}, **extra)
        assert read_error_summary(response) == [MISMATCH]


@pytest.mark.parametrize("login", ["aigul@factory.test", "saule@factory.test"])
def test_sixth_attempt_in_five_minutes_is_refused_also_with_the_right_password(client, login):
    make_user("aigul@factory.test")
    fail(client, login, 5)

    response = sign_in(client, login)

    assert read_error_summary(response) == [TOO_MANY]
    assert is_signed_in(client) is False


def test_other_people_still_get_in_while_somebody_guesses(client):
    guessed, other = make_user(), make_user()
    fail(client, guessed.email, 5)

    assert sign_in(client, other.email).status_code == 302


def test_person_gets_in_again_after_five_minutes(client):
    person = make_user()
    with time_machine.travel("2026-11-23T09:00:00+05:00", tick=False) as clock:
        fail(client, person.email, 5)
        clock.shift(299)
        assert read_error_summary(sign_in(client, person.email)) == [TOO_MANY]

        clock.shift(2)

        assert sign_in(client, person.email).status_code == 302


def test_attempts_under_many_names_from_one_address_are_refused_too(client):
    for number in range(10):
        fail(client, f"person{number}@guess.test", 1)

    assert read_error_summary(sign_in(client, "one-more@guess.test")) == [TOO_MANY]


def test_forged_sender_address_does_not_lift_the_limit(client):
    for number in range(10):
        fail(client, f"person{number}@guess.test", 1, headers={"x-forwarded-for": f"10.0.0.{number}"})

    response = client.post(
        ADDRESS,
        {"login": "one-more@guess.test", "password": "wrong-password-1"},
        headers={"x-forwarded-for": "10.0.1.1"},
    )

    assert read_error_summary(response) == [TOO_MANY]


def test_signing_in_does_not_count_as_failure(client):
    person = make_user()
    for _ in range(6):
        assert sign_in(client, person.email).status_code == 302
        client.post("/accounts/sign-out/")

    assert sign_in(client, person.email).status_code == 302


@pytest.mark.parametrize(
    ("language", "heading"),
    [("kk", "Әрекет тым көп"), ("ru", "Слишком много попыток"), ("en", "Too many attempts")],
)
def test_flood_from_one_address_gets_a_page_that_says_so(client, language, heading):
    client.cookies["olshem_language"] = language
    for _ in range(30):
        assert sign_in(client, "").status_code == 200

    response = sign_in(client, "")

    assert (response.status_code, read_heading(response)) == (429, heading)
    assert client.get(ADDRESS).status_code == 200


# --- getting out


def test_sign_out_asks_first(client):
    client.force_login(make_user())

    page = client.get("/accounts/sign-out/")

    assert (page.status_code, read_heading(page)) == (200, "Sign out")
    assert is_signed_in(client) is True


def test_sign_out_ends_the_session(client):
    client.force_login(make_user())
    key = client.session.session_key

    response = client.post("/accounts/sign-out/")

    assert (response.status_code, response.url) == (302, "/")
    assert is_signed_in(client) is False
    assert Session.objects.filter(session_key=key).exists() is False
    assert read_messages(client.get("/")) == []


# --- the password

PASSWORD_PAGE = "/accounts/password/"
NEW = "reed-boat-lantern-7"


def change_password(client, old=PASSWORD, new=NEW, again=NEW):
    return client.post(PASSWORD_PAGE, {"oldpassword": old, "password1": new, "password2": again})


def test_change_of_the_password_is_told_and_recorded(client):
    person = make_user()
    client.force_login(person)

    response = change_password(client)

    assert response.status_code == 302
    assert read_messages(client.get(response.url)) == ["Your password is changed."]
    assert User.objects.get(pk=person.pk).check_password(NEW) is True
    event = AuditEvent.objects.latest("id")
    assert (event.by, event.verb, event.subject, event.before, event.after) == (
        person,
        "change-password",
        f"accounts.user:{person.pk}",
        {},
        {},
    )


def test_change_of_the_password_ends_the_other_sessions(client):
    person, elsewhere = make_user(), Client()
    for browser in (client, elsewhere):
        browser.force_login(person)

    change_password(client)

    assert client.get("/assessments/").status_code == 200
    assert elsewhere.get("/assessments/").status_code == 302


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"old": "", "new": "", "again": ""},
            [f"Current password: {EMPTY}", f"New password: {EMPTY}", f"New password again: {EMPTY}"],
        ),
        (
            {"old": "wrong-password-1"},
            ["Current password: This is not your current password. Type it again."],
        ),
        (
            {"again": "reed-boat-lantern-8"},
            ["New password again: You must type the same password each time."],
        ),
        (
            {"new": "k7-short", "again": "k7-short"},
            ["New password: This password is too short. It must contain at least 12 characters."],
        ),
        (
            {"new": "password1234", "again": "password1234"},
            ["New password: This password is too common."],
        ),
        (
            {"new": "aigul.sarsenova@factory", "again": "aigul.sarsenova@factory"},
            ["New password: The password is too similar to the e-mail address."],
        ),
        (
            {"new": "Ерланбек Тоқтарұлы", "again": "Ерланбек Тоқтарұлы"},
            ["New password: The password is too similar to the name."],
        ),
    ],
)
def test_weak_or_mistyped_password_is_refused_and_the_old_one_stays(client, typed, errors):
    person = make_user("aigul.sarsenova@factory.test", full_name="Ерланбек Тоқтарұлы")
    client.force_login(person)
    before = AuditEvent.objects.count()

    response = change_password(client, **typed)

    assert (response.status_code, read_error_summary(response)) == (200, errors)
    assert [read_form(response).data[name] for name in ("oldpassword", "password1", "password2")] == [
        [""]
    ] * 3
    assert User.objects.get(pk=person.pk).check_password(PASSWORD) is True
    assert AuditEvent.objects.count() == before


def test_sixth_guess_of_the_current_password_is_refused(client):
    person = make_user()
    client.force_login(person)
    for _ in range(5):
        assert change_password(client, old="wrong-password-1").status_code == 200

    response = change_password(client)

    assert (response.status_code, read_heading(response)) == (429, "Too many attempts")
    assert User.objects.get(pk=person.pk).check_password(PASSWORD) is True
