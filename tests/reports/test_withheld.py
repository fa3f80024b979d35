"""What is for the auditor only, or sealed, stays out of a report that can be passed on; the one with everything says so."""

import json
from io import BytesIO

import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.actions import AnswerChange, save_answers, save_translation
from assessment.models import Confidentiality
from assessment.questionnaire import AnswerKey
from assessment.translations import hash_explanation
from reports.models import ReportDocument
from reports.queries import load_snapshot
from reports.scopes import Scope, describe_confidential
from tests.assessment.pages import Page
from tests.factories.assessments import find_member, make_assessment, measure
from tests.factories.evidence import make_file, make_link, put_behind


pytestmark = pytest.mark.django_db

# The answer, its option (a gap, met, not applicable), and who may see the explanation.
ANSWERS = {
    "GOV-01": ("no", "auditor"),
    "GOV-02": ("yes", "sealed"),
    "PRV-07": ("not_applicable", "auditor"),
    "GOV-04": ("no", "publishable"),
}
SECRET = "canary"
OPEN = "shown to everybody"


def answer(assessment, code, option, confidentiality, unit=""):
    words = f"{OPEN} {code}" if confidentiality == "publishable" else f"{SECRET} {code}"
    change = AnswerChange(code, option, words, "en", 0, unit, confidentiality=confidentiality)
    save_answers(by=find_member(assessment), assessment=assessment, changes=[change])


@pytest.fixture
def assessment():
    assessment = make_assessment(standards=["drcq"])
    for code, (option, confidentiality) in ANSWERS.items():
        answer(assessment, code, option, confidentiality)
    company = assessment.organisation
    open_page = make_link(company, f"{OPEN} link", "https://open.example/", confidentiality="publishable")
    audited = make_file(company, f"{SECRET} file", b"audited", f"{SECRET}.txt", confidentiality="auditor")
    sealed = make_link(company, f"{SECRET} link", f"https://{SECRET}.example/", confidentiality="sealed")
    for code in ("GOV-01", "GOV-02", "PRV-07"):
        put_behind(open_page, assessment, code, place=f"{OPEN} page {code}")
        put_behind(audited, assessment, code, place=f"{SECRET} place")
    put_behind(sealed, assessment, "GOV-04", place=f"{SECRET} place")
    return assessment


@pytest.fixture
def client(assessment):
    client = Client()
    client.cookies["olshem_language"] = "en"
    client.force_login(find_member(assessment))
    return client


def count_secrets(text):
    return text.count(SECRET)


def read_pdf(response):
    reader = pypdf.PdfReader(BytesIO(b"".join(response.streaming_content)))
    links = [
        str(annotation.get_object().get("/A", {}).get("/URI", ""))
        for page in reader.pages
        for annotation in page.get("/Annots", [])
    ]
    return [page.extract_text() for page in reader.pages], links


# --- the version that can be passed on -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_nothing_confidential_is_in_the_snapshot(assessment, language):
    assert count_secrets(json.dumps(load_snapshot(assessment, language))) == 0
    assert count_secrets(json.dumps(load_snapshot(assessment, language, Scope.INTERNAL))) > 0


def test_a_translation_is_as_confidential_as_its_explanation(assessment):
    save_translation(
        by=find_member(assessment),
        assessment=assessment,
        key=AnswerKey("GOV-01"),
        language="ru",
        text=f"{SECRET} перевод",
        source_hash=hash_explanation(f"{SECRET} GOV-01"),
        version=0,
    )

    assert count_secrets(json.dumps(load_snapshot(assessment, "ru"))) == 0
    assert f"{SECRET} перевод" in json.dumps(
        load_snapshot(assessment, "ru", Scope.INTERNAL), ensure_ascii=False
    )


def test_the_page_shows_what_is_open_and_counts_the_rest(client, assessment):
    response = client.get(reverse("reports:detail", args=[assessment.pk]))
    text = Page(response).text()

    assert count_secrets(response.content.decode()) == 0
    assert f"{OPEN} GOV-04" in text
    assert f"Evidence: {OPEN} link, {OPEN} page GOV-01; 1 piece withheld" in text
    assert text.count("Explanation withheld: For the auditor only") == 2
    assert text.count("Explanation withheld: Sealed: inside the company only") == 1
    facts = [" ".join("".join(row.itertext()).split()) for row in Page(response).select(".//table")[0]]
    told = " ".join(facts)
    assert "Explanations withheld3 (For the auditor only: 2; Sealed: inside the company only: 1)" in told
    assert "Evidence withheld2 (For the auditor only: 1; Sealed: inside the company only: 1)" in told


def test_a_link_that_is_open_is_one_and_tells_the_other_side_nothing(client, assessment):
    page = Page(client.get(reverse("reports:detail", args=[assessment.pk])))

    anchors = page.select(".//a[@href='https://open.example/']")
    assert {anchor.get("rel") for anchor in anchors} == {"noreferrer noopener nofollow"}
    assert len(anchors) == 3


def test_the_pdf_holds_nothing_confidential(client, assessment):
    pages, links = read_pdf(client.get(reverse("reports:pdf", args=[assessment.pk])))

    assert count_secrets("".join([*pages, *links])) == 0
    assert any(OPEN in page for page in pages)
    assert "https://open.example/" in links
    assert not any("Internal:" in page for page in pages)


