"""Reads that join several models."""

import pytest

from accounts.models import Role, User
from assessment.models import Assessment
from assessment.queries import (
    describe_assessments,
    load_answers,
    load_filled_questionnaire,
    load_questionnaire,
)
from assessment.questionnaire import Progress
from tests.factories.assessments import (
    find_answer,
    find_member,
    leave_out,
    make_assessment,
    save_answer,
)


pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    return make_assessment(tags=["messenger"])


def read_for_lead(assessment):
    return Assessment.objects.visible_to(find_member(assessment)).select_related("organisation")


def test_a_filled_questionnaire_has_answers_by_code(assessment):
    colleague = find_member(assessment, Role.CONTRIBUTOR)
    save_answer(assessment, "GOV-01", "no", "Әлі жоқ.", language="kk", by=colleague)
    leave_out(assessment, reason="We run no such service.")

    filled = load_filled_questionnaire(assessment, "ru")

    (key,) = filled.answers
    answer, row = filled.answer_to(key), find_answer(assessment, "GOV-01")
    assert (answer.option, answer.explanation, answer.explanation_language) == ("no", "Әлі жоқ.", "kk")
    assert (answer.version, answer.updated_at, answer.updated_by) == (1, row.updated_at, colleague.full_name)
    assert (filled.left_out["hrd"].reason, filled.left_out["hrd"].reason_language) == (
        "We run no such service.",
        "en",
    )
    assert filled.questionnaire.find_pillar("governance").label == "Корпоративное управление"


def test_a_filled_questionnaire_costs_two_queries_whatever_it_holds(assessment, django_assert_num_queries):
    load_questionnaire(assessment, "en")
    with django_assert_num_queries(2):
        load_filled_questionnaire(assessment, "en")
    for code in ("GOV-01", "GOV-02", "GOV-03"):
        save_answer(assessment, code, "no", "Not yet.")
    leave_out(assessment)
    with django_assert_num_queries(2):
        load_filled_questionnaire(assessment, "en")


def test_a_process_asks_for_the_pinned_editions_once(assessment, django_assert_num_queries):
    with django_assert_num_queries(1):
        first = load_questionnaire(assessment, "en")
    with django_assert_num_queries(0):
        assert load_questionnaire(assessment, "en") is first


def test_the_questionnaire_follows_the_tags_of_the_assessment(assessment):
    before = load_questionnaire(assessment, "en").by_code

    assessment.tags = []

    assert set(before) - set(load_questionnaire(assessment, "en").by_code) >= {"FOE-05", "HRD-28"}


def test_standards_come_in_the_order_in_which_they_were_pinned(assessment):
    editions = load_questionnaire(assessment, "en").editions

    assert [edition.standard.slug for edition in editions] == ["drcq", "us-eu-hrd", "kz-context"]


def test_answers_by_code_with_the_key_of_the_question(assessment, django_assert_num_queries):
    save_answer(assessment, "GOV-01", "no", "Not yet.")
    save_answer(make_assessment(), "GOV-02", "yes", "Another company.")
    codes = ["GOV-01", "GOV-02", "HRD-01", "GOV-99"]

    with django_assert_num_queries(1):
        questions, answers = load_answers(assessment, codes)

    assert set(questions) == {"GOV-01", "GOV-02", "HRD-01"}
    assert questions["GOV-01"] == find_answer(assessment, "GOV-01").question_id
    assert answers == {"GOV-01": load_filled_questionnaire(assessment, "en").answer_to("GOV-01")}


def test_rows_of_a_list(assessment):
    save_answer(assessment, "GOV-01", "no")
    save_answer(assessment, "GOV-02", "", "Still asking.")
    save_answer(assessment, "HRD-01", "yes")
    asked = load_questionnaire(assessment, "en").by_code.values()

    (row,) = describe_assessments([assessment], "en")
    assert row["assessment"] == assessment
    assert row["standards"] == ["DRCQ", "US-EU", "Kazakhstan context"]
    assert row["progress"] == Progress(2, len(asked))

    leave_out(assessment)
    (row,) = describe_assessments([assessment], "en")
    assert row["progress"] == Progress(1, sum(question.pillar != "hrd" for question in asked))


def test_answers_to_questions_that_no_longer_apply_are_no_progress(assessment):
    save_answer(assessment, "FOE-05", "no")
    assessment.tags = []

    (row,) = describe_assessments([assessment], "en")

    assert row["progress"].answered == 0


def test_no_rows_no_list():
    assert describe_assessments([], "en") == []


def test_a_list_costs_three_queries_for_any_number_of_rows(django_assert_num_queries):
    lead = find_member(make_assessment(year=2021))
    for assessments in ([2021], [2021, 2022, 2023]):
        for year in assessments[1:]:
            save_answer(make_assessment(lead=lead, year=year), "GOV-01", "yes")
        rows = list(Assessment.objects.visible_to(lead))
        assert len(rows) == len(assessments)
        with django_assert_num_queries(3):
            assert len(describe_assessments(rows, "en")) == len(assessments)


def test_rows_keep_the_order_given():
    demo = list(Assessment.objects.order_by("period_end", "organisation__name_en"))

    assert [row["assessment"] for row in describe_assessments(demo, "en")] == demo


@pytest.mark.parametrize(
    ("email", "companies"),
    [
        ("lead@kokjiek.test", ["Kokjiek"]),
        ("contributor@kokjiek.test", ["Kokjiek"]),
        ("viewer@kokjiek.test", ["Kokjiek"]),
        ("lead@tulpar.test", ["Tulpar", "Tulpar"]),
        ("auditor@audit.test", []),
        ("lead.auditor@audit.test", []),
        ("reader@ngo.test", []),
        ("admin@olshem.test", []),
    ],
)
def test_nobody_else_s_rows(email, companies):
    visible = Assessment.objects.visible_to(User.objects.get(email=email))

    assert [row.organisation.name_en for row in visible.select_related("organisation")] == companies
