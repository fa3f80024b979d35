"""Answering the questions of a pillar when services are measured apart."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from accounts.models import Role
from assessment.actions import UnitDescription, change_unit
from assessment.models import Answer
from tests.assessment.pages import Page
from tests.factories.assessments import (
    find_answer,
    find_member,
    make_assessment,
    measure,
    save_answer,
)
from tests.factories.people import make_member


pytestmark = pytest.mark.django_db

# Asked of each service; the second may be not applicable.
OF_SERVICES, CONDITIONAL = "PRV-01", "PRV-07"
# Asked of the company.
OF_COMPANIES = "PRV-12"
NEEDS_REASON = (
    "“Not applicable” needs a reason. Write in the explanation why the question cannot apply to the company."
)


@pytest.fixture
def assessment():
    """A company with two services of its own."""
    assessment = make_assessment(standards=["drcq"])
    measure(assessment, "Mobile", "Internet")
    return assessment


@pytest.fixture
def client(assessment, sign_in):
    return sign_in(find_member(assessment))


@pytest.fixture
def colleague(assessment):
    return make_member(assessment.organisation, Role.CONTRIBUTOR, full_name="Дана Серік")


def locate(assessment):
    return reverse("assessment:pillar", args=[assessment.pk, "privacy"])


def open_page(client, assessment):
    return Page(client.get(locate(assessment)))


def send(key, option=None, explanation="", version="0"):
    """The fields of one row as a browser sends them; the row for all services has no version."""
    fields = {f"{key}-explanation": explanation}
    if not key.endswith("~all"):
        fields[f"{key}-version"] = version
    return fields if option is None else {**fields, f"{key}-option": option}


def send_rows(code, **rows):
    """A question with its row for all and its two services: `send_rows("PRV-01", all=("yes", "Text."))`."""
    fields = {}
    for unit in ("all", "1", "2"):
        fields |= send(f"{code}~{unit}", *rows.get(unit, rows.get(f"unit_{unit}", ())))
    return fields


def read_table(page, code):
    """The rows of a question's table: what is measured, and the chosen option."""
    rows = []
    for row in page.by_id(code).findall(".//tbody/tr"):
        if "units__row" in row.get("class").split():
            chosen = [
                radio.get("value")
                for radio in row.findall(".//input[@type='radio']")
                if "checked" in radio.attrib
            ]
            rows.append((page.text(row.find("th/span")), *chosen))
    return rows


def list_answers(assessment):
    rows = Answer.objects.filter(assessment=assessment).order_by("question__code", "unit")
    return [(f"{row.question.code}~{row.unit}", row.option, row.explanation) for row in rows]


# Reading


def test_a_question_of_services_is_a_table_with_a_row_for_each_and_one_for_all(assessment, client):
    save_answer(assessment, OF_SERVICES, "partially", "Of the internet.", unit="2")

    page = open_page(client, assessment)

    assert page.status == 200
    assert read_table(page, OF_SERVICES) == [
        ("Same for all services",),
        ("Mobile",),
        ("Internet", "partially"),
    ]
    head = page.by_id(OF_SERVICES).findall(".//thead/tr/th")
    assert [page.text(cell) for cell in head] == ["Unit", "Yes", "Partially", "No"]
    form = {name: value for name, value in page.form.items() if name.startswith(f"{OF_SERVICES}~")}
    assert form == {
        "PRV-01~all-explanation": "",
        "PRV-01~1-explanation": "",
        "PRV-01~1-confidentiality": "publishable",
        "PRV-01~1-version": "0",
        "PRV-01~2-option": "partially",
        "PRV-01~2-explanation": "Of the internet.",
        "PRV-01~2-confidentiality": "publishable",
        "PRV-01~2-version": "1",
    }


