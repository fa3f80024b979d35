"""People and organisations of a test, made through the actions."""

from itertools import count

from accounts.actions import add_member, create_organisation, create_user
from accounts.identification import InvalidBin, complete_bin
from accounts.models import Organisation, OrganisationKind, Role, Sector, User


PASSWORD = "steppe-eagle-horizon-42"
_numbers = count(1)


def make_user(email: str = "", *, full_name: str = "", language: str = "en") -> User:
    """A person who is a member of nothing."""
    number = next(_numbers)
    return create_user(
        by=None,
        email=email or f"person{number}@factory.test",
        full_name=full_name or f"Person {number}",
        language=language,
        password=PASSWORD,
    )


def make_bin() -> str:
    """A valid BIN that no other organisation of the test run has."""
    while True:
        try:
            return complete_bin(f"200140{next(_numbers):05}")
        except InvalidBin:
            continue


def make_organisation(kind: str = OrganisationKind.COMPANY, *, name: str = "", tags=()) -> Organisation:
    """An organisation without members; a company gets a valid BIN and a sector."""
    name = name or f"Organisation {next(_numbers)}"
    is_company = kind == OrganisationKind.COMPANY
    return create_organisation(
        by=make_user(),
        kind=kind,
        name_kk=f"{name} (kk)",
        name_ru=f"{name} (ru)",
        name_en=name,
        bin=make_bin() if is_company else None,
        sector=Sector.SOFTWARE if is_company else "",
        tags=tags,
    )


def make_member(organisation: Organisation, role: str = Role.LEAD, **keywords) -> User:
    """A new person with a role in the organisation."""
    user = make_user(**keywords)
    add_member(by=user, organisation=organisation, user=user, role=role)
    return user
