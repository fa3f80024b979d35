"""The gap report of an assessment as page and as PDF: for whom, at which moment, at which price."""

import os
import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from reports.models import ReportDocument
from reports.queries import load_snapshot
from tests.assessment.pages import Page
from tests.factories.assessments import cancel, find_member, leave_out, make_assessment, save_answer


pytestmark = pytest.mark.django_db

VIEWS = ("detail", "pdf")
DUMMY = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


def locate(view, assessment):
    return reverse(f"reports:{view}", args=[getattr(assessment, "pk", assessment)])


def find_file(document):
    """What makes a file this very file: where it lies, and when it was written."""
    found = os.stat(document.file.path)
    return document.file.name, found.st_ino, found.st_mtime_ns


def fetch(client, address):
    """The response with its whole content, as a browser leaves it."""
    response = client.get(address)
    assert response.status_code == 200
    return response, response.getvalue()


def download(client, assessment):
    _response, content = fetch(client, locate("pdf", assessment))
    return content


@pytest.fixture
def small():
    """An assessment whose PDF is quick to make."""
    return make_assessment(tier="core", standards=["us-eu-hrd"])


@pytest.fixture
def client(small, client):
    client.force_login(find_member(small))
    client.cookies["olshem_language"] = "en"
    return client


# --- for whom ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS)
def test_anonymous_people_are_asked_to_sign_in(browse, kokjiek, view):
    address = locate(view, kokjiek)
    response = browse().get(address)

    assert (response.status_code, response.url) == (302, f"{reverse('account_login')}?next={address}")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    "person",
    [
        "lead@tulpar.test",
        "auditor@audit.test",
        "lead.auditor@audit.test",
        "reader@ngo.test",
        "admin@olshem.test",
    ],
)
def test_people_of_other_organisations_get_404_as_for_no_assessment(browse, kokjiek, person, view):
    client = browse("en", person)
    foreign, missing = (client.get(locate(view, found)) for found in (kokjiek, uuid4()))

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert Page(foreign).text() == Page(missing).text()
    assert ReportDocument.objects.count() == 0


@pytest.mark.parametrize("role", [Role.LEAD, Role.CONTRIBUTOR, Role.VIEWER])
def test_every_colleague_reads_and_downloads(client, small, role):
    client.force_login(find_member(small, role))

    assert client.get(locate("detail", small)).status_code == 200
    assert download(client, small)[:5] == b"%PDF-"


# --- the page ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_page_shows_what_the_snapshot_says_in_the_language_asked_for(browse, kokjiek, language):
    page = Page(browse(language, "viewer@kokjiek.test").get(locate("detail", kokjiek)))
    report = load_snapshot(kokjiek, language)

    assert page.root.get("lang") == language
    assert page.texts(".//p[@class='report-company']") == [report["company"]]
    assert page.texts(".//h4") == [
        " ".join(f"{gap['gain']} {gap['code']} {gap['text']}".split())
        for group in report["gaps"]
        for gap in group["items"]
    ]
    answers = [
        [row["option"], row["points"] or "–", str(row["weight"]), row["contribution"] or "–"]
        for group in report["answers"]
        for row in group["items"]
    ]
    tables = page.select(".//main//table[@class='report-table report-answers']")
    assert [
        [page.text(cell) for cell in row][1:] for table in tables for row in table.findall("tbody/tr")
    ] == answers


def test_every_score_leads_to_the_table_it_came_from(browse, kokjiek):
    client = browse("en", "viewer@kokjiek.test")
    page = Page(client.get(locate("detail", kokjiek)))
    links = {link.get("href") for link in page.select(".//main//a")}
    report = load_snapshot(kokjiek, "en")
    wanted = [("total", "all"), ("disclosure", "all")]
    wanted += [("pillar", score["code"]) for score in report["pillars"]]
    wanted += [("standard", score["code"]) for score in report["standards"]]
    addresses = [reverse("assessment:score", args=[kokjiek.pk, *node]) for node in wanted]

    assert [address for address in addresses if address not in links] == []
    assert {client.get(address).status_code for address in addresses} == {200}


