import secrets

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from assessment.demo import COMPANIES, OPERATOR, OTHERS, StandardsMissing, is_seeded, seed_demo


class Command(BaseCommand):
    help = "Fills the database with two invented companies, an auditing body and an NGO, through the actions."

    def add_arguments(self, parser):
        parser.add_argument(
            "--password", help="the password of all demo people; made up and printed when not given"
        )

    def handle(self, *arguments, password=None, verbosity=1, **options):
        if is_seeded():
            raise CommandError("the demo is already there; nothing was changed")
        made_up = not password
        password = password or "-".join(secrets.token_hex(3) for _ in range(3))
        try:
            assessments = seed_demo(password=password, folder=settings.DEMO_DIR)
        except StandardsMissing as error:
            raise CommandError(
                f"not loaded: the standards {error}; first type: ./run manage load_standards"
            ) from None
        if verbosity:
            people = [email for company in COMPANIES.values() for email in company["people"]]
            people += [email for _kind, _names, members in OTHERS for email in members]
            self.stdout.write(f"{len(assessments)} assessments; people: {', '.join([*people, OPERATOR])}")
            if made_up:
                self.stdout.write(f"password of all: {password}")
