"""Check your answers."""

import pytest
from django.urls import reverse

from accounts.models import Role
from tests.assessment.pages import Page
from tests.factories.assessments import find_member, leave_out, make_assessment, measure, save_answer


pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    """The core questions of two standards, of which one has a pillar that can be left out."""
    assessment = make_assessment(standards=["drcq", "us-eu-hrd"], tier="core")
    save_answer(assessment, "GOV-01", "yes", "Approved <b>by the board</b>.\nIn 2025.", language="ru")
    save_answer(assessment, "GOV-02", "no")
    save_answer(assessment, "GOV-04", "", "Still asking.")
    save_answer(assessment, "HRD-01", "partially")
    return assessment


@pytest.fixture
def client(assessment, sign_in):
    return sign_in(find_member(assessment))


def open_check(client, assessment, query=""):
    return Page(client.get(reverse("assessment:check", args=[assessment.pk]) + query))


def list_shown(page):
    return [item.get("id") for item in page.select(".//li[@class='answers__item']")]


def test_all_questions_are_there_by_pillar(assessment, client):
    page = open_check(client, assessment)

    assert page.texts(".//main/section/h2") == [
        "Freedom of expression and information",
        "Corporate governance",
        "Privacy",
        "Protection of human rights defenders",
    ]
    assert len(list_shown(page)) == 42
    assert "39 questions are still unanswered." in page.text()


def test_a_row_says_question_answer_and_explanation_in_its_language(assessment, client):
    row = open_check(client, assessment).by_id("GOV-01")

    page = open_check(client, assessment)
    assert page.text(row.findall("p")[1]) == "● Yes"
    explanation = row.find("p[@class='answers__explanation']")
    assert page.text(explanation) == "Approved <b>by the board</b>. In 2025."
    assert explanation.get("lang") == "ru"
    assert (
        row.find(".//a").get("href")
        == reverse("assessment:recommendation", args=[assessment.pk, "governance", "DRCQ-CG-1"]) + "#GOV-01"
    )


@pytest.mark.parametrize(
    ("role", "words"),
    [(Role.LEAD, ["Change GOV-01", "Answer GOV-04"]), (Role.VIEWER, ["Read GOV-01", "Read GOV-04"])],
)
def test_the_link_says_what_the_person_may_do(assessment, sign_in, role, words):
    page = open_check(sign_in(find_member(assessment, role)), assessment)

    assert [page.text(page.by_id(code).find(".//a")) for code in ("GOV-01", "GOV-04")] == words


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ("?show=unanswered", ["GOV-04", "GOV-05"], ["GOV-01", "GOV-02", "HRD-01"]),
        ("?show=gaps", ["GOV-02", "HRD-01"], ["GOV-01", "GOV-04"]),
        ("?show=weather&severity=%00", ["GOV-01", "GOV-02", "GOV-04", "HRD-01"], []),
    ],
)
def test_filters(assessment, client, query, there, absent):
    page = open_check(client, assessment, query)
    shown = list_shown(page)

    assert set(there) <= set(shown)
    assert not set(absent) & set(shown)
    number = len(shown)
    assert page.texts(".//main/p[@role='status']")[0].startswith(f"{number} questions are shown.")


def test_gaps_by_hand(assessment, client):
    assert list_shown(open_check(client, assessment, "?show=gaps")) == ["GOV-02", "HRD-01"]


def test_severities_share_out_the_questions(assessment, client):
    shown = [
        list_shown(open_check(client, assessment, f"?severity={severity}"))
        for severity in ("critical", "high", "medium", "low")
    ]

    assert all(shown[:3])
    assert sorted(sum(shown, [])) == sorted(list_shown(open_check(client, assessment)))


def test_a_pillar_that_is_left_out_stays_readable_and_is_neither_missing_nor_a_gap(assessment, client):
    leave_out(assessment)

    everything = open_check(client, assessment)
    assert everything.text(everything.by_id("HRD-01").findall("p")[1]) == (
        "◐ Partially in a pillar that is left out"
    )
    assert "HRD-01" not in list_shown(open_check(client, assessment, "?show=gaps"))
    missing = list_shown(open_check(client, assessment, "?show=unanswered"))
    assert f"{len(missing)} questions are still unanswered." in everything.text()


def test_all_can_be_shown_again(assessment, client):
    page = open_check(client, assessment, "?show=gaps")

    link = page.find(".//main/p[@role='status']/a")
    assert (page.text(link), link.get("href")) == (
        "Show all",
        reverse("assessment:check", args=[assessment.pk]),
    )


def test_a_question_of_services_has_a_row_for_each_with_its_name(sign_in):
    assessment = make_assessment(standards=["drcq"])
    measure(assessment, "Mobile", "Internet <b>")
    save_answer(assessment, "PRV-01", "yes", "Of mobile.", unit="1")
    save_answer(assessment, "GOV-01", "no", "Of the company.")

    page = open_check(sign_in(find_member(assessment)), assessment)

    rows = {key: page.by_id(key) for key in ("GOV-01", "PRV-01~1", "PRV-01~2")}
    assert [page.text(row.findall("p")[1]) for row in rows.values()] == [
        "Company as a whole: ○ No",
        "Mobile: ● Yes",
        "Internet <b>: Not answered",
    ]
    assert [page.text(row.find(".//a")) for row in rows.values()] == [
        "Change GOV-01, Company as a whole",
        "Change PRV-01, Mobile",
        "Answer PRV-01, Internet <b>",
    ]
    assert page.text(rows["PRV-01~1"].find("p[@class='answers__explanation']")) == "Of mobile."
    address = reverse("assessment:recommendation", args=[assessment.pk, "privacy", "DRCQ-PR-1"])
    assert {row.find(".//a").get("href") for row in list(rows.values())[1:]} == {f"{address}#PRV-01"}


def test_a_question_counts_once_however_many_services_answer_it(sign_in):
    assessment = make_assessment(standards=["drcq"])
    measure(assessment, "Mobile", "Internet")
    save_answer(assessment, "PRV-01", "no", unit="2")

    page = open_check(sign_in(find_member(assessment)), assessment, "?show=gaps")

    assert list_shown(page) == ["PRV-01~1", "PRV-01~2"]
    assert page.texts(".//main/p[@role='status']") == ["1 question is shown. Show all"]


def test_an_answer_of_the_whole_company_that_does_not_count_has_no_row(sign_in):
    assessment = make_assessment(standards=["drcq"])
    save_answer(assessment, "PRV-01", "no", "Of everybody.")
    measure(assessment, "Mobile")

    page = open_check(sign_in(find_member(assessment)), assessment)

    assert [key for key in list_shown(page) if key.startswith("PRV-01")] == ["PRV-01~1"]
    assert "Of everybody." not in page.text()
