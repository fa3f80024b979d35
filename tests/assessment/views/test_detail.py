"""The home of an assessment."""

import pytest
from django.urls import reverse

from accounts.actions import update_organisation_profile
from accounts.models import Role
from tests.assessment.pages import Page
from tests.factories.assessments import cancel, find_member, leave_out, make_assessment, measure, save_answer


pytestmark = pytest.mark.django_db

LEAVE_OUT, TAKE_BACK = "Leave this pillar out", "Take this pillar back"
BEGIN = "Begin with the first question"


@pytest.fixture
def assessment():
    return make_assessment(tags=["messenger"], year=2026)


@pytest.fixture
def client(assessment, sign_in):
    return sign_in(find_member(assessment))


def locate(assessment, *rest):
    return reverse("assessment:detail", args=[assessment.pk]) + "/".join([*rest, ""] if rest else [])


def open_home(client, assessment):
    return Page(client.get(locate(assessment)))


def find_pillar(page, code):
    (section,) = (
        section for section in page.select(".//section") if section.get("aria-labelledby") == f"pillar-{code}"
    )
    return section


def list_links(page):
    return [link.get("href") for link in page.select(".//main//a")]


def test_heading_names_company_and_period(assessment, client):
    page = open_home(client, assessment)

    assert page.heading == f"{assessment.organisation.name_en} 1 January 2026 – 31 December 2026"
    assert "All questions · Draft · DRCQ 2026, US-EU 2024, Kazakhstan context 2026" in page.text()


def test_nothing_answered_begins_with_the_first_question(assessment, client):
    page = open_home(client, assessment)

    assert page.text(page.find(".//section[@class='summary']/p[@class='score']")) == (
        "Not scored yet 0 of 119 questions answered"
    )
    assert BEGIN in page.texts(".//main//a")


def test_score_and_progress_follow_the_answers(assessment, client):
    save_answer(assessment, "GOV-01", "yes")
    save_answer(assessment, "GOV-02", "no")
    save_answer(assessment, "FOE-01", "", "An explanation is no answer.")

    page = open_home(client, assessment)

    governance = find_pillar(page, "governance")
    bar = governance.find(".//progress")
    assert (bar.get("value"), bar.get("max"), bar.get("aria-label")) == (
        "2",
        "14",
        "Progress: Corporate governance",
    )
    assert page.text(find_pillar(page, "expression").find("div")) == "0 of 41 answered"
    assert "Continue with the next unanswered question" in page.texts(".//main//a")
    assert locate(assessment, "scores", "pillar", "governance") in list_links(page)


def test_every_number_can_be_opened(assessment, client):
    save_answer(assessment, "GOV-01", "yes")

    links = list_links(open_home(client, assessment))

    cuts = [
        ("total", "all"),
        ("disclosure", "all"),
        *(("pillar", code) for code in ("expression", "governance", "privacy", "hrd")),
        *(("standard", slug) for slug in ("drcq", "us-eu-hrd", "kz-context")),
    ]
    for cut, code in cuts:
        assert locate(assessment, "scores", cut, code) in links


def test_the_same_answers_by_standard(assessment, client):
    save_answer(assessment, "GOV-01", "yes")

    rows = open_home(client, assessment).rows()

    assert [row[1:] for row in rows] == [
        ["100", "1 of 52"],
        ["not scored", "0 of 32"],
        ["not scored", "0 of 35"],
        ["not scored", "0 of 45"],
    ]
    assert rows[2][0].endswith("derived by this project")


def test_a_pillar_that_is_left_out_shows_its_reason_and_the_way_back(assessment, client):
    page = open_home(client, assessment)
    assert page.text(find_pillar(page, "hrd")).endswith(LEAVE_OUT)

    leave_out(assessment, reason="No <b>messages</b>.")

    page = open_home(client, assessment)
    hrd = page.text(find_pillar(page, "hrd"))
    assert "Left out, with this reason: No <b>messages</b>." in hrd
    assert hrd.endswith(TAKE_BACK)
    assert "0 of 85 questions answered" in page.text()


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VIEWER])
def test_colleagues_without_the_role_get_no_button_for_what_they_may_not_do(assessment, sign_in, role):
    leave_out(assessment)

    page = open_home(sign_in(find_member(assessment, role)), assessment)

    assert page.status == 200
    assert TAKE_BACK not in page.text()
    assert locate(assessment, "cancel") not in list_links(page)


