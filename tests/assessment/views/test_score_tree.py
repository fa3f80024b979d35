"""The tree of a score on its page, and the same as data."""

from fractions import Fraction
from math import floor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.score_document import NodeDocument, ScoreDocument
from standards.loader import load_files
from standards.models import Edition
from tests.assessment.pages import Page
from tests.factories.assessments import find_member, leave_out, make_assessment, measure, save_answer
from tests.factories.standards import make_document, write_edition


pytestmark = pytest.mark.django_db

CUTS = [
    ("total", "all"),
    ("disclosure", "all"),
    ("pillar", "expression"),
    ("pillar", "privacy"),
    ("pillar", "hrd"),
    ("standard", "drcq"),
]
REASONS = {
    "not_applicable": "does not count: not applicable",
    "unanswered": "does not count yet: not answered",
    "left_out_by_company": "does not count: the company leaves it out",
    "nothing_asked": "does not count: nothing is asked here",
    "nothing_scored": "does not count: nothing in it has points",
}


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


@pytest.fixture
def telecom(assessment):
    """The assessment with an operating company and three services, two of which count as one. PRV-01 has weight 3 and is
    asked of each service."""
    measure(assessment, "Tulpar KG", kind="operating_company")
    measure(assessment, "Prepaid", "Postpaid", bundle="Mobile")
    measure(assessment, "Fixed")
    for unit, option in (("2", "yes"), ("3", "no"), ("4", "partially")):
        save_answer(assessment, "PRV-01", option, unit=unit)
    save_answer(assessment, "PRV-07", "not_applicable", "None.", unit="2")
    save_answer(assessment, "FOE-01", "no", unit="1")
    return assessment


@pytest.fixture
def family(tmp_path):
    """An assessment over a standard in which A-1 and A-2 are the family A-0 and units combine at the recommendation."""
    first, second = make_document()["recommendations"]
    title = {"kk": "Қолжетімділік", "ru": "Доступность", "en": "Access"}
    path = write_edition(
        tmp_path,
        ("recommendations", 0, "family", "A-0"),
        ("recommendations", 1, second | {"family": "A-0", "pillar": first["pillar"]}),
        ("recommendations", 2, first | {"code": "A-0", "title": title}),
        ("questions", 0, "scope", "both"),
        ("scoring", "pillar", "mean_of_recommendations"),
        ("scoring", "total", "mean_of_recommendations"),
        ("scoring", "units", "recommendation"),
    )
    load_files([path], law_notes=None)
    assessment = make_assessment(standards=["example-access"], tags=["messenger"])
    measure(assessment, "App")
    # ACC-1 has weight 5, the others 2.
    save_answer(assessment, "ACC-1", "always")
    save_answer(assessment, "ACC-1", "never", unit="1")
    save_answer(assessment, "ACC-2", "rarely")
    save_answer(assessment, "ACC-3", "no_such_service", "None.")
    return assessment


def open_score(client, assessment, cut, code, **query):
    return Page(client.get(reverse("assessment:score", args=[assessment.pk, cut, code]), query))


def export(client, assessment, cut, code, **query) -> ScoreDocument:
    address = reverse("assessment:score-json", args=[assessment.pk, cut, code])
    return ScoreDocument.model_validate_json(client.get(address, query).content)


def read_tree(page):
    """The tables of the tree from top to bottom: caption and rows."""
    return [
        (
            page.text(table.find("caption")),
            [[page.text(cell) for cell in row] for row in table.findall("tbody/tr")],
        )
        for table in page.select(".//main//table")
        if "table--tree" in table.get("class")
    ]


def lay_out_tree(node: NodeDocument):
    """The tables that should stand on the page: a node, then each of its parts that has parts."""
    tables = [(f"Parts of “{node.label}”", [lay_out_row(part, node) for part in node.parts])]
    return tables + [table for part in node.parts if part.parts for table in lay_out_tree(part)]


def lay_out_row(part: NodeDocument, node: NodeDocument):
    if part.exact is None:
        return [part.label, REASONS[part.left_out]]
    share = Fraction(part.weight, sum(other.weight for other in node.parts if other.exact is not None))
    value = Fraction(part.exact)
    return [part.label, write(value), str(part.weight), write(share * 100), write(share * value)]


def write(value: Fraction) -> str:
    """With two decimals, half up."""
    hundredths = floor(value * 100 + Fraction(1, 2))
    return f"{hundredths // 100}.{hundredths % 100:02}"


@pytest.mark.parametrize(("cut", "code"), CUTS)
def test_tree_on_the_page_holds_the_numbers_of_the_document(telecom, client, cut, code):
    document = export(client, telecom, cut, code)

    page = open_score(client, telecom, cut, code)

    assert read_tree(page) == lay_out_tree(document.tree)
    assert (document.cut, document.code, document.tree.level, document.tree.code) == (cut, code, cut, code)
    shown = page.text(page.select(".//main/p[@class='score']")[0]).split()[0]
    assert shown == ("Not" if document.shown is None else str(document.shown))


