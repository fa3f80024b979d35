"""What the database itself refuses, and the facts about one row."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.models import (
    ROLES_OF_KIND,
    AuditEvent,
    Membership,
    Organisation,
    OrganisationKind,
    ProfileTag,
    Role,
    User,
)
from standards.models import Edition
from tests.factories.people import make_bin, make_member, make_organisation, make_user


pytestmark = pytest.mark.django_db

NAMES = {"name_kk": "Қала", "name_ru": "Город", "name_en": "Town"}


def refuses(make):
    """Whether the database refuses the row."""
    try:
        with transaction.atomic():
            make()
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    ("kind", "number", "refused"),
    [
        ("company", "200140000014", False),
        ("company", None, True),
        ("auditor", None, False),
        ("auditor", "200140000014", True),
        ("ngo", None, False),
        ("ngo", "200140000014", True),
        ("ngo", "", True),
    ],
)
def test_a_company_has_a_bin_and_nobody_else_has(kind, number, refused):
    assert refuses(lambda: Organisation.objects.create(kind=kind, bin=number, **NAMES)) is refused


def test_two_companies_never_share_a_bin():
    taken = make_organisation().bin

    assert refuses(lambda: Organisation.objects.create(kind="company", bin=taken, **NAMES)) is True
    assert refuses(lambda: Organisation.objects.create(kind="company", bin=make_bin(), **NAMES)) is False


def test_a_person_has_one_role_in_an_organisation():
    company = make_organisation()
    lead = make_member(company, Role.LEAD)

    def join(organisation):
        Membership.objects.create(user=lead, organisation=organisation, role=Role.VIEWER)

    assert refuses(lambda: join(company)) is True
    assert refuses(lambda: join(make_organisation())) is False


def test_email_addresses_differ_by_more_than_case():
    make_user("aigul@factory.test")

    assert refuses(lambda: User.objects.create(email="Aigul@Factory.test")) is True
    assert refuses(lambda: User.objects.create(email="aigul2@factory.test")) is False


def test_email_address_is_kept_in_lower_case_and_found_in_any():
    person = make_user("Dana.Omarova@Factory.TEST")

    assert person.email == "dana.omarova@factory.test"
    assert User.objects.get_by_natural_key("DANA.omarova@factory.test") == person


def test_superuser_is_an_operator_with_every_permission():
    root = User.objects.create_superuser("Root@factory.test", "reed-boat-lantern-7")

    assert (root.email, root.is_staff, root.is_superuser) == ("root@factory.test", True, True)
    assert root.check_password("reed-boat-lantern-7") is True


def test_a_person_without_a_name_is_called_by_the_address():
    assert str(User(email="a@factory.test", full_name="Асқар")) == "Асқар"
    assert str(User(email="a@factory.test")) == "a@factory.test"


def test_organisation_is_called_as_in_the_language_of_the_page():
    organisation = Organisation(**NAMES)

    names = {}
    for language in ("kk", "ru", "en"):
        with translation.override(language):
            names[language] = (organisation.name, str(organisation))
    assert names == {"kk": ("Қала", "Қала"), "ru": ("Город", "Город"), "en": ("Town", "Town")}
    with translation.override(None):
        assert organisation.name == "Город"
    assert organisation.name_in("kk") == "Қала"


def test_membership_and_event_say_who_and_what():
    company = make_organisation(name="Steppe Data")
    lead = make_member(company, Role.LEAD, full_name="Асқар")
    event = AuditEvent.objects.get(organisation=company, verb="create-organisation")

    with translation.override("en"):
        assert str(lead.memberships.get()) == "Асқар · Steppe Data · Lead"
    assert str(event) == (f"{event.at:%Y-%m-%d %H:%M} create-organisation accounts.organisation:{company.pk}")


def test_members_see_their_organisations_and_no_others():
    ours, theirs = make_organisation(), make_organisation()
    person = make_member(ours, Role.VIEWER)
    make_member(theirs)

    assert list(Organisation.objects.visible_to(person)) == [ours]
    assert list(Organisation.objects.visible_to(make_user())) == []
    assert list(Organisation.objects.visible_to(AnonymousUser())) == []


def test_operator_sees_no_organisation():
    assert list(Organisation.objects.visible_to(User.objects.get(email="admin@olshem.test"))) == []


def test_every_role_belongs_to_one_kind_of_organisation():
    assert set(ROLES_OF_KIND) == set(OrganisationKind)
    assert sorted(role for roles in ROLES_OF_KIND.values() for role in roles) == sorted(Role)


def test_editions_ask_only_for_tags_that_a_profile_has():
    asked = {
        tag
        for edition in Edition.objects.published()
        for question in json.loads(edition.canonical)["questions"]
        for tag in question["applies_to"]
    }

    assert asked <= set(ProfileTag.values)
    assert asked != set()
