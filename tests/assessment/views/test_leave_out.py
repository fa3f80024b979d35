"""Leaving out a pillar with a reason, and taking it back."""

import pytest
from django.urls import reverse

from accounts.models import Role
from assessment.models import OmittedPillar
from tests.assessment.interleaving import just_before
from tests.assessment.pages import Page
from tests.factories.assessments import (
    cancel,
    find_answer,
    find_member,
    leave_out,
    make_assessment,
    save_answer,
)


pytestmark = pytest.mark.django_db

CHANGED = (
    "The assessment was changed meanwhile, and nothing was saved. Read it again; then save again or leave it."
)
LEAVE_OUT = "Leave out “Protection of human rights defenders”"
TAKE_BACK = "Take “Protection of human rights defenders” back"


@pytest.fixture
def assessment():
    return make_assessment()


@pytest.fixture
def client(assessment, sign_in):
    return sign_in(find_member(assessment))


def locate(assessment, pillar="hrd"):
    return reverse("assessment:leave-out", args=[assessment.pk, pillar])


def list_reasons(assessment):
    return list(OmittedPillar.objects.filter(assessment=assessment).values_list("reason", flat=True))


def test_leaving_out_with_a_reason(assessment, client):
    page = Page(client.get(locate(assessment)))
    assert (page.heading, page.form) == (LEAVE_OUT, {"version": "1", "reason": ""})

    response = client.post(
        locate(assessment), {**page.form, "reason": "No messages.\r\nNo contacts."}, follow=True
    )

    assert response.redirect_chain == [(reverse("assessment:detail", args=[assessment.pk]), 302)]
    assert Page(response).messages == ["The pillar is left out. The report says so with your reason."]
    assert list_reasons(assessment) == ["No messages.\nNo contacts."]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_reason_keeps_the_language_of_the_page(assessment, sign_in, language):
    client = sign_in(find_member(assessment), language)

    client.post(locate(assessment), {"version": "1", "reason": "No messages."})

    assert OmittedPillar.objects.get(assessment=assessment).reason_language == language


@pytest.mark.parametrize("reason", ["", " \r\n", "x" * 2001, "a\x00b"], ids=["empty", "blank", "long", "NUL"])
def test_a_reason_that_does_not_do(assessment, client, reason):
    page = Page(client.post(locate(assessment), {"version": "1", "reason": reason}))

    assert page.status == 422
    assert [target for target, _message in page.errors] == ["id_reason"]
    assert page.text(page.by_id("id_reason_error"))
    assert list_reasons(assessment) == []


def test_taking_back_brings_the_answers_back(assessment, client):
    save_answer(assessment, "HRD-01", "yes", "Published.")
    leave_out(assessment, reason="No <b>messages</b>.")

    page = Page(client.get(locate(assessment)))
    assert page.heading == TAKE_BACK
    assert "Left out, with this reason: No <b>messages</b>." in page.text()
    assert page.form == {"version": "2"}
    response = client.post(locate(assessment), {**page.form, "take-back": "1"}, follow=True)

    assert Page(response).messages == ["The pillar counts again."]
    assert list_reasons(assessment) == []
    assert find_answer(assessment, "HRD-01").explanation == "Published."


def test_of_two_leads_the_second_reads_both_reasons_and_overwrites_nothing(assessment, client):
    form = Page(client.get(locate(assessment))).form
    leave_out(assessment, reason="Theirs <b>first</b>.")

    page = Page(client.post(locate(assessment), {**form, "reason": "Mine second."}))

    assert page.status == 409
    assert page.heading == LEAVE_OUT
    assert page.errors == [("", CHANGED)]
    assert page.texts(".//p[@class='conflict__text']") == ["Theirs <b>first</b>."]
    assert page.form == {"version": "2", "reason": "Mine second."}
    assert list_reasons(assessment) == ["Theirs <b>first</b>."]


def test_saving_the_shown_page_again_replaces_the_reason(assessment, client):
    form = Page(client.get(locate(assessment))).form
    leave_out(assessment, reason="Theirs.")
    page = Page(client.post(locate(assessment), {**form, "reason": "Mine."}))

    assert client.post(locate(assessment), page.form).status_code == 302
    assert list_reasons(assessment) == ["Mine."]


def test_a_reason_that_arrives_between_reading_and_writing_is_not_overwritten(assessment, client):
    with just_before("SAVEPOINT", lambda: leave_out(assessment, reason="Theirs.")):
        page = Page(client.post(locate(assessment), {"version": "1", "reason": "Mine."}))

    assert page.status == 409
    assert page.texts(".//p[@class='conflict__text']") == ["Theirs."]
    assert page.form == {"version": "2", "reason": "Mine."}
    assert list_reasons(assessment) == ["Theirs."]


def test_another_change_of_the_assessment_keeps_the_typed_reason(assessment, client):
    form = Page(client.get(locate(assessment))).form
    leave_out(assessment)
    client.post(locate(assessment), {"version": "2", "take-back": "1"})

    page = Page(client.post(locate(assessment), {**form, "reason": "Mine."}))

    assert (page.status, page.form) == (409, {"version": "3", "reason": "Mine."})
    assert page.select(".//p[@class='conflict__text']") == []
    assert list_reasons(assessment) == []


@pytest.mark.parametrize("version", [None, "", "garbage", "-1", "1"])
def test_taking_back_a_reason_that_was_not_read_is_stale(assessment, client, version):
    leave_out(assessment, reason="Theirs.")
    data = {"take-back": "1"} | ({} if version is None else {"version": version})

    response = client.post(locate(assessment), data, follow=True)

    page = Page(response)
    assert response.redirect_chain == [(locate(assessment), 302)]
    assert page.messages == ["The assessment was changed meanwhile. Read the difference again and decide."]
    assert page.heading == TAKE_BACK
    assert list_reasons(assessment) == ["Theirs."]


@pytest.mark.parametrize("version", [None, "", "garbage", "-1", "2"])
def test_a_version_that_was_not_read_leaves_out_nothing_and_keeps_the_text(assessment, client, version):
    data = {"reason": "Mine."} | ({} if version is None else {"version": version})

    page = Page(client.post(locate(assessment), data))

    assert (page.status, page.form) == (409, {"version": "1", "reason": "Mine."})
    assert list_reasons(assessment) == []


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("pillar", ["expression", "weather"])
def test_a_pillar_that_must_stay_is_not_found(assessment, client, method, pillar):
    response = getattr(client, method)(locate(assessment, pillar), {"version": "1", "reason": "Mine."})

    assert response.status_code == 404
    assert "This pillar cannot be left out." in Page(response).text()
    assert list_reasons(assessment) == []


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VIEWER])
def test_colleagues_are_told_who_decides(assessment, sign_in, role):
    page = Page(sign_in(find_member(assessment, role)).get(locate(assessment)))

    assert page.status == 403
    assert "Only the lead of the company changes the assessment itself." in page.text()


def test_a_cancelled_assessment_keeps_its_pillars(assessment, client):
    form = Page(client.get(locate(assessment))).form
    cancel(assessment)

    page = Page(client.post(locate(assessment), {**form, "reason": "Mine."}))

    assert page.status == 403
    assert "This assessment is cancelled. It can be read but not changed." in page.text()
    assert list_reasons(assessment) == []
