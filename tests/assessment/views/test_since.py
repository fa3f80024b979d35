"""The page that says what moved since an earlier assessment."""

from datetime import date
from fractions import Fraction

import pytest
import yaml
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.models import Role
from assessment.actions import start_assessment
from assessment.models import Assessment
from assessment.templatetags.scores import signed
from standards.loader import load_files
from standards.models import Edition
from tests.assessment.pages import Page
from tests.factories.assessments import (
    cancel,
    find_member,
    leave_out,
    make_assessment,
    measure,
    save_answer,
)


pytestmark = pytest.mark.django_db

SAME = "It is the same then and now, so only the company can have moved."
NOW_OPEN = "Not everything that is asked now is answered: “now” counts only what is answered."
THEN_OPEN = "Not everything that was asked then is answered: “then” counts only what is answered."


def locate(assessment, older):
    return reverse("assessment:since", args=[assessment.pk, older.pk])


def open_page(client, assessment, older, query=""):
    response = client.get(locate(assessment, older) + query)
    assert response.status_code == 200
    return Page(response)


def read_moves(page):
    return {name: cells for name, *cells in page.rows(0)}


def list_groups(page):
    """What stands under each reason, by heading and reason: the codes of the questions and their addresses."""
    groups, heading = {}, ""
    for element in page.find(".//section[@aria-labelledby='trust']"):
        if element.tag == "h3":
            heading = page.text(element)
        elif element.tag == "details":
            links = element.findall("ul/li/a")
            groups[heading, page.text(element.find("summary"))] = {
                page.text(link): link.get("href") for link in links
            }
    return groups


@pytest.fixture
def older():
    """Weights: FOE-01, GOV-01 and GOV-02 3, FOE-02 1."""
    older = make_assessment(standards=["drcq"], year=2025, tags=["messenger"])
    for code, option in {
        "FOE-01": "partially",
        "FOE-02": "yes",
        "GOV-01": "yes",
        "GOV-02": "partially",
    }.items():
        save_answer(older, code, option)
    return older


@pytest.fixture
def client(older, sign_in):
    return sign_in(find_member(older))


@pytest.fixture
def newer(older):
    """A year later, by the same method."""
    newer = make_assessment(lead=find_member(older), standards=["drcq"], year=2026)
    for code, option in {"FOE-01": "no", "FOE-02": "yes", "GOV-01": "yes", "PRV-01": "partially"}.items():
        save_answer(newer, code, option)
    return newer


def load_next_edition(folder):
    """DRCQ 2027: FOE-01 is reworded and weighs 1, FOE-99 takes the place of FOE-02, GOV-02 does not offer "partially"."""
    path = settings.BASE_DIR / "fixtures" / "standards" / "drcq-2026.yaml"
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    questions = {question["code"]: question for question in document["questions"]}
    document |= {"edition": "2027", "published_on": "2027-01-10"}
    questions["FOE-01"]["weight"] = 1
    questions["FOE-01"]["text"]["en"] += " Where?"
    questions["FOE-02"]["code"] = "FOE-99"
    criteria = questions["GOV-02"]["criteria"]
    questions["GOV-02"]["criteria"] = [one for one in criteria if one["option"] != "partially"]
    file = folder / "drcq-2027.yaml"
    file.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    load_files([file], None)
    return Edition.objects.get(standard__slug="drcq", name="2027")


@pytest.fixture
def newest(older, tmp_path):
    """Two years later, by DRCQ 2027, with US-EU beside it."""
    newest = start_assessment(
        by=find_member(older),
        organisation=older.organisation,
        period_start=date(2027, 1, 1),
        period_end=date(2027, 12, 31),
        editions=[load_next_edition(tmp_path), Edition.objects.get(standard__slug="us-eu-hrd")],
        tier="extended",
    )
    for code, option in {"FOE-01": "yes", "GOV-01": "no", "HRD-01": "yes"}.items():
        save_answer(newest, code, option)
    return newest


# Numbers


