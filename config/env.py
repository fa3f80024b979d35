"""Reads settings from the environment and fails loudly, naming the variable and saying how to mend it."""

import os

from django.core.exceptions import ImproperlyConfigured


def get_text(name: str, default: str | None = None) -> str:
    """The variable's text; without a default an absent or empty variable stops the start."""
    value = os.environ.get(name, "")
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set. Set it in the environment; .env.example shows how.")
    return default


def get_bool(name: str, default: bool) -> bool:
    """`true` or `false`; anything else stops the start rather than being guessed at."""
    value = os.environ.get(name, "")
    if not value:
        return default
    if value not in ("true", "false"):
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be true or false.")
    return value == "true"


def get_choice(name: str, choices: tuple[str, ...]) -> str:
    """One of the words; the first is the default."""
    value = get_text(name, choices[0])
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be {' or '.join(choices)}.")
    return value


def get_int(name: str, default: int) -> int:
    """A whole number."""
    value = os.environ.get(name, "")
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number.") from None


def get_list(name: str, default: str) -> list[str]:
    """Comma-separated entries without blanks."""
    return [entry.strip() for entry in get_text(name, default).split(",") if entry.strip()]
