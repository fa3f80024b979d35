"""Every change to people, organisations and memberships. Each is one transaction with its audit event inside."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from accounts.audit import record_event
from accounts.identification import check_bin
from accounts.models import ROLES_OF_KIND, Membership, Organisation, OrganisationKind, ProfileTag, Role, User


class RoleDoesNotFit(Exception):
    """This role does not exist in this kind of organisation."""


class BinTaken(Exception):
    """Another organisation has this BIN."""


class StaleVersion(Exception):
    """Somebody saved meanwhile; `current` is the row as it is now."""

    def __init__(self, current):
        super().__init__(f"now at version {current.version}")
        self.current = current


@transaction.atomic
def create_user(
    *, by: User | None, email: str, full_name: str, language: str, password: str, is_operator: bool = False
) -> User:
    """A person with a password. `by` is none when the operator's command line does it."""
    user = User.objects.create_user(
        email,
        password,
        full_name=full_name,
        language=language,
        is_staff=is_operator,
    )
    record_event(by=by, organisation=None, verb="create-user", subject=user, after={"language": language})
    return user


@transaction.atomic
def create_organisation(
    *,
    by: User | None,
    kind: OrganisationKind,
    name_kk: str,
    name_ru: str,
    name_en: str,
    bin: str | None = None,  # noqa: A002 - the field is called what Kazakhstan calls it
    sector: str = "",
    tags: Iterable[ProfileTag] = (),
) -> Organisation:
    """An organisation; raises `InvalidBin` for a company whose BIN is wrong, and `BinTaken`."""
    if kind == OrganisationKind.COMPANY:
        check_bin(bin or "")
    organisation = Organisation(
        kind=kind,
        name_kk=name_kk,
        name_ru=name_ru,
        name_en=name_en,
        bin=bin,
        sector=sector,
        tags=_order_tags(tags),
    )
    _save_with_own_bin(organisation)
    record_event(
        by=by,
        organisation=organisation,
        verb="create-organisation",
        subject=organisation,
        after=_profile(organisation),
    )
    return organisation


@transaction.atomic
def add_member(*, by: User | None, organisation: Organisation, user: User, role: Role) -> Membership:
    """Gives a person a role in an organisation; raises `RoleDoesNotFit`."""
    if role not in ROLES_OF_KIND[organisation.kind]:
        raise RoleDoesNotFit(f"{role} in {organisation.kind}")
    membership = Membership.objects.create(user=user, organisation=organisation, role=role)
    record_event(
        by=by,
        organisation=organisation,
        verb="add-member",
        subject=membership,
        after={"user": user.pk, "role": role},
    )
    return membership


@transaction.atomic
def update_organisation_profile(
    *,
    by: User,
    organisation: Organisation,
    version: int,
    name_kk: str,
    name_ru: str,
    name_en: str,
    bin: str,  # noqa: A002 - the field is called what Kazakhstan calls it
    sector: str,
    tags: Iterable[ProfileTag],
) -> Organisation:
    """Saves a company's profile; raises `InvalidBin`, `BinTaken`, or `StaleVersion` when it was saved since `version`
    was read.

    Running assessments keep the tags they were started with.
    """
    check_bin(bin)
    current = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if current.version != version:
        raise StaleVersion(current)
    before = _profile(current)
    current.name_kk, current.name_ru, current.name_en = name_kk, name_ru, name_en
    current.bin, current.sector, current.tags = bin, sector, _order_tags(tags)
    current.version += 1
    _save_with_own_bin(current)
    record_event(
        by=by,
        organisation=current,
        verb="update-organisation-profile",
        subject=current,
        before=before,
        after=_profile(current),
    )
    return current


@transaction.atomic
def change_password(*, by: User, password: str) -> None:
    """Gives a person a new password, which ends their other sessions. The event says only that it happened."""
    by.set_password(password)
    by.save(update_fields=["password"])
    record_event(by=by, organisation=None, verb="change-password", subject=by)


@transaction.atomic
def remember_language(*, by: User, language: str) -> None:
    """Keeps the language that a person chose, for the next sign-in and for mails."""
    if by.language == language:
        return
    before, by.language = by.language, language
    by.save(update_fields=["language"])
    record_event(
        by=by,
        organisation=None,
        verb="remember-language",
        subject=by,
        before={"language": before},
        after={"language": language},
    )


def _save_with_own_bin(organisation: Organisation) -> None:
    """Two companies may claim a BIN at the same moment; the database decides."""
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError:
        if Organisation.objects.filter(bin=organisation.bin).exclude(pk=organisation.pk).exists():
            raise BinTaken(organisation.bin) from None
        raise


def _order_tags(tags: Iterable[ProfileTag]) -> list[str]:
    chosen = set(tags)
    return [tag.value for tag in ProfileTag if tag in chosen]


def _profile(organisation: Organisation) -> dict:
    fields = ("name_kk", "name_ru", "name_en", "bin", "sector", "tags")
    return {field: getattr(organisation, field) for field in fields}
