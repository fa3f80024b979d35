"""Static files as production serves them: hashed names, compressed, kept by browsers for ever."""

import re
from importlib import import_module

import pytest
from django.core.management import call_command
from django.test import Client


FOR_EVER = "max-age=315360000, public, immutable"
HASHED = r"[\w./-]+\.[0-9a-f]{12}\.[\w.]+"


@pytest.fixture
def production(settings, tmp_path):
    """A client of the portal whose static files are collected as in production."""
    settings.STORAGES = import_module("config.settings").STORAGES
    settings.STATIC_ROOT = tmp_path / "static"
    call_command("collectstatic", interactive=False, verbosity=0)
    return Client()


def fetch(client, asset, encoding="identity"):
    """The answer and its body, read to the end and closed."""
    response = client.get(asset, headers={"accept-encoding": encoding})
    body = b"".join(response.streaming_content)
    response.close()
    return response, body


def list_assets(page):
    return re.findall(r"(?:href|src)=\"(/static/[^\"]+)\"", page)


@pytest.mark.django_db
def test_pages_name_their_assets_with_a_hash(production):
    for address in ("/", "/standards/", "/accounts/sign-in/", "/nowhere/"):
        assets = list_assets(production.get(address).content.decode())

        assert len(assets) >= 3
        assert [asset for asset in assets if not re.fullmatch(f"/static/{HASHED}", asset)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_assets_are_compressed_and_immutable(production, encoding):
    for asset in list_assets(production.get("/").content.decode()):
        plain, plain_body = fetch(production, asset)
        small, small_body = fetch(production, asset, encoding)

        assert (plain.status_code, small.status_code) == (200, 200)
        assert plain.headers["Cache-Control"] == small.headers["Cache-Control"] == FOR_EVER
        assert "Content-Encoding" not in plain.headers
        assert small.headers["Content-Encoding"] == encoding
        assert len(small_body) < len(plain_body)


@pytest.mark.django_db
def test_fonts_of_the_style_sheets_are_hashed_and_immutable(production):
    site = next(asset for asset in list_assets(production.get("/").content.decode()) if "css/site" in asset)
    fonts = re.findall(r"url\(\"?([^\")]+)\"?\)", fetch(production, site)[1].decode())

    assert len(fonts) == 2
    for font in fonts:
        assert re.fullmatch(HASHED, font)
        response, _body = fetch(production, f"/static/{font.removeprefix('../')}")
        assert (response.status_code, response.headers["Cache-Control"]) == (200, FOR_EVER)


@pytest.mark.django_db
def test_names_without_a_hash_are_not_kept_for_ever(production):
    response, _body = fetch(production, "/static/css/site.css")

    assert (response.status_code, response.headers["Cache-Control"]) == (200, "max-age=60, public")