def test_same_method_by_hand(client, older, newer):
    page = open_page(client, newer, older)

    assert page.heading == "What moved since 1 January 2025 – 31 December 2025"
    # expression: (50 × 3 + 100) / 4, then 100 / 4; governance: (100 + 50) / 2, then 100.
    assert read_moves(page) == {
        "Total": ["69", "0", "69", "−10.4", "58"],
        "Freedom of expression and information": ["63", "0", "63", "−37.5", "25"],
        "Corporate governance": ["75", "0", "75", "+25.0", "100"],
        "Privacy": ["not scored", "not comparable", "not scored", "not comparable", "50"],
        "DRCQ recommendations": ["70", "0", "70", "−15.0", "55"],
    }
    assert SAME in page.text()
    assert "the earlier ones cover 4 of 52." in page.text()


def test_next_edition_by_hand(client, older, newest):
    page = open_page(client, newest, older)

    # expression: FOE-01 alone has 50; governance: GOV-01 alone has 100; both together (50 × 1 + 100 × 3) / 4.
    assert read_moves(page) == {
        "Total": ["69", "+6.3", "75", "−8.3", "67"],
        "Freedom of expression and information": ["63", "−12.5", "50", "+50.0", "100"],
        "Corporate governance": ["75", "+25.0", "100", "−100.0", "0"],
        "Privacy": ["not scored", "not comparable", "not scored", "not comparable", "not scored"],
        "DRCQ recommendations": ["70", "+17.5", "88", "−62.5", "25"],
    }


@pytest.mark.parametrize(
    ("points", "text"),
    [
        (None, ""),
        (Fraction(0), "0"),
        (Fraction(25, 4), "+6.3"),
        (Fraction(-25, 4), "−6.3"),
        (Fraction(1, 20), "+0.1"),
        (Fraction(1, 21), "+0.05"),
        (Fraction(-1, 3000), "−0.0003"),
        (Fraction(-100), "−100.0"),
    ],
)
def test_differences_have_a_sign_and_never_read_as_nothing(points, text):
    with translation.override("en"):
        assert signed(points) == text


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_differences_are_written_as_the_reader_writes_them(older, newer, sign_in, language):
    page = open_page(sign_in(find_member(older), language), newer, older)

    assert [row[4] for row in page.rows(0)] == ["−10,4", "−37,5", "+25,0", page.rows(0)[3][2], "−15,0"]


# Every number can be opened


def test_scores_lead_to_their_pages_and_these_say_the_same(client, older, newer):
    page = open_page(client, newer, older)
    links = [
        [link.get("href") for link in row.iter("a")] for row in page.select(".//main//table[1]/tbody/tr")
    ]

    places = ["total/all", "pillar/expression", "pillar/governance", "pillar/privacy", "standard/drcq"]
    for (then, restated, now), place, cells in zip(links, places, page.rows(0), strict=True):
        cut, code = place.split("/")
        assert [then, now] == [
            reverse("assessment:score", args=[each.pk, cut, code]) for each in (older, newer)
        ]
        assert restated == f"?cut={cut}&code={code}#opened"
        shown = [
            "".join(Page(client.get(address)).select(".//main/p[@class='score']/span")[0].itertext()).strip()
            for address in (then, now)
        ]
        assert shown == [cell.replace("not scored", "Not scored yet") for cell in (cells[1], cells[5])]


def test_a_restated_score_opens_down_to_its_answers(client, older, newest):
    page = open_page(client, newest, older, "?cut=standard&code=drcq")

    assert page.text(page.by_id("opened")) == "Then, by the present method: DRCQ recommendations"
    assert [row for row in page.rows(1) if len(row) == 5] == [
        ["FOE-01", "50.00", "1", "25.00", "12.50"],
        ["GOV-01", "100.00", "3", "75.00", "75.00"],
    ]
    answers = {row[0].split()[0]: row[1:] for row in page.rows(2)}
    assert answers["FOE-01"] == ["Partially", "50"]
    assert answers["GOV-02"] == answers["FOE-99"] == ["no earlier answer", "–"]
    assert len(answers) == 52
    links = {link.get("href").removeprefix("#") for link in page.select(".//main//table")[1].iter("a")}
    assert len(links) == 52
    assert links <= set(page.ids)