def test_a_question_of_the_company_looks_as_it_always_does(assessment, client):
    page = open_page(client, assessment)

    question = page.by_id(OF_COMPANIES)
    assert question.findall(".//table") == []
    assert len(question.findall(".//fieldset")) == 1
    assert {name for name in page.form if name.startswith(OF_COMPANIES)} == {
        f"{OF_COMPANIES}-explanation",
        f"{OF_COMPANIES}-confidentiality",
        f"{OF_COMPANIES}-version",
    }


def test_one_service_needs_no_row_for_all(sign_in):
    assessment = make_assessment(standards=["drcq"])
    measure(assessment, "Mobile")

    page = open_page(sign_in(find_member(assessment)), assessment)

    assert read_table(page, OF_SERVICES) == [("Mobile",)]


def test_a_subsidiary_answers_beside_the_company(sign_in):
    assessment = make_assessment(standards=["drcq"])
    measure(assessment, "Subsidiary", kind="operating_company")

    page = open_page(sign_in(find_member(assessment)), assessment)

    rows = [("Same for all",), ("Company as a whole",), ("Subsidiary",)]
    assert [read_table(page, code) for code in (OF_SERVICES, OF_COMPANIES)] == [rows, rows]
    assert page.text(page.by_id("PRV-12~1").find("th")) == "Subsidiary Operating company"


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_table_speaks_the_language_of_the_page(assessment, sign_in, language):
    page = open_page(sign_in(find_member(assessment), language), assessment)

    with translation.override(language):
        assert read_table(page, OF_SERVICES)[0] == (gettext("Same for all services"),)
        assert gettext("Same for all services") != "Same for all services"


def test_every_radio_button_is_named_by_its_row_and_column_and_described_by_its_criterion(assessment, client):
    page = open_page(client, assessment)

    radios = page.by_id(CONDITIONAL).findall(".//input[@type='radio']")
    names = [
        " / ".join(page.text(page.by_id(name)) for name in radio.get("aria-labelledby").split())
        for radio in radios
    ]
    options = ["Yes", "Partially", "No", "Not applicable"]
    places = ["Same for all services", "Mobile", "Internet"]
    assert names == [f"{place} / {option}" for place in places for option in options]
    assert all(page.text(page.by_id(radio.get("aria-describedby"))) for radio in radios)


@pytest.mark.parametrize("kind", ["service", "operating_company"])
def test_ids_are_unique(assessment, client, kind):
    measure(assessment, "Another", kind=kind)

    page = open_page(client, assessment)

    assert sorted(set(page.ids)) == sorted(page.ids)


def test_only_rows_with_an_explanation_are_open(assessment, client):
    save_answer(assessment, OF_SERVICES, "yes", "Of mobile.", unit="1")
    save_answer(assessment, OF_SERVICES, "yes", unit="2")

    page = open_page(client, assessment)

    details = page.by_id(OF_SERVICES).findall(".//tbody//details")
    assert ["open" in row.attrib for row in details] == [False, True, False]


def test_names_of_services_are_shown_as_they_were_typed(sign_in):
    assessment = make_assessment(standards=["drcq"])
    measure(assessment, "<script>alert(1)</script> & {{ 7|add:7 }}", "ә" * 100)

    page = open_page(sign_in(find_member(assessment)), assessment)

    assert [row[0] for row in read_table(page, OF_SERVICES)[1:]] == [
        "<script>alert(1)</script> & {{ 7|add:7 }}",
        "ә" * 100,
    ]
    assert page.select(".//main//script") == []


def test_a_viewer_reads_the_table_without_the_row_for_all(assessment, sign_in):
    save_answer(assessment, OF_SERVICES, "no", "Not <b>yet</b>.\nSoon.", unit="2")

    page = open_page(sign_in(find_member(assessment, Role.VIEWER)), assessment)

    assert read_table(page, OF_SERVICES) == [("Mobile",), ("Internet", "no")]
    radios = page.by_id(OF_SERVICES).findall(".//input")
    assert [(radio.get("type"), "disabled" in radio.attrib) for radio in radios] == [("radio", True)] * 6
    assert page.by_id(OF_SERVICES).findall(".//textarea") == []
    assert page.text(page.by_id("PRV-01~2-explanation")) == "Not <b>yet</b>. Soon."


