"""What the portal decides differently from allauth."""

import pytest
from allauth.account.adapter import get_adapter
from django.urls import NoReverseMatch, reverse

from accounts.models import AuditEvent, User
from tests.factories.people import make_user


def test_nobody_opens_an_account_alone(rf):
    assert get_adapter().is_open_for_signup(rf.get("/")) is False


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_reset_password",
        "account_email",
        "account_reauthenticate",
        "account_set_password",
    ],
)
def test_pages_of_allauth_that_are_not_offered_have_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_allauth_changes_a_password_through_our_action(db):
    person = make_user()

    get_adapter().set_password(person, "reed-boat-lantern-7")

    assert User.objects.get(pk=person.pk).check_password("reed-boat-lantern-7") is True
    assert AuditEvent.objects.latest("id").verb == "change-password"


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("/", True),
        ("/assessments/?page=2#top", True),
        ("", False),
        ("assessments/", False),
        ("//evil.example/", False),
        ("/\\evil.example", False),
        ("https://evil.example/", False),
        # Also this site with its host: what is passed on is always a path.
        ("http://testserver/assessments/", False),
    ],
)
def test_sign_in_leads_to_paths_of_this_site_only(address, own):
    assert get_adapter().is_safe_url(address) is own
