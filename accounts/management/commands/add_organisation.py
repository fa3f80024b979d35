from django.core.management.base import BaseCommand, CommandError

from accounts.actions import BinTaken, create_organisation
from accounts.identification import InvalidBin
from accounts.models import OrganisationKind, ProfileTag, Sector


BIN_PROBLEMS = {
    "digits": "it has digits only",
    "length": "it has 12 digits",
    "control": "its last digit does not fit the first eleven",
}


class Command(BaseCommand):
    help = "Adds a company, an auditing body or a civil society organisation, and prints its identifier."

    def add_arguments(self, parser):
        parser.add_argument("--kind", required=True, choices=OrganisationKind.values)
        for language in ("kk", "ru", "en"):
            parser.add_argument(f"--name-{language}", required=True)
        parser.add_argument("--bin", help="business identification number; for companies only, 12 digits")
        parser.add_argument("--sector", default="", choices=Sector.values, help="for companies")
        parser.add_argument("--tags", nargs="*", default=(), choices=ProfileTag.values, help="for companies")

    def handle(self, *arguments, kind, name_kk, name_ru, name_en, bin, sector, tags, **options):  # noqa: A002
        is_company = kind == OrganisationKind.COMPANY
        if is_company and not (bin and sector):
            raise CommandError("a company needs --bin and --sector")
        if not is_company and (bin or sector or tags):
            raise CommandError("--bin, --sector and --tags are for companies only")
        try:
            organisation = create_organisation(
                by=None,
                kind=kind,
                name_kk=name_kk,
                name_ru=name_ru,
                name_en=name_en,
                bin=bin,
                sector=sector,
                tags=[ProfileTag(tag) for tag in tags],
            )
        except InvalidBin as error:
            raise CommandError(f"{bin} is not a BIN: {BIN_PROBLEMS[error.reason]}") from None
        except BinTaken:
            raise CommandError(f"another company has the BIN {bin}") from None
        self.stdout.write(str(organisation.pk))