def test_an_empty_assessment_has_a_report_that_says_so(client, small):
    page = Page(client.get(locate("detail", small)))
    count = load_snapshot(small, "en")["applicable"]

    (notice,) = page.texts(".//p[@class='report-notice']")
    assert notice == (
        f"Self-declared draft, not verified. 0 of {count} applicable questions are answered; the rest are left out of "
        "the scores. Self-declared means: these are the company’s own answers, and nobody outside the company has "
        "checked them."
    )
    (total,) = page.texts(".//p[@class='report-total']")
    assert total == (
        f"Not scored yet · Self-declared draft · 0 of {count} questions answered · where this number comes from"
    )


def test_a_draft_says_how_far_it_is(client, small):
    save_answer(small, "HRD-01", "no", "Nothing yet.")
    page = Page(client.get(locate("detail", small)))
    count = load_snapshot(small, "en")["applicable"]

    (total,) = page.texts(".//p[@class='report-total']")
    assert total == (
        f"0 of 100 in total · Self-declared draft · 1 of {count} questions answered · where this number comes from"
    )


def test_a_complete_report_is_still_self_declared(browse, kokjiek):
    page = Page(browse("en", "lead@kokjiek.test").get(locate("detail", kokjiek)))

    assert [text.partition(". ")[0] for text in page.texts(".//p[@class='report-notice']")] == [
        "Self-declared, not verified"
    ]
    assert [text.split(" · ")[1:3] for text in page.texts(".//p[@class='report-total']")] == [
        ["Self-declared", "103 of 103 questions answered"]
    ]


def test_a_cancelled_assessment_can_still_be_read(client, small):
    cancel(small)

    assert client.get(locate("detail", small)).status_code == 200


def test_typed_markup_comes_out_as_text(client, small):
    typed = "<img src=x onerror=alert(1)>{{ settings.SECRET_KEY }}\x0b"
    save_answer(small, "HRD-01", "no", typed)
    page = Page(client.get(locate("detail", small)))

    assert page.texts(".//article//span[@class='report-words']") == [typed.strip()]
    assert page.select(".//main//img") == []


def test_ids_are_there_once_and_links_inside_the_page_lead_somewhere(browse, kokjiek):
    page = Page(browse("en", "lead@kokjiek.test").get(locate("detail", kokjiek)))
    inside = {link.get("href")[1:] for link in page.select(".//main//a") if link.get("href").startswith("#")}

    assert len(page.ids) == len(set(page.ids))
    assert inside <= set(page.ids)


# --- the PDF -------------------------------------------------------------------------------------------------------


def test_headers_of_the_pdf(browse, kokjiek):
    response, _content = fetch(browse("ru", "viewer@kokjiek.test"), locate("pdf", kokjiek))

    assert {
        name: response.headers[name]
        for name in ("Content-Type", "Content-Disposition", "Cache-Control", "X-Content-Type-Options")
    } == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="olshem-kokjiek-2026-ru.pdf"',
        "Cache-Control": "no-store, private",
        "X-Content-Type-Options": "nosniff",
    }


def test_a_company_without_latin_letters_still_gets_a_file_name(client, small):
    small.organisation.name_en = "Көкжиек"
    small.organisation.save()
    response, _content = fetch(client, locate("pdf", small))

    assert response.headers["Content-Disposition"] == 'attachment; filename="olshem-report-2024-en.pdf"'


def test_the_second_download_renders_nothing(client, small):
    first = download(client, small)
    document = ReportDocument.objects.get()
    file = find_file(document)
    second = download(client, small)

    assert second == first
    assert find_file(ReportDocument.objects.get(pk=document.pk)) == file