def test_units_of_a_question_by_hand(telecom, client):
    tree = dict(read_tree(open_score(client, telecom, "pillar", "privacy")))

    assert tree["Parts of “Privacy”"][:3] == [
        ["PRV-01", "50.00", "3", "100.00", "50.00"],
        ["PRV-02", REASONS["nothing_scored"]],
        ["PRV-03", REASONS["nothing_scored"]],
    ]
    assert tree["Parts of “PRV-01”"] == [
        ["Mobile", "50.00", "1", "50.00", "25.00"],
        ["Fixed", "50.00", "1", "50.00", "25.00"],
    ]
    assert tree["Parts of “PRV-07”"] == [
        ["Mobile", REASONS["nothing_scored"]],
        ["Fixed", REASONS["unanswered"]],
    ]


def test_bundle_of_a_question_by_hand(telecom, client):
    bundles = [
        rows
        for caption, rows in read_tree(open_score(client, telecom, "pillar", "privacy"))
        if caption == "Parts of “Mobile”"
    ]

    assert bundles[0] == [
        ["Prepaid", "100.00", "1", "50.00", "50.00"],
        ["Postpaid", "0.00", "1", "50.00", "0.00"],
    ]
    assert ["Prepaid", REASONS["not_applicable"]] in [row for rows in bundles for row in rows]
    assert bundles[1] == [["Prepaid", REASONS["unanswered"]], ["Postpaid", REASONS["unanswered"]]]


def test_family_over_recommendations_over_units_by_hand(family, sign_in):
    page = open_score(sign_in(find_member(family)), family, "total", "all")

    # The company (100 × 5 + 30 × 2) / 7 = 80, the app 0, together 40; A-2 has no points.
    assert read_tree(page) == [
        ("Parts of “Total”", [["Access", "40.00", "1", "100.00", "40.00"]]),
        (
            "Parts of “Access”",
            [
                ["Work by keyboard", "40.00", "1", "100.00", "40.00"],
                ["Privacy of assistive programs", REASONS["nothing_scored"]],
            ],
        ),
        (
            "Parts of “Work by keyboard”",
            [
                ["Company as a whole", "80.00", "1", "50.00", "40.00"],
                ["App", "0.00", "1", "50.00", "0.00"],
            ],
        ),
        (
            "Parts of “Company as a whole”",
            [["ACC-1", "100.00", "5", "71.43", "71.43"], ["ACC-2", "30.00", "2", "28.57", "8.57"]],
        ),
        ("Parts of “App”", [["ACC-1", "0.00", "5", "100.00", "0.00"]]),
        ("Parts of “Privacy of assistive programs”", [["ACC-3", REASONS["not_applicable"]]]),
    ]
    assert "a family of recommendations counts as one" in page.text()


@pytest.mark.parametrize(
    ("cut", "code", "label", "exact"),
    [
        ("family", "A-0", "Access", "40"),
        ("recommendation", "A-1", "Work by keyboard", "40"),
        ("recommendation", "A-2", "Privacy of assistive programs", None),
        ("pillar", "access", None, "40"),
        ("standard", "example-access", "Accessibility list (example)", "40"),
    ],
)
def test_families_and_recommendations_have_a_page_and_a_document(family, sign_in, cut, code, label, exact):
    client = sign_in(find_member(family))

    page, document = open_score(client, family, cut, code), export(client, family, cut, code)

    assert read_tree(page) == lay_out_tree(document.tree)
    assert page.heading == f"Score: {label or document.tree.label}"
    assert (document.exact, document.tree.exact) == (exact, exact)
    assert document.method.pillar == document.method.total == "mean_of_recommendations"
    assert document.method.units == "recommendation"


def test_family_and_its_members_are_named_in_the_language_of_the_reader(family, sign_in):
    document = export(sign_in(find_member(family), "kk"), family, "family", "A-0")

    assert (document.language, document.tree.label) == ("kk", "Қолжетімділік")
    assert document.tree.parts[0].parts[0].label == "Тұтас компания"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda assessment: None, "nothing_scored"),
        (lambda assessment: leave_out(assessment, "hrd"), "left_out_by_company"),
    ],
)
def test_reason_of_a_pillar_without_a_score_stands_in_words(change, reason, sign_in):
    assessment = make_assessment(standards=["us-eu-hrd"], tags=["messenger"])
    change(assessment)
    client = sign_in(find_member(assessment))

    rows = dict(row for row in open_score(client, assessment, "total", "all").rows(0) if len(row) == 2)

    assert rows["Protection of human rights defenders"] == REASONS[reason]


def test_pillar_that_is_left_out_has_its_reason_instead_of_a_tree(assessment, client):
    leave_out(assessment)

    page = open_score(client, assessment, "pillar", "hrd")

    assert read_tree(page) == []
    assert REASONS["left_out_by_company"].capitalize() in page.text()
    assert export(client, assessment, "pillar", "hrd").tree.left_out == "left_out_by_company"


