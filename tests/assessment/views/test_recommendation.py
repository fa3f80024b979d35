"""Answering the questions of one recommendation."""

import pytest
from django.urls import reverse

from assessment.models import Answer, Assessment
from standards.catalogue import get_law_notes
from tests.assessment.pages import Page
from tests.factories.assessments import find_answer, find_member, make_assessment, save_answer


pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    return make_assessment(tags=["messenger"])


@pytest.fixture
def client(assessment, sign_in):
    return sign_in(find_member(assessment))


def locate(assessment, pillar="governance", recommendation="DRCQ-CG-1"):
    return reverse("assessment:recommendation", args=[assessment.pk, pillar, recommendation])


def send(code, option, explanation="", version="0"):
    return {f"{code}-option": option, f"{code}-explanation": explanation, f"{code}-version": version}


def codes_of(page):
    return sorted(name.removesuffix("-version") for name in page.form if name.endswith("-version"))


def test_the_page_asks_the_questions_of_the_recommendation_alone(assessment, client):
    page = Page(client.get(locate(assessment)))

    asked = Page(client.get(reverse("assessment:pillar", args=[assessment.pk, "governance"])))
    assert page.status == 200
    assert page.heading in asked.texts(".//h2")
    assert set(codes_of(page)) < set(codes_of(asked))
    assert codes_of(page)[0] == "GOV-01"
    assert page.select(".//form[@method='get']") == []
    assert reverse("assessment:pillar", args=[assessment.pk, "governance"]) in [
        link.get("href") for link in page.select(".//main//a")
    ]


def test_parts_of_a_pillar_make_up_the_pillar(assessment, client):
    home = Page(client.get(reverse("assessment:detail", args=[assessment.pk])))
    base = reverse("assessment:pillar", args=[assessment.pk, "hrd"])
    parts = [
        link.get("href")
        for link in home.select(".//ul[@class='parts']//a")
        if link.get("href").startswith(base)
    ]

    asked = sorted(code for part in parts for code in codes_of(Page(client.get(part))))

    assert len(parts) == 11
    assert asked == codes_of(Page(client.get(base)))


def test_saving_and_going_on_leads_to_the_next_part_over_pillars_and_to_the_check(assessment, client):
    base = reverse("assessment:detail", args=[assessment.pk])
    data = {**send("GOV-01", "yes"), "then": "next"}

    first = client.post(locate(assessment), data)
    over = client.post(locate(assessment, "governance", "KZ-17"), {"then": "next"})
    last = client.post(locate(assessment, "hrd", "KZ-18"), {"then": "next"})

    assert [response.url for response in (first, over, last)] == [
        f"{base}pillars/governance/DRCQ-CG-2/",
        f"{base}pillars/privacy/DRCQ-PR-1/",
        f"{base}check/",
    ]
    assert find_answer(assessment, "GOV-01").option == "yes"


def test_saving_and_staying(assessment, client):
    response = client.post(locate(assessment), {**send("GOV-01", "yes"), "then": "stay"})

    assert (response.status_code, response.url) == (302, locate(assessment))


def test_a_question_of_another_part_is_not_on_this_page(assessment, client):
    page = Page(client.post(locate(assessment), {**send("GOV-01", "yes"), **send("GOV-08", "yes", "Mine.")}))

    assert page.status == 422
    assert page.heading == Page(client.get(locate(assessment))).heading
    assert page.errors == [
        ("", "Question GOV-08 is not on this page. Nothing was saved for it; load the page again.")
    ]
    assert page.texts(".//p[@class='conflict__text']") == ["Mine."]
    assert list(Answer.objects.filter(assessment=assessment).values_list("question__code", flat=True)) == [
        "GOV-01"
    ]


def test_a_conflict_keeps_the_page_of_the_part(assessment, client):
    save_answer(assessment, "GOV-01", "no", "Theirs.")

    page = Page(client.post(locate(assessment), send("GOV-01", "yes", "Mine.")))

    assert page.status == 409
    assert codes_of(page) == ["GOV-01"]
    assert page.form["GOV-01-explanation"] == "Mine."


@pytest.mark.parametrize(
    ("pillar", "recommendation"),
    [
        ("governance", "DRCQ-FE-1"),
        ("governance", "weather"),
        ("weather", "DRCQ-CG-1"),
        ("governance", "drcq-cg-1"),
    ],
)
def test_an_unknown_part_is_not_found(assessment, client, pillar, recommendation):
    response = client.get(locate(assessment, pillar, recommendation))

    assert response.status_code == 404
    assert "This assessment asks nothing here." in Page(response).text()


def test_text_typed_for_a_part_that_is_no_longer_asked_is_given_back(assessment, client):
    """Another profile was adopted while the page was open: nothing on it applies any more."""
    address = locate(assessment, "hrd", "KZ-18")
    form = Page(client.get(address)).form
    Assessment.objects.filter(pk=assessment.pk).update(tags=["telecom"])

    page = Page(client.post(address, {**form, "HRD-33-option": "no", "HRD-33-explanation": "A long text."}))

    assert page.status == 422
    assert page.heading == "Protection of human rights defenders"
    assert page.texts(".//p[@class='conflict__text']") == ["A long text."]
    assert Answer.objects.filter(assessment=assessment).exists() is False


def test_a_law_note_stands_beside_its_question_with_date_confidence_and_sources(assessment, client):
    page = Page(client.get(locate(assessment, "privacy", "DRCQ-PR-6")))
    note = get_law_notes("en")["L12"]

    aside = page.by_id("PRV-27").find(".//div[@class='question__aside']")
    (box,) = (
        box for box in aside.findall(".//div[@class='law-note']") if page.text(box.find("h3")) == note.title
    )
    checked = "Orientation, not legal advice. Checked on 31 May 2026. Confidence B: from a law firm, civil society, the press or a deputy’s statement."
    sources = ", ".join(source.title for source in note.sources)
    assert page.text(box) == " ".join(f"{note.title}{note.text}{checked} {sources}".split())
    assert [link.get("href") for link in box.iter("a")] == [source.address for source in note.sources]
