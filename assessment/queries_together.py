"""Reads of what colleagues share: assignments, sign-offs, talk, presence."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from accounts.models import Membership, Role, User
from assessment.discussion import Remark, gather_threads
from assessment.models import Assessment, Assignment, Comment, Presence, SignOff
from assessment.questionnaire import FilledQuestionnaire
from assessment.together import Responsibility, Signature, Together


SEEN_WITHIN = timedelta(seconds=60)
# How long it is known where somebody was.
KEPT = timedelta(hours=1)


def name(person: str) -> Coalesce:
    """What `str(person)` says, in a query."""
    full_name = NullIf(F(f"{person}__full_name"), Value(""))
    return Coalesce(full_name, F(f"{person}__email"), output_field=CharField())


def load_together(
    filled: FilledQuestionnaire, assessment: Assessment, user: User, *, with_signatures: bool = True
) -> Together:
    """How colleagues share the assessment, as this person sees it. Three queries, whatever it holds; two without what is
    signed off."""
    pillars, questions = load_responsibilities(assessment)
    signatures = SignOff.objects.filter(assessment=assessment).values_list(
        "pillar", "recommendation", "pk", "at", "by", name("by")
    )
    return Together(
        filled=filled,
        reader=user.pk,
        today=timezone.localdate(),
        pillars=pillars,
        questions=questions,
        signatures={
            (pillar, part): Signature(*values)
            for pillar, part, *values in (signatures if with_signatures else ())
        },
        threads=gather_threads(_read_remarks(assessment, user)),
    )


def load_responsibilities(
    assessment: Assessment,
) -> tuple[dict[str, Responsibility], dict[str, Responsibility]]:
    """Who answers which pillar, and which single question. One query."""
    pillars, questions = {}, {}
    rows = Assignment.objects.filter(assessment=assessment).values_list(
        "pillar", "question__code", "assignee", name("assignee"), "due_on", "version", name("by")
    )
    for pillar, question, *values in rows:
        (questions if question else pillars)[question or pillar] = Responsibility(*values)
    return pillars, questions


def _read_remarks(assessment: Assessment, user: User) -> list[Remark]:
    """All comments without their texts; of their mentions only that of the person."""
    mentioned = Comment.mentions.through.objects.filter(comment=OuterRef("pk"), user=user)
    rows = (
        Comment.objects.filter(assessment=assessment)
        .annotate(mentions_me=Exists(mentioned))
        .values_list(
            "pk", "thread", "question__code", "at", "by", "mentions_me", "resolved_at", "withdrawn_at"
        )
    )
    return [
        Remark(
            id=pk,
            thread=thread,
            question=code,
            at=at,
            by=by,
            mentions=frozenset([user.pk] if mentions_me else []),
            is_resolved=resolved_at is not None,
            is_withdrawn=withdrawn_at is not None,
        )
        for pk, thread, code, at, by, mentions_me, resolved_at, withdrawn_at in rows
    ]


def load_comments(assessment: Assessment, question: str) -> list[list[Comment]]:
    """The threads about a question with their texts, each as its comments; those in which nothing is said any more are left
    out. Two queries."""
    comments = (
        Comment.objects.filter(assessment=assessment, question__code=question)
        .select_related("by", "resolved_by")
        .prefetch_related("mentions")
    )
    by_thread = defaultdict(list)
    for comment in comments:
        by_thread[comment.thread_id or comment.pk].append(comment)
    threads = sorted(by_thread.values(), key=lambda thread: thread[0].at)
    return [thread for thread in threads if any(comment.withdrawn_at is None for comment in thread)]


def list_colleagues(assessment: Assessment) -> list[tuple[int, str]]:
    """Key and name of everybody who may answer, in the order of their names. One query."""
    members = Membership.objects.filter(
        organisation=assessment.organisation_id,
        role__in=(Role.LEAD, Role.CONTRIBUTOR),
        user__is_active=True,
    ).select_related("user")
    return sorted(((member.user_id, str(member.user)) for member in members), key=lambda pair: pair[1])


def list_present(
    assessment: Assessment, user: User, pillar: str, now: datetime
) -> tuple[list[tuple[str, str, str]], bool]:
    """Name, pillar and question (or an empty text) of the colleagues who were seen within the last minute, those in this
    pillar first; and whether somebody was last seen so long ago that it is to be forgotten. One query."""
    rows = list(
        Presence.objects.filter(assessment=assessment)
        .exclude(user=user)
        .annotate(
            is_member=Exists(
                Membership.objects.filter(user=OuterRef("user"), organisation=assessment.organisation_id)
            )
        )
        .values_list("seen_at", "is_member", name("user"), "pillar", "question")
    )
    seen = [tuple(row) for at, is_member, *row in rows if is_member and at > now - SEEN_WITHIN]
    is_old = any(at < now - KEPT for at, *_row in rows)
    return sorted(seen, key=lambda row: (row[1] != pillar, row)), is_old
