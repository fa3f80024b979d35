"""Starting from an older assessment, and confirming what is carried over, on the pages."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from accounts.models import Role
from assessment.models import Assessment
from standards.models import Edition
from tests.assessment.pages import Page
from tests.factories.assessments import cancel, find_answer, find_member, make_assessment, save_answer


pytestmark = pytest.mark.django_db

SAME = "This was the answer in the older assessment. It does not count before you confirm or change it."
PLEASE = "Carried over, please confirm"


@pytest.fixture
def older():
    older = make_assessment(year=2025)
    save_answer(older, "GOV-01", "yes", "The board.")
    save_answer(older, "GOV-02", "no")
    return older


@pytest.fixture
def client(older, sign_in):
    return sign_in(find_member(older))


def fill(assessment, **changes):
    editions = Edition.objects.published().values_list("pk", flat=True)
    data = {
        "organisation": str(assessment.organisation_id),
        "period_start": "2026-01-01",
        "period_end": "2026-12-31",
        "editions": [str(key) for key in editions],
        "tier": "extended",
        "older": str(assessment.pk),
    }
    return data | changes


def start(client, older) -> Assessment:
    response = client.post(reverse("assessment:start"), fill(older))
    assert response.status_code == 302
    return Assessment.objects.get(organisation=older.organisation, period_end="2026-12-31")


def read_governance(client, assessment):
    return Page(client.get(reverse("assessment:pillar", args=[assessment.pk, "governance"])))


def list_choices(client):
    page = Page(client.get(reverse("assessment:start")))
    return page.texts(".//select[@name='older']/option")


def test_older_assessments_of_ones_companies_are_offered(client, older):
    other = make_assessment(year=2025)
    closed = make_assessment(lead=find_member(older), year=2024)
    cancel(closed)

    with override("en"):
        assert list_choices(client) == ["Start without answers", str(older)]
        assert str(other) not in list_choices(client)


def test_without_an_older_assessment_there_is_no_choice(sign_in):
    closed = make_assessment()
    cancel(closed)

    assert list_choices(sign_in(find_member(closed))) == []


def test_an_older_assessment_of_another_company_is_refused(client, older):
    foreign = make_assessment()

    response = client.post(reverse("assessment:start"), fill(older, older=str(foreign.pk)))

    assert response.status_code == 422
    assert Assessment.objects.filter(organisation=older.organisation).count() == 1


def test_an_older_assessment_of_the_leads_other_company_is_refused_beside_the_field(client, older):
    lead = find_member(older)
    second = make_assessment()
    second.organisation.memberships.create(user=lead, role=Role.LEAD)

    response = client.post(reverse("assessment:start"), fill(older, older=str(second.pk)))

    assert response.status_code == 422
    assert "This assessment is of another company. Choose one of the same company." in Page(response).text()
    assert Assessment.objects.filter(organisation=older.organisation).count() == 1


def test_carried_over_answers_stand_there_marked(client, older):
    page = read_governance(client, start(client, older))

    question = page.by_id("GOV-01")
    assert f"{PLEASE} {SAME}" in page.text(question)
    assert (page.form["GOV-01-option"], page.form["GOV-01-explanation"].strip()) == ("yes", "The board.")
    assert "GOV-01-confirm" not in page.form
    assert PLEASE not in page.text(page.by_id("GOV-03"))
    assert (
        "2 questions have answers that are carried over from an older assessment. They do not count before you"
        " confirm them."
    ) in page.text()


def test_the_home_page_says_how_many_wait_and_leads_to_them(client, older):
    assessment = start(client, older)
    home = Page(client.get(reverse("assessment:detail", args=[assessment.pk])))

    (notice,) = home.select(".//main/p[@class='notice']")
    assert home.text(notice).startswith("2 questions have answers that are carried over")
    shown = Page(client.get(notice.find("a").get("href")))
    assert [item.get("id") for item in shown.select(".//li[@class='answers__item']")] == ["GOV-01", "GOV-02"]
    old_home = Page(client.get(reverse("assessment:detail", args=[older.pk])))
    assert old_home.select(".//main/p[@class='notice']") == []


def test_a_page_saved_as_it_stands_confirms_nothing(client, older):
    assessment = start(client, older)
    address = reverse("assessment:pillar", args=[assessment.pk, "governance"])

    client.post(address, read_governance(client, assessment).form)

    assert find_answer(assessment, "GOV-01").carried_over == "same"


def test_a_ticked_answer_is_confirmed(client, older):
    assessment = start(client, older)
    address = reverse("assessment:pillar", args=[assessment.pk, "governance"])

    client.post(address, read_governance(client, assessment).form | {"GOV-01-confirm": "1"})

    assert (
        find_answer(assessment, "GOV-01").carried_over,
        find_answer(assessment, "GOV-02").carried_over,
    ) == (
        "",
        "same",
    )
    page = read_governance(client, assessment)
    assert PLEASE not in page.text(page.by_id("GOV-01"))


def test_a_tick_survives_an_error_elsewhere_in_the_question(client, older):
    assessment = start(client, older)
    address = reverse("assessment:pillar", args=[assessment.pk, "governance"])
    sent = {
        "GOV-01-version": "1",
        "GOV-01-option": "yes",
        "GOV-01-explanation": "a\x00b",
        "GOV-01-confirm": "1",
    }

    page = Page(client.post(address, sent))

    assert (page.status, page.form["GOV-01-confirm"]) == (422, "1")


def test_what_is_to_be_confirmed_can_be_filtered(client, older):
    assessment = start(client, older)
    address = reverse("assessment:check", args=[assessment.pk]) + "?show=carried-over"

    page = Page(client.get(address))

    items = page.select(".//li[@class='answers__item']")
    assert [item.get("id") for item in items] == ["GOV-01", "GOV-02"]
    assert PLEASE in page.text(items[0])
    assert "answers to confirm" in page.texts(".//option")


def test_the_filter_is_not_offered_where_nothing_is_carried_over(client, older):
    assert "answers to confirm" not in read_governance(client, older).texts(".//option")


def test_a_viewer_reads_that_it_waits_to_be_confirmed(client, older, sign_in):
    assessment = start(client, older)

    page = read_governance(sign_in(find_member(assessment, Role.VIEWER)), assessment)

    assert PLEASE in page.text(page.by_id("GOV-01"))
    assert page.select(".//main//input[@type='checkbox']") == []
