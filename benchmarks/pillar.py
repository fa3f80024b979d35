"""Server time of the largest pillar page."""

from benchmarks import databases, floor
from benchmarks.portal import visit
from benchmarks.questions import find_largest_pillar, locate_pillar
from benchmarks.table import Row, compare
from benchmarks.texts import describe_pillar_page
from benchmarks.timing import time_in_turn


LIMIT = 3.0


def measure() -> list[Row]:
    databases.use(databases.make_smallest())
    session, path, pillar = databases.get_session(), locate_pillar(), find_largest_pillar()
    ask_floor = floor.prepare("pillar", describe_pillar_page(databases.find_assessment(), pillar))
    page, bare = visit(path, session).body, ask_floor()
    measured, least = time_in_turn(lambda: visit(path, session), ask_floor)
    what = f"pillar page of {len(pillar.questions)} questions, {floor.say_sizes(page, bare)}"
    return [compare(what, measured, least, LIMIT), floor.hold_texts("pillar page", page, bare)]
