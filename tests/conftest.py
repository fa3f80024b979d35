"""Fixtures for every test. The environment of the tests is set in `tests/environment.py`."""

from django.conf import settings


def pytest_configure():
    # Argon2 is slow on purpose; who signs in is not what most tests are about.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Hashed names need a collected static folder; tests/look proves them on a collected one.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
