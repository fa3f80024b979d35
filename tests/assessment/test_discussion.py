"""Threads between colleagues, and whose turn it is."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from assessment.discussion import Remark, Thread, gather_threads


ME, OTHER, THIRD = 1, 2, 3


def remark(number, by, *, thread=None, mentions=(), resolved=False, withdrawn=False):
    """Remarks with higher numbers are younger."""
    return Remark(
        id=UUID(int=number),
        thread=UUID(int=thread) if thread else None,
        question="GOV-01",
        at=datetime(2026, 3, number, tzinfo=UTC),
        by=by,
        mentions=frozenset(mentions),
        is_resolved=resolved,
        is_withdrawn=withdrawn,
    )


def test_threads_are_gathered_in_the_order_they_were_started():
    first, second = remark(1, OTHER), remark(2, ME)
    late, early = remark(5, ME, thread=1), remark(3, THIRD, thread=1)

    threads = gather_threads([late, second, early, first])

    assert threads == (Thread(first, (early, late)), Thread(second, ()))
    assert [thread.question for thread in threads] == ["GOV-01", "GOV-01"]
    assert [thread.id for thread in threads] == [first.id, second.id]


def test_a_reply_to_what_is_not_there_is_left_out():
    assert gather_threads([remark(2, ME, thread=1)]) == ()


@pytest.mark.parametrize(
    ("remarks", "waits"),
    [
        ([remark(1, OTHER)], False),
        ([remark(1, OTHER, mentions=[ME])], True),
        ([remark(1, OTHER, mentions=[THIRD])], False),
        ([remark(1, OTHER, mentions=[ME]), remark(2, ME, thread=1)], False),
        ([remark(1, OTHER, mentions=[ME]), remark(2, THIRD, thread=1)], True),
        (
            [
                remark(1, OTHER, mentions=[ME]),
                remark(2, ME, thread=1),
                remark(3, OTHER, thread=1, mentions=[ME]),
            ],
            True,
        ),
        ([remark(1, OTHER, mentions=[ME]), remark(2, ME, thread=1), remark(3, OTHER, thread=1)], False),
        ([remark(1, ME)], False),
        ([remark(1, ME), remark(2, OTHER, thread=1)], True),
        ([remark(1, ME), remark(2, OTHER, thread=1), remark(3, ME, thread=1)], False),
        ([remark(1, OTHER, mentions=[ME], resolved=True)], False),
        ([remark(1, OTHER, mentions=[ME], withdrawn=True)], False),
        ([remark(1, ME), remark(2, OTHER, thread=1, withdrawn=True)], False),
        ([remark(1, ME, withdrawn=True), remark(2, OTHER, thread=1)], True),
    ],
)
def test_whose_turn_it_is(remarks, waits):
    (thread,) = gather_threads(remarks)

    assert thread.waits_for(ME) is waits