# Saving


def test_each_service_is_answered_for_itself(assessment, client):
    data = send_rows(OF_SERVICES, unit_1=("yes", "Of mobile."), unit_2=("no", "Of the internet."))

    response = client.post(locate(assessment), {**data, "then": "stay"}, follow=True)

    assert Page(response).messages == ["2 answers saved."]
    assert list_answers(assessment) == [
        ("PRV-01~1", "yes", "Of mobile."),
        ("PRV-01~2", "no", "Of the internet."),
    ]


def test_the_same_for_all_saves_option_and_explanation_for_every_service(assessment, client):
    response = client.post(
        locate(assessment),
        {**send_rows(OF_SERVICES, all=("partially", "One policy.")), "then": "stay"},
        follow=True,
    )

    page = Page(response)
    assert page.messages == ["2 answers saved."]
    assert list_answers(assessment) == [
        ("PRV-01~1", "partially", "One policy."),
        ("PRV-01~2", "partially", "One policy."),
    ]
    # What was said for all stands with each; the row for all is empty again.
    assert read_table(page, OF_SERVICES) == [
        ("Same for all services",),
        ("Mobile", "partially"),
        ("Internet", "partially"),
    ]
    assert page.form["PRV-01~all-explanation"] == ""


def test_what_is_said_for_all_stands_before_what_is_said_for_one(assessment, client):
    save_answer(assessment, OF_SERVICES, "no", "As it was.", unit="1")
    data = send_rows(
        OF_SERVICES, all=("yes", "One policy."), unit_1=("no", "As it was.", "1"), unit_2=("partially",)
    )

    assert client.post(locate(assessment), data).status_code == 302
    assert [row[1:] for row in list_answers(assessment)] == [("yes", "One policy.")] * 2


def test_an_option_for_all_keeps_the_texts_of_each(assessment, client):
    data = send_rows(
        OF_SERVICES, all=("yes",), unit_1=(None, "Of mobile."), unit_2=(None, "Of the internet.")
    )

    assert client.post(locate(assessment), data).status_code == 302
    assert [row[1:] for row in list_answers(assessment)] == [
        ("yes", "Of mobile."),
        ("yes", "Of the internet."),
    ]


def test_a_text_for_all_keeps_the_options_of_each(assessment, client):
    data = send_rows(OF_SERVICES, all=(None, "One policy."), unit_1=("yes",), unit_2=("no",))

    assert client.post(locate(assessment), data).status_code == 302
    assert [row[1:] for row in list_answers(assessment)] == [("yes", "One policy."), ("no", "One policy.")]


def test_saving_the_page_as_it_is_changes_nothing(assessment, client):
    save_answer(assessment, OF_SERVICES, "yes", "Of mobile.", unit="1")
    save_answer(assessment, OF_SERVICES, "no", unit="2")

    response = client.post(locate(assessment), open_page(client, assessment).form, follow=True)

    assert Page(response).messages == ["Everything is saved already."]
    assert {row.version for row in Answer.objects.filter(assessment=assessment)} == {1}


def test_questions_of_company_and_services_are_saved_together(assessment, client):
    data = {
        **send(OF_COMPANIES, "yes", "Of the company."),
        **send_rows(OF_SERVICES, all=("no",)),
    }

    assert client.post(locate(assessment), data).status_code == 302
    assert list_answers(assessment) == [
        ("PRV-01~1", "no", ""),
        ("PRV-01~2", "no", ""),
        ("PRV-12~", "yes", "Of the company."),
    ]


# Not applicable needs a reason


def test_not_applicable_for_all_with_a_reason_is_saved_for_each(assessment, client):
    data = send_rows(CONDITIONAL, all=("not_applicable", "No cookies at all."))

    assert client.post(locate(assessment), data).status_code == 302
    assert [row[1:] for row in list_answers(assessment)] == [("not_applicable", "No cookies at all.")] * 2


