"""How an operator lets the first companies and people in."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent, Membership, Organisation, Role, User
from tests.factories.people import make_bin, make_organisation, make_user


NAMES = {"name_kk": "Самұрық", "name_ru": "Самрук", "name_en": "Samruk"}


def add_organisation(capsys, **options):
    call_command("add_organisation", **NAMES, **options)
    return Organisation.objects.get(pk=capsys.readouterr().out.strip())


def test_add_organisation_makes_a_company_and_prints_its_identifier(db, capsys):
    number = make_bin()

    company = add_organisation(capsys, kind="company", bin=number, sector="telecom", tags=["telecom", "ai"])

    assert (company.name_kk, company.name_ru, company.name_en) == ("Самұрық", "Самрук", "Samruk")
    assert (company.kind, company.bin, company.sector, company.tags) == (
        "company",
        number,
        "telecom",
        ["ai", "telecom"],
    )
    event = AuditEvent.objects.get(organisation=company)
    assert (event.by, event.verb) == (None, "create-organisation")


def test_add_organisation_makes_an_auditing_body(db, capsys):
    body = add_organisation(capsys, kind="auditor")

    assert (body.kind, body.bin, body.sector, body.tags) == ("auditor", None, "", [])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"kind": "company"}, "a company needs --bin and --sector"),
        ({"kind": "ngo", "sector": "other"}, "--bin, --sector and --tags are for companies only"),
        (
            {"kind": "company", "sector": "other", "bin": "12345"},
            "12345 is not a BIN: it has 12 digits",
        ),
        (
            {"kind": "company", "sector": "other", "bin": "12345678901x"},
            "12345678901x is not a BIN: it has digits only",
        ),
        (
            {"kind": "company", "sector": "other", "bin": "123456789010"},
            "123456789010 is not a BIN: its last digit does not fit the first eleven",
        ),
    ],
)
def test_add_organisation_refuses_and_adds_nothing(db, options, message):
    before = Organisation.objects.count()

    with pytest.raises(CommandError) as refusal:
        call_command("add_organisation", **NAMES, **options)

    assert str(refusal.value) == message
    assert Organisation.objects.count() == before


def test_add_organisation_refuses_a_known_bin(db):
    known = make_organisation()

    with pytest.raises(CommandError) as refusal:
        call_command("add_organisation", **NAMES, kind="company", sector="other", bin=known.bin)

    assert str(refusal.value) == f"another company has the BIN {known.bin}"


def test_add_person_makes_a_member_who_can_sign_in_with_the_printed_password(db, client, capsys):
    company = make_organisation()

    call_command("add_person", "Lead@Samruk.test", name="Лаура", organisation=company.bin, role="lead")

    password = capsys.readouterr().out.strip().removeprefix("password: ")
    assert client.login(username="lead@samruk.test", password=password) is True
    assert list(Membership.objects.filter(organisation=company).values_list("user__email", "role")) == [
        ("lead@samruk.test", Role.LEAD)
    ]


def test_add_person_makes_an_operator_with_a_given_password(db, capsys):
    call_command(
        "add_person", "op@olshem.example", name="Operator", operator=True, password="reed-boat-lantern-7"
    )

    user = User.objects.get(email="op@olshem.example")
    assert (user.is_staff, user.check_password("reed-boat-lantern-7")) == (True, True)
    assert capsys.readouterr().out == "op@olshem.example added\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "name an --organisation and a --role, or say --operator"),
        ({"role": "lead"}, "--organisation and --role go together"),
        ({"organisation": "999999999999", "role": "lead"}, "there is no organisation 999999999999"),
        ({"operator": True, "email": "nobody"}, "nobody is not an e-mail address"),
        ({"operator": True, "email": "lead@kokjiek.test"}, "lead@kokjiek.test is already here"),
        (
            {"operator": True, "password": "short-pass1"},
            "this password is too weak: This password is too short. It must contain at least 12 characters.",
        ),
    ],
)
def test_add_person_refuses_and_adds_nobody(db, options, message):
    before = User.objects.count()
    options = {"name": "Somebody", "email": "somebody@olshem.example"} | options

    with pytest.raises(CommandError) as refusal:
        call_command("add_person", options.pop("email"), **options)

    assert str(refusal.value) == message
    assert User.objects.count() == before


def test_add_person_refuses_a_role_of_another_kind_and_adds_nobody(db):
    body = make_organisation("ngo")
    make_user()
    before = User.objects.count()

    with pytest.raises(CommandError) as refusal:
        call_command("add_person", "a@ngo.example", name="A", organisation=str(body.pk), role="auditor")

    assert str(refusal.value) == "auditor is no role in this organisation; choose reader"
    assert User.objects.count() == before
