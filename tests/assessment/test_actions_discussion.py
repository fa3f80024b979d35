"""Comments: who may say what, to whom, and what stays of what is withdrawn."""

from uuid import uuid4

import pytest

from accounts.models import AuditEvent, Role
from accounts.policies import NotAllowed
from assessment.actions import (
    COMMENT_LIMIT,
    CommentTextRefused,
    MentionNotAllowed,
    UnknownQuestion,
    add_comment,
    reopen_thread,
    reply,
    resolve_thread,
    withdraw_comment,
)
from assessment.models import Comment
from tests.assessment.events import count_events, list_events
from tests.factories.assessments import cancel, find_member, make_assessment
from tests.factories.people import make_member


pytestmark = pytest.mark.django_db

CANARY = "canary of a comment"


@pytest.fixture
def assessment():
    return make_assessment()


@pytest.fixture
def lead(assessment):
    return find_member(assessment)


@pytest.fixture
def contributor(assessment):
    return make_member(assessment.organisation, Role.CONTRIBUTOR)


@pytest.fixture
def viewer(assessment):
    return make_member(assessment.organisation, Role.VIEWER)


def say(assessment, by, text="Who knows?", **keywords):
    return add_comment(by=by, assessment=assessment, question="GOV-01", text=text, **keywords)


def test_a_comment_is_written_and_meant_for_somebody(assessment, lead, contributor):
    comment = say(assessment, lead, CANARY, mentions=[contributor.pk])

    row = Comment.objects.get()
    assert (row.pk, row.text, row.by, row.question.code, row.thread) == (
        comment.pk,
        CANARY,
        lead,
        "GOV-01",
        None,
    )
    assert list(row.mentions.all()) == [contributor]
    assert list_events(row) == [
        ("add-comment", {}, {"question": "GOV-01", "mentions": [contributor.pk]}),
    ]


def test_texts_stay_out_of_the_trail(assessment, lead):
    thread = say(assessment, lead, CANARY)
    reply(by=lead, thread=thread, text=CANARY)
    withdraw_comment(by=lead, comment=thread)

    trail = list(AuditEvent.objects.values_list("before", "after"))
    assert CANARY not in str(trail)


def test_a_form_that_is_sent_twice_is_one_comment(assessment, lead):
    key = uuid4()

    first, second = say(assessment, lead, key=key), say(assessment, lead, key=key)

    assert (first.pk, second.pk, Comment.objects.count()) == (key, key, 1)


def test_a_key_that_somebody_else_has_used_is_not_theirs(assessment, lead, contributor):
    theirs = say(assessment, contributor, "Theirs.")

    mine = say(assessment, lead, "Mine.", key=theirs.pk)

    assert mine.pk != theirs.pk
    assert sorted(Comment.objects.values_list("text", flat=True)) == ["Mine.", "Theirs."]


@pytest.mark.parametrize("text", ["", " \n", "x" * (COMMENT_LIMIT + 1), "NUL \x00"])
def test_texts_that_are_refused(assessment, lead, text):
    before = count_events()

    with pytest.raises(CommentTextRefused):
        say(assessment, lead, text)

    assert (Comment.objects.count(), count_events()) == (0, before)


def test_the_longest_comment(assessment, lead):
    assert say(assessment, lead, "x" * COMMENT_LIMIT).pk


def test_an_unknown_question(assessment, lead):
    with pytest.raises(UnknownQuestion):
        add_comment(by=lead, assessment=assessment, question="GOV-99", text="Where?")


def test_only_colleagues_who_may_answer_are_mentioned(assessment, lead, viewer):
    stranger = find_member(make_assessment())

    for person in (viewer, stranger):
        with pytest.raises(MentionNotAllowed):
            say(assessment, lead, mentions=[person.pk])
    assert Comment.objects.count() == 0


def test_replying_to_a_reply_joins_the_thread_and_opens_it(assessment, lead, contributor):
    thread = say(assessment, lead)
    first = reply(by=contributor, thread=thread, text="I do.")
    resolve_thread(by=lead, thread=first)
    assert Comment.objects.get(pk=thread.pk).resolved_by == lead

    second = reply(by=contributor, thread=first, text="One more thing.")

    assert (first.thread_id, second.thread_id) == (thread.pk, thread.pk)
    row = Comment.objects.get(pk=thread.pk)
    assert (row.resolved_at, row.resolved_by) == (None, None)


def test_resolving_and_reopening_twice_is_once(assessment, lead, contributor):
    thread = say(assessment, lead)
    for _time in range(2):
        resolve_thread(by=contributor, thread=thread)
    for _time in range(2):
        reopen_thread(by=lead, thread=thread)

    assert [verb for verb, _before, _after in list_events(thread)] == [
        "add-comment",
        "resolve-thread",
        "reopen-thread",
    ]


def test_a_withdrawn_comment_loses_its_text_and_mentions_for_good(assessment, lead, contributor):
    comment = say(assessment, contributor, CANARY, mentions=[lead.pk])

    for _time in range(2):
        withdraw_comment(by=contributor, comment=comment)

    row = Comment.objects.get()
    assert (row.text, row.withdrawn_at is not None, row.mentions.count()) == ("", True, 0)
    assert [verb for verb, _before, _after in list_events(row)] == ["add-comment", "withdraw-comment"]


def test_the_lead_withdraws_what_others_have_said_and_nobody_else_does(assessment, lead, contributor):
    other = make_member(assessment.organisation, Role.CONTRIBUTOR)
    comment = say(assessment, contributor)

    with pytest.raises(NotAllowed):
        withdraw_comment(by=other, comment=comment)
    withdraw_comment(by=lead, comment=comment)

    assert Comment.objects.get().withdrawn_at is not None


def test_who_only_reads_says_nothing(assessment, lead, viewer):
    thread = say(assessment, lead)
    jobs = [
        lambda: say(assessment, viewer),
        lambda: reply(by=viewer, thread=thread, text="No."),
        lambda: resolve_thread(by=viewer, thread=thread),
        lambda: reopen_thread(by=viewer, thread=thread),
        lambda: withdraw_comment(by=viewer, comment=thread),
    ]
    before = count_events()

    for job in jobs:
        with pytest.raises(NotAllowed):
            job()
    assert (Comment.objects.count(), count_events()) == (1, before)


def test_nothing_is_said_about_what_is_cancelled(assessment, lead):
    cancel(assessment)

    with pytest.raises(NotAllowed):
        say(assessment, lead)
