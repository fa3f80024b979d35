"""Cancelling an assessment, and who and why once it is cancelled."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Role
from assessment.actions import cancel_assessment
from assessment.models import Assessment
from tests.assessment.interleaving import just_before
from tests.assessment.pages import Page
from tests.factories.assessments import cancel, find_member, leave_out, make_assessment, save_answer
from tests.factories.people import make_member


pytestmark = pytest.mark.django_db

CHANGED = (
    "The assessment was changed meanwhile, and nothing was saved. Read it again; then save again or leave it."
)


@pytest.fixture
def assessment():
    return make_assessment()


@pytest.fixture
def client(assessment, sign_in):
    return sign_in(find_member(assessment))


def locate(assessment):
    return reverse("assessment:cancel", args=[assessment.pk])


def read_status(assessment):
    return Assessment.objects.get(pk=assessment.pk).status


def list_notes(assessment):
    return [change.note for change in assessment.status_changes.filter(to_status="cancelled")]


def test_cancelling_with_a_reason(assessment, client):
    form = Page(client.get(locate(assessment))).form
    assert form == {"version": "1", "note": ""}

    response = client.post(locate(assessment), {**form, "note": "Wrong year.\r\nSorry."}, follow=True)

    assert response.redirect_chain == [(reverse("assessment:detail", args=[assessment.pk]), 302)]
    assert Page(response).messages == ["The assessment is cancelled. Its answers can still be read."]
    assert list_notes(assessment) == ["Wrong year.\nSorry."]


@pytest.mark.parametrize(
    ("note", "message"),
    [
        ("", "This field is empty. Fill it in."),
        (" \n", "This field is empty. Fill it in."),
        ("x" * 2001, "Ensure this value has at most 2000 characters (it has 2001)."),
        ("a\x00b", "Null characters are not allowed."),
    ],
    ids=["empty", "blank", "long", "NUL"],
)
def test_a_reason_that_does_not_do(assessment, client, note, message):
    page = Page(client.post(locate(assessment), {"version": "1", "note": note}))

    assert page.status == 422
    assert page.errors == [("id_note", f"Why the assessment is cancelled: {message}")]
    assert page.text(page.by_id("id_note_error")) == message
    assert page.form["note"] == note.replace("\x00", "\ufffd")
    assert read_status(assessment) == "draft"


def test_exactly_2000_characters_fit_whatever_their_line_ends(assessment, client):
    note = "\n".join(["x" * 19] * 100) + "\n"
    assert len(note) == 2000

    response = client.post(locate(assessment), {"version": "1", "note": note.replace("\n", "\r\n")})

    assert response.status_code == 302


def test_what_has_changed_meanwhile_is_not_cancelled_unread(assessment, client):
    form = Page(client.get(locate(assessment))).form
    leave_out(assessment)

    page = Page(client.post(locate(assessment), {**form, "note": "Wrong year."}))

    assert page.status == 409
    assert page.errors == [("", CHANGED)]
    assert page.form == {"version": "2", "note": "Wrong year."}
    assert read_status(assessment) == "draft"
    assert client.post(locate(assessment), page.form).status_code == 302
    assert list_notes(assessment) == ["Wrong year."]


def test_an_answer_is_no_change_of_the_assessment_itself(assessment, client):
    form = Page(client.get(locate(assessment))).form
    save_answer(assessment, "GOV-01", "no")

    assert client.post(locate(assessment), {**form, "note": "Wrong year."}).status_code == 302


@pytest.mark.parametrize("version", [None, "", "garbage", "-1"])
def test_a_version_that_cannot_be_read_cancels_nothing_and_keeps_the_text(assessment, client, version):
    data = {"note": "Wrong year."} | ({} if version is None else {"version": version})

    page = Page(client.post(locate(assessment), data))

    assert page.status == 409
    assert page.form == {"version": "1", "note": "Wrong year."}
    assert read_status(assessment) == "draft"


def test_who_comes_second_reads_both_reasons(assessment, client):
    form = Page(client.get(locate(assessment))).form
    second = make_member(assessment.organisation, Role.LEAD, full_name="Дана Серік")
    with time_machine.travel(datetime(2026, 3, 1, 6, 0, tzinfo=UTC), tick=False):
        cancel_as(second, assessment, "Theirs <b>first</b>.")

    page = Page(client.post(locate(assessment), {**form, "note": "Mine <b>second</b>."}))

    assert page.status == 409
    assert page.texts(".//div[@class='conflict']/p") == [
        "Cancelled by Дана Серік, 1 March 2026, 11:00, with this reason:",
        "Theirs <b>first</b>.",
        "Yours is not saved:",
        "Mine <b>second</b>.",
    ]
    assert page.select(".//main//form") == []
    assert list_notes(assessment) == ["Theirs <b>first</b>."]


def test_a_cancellation_between_reading_and_writing_is_told_apart_too(assessment, client):
    second = make_member(assessment.organisation, Role.LEAD)

    with just_before("SAVEPOINT", lambda: cancel_as(second, assessment, "Theirs.")):
        page = Page(client.post(locate(assessment), {"version": "1", "note": "Mine."}))

    assert page.status == 409
    assert page.texts(".//p[@class='conflict__text']") == ["Theirs.", "Mine."]
    assert list_notes(assessment) == ["Theirs."]


def cancel_as(person, assessment, note):
    cancel_assessment(by=person, assessment=assessment, version=1, note=note)


@pytest.mark.parametrize("role", [Role.LEAD, Role.CONTRIBUTOR, Role.VIEWER])
def test_the_reason_can_be_read_by_everybody_in_the_company(assessment, sign_in, role):
    cancel(assessment, note="Wrong year.")

    page = Page(sign_in(find_member(assessment, role)).get(locate(assessment)))

    assert page.status == 200
    assert page.texts(".//p[@class='conflict__text']") == ["Wrong year."]
    assert page.select(".//main//form") == []


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VIEWER])
def test_colleagues_are_told_who_decides(assessment, sign_in, role):
    page = Page(sign_in(find_member(assessment, role)).get(locate(assessment)))

    assert page.status == 403
    assert "Only the lead of the company changes the assessment itself." in page.text()
