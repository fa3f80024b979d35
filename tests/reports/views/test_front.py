"""The front page says what this is; the sample report is public."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override

from reports.queries import load_sample_snapshot
from reports.views import render_sample
from standards.models import Edition
from tests.assessment.pages import Page


pytestmark = pytest.mark.django_db

LANGUAGES = ("kk", "ru", "en")
FRONT, SAMPLE, PDF = (reverse(f"reports:{name}") for name in ("front", "sample", "sample-pdf"))


@pytest.fixture
def no_standards():
    Edition.objects.update(status="draft")


@pytest.fixture
def nothing_rendered():
    render_sample.cache_clear()
    yield
    render_sample.cache_clear()


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("kk", "Компанияңыз Қазақстанда цифрлық құқықтарды қаншалықты құрметтейді?"),
        ("ru", "Насколько ваша компания уважает цифровые права в Казахстане?"),
        ("en", "How well does your company respect digital rights in Kazakhstan?"),
    ],
)
def test_the_front_page_speaks_the_language(browse, language, heading):
    page = Page(browse(language).get(FRONT))

    assert (page.status, page.root.get("lang"), page.heading) == (200, language, heading)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_front_page_shows_a_part_of_the_sample(browse, language):
    page, sample = Page(browse(language).get(FRONT)), load_sample_snapshot(language)
    gaps = [page.text(item) for item in page.select(".//ol[@class='report-top']/li")]

    with override(language):
        total = f"{sample['total']['value']} {gettext('of 100 in total')}"
    assert page.texts(".//p[@class='report-total']/strong") == [sample["total"]["value"]]
    assert [text[: len(total)] for text in page.texts(".//p[@class='report-total']")] == [total]
    assert [gap.split()[0] for gap in gaps] == [gap["gain"] for gap in sample["top_gaps"][:3]]
    assert len([svg for svg in page.root.iter() if svg.tag.endswith("svg")]) == 2


def test_the_front_page_leads_to_sign_in_sample_and_pdf(browse):
    links = [link.get("href") for link in Page(browse().get(FRONT)).select(".//main//a")]

    assert {reverse("account_login"), SAMPLE, PDF} <= set(links)
    assert reverse("assessment:list") not in links


def test_who_is_signed_in_is_led_to_the_assessments(browse):
    page = Page(browse("en", "viewer@kokjiek.test").get(FRONT))
    links = [link.get("href") for link in page.select(".//main//a")]

    assert reverse("assessment:list") in links
    assert reverse("account_login") not in links


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_is_public_and_says_that_it_is_invented(browse, language):
    page, sample = Page(browse(language).get(SAMPLE)), load_sample_snapshot(language)

    with override(language):
        notice = gettext("Sample. The company and its answers are invented.")
    assert (page.status, page.root.get("lang"), page.texts(".//p[@class='report-company']")) == (
        200,
        language,
        [sample["company"]],
    )
    assert page.texts(".//p[@class='report-notice']")[0] == notice
    assert [page.text(heading).split()[1] for heading in page.select(".//h4")] == [
        gap["code"] for group in sample["gaps"] for gap in group["items"]
    ]


def test_scores_of_the_sample_lead_to_the_answers_they_come_from(browse):
    page = Page(browse("en").get(SAMPLE))

    (table,) = (table for table in page.select(".//table") if page.text(table).startswith("Scores by pillar"))
    pillars = [link.get("href")[1:] for link in table.iter("a")]
    assert [page.text(page.by_id(name)) for name in pillars] == [
        "Freedom of expression and information",
        "Corporate governance",
        "Privacy",
        "Protection of human rights defenders",
    ]
    (total,) = (
        link for link in page.select(".//main//a") if page.text(link) == "where this number comes from"
    )
    assert page.text(page.by_id(total.get("href")[1:])) == "All answers"


def test_no_number_of_the_sample_links_to_pages_that_need_a_sign_in(browse):
    links = {link.get("href") for link in Page(browse().get(SAMPLE)).select(".//main//a")}

    assert [link for link in links if re.match(r"/(assessments|accounts)/", link)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_as_pdf(browse, language):
    response = browse(language).get(PDF)

    assert (response.status_code, b"".join(response.streaming_content)[:5]) == (200, b"%PDF-")
    assert {
        name: response.headers[name]
        for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")
    } == {
        "Content-Type": "application/pdf",
        "Content-Disposition": f'attachment; filename="olshem-sample-{language}.pdf"',
        "X-Content-Type-Options": "nosniff",
    }


def test_the_sample_is_rendered_once(browse, nothing_rendered):
    for _time in range(2):
        b"".join(browse("en").get(PDF).streaming_content)

    assert render_sample.cache_info().misses == 1


def test_pages_of_the_front_cost_the_same_with_few_and_many_assessments(
    browse, django_assert_max_num_queries
):
    for address in (FRONT, SAMPLE):
        browse().get(address)
        with django_assert_max_num_queries(3):
            browse().get(address)


def test_without_standards_the_front_page_has_no_sample(browse, no_standards):
    page = Page(browse().get(FRONT))

    assert (page.status, page.select(".//*[@id='sample']")) == (200, [])


def test_without_standards_the_sample_says_why_it_is_missing(browse, no_standards):
    page = Page(browse().get(SAMPLE))

    assert (page.status, page.heading, page.text()) == (
        200,
        "Sample report",
        "Sample report The sample needs the standards, which have not been loaded yet.",
    )


def test_without_standards_there_is_no_sample_as_pdf(browse, no_standards):
    page = Page(browse().get(PDF))

    assert (page.status, page.heading) == (404, "Sample report")


@pytest.mark.parametrize(
    ("language", "heading"), [("kk", "Қазір PDF жоқ"), ("ru", "Сейчас PDF нет"), ("en", "No PDF at present")]
)
def test_without_pango_the_sample_says_that_there_is_no_pdf(
    browse, language, heading, nothing_rendered, no_pango, caplog
):
    page = Page(browse(language).get(PDF))

    assert (page.status, page.heading) == (503, heading)
    (message,) = (record.getMessage() for record in caplog.records if record.name == "reports.views")
    assert message == (
        "PDF reports need Pango, which is not installed. Type: sudo apt-get install --no-install-recommends "
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    )
