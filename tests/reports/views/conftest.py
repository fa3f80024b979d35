"""Browsers for the pages of reports."""

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from assessment.models import Assessment


@pytest.fixture
def browse(db):
    """A browser in a language, signed in as a person of the demo when one is named: `browse("kk", "lead@tulpar.test")`."""

    def browse(language="en", person=""):
        client = Client()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        if person:
            client.force_login(User.objects.get(email=person))
        return client

    return browse


@pytest.fixture
def kokjiek(db):
    """The complete assessment of the demo company."""
    return Assessment.objects.select_related("organisation").get(organisation__name_en="Kokjiek")
