"""The link to the next unanswered question."""

import pytest
from django.urls import reverse

from accounts.models import Role
from assessment.actions import AnswerChange, save_answers
from assessment.queries import load_questionnaire
from tests.assessment.pages import Page
from tests.factories.assessments import find_member, leave_out, make_assessment, save_answer


pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    return make_assessment(standards=["drcq", "us-eu-hrd"])


@pytest.fixture
def client(assessment, sign_in):
    return sign_in(find_member(assessment))


def go(client, assessment):
    return client.get(reverse("assessment:next", args=[assessment.pk]))


def answer_all(assessment, *, but=()):
    codes = [code for code in load_questionnaire(assessment, "en").by_code if code not in but]
    save_answers(
        by=find_member(assessment),
        assessment=assessment,
        changes=[AnswerChange(code, "no", "", "en", 0) for code in codes],
    )


def test_it_begins_with_the_first_question_on_the_page_of_its_part(assessment, client):
    response = go(client, assessment)

    home = reverse("assessment:detail", args=[assessment.pk])
    assert (response.status_code, response.url) == (302, f"{home}pillars/expression/DRCQ-FE-1/#FOE-01")
    assert "FOE-01" in Page(client.get(response.url)).ids


def test_it_skips_what_is_answered_and_not_what_is_only_explained(assessment, client):
    save_answer(assessment, "FOE-01", "no")
    save_answer(assessment, "FOE-02", "", "Still asking.")

    assert go(client, assessment).url.endswith("#FOE-02")


def test_it_finds_the_last_one(assessment, client):
    answer_all(assessment, but=["HRD-32"])

    assert go(client, assessment).url.endswith("/pillars/hrd/USEU-10/#HRD-32")


def test_it_does_not_lead_into_a_pillar_that_is_left_out(assessment, client):
    answer_all(assessment, but=["HRD-32"])
    leave_out(assessment)

    assert go(client, assessment).url == reverse("assessment:check", args=[assessment.pk])


def test_when_all_is_answered_it_leads_to_the_check_and_says_so(assessment, client):
    answer_all(assessment)

    response = client.get(reverse("assessment:next", args=[assessment.pk]), follow=True)

    assert response.redirect_chain == [(reverse("assessment:check", args=[assessment.pk]), 302)]
    assert Page(response).messages == ["All applicable questions are answered. Check your answers."]


def test_viewers_may_follow_it(assessment, sign_in):
    assert go(sign_in(find_member(assessment, Role.VIEWER)), assessment).status_code == 302
