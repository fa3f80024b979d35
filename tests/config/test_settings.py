"""The settings as a fresh process reads them, and the deployment check. Without a database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


ROOT = Path(__file__).parents[2]
KEY = "k7" * 30


def run_python(*arguments, **environment):
    """A Python of its own with the variables of this one, except the portal's, and with those given."""
    # The browser tests of this process allow what no deployment may.
    ours = ("OLSHEM_", "DJANGO_ALLOW_ASYNC_UNSAFE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def read_settings(*names, **environment):
    code = (
        "import json; from config import settings; "
        f"print(json.dumps({{name: getattr(settings, name) for name in {names}}}, default=str))"
    )
    answer = run_python("-c", code, OLSHEM_SECRET_KEY=KEY, **environment)
    assert answer.stderr == ""
    return json.loads(answer.stdout)


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        (
            {"OLSHEM_SECRET_KEY": ""},
            "OLSHEM_SECRET_KEY is not set. Set it in the environment; .env.example shows how.",
        ),
        ({"OLSHEM_DEBUG": "yes"}, "OLSHEM_DEBUG is 'yes'; it must be true or false."),
        ({"OLSHEM_HTTPS": "0"}, "OLSHEM_HTTPS is '0'; it must be true or false."),
        ({"OLSHEM_DATABASE": "postgres"}, "OLSHEM_DATABASE is 'postgres'; it must be sqlite or postgresql."),
        (
            {"OLSHEM_DATABASE": "postgresql", "OLSHEM_DATABASE_PORT": "five"},
            "OLSHEM_DATABASE_PORT is 'five'; it must be a whole number.",
        ),
    ],
)
def test_start_stops_and_names_the_variable(environment, message):
    answer = run_python("manage.py", "check", **{"OLSHEM_SECRET_KEY": KEY} | environment)

    assert (answer.returncode, answer.stderr) == (1, f"manage.py: {message}\n")


COOKIES = (
    "SESSION_COOKIE_NAME",
    "SESSION_COOKIE_SECURE",
    "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE",
    "CSRF_COOKIE_NAME",
    "CSRF_COOKIE_SECURE",
    "CSRF_COOKIE_HTTPONLY",
    "CSRF_COOKIE_SAMESITE",
)
TRANSPORT = (
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_HSTS_PRELOAD",
    "SECURE_PROXY_SSL_HEADER",
    "CSRF_TRUSTED_ORIGINS",
)


def test_safe_settings_are_the_default():
    found = read_settings("DEBUG", "ALLOWED_HOSTS", "DATABASE_KIND", *COOKIES, *TRANSPORT)

    assert found == {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["localhost", "127.0.0.1"],
        "DATABASE_KIND": "sqlite",
        "SESSION_COOKIE_NAME": "__Host-session",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SECURE_HSTS_PRELOAD": True,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
        "CSRF_TRUSTED_ORIGINS": [],
    }


def test_local_work_without_tls_uses_plain_cookies_that_stay_hidden_from_scripts():
    found = read_settings(*COOKIES, *TRANSPORT, OLSHEM_HTTPS="false")

    assert found == {
        "SESSION_COOKIE_NAME": "session",
        "SESSION_COOKIE_SECURE": False,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_NAME": "csrf",
        "CSRF_COOKIE_SECURE": False,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "SECURE_SSL_REDIRECT": False,
        "SECURE_HSTS_SECONDS": 0,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": False,
        "SECURE_HSTS_PRELOAD": False,
        "SECURE_PROXY_SSL_HEADER": None,
        "CSRF_TRUSTED_ORIGINS": [],
    }


ASK_WITH_AND_WITHOUT_TLS = """
import json
import django
from django.conf import settings

# Hashed names of static files need a collected folder.
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
django.setup()

from django.test import Client

plain, safe = (
    Client().get("/accounts/sign-in/?next=/assessments/", secure=secure, headers={"host": "localhost"})
    for secure in (False, True)
)
cookies = {
    name: [cookie["secure"], cookie["httponly"], cookie["path"], cookie["domain"]]
    for name, cookie in safe.cookies.items()
}
print(json.dumps([plain.status_code, plain["Location"], safe.status_code, safe["Strict-Transport-Security"], cookies]))
"""


