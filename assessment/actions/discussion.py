"""Every change of the talk between colleagues. Texts stay out of the audit trail, so that a withdrawn one is gone."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import User
from assessment.actions.answers import UnknownQuestion
from assessment.models import Assessment, Comment
from assessment.policies import check_user_can_answer, check_user_can_withdraw
from assessment.queries import load_questionnaire
from assessment.queries_together import list_colleagues
from standards.models import Question


COMMENT_LIMIT = 4_000


class CommentRefused(Exception):
    """A comment that may not be written."""


class CommentTextRefused(CommentRefused):
    """Empty, longer than `COMMENT_LIMIT` characters, or with a NUL character."""


class MentionNotAllowed(CommentRefused):
    """Somebody is mentioned who could not reply: only colleagues who may answer are."""


@transaction.atomic
def add_comment(
    *,
    by: User,
    assessment: Assessment,
    question: str,
    text: str,
    mentions: Iterable[int] = (),
    key: UUID | None = None,
) -> Comment:
    """Starts a thread about a question, meant for the people with the keys in `mentions`.

    `key` is the comment's key, chosen by the page: sent again it gives back the comment that is there.
    Raises `NotAllowed`, `UnknownQuestion`, `CommentTextRefused` or `MentionNotAllowed`.
    """
    locked = Assessment.objects.locked().get(pk=assessment.pk)
    check_user_can_answer(by, locked)
    if question not in load_questionnaire(locked, "en").by_code:
        raise UnknownQuestion(question)
    row = Question.objects.get(edition__assessments=locked, code=question)
    return _write(by, locked, Comment(question=row), text, mentions, key)


@transaction.atomic
def reply(
    *, by: User, thread: Comment, text: str, mentions: Iterable[int] = (), key: UUID | None = None
) -> Comment:
    """Adds to a thread. One that was resolved is open again: what somebody has to add is never refused for being late.

    `key` is as with `add_comment`. Raises `NotAllowed`, `CommentTextRefused` or `MentionNotAllowed`.
    """
    locked, opener = _lock(thread.thread or thread)
    check_user_can_answer(by, locked)
    comment = _write(by, locked, Comment(question=opener.question, thread=opener), text, mentions, key)
    if opener.resolved_at:
        _set_resolved(by, opener, verb="reopen-thread")
    return comment


@transaction.atomic
def resolve_thread(*, by: User, thread: Comment) -> None:
    """Says that nothing is left to be said. Nothing happens when somebody else has said so already."""
    locked, opener = _lock(thread.thread or thread)
    check_user_can_answer(by, locked)
    if not opener.resolved_at:
        _set_resolved(by, opener, verb="resolve-thread", resolved_at=timezone.now(), resolved_by=by)


@transaction.atomic
def reopen_thread(*, by: User, thread: Comment) -> None:
    """Takes a resolution back. Nothing happens when the thread is open."""
    locked, opener = _lock(thread.thread or thread)
    check_user_can_answer(by, locked)
    if opener.resolved_at:
        _set_resolved(by, opener, verb="reopen-thread")


@transaction.atomic
def withdraw_comment(*, by: User, comment: Comment) -> None:
    """Removes the text and the mentions for good and leaves the mark that something was said here."""
    locked, comment = _lock(comment)
    check_user_can_withdraw(by, locked, comment.by_id)
    if comment.withdrawn_at:
        return
    comment.text, comment.withdrawn_at = "", timezone.now()
    comment.save(update_fields=["text", "withdrawn_at"])
    comment.mentions.clear()
    _record(by, locked, "withdraw-comment", comment)


def _lock(comment: Comment) -> tuple[Assessment, Comment]:
    """The assessment, which nobody else can change before the transaction ends, and the comment as it is then."""
    locked = Assessment.objects.locked().get(pk=comment.assessment_id)
    row = Comment.objects.select_related("question").get(pk=comment.pk)
    row.assessment = locked
    return locked, row


def _write(
    by: User, locked: Assessment, comment: Comment, text: str, mentions: Iterable[int], key: UUID | None
) -> Comment:
    if not text.strip() or len(text) > COMMENT_LIMIT or "\x00" in text:
        raise CommentTextRefused
    mentions = set(mentions)
    if mentions - {colleague for colleague, _name in list_colleagues(locked)}:
        raise MentionNotAllowed
    there = Comment.objects.filter(pk=key).first() if key else None
    if there and (there.assessment_id, there.by_id) == (locked.pk, by.pk):
        return there
    comment.pk = uuid4() if there or not key else key
    comment.assessment, comment.by, comment.text = locked, by, text
    comment.save(force_insert=True)
    comment.mentions.set(mentions)
    verb = "reply-to-comment" if comment.thread else "add-comment"
    _record(by, locked, verb, comment, mentions=sorted(mentions))
    return comment


def _set_resolved(by: User, opener: Comment, *, verb: str, resolved_at=None, resolved_by=None) -> None:
    opener.resolved_at, opener.resolved_by = resolved_at, resolved_by
    opener.save(update_fields=["resolved_at", "resolved_by"])
    _record(by, opener.assessment, verb, opener)


def _record(by: User, locked: Assessment, verb: str, comment: Comment, **after) -> None:
    record_event(
        by=by,
        organisation=locked.organisation,
        verb=verb,
        subject=comment,
        after={"question": comment.question.code, **after},
    )
