"""SQLite databases of known sizes, copied from one that is filled as `./run` fills it.

All of them hold the same assessment, Tulpar's of 2026 with every question answered, and the same session of its lead.
"""

import secrets
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts.models import Membership, Organisation, OrganisationKind, Role, User
from assessment.models import Answer, Assessment, AssessmentEdition


LEAD = "lead@tulpar.test"


def use(database: Path) -> None:
    """Lets the default connection open this file from now on."""
    connection.close()
    connection.settings_dict["NAME"] = database


@cache
def make_smallest() -> Path:
    """Standards and the demo, of whose assessments one is left."""
    database = settings.DATA_DIR / "olshem.sqlite3"
    use(database)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_standards", verbosity=0)
    call_command("seed_demo", password=secrets.token_urlsafe(), verbosity=0)
    Assessment.objects.exclude(pk=find_assessment().pk).delete()
    get_session()
    connection.close()
    return database


@cache
def make_with_companies(count: int) -> Path:
    """So many assessments, each of another company."""
    return _grow(f"companies-{count}", lambda: _add_companies(count - 1))


@cache
def make_with_periods(count: int) -> Path:
    """So many assessments of one company, each of another period."""
    return _grow(f"periods-{count}", lambda: _add_periods(count - 1))


def find_assessment() -> Assessment:
    return (
        Assessment.objects.filter(organisation__memberships__user__email=LEAD)
        .select_related("organisation")
        .latest("period_end")
    )


@cache
def get_session() -> str:
    """The key of a session of the lead."""
    client = Client()
    client.force_login(User.objects.get(email=LEAD))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _grow(name: str, fill: Callable[[], None]) -> Path:
    database = settings.DATA_DIR / f"{name}.sqlite3"
    shutil.copy(make_smallest(), database)
    use(database)
    fill()
    connection.close()
    return database


def _add_companies(count: int) -> None:
    numbers = range(count)
    users = User.objects.bulk_create(
        User(email=f"lead{number}@bench.test", password="!") for number in numbers
    )
    companies = Organisation.objects.bulk_create(
        Organisation(
            kind=OrganisationKind.COMPANY,
            name_kk=f"Компания {number}",
            name_ru=f"Компания {number}",
            name_en=f"Company {number}",
            bin=f"{number:012}",
        )
        for number in numbers
    )
    Membership.objects.bulk_create(
        Membership(user=user, organisation=company, role=Role.LEAD)
        for user, company in zip(users, companies, strict=True)
    )
    model = find_assessment()
    _add_copies(model, [{"organisation": company, "period_end": model.period_end} for company in companies])


def _add_periods(count: int) -> None:
    """Periods that end on the days before, so that the model stays the newest."""
    model = find_assessment()
    ends = [model.period_end - timedelta(days=days) for days in range(1, count + 1)]
    _add_copies(model, [{"organisation": model.organisation, "period_end": end} for end in ends])


def _add_copies(model: Assessment, changes: list[dict]) -> None:
    """Copies of an assessment with its editions and answers; the company and the last day are given."""
    same = ("tier", "tags", "editions_key", "created_by_id")
    copies = Assessment.objects.bulk_create(
        Assessment(**{name: getattr(model, name) for name in same}, period_start=date(2000, 1, 1), **change)
        for change in changes
    )
    for table in (AssessmentEdition, Answer):
        _copy_rows(table, model, copies)


def _copy_rows(table, model: Assessment, copies: list[Assessment]) -> None:
    """The rows of the model for every copy, in one statement: an insert per row would take minutes."""
    columns = [field.column for field in table._meta.fields if field.column not in ("id", "assessment_id")]
    names = ", ".join(columns)
    values = ", ".join(f"source.{column}" for column in columns)
    name = table._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {name} (assessment_id, {names}) SELECT copy.id, {values} "
            f"FROM {Assessment._meta.db_table} copy CROSS JOIN {name} source "
            "WHERE source.assessment_id = %s AND copy.id <> %s",
            [model.pk.hex, model.pk.hex],
        )