def test_nothing_is_opened_unless_the_address_names_it(client, older, newer):
    assert "opened" not in open_page(client, newer, older).ids


@pytest.mark.parametrize(
    "query",
    ["?cut=pillar", "?cut=pillar&code=nothing", "?cut=disclosure&code=all", "?cut=standard&code=us-eu-hrd"],
)
def test_a_restated_score_that_is_not_there_is_404(client, older, newest, query):
    assert client.get(locate(newest, older) + query).status_code == 404


def test_answers_to_a_pillar_that_was_left_out_say_so(sign_in):
    older = make_assessment(standards=["us-eu-hrd"], year=2025)
    leave_out(older)
    newer = make_assessment(lead=find_member(older), standards=["us-eu-hrd"], year=2026)

    page = open_page(sign_in(find_member(older)), newer, older, "?cut=pillar&code=hrd")

    assert {tuple(row[1:]) for row in page.rows(2)} == {("in a pillar that is left out", "–")}
    assert [reason.partition(" (")[0] for _heading, reason in list_groups(page)] == [
        "In a pillar that was left out then"
    ]


# How far it can be trusted


def test_what_is_not_covered_is_named_with_its_reason_and_its_address(client, older, newest):
    page = open_page(client, newest, older)

    asked, answered, reworded = (
        "Asked now, without an earlier answer",
        "Answered then, but without a place in the present method",
        "Counted, although the words have changed",
    )
    groups = list_groups(page)
    counts = {group: len(links) for group, links in groups.items()}
    assert counts == {
        (asked, "The standard was not measured then (32)"): 32,
        (asked, "The question is new in the standard (1)"): 1,
        (asked, "The option chosen then is no longer offered (1)"): 1,
        (asked, "Not answered then (48)"): 48,
        (answered, "The question is no longer in the standard (1)"): 1,
        (answered, "The option chosen then is no longer offered (1)"): 1,
        (reworded, "The question or one of its options reads differently now (1)"): 1,
    }
    assert "the earlier ones cover 2 of 84." in page.text()
    now, then = (f"/assessments/{each.pk}/pillars/" for each in (newest, older))
    assert groups[asked, "The question is new in the standard (1)"] == {
        "FOE-99": f"{now}expression/DRCQ-FE-1/#FOE-99"
    }
    assert groups[answered, "The question is no longer in the standard (1)"] == {
        "FOE-02": f"{then}expression/DRCQ-FE-1/#FOE-02"
    }
    assert groups[reworded, "The question or one of its options reads differently now (1)"] == {
        "FOE-01": f"{now}expression/DRCQ-FE-1/#FOE-01"
    }


def test_what_differs_in_the_method_is_said(client, older, newest):
    assert open_page(client, newest, older).texts(".//main/ul/li") == [
        "DRCQ: edition 2026 then, edition 2027 now.",
        "US-EU is measured now only.",
    ]


def test_profile_amount_and_a_standard_that_is_gone_belong_to_the_method(sign_in):
    older = make_assessment(standards=["drcq", "us-eu-hrd"], year=2025, tags=["messenger"])
    lead = find_member(older)
    Assessment.objects.filter(pk=older.pk).update(tags=[])
    newer = make_assessment(lead=lead, standards=["drcq"], year=2026, tier="core")

    assert open_page(sign_in(lead), newer, older).texts(".//main/ul/li") == [
        "US-EU was measured then only.",
        "Asked then: All questions. Asked now: Core questions.",
        "The company's profile, which decides what is asked, has changed.",
    ]


def test_a_page_with_open_questions_says_what_it_counts(client, older, newer):
    assert open_page(client, newer, older).texts(".//p[@class='notice']") == [THEN_OPEN, NOW_OPEN]


def test_the_demo_is_complete_and_says_no_such_thing(sign_in):
    tulpar = Assessment.objects.filter(organisation__name_en="Tulpar")
    older, newer = tulpar.order_by("period_end")

    page = open_page(sign_in(tulpar[0].organisation.memberships.get().user), newer, older)

    assert page.select(".//p[@class='notice']") == []
    assert {row[2] for row in page.rows(0)} == {"0"}