def test_not_applicable_for_all_without_a_reason_saves_nothing_and_says_so_once(assessment, client):
    data = {**send_rows(CONDITIONAL, all=("not_applicable",)), **send_rows(OF_SERVICES, all=("yes",))}

    page = Page(client.post(locate(assessment), data))

    assert page.status == 422
    assert page.messages == ["2 answers saved."]
    assert page.errors == [(f"{CONDITIONAL}~all-explanation", f"{CONDITIONAL}: {NEEDS_REASON}")]
    assert page.text(page.by_id(f"{CONDITIONAL}~all-explanation-error")) == NEEDS_REASON
    assert read_table(page, CONDITIONAL)[0] == ("Same for all services", "not_applicable")
    assert [key for key, *_rest in list_answers(assessment)] == ["PRV-01~1", "PRV-01~2"]


def test_the_row_with_an_error_is_open(assessment, client):
    page = Page(client.post(locate(assessment), send_rows(CONDITIONAL, unit_2=("not_applicable",))))

    details = page.by_id(CONDITIONAL).findall(".//tbody//details")
    assert ["open" in row.attrib for row in details] == [False, False, True]
    explanation = page.by_id(f"{CONDITIONAL}~2-explanation")
    assert explanation.get("aria-invalid") == "true"
    assert explanation.get("aria-describedby") == f"{CONDITIONAL}~2-explanation-error"


def test_one_service_without_a_reason_leaves_the_other_saved(assessment, client):
    data = send_rows(
        CONDITIONAL, unit_1=("not_applicable",), unit_2=("not_applicable", "It has no accounts.")
    )

    page = Page(client.post(locate(assessment), data))

    assert (page.status, page.messages) == (422, ["1 answer saved."])
    assert page.errors == [(f"{CONDITIONAL}~1-explanation", f"{CONDITIONAL}, Mobile: {NEEDS_REASON}")]
    assert list_answers(assessment) == [(f"{CONDITIONAL}~2", "not_applicable", "It has no accounts.")]


def test_a_reason_of_each_is_a_reason_for_all(assessment, client):
    data = send_rows(CONDITIONAL, all=("not_applicable",), unit_1=(None, "One."), unit_2=(None, "Two."))

    assert client.post(locate(assessment), data).status_code == 302
    assert [row[1:] for row in list_answers(assessment)] == [
        ("not_applicable", "One."),
        ("not_applicable", "Two."),
    ]


def test_a_reason_of_one_is_none_for_the_other(assessment, client):
    data = send_rows(CONDITIONAL, all=("not_applicable",), unit_1=(None, "One."))

    page = Page(client.post(locate(assessment), data))

    assert page.errors == [(f"{CONDITIONAL}~all-explanation", f"{CONDITIONAL}: {NEEDS_REASON}")]
    assert page.form[f"{CONDITIONAL}~1-explanation"] == "One."
    assert list_answers(assessment) == []


def test_a_text_for_all_is_the_reason_of_one(assessment, client):
    data = send_rows(CONDITIONAL, all=(None, "No cookies."), unit_1=("not_applicable",), unit_2=("no",))

    assert client.post(locate(assessment), data).status_code == 302
    assert [row[1:] for row in list_answers(assessment)] == [
        ("not_applicable", "No cookies."),
        ("no", "No cookies."),
    ]


def test_an_option_that_is_not_offered_is_refused_where_it_was_chosen(assessment, client):
    data = send_rows(OF_SERVICES, all=("perhaps",), unit_1=("yes",))

    page = Page(client.post(locate(assessment), data))

    assert page.status == 422
    assert page.errors == [("PRV-01~all-is-yes", "PRV-01: Choose one of the options listed here.")]
    radio = page.by_id("PRV-01~all-is-yes")
    assert "PRV-01~all-option-error" in radio.get("aria-describedby").split()
    assert list_answers(assessment) == []


