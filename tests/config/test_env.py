"""Settings from the environment: what is missing or wrong is named, with the way out. Without a database."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


NAME = "OLSHEM_TESTED"


def refuse(read):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read()
    return str(refusal.value)


@pytest.fixture(params=["absent", "empty"])
def nothing(request, monkeypatch):
    """An absent and an empty variable are the same."""
    if request.param == "absent":
        monkeypatch.delenv(NAME, raising=False)
    else:
        monkeypatch.setenv(NAME, "")


def test_text(monkeypatch):
    monkeypatch.setenv(NAME, "Өлшем, ол")

    assert env.get_text(NAME) == env.get_text(NAME, "other") == "Өлшем, ол"


def test_text_that_is_not_set(nothing):
    assert env.get_text(NAME, "default") == "default"
    assert refuse(lambda: env.get_text(NAME)) == (
        "OLSHEM_TESTED is not set. Set it in the environment; .env.example shows how."
    )


@pytest.mark.parametrize(("text", "value"), [("true", True), ("false", False)])
def test_bool(monkeypatch, text, value):
    monkeypatch.setenv(NAME, text)

    assert env.get_bool(NAME, not value) is value


@pytest.mark.parametrize("default", [True, False])
def test_bool_that_is_not_set(nothing, default):
    assert env.get_bool(NAME, default) is default


@pytest.mark.parametrize("text", ["True", "1", "0", "yes", "on", " true", "иә"])
def test_bool_is_not_guessed_at(monkeypatch, text):
    monkeypatch.setenv(NAME, text)

    assert (
        refuse(lambda: env.get_bool(NAME, False)) == f"OLSHEM_TESTED is {text!r}; it must be true or false."
    )


@pytest.mark.parametrize(("text", "value"), [("5432", 5432), ("0", 0), ("-1", -1), (" 7 ", 7)])
def test_int(monkeypatch, text, value):
    monkeypatch.setenv(NAME, text)

    assert env.get_int(NAME, 1) == value


def test_int_that_is_not_set(nothing):
    assert env.get_int(NAME, 5432) == 5432


@pytest.mark.parametrize("text", ["port", "5432.0", "5 432", "0x10"])
def test_int_is_not_guessed_at(monkeypatch, text):
    monkeypatch.setenv(NAME, text)

    assert refuse(lambda: env.get_int(NAME, 1)) == f"OLSHEM_TESTED is {text!r}; it must be a whole number."


@pytest.mark.parametrize("text", ["sqlite", "postgresql"])
def test_choice(monkeypatch, text):
    monkeypatch.setenv(NAME, text)

    assert env.get_choice(NAME, ("sqlite", "postgresql")) == text


def test_choice_that_is_not_set_is_the_first(nothing):
    assert env.get_choice(NAME, ("sqlite", "postgresql")) == "sqlite"


@pytest.mark.parametrize("text", ["postgres", "SQLite", "mysql"])
def test_choice_is_not_guessed_at(monkeypatch, text):
    monkeypatch.setenv(NAME, text)

    assert refuse(lambda: env.get_choice(NAME, ("sqlite", "postgresql"))) == (
        f"OLSHEM_TESTED is {text!r}; it must be sqlite or postgresql."
    )


@pytest.mark.parametrize(
    ("text", "entries"),
    [("a.kz", ["a.kz"]), ("a.kz,b.kz", ["a.kz", "b.kz"]), (" a.kz , ,b.kz, ", ["a.kz", "b.kz"]), (",", [])],
)
def test_list(monkeypatch, text, entries):
    monkeypatch.setenv(NAME, text)

    assert env.get_list(NAME, "default") == entries


def test_list_that_is_not_set(nothing):
    assert env.get_list(NAME, "localhost,127.0.0.1") == ["localhost", "127.0.0.1"]
