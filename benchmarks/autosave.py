"""Server time of an answer that saves itself, against its bare transaction: the same six statements alone.

The floor reads session and person and calls the action that saves; the rest of the request (middleware, form, rules of the
page, template) is what is held against it.
"""

from itertools import count

from django.contrib.sessions.backends.db import SessionStore

from accounts.models import User
from assessment.actions import AnswerChange, save_answers
from assessment.models import Answer
from benchmarks import databases
from benchmarks.portal import autosave
from benchmarks.questions import find_largest_pillar, locate_pillar
from benchmarks.table import Row, compare
from benchmarks.timing import time_in_turn


LIMIT = 1.5
RUNS = 201


def measure() -> list[Row]:
    databases.use(databases.make_smallest())
    session, path, assessment = databases.get_session(), locate_pillar(), databases.find_assessment()
    code = find_largest_pillar().questions[0].code
    row = Answer.objects.get(assessment=assessment, question__code=code)
    numbers = count()

    def save_by_page():
        number = next(numbers)
        form = {
            f"{code}-option": row.option,
            f"{code}-explanation": f"Text {number}. {row.explanation}",
            f"{code}-version": row.version + number,
            f"{code}-confidentiality": row.confidentiality,
            f"{code}-saves": f"00000000-0000-4000-8000-{number:012x}",
            "typed-in": "kk",
        }
        autosave(path, session, form)

    def save_bare():
        number = next(numbers)
        person = User.objects.get(pk=SessionStore(session).load()["_auth_user_id"])
        text = f"Text {number}. {row.explanation}"
        change = AnswerChange(code, row.option, text, "kk", row.version + number)
        outcome = save_answers(by=person, assessment=assessment, changes=[change])
        if not outcome.saved:
            raise SystemExit("bench: the bare transaction saved nothing")

    measured, floor = time_in_turn(save_by_page, save_bare, runs=RUNS)
    return [compare("an answer that saves itself, against its transaction", measured, floor, LIMIT)]
