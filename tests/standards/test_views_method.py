"""What the public pages say about how an edition is measured: scope, reversal, families, combination, and its language."""

import pytest
from django.conf import settings
from django.urls import reverse

from standards.loader import load_files
from tests.assessment.pages import Page
from tests.factories.standards import make_document, write_edition


pytestmark = pytest.mark.django_db

FAMILY = make_document()["recommendations"][0] | {
    "code": "A-9",
    "title": {"kk": "Топ", "ru": "Семейство", "en": "Family of access"},
}
REVERSED = [("scale", number, "reversed_points", points) for number, points in enumerate((0, 30, 70, 100))]
REVERSED_NOTE = "This question is reversed: “no” is the good answer, and the options earn their points the other way round."
BY_UNIT = "Where services are measured apart, each recommendation is scored for each of them first and averaged then."
OF_RECOMMENDATIONS = {
    "pillar": "mean_of_recommendations",
    "total": "mean_of_recommendations",
    "units": "recommendation",
}


@pytest.fixture
def client(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def load(tmp_path):
    def load(*changes):
        load_files([write_edition(tmp_path, *changes)], law_notes=None)

    return load


def open_question(client, code="ACC-1"):
    return Page(client.get(reverse("standards:question", args=["example-access", "1", code])))


def open_edition(client):
    return Page(client.get(reverse("standards:edition", args=["example-access", "1"])))


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("company", "the company as a whole"),
        ("service", "each service, where services are measured apart"),
        ("both", "the company as a whole and each service"),
    ],
)
def test_a_question_says_of_whom_it_is_asked(client, load, scope, words):
    load(("questions", 0, "scope", scope))

    page = open_question(client)

    terms = page.texts(".//main//dl[@class='facts']/dt")
    facts = page.texts(".//main//dl[@class='facts']/dd")
    assert facts[terms.index("Asked of")] == words


def test_a_reversed_question_says_so_and_marks_its_options_the_other_way_round(client, load):
    load(*REVERSED, ("questions", 0, "reversed", True))

    reversed_page, other = open_question(client), open_question(client, "ACC-2")

    assert REVERSED_NOTE in reversed_page.text()
    assert REVERSED_NOTE not in other.text()
    # Always, mostly and never: no, part and full points.
    assert reversed_page.texts(".//main//span[@class='mark mark--none']") == ["○ Always"]
    assert reversed_page.texts(".//main//span[@class='mark mark--full']") == ["● Never"]


def test_an_edition_with_reversed_questions_shows_both_columns_of_points(client, load):
    load(*REVERSED, ("questions", 0, "reversed", True))

    assert open_edition(client).rows(0) == [
        ["Always", "100", "0"],
        ["Mostly", "70", "30"],
        ["Rarely", "30", "70"],
        ["Never", "0", "100"],
        ["No such service", "not counted", "not counted"],
    ]


def test_an_edition_without_reversed_questions_shows_one(client, load):
    load()

    assert open_edition(client).rows(0)[0] == ["Always", "100"]


def test_members_of_a_family_name_it(client, load):
    load(("recommendations", 2, FAMILY), ("recommendations", 0, "family", "A-9"))

    assert "Item 1 · part of: Family of access" in open_question(client).text()
    assert "Item 1 · part of: Family of access" in open_edition(client).text()
    assert "part of:" not in open_question(client, "ACC-3").text()


@pytest.mark.parametrize(
    ("scoring", "sentences"),
    [
        (
            {},
            [
                "A pillar is the weighted mean of its questions.",
                "The total is the mean of the pillars, each counting the same.",
                "Where services are measured apart, each question is averaged over them first.",
            ],
        ),
        (
            OF_RECOMMENDATIONS,
            [
                "A pillar is the mean of its recommendations; a family of recommendations counts as one.",
                "The total is the mean of the recommendations of all pillars, each counting the same.",
                BY_UNIT,
            ],
        ),
    ],
)
def test_an_edition_says_how_scores_combine(client, load, scoring, sentences):
    load(("scoring", make_document()["scoring"] | scoring))

    page = open_edition(client)

    (details,) = (item for item in page.select(".//main/details") if "How scores combine" in page.text(item))
    assert [page.text(item) for item in details.iter("li")] == sentences


@pytest.mark.parametrize(("status", "language"), [("draft", "ru"), ("untranslated", "en")])
def test_words_that_nobody_has_translated_are_marked_with_their_language(client, load, status, language):
    load(("translations", "ru", status))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"

    page = open_question(client)

    assert page.find(".//h1/span").get("lang") == language
    assert ("не переведено: на языке источника" in page.text()) == (status == "untranslated")


def test_an_edition_without_a_source_language_keeps_that_of_the_page(client, load):
    load(("translations", {"kk": "draft", "ru": "untranslated", "en": "draft"}))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"

    assert open_question(client).find(".//h1/span").get("lang") == "ru"
