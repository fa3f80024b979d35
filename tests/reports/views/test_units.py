"""The gap report of a company that measures services apart."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.queries import load_snapshot
from tests.assessment.pages import Page
from tests.factories.assessments import find_member, make_assessment, measure, save_answer


pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    assessment = make_assessment(standards=["drcq"])
    measure(assessment, "Mobile <b>", "Internet")
    save_answer(assessment, "GOV-01", "yes", "Of the company.")
    save_answer(assessment, "PRV-01", "no", "Of mobile,\n<i>in two lines</i>.", unit="1")
    save_answer(assessment, "PRV-01", "partially", unit="2")
    save_answer(assessment, "PRV-07", "not_applicable", "No cookies.", unit="2")
    return assessment


def open_report(browse, assessment, language="en"):
    client = browse(language)
    client.force_login(find_member(assessment))
    return client, Page(client.get(reverse("reports:detail", args=[assessment.pk])))


def find_table(page, name):
    (table,) = (
        table for table in page.select(".//main//table") if table.find(f"caption[@id='{name}']") is not None
    )
    return table


def test_the_table_says_what_each_unit_scores_alone(browse, assessment):
    client, page = open_report(browse, assessment)

    table = find_table(page, "table-units")
    head = [page.text(cell) for cell in table.find("thead/tr")]
    rows = [[page.text(cell) for cell in row] for row in table.findall("tbody/tr")]
    assert head == ["Unit", "Total", *page_pillars(assessment), "Answered"]
    assert rows == [
        ["Company as a whole", "100", "–", "100", "–", "1 / 34"],
        ["Mobile <b> Service", "0", "–", "–", "0", "1 / 15"],
        ["Internet Service", "50", "–", "–", "50", "2 / 15"],
    ]


def page_pillars(assessment):
    return [score["label"] for score in load_snapshot(assessment, "en")["pillars"]]


def test_each_score_leads_to_the_page_that_shows_the_same_number(browse, assessment):
    client, page = open_report(browse, assessment)

    rows = find_table(page, "table-units").findall("tbody/tr")
    shown = {link.get("href"): page.text(link) for row in rows for link in row.findall("td/a")}
    total = reverse("assessment:score", args=[assessment.pk, "total", "all"])
    totals = [row.find("td/a").get("href") for row in rows]
    assert totals == [f"{total}?unit={code}" for code in ("", "1", "2")]
    assert len(shown) > len(totals)
    for address, score in shown.items():
        opened = Page(client.get(address))
        assert opened.text(opened.select(".//main/p[@class='score']")[0]).startswith(f"{score} of 100 ")


def test_a_gap_lists_the_units_at_which_it_is_one_with_their_words(browse, assessment):
    _client, page = open_report(browse, assessment)

    (gap,) = page.select(".//main//article")
    assert [page.text(item) for item in gap.findall("ul/li")] == [
        "Mobile <b>: No Of mobile, <i>in two lines</i>.",
        "Internet: Partially",
    ]
    assert [mark.get("class") for mark in gap.findall("ul/li/strong")] == ["mark--none", "mark--part"]
    assert page.select(".//main//i") == []


def test_what_is_met_and_what_is_not_applicable_name_their_unit(browse, assessment):
    _client, page = open_report(browse, assessment)

    items = [
        [page.text(item) for item in found.findall("ul/li")]
        for found in page.select(".//main//div[@class='report-item']")
    ]
    assert [item for item in items if item] == [
        ["Company as a whole: Yes Of the company."],
        ["Internet: Not applicable No cookies."],
    ]


def test_ids_are_there_once_and_links_inside_the_page_lead_somewhere(browse, assessment):
    _client, page = open_report(browse, assessment)
    inside = {link.get("href")[1:] for link in page.select(".//main//a") if link.get("href").startswith("#")}

    assert len(page.ids) == len(set(page.ids))
    assert inside <= set(page.ids)


def test_the_page_costs_the_same_with_1_and_with_3_units(browse, assessment):
    small = make_assessment(standards=["drcq"])
    measure(small, "Mobile")
    measure(assessment, "Television")

    def count(measured):
        client = browse("en")
        client.force_login(find_member(measured))
        address = reverse("reports:detail", args=[measured.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    assert count(small) == count(assessment) <= 9
