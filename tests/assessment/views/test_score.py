"""The table behind a score."""

from decimal import Decimal

import pytest
from django.urls import reverse

from tests.assessment.pages import Page
from tests.factories.assessments import find_member, leave_out, make_assessment, measure, save_answer


pytestmark = pytest.mark.django_db

NOT_APPLICABLE = "does not count: not applicable"
OPEN = "does not count yet"
LEFT_OUT = "in a pillar that is left out"


@pytest.fixture
def assessment():
    """Weights: FOE-02 1, the others 3."""
    assessment = make_assessment(standards=["drcq", "us-eu-hrd"], tags=["messenger"])
    save_answer(assessment, "FOE-01", "yes")
    save_answer(assessment, "FOE-02", "partially")
    save_answer(assessment, "FOE-05", "not_applicable", "We host <b>nothing</b>.")
    save_answer(assessment, "GOV-01", "no")
    save_answer(assessment, "HRD-01", "yes")
    return assessment


@pytest.fixture
def client(assessment, sign_in):
    return sign_in(find_member(assessment))


def open_score(client, assessment, cut, code):
    return Page(client.get(reverse("assessment:score", args=[assessment.pk, cut, code])))


def read_table(page):
    """The last table of the page by question code: the cells after the question."""
    rows = page.rows(-1)
    return {row[0].split()[0]: row[1:] for row in rows}


def counted(page):
    return {code: cells for code, cells in read_table(page).items() if len(cells) == 5}


def read_score(page):
    return page.text(page.select(".//main/p[@class='score']")[0])


def test_pillar_by_hand(assessment, client):
    page = open_score(client, assessment, "pillar", "expression")

    assert page.heading == "Score: Freedom of expression and information"
    # (100 × 3 + 50 × 1) / 4
    assert read_score(page) == "88 of 100 3 of 16 questions answered"
    assert "350 of 400 weighted points are earned." in page.text()
    assert counted(page) == {
        "FOE-01": ["Yes", "100", "3", "75.00", "75.00"],
        "FOE-02": ["Partially", "50", "1", "25.00", "12.50"],
    }
    table = read_table(page)
    assert table["FOE-05"] == ["Not applicable", f"{NOT_APPLICABLE}: We host <b>nothing</b>."]
    assert table["FOE-03"] == ["Not answered", OPEN]
    assert list(table)[:5] == ["FOE-01", "FOE-02", "FOE-03", "FOE-04", "FOE-05"]
    assert len(table) == 16


def test_total_by_hand(assessment, client):
    page = open_score(client, assessment, "total", "all")

    # Three scored pillars: (87.5 + 0 + 100) / 3 = 62.5.
    assert page.heading == "Score: Total"
    assert read_score(page).startswith("63 of 100 5 of ")
    assert page.rows(0) == [
        ["Freedom of expression and information", "87.50", "1", "33.33", "29.17"],
        ["Corporate governance", "0.00", "1", "33.33", "0.00"],
        ["Privacy", "does not count: nothing in it has points"],
        ["Protection of human rights defenders", "100.00", "1", "33.33", "33.33"],
    ]
    assert counted(page) == {
        "FOE-01": ["Yes", "100", "3", "25.00", "25.00"],
        "FOE-02": ["Partially", "50", "1", "8.33", "4.17"],
        "GOV-01": ["No", "0", "3", "33.33", "0.00"],
        "HRD-01": ["Yes", "100", "3", "33.33", "33.33"],
    }


def test_standard_by_hand(assessment, client):
    page = open_score(client, assessment, "standard", "drcq")

    # (100 × 3 + 50 × 1 + 0 × 3) / 7
    assert page.heading == "Score: DRCQ recommendations"
    assert read_score(page) == "50 of 100 4 of 52 questions answered"
    assert counted(page) == {
        "FOE-01": ["Yes", "100", "3", "42.86", "42.86"],
        "FOE-02": ["Partially", "50", "1", "14.29", "7.14"],
        "GOV-01": ["No", "0", "3", "42.86", "0.00"],
    }
    assert not any(code.startswith("HRD") for code in read_table(page))


def test_disclosure_counts_public_documents_alone(assessment, client):
    page = open_score(client, assessment, "disclosure", "all")

    # (87.5 + 100) / 2; GOV-01 and FOE-05 are of another kind.
    assert page.heading == "Score: Disclosure only"
    assert read_score(page).startswith("94 of 100 3 of ")
    assert counted(page) == {
        "FOE-01": ["Yes", "100", "3", "37.50", "37.50"],
        "FOE-02": ["Partially", "50", "1", "12.50", "6.25"],
        "HRD-01": ["Yes", "100", "3", "50.00", "50.00"],
    }
    assert not {"GOV-01", "FOE-05"} & set(read_table(page))


CUTS = [
    ("total", "all"),
    ("disclosure", "all"),
    ("pillar", "expression"),
    ("pillar", "governance"),
    ("pillar", "hrd"),
    ("standard", "drcq"),
    ("standard", "us-eu-hrd"),
]


@pytest.mark.parametrize(("cut", "code"), CUTS)
def test_contributions_add_up_to_the_score_and_shares_to_100(assessment, client, cut, code):
    page = open_score(client, assessment, cut, code)

    rows = counted(page).values()
    # Each number is rounded to two decimals.
    step = Decimal("0.005") * len(rows)
    shown = Decimal(read_score(page).split()[0])
    assert abs(sum(Decimal(row[3]) for row in rows) - 100) <= step
    assert abs(sum(Decimal(row[4]) for row in rows) - shown) <= step + Decimal("0.5")


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_decimals_are_written_as_the_reader_writes_them(assessment, sign_in, language):
    page = open_score(sign_in(find_member(assessment), language), assessment, "pillar", "expression")

    assert counted(page)["FOE-02"][3:] == ["25,00", "12,50"]