def test_a_changed_answer_makes_a_new_document_and_drops_the_old_one(client, small, settings):
    first = download(client, small)
    old = ReportDocument.objects.get()
    save_answer(small, "HRD-01", "yes", "Published.")
    second = download(client, small)

    new = ReportDocument.objects.get()
    assert second != first
    assert new.pk != old.pk
    assert [path.name for path in Path(settings.MEDIA_ROOT).rglob("*.pdf")] == [f"{new.pk}.pdf"]


def test_each_language_keeps_its_own_document(client, small):
    files = {}
    for language in ("kk", "ru", "kk"):
        client.cookies["olshem_language"] = language
        files.setdefault(language, set()).add(download(client, small))

    assert {language: len(found) for language, found in files.items()} == {"kk": 1, "ru": 1}
    assert sorted(ReportDocument.objects.values_list("language", flat=True)) == ["kk", "ru"]


def test_a_pdf_can_be_had_at_any_moment(client, small):
    kinds = [download(client, small)[:5]]
    save_answer(small, "HRD-01", "no", "Text.")
    kinds.append(download(client, small)[:5])
    leave_out(small)
    kinds.append(download(client, small)[:5])
    cancel(small)
    kinds.append(download(client, small)[:5])

    assert kinds == [b"%PDF-"] * 4


def test_while_a_worker_renders_a_page_waits_for_it(client, small, settings):
    settings.TASKS = DUMMY
    response = client.get(locate("pdf", small))
    page = Page(response)

    assert (page.status, page.heading) == (202, "The PDF is being made")
    # An empty address is the page itself: asking again is asking for the PDF.
    assert [link.get("href") for link in page.select(".//main//a")] == ["", locate("detail", small)]
    assert response.headers["Cache-Control"] == "no-store, private"


def test_waiting_asks_for_one_document(client, small, settings):
    settings.TASKS = DUMMY
    for _time in range(3):
        client.get(locate("pdf", small))

    assert [bool(document.file) for document in ReportDocument.objects.all()] == [False]


@pytest.mark.parametrize(
    ("language", "heading"), [("kk", "Қазір PDF жоқ"), ("ru", "Сейчас PDF нет"), ("en", "No PDF at present")]
)
def test_without_pango_a_page_leads_back_to_the_report(client, small, language, heading, no_pango, caplog):
    client.cookies["olshem_language"] = language
    page = Page(client.get(locate("pdf", small)))

    assert (page.status, page.root.get("lang"), page.heading) == (503, language, heading)
    assert [link.get("href") for link in page.select(".//main//a")] == [locate("detail", small)]
    assert re.findall(r"Type: (.*)", caplog.text)[0] == (
        "sudo apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    )


def test_once_pango_is_there_the_next_download_works(client, small, request):
    request.getfixturevalue("no_pango")
    assert client.get(locate("pdf", small)).status_code == 503
    request.getfixturevalue("monkeypatch").undo()

    assert download(client, small)[:5] == b"%PDF-"


# --- the price -----------------------------------------------------------------------------------------------------


def count_queries(client, address):
    """Statements of the second time: a process that has just started also reads editions and law notes, once."""
    fetch(client, address)
    with CaptureQueriesContext(connection) as captured:
        fetch(client, address)
    return len(captured)


@pytest.mark.parametrize("view", VIEWS)
def test_a_report_costs_the_same_with_1_and_with_30_more_assessments(client, small, view):
    alone = count_queries(client, locate(view, small))
    for year in range(1990, 2005):
        make_assessment(lead=find_member(small), year=year)
        save_answer(make_assessment(year=year), "GOV-01", "yes")

    assert count_queries(client, locate(view, small)) == alone <= 10


@pytest.mark.parametrize("view", VIEWS)
def test_a_report_costs_the_same_with_1_and_with_3_answers(client, small, view):
    save_answer(small, "HRD-01", "no", "Text.")
    with_one = count_queries(client, locate(view, small))
    for code in ("HRD-05", "HRD-10"):
        save_answer(small, code, "no", "Text.")

    assert count_queries(client, locate(view, small)) == with_one
