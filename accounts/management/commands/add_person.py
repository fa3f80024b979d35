import secrets
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import translation

from accounts.actions import RoleDoesNotFit, add_member, create_user
from accounts.models import ROLES_OF_KIND, Organisation, Role, User


class Command(BaseCommand):
    help = (
        "Adds a person, as a member of an organisation or as operator. A made-up password is printed once; "
        "the person changes it after signing in."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--language", default="ru", choices=("kk", "ru", "en"))
        parser.add_argument("--organisation", help="its identifier (add_organisation prints it) or its BIN")
        parser.add_argument("--role", choices=Role.values)
        parser.add_argument("--operator", action="store_true", help="runs the portal")
        parser.add_argument("--password", help="made up and printed when not given")

    def handle(self, *arguments, email, name, language, organisation, role, operator, password, **options):
        if bool(organisation) != bool(role):
            raise CommandError("--organisation and --role go together")
        if not organisation and not operator:
            raise CommandError("name an --organisation and a --role, or say --operator")
        self._check(User(email=email, full_name=name), password)
        found = self._find(organisation) if organisation else None
        made_up = password is None
        password = password or "-".join(secrets.token_hex(3) for _ in range(3))
        with transaction.atomic():
            user = create_user(
                by=None,
                email=email,
                full_name=name,
                language=language,
                password=password,
                is_operator=operator,
            )
            if found:
                self._add(user, found, role)
        self.stdout.write(f"password: {password}" if made_up else f"{user.email} added")

    def _check(self, user: User, password: str | None) -> None:
        try:
            validate_email(user.email)
        except ValidationError:
            raise CommandError(f"{user.email} is not an e-mail address") from None
        if User.objects.filter(email=user.email.lower()).exists():
            raise CommandError(f"{user.email} is already here")
        if password is not None:
            try:
                with translation.override("en"):
                    validate_password(password, user)
            except ValidationError as error:
                raise CommandError(f"this password is too weak: {' '.join(error.messages)}") from None

    def _find(self, text: str) -> Organisation:
        try:
            known = Organisation.objects.filter(pk=UUID(text))
        except ValueError:
            known = Organisation.objects.filter(bin=text)
        found = known.first()
        if found is None:
            raise CommandError(f"there is no organisation {text}")
        return found

    def _add(self, user: User, organisation: Organisation, role: str) -> None:
        try:
            add_member(by=None, organisation=organisation, user=user, role=Role(role))
        except RoleDoesNotFit:
            fitting = ", ".join(ROLES_OF_KIND[organisation.kind])
            raise CommandError(f"{role} is no role in this organisation; choose {fitting}") from None
