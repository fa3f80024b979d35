"""Search in an assessment, in the three alphabets, the same on both databases."""

import pytest
from django.urls import reverse

from tests.assessment.pages import Page
from tests.factories.assessments import find_member, make_assessment, measure, save_answer


pytestmark = pytest.mark.django_db

KAZAKH = "Әділ сөз қоры 2025 жылы ұсыныс берді."
RUSSIAN = "Отчёт готов, Ёлка стоит."


@pytest.fixture
def assessment():
    assessment = make_assessment(tags=["messenger"])
    save_answer(assessment, "GOV-01", "no", KAZAKH, language="kk")
    save_answer(assessment, "HRD-01", "no", RUSSIAN, language="ru")
    save_answer(assessment, "PRV-01", "no", "An ENGLISH zebra.", language="en")
    return assessment


@pytest.fixture
def client(assessment, sign_in):
    return sign_in(find_member(assessment))


def search(client, assessment, query):
    return Page(client.get(reverse("assessment:search", args=[assessment.pk]), {"q": query}))


def list_found(page):
    return [item.get("id") for item in page.select(".//li[@class='answers__item']")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("әділ", ["GOV-01"]),
        ("ӘДІЛ СӨЗ", ["GOV-01"]),
        ("ҚОРЫ ұсыныс", ["GOV-01"]),
        ("адил", []),
        ("ОТЧЕТ", ["HRD-01"]),
        ("отчёт елка", ["HRD-01"]),
        ("english ZEBRA", ["PRV-01"]),
        ("zebra әділ", []),
        ("gov-01", ["GOV-01"]),
        ("GOV-01 әділ", ["GOV-01"]),
        ("hrd-0", [f"HRD-0{number}" for number in range(1, 10)]),
    ],
)
def test_letters_fold_by_their_own_rules(assessment, client, query, found):
    page = search(client, assessment, query)

    assert list_found(page) == found
    number = len(found)
    assert page.texts(".//main/p[@role='status']") == [
        f"{number} question found." if number == 1 else f"{number} questions found."
    ]


def test_texts_of_the_page_s_language_are_searched(assessment, sign_in):
    client = sign_in(find_member(assessment), "kk")

    found = list_found(search(client, assessment, "ӨКІЛЕТТІК"))
    assert found == list_found(search(client, assessment, "өкілеттік"))
    assert list_found(search(sign_in(find_member(assessment), "en"), assessment, "өкілеттік")) == []


@pytest.mark.parametrize("query", ["criterion", "board", "minutes"])
def test_questions_criteria_and_evidence_are_searched(assessment, client, query):
    page = search(client, assessment, query)

    assert page.status == 200
    assert len(list_found(page)) == len(set(list_found(page)))


def test_evidence_and_criteria_count_and_not_only_the_question(assessment, client):
    page = search(client, assessment, "minutes")

    found = list_found(page)
    assert found
    texts = [page.text(page.by_id(code).find("p[@class='answers__question']")) for code in found]
    assert any("minutes" not in text.casefold() for text in texts)


@pytest.mark.parametrize("query", ["", " ", "\t"])
def test_an_empty_search_shows_the_form_alone(assessment, client, query):
    page = search(client, assessment, query)

    assert page.status == 200
    assert page.select(".//main/p[@role='status']") == []
    assert list_found(page) == []


@pytest.mark.parametrize(
    "query", ["\x00", "%", "_", "'", '"><script>alert(1)</script>', "a" * 10_000, "\ud7ff", "((", "\\"]
)
def test_any_query_is_answered_and_shown_as_it_was_typed(assessment, client, query):
    page = search(client, assessment, query)

    assert page.status == 200
    assert page.select(".//main//script") == []
    shown = page.by_id("query").get("value")
    assert shown == query[:200].replace("\x00", "\ufffd")


def test_percent_and_underscore_are_letters_like_others(assessment, client):
    save_answer(assessment, "GOV-02", "no", "97 % of cases, see file_name.")

    assert "GOV-02" in list_found(search(client, assessment, "97 %"))
    assert list_found(search(client, assessment, "file_name")) == ["GOV-02"]
    assert list_found(search(client, assessment, "fileXname")) == []


def test_explanations_of_every_service_are_searched_and_a_question_is_found_once(sign_in):
    assessment = make_assessment(standards=["drcq"])
    measure(assessment, "Mobile", "Internet")
    save_answer(assessment, "PRV-01", "no", "A zebra of the internet.", unit="2")
    client = sign_in(find_member(assessment))

    page = search(client, assessment, "zebra")

    assert list_found(page) == ["PRV-01~1", "PRV-01~2"]
    assert page.texts(".//main/p[@role='status']") == ["1 question found."]
