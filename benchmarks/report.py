"""Server time of the HTML gap report."""

from django.urls import reverse

from benchmarks import databases, floor
from benchmarks.portal import visit
from benchmarks.table import Row, compare
from benchmarks.texts import describe_report_page
from benchmarks.timing import time_in_turn


LIMIT = 3.0


def measure() -> list[Row]:
    databases.use(databases.make_smallest())
    assessment, session = databases.find_assessment(), databases.get_session()
    path = reverse("reports:detail", args=[assessment.pk])
    content = describe_report_page(assessment)
    ask_floor = floor.prepare("report", content)
    page, bare = visit(path, session).body, ask_floor()
    measured, least = time_in_turn(lambda: visit(path, session), ask_floor)
    what = f"report on {content['applicable']} questions, {floor.say_sizes(page, bare)}"
    return [compare(what, measured, least, LIMIT), floor.hold_texts("report", page, bare)]
