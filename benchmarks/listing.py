"""Server time of the list of assessments: the page a person opens costs the same however many there are."""

from django.urls import reverse

from benchmarks import databases
from benchmarks.portal import visit
from benchmarks.table import Row, compare
from benchmarks.timing import time_in_turn


FEW, MANY = 10, 1000
LIMIT = 1.5


def measure() -> list[Row]:
    few, many = databases.make_with_periods(FEW), databases.make_with_periods(MANY)
    path, session = reverse("assessment:list"), databases.get_session()

    def open_list(database, query=""):
        databases.use(database)
        visit(path, session, query)

    least, first, last = time_in_turn(
        lambda: open_list(few), lambda: open_list(many), lambda: open_list(many, "page=last")
    )
    what = f"list of {MANY:,} assessments against {FEW}"
    return [
        compare(f"{what}, first page", first, least, LIMIT),
        compare(f"{what}, last page", last, least, LIMIT),
    ]