def test_every_link_of_the_error_summary_leads_to_an_element(assessment, client, colleague):
    save_answer(assessment, "PRV-02", "no", "Theirs.", by=colleague, unit="1")
    data = {
        **send_rows(OF_SERVICES, all=("perhaps",), unit_2=("perhaps", "x" * 10_001)),
        **send_rows("PRV-02", unit_1=("yes", "Mine.")),
        **send_rows(CONDITIONAL, all=("not_applicable",)),
        **send("PRV-01~9", "yes"),
    }

    page = Page(client.post(locate(assessment), data))

    targets = [target for target, _message in page.errors]
    assert targets == [
        "",
        "PRV-01~all-is-yes",
        "PRV-01~2-is-yes",
        "PRV-01~2-explanation",
        "PRV-02~1-conflict",
        f"{CONDITIONAL}~all-explanation",
    ]
    assert set(targets) - {""} <= set(page.ids)


# Somebody else has saved meanwhile


def test_a_conflict_at_one_service_leaves_the_other_saved_and_shows_both_texts(assessment, client, colleague):
    form = open_page(client, assessment).form
    save_answer(assessment, OF_SERVICES, "no", "Theirs.", by=colleague, unit="1", language="ru")

    page = Page(
        client.post(
            locate(assessment),
            {**form, **send("PRV-01~1", "yes", "Mine."), **send("PRV-01~2", "partially", "Also mine.")},
        )
    )

    assert (page.status, page.messages) == (409, ["1 answer saved."])
    assert page.errors == [
        (
            "PRV-01~1-conflict",
            "PRV-01, Mobile: somebody saved this answer meanwhile. Compare both texts and decide.",
        )
    ]
    assert (
        page.text(
            page.by_id("PRV-01~1-conflict").find(".//p[@class='conflict__text conflict__text--theirs']")
        )
        == "Theirs."
    )
    assert page.form["PRV-01~1-explanation"] == "Mine."
    assert list_answers(assessment) == [
        ("PRV-01~1", "no", "Theirs."),
        ("PRV-01~2", "partially", "Also mine."),
    ]

    assert client.post(locate(assessment), page.form).status_code == 302
    assert find_answer(assessment, OF_SERVICES, "1").explanation == "Mine."


def test_the_same_for_all_overwrites_nobody(assessment, client, colleague):
    form = open_page(client, assessment).form
    save_answer(assessment, OF_SERVICES, "no", "Theirs.", by=colleague, unit="2")

    page = Page(client.post(locate(assessment), {**form, **send("PRV-01~all", "yes", "For all.")}))

    assert (page.status, page.messages) == (409, ["1 answer saved."])
    assert [target for target, _message in page.errors] == ["PRV-01~2-conflict"]
    assert (
        page.text(
            page.by_id("PRV-01~2-conflict").find(".//p[@class='conflict__text conflict__text--theirs']")
        )
        == "Theirs."
    )
    # What was said for all is still there to be saved again.
    assert page.form["PRV-01~all-explanation"] == "For all."
    assert read_table(page, OF_SERVICES)[0] == ("Same for all services", "yes")
    assert list_answers(assessment) == [("PRV-01~1", "yes", "For all."), ("PRV-01~2", "no", "Theirs.")]

    assert client.post(locate(assessment), page.form).status_code == 302
    assert [row[1:] for row in list_answers(assessment)] == [("yes", "For all.")] * 2


# What is measured has changed since the page was read


def stop_measuring(assessment, code, name):
    assessment.refresh_from_db()
    change_unit(
        by=find_member(assessment),
        assessment=assessment,
        version=assessment.version,
        code=code,
        unit=UnitDescription(name, "service", is_measured=False),
    )


