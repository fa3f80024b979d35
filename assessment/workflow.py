"""Statuses of an assessment, who owns each, and which may follow which. Pure: no database, no people.

Only the moves that exist today are here; submission, review and publication add their rows when they are built.
"""

from enum import StrEnum


class Status(StrEnum):
    DRAFT = "draft"
    CANCELLED = "cancelled"


class Party(StrEnum):
    """Who has to act next."""

    COMPANY = "company"
    NOBODY = "nobody"


OWNER: dict[Status, Party] = {Status.DRAFT: Party.COMPANY, Status.CANCELLED: Party.NOBODY}

TRANSITIONS: dict[Status, tuple[Status, ...]] = {Status.DRAFT: (Status.CANCELLED,), Status.CANCELLED: ()}

ANSWERS_ARE_OPEN: frozenset[Status] = frozenset({Status.DRAFT})


class TransitionNotAllowed(Exception):
    """The assessment is not in a status from which this move is possible."""


def check_transition(old: Status, new: Status) -> None:
    """Raises `TransitionNotAllowed` unless `new` may follow `old`."""
    if new not in TRANSITIONS[old]:
        raise TransitionNotAllowed(f"{old} cannot become {new}")
