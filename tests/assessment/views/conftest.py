"""Signing in for the tests of pages."""

import pytest
from django.conf import settings
from django.test import Client


@pytest.fixture
def sign_in(db):
    """A browser in which the person is signed in: `sign_in(user, "kk")`."""

    def sign_in(user, language="en"):
        client = Client()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        client.force_login(user)
        return client

    return sign_in
