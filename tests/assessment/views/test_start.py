"""Starting an assessment from the page."""

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Role
from assessment.models import Assessment
from standards.loader import load_files
from standards.models import Edition
from tests.assessment.pages import Page
from tests.factories.assessments import cancel, find_member, make_assessment
from tests.factories.people import make_member, make_organisation
from tests.factories.standards import write_edition


pytestmark = pytest.mark.django_db

ALREADY_OPEN = (
    "An assessment for this period and these standards is already open. Continue it from the list, or choose another"
    " period or other standards."
)


@pytest.fixture
def company():
    return make_organisation(name="Alpha", tags=["messenger"])


@pytest.fixture
def lead(company):
    return make_member(company, Role.LEAD)


@pytest.fixture
def client(lead, sign_in):
    return sign_in(lead)


def open_form(client):
    return Page(client.get(reverse("assessment:start")))


def editions(*slugs):
    return [str(key) for key in Edition.objects.filter(standard__slug__in=slugs).values_list("pk", flat=True)]


def fill(company, **changes):
    data = {
        "organisation": str(company.pk),
        "period_start": "2026-01-01",
        "period_end": "2026-12-31",
        "editions": editions("drcq", "us-eu-hrd", "kz-context"),
        "tier": "extended",
    }
    return {**data, **changes}


def send(client, data):
    return client.post(reverse("assessment:start"), data)


def test_the_form_offers_this_year_all_standards_and_all_questions(company, client):
    with time_machine.travel("2026-11-24T10:00:00Z", tick=False):
        page = open_form(client)

    assert {name: page.form[name] for name in ("organisation", "period_start", "period_end", "tier")} == {
        "organisation": str(company.pk),
        "period_start": "2026-01-01",
        "period_end": "2026-12-31",
        "tier": "extended",
    }
    boxes = page.select(".//input[@name='editions']")
    assert len(boxes) == 3
    assert all("checked" in box.attrib for box in boxes)
    labels = [page.text(label) for label in page.select(".//fieldset[@id='id_editions']//label")]
    assert labels == [
        "DRCQ recommendations (2026)",
        "US-EU recommended actions for protecting human rights defenders online (2024)",
        "Recommendations from Kazakhstan’s context (derived by this project) (2026)",
    ]


def test_on_new_year_s_eve_the_year_is_the_one_of_kazakhstan(lead, sign_in):
    with time_machine.travel("2026-12-31T20:00:00Z", tick=False):
        assert open_form(sign_in(lead)).form["period_start"] == "2027-01-01"


def test_starting_opens_the_assessment(company, client):
    response = send(client, fill(company, tier="core", editions=editions("drcq")))

    assessment = Assessment.objects.get(organisation=company)
    assert (response.status_code, response.url) == (302, reverse("assessment:detail", args=[assessment.pk]))
    assert (assessment.tier, assessment.tags) == ("core", ["messenger"])
    assert [str(edition) for edition in assessment.editions.all()] == ["drcq 2026"]
    page = Page(client.get(response.url))
    assert page.messages == ["The assessment is open. Answer in any order; what you save stays."]


def test_the_same_again_is_explained_and_keeps_what_was_typed(company, client):
    data = fill(company, editions=editions("drcq"))
    send(client, data)

    page = Page(send(client, data))

    assert page.status == 422
    assert page.errors == [("", ALREADY_OPEN)]
    assert page.form["period_start"] == "2026-01-01"
    assert page.form["editions"] == editions("drcq")[0]
    assert Assessment.objects.filter(organisation=company).count() == 1


def test_the_same_again_after_a_cancellation(company, client):
    send(client, fill(company))
    cancel(Assessment.objects.get(organisation=company))

    assert send(client, fill(company)).status_code == 302


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({"period_start": ""}, "id_period_start"),
        ({"period_start": "soon"}, "id_period_start"),
        ({"period_end": "2026-02-30"}, "id_period_end"),
        ({"period_end": "2025-12-31"}, "id_period_end"),
        ({"editions": []}, "id_editions_0"),
        ({"editions": ["0"]}, "id_editions_0"),
        ({"editions": ["drcq"]}, "id_editions_0"),
        ({"tier": "everything"}, "id_tier_0"),
        ({"tier": ""}, "id_tier_0"),
    ],
)
def test_what_is_wrong_is_named_and_linked(company, client, changes, target):
    page = Page(send(client, fill(company, **changes)))

    assert page.status == 422
    ((linked, message),) = page.errors
    assert linked == target
    assert target in page.ids
    assert message
    assert Assessment.objects.filter(organisation=company).exists() is False


def test_a_period_that_ends_before_it_starts(company, client):
    page = Page(send(client, fill(company, period_end="2025-12-31")))

    assert page.errors == [
        (
            "id_period_end",
            "Last day of the period: The last day is before the first day. Correct one of them.",
        )
    ]


@pytest.mark.parametrize("organisation", ["", "weather", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_company_is_refused(company, client, organisation):
    assert send(client, fill(company, organisation=organisation)).status_code == 422


def test_another_company_is_refused(company, client):
    other = make_assessment().organisation

    response = send(client, fill(company, organisation=str(other.pk)))

    assert response.status_code == 422
    assert Assessment.objects.filter(organisation=other).count() == 1


def test_who_leads_two_companies_chooses(company, lead, client):
    second = make_organisation(name="Beta")
    second.memberships.create(user=lead, role=Role.LEAD)

    page = open_form(client)
    names = page.texts(".//select[@name='organisation']/option")
    send(client, fill(second))

    assert sorted(names)[1:] == ["Alpha", "Beta"]
    assert Assessment.objects.filter(organisation=second).count() == 1


def test_only_the_newest_edition_of_a_standard_is_offered(client, tmp_path):
    for edition, day in (("1", "2026-01-01"), ("2", "2026-06-01")):
        load_files([write_edition(tmp_path, ("edition", edition), ("published_on", day))], law_notes=None)
    load_files(
        [write_edition(tmp_path, ("edition", "3"), ("published_on", "2026-09-01"), ("status", "draft"))],
        law_notes=None,
    )

    labels = open_form(client).texts(".//fieldset[@id='id_editions']//label")

    assert "Accessibility list (example) (2)" in labels
    assert len(labels) == 4


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VIEWER])
def test_colleagues_are_told_who_starts(company, lead, sign_in, role):
    assessment = make_assessment(lead=lead)

    page = Page(sign_in(find_member(assessment, role)).get(reverse("assessment:start")))

    assert page.status == 403
    assert "Only the lead of a company starts an assessment." in page.text()


def test_standards_that_combine_scores_differently_are_refused_beside_the_field(client, company, tmp_path):
    scoring = {"pillar": "mean_of_recommendations", "total": "mean_of_recommendations"}
    load_files([write_edition(tmp_path, ("scoring", scoring))], law_notes=None)

    response = send(client, fill(company, editions=editions("drcq", "example-access")))

    page = Page(response)
    assert page.status == 422
    assert (
        "These standards combine scores in different ways. Measure them in separate assessments."
        in page.text()
    )
    assert Assessment.objects.filter(organisation=company).count() == 0
    assert page.form["period_start"] == "2026-01-01"
