"""The public page of the glossary: every term in three languages, the page's own first."""

import pytest
from django.conf import settings
from django.urls import reverse

from standards.files import read_glossary
from tests.assessment.pages import Page


pytestmark = pytest.mark.django_db

ORDER = {"kk": ["kk", "ru", "en"], "ru": ["ru", "kk", "en"], "en": ["en", "kk", "ru"]}


@pytest.mark.parametrize("language", list(ORDER))
def test_every_term_stands_in_three_languages_under_its_code(client, language):
    page = Page(client.get(reverse("glossary:list"), {"lang": language}))

    terms = read_glossary(settings.GLOSSARY_FILE).terms
    shown = {
        row.get("id"): [
            (cell.get("lang"), page.text(cell)) for cell in row.iter() if cell.tag in ("th", "td")
        ]
        for row in page.select(".//main//tbody")
    }
    assert shown == {
        term.code: [
            (code, term.term.in_language(code) + term.explanation.in_language(code))
            for code in ORDER[language]
        ]
        for term in terms
    }
    assert page.texts(".//main//thead//th") == [
        {"kk": "Қазақша", "ru": "Русский", "en": "English"}[code] for code in ORDER[language]
    ]


def test_page_needs_no_query_and_sets_no_cookie(client, django_assert_num_queries):
    client.get(reverse("glossary:list"))

    with django_assert_num_queries(0):
        response = client.get(reverse("glossary:list"))

    assert response.status_code == 200
    assert client.cookies == {}


@pytest.mark.parametrize("path", ["/", "/standards/", "/accounts/sign-in/"])
def test_every_page_leads_to_it(client, path):
    footer = Page(client.get(path)).find(".//footer")

    assert [link.get("href") for link in footer.iter("a")] == ["/glossary/", "/shortcuts/"]