def test_units_that_are_no_longer_measured_are_named(client, older, newer):
    measure(older, "Mobile", "Fixed")
    measure(newer, "Fixed")

    assert "Measured then and no longer now: Mobile." in open_page(client, newer, older).text()


def test_a_unit_without_an_earlier_answer_is_named_beside_its_question(client, older, newer):
    """The edition asks some of its questions of services."""
    measure(newer, "Mobile")

    page = open_page(client, newer, older)

    (group,) = (
        item
        for item in page.select(".//section[@aria-labelledby='trust']/details")
        if page.text(item.find("summary")).startswith("Not asked of this unit then")
    )
    assert {page.text(place) for place in group.iter("strong")} == {"Mobile"}


# Who may see it


@pytest.mark.parametrize("role", [Role.LEAD, Role.CONTRIBUTOR, Role.VIEWER])
def test_members_see_it(older, newer, sign_in, role):
    assert sign_in(find_member(older, role)).get(locate(newer, older)).status_code == 200


def test_another_company_gets_404(older, newer, sign_in):
    outsider = find_member(make_assessment(year=2026))

    assert sign_in(outsider).get(locate(newer, older)).status_code == 404


@pytest.mark.parametrize("year", [2020, 2025])
def test_an_assessment_of_another_company_is_404_even_for_a_member_of_both(older, newer, sign_in, year):
    lead, foreign = find_member(newer), make_assessment(year=year)
    assert sign_in(lead).get(locate(newer, foreign)).status_code == 404

    foreign.organisation.memberships.create(user=lead, role=Role.LEAD)

    assert sign_in(lead).get(reverse("assessment:detail", args=[foreign.pk])).status_code == 200
    assert sign_in(lead).get(locate(newer, foreign)).status_code == 404


def test_a_later_period_the_same_period_and_the_same_assessment_are_404(client, older, newer):
    twin = make_assessment(lead=find_member(older), standards=["us-eu-hrd"], year=2026)

    assert [client.get(locate(newer, other)).status_code for other in (older, newer, twin)] == [200, 404, 404]
    assert client.get(locate(older, newer)).status_code == 404


def test_whoever_has_left_the_company_gets_404(client, older, newer):
    find_member(older).memberships.all().delete()

    assert client.get(locate(newer, older)).status_code == 404


def test_nobody_signed_in_is_sent_to_sign_in(client, older, newer):
    client.logout()

    response = client.get(locate(newer, older))

    assert (response.status_code, response.url.partition("?")[0]) == (302, reverse("account_login"))


# The way to it


def list_comparisons(client, assessment):
    page = Page(client.get(reverse("assessment:detail", args=[assessment.pk])))
    links = page.select(".//main//a")
    return {page.text(link): link.get("href") for link in links if "/since/" in link.get("href")}


def test_home_leads_to_the_most_recent_earlier_assessment(client, older, newer):
    make_assessment(lead=find_member(older), year=2020)
    make_assessment(lead=find_member(older), year=2030)
    make_assessment(year=2025)

    assert list_comparisons(client, newer) == {
        "Compare with 1 January 2025 – 31 December 2025": locate(newer, older)
    }


def test_home_passes_over_a_cancelled_assessment(client, older, newer):
    oldest = make_assessment(lead=find_member(older), year=2020)
    cancel(older)

    assert list_comparisons(client, newer) == {
        "Compare with 1 January 2020 – 31 December 2020": locate(newer, oldest)
    }


def test_home_of_the_first_assessment_compares_with_nothing(client, older, newer):
    assert list_comparisons(client, older) == {}


# Costs


def count_queries(client, address):
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_the_page_costs_the_same_with_1_and_with_3_more_assessments(client, older, newer):
    lead = find_member(older)
    make_assessment(lead=lead, year=2020)
    with_one = count_queries(client, locate(newer, older))
    for year in (2018, 2019):
        save_answer(make_assessment(lead=lead, year=year), "GOV-01", "no")
    for code in ("PRV-02", "PRV-03"):
        save_answer(older, code, "yes")
        save_answer(newer, code, "yes")
    with_three = count_queries(client, locate(newer, older))

    assert with_three == with_one <= 8
