"""Headers that browsers obey for our safety, on every kind of response, and the flags of cookies."""

import pytest
from django.test import Client

from tests.factories.people import PASSWORD, make_user


pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.failing_urls")]

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def sign_in_page(client):
    return client.get("/accounts/sign-in/")


def signed_in_page(client):
    client.force_login(make_user())
    return client.get("/assessments/")


def redirect_to_sign_in(client):
    return client.get("/assessments/")


def redirect_to_slash(client):
    return client.get("/standards")


def kept_form(client):
    return client.post("/assessments/start/", {"tier": "core"})


def forbidden(client):
    client.force_login(make_user())
    return client.get("/assessments/start/")


def forged_form(client):
    return Client(enforce_csrf_checks=True).post("/accounts/sign-in/")


def forged_host(client):
    return client.get("/", headers={"host": "evil.example"})


def too_many_attempts(client):
    client.force_login(make_user())
    for _ in range(5):
        client.post("/accounts/password/")
    return client.post("/accounts/password/")


def failure(client):
    return client.get("/fails/")


@pytest.mark.parametrize(
    ("ask", "status"),
    [
        (sign_in_page, 200),
        (signed_in_page, 200),
        (redirect_to_sign_in, 302),
        (redirect_to_slash, 301),
        (kept_form, 403),
        (forbidden, 403),
        (forged_form, 403),
        (lambda client: client.get("/nothing/"), 404),
        (lambda client: client.get("/standards/?lang=de"), 404),
        (lambda client: client.put("/accounts/sign-out/"), 405),
        (forged_host, 400),
        (too_many_attempts, 429),
        (failure, 500),
    ],
)
def test_every_response_carries_them(client, ask, status):
    client.raise_request_exception = False

    response = ask(client)

    assert response.status_code == status
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert set(response.headers["Content-Security-Policy"].split("; ")) == POLICY
    assert "Server" not in response.headers
    assert "X-Powered-By" not in response.headers


def test_cookies_stay_hidden_from_scripts_and_other_sites(client):
    person = make_user()

    cookies = client.post("/accounts/sign-in/", {"login": person.email, "password": PASSWORD}).cookies
    client.get("/accounts/password/")

    assert sorted(client.cookies) == ["csrf", "olshem_language", "session"]
    for cookie in client.cookies.values():
        assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (
            True,
            "Lax",
            "/",
            "",
        )
    # Closing the browser signs out.
    assert (cookies["session"]["max-age"], cookies["session"]["expires"]) == ("", "")


def test_reading_public_pages_leaves_no_cookie(client):
    for address in ("/", "/standards/", "/standards/drcq/2026/"):
        assert list(client.get(address).cookies) == []


def test_foreign_page_may_not_read_answers(client):
    response = client.get("/standards/", headers={"origin": "https://evil.example"})

    assert [name for name in response.headers if name.startswith("Access-Control-")] == []
