"""An acknowledged save survives a power cut: what the open connection itself says."""

import pytest
from django.conf import settings
from django.db import connection


def ask(question):
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


@pytest.fixture
def sqlite(db):
    if connection.vendor != "sqlite":
        pytest.skip("asks SQLite")


@pytest.fixture
def postgresql(db):
    if connection.vendor != "postgresql":
        pytest.skip("asks PostgreSQL")


def test_sqlite_waits_for_the_disk_at_every_commit(sqlite):
    assert ask("PRAGMA synchronous") == 2  # FULL


def test_sqlite_lets_people_read_while_somebody_writes(sqlite):
    assert ask("PRAGMA journal_mode") == "wal"


def test_sqlite_keeps_references_whole(sqlite):
    assert ask("PRAGMA foreign_keys") == 1


def test_sqlite_takes_the_lock_at_the_start_and_waits_for_it(sqlite):
    assert connection.transaction_mode == "IMMEDIATE"
    assert ask("PRAGMA busy_timeout") == 60_000


def test_postgresql_waits_for_the_disk_at_every_commit(postgresql):
    assert ask("SHOW synchronous_commit") == "on"


def test_postgresql_keeps_connections_and_proves_that_they_live(postgresql):
    options = settings.DATABASES["default"]

    assert (options["CONN_MAX_AGE"], options["CONN_HEALTH_CHECKS"]) == (600, True)