def test_plain_request_is_led_to_tls_and_cookies_are_bound_to_the_host(tmp_path):
    (tmp_path / "static").mkdir()
    answer = run_python(
        "-c",
        ASK_WITH_AND_WITHOUT_TLS,
        DJANGO_SETTINGS_MODULE="config.settings",
        OLSHEM_SECRET_KEY=KEY,
        OLSHEM_DATA_DIR=str(tmp_path),
    )

    assert answer.stderr == ""
    assert json.loads(answer.stdout) == [
        301,
        "https://localhost/accounts/sign-in/?next=/assessments/",
        200,
        "max-age=31536000; includeSubDomains; preload",
        # No domain and the path / are what the prefix __Host- demands of a browser.
        {"__Host-csrf": [True, True, "/", ""]},
    ]


def test_host_names_are_trusted_as_origins_with_tls_only():
    found = read_settings(
        "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", OLSHEM_ALLOWED_HOSTS="olshem.example, 127.0.0.1,localhost"
    )

    assert found == {
        "ALLOWED_HOSTS": ["olshem.example", "127.0.0.1", "localhost"],
        "CSRF_TRUSTED_ORIGINS": ["https://olshem.example"],
    }


def test_postgresql_is_told_to_wait_for_the_disk():
    found = read_settings(
        "DATABASES",
        OLSHEM_DATABASE="postgresql",
        OLSHEM_DATABASE_NAME="measure",
        OLSHEM_DATABASE_USER="keeper",
        OLSHEM_DATABASE_PASSWORD="reed-boat",
        OLSHEM_DATABASE_HOST="db.example",
        OLSHEM_DATABASE_PORT="6432",
    )["DATABASES"]["default"]

    assert found == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "measure",
        "USER": "keeper",
        "PASSWORD": "reed-boat",
        "HOST": "db.example",
        "PORT": 6432,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": "-c synchronous_commit=on"},
    }


def test_postgresql_may_have_no_password():
    found = read_settings("DATABASES", OLSHEM_DATABASE="postgresql")["DATABASES"]["default"]

    assert (found["PASSWORD"], found["HOST"], found["PORT"]) == ("", "127.0.0.1", 5432)


def test_all_data_lies_in_the_data_folder(tmp_path):
    folder = str(tmp_path)
    found = read_settings("DATABASES", "STATIC_ROOT", "MEDIA_ROOT", "EMAIL_FILE_PATH", OLSHEM_DATA_DIR=folder)

    assert found["DATABASES"]["default"]["NAME"] == f"{folder}/olshem.sqlite3"
    assert [found[name] for name in ("STATIC_ROOT", "MEDIA_ROOT", "EMAIL_FILE_PATH")] == [
        f"{folder}/static",
        f"{folder}/media",
        f"{folder}/mail",
    ]


def test_passwords_are_kept_as_argon2_hashes():
    assert read_settings("PASSWORD_HASHERS") == {
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    }


def test_deployment_check_finds_nothing_and_nothing_is_silenced():
    answer = run_python(
        "manage.py",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        OLSHEM_SECRET_KEY="a-9_" + "Zq4wX8vB2nM6kL1jH5gF3dS7aP0oI9uY" * 2,
        OLSHEM_ALLOWED_HOSTS="olshem.example",
    )

    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout == "System check identified no issues (0 silenced).\n"


def test_deployment_check_notices_debugging():
    answer = run_python(
        "manage.py",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        OLSHEM_SECRET_KEY=KEY,
        OLSHEM_DEBUG="true",
    )

    assert answer.returncode == 1
    assert "security.W018" in answer.stderr
