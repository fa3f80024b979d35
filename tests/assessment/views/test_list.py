"""The list of assessments."""

import pytest
from django.urls import reverse

from accounts.models import Role, User
from assessment.views.listing import PAGE_SIZE
from tests.assessment.pages import Page
from tests.factories.assessments import cancel, find_member, leave_out, make_assessment, save_answer
from tests.factories.people import make_member, make_organisation


pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make_member(make_organisation(name="Alpha"), Role.LEAD)


def open_list(client, query=""):
    return Page(client.get(reverse("assessment:list") + query))


def list_years(page):
    return [row[1].split()[-1] for row in page.rows()]


def test_rows_say_company_period_standards_status_and_progress(lead, sign_in):
    assessment = make_assessment(lead=lead, year=2026, standards=["drcq"], tier="core")
    save_answer(assessment, "GOV-01", "no")
    closed = make_assessment(lead=lead, year=2025)
    cancel(closed)

    page = open_list(sign_in(lead))

    assert page.rows() == [
        ["Alpha", "1 January 2026 – 31 December 2026", "DRCQ Core questions", "Draft", "1 of 31"],
        [
            "Alpha",
            "1 January 2025 – 31 December 2025",
            "DRCQ, US-EU, Kazakhstan context All questions",
            "Cancelled",
            "0 of 90",
        ],
    ]
    links = [link.get("href") for link in page.select(".//main//tbody//a")]
    assert links == [reverse("assessment:detail", args=[row.pk]) for row in (assessment, closed)]


def test_a_pillar_that_is_left_out_is_not_counted(lead, sign_in):
    assessment = make_assessment(lead=lead, standards=["us-eu-hrd"])
    client = sign_in(lead)
    assert open_list(client).rows()[0][4] == "0 of 31"

    leave_out(assessment)

    assert open_list(client).rows()[0][4] == "0 of 0"


def test_names_are_in_the_language_of_the_page(lead, sign_in):
    make_assessment(lead=lead)

    assert open_list(sign_in(lead, "kk")).rows()[0][0] == "Alpha (kk)"


def test_the_lead_of_a_new_company_is_told_how_to_begin(lead, sign_in):
    page = open_list(sign_in(lead))

    assert page.select(".//main//table") == []
    assert "No assessment yet. Start one" in page.text()
    assert reverse("assessment:start") in [link.get("href") for link in page.select(".//main//a")]


@pytest.mark.parametrize("email", ["auditor@audit.test", "reader@ngo.test", "admin@olshem.test"])
def test_others_are_told_why_the_list_is_empty(sign_in, email):
    page = open_list(sign_in(User.objects.get(email=email)))

    assert page.select(".//main//table") == []
    assert "At present there are none" in page.text()
    assert reverse("assessment:start") not in [link.get("href") for link in page.select(".//main//a")]


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VIEWER])
def test_colleagues_see_the_same_rows_without_the_button(lead, sign_in, role):
    assessment = make_assessment(lead=lead)

    page = open_list(sign_in(find_member(assessment, role)))

    assert len(page.rows()) == 1
    assert reverse("assessment:start") not in [link.get("href") for link in page.select(".//main//a")]


@pytest.fixture
def twenty_five_years(lead):
    for year in range(2000, 2025):
        make_assessment(lead=lead, year=year)


@pytest.mark.parametrize(
    ("query", "years", "number"),
    [
        ("", range(2024, 2014, -1), 1),
        ("?page=1", range(2024, 2014, -1), 1),
        ("?page=2", range(2014, 2004, -1), 2),
        ("?page=3", range(2004, 1999, -1), 3),
        ("?page=4", range(2004, 1999, -1), 3),
        ("?page=0", range(2004, 1999, -1), 3),
        ("?page=-1", range(2004, 1999, -1), 3),
        ("?page=", range(2024, 2014, -1), 1),
        ("?page=second", range(2024, 2014, -1), 1),
        ("?page=1.5", range(2024, 2014, -1), 1),
        ("?page=%00", range(2024, 2014, -1), 1),
        ("?page=" + "9" * 5000, range(2024, 2014, -1), 1),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else "",
)
def test_every_page_number_answers(twenty_five_years, lead, sign_in, query, years, number):
    page = open_list(sign_in(lead), query)

    assert page.status == 200
    assert list_years(page) == [str(year) for year in years]
    assert page.text(page.find(".//nav[@class='pagination']/span")) == f"Page {number} of 3"


def test_pages_link_to_each_other(twenty_five_years, lead, sign_in):
    client = sign_in(lead)

    links = {
        number: [
            (link.get("rel"), link.get("href"))
            for link in open_list(client, f"?page={number}").select(".//nav[@class='pagination']/a")
        ]
        for number in (1, 2, 3)
    }

    assert links == {
        1: [("next", "?page=2")],
        2: [("prev", "?page=1"), ("next", "?page=3")],
        3: [("prev", "?page=2")],
    }


def test_one_page_has_no_page_numbers(lead, sign_in):
    for year in range(2000, 2000 + PAGE_SIZE):
        make_assessment(lead=lead, year=year)

    page = open_list(sign_in(lead))

    assert len(page.rows()) == PAGE_SIZE
    assert page.select(".//nav[@class='pagination']") == []