def test_a_service_that_is_not_measured_any_more_is_given_its_text_back(assessment, client):
    form = open_page(client, assessment).form
    stop_measuring(assessment, "2", "Internet")

    page = Page(
        client.post(
            locate(assessment),
            {**form, **send("PRV-01~1", "yes", "Of mobile."), **send("PRV-01~2", "no", "Typed\nin vain.")},
        )
    )

    assert (page.status, page.messages) == (422, ["1 answer saved."])
    assert page.texts(".//p[@class='conflict__text']") == ["Typed in vain."]
    assert read_table(page, OF_SERVICES) == [("Mobile", "yes")]
    assert list_answers(assessment) == [("PRV-01~1", "yes", "Of mobile.")]


def test_what_was_typed_for_all_is_given_back_when_one_service_is_left(assessment, client):
    form = open_page(client, assessment).form
    stop_measuring(assessment, "2", "Internet")

    page = Page(client.post(locate(assessment), {**form, **send("PRV-01~all", "yes", "For all.")}))

    assert page.status == 422
    assert page.texts(".//p[@class='conflict__text']") == ["For all."]
    assert list_answers(assessment) == []


def test_a_page_of_the_whole_company_gets_its_text_back_when_services_are_measured(sign_in):
    assessment = make_assessment(standards=["drcq"])
    client = sign_in(find_member(assessment))
    form = open_page(client, assessment).form
    measure(assessment, "Mobile")

    page = Page(
        client.post(
            locate(assessment),
            {**form, **send(OF_SERVICES, "yes", "Typed for all."), **send(OF_COMPANIES, "no", "Of us.")},
        )
    )

    assert (page.status, page.messages) == (422, ["1 answer saved."])
    assert page.texts(".//p[@class='conflict__text']") == ["Typed for all."]
    assert list_answers(assessment) == [("PRV-12~", "no", "Of us.")]


def test_a_service_that_is_measured_since_the_page_was_read_is_not_touched(assessment, client):
    form = open_page(client, assessment).form
    measure(assessment, "Television")

    response = client.post(locate(assessment), {**form, **send("PRV-01~all", "yes", "For all.")})

    assert response.status_code == 302
    assert [key for key, *_rest in list_answers(assessment)] == ["PRV-01~1", "PRV-01~2"]
    assert read_table(open_page(client, assessment), OF_SERVICES)[-1] == ("Television",)


def test_a_service_that_is_measured_since_needs_no_reason_yet(assessment, client):
    form = open_page(client, assessment).form
    measure(assessment, "Television")
    data = send_rows(CONDITIONAL, all=("not_applicable",), unit_1=(None, "One."), unit_2=(None, "Two."))

    assert client.post(locate(assessment), {**form, **data}).status_code == 302
    assert [row[1:] for row in list_answers(assessment)] == [
        ("not_applicable", "One."),
        ("not_applicable", "Two."),
    ]


def test_an_earlier_answer_of_the_whole_company_is_shown_kept_and_does_not_count(sign_in):
    assessment = make_assessment(standards=["drcq"])
    save_answer(assessment, OF_SERVICES, "partially", "Of everybody.")
    measure(assessment, "Mobile", "Internet")
    client = sign_in(find_member(assessment))

    page = open_page(client, assessment)

    (earlier,) = page.by_id(OF_SERVICES).findall(".//div[@class='carried-over']")
    assert page.text(earlier) == (
        "Answered earlier for the company as a whole, which does not count here: “Partially”. Of everybody."
    )
    assert page.by_id("PRV-02").findall(".//div[@class='carried-over']") == []
    home = Page(client.get(reverse("assessment:detail", args=[assessment.pk])))
    assert "Not scored yet 0 of " in home.text()

    assert client.post(locate(assessment), send_rows(OF_SERVICES, all=("yes",))).status_code == 302
    assert list_answers(assessment) == [
        ("PRV-01~", "partially", "Of everybody."),
        ("PRV-01~1", "yes", ""),
        ("PRV-01~2", "yes", ""),
    ]