def test_a_cancelled_assessment_offers_no_change_and_says_where_to_read_why(assessment, client):
    cancel(assessment)

    page = open_home(client, assessment)

    assert (
        "This assessment is cancelled. It can be read but not changed. Who cancelled it, and why"
        in page.text()
    )
    assert list_links(page).count(locate(assessment, "cancel")) == 1
    assert "Cancel this assessment" not in page.text()
    assert LEAVE_OUT not in page.text()
    assert BEGIN not in page.text()


def test_a_viewer_is_offered_the_report_and_not_the_next_question(assessment, sign_in):
    page = open_home(sign_in(find_member(assessment, Role.VIEWER)), assessment)

    assert "Read the gap report" in page.text()
    assert BEGIN not in page.text()


def test_a_changed_profile_is_mentioned_to_the_lead_alone(assessment, client, sign_in):
    address = locate(assessment, "profile")
    assert address not in list_links(open_home(client, assessment))

    company = assessment.organisation
    names = {name: getattr(company, name) for name in ("name_kk", "name_ru", "name_en", "bin", "sector")}
    update_organisation_profile(
        by=find_member(assessment), organisation=company, version=1, tags=["ai"], **names
    )

    assert address in list_links(open_home(client, assessment))
    contributor = sign_in(find_member(assessment, Role.CONTRIBUTOR))
    assert address not in list_links(open_home(contributor, assessment))


def test_questions_that_are_not_asked_are_counted(assessment, client):
    assert (
        "9 questions are not asked, because they do not fit the company's profile or the chosen amount."
        in (open_home(client, assessment).text())
    )


def test_every_link_leads_somewhere(assessment, client):
    save_answer(assessment, "GOV-01", "yes")
    links = {link for link in list_links(open_home(client, assessment)) if link.startswith("/")}
    pages = {link for link in links if not link.endswith(".pdf")}

    assert len(pages) > 40
    assert {link: client.get(link, follow=True).status_code for link in pages} == dict.fromkeys(pages, 200)


def test_scores_by_unit_by_hand(assessment, client):
    measure(assessment, "Mobile <b>", "Internet")
    measure(assessment, "Subsidiary", kind="operating_company")
    save_answer(assessment, "GOV-01", "yes")
    save_answer(assessment, "GOV-01", "partially", unit="3")
    save_answer(assessment, "PRV-01", "no", unit="1")

    page = open_home(client, assessment)

    assert page.rows(-1) == [
        ["Company as a whole", "100", "1 of 90"],
        ["Mobile <b> Service", "0", "1 of 29"],
        ["Internet Service", "not scored", "0 of 29"],
        ["Subsidiary Operating company", "50", "1 of 90"],
    ]
    links = [link.get("href") for link in page.select(".//main//table")[-1].findall("tbody/tr/td/a")]
    assert links == [
        locate(assessment, "scores", "total", "all") + f"?unit={code}" for code in ("", "1", "2", "3")
    ]
    assert [Page(client.get(link)).heading for link in links] == [
        "Score: Total Company as a whole",
        "Score: Total Mobile <b>",
        "Score: Total Internet",
        "Score: Total Subsidiary",
    ]
    # (100 + 50) / 2 in governance, 0 in privacy.
    assert page.text(page.find(".//section[@class='summary']/p[@class='score']")).startswith("38 of 100 ")


def test_progress_counts_a_question_once_for_each_service(assessment, client):
    measure(assessment, "Mobile", "Internet")
    save_answer(assessment, "HRD-21", "no", unit="2")

    bar = find_pillar(open_home(client, assessment), "hrd").find(".//progress")

    # 34 questions, two of them of each service.
    assert (bar.get("value"), bar.get("max")) == ("1", "36")
