"""The whole product of statuses against a literal table. Without a database."""

from itertools import product

import pytest

from assessment.workflow import (
    ANSWERS_ARE_OPEN,
    OWNER,
    TRANSITIONS,
    Party,
    Status,
    TransitionNotAllowed,
    check_transition,
)


# old, new
ALLOWED = {("draft", "cancelled")}


@pytest.mark.parametrize(("old", "new"), list(product(Status, Status)))
def test_every_pair_of_statuses(old, new):
    if (old.value, new.value) in ALLOWED:
        assert check_transition(old, new) is None
    else:
        with pytest.raises(TransitionNotAllowed, match=f"{old} cannot become {new}"):
            check_transition(old, new)


def test_every_status_has_one_owner_and_its_row_in_the_table():
    assert OWNER == {Status.DRAFT: Party.COMPANY, Status.CANCELLED: Party.NOBODY}
    assert set(TRANSITIONS) == set(Status)


def test_nobody_owns_exactly_the_statuses_that_nothing_follows():
    assert {status for status, party in OWNER.items() if party == Party.NOBODY} == {
        status for status, following in TRANSITIONS.items() if not following
    }


def test_answers_are_open_in_a_draft_alone():
    assert {Status.DRAFT} == ANSWERS_ARE_OPEN