def test_an_explanation_alone_is_shown_too(sign_in):
    assessment = make_assessment(standards=["drcq"])
    save_answer(assessment, OF_SERVICES, "", "Of everybody.")
    measure(assessment, "Mobile")

    page = open_page(sign_in(find_member(assessment)), assessment)

    (earlier,) = page.by_id(OF_SERVICES).findall(".//div[@class='carried-over']")
    assert page.text(earlier) == (
        "Explained earlier for the company as a whole, which does not count here: Of everybody."
    )


# Forged fields


@pytest.mark.parametrize("unit", ["9", "0", "01", "Mobile", "all", "1~2", "ә"])
def test_a_forged_unit_changes_nothing(assessment, client, unit):
    save_answer(assessment, OF_SERVICES, "no", "There.", unit="1")
    key = f"{OF_SERVICES}~{unit}"
    data = {f"{key}-option": "yes", f"{key}-version": "0"}

    response = client.post(locate(assessment), data)

    assert response.status_code in (302, 422)
    assert list_answers(assessment) == [("PRV-01~1", "no", "There.")]


@pytest.mark.parametrize("key", [f"{OF_COMPANIES}~1", OF_SERVICES, "GOV-01~1"])
def test_a_unit_that_the_question_is_not_asked_of_is_named_and_its_text_given_back(assessment, client, key):
    page = Page(client.post(locate(assessment), send(key, "yes", "My text.")))

    assert page.status == 422
    assert page.texts(".//p[@class='conflict__text']") == ["My text."]
    assert list_answers(assessment) == []


@pytest.mark.parametrize("key", ["PRV-01~1", "PRV-01~all"])
def test_units_of_a_company_that_measures_only_itself_are_refused(sign_in, key):
    assessment = make_assessment(standards=["drcq"])
    client = sign_in(find_member(assessment))

    page = Page(client.post(locate(assessment), {**send(key, "yes", "My text."), **send("PRV-02", "no")}))

    assert (page.status, page.messages) == (422, ["1 answer saved."])
    assert list_answers(assessment) == [("PRV-02~", "no", "")]


# Filters and the way on


def test_a_question_is_unanswered_until_every_service_is_answered(assessment, client):
    save_answer(assessment, OF_SERVICES, "yes", unit="1")
    address = locate(assessment)

    assert OF_SERVICES in Page(client.get(f"{address}?show=unanswered")).ids
    save_answer(assessment, OF_SERVICES, "no", unit="2")
    assert OF_SERVICES not in Page(client.get(f"{address}?show=unanswered")).ids
    assert OF_SERVICES in Page(client.get(f"{address}?show=gaps")).ids


# What it costs


def count_queries(job, status=200):
    job()
    with CaptureQueriesContext(connection) as captured:
        assert job().status_code == status
    return len(captured)


def test_the_page_costs_the_same_with_1_and_with_3_units(client, assessment, sign_in):
    small = make_assessment(standards=["drcq"])
    measure(small, "Mobile")
    measure(assessment, "Television")
    for code in ("1", "2", "3"):
        save_answer(assessment, OF_SERVICES, "no", "Text.", unit=code)

    with_one = count_queries(lambda: sign_in(find_member(small)).get(locate(small)))
    with_three = count_queries(lambda: sign_in(find_member(assessment)).get(locate(assessment)))
    reading = count_queries(lambda: client.get(locate(assessment)))

    assert with_one == with_three
    assert reading <= 10


def test_saving_costs_the_same_with_1_and_with_3_units(assessment, client):
    measure(assessment, "Television")
    client.get(locate(assessment))

    def save(units, option):
        data = {}
        for unit in units:
            version = str(Answer.objects.filter(assessment=assessment, unit=unit).count())
            data |= send(f"{OF_SERVICES}~{unit}", option, "Text.", version)
        with CaptureQueriesContext(connection) as captured:
            assert client.post(locate(assessment), data).status_code == 302
        return len(captured)

    assert save("1", "no") == save("123", "yes") <= 8