def test_other_words_in_the_address_show_no_more(client, assessment):
    for word in ("publishable", "INTERNAL", "", "internal ", "all"):
        response = client.get(reverse("reports:detail", args=[assessment.pk]), {"scope": word})
        assert count_secrets(response.content.decode()) == 0


def test_data_of_scores_hold_no_explanation(client, assessment):
    response = client.get(reverse("assessment:score-json", args=[assessment.pk, "total", "all"]))

    assert (count_secrets(response.content.decode()), OPEN in response.content.decode()) == (0, False)


# --- with everything -----------------------------------------------------------------------------------------------


def test_the_internal_page_shows_everything_and_says_so(client, assessment):
    address = reverse("reports:detail", args=[assessment.pk])
    text = Page(client.get(address, {"scope": "internal"})).text()

    assert "Internal: contains 5 confidential texts." in text
    assert f"{SECRET} GOV-01" in text
    assert f"{SECRET} PRV-07" in text
    assert f"{SECRET} file, {SECRET} place [For the auditor only]" in text
    assert "withheld" not in text


def test_every_page_of_the_internal_pdf_says_what_it_is(client, assessment):
    address = reverse("reports:pdf", args=[assessment.pk])
    response = client.get(address, {"scope": "internal"})
    pages, _links = read_pdf(response)

    assert response["Content-Disposition"].endswith('-2024-en-internal.pdf"')
    assert [
        page for page in pages if "Internal: contains 5 confidential texts" not in " ".join(page.split())
    ] == []
    assert any(f"{SECRET} GOV-01" in page for page in pages)


def test_the_two_versions_are_two_documents(client, assessment):
    address = reverse("reports:pdf", args=[assessment.pk])
    for scope in ("internal", "publishable", "internal"):
        pages, _links = read_pdf(client.get(address, {"scope": scope}))
        assert (count_secrets("".join(pages)) > 0) is (scope == "internal")
    assert ReportDocument.objects.filter(assessment=assessment).count() == 1


def test_the_page_leads_from_one_version_to_the_other(client, assessment):
    address = reverse("reports:detail", args=[assessment.pk])
    pdf = reverse("reports:pdf", args=[assessment.pk])

    def list_links(query):
        page = Page(client.get(address + query))
        links = {a.get("href") for a in page.select(".//main//a")}
        return {link for link in links if link.startswith(address[:-1])}

    assert list_links("") == {pdf, f"{address}?scope=internal"}
    assert list_links("?scope=internal") == {f"{pdf}?scope=internal", address}


@pytest.mark.parametrize(("scope", "secrets"), [(None, False), ("publishable", False), ("internal", True)])
def test_the_command_writes_either(assessment, tmp_path, scope, secrets):
    out = tmp_path / "report.html"
    given = {"scope": scope} if scope else {}
    call_command("gap_report", str(assessment.pk), out=out, format="html", lang="en", verbosity=0, **given)

    assert (count_secrets(out.read_text()) > 0) is secrets


def test_the_command_refuses_another_scope(assessment, tmp_path):
    with pytest.raises(CommandError, match="^--scope is 'all'; choose one of publishable, internal$"):
        call_command("gap_report", str(assessment.pk), out=tmp_path / "x", scope="all")

    assert not (tmp_path / "x").exists()


# --- units, counts, queries ----------------------------------------------------------------------------------------


def test_answers_of_units_are_withheld_one_by_one():
    assessment = make_assessment(standards=["drcq"])
    first, second = measure(assessment, "Mobile", "Internet")
    answer(assessment, "PRV-01", "no", "auditor", first)
    answer(assessment, "PRV-01", "no", "publishable", second)
    evidence = make_link(assessment.organisation, f"{SECRET} link", confidentiality="sealed")
    put_behind(evidence, assessment, "PRV-01", second)
    client = Client()
    client.cookies["olshem_language"] = "en"
    client.force_login(find_member(assessment))

    response = client.get(reverse("reports:detail", args=[assessment.pk]))

    text = Page(response).text()
    assert count_secrets(response.content.decode()) == 0
    assert "Mobile: No Explanation withheld: For the auditor only" in text
    assert f"Internet: No {OPEN} PRV-01 Evidence: 1 piece withheld" in text


def test_a_piece_behind_several_answers_counts_once_and_an_answer_without_words_not_at_all(assessment):
    save_answers(
        by=find_member(assessment),
        assessment=assessment,
        changes=[AnswerChange("GOV-05", "yes", "", "en", 0, confidentiality="sealed")],
    )

    found = load_snapshot(assessment, "en")["confidential"]

    assert (found["count"], found["explanations"]["count"], found["evidence"]["count"]) == (5, 3, 2)


def test_counts_by_kind():
    assert describe_confidential(["publishable", "sealed"], []) == {
        "count": 1,
        "explanations": {"count": 1, "kinds": [{"label": str(Confidentiality.SEALED.label), "count": 1}]},
        "evidence": {"count": 0, "kinds": []},
    }


@pytest.mark.parametrize("scope", list(Scope))
def test_a_snapshot_costs_the_same_with_2_and_with_5_pieces(assessment, scope):
    def count():
        with CaptureQueriesContext(connection) as captured:
            load_snapshot(assessment, "en", scope)
        return len(captured)

    count()
    before = count()
    for number in range(3):
        put_behind(
            make_link(assessment.organisation, address=f"https://{number}.example/"), assessment, "GOV-05"
        )

    assert count() == before <= 6
