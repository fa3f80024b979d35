"""The pages on which a lead says what is measured apart from the company as a whole."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from accounts.models import Role
from assessment.actions import UNIT_LIMIT, UnitDescription, change_unit
from assessment.models import Assessment
from tests.assessment.events import count_events
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

REQUIRED = "This field is empty. Fill it in."
TAKEN = "This assessment has a unit with this name already. Choose another name, or change that one."
STALE = (
    "The assessment was changed meanwhile, and nothing was saved. Read it again; then save again or leave it."
)
FULL = "This assessment has as many units as one can have. Change one that is there."


@pytest.fixture
def assessment():
    return make_assessment()


@pytest.fixture
def client(assessment, sign_in):
    return sign_in(find_member(assessment))


def locate(assessment, code=""):
    if code:
        return reverse("assessment:unit", args=[assessment.pk, code])
    return reverse("assessment:units", args=[assessment.pk])


def read_units(assessment):
    return Assessment.objects.get(pk=assessment.pk).units


def unit(name="Mobile", *, kind="service", bundle="", version="1"):
    return {"name": name, "kind": kind, "bundle": bundle, "version": version}


# The list


def test_a_company_that_measures_only_itself_finds_a_form_and_no_table(assessment, client):
    page = Page(client.get(locate(assessment)))

    assert page.status == 200
    assert page.heading == "What is measured"
    assert page.select(".//main//table") == []
    assert page.form == {"version": "1", "name": "", "kind": "service", "bundle": ""}


def test_the_list_says_what_is_measured_and_what_is_not_any_more(assessment, client):
    measure(assessment, "Mobile <b>prepaid</b>", bundle="mobile")
    measure(assessment, "Subsidiary", kind="operating_company")
    change_unit(
        by=find_member(assessment),
        assessment=assessment,
        version=3,
        code="2",
        unit=UnitDescription("Subsidiary", "operating_company", is_measured=False),
    )

    page = Page(client.get(locate(assessment)))

    assert page.rows() == [
        ["Mobile <b>prepaid</b>", "Service", "mobile", "yes"],
        ["Subsidiary", "Operating company", "–", "no, its answers are kept"],
    ]
    assert [link.get("href") for link in page.select(".//main//table//a")] == [
        locate(assessment, "1"),
        locate(assessment, "2"),
    ]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_kinds_are_in_the_language_of_the_page_and_names_as_they_were_typed(assessment, sign_in, language):
    measure(assessment, "Mobile")

    page = Page(sign_in(find_member(assessment), language).get(locate(assessment)))

    with translation.override(language):
        assert page.rows()[0][:2] == ["Mobile", gettext("Service")]
        assert gettext("Service") != "Service"


# Adding


def test_a_service_is_added(assessment, client):
    response = client.post(locate(assessment), unit("  Mobile  ", bundle=" mobile "), follow=True)

    page = Page(response)
    assert response.redirect_chain == [(locate(assessment), 302)]
    assert page.messages == ["“Mobile” is measured now."]
    assert page.rows() == [["Mobile", "Service", "mobile", "yes"]]
    assert read_units(assessment) == [
        {"code": "1", "name": "Mobile", "kind": "service", "bundle": "mobile", "is_measured": True}
    ]
    # The form of the page that follows stands on the new version.
    assert client.post(locate(assessment), {**page.form, "name": "Internet"}).status_code == 302


@pytest.mark.parametrize(
    ("sent", "target", "message"),
    [
        (unit(""), "id_name", f"Name of the service or operating company: {REQUIRED}"),
        (unit(" \t "), "id_name", f"Name of the service or operating company: {REQUIRED}"),
        (unit("mobile"), "id_name", f"Name of the service or operating company: {TAKEN}"),
        (unit("Internet", kind=""), "id_kind_0", f"What it is: {REQUIRED}"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(assessment, client, sent, target, message):
    measure(assessment, "Mobile")
    before = count_events()

    page = Page(client.post(locate(assessment), {**sent, "bundle": "typed", "version": "2"}))

    assert page.status == 422
    assert page.errors == [(target, message)]
    assert target in page.ids
    assert page.form["bundle"] == "typed"
    assert page.form["name"].strip() == sent["name"].strip()
    assert [row[0] for row in page.rows()] == ["Mobile"]
    assert ([row["name"] for row in read_units(assessment)], count_events()) == (["Mobile"], before)


@pytest.mark.parametrize(
    "sent",
    [
        unit("x" * 101),
        unit("Mobile", kind="group"),
        unit("Mobile", kind="weather"),
        unit("Mobile\x00"),
        unit("Mobile", bundle="x" * 101),
        unit("Mobile", bundle="\x00"),
    ],
)
def test_what_no_browser_sends_is_refused_too(assessment, client, sent):
    assert client.post(locate(assessment), sent).status_code == 422
    assert read_units(assessment) == []


def test_one_more_than_there_may_be_is_refused_with_a_reason(assessment, client):
    measure(assessment, *(f"Service {number}" for number in range(UNIT_LIMIT)))

    page = Page(client.post(locate(assessment), unit("One more", version=str(UNIT_LIMIT + 1))))

    assert page.status == 422
    assert FULL in page.text()
    assert page.form["name"] == "One more"
    assert len(read_units(assessment)) == UNIT_LIMIT


@pytest.mark.parametrize("version", ["", "garbage", "0", "2", "-1", "9" * 5000])
def test_a_version_that_was_not_read_adds_nothing(assessment, client, version):
    page = Page(client.post(locate(assessment), unit(version=version)))

    assert page.status == 409
    assert STALE in page.text()
    assert (page.form["name"], page.form["version"]) == ("Mobile", "1")
    assert read_units(assessment) == []


def test_a_colleague_who_added_meanwhile_is_seen_and_the_second_try_adds(assessment, client):
    form = Page(client.get(locate(assessment))).form
    measure(assessment, "Internet")

    page = Page(client.post(locate(assessment), {**form, "name": "Mobile"}))

    assert (page.status, [row[0] for row in page.rows()]) == (409, ["Internet"])
    assert client.post(locate(assessment), page.form).status_code == 302
    assert [row["name"] for row in read_units(assessment)] == ["Internet", "Mobile"]


# Changing


def test_the_form_of_a_unit_holds_what_is_said_about_it(assessment, client):
    measure(assessment, "Prepaid", bundle="mobile")

    page = Page(client.get(locate(assessment, "1")))

    assert page.heading == "Prepaid"
    assert page.form == {
        "version": "2",
        "name": "Prepaid",
        "kind": "service",
        "bundle": "mobile",
        "is_measured": "on",
    }


def test_a_unit_is_changed(assessment, client):
    measure(assessment, "Prepaid", "Internet")
    sent = unit("Prepaid mobile", kind="operating_company", bundle="mobile", version="3")

    response = client.post(locate(assessment, "1"), {**sent, "is_measured": "on"}, follow=True)

    assert response.redirect_chain == [(locate(assessment), 302)]
    assert Page(response).messages == ["“Prepaid mobile” is changed."]
    assert [row["name"] for row in read_units(assessment)] == ["Prepaid mobile", "Internet"]


def test_measuring_is_stopped_and_resumed_and_answers_stay(assessment, client):
    measure(assessment, "Mobile", "Internet")
    save_answer(assessment, "PRV-01", "yes", "Of mobile.", unit="1")
    form = Page(client.get(locate(assessment, "1"))).form

    del form["is_measured"]
    assert client.post(locate(assessment, "1"), form).status_code == 302
    assert [row["is_measured"] for row in read_units(assessment)] == [False, True]
    check = reverse("assessment:check", args=[assessment.pk])
    assert "Of mobile." not in Page(client.get(check)).text()

    form = {**Page(client.get(locate(assessment, "1"))).form, "is_measured": "on"}
    assert client.post(locate(assessment, "1"), form).status_code == 302
    assert "Of mobile." in Page(client.get(check)).text()


@pytest.mark.parametrize(("name", "message"), [("", REQUIRED), ("INTERNET", TAKEN)])
def test_a_change_with_an_error_changes_nothing(assessment, client, name, message):
    measure(assessment, "Mobile", "Internet")

    page = Page(client.post(locate(assessment, "1"), unit(name, bundle="typed", version="3")))

    assert page.status == 422
    assert (page.heading, page.form["name"], page.form["bundle"]) == ("Mobile", name, "typed")
    assert message in page.text()
    assert [row["name"] for row in read_units(assessment)] == ["Mobile", "Internet"]


def test_a_stale_change_shows_both_and_overwrites_nothing(assessment, client):
    measure(assessment, "Mobile")
    form = Page(client.get(locate(assessment, "1"))).form
    change_unit(
        by=find_member(assessment),
        assessment=assessment,
        version=2,
        code="1",
        unit=UnitDescription("Theirs", "service", "their bundle", is_measured=False),
    )

    page = Page(client.post(locate(assessment, "1"), {**form, "name": "Mine"}))

    assert page.status == 409
    assert STALE in page.text()
    assert page.texts(".//p[@class='conflict__text']") == ["Theirs · their bundle · not measured"]
    assert (page.form["name"], page.form["version"]) == ("Mine", "3")
    assert [row["name"] for row in read_units(assessment)] == ["Theirs"]

    assert client.post(locate(assessment, "1"), page.form).status_code == 302
    assert [row["name"] for row in read_units(assessment)] == ["Mine"]


def test_another_change_of_the_assessment_is_told_as_well(assessment, client):
    measure(assessment, "Mobile")
    form = Page(client.get(locate(assessment, "1"))).form
    leave_out(assessment)

    page = Page(client.post(locate(assessment, "1"), {**form, "name": "Mine"}))

    assert page.status == 409
    assert page.texts(".//p[@class='conflict__text']") == ["Mobile · measured"]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("code", ["2", "01", "Mobile", "all", "\x00", "9" * 500])
def test_an_unknown_unit_is_not_found(assessment, client, method, code):
    measure(assessment, "Mobile")

    response = getattr(client, method)(locate(assessment, code), unit("Renamed", version="2"))

    assert response.status_code == 404
    assert "This assessment measures no such unit." in Page(response).text()
    assert [row["name"] for row in read_units(assessment)] == ["Mobile"]


def test_a_unit_of_another_assessment_is_not_found(assessment, client):
    other = make_assessment(lead=find_member(assessment), year=2023)
    measure(other, "Mobile", "Internet")
    measure(assessment, "Mail")

    assert client.get(locate(other, "2")).status_code == 200
    assert client.get(locate(assessment, "2")).status_code == 404


# Who


@pytest.mark.parametrize(("role", "status"), [(Role.LEAD, 200), (Role.CONTRIBUTOR, 403), (Role.VIEWER, 403)])
def test_only_the_lead_comes_here(assessment, sign_in, role, status):
    measure(assessment, "Mobile")
    client = sign_in(find_member(assessment, role))

    assert [client.get(locate(assessment, code)).status_code for code in ("", "1")] == [status] * 2


def test_nothing_is_measured_in_a_cancelled_assessment(assessment, client):
    measure(assessment, "Mobile")
    form = Page(client.get(locate(assessment))).form
    cancel(assessment)

    assert client.get(locate(assessment)).status_code == 403
    assert client.post(locate(assessment), {**form, "name": "Mail"}).status_code == 403
    assert [row["name"] for row in read_units(assessment)] == ["Mobile"]


# What it costs


def count_queries(job, status):
    assert job().status_code == status
    with CaptureQueriesContext(connection) as captured:
        assert job().status_code == status
    return len(captured)


@pytest.mark.parametrize(
    ("method", "code", "status"), [("get", "", 200), ("get", "1", 200), ("post", "", 422), ("post", "1", 422)]
)
def test_pages_cost_the_same_with_1_and_with_3_units(assessment, client, method, code, status):
    measure(assessment, "Mobile")
    address = locate(assessment, code)
    with_one = count_queries(lambda: getattr(client, method)(address, {"name": ""}), status)
    measure(assessment, "Internet", "Television")
    with_three = count_queries(lambda: getattr(client, method)(address, {"name": ""}), status)

    assert with_three == with_one <= 8


def test_saving_costs_the_same_with_1_and_with_3_units(assessment, client):
    measure(assessment, "Mobile")

    def change(version):
        with CaptureQueriesContext(connection) as captured:
            sent = unit("Mobile", bundle=f"bundle {version}", version=str(version))
            assert client.post(locate(assessment, "1"), sent).status_code == 302
        return len(captured)

    with_one = change(2)
    measure(assessment, "Internet", "Television")

    assert change(5) == with_one <= 9
