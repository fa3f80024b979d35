"""Signing in again inside a page that is still open: only the person whose page it is goes on in it."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.pages import read_form
from tests.factories.people import PASSWORD, make_user


pytestmark = pytest.mark.django_db

ADDRESS = reverse("account_sign_in_again")
SOMEBODY_ELSE = "Somebody else has signed in in this browser."
NOT_THEIRS = "This page is somebody else&#x27;s. Sign in as the person who opened it."


@pytest.fixture(autouse=True)
def english(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


@pytest.fixture
def person():
    return make_user(email="aigerim@kokjiek.test")


def ask(client, person):
    return client.get(ADDRESS, {"person": person.pk}, headers={"HX-Request": "true"})


def send(client, person, login, password=PASSWORD):
    data = {"login": login, "password": password, "person": person.pk}
    return client.post(ADDRESS, data, headers={"HX-Request": "true"})


def test_the_form_is_a_piece_that_names_nobody(client, person):
    response = ask(client, person)

    assert response.status_code == 200
    assert b"<html" not in response.content
    assert person.email.encode() not in response.content
    assert "no-store" in response.headers["Cache-Control"]


def test_the_person_is_signed_in_and_the_page_gets_a_token_that_works(person):
    client = Client(enforce_csrf_checks=True)
    (token,) = read_form(ask(client, person)).data["csrfmiddlewaretoken"]
    data = {"login": person.email, "password": PASSWORD, "person": person.pk, "csrfmiddlewaretoken": token}

    response = client.post(ADDRESS, data)

    assert int(client.session["_auth_user_id"]) == person.pk
    new = response.content.decode().partition('data-csrf-token="')[2].partition('"')[0]
    assert client.post(reverse("account_logout"), {"csrfmiddlewaretoken": token}).status_code == 403
    assert client.post(reverse("account_logout"), {"csrfmiddlewaretoken": new}).status_code == 302


def test_a_wrong_password_keeps_the_address_that_was_typed(client, person):
    response = send(client, person, person.email, "wrong")

    assert response.status_code == 200
    assert "_auth_user_id" not in client.session
    form = read_form(response).data
    assert (form["login"], form["person"]) == ([person.email], [str(person.pk)])


def test_somebody_else_cannot_go_on_in_the_page(client, person):
    other = make_user(email="daniyar@kokjiek.test")

    response = send(client, person, other.email)

    assert "_auth_user_id" not in client.session
    assert NOT_THEIRS in response.content.decode()


@pytest.mark.parametrize("asked", ["", "0", "nobody"])
def test_a_page_of_nobody_is_nobodys(client, person, asked):
    response = client.post(ADDRESS, {"login": person.email, "password": PASSWORD, "person": asked})

    assert "_auth_user_id" not in client.session
    assert NOT_THEIRS in response.content.decode()


def test_who_is_signed_in_already_gets_the_token_and_no_form(client, person):
    client.force_login(person)

    response = ask(client, person)

    assert "data-csrf-token=" in response.content.decode()
    assert "<form" not in response.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_has_signed_in_meanwhile_gets_no_token_for_the_page_of_another(client, person, method):
    other = make_user(email="daniyar@kokjiek.test")
    client.force_login(other)

    response = getattr(client, method)(ADDRESS, {"person": person.pk})

    assert SOMEBODY_ELSE in response.content.decode()
    assert "data-csrf-token=" not in response.content.decode()


def test_an_account_that_was_closed_meanwhile_is_not_signed_in(client, person):
    person.is_active = False
    person.save()

    send(client, person, person.email)

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_signing_out_lets_the_browser_forget_what_it_has_kept(client, person, is_signed_in):
    if is_signed_in:
        client.force_login(person)

    response = client.post(reverse("account_logout"))

    assert (response.status_code, response.headers.get("Clear-Site-Data")) == (302, '"cache"')
    assert client.get(reverse("account_logout")).headers.get("Clear-Site-Data") is None
