"""How many queries a page costs, and that it is the same with 1,000 assessments as with one."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks import databases
from benchmarks.portal import send, visit
from benchmarks.questions import fill_form, locate_pillar, sum_versions
from benchmarks.table import Row, hold


COUNTS = {1: "1 assessment", 1000: "1,000 assessments"}
BRACKETS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
LIMITS = {"pillar page": 10, "saving one answer": 8, "assessment home": 8, "report": 10}


def measure() -> list[Row]:
    return [row for count in COUNTS for row in _measure_with(count)]


def _measure_with(count: int) -> list[Row]:
    databases.use(databases.make_with_companies(count))
    session, assessment = databases.get_session(), databases.find_assessment()
    home = reverse("assessment:detail", args=[assessment.pk])
    report = reverse("reports:detail", args=[assessment.pk])
    pillar, form = locate_pillar(), fill_form()
    jobs = {
        "pillar page": lambda: visit(pillar, session),
        "saving one answer": lambda: send(pillar, session, form),
        "assessment home": lambda: visit(home, session),
        "report": lambda: visit(report, session),
    }
    # The first pages of a process also read the editions and the law notes, once.
    visit(pillar, session)
    visit(report, session)
    before = sum_versions()
    rows = [
        hold(f"queries with {COUNTS[count]}: {name}", _count_queries(job), LIMITS[name])
        for name, job in jobs.items()
    ]
    if sum_versions() != before + 1:
        raise SystemExit("bench: the form that should have saved one answer did not")
    return rows


def _count_queries(job) -> int:
    """Statements that read or write; those that only open and close a transaction are no queries."""
    with CaptureQueriesContext(connection) as captured:
        job()
    return sum(not query["sql"].startswith(BRACKETS) for query in captured)
