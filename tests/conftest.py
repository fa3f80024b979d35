"""Fixtures for every test. The environment of the tests is set in `tests/environment.py`."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from assessment.demo import is_seeded
from tests.factories.people import PASSWORD


# Properties are checked without a clock: how fast a machine is, is no behaviour.
hypothesis.register_profile("without a clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("without a clock")


def pytest_configure():
    # Argon2 is slow on purpose; who signs in is not what most tests are about.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Hashed names need a collected static folder; tests/house/test_static_files.py proves them on a collected one.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def fill_database():
    """What `./run` makes: the cache table, the three editions, the law notes, and the demo."""
    call_command("createcachetable", verbosity=0)
    call_command("load_standards", verbosity=0)
    if not is_seeded():
        call_command("seed_demo", password=PASSWORD, verbosity=0)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory):
    """Every test with a database finds standards and demo in it, so that there is always something that could leak. The files
    of the demo's evidence stay out of the installation, and out of the folder that each test has."""
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("demo")):
        fill_database()


@pytest.fixture
def filled_database(transactional_db):
    """For tests with real commits, after which the database is emptied: fills it again."""
    fill_database()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Files that a test makes stay in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
