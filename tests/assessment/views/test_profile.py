"""Adopting the company's present profile."""

import pytest
from django.urls import reverse

from accounts.actions import update_organisation_profile
from accounts.models import Role
from assessment.models import Assessment
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

CHANGED = "The assessment was changed meanwhile. Read the difference again and decide."


@pytest.fixture
def assessment():
    return make_assessment(tags=["messenger", "telecom"])


@pytest.fixture
def client(assessment, sign_in):
    return sign_in(find_member(assessment))


def change_profile(assessment, *tags):
    company = assessment.organisation
    company.refresh_from_db()
    names = {name: getattr(company, name) for name in ("name_kk", "name_ru", "name_en", "bin", "sector")}
    update_organisation_profile(
        by=find_member(assessment), organisation=company, version=company.version, tags=tags, **names
    )


def locate(assessment):
    return reverse("assessment:profile", args=[assessment.pk])


def read_tags(assessment):
    return Assessment.objects.get(pk=assessment.pk).tags


def test_the_page_says_what_would_change(assessment, client):
    change_profile(assessment, "telecom", "ai")

    page = Page(client.get(locate(assessment)))

    heads, lists = page.texts(".//main/h2"), page.select(".//main/ul")
    assert dict(zip(heads, map(page.text, lists), strict=True)) == {
        "New in the profile": "Uses user data in algorithmic or AI systems",
        "No longer in the profile": "Offers instant messaging",
        "Unchanged": "Is a telecommunications operator",
    }
    assert page.form == {"version": "1", "profile_version": "2"}


def test_nothing_differs(assessment, client):
    page = Page(client.get(locate(assessment)))

    assert "Nothing differs." in page.text()
    assert page.select(".//main//form") == []


def test_adopting_changes_what_is_asked_and_keeps_the_answers(assessment, client):
    save_answer(assessment, "FOE-05", "no", "Nothing is written.")
    change_profile(assessment, "telecom")

    response = client.post(locate(assessment), Page(client.get(locate(assessment))).form, follow=True)

    page = Page(response)
    assert response.redirect_chain == [(reverse("assessment:detail", args=[assessment.pk]), 302)]
    assert page.messages == ["The assessment now asks what fits the company's profile."]
    assert read_tags(assessment) == ["telecom"]
    assert find_answer(assessment, "FOE-05").explanation == "Nothing is written."


def test_a_page_that_is_out_of_date_adopts_nothing_and_shows_the_difference_again(assessment, client):
    change_profile(assessment, "telecom")
    form = Page(client.get(locate(assessment))).form
    leave_out(assessment)

    response = client.post(locate(assessment), form, follow=True)

    page = Page(response)
    assert response.redirect_chain == [(locate(assessment), 302)]
    assert page.messages == [CHANGED]
    assert page.form == {"version": "2", "profile_version": "2"}
    assert read_tags(assessment) == ["messenger", "telecom"]


def test_a_profile_that_was_not_read_is_not_adopted(assessment, client):
    change_profile(assessment, "telecom")
    form = Page(client.get(locate(assessment))).form
    change_profile(assessment, "telecom", "ai", "targeted_ads")

    page = Page(client.post(locate(assessment), form, follow=True))

    assert page.messages == [CHANGED]
    assert read_tags(assessment) == ["messenger", "telecom"]
    assert client.post(locate(assessment), page.form).status_code == 302
    assert read_tags(assessment) == ["targeted_ads", "ai", "telecom"]


@pytest.mark.parametrize("field", ["version", "profile_version"])
@pytest.mark.parametrize("value", [None, "", "garbage", "-1", "\x00"])
def test_a_version_that_cannot_be_read_adopts_nothing(assessment, client, field, value):
    change_profile(assessment, "telecom")
    form = Page(client.get(locate(assessment))).form
    data = {key: given for key, given in {**form, field: value}.items() if given is not None}

    page = Page(client.post(locate(assessment), data, follow=True))

    assert page.messages == [CHANGED]
    assert read_tags(assessment) == ["messenger", "telecom"]


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VIEWER])
def test_colleagues_are_told_who_decides(assessment, sign_in, role):
    page = Page(sign_in(find_member(assessment, role)).get(locate(assessment)))

    assert page.status == 403
    assert "Only the lead of the company changes the assessment itself." in page.text()


def test_a_cancelled_assessment_keeps_its_profile(assessment, client):
    change_profile(assessment, "telecom")
    form = Page(client.get(locate(assessment))).form
    cancel(assessment)

    page = Page(client.post(locate(assessment), form))

    assert page.status == 403
    assert "This assessment is cancelled. It can be read but not changed." in page.text()
