"""Changes to people and organisations: what is saved, what the audit trail says, and what is refused whole."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.hashers import check_password
from django.db import IntegrityError, connections

from accounts.actions import (
    BinTaken,
    RoleDoesNotFit,
    StaleVersion,
    add_member,
    change_password,
    create_organisation,
    create_user,
    remember_language,
    update_organisation_profile,
)
from accounts.identification import InvalidBin
from accounts.models import AuditEvent, Membership, Organisation, OrganisationKind, ProfileTag, Role, User
from assessment.models import Assessment
from tests.factories.assessments import make_assessment
from tests.factories.people import PASSWORD, make_bin, make_member, make_organisation, make_user


def find_events(row):
    """What the audit trail says about a row, oldest first."""
    subject = f"{row._meta.label_lower}:{row.pk}"
    fields = ("by", "organisation", "verb", "before", "after")
    return [
        tuple(getattr(event, field) for field in fields)
        for event in AuditEvent.objects.filter(subject=subject).order_by("id")
    ]


def count_rows():
    return {model: model.objects.count() for model in (User, Organisation, Membership, AuditEvent)}


def nobody():
    """A person who is not saved: the audit event of an action by them cannot be written."""
    return User(email="nobody@factory.test")


NAMES = {"name_kk": "Қала", "name_ru": "Город", "name_en": "Town"}


# --- people


def test_create_user(db):
    operator = make_user()

    person = create_user(
        by=operator,
        email="Aigul@Factory.test",
        full_name="Айгүл Сәрсенова",
        language="kk",
        password=PASSWORD,
    )

    saved = User.objects.get(pk=person.pk)
    assert (saved.email, saved.full_name, saved.language) == ("aigul@factory.test", "Айгүл Сәрсенова", "kk")
    assert (saved.is_active, saved.is_staff, saved.is_superuser) == (True, False, False)
    assert check_password(PASSWORD, saved.password) is True
    assert find_events(saved) == [(operator, None, "create-user", {}, {"language": "kk"})]


def test_create_operator(db):
    person = create_user(
        by=None, email="op@factory.test", full_name="", language="ru", password=PASSWORD, is_operator=True
    )

    assert (person.is_staff, person.is_superuser) == (True, False)
    assert find_events(person) == [(None, None, "create-user", {}, {"language": "ru"})]


def test_known_address_is_refused_in_any_case(db):
    make_user("aigul@factory.test")
    before = count_rows()

    with pytest.raises(IntegrityError):
        create_user(by=None, email="AIGUL@factory.test", full_name="", language="ru", password=PASSWORD)

    assert count_rows() == before


def test_change_password_keeps_the_password_out_of_the_trail(db):
    person = make_user()
    before = User.objects.get(pk=person.pk)

    change_password(by=person, password="reed-boat-lantern-7")

    saved = User.objects.get(pk=person.pk)
    assert check_password("reed-boat-lantern-7", saved.password) is True
    assert check_password("reed-boat-lantern-7", before.password) is False
    assert find_events(person)[1:] == [(person, None, "change-password", {}, {})]


def test_remember_language(db):
    person = make_user(language="en")

    remember_language(by=person, language="kk")

    assert User.objects.get(pk=person.pk).language == "kk"
    assert find_events(person)[1:] == [
        (person, None, "remember-language", {"language": "en"}, {"language": "kk"})
    ]


def test_language_that_is_remembered_already_changes_nothing(db):
    person = make_user(language="kk")

    remember_language(by=person, language="kk")

    assert User.objects.get(pk=person.pk).language == "kk"
    assert len(find_events(person)) == 1


# --- organisations


def test_create_company(db):
    operator, number = make_user(), make_bin()

    company = create_organisation(
        by=operator,
        kind=OrganisationKind.COMPANY,
        bin=number,
        sector="telecom",
        tags=[ProfileTag.TELECOM, ProfileTag.AI, ProfileTag.TELECOM],
        **NAMES,
    )

    saved = Organisation.objects.get(pk=company.pk)
    profile = {**NAMES, "bin": number, "sector": "telecom", "tags": ["ai", "telecom"]}
    assert {field: getattr(saved, field) for field in profile} == profile
    assert (saved.kind, saved.version) == ("company", 1)
    assert find_events(saved) == [(operator, saved, "create-organisation", {}, profile)]


@pytest.mark.parametrize("kind", [OrganisationKind.AUDITOR, OrganisationKind.NGO])
def test_create_organisation_without_bin(db, kind):
    organisation = create_organisation(by=None, kind=kind, **NAMES)

    profile = {**NAMES, "bin": None, "sector": "", "tags": []}
    assert organisation.kind == kind
    assert find_events(organisation) == [(None, organisation, "create-organisation", {}, profile)]


@pytest.mark.parametrize(
    ("number", "reason"),
    [(None, "digits"), ("", "digits"), ("2001400000", "length"), ("200140000015", "control")],
)
def test_company_without_a_right_bin_is_refused(db, number, reason):
    before = count_rows()

    with pytest.raises(InvalidBin) as refusal:
        create_organisation(by=None, kind=OrganisationKind.COMPANY, bin=number, **NAMES)

    assert refusal.value.reason == reason
    assert count_rows() == before


def test_bin_for_an_ngo_is_refused(db):
    before = count_rows()

    with pytest.raises(IntegrityError):
        create_organisation(by=None, kind=OrganisationKind.NGO, bin=make_bin(), **NAMES)

    assert count_rows() == before


# --- memberships

FITTING = [
    ("company", "lead"),
    ("company", "contributor"),
    ("company", "viewer"),
    ("auditor", "auditor"),
    ("auditor", "lead_auditor"),
    ("ngo", "reader"),
]
UNFITTING = [(kind, role) for kind in OrganisationKind for role in Role if (kind, role) not in FITTING]


@pytest.mark.parametrize(("kind", "role"), FITTING)
def test_add_member(db, kind, role):
    operator, organisation, person = make_user(), make_organisation(kind), make_user()

    membership = add_member(by=operator, organisation=organisation, user=person, role=role)

    assert list(organisation.memberships.values_list("user", "role")) == [(person.pk, role)]
    assert find_events(membership) == [
        (operator, organisation, "add-member", {}, {"user": person.pk, "role": role})
    ]


@pytest.mark.parametrize(("kind", "role"), UNFITTING)
def test_role_of_another_kind_of_organisation_is_refused(db, kind, role):
    organisation, person = make_organisation(kind), make_user()
    before = count_rows()

    with pytest.raises(RoleDoesNotFit) as refusal:
        add_member(by=None, organisation=organisation, user=person, role=role)

    assert str(refusal.value) == f"{role} in {kind}"
    assert count_rows() == before


def test_second_role_in_the_same_organisation_is_refused(db):
    company = make_organisation()
    person = make_member(company, Role.VIEWER)
    before = count_rows()

    with pytest.raises(IntegrityError):
        add_member(by=None, organisation=company, user=person, role=Role.LEAD)

    assert count_rows() == before
    assert person.memberships.get().role == Role.VIEWER


# --- the profile


def describe(organisation):
    fields = ("name_kk", "name_ru", "name_en", "bin", "sector", "tags", "version")
    return {field: getattr(organisation, field) for field in fields}


def make_change(organisation, **changes):
    """What a lead sends who changes only these fields."""
    return describe(organisation) | changes


def test_update_organisation_profile(db):
    company = make_organisation(tags=[ProfileTag.AI])
    lead = make_member(company)
    change = make_change(
        company, name_kk="Жаңа қала", bin=make_bin(), sector="ecommerce", tags=["ecommerce", "user_content"]
    )

    answer = update_organisation_profile(by=lead, organisation=company, **change)

    saved = Organisation.objects.get(pk=company.pk)
    after = change | {"tags": ["user_content", "ecommerce"]}
    assert describe(saved) == describe(answer) == after | {"version": 2}
    before = describe(company)
    del before["version"], after["version"]
    assert find_events(company)[1:] == [(lead, company, "update-organisation-profile", before, after)]


def test_running_assessment_keeps_the_tags_it_was_started_with(db):
    assessment = make_assessment(tags=[ProfileTag.AI])
    company = assessment.organisation

    update_organisation_profile(
        by=make_user(), organisation=company, **make_change(company, tags=[ProfileTag.TELECOM])
    )

    saved = Assessment.objects.select_related("organisation").get(pk=assessment.pk)
    assert (saved.tags, saved.organisation.tags) == (["ai"], ["telecom"])


def test_stale_profile_is_refused_with_what_is_there_now(db):
    company = make_organisation()
    lead = make_member(company)
    first = update_organisation_profile(
        by=lead, organisation=company, **make_change(company, name_en="First")
    )
    events = find_events(company)

    with pytest.raises(StaleVersion) as refusal:
        update_organisation_profile(by=lead, organisation=company, **make_change(company, name_en="Second"))

    assert str(refusal.value) == "now at version 2"
    assert describe(refusal.value.current) == describe(first)
    assert describe(Organisation.objects.get(pk=company.pk)) == describe(first)
    assert find_events(company) == events


def test_version_from_the_future_is_refused(db):
    company = make_organisation()

    with pytest.raises(StaleVersion):
        update_organisation_profile(by=None, organisation=company, **make_change(company, version=2))

    assert describe(Organisation.objects.get(pk=company.pk)) == describe(company)


def test_profile_with_a_wrong_bin_is_refused(db):
    company = make_organisation()

    with pytest.raises(InvalidBin):
        update_organisation_profile(
            by=None, organisation=company, **make_change(company, bin="200140000015", name_en="Changed")
        )

    assert describe(Organisation.objects.get(pk=company.pk)) == describe(company)
    assert len(find_events(company)) == 1


def test_profile_with_the_bin_of_another_company_is_refused(db):
    company, other = make_organisation(), make_organisation()

    with pytest.raises(BinTaken):
        update_organisation_profile(
            by=make_user(), organisation=company, **make_change(company, bin=other.bin, name_en="Changed")
        )

    assert describe(Organisation.objects.get(pk=company.pk)) == describe(company)
    assert len(find_events(company)) == 1


# --- one transaction


@pytest.mark.parametrize(
    "act",
    [
        lambda: create_user(
            by=nobody(), email="new@factory.test", full_name="", language="ru", password=PASSWORD
        ),
        lambda: create_organisation(by=nobody(), kind=OrganisationKind.NGO, **NAMES),
        lambda: add_member(
            by=nobody(),
            organisation=Organisation.objects.filter(kind="ngo").first(),
            user=User.objects.get(email="admin@olshem.test"),
            role=Role.READER,
        ),
    ],
    ids=["create-user", "create-organisation", "add-member"],
)
def test_nothing_is_added_when_the_event_cannot_be_written(db, act):
    before = count_rows()

    with pytest.raises(ValueError, match="unsaved related object"):
        act()

    assert count_rows() == before


def test_profile_stays_when_the_event_cannot_be_written(db):
    company = make_organisation()

    with pytest.raises(ValueError, match="unsaved related object"):
        update_organisation_profile(
            by=nobody(), organisation=company, **make_change(company, name_en="Changed")
        )

    assert describe(Organisation.objects.get(pk=company.pk)) == describe(company)


def test_of_several_people_who_save_at_once_exactly_one_wins(filled_database):
    company = make_organisation()
    lead = make_member(company)

    def save(number):
        try:
            update_organisation_profile(
                by=lead, organisation=company, **make_change(company, name_en=f"Name {number}")
            )
        except StaleVersion as stale:
            return stale.current.name_en
        finally:
            connections.close_all()
        return f"Name {number}"

    with ThreadPoolExecutor(max_workers=4) as people:
        seen = set(people.map(save, range(8)))

    saved = Organisation.objects.get(pk=company.pk)
    assert (seen, saved.version) == ({saved.name_en}, 2)
    assert [event[2] for event in find_events(company)] == [
        "create-organisation",
        "update-organisation-profile",
    ]
