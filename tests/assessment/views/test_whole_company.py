"""A company that measures only itself never meets the idea of a unit; one that measures services meets it everywhere."""

import io
import json
import re

import pypdf
import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from accounts.models import Role
from reports.queries import load_snapshot
from reports.rendering import render_pdf
from tests.assessment.pages import Page
from tests.factories.assessments import find_member, leave_out, make_assessment, measure, save_answer


pytestmark = pytest.mark.django_db

# What pages say only about units, as it stands in the catalogues.
PHRASES = (
    "Scores by unit",
    "What each unit scores with its own answers alone",
    "Same for all services",
    "Same for all",
    "Company as a whole",
    "Operating company",
    "This score counts the answers of one unit alone.",
    "The score of all units together",
    "What is measured: services and operating companies",
    "Measured apart",
)
WORD = "Unit"
INVITATION = "Measure services of the company apart"

# Every page of an assessment, and what of `PHRASES` it says once services are measured.
PAGES = {
    "detail": ("", ["Scores by unit", "Company as a whole"]),
    "check": ("check/", ["Company as a whole"]),
    "gaps": ("check/?show=gaps", []),
    "search": ("search/?q=GOV-01", ["Company as a whole"]),
    "pillar": ("pillars/privacy/", ["Same for all services"]),
    "recommendation": ("pillars/privacy/DRCQ-PR-1/", ["Same for all services"]),
    "total": ("scores/total/all/", ["Company as a whole"]),
    "pillar score": ("scores/pillar/privacy/", ["Company as a whole"]),
    "standard score": ("scores/standard/drcq/", ["Company as a whole"]),
    "profile": ("profile/", []),
    "leave out": ("pillars/hrd/leave-out/", []),
    "cancel": ("cancel/", []),
    "report": ("report/", ["Scores by unit", "Company as a whole"]),
}


@pytest.fixture
def assessment():
    assessment = make_assessment(tags=["telecom"])
    save_answer(assessment, "GOV-01", "no", "Not yet.")
    return assessment


def answer_services(assessment):
    measure(assessment, "Mobile", "Internet")
    for unit in ("1", "2"):
        save_answer(assessment, "PRV-01", "partially", unit=unit)
    save_answer(assessment, "PRV-12", "no")


def find_phrases(text, language):
    """The English of what the text says about units."""
    with translation.override(language):
        return [phrase for phrase in PHRASES if gettext(phrase) in text]


def visit(client, assessment, path):
    return client.get(reverse("assessment:detail", args=[assessment.pk]) + path)


def find_traces(response, language):
    """Phrases about units on a page, table heads that name one, and names of fields and elements that belong to one."""
    page = Page(response)
    with translation.override(language):
        word = gettext(WORD)
    html = response.content.decode()
    heads = [text for path in (".//th", ".//thead//td") for text in page.texts(path) if text == word]
    classes = re.findall(r'class="[^"]*\b(?:units?|report-units|report-by-unit|table--units)\b', html)
    names = re.findall(r'(?:name|id|for|href)="[^"]*(?:~|unit=)', html)
    return [*find_phrases(page.text(page.root), language), *heads, *classes, *names]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("name", list(PAGES))
def test_no_page_speaks_of_units(assessment, sign_in, name, language):
    save_answer(assessment, "PRV-01", "partially")
    client = sign_in(find_member(assessment), language)

    response = visit(client, assessment, PAGES[name][0])

    assert response.status_code == 200
    assert find_traces(response, language) == []


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("name", [name for name, (_path, phrases) in PAGES.items() if phrases])
def test_every_page_speaks_of_units_once_services_are_measured(assessment, sign_in, name, language):
    answer_services(assessment)
    client = sign_in(find_member(assessment), language)
    path, phrases = PAGES[name]

    response = visit(client, assessment, path)

    found = find_traces(response, language)
    assert [phrase for phrase in phrases if phrase not in found] == []


@pytest.mark.parametrize(
    ("role", "links"), [(Role.LEAD, [INVITATION]), (Role.CONTRIBUTOR, []), (Role.VIEWER, [])]
)
def test_the_home_page_invites_the_lead_once(assessment, sign_in, role, links):
    page = Page(visit(sign_in(find_member(assessment, role)), assessment, ""))

    address = reverse("assessment:units", args=[assessment.pk])
    assert [page.text(link) for link in page.select(".//main//a") if link.get("href") == address] == links
    assert page.text().count("services") == len(links)


def test_the_list_of_assessments_and_the_start_speak_of_no_unit(assessment, sign_in):
    client = sign_in(find_member(assessment))

    for name in ("list", "start"):
        assert find_traces(client.get(reverse(f"assessment:{name}")), "en") == []


def test_a_score_as_data_lists_the_company_as_its_only_unit(assessment, sign_in):
    client = sign_in(find_member(assessment))

    document = json.loads(visit(client, assessment, "scores/total/all/score.json").content)

    assert document["units"] == [{"code": "", "name": "", "kind": "group", "bundle": ""}]
    assert document["unit"] is None


def read_pdf(assessment, language):
    """The text of the report with every run of blanks as one."""
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(load_snapshot(assessment, language))))
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def test_the_pdf_speaks_of_units_only_where_services_are_measured(sign_in):
    assessment = make_assessment(standards=["us-eu-hrd"], tier="core")
    save_answer(assessment, "HRD-21", "no", "Of everybody.")
    save_answer(assessment, "HRD-01", "yes", "Of the company.")

    alone = read_pdf(assessment, "en")
    measure(assessment, "Mobile", "Internet")
    save_answer(assessment, "HRD-21", "partially", "Of the internet.", unit="2")
    among_services = read_pdf(assessment, "en")

    assert find_phrases(alone, "en") == []
    assert "Of everybody." in alone
    assert find_phrases(among_services, "en") == [
        "Scores by unit",
        "What each unit scores with its own answers alone",
        "Company as a whole",
    ]
    assert "Internet: Partially Of the internet." in among_services
    assert "Of everybody." not in among_services


def test_leaving_out_a_pillar_speaks_of_no_unit(assessment, sign_in):
    leave_out(assessment)
    client = sign_in(find_member(assessment))

    for path in ("", "report/", "scores/total/all/", "scores/pillar/hrd/"):
        assert find_traces(visit(client, assessment, path), "en") == []