def test_every_link_of_the_tree_leads_to_a_place_of_its_own(telecom, client):
    page = open_score(client, telecom, "total", "all")

    links = [
        link.get("href")
        for table in page.select(".//main//table")
        if "table--tree" in table.get("class")
        for link in table.iter("a")
    ]

    assert len(page.ids) == len(set(page.ids))
    assert len(links) == len(set(links)) > 100
    assert {link for link in links if link.removeprefix("#") not in page.ids} == set()


def test_page_links_to_the_same_as_data(telecom, client):
    address = reverse("assessment:score-json", args=[telecom.pk, "pillar", "privacy"])

    for query in ("", "?unit=2", "?unit="):
        page = Page(client.get(reverse("assessment:score", args=[telecom.pk, "pillar", "privacy"]) + query))
        (link,) = [link for link in page.select(".//main//a") if "score.json" in page.text(link)]
        assert link.get("href") == address + query


def test_document_is_a_file_of_json(assessment, client):
    response = client.get(reverse("assessment:score-json", args=[assessment.pk, "pillar", "expression"]))

    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="score.json"'
    document = ScoreDocument.model_validate_json(response.content)
    assert document.model_dump(exclude={"tree", "editions"}) == {
        "format": 1,
        "language": "en",
        "assessment": str(assessment.pk),
        "voice": "self",
        "cut": "pillar",
        "code": "expression",
        "unit": None,
        "exact": "175/2",
        "shown": 88,
        "method": {
            "pillar": "weighted_mean_of_questions",
            "total": "mean_of_pillars",
            "units": "question",
            "composites": (("group",), ("operating_company",), ("service",)),
        },
        "units": ({"code": "", "name": "", "kind": "group", "bundle": ""},),
    }
    assert [(row.standard, row.sha256) for row in document.editions] == [
        (edition.standard.slug, edition.checksum)
        for edition in Edition.objects.published().filter(standard__slug__in=["drcq", "us-eu-hrd"])
    ]
    leaves = {
        part.code: (part.weight, part.option, part.points, part.left_out) for part in document.tree.parts
    }
    assert leaves["FOE-02"] == (1, "partially", 50, None)
    assert leaves["FOE-03"] == (leaves["FOE-03"][0], None, None, "unanswered")
    assert leaves["FOE-05"][1:] == ("not_applicable", None, "not_applicable")


def test_document_holds_no_explanation(assessment, client):
    response = client.get(reverse("assessment:score-json", args=[assessment.pk, "total", "all"]))

    assert b"We host" not in response.content


def test_document_of_one_unit_is_the_tree_on_its_page(telecom, client):
    page = open_score(client, telecom, "total", "all", unit="2")
    document = export(client, telecom, "total", "all", unit="2")

    assert (page.heading, document.unit, document.exact) == ("Score: Total Prepaid", "2", "100")
    assert read_tree(page) == lay_out_tree(document.tree)
    # The governance of the company is asked of no service.
    assert ["Corporate governance", REASONS["nothing_asked"]] in page.rows(0)


def test_document_of_the_company_as_a_whole_is_that_of_the_empty_unit(telecom, client):
    alone = export(client, telecom, "pillar", "expression", unit="")
    together = export(client, telecom, "pillar", "expression")

    # (100 × 3 + 50 × 1) / 4; the subsidiary's "no" makes it (50 × 3 + 50 × 1) / 4.
    assert (alone.unit, alone.exact) == ("", "175/2")
    assert (together.unit, together.exact) == (None, "50")


@pytest.mark.parametrize("unit", ["5", "Prepaid", "0", "\x00", " "])
@pytest.mark.parametrize("name", ["score", "score-json"])
def test_an_unknown_unit_is_not_found(telecom, client, name, unit):
    other = make_assessment()
    measure(other, *(f"Service {number}" for number in range(5)))

    response = client.get(reverse(f"assessment:{name}", args=[telecom.pk, "total", "all"]), {"unit": unit})

    assert response.status_code == 404
    assert "This assessment has no such score." in Page(response).text()


@pytest.mark.parametrize(("cut", "code"), [("total", "privacy"), ("pillar", "weather"), ("weather", "all")])
def test_a_document_of_an_unknown_score_is_not_found(assessment, client, cut, code):
    assert client.get(reverse("assessment:score-json", args=[assessment.pk, cut, code])).status_code == 404


def count_queries(client, address) -> int:
    """Statements of the second time: a process that has just started also reads the editions, once."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("query", ["", "?unit=1"])
@pytest.mark.parametrize("name", ["score", "score-json"])
def test_a_score_costs_the_same_with_1_and_with_3_units(assessment, client, name, query):
    address = reverse(f"assessment:{name}", args=[assessment.pk, "total", "all"]) + query
    measure(assessment, "Mobile")
    save_answer(assessment, "PRV-01", "yes", unit="1")
    with_one = count_queries(client, address)
    measure(assessment, "Fixed", "Bank")
    for unit in ("2", "3"):
        save_answer(assessment, "PRV-01", "no", unit=unit)
    with_three = count_queries(client, address)

    assert with_three == with_one <= 8
