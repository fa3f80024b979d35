"""Talk between colleagues about questions: threads, and who is waited for. Pure.

Whom a comment is meant for is chosen beside its text, not read out of it: a name in a text is nobody's mention.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Remark:
    """A comment. `thread` is the comment that it replies to; none when it starts a thread, and only then it may be
    resolved. `by` and `mentions` are keys of people. A withdrawn remark has no text and says nothing."""

    id: UUID
    thread: UUID | None
    question: str
    at: datetime
    by: int
    mentions: frozenset[int] = frozenset()
    is_resolved: bool = False
    is_withdrawn: bool = False


@dataclass(frozen=True)
class Thread:
    """A remark and the replies to it, oldest first."""

    opener: Remark
    replies: tuple[Remark, ...]

    @property
    def id(self) -> UUID:
        return self.opener.id

    @property
    def question(self) -> str:
        return self.opener.question

    @property
    def remarks(self) -> tuple[Remark, ...]:
        return (self.opener, *self.replies)

    @property
    def said(self) -> tuple[Remark, ...]:
        """What has not been withdrawn."""
        return tuple(remark for remark in self.remarks if not remark.is_withdrawn)

    @property
    def is_open(self) -> bool:
        """Neither resolved nor withdrawn as a whole."""
        return bool(self.said) and not self.opener.is_resolved

    def waits_for(self, person: int) -> bool:
        """Whether it is the person's turn: mentioned in an open thread and silent since, or somebody else has replied last
        in an open thread that the person has started."""
        if not self.is_open:
            return False
        mine = [number for number, remark in enumerate(self.said) if remark.by == person]
        since = self.said[mine[-1] + 1 :] if mine else self.said
        started = self.opener.by == person and bool(since)
        return started or any(person in remark.mentions for remark in since)


def gather_threads(remarks: Iterable[Remark]) -> tuple[Thread, ...]:
    """The threads in the order in which they were started. A reply to what is not there is left out."""
    remarks = sorted(remarks, key=lambda remark: (remark.at, remark.id))
    replies = {remark.id: [] for remark in remarks if remark.thread is None}
    for remark in remarks:
        if remark.thread in replies:
            replies[remark.thread].append(remark)
    return tuple(Thread(remark, tuple(replies[remark.id])) for remark in remarks if remark.thread is None)