def test_nothing_answered_is_not_scored_and_never_0(client, assessment):
    page = open_score(client, assessment, "pillar", "privacy")

    assert read_score(page) == "Not scored yet 0 of 28 questions answered"
    assert counted(page) == {}
    assert "weighted points" not in page.text()


@pytest.mark.parametrize(("cut", "code"), [("pillar", "hrd"), ("total", "all"), ("standard", "us-eu-hrd")])
def test_questions_of_a_pillar_that_is_left_out_stand_there_with_the_reason(assessment, client, cut, code):
    leave_out(assessment, reason="No <b>messages</b>.")

    page = open_score(client, assessment, cut, code)

    assert read_table(page)["HRD-01"] == ["Yes", LEFT_OUT]
    assert read_table(page)["HRD-02"] == ["Not answered", LEFT_OUT]
    assert "Protection of human rights defenders. Left out, with this reason: No <b>messages</b>." in (
        page.text()
    )
    assert not any(question.startswith("HRD") for question in counted(page))


def test_other_scores_do_not_speak_of_a_pillar_that_is_left_out(assessment, client):
    leave_out(assessment)

    assert "Left out" not in open_score(client, assessment, "pillar", "expression").text()
    assert read_score(open_score(client, assessment, "total", "all")).startswith("44 of 100 4 of ")


def test_every_question_links_to_where_it_is_answered(assessment, client):
    page = open_score(client, assessment, "pillar", "expression")

    link = page.select(".//main//table")[-1].find("tbody/tr/th/a")
    assert page.text(link) == "FOE-01"
    assert link.get("href") == (
        reverse("assessment:recommendation", args=[assessment.pk, "expression", "DRCQ-FE-1"]) + "#FOE-01"
    )


@pytest.mark.parametrize(
    ("cut", "code"),
    [
        ("total", "privacy"),
        ("pillar", "weather"),
        ("pillar", "all"),
        ("standard", "kz-context"),
        ("weather", "all"),
        ("pillar", "\x00"),
    ],
)
def test_an_unknown_score_is_not_found(assessment, client, cut, code):
    page = open_score(client, assessment, cut, code)

    assert page.status == 404
    assert "This assessment has no such score." in page.text()


# Units


@pytest.fixture
def measured():
    """Two bundled services and a third; PRV-01 and GOV-01 weigh 3, PRV-03 2."""
    assessment = make_assessment(standards=["drcq"])
    measure(assessment, "Prepaid", "Postpaid", bundle="mobile")
    measure(assessment, "Internet")
    for unit, option in (("1", "yes"), ("2", "no"), ("3", "partially")):
        save_answer(assessment, "PRV-01", option, unit=unit)
    save_answer(assessment, "PRV-03", "no", unit="3")
    save_answer(assessment, "GOV-01", "yes")
    return assessment


def test_a_pillar_with_services_by_hand(measured, sign_in):
    page = open_score(sign_in(find_member(measured)), measured, "pillar", "privacy")

    # PRV-01: mobile (100 + 0) / 2 and internet 50 make 50; PRV-03: 0. (50 × 3 + 0 × 2) / 5 = 30.
    assert read_score(page).startswith("30 of 100 4 of ")
    rows = {row[0]: row[1:] for row in page.rows(-1) if len(row) == 6}
    questions = {
        text.partition(" ")[0] + " " + text.rpartition(" ")[2]: cells for text, cells in rows.items()
    }
    assert questions == {
        "PRV-01 Prepaid": ["Yes", "100", "3", "15.00", "15.00"],
        "PRV-01 Postpaid": ["No", "0", "3", "15.00", "0.00"],
        "PRV-01 Internet": ["Partially", "50", "3", "30.00", "15.00"],
        "PRV-03 Internet": ["No", "0", "2", "40.00", "0.00"],
    }
    assert {"row-PRV-01~1", "row-PRV-01~2", "row-PRV-01~3"} <= set(page.ids)


@pytest.mark.parametrize(
    ("unit", "label", "score", "codes"),
    [
        ("", "Company as a whole", "100", {"GOV-01"}),
        ("1", "Prepaid", "100", {"PRV-01"}),
        ("2", "Postpaid", "0", {"PRV-01"}),
        ("3", "Internet", "30", {"PRV-01", "PRV-03"}),
    ],
)
def test_the_score_of_one_unit_counts_its_answers_alone(measured, sign_in, unit, label, score, codes):
    client = sign_in(find_member(measured))
    address = reverse("assessment:score", args=[measured.pk, "total", "all"])

    page = Page(client.get(address, {"unit": unit}))

    assert page.heading == f"Score: Total {label}"
    assert read_score(page).startswith(f"{score} of 100 {len(codes)} of ")
    assert set(counted(page)) == codes
    together = [link for link in page.select(".//main//a") if link.get("href") == address]
    assert [page.text(link) for link in together] == ["The score of all units together"]


@pytest.mark.parametrize("unit", ["4", "01", "Internet", "all", "\x00"])
def test_the_score_of_an_unknown_unit_is_not_found(measured, sign_in, unit):
    address = reverse("assessment:score", args=[measured.pk, "total", "all"])

    assert sign_in(find_member(measured)).get(address, {"unit": unit}).status_code == 404


def test_links_of_the_tree_lead_to_the_answers(measured, sign_in):
    page = open_score(sign_in(find_member(measured)), measured, "total", "all")

    targets = {
        link.get("href").removeprefix("#")
        for link in page.select(".//main//a")
        if link.get("href").startswith("#")
    }
    assert {"row-PRV-01~1", "row-PRV-01~2", "row-PRV-01~3", "row-GOV-01"} <= targets <= set(page.ids)
