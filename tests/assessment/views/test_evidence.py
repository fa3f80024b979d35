"""The shelf, a piece of evidence, the evidence behind an answer, and the file: who sees what, and what is said."""

from io import BytesIO
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent, Role, User
from assessment.models import Assessment, Evidence, EvidenceUse
from evidence.kinds import KINDS
from tests.assessment.interleaving import just_before
from tests.assessment.pages import Page
from tests.factories.assessments import cancel, find_member, make_assessment, measure
from tests.factories.evidence import TEXT, make_file, make_link, put_behind
from tests.factories.people import make_organisation


pytestmark = pytest.mark.django_db

ADDRESSES = {"shelf": "evidence:list", "piece": "evidence:detail", "file": "evidence:file"}


@pytest.fixture
def assessment():
    return make_assessment(standards=["drcq"])


@pytest.fixture
def client(assessment, sign_in):
    return sign_in(find_member(assessment))


def locate(assessment, code="GOV-01", unit=""):
    address = reverse("assessment:answer-evidence", args=[assessment.pk, code])
    return f"{address}?unit={unit}" if unit else address


def locate_piece(evidence, name="detail"):
    return reverse(f"evidence:{name}", args=[evidence.pk])


def upload(content=TEXT, name="policy.txt", **fields):
    """A form with a file, as a browser sends it."""
    file = BytesIO(content)
    file.name = name
    given = {"title": "Policy", "confidentiality": "auditor", "place": "page 3"} | fields
    return {"do": "file", "file-file": file, **{f"file-{field}": value for field, value in given.items()}}


def link(address="https://company.example/", **fields):
    given = {"title": "Page", "confidentiality": "publishable", "address": address} | fields
    return {"do": "link", **{f"link-{field}": value for field, value in given.items()}}


def read_to_end(response):
    """A stream that nobody reads would stay open."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def list_errors(response):
    page = Page(response)
    return [page.text(error) for error in page.select(".//*[@class='error-summary']//li")]


# --- who -----------------------------------------------------------------------------------------------------------

PEOPLE = {
    "lead": "lead@kokjiek.test",
    "contributor": "contributor@kokjiek.test",
    "viewer": "viewer@kokjiek.test",
    "other lead": "lead@tulpar.test",
    "auditor": "auditor@audit.test",
    "lead auditor": "lead.auditor@audit.test",
    "reader": "reader@ngo.test",
    "operator": "admin@olshem.test",
}
OUTSIDERS = [person for person in PEOPLE if person not in ("lead", "contributor", "viewer")]
# Statuses of members and of outsiders. POSTs are empty.
STATUSES = {
    ("get", "shelf"): ([200, 200, 200], 200),
    ("get", "piece"): ([200, 200, 200], 404),
    ("get", "file"): ([200, 200, 200], 404),
    ("post", "shelf"): ([422, 422, 403], 403),
    ("post", "piece"): ([422, 422, 403], 404),
    ("post", "file"): ([405, 405, 405], 404),
}


@pytest.fixture
def piece():
    return make_file(User.objects.get(email=PEOPLE["lead"]).memberships.get().organisation)


def find_address(name, piece):
    return reverse(ADDRESSES[name], args=[] if name == "shelf" else [piece.pk])


@pytest.mark.parametrize(("method", "name"), list(STATUSES), ids=" ".join)
def test_who_gets_what(piece, sign_in, method, name):
    members, outsiders = STATUSES[method, name]
    before = AuditEvent.objects.count()

    found = {}
    for person, email in PEOPLE.items():
        client = sign_in(User.objects.get(email=email))
        response = getattr(client, method)(find_address(name, piece))
        read_to_end(response)
        found[person] = response.status_code

    wanted = members + [
        422 if (method, name, person) == ("post", "shelf", "other lead") else outsiders
        for person in OUTSIDERS
    ]
    assert found == dict(zip(PEOPLE, wanted, strict=True))
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("name", list(ADDRESSES))
def test_nobody_gets_anything_without_signing_in(piece, name):
    address = find_address(name, piece)

    assert Client().get(address).url == f"/accounts/sign-in/?next={quote(address)}"


def test_a_member_who_has_left_gets_the_file_no_more(piece, sign_in):
    client = sign_in(User.objects.get(email=PEOPLE["contributor"]))
    assert read_to_end(client.get(locate_piece(piece, "file"))) == TEXT

    User.objects.get(email=PEOPLE["contributor"]).memberships.all().delete()

    assert client.get(locate_piece(piece, "file")).status_code == 404


CANARY = "canary of A"


def test_nothing_of_a_reaches_b(assessment, sign_in):
    """Title, file name, address, place and the bytes of the file."""
    company = assessment.organisation
    file = make_file(company, f"title {CANARY}", CANARY.encode(), f"{CANARY}.txt")
    page = make_link(company, f"link {CANARY}", "https://canary-of-a.example/")
    use = put_behind(file, assessment, "GOV-01", place=f"place {CANARY}")
    other = make_assessment(standards=["drcq"])
    client = sign_in(find_member(other))

    responses = [client.get(reverse("evidence:list")), client.get(reverse("evidence:list") + "?q=canary")]
    responses += [client.get(locate(each)) for each in (assessment, other)]
    responses += [
        client.get(locate_piece(each, name)) for each in (file, page) for name in ("detail", "file")
    ]
    responses += [
        client.post(locate(assessment), {"do": "detach", "use": use.pk}),
        client.post(locate(other), {"do": "detach", "use": use.pk}),
        client.post(locate(other), {"do": "place", "use": use.pk}),
        client.post(locate(other), {"do": "attach", "attach-evidence": str(file.pk)}),
        client.post(locate_piece(page), {"do": "remove", "remove-version": "1"}),
        client.post(locate(other), upload(CANARY.encode())),
    ]

    assert [response.status_code for response in responses] == [
        200, 200, 404, 200, 404, 404, 404, 404, 404, 404, 404, 422, 404, 302,
    ]  # fmt: skip
    for response in responses:
        text = response.content.decode()
        assert "anary of A" not in text.replace("q=canary", "")
        assert "canary-of-a" not in text
    assert EvidenceUse.objects.filter(pk=use.pk).exists()
    assert Evidence.objects.filter(organisation=company).count() == 2


# --- the file ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ("policy.txt", 'attachment; filename="policy.txt"'),
        ('a "b"; c.txt', 'attachment; filename="a _b_; c.txt"'),
        ("Саясат қ.txt", f"attachment; filename*=utf-8''{quote('Саясат қ.txt')}"),
        ("x\r\nSet-Cookie: a=b.txt", 'attachment; filename="xSet-Cookie_ a=b.txt"'),
    ],
)
def test_the_file_is_saved_and_never_shown(assessment, client, name, disposition):
    evidence = make_file(assessment.organisation, file_name=name)

    response = client.get(locate_piece(evidence, "file"), headers={"accept-encoding": "gzip"})

    assert read_to_end(response) == TEXT
    assert dict(response.headers) == {
        "Content-Type": "text/plain",
        "Content-Length": str(len(TEXT)),
        "Content-Disposition": disposition,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "Cache-Control": "no-store, private",
        "Content-Language": "en",
        "Vary": "Accept-Language, Cookie",
    }


def test_a_link_has_no_file_and_a_lost_file_is_not_found(assessment, client):
    page, file = make_link(assessment.organisation), make_file(assessment.organisation)
    file.file.storage.delete(file.file.name)

    assert client.get(locate_piece(page, "file")).status_code == 404
    assert client.get(locate_piece(file, "file")).status_code == 404


def test_no_address_leads_to_the_storage(assessment, client):
    evidence = make_file(assessment.organisation)

    for address in (evidence.file.name, evidence.original.name, f"media/{evidence.file.name}"):
        assert client.get(f"/{address}").status_code == 404


# --- uploading -----------------------------------------------------------------------------------------------------


def test_a_file_stands_behind_the_answer_at_its_place(assessment, client):
    response = client.post(locate(assessment), upload(language="kk", document_date="2026-02-03"))

    (use,) = EvidenceUse.objects.filter(assessment=assessment)
    row = use.evidence
    assert (response.status_code, response.url) == (302, locate(assessment))
    assert (use.question.code, use.unit, use.place) == ("GOV-01", "", "page 3")
    assert [row.title, row.file_name, row.language, str(row.document_date), row.confidentiality] == [
        "Policy", "policy.txt", "kk", "2026-02-03", "auditor",
    ]  # fmt: skip
    with row.file.open() as file:
        assert file.read() == TEXT


HOSTILE = {
    "svg": (b"<svg onload='alert(1)'/>", "a.svg", "This kind of file is not accepted."),
    "html as pdf": (
        b"<html><script>alert(1)</script></html>",
        "a.pdf",
        "The content is not what the file name says.",
    ),
    "two extensions": (b"MZ", "invoice.pdf.exe", "This kind of file is not accepted."),
    "empty": (b"", "a.txt", "This file is empty."),
    "zip": (b"PK\x03\x04", "a.docx", "This file is damaged or cut off."),
    "old encoding": ("Саясат".encode("cp1251"), "a.csv", "The text is not in UTF-8."),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_hostile_file_is_refused_in_words_beside_its_field(assessment, client, name, settings):
    content, file_name, words = HOSTILE[name]

    response = client.post(locate(assessment), upload(content, file_name, title="Typed title"))

    page = Page(response)
    assert response.status_code == 422
    assert page.text(page.by_id("id_file-file_error")).startswith(words)
    assert page.by_id("id_file-title").get("value") == "Typed title"
    assert page.text(page.by_id("id_file-file_helptext")) == "Choose the file again: browsers do not keep it."
    assert not Evidence.objects.filter(organisation=assessment.organisation).exists()
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


def test_one_byte_over_meets_the_form_and_its_message(assessment, client, settings):
    settings.EVIDENCE_FILE_BYTES = 1024 * 1024
    over = client.post(locate(assessment), upload(b"x" * (1024 * 1024 + 1)))
    fits = client.post(locate(assessment), upload(b"x" * (1024 * 1024)))

    assert (over.status_code, fits.status_code) == (422, 302)
    assert list_errors(over) == ["File: This file is larger than 1 MB. Make it smaller or split it."]


def test_the_warning_stands_before_the_field(assessment, client):
    text = client.get(locate(assessment)).content.decode()

    assert text.index("Colleagues download a copy without traces") < text.index('name="file-file"')
    assert text.index("The original with all its traces is kept") < text.index('name="file-file"')


def test_the_numbers_stand_on_the_page(assessment, client, settings):
    settings.EVIDENCE_COUNT, settings.EVIDENCE_TOTAL_BYTES = 500, 2048 * 1024 * 1024
    make_file(assessment.organisation, content=b"x" * 3 * 1024 * 1024)

    for address in (reverse("evidence:list"), locate(assessment)):
        text = Page(client.get(address)).text()
        assert "1 of 500 pieces of evidence, 3 of 2,048 MB." in text
        assert (
            "At most 20 MB a file. Accepted: PDF, PNG, JPEG, WebP, Word (.docx), Excel (.xlsx), ODT, ODS, CSV, TXT."
            in text
        )
    assert len(KINDS) == 10


def test_a_full_shelf_is_said_beside_the_field(assessment, client, settings):
    settings.EVIDENCE_COUNT = 0
    told = (
        "File: Your company keeps 0 pieces of evidence, and more do not fit. "
        "Remove some that stand behind no answer."
    )

    response = client.post(locate(assessment), upload())

    assert (response.status_code, list_errors(response)) == (422, [told])


def test_a_file_that_is_there_already_is_offered_and_chosen(assessment, client):
    there = make_file(assessment.organisation, title="Kept last year")

    response = client.post(locate(assessment), upload())

    page = Page(response)
    (chosen,) = (box for box in page.select(".//input[@name='attach-evidence']") if "checked" in box.attrib)
    assert list_errors(response) == ["File: It is on the shelf already, as “Kept last year”. Take that one."]
    assert chosen.get("value") == str(there.pk)


def test_a_file_that_stands_there_already_is_not_offered_again(assessment, client):
    put_behind(make_file(assessment.organisation), assessment, "GOV-01")

    page = Page(client.post(locate(assessment), upload()))

    assert (page.status, page.select(".//input[@name='attach-evidence']")) == (422, [])


def test_a_request_that_is_larger_than_any_form_is_not_read(assessment, client, settings):
    settings.EVIDENCE_FILE_BYTES = settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    response = client.post(locate(assessment), upload(b"x" * 3000))

    assert response.status_code == 400
    assert not Evidence.objects.filter(organisation=assessment.organisation).exists()


# --- links ---------------------------------------------------------------------------------------------------------


def test_a_link_is_shown_so_that_the_other_side_learns_nothing(assessment, client, monkeypatch):
    connected = []
    monkeypatch.setattr("socket.socket.connect", lambda *arguments: connected.append(arguments))
    monkeypatch.setattr("socket.getaddrinfo", lambda *arguments, **keywords: connected.append(arguments))

    response = client.post(locate(assessment), link("https://company.example/a?b=c"))

    evidence = Evidence.objects.get(organisation=assessment.organisation)
    assert response.status_code == 302
    for address in (locate(assessment), locate_piece(evidence)):
        page = Page(client.get(address))
        (anchor,) = page.select(".//a[@href='https://company.example/a?b=c']")
        assert anchor.get("rel") == "noreferrer noopener nofollow"
    assert connected == []


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("javascript:alert(1)", "Begin the address with https:// or http://."),
        ("https://user:secret@company.example/", "The address holds a user name or password."),
        ("http://127.0.0.1/", "This address leads to a private network"),
        ("https://x.example/" + "a" * 2000, "The address is longer than 2,000 characters."),
    ],
)
def test_an_address_is_refused_in_words_and_stays_typed(assessment, client, address, words):
    page = Page(client.post(locate(assessment), link(address)))

    assert page.status == 422
    assert page.text(page.by_id("id_link-address_error")).startswith(words)
    assert page.by_id("id_link-address").get("value") == address


def test_a_copy_freezes_a_link_once(assessment, client):
    evidence = make_link(assessment.organisation)
    file = BytesIO(TEXT)
    file.name = "page.txt"

    response = client.post(
        locate_piece(evidence), {"do": "freeze", "freeze-version": "1", "freeze-file": file}
    )
    page = Page(client.get(locate_piece(evidence)))

    evidence.refresh_from_db()
    assert (response.status_code, evidence.file_name, evidence.version) == (302, "page.txt", 2)
    assert evidence.sha256 in page.text()
    assert page.select(".//input[@name='freeze-file']") == []
    assert read_to_end(client.get(locate_piece(evidence, "file"))) == TEXT


def test_another_kind_of_copy_is_refused_beside_its_field(assessment, client):
    file = BytesIO(b"a,b\n")
    file.name = "page.csv"
    data = {"do": "freeze", "freeze-version": "1", "freeze-file": file}

    response = client.post(locate_piece(make_link(assessment.organisation)), data)

    assert (response.status_code, list_errors(response)) == (
        422,
        ["Copy of the page (PDF or .txt): A link is kept as a PDF or text (.txt) copy, once."],
    )


# --- behind answers ------------------------------------------------------------------------------------------------


def test_a_piece_of_the_shelf_is_found_and_put_behind_the_answer(assessment, client):
    wanted = make_link(assessment.organisation, title="Саясат")
    make_file(assessment.organisation, title="Other")

    page = Page(client.get(locate(assessment) + "?q=САЯСАТ"))
    response = client.post(
        locate(assessment), {"do": "attach", "attach-evidence": str(wanted.pk), "attach-place": "2.3"}
    )

    assert [box.get("value") for box in page.select(".//input[@name='attach-evidence']")] == [str(wanted.pk)]
    assert (response.status_code, response.url) == (302, locate(assessment))
    assert EvidenceUse.objects.get(assessment=assessment).place == "2.3"


def test_of_many_pieces_twenty_are_offered_and_the_others_can_be_chosen(assessment, client):
    pieces = [make_link(assessment.organisation, address=f"https://{n}.example/") for n in range(22)]

    page = Page(client.get(locate(assessment)))
    response = client.post(locate(assessment), {"do": "attach", "attach-evidence": str(pieces[0].pk)})

    assert len(page.select(".//input[@name='attach-evidence']")) == 20
    assert "2 more are not shown: search for them." in page.text()
    assert response.status_code == 302


def test_nothing_chosen_is_said(assessment, client):
    make_link(assessment.organisation)

    response = client.post(locate(assessment), {"do": "attach"})

    assert (response.status_code, list_errors(response)) == (
        422,
        ["Evidence on the shelf: Choose a piece of evidence."],
    )


def test_the_place_changes_and_a_stale_one_is_shown(assessment, client):
    use = put_behind(make_link(assessment.organisation), assessment, "GOV-01", place="page 1")

    def send(before, place):
        prefix = f"place-{use.pk}"
        data = {"do": "place", "use": use.pk, f"{prefix}-before": before, f"{prefix}-place": place}
        return client.post(locate(assessment), data)

    saved, stale = send("page 1", "page 2"), send("page 1", "page 3")

    page = Page(stale)
    assert (saved.status_code, stale.status_code) == (302, 409)
    assert list_errors(stale) == [
        "Page or clause: A colleague has changed it meanwhile to “page 2”. Save again to replace that."
    ]
    assert page.by_id(f"id_place-{use.pk}-place").get("value") == "page 3"
    assert page.by_id(f"id_place-{use.pk}-before").get("value") == "page 2"


def test_taking_it_away_leaves_it_on_the_shelf(assessment, client):
    use = put_behind(make_link(assessment.organisation), assessment, "GOV-01")

    response = client.post(locate(assessment), {"do": "detach", "use": use.pk})

    assert (response.status_code, response.url) == (302, locate(assessment))
    assert not EvidenceUse.objects.filter(pk=use.pk).exists()
    assert Evidence.objects.filter(pk=use.evidence_id).exists()


@pytest.mark.parametrize("use", ["", "x", "0", "99999999", "²"])
def test_a_use_that_does_not_exist_is_not_found(assessment, client, use):
    assert client.post(locate(assessment), {"do": "detach", "use": use}).status_code == 404


def test_each_unit_has_its_own_evidence(assessment, client):
    first, second = measure(assessment, "Mobile", "Internet")

    client.post(locate(assessment, "PRV-01", second), link())

    assert [use.unit for use in EvidenceUse.objects.filter(assessment=assessment)] == [second]
    assert (
        "Nothing stands behind this answer yet."
        in Page(client.get(locate(assessment, "PRV-01", first))).text()
    )
    assert "Nothing stands behind" not in Page(client.get(locate(assessment, "PRV-01", second))).text()
    page = Page(client.get(locate(assessment, "PRV-01")))
    assert [page.text(a) for a in page.select(".//a[@aria-current='page']")][-1] == "Mobile"
    assert client.get(locate(assessment, "PRV-01", "7")).status_code == 404


@pytest.mark.parametrize("why", ["viewer", "cancelled"])
def test_who_may_only_read_gets_no_form(assessment, sign_in, why):
    put_behind(make_file(assessment.organisation), assessment, "GOV-01", place="page 1")
    person = find_member(assessment, Role.VIEWER if why == "viewer" else Role.LEAD)
    if why == "cancelled":
        cancel(assessment)
    client = sign_in(person)

    page = Page(client.get(locate(assessment)))

    assert (page.select(".//main//form"), "page 1" in page.text()) == ([], True)
    assert client.post(locate(assessment), link()).status_code == 403


# --- a piece -------------------------------------------------------------------------------------------------------


def change(version, title="New title"):
    given = {"version": version, "title": title, "confidentiality": "sealed", "language": ""}
    return {"do": "change", **{f"change-{field}": value for field, value in given.items()}}


def test_all_facts_of_a_piece(assessment, client):
    evidence = make_file(assessment.organisation, document_date=None, language="ru")
    put_behind(evidence, assessment, "GOV-01", place="page 9")

    text = Page(client.get(locate_piece(evidence))).text()

    for fact in (
        evidence.sha256,
        evidence.clean_sha256,
        "policy.txt",
        "TXT",
        "1 KB",
        "GOV-01",
        "page 9",
        "Russian",
    ):
        assert fact in text
    assert "It can be removed when it stands behind no answer." in text


def test_facts_are_changed_and_a_stale_form_shows_both(assessment, client):
    evidence = make_link(assessment.organisation)

    saved = client.post(locate_piece(evidence), change(1, "Theirs"))
    stale = client.post(locate_piece(evidence), change(1, "Mine"))
    again = client.post(locate_piece(evidence), change(2, "Mine"))

    page = Page(stale)
    assert (saved.status_code, stale.status_code, again.status_code) == (302, 409, 302)
    assert "Saved meanwhile:Theirs" in page.text()
    assert page.by_id("id_change-title").get("value") == "Mine"
    assert page.by_id("id_change-version").get("value") == "2"
    evidence.refresh_from_db()
    assert (evidence.title, evidence.confidentiality, evidence.version) == ("Mine", "sealed", 3)


def test_removing_needs_that_it_stands_behind_nothing(assessment, client):
    evidence = make_link(assessment.organisation)
    use = put_behind(evidence, assessment, "GOV-01")
    data = {"do": "remove", "remove-version": "1"}

    refused = client.post(locate_piece(evidence), data)
    use.delete()
    removed = client.post(locate_piece(evidence), data)

    assert (refused.status_code, removed.status_code, removed.url) == (422, 302, reverse("evidence:list"))
    assert list_errors(refused) == ["It stands behind an answer. Take it away there first."]
    assert client.get(locate_piece(evidence)).status_code == 404


# --- the shelf -----------------------------------------------------------------------------------------------------


def test_the_shelf_adds_files_and_links(assessment, client):
    company = assessment.organisation
    shelf = reverse("evidence:list")

    added = client.post(shelf, upload() | {"file-organisation": company.pk})
    linked = client.post(shelf, link() | {"link-organisation": company.pk})

    assert (added.status_code, linked.status_code) == (302, 302)
    assert set(Evidence.objects.filter(organisation=company).values_list("title", flat=True)) == {
        "Policy",
        "Page",
    }


def test_the_shelf_of_another_company_cannot_be_named(client):
    other = make_organisation()

    response = client.post(reverse("evidence:list"), link() | {"link-organisation": other.pk})

    assert response.status_code == 422
    assert not Evidence.objects.filter(organisation=other).exists()


def test_who_belongs_to_two_companies_chooses(assessment, client):
    other = make_organisation(name="Second")
    other.memberships.create(user=find_member(assessment), role=Role.CONTRIBUTOR)
    make_link(other, title="Of the second")

    page = Page(client.get(reverse("evidence:list")))
    client.post(reverse("evidence:list"), link() | {"link-organisation": other.pk})

    assert len(page.select(".//select[@name='file-organisation']/option")) == 2
    assert "Of the second" in page.text()
    assert set(Evidence.objects.filter(organisation=other).values_list("title", flat=True)) == {
        "Of the second",
        "Page",
    }


def list_titles(client, query=""):
    page = Page(client.get(reverse("evidence:list") + query))
    return [page.text(row) for row in page.select(".//tbody/tr/th")]


def test_the_shelf_is_searched_and_filtered(assessment, client):
    company = assessment.organisation
    make_file(company, title="Құпиялылық саясаты", file_name="a.txt")
    page = make_link(company, title="Page", address="https://company.example/terms")
    put_behind(page, assessment, "GOV-01")

    assert list_titles(client) == ["Page", "Құпиялылық саясаты"]
    assert list_titles(client, "?q=ҚҰПИЯ") == ["Құпиялылық саясаты"]
    assert list_titles(client, "?q=TERMS company") == ["Page"]
    assert list_titles(client, "?show=files") == ["Құпиялылық саясаты"]
    assert list_titles(client, "?show=links") == ["Page"]
    assert list_titles(client, "?show=unused") == ["Құпиялылық саясаты"]
    assert list_titles(client, "?show=nonsense") == ["Page", "Құпиялылық саясаты"]
    assert "Nothing on the shelf matches." in Page(client.get(reverse("evidence:list") + "?q=zzz")).text()


def test_the_second_page_keeps_the_search(assessment, client, monkeypatch):
    monkeypatch.setattr("assessment.views.evidence.PAGE_SIZE", 1)
    for number in range(3):
        make_link(assessment.organisation, title=f"Page {number}", address=f"https://{number}.example/")

    page = Page(client.get(reverse("evidence:list") + "?q=page&page=2"))

    assert list_titles(client, "?q=page&page=2") == ["Page 1"]
    assert [a.get("href") for a in page.select(".//nav[@class='pagination']/a")] == [
        "?page=1&q=page&show=",
        "?page=3&q=page&show=",
    ]


# --- what people type ----------------------------------------------------------------------------------------------

SCRIPT = "<script>alert(1)</script>"


def test_what_people_type_is_text_on_every_page(assessment, client):
    company = assessment.organisation
    file = make_file(company, title=f"{SCRIPT} t", file_name=f"{SCRIPT} n.txt")
    put_behind(file, assessment, "GOV-01", place=f"{SCRIPT} p")
    page = make_link(
        company,
        title="x",
        address="https://company.example/?q='\"><img onerror=alert(1)>".replace(" ", "%20"),
    )
    put_behind(page, assessment, "GOV-01")

    for address in (reverse("evidence:list"), locate(assessment), locate_piece(file), locate_piece(page)):
        text = client.get(address).content.decode()
        assert "alert(1)" in text or address == locate_piece(page)
        assert "<script>alert" not in text
        assert "<img" not in text


# --- queries -------------------------------------------------------------------------------------------------------


def count_queries(client, address):
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


@pytest.mark.parametrize("name", ["shelf", "piece", "answer", "pillar", "report"])
def test_a_page_costs_the_same_with_1_and_with_3_pieces(assessment, client, name):
    first = make_file(assessment.organisation)
    put_behind(first, assessment, "GOV-01")
    address = {
        "shelf": reverse("evidence:list"),
        "piece": locate_piece(first),
        "answer": locate(assessment),
        "pillar": reverse("assessment:pillar", args=[assessment.pk, "governance"]),
        "report": reverse("reports:detail", args=[assessment.pk]),
    }[name]
    with_one = count_queries(client, address)
    for number in range(2):
        row = make_link(assessment.organisation, address=f"https://{number}.example/")
        put_behind(row, assessment, "GOV-01")
        put_behind(first, assessment, f"GOV-0{number + 2}")

    assert count_queries(client, address) == with_one <= {"shelf": 8, "piece": 8, "answer": 12}.get(name, 10)


def test_a_second_copy_at_the_same_moment_is_said(assessment, client):
    evidence = make_link(assessment.organisation)

    def send(content):
        file = BytesIO(content)
        file.name = "page.txt"
        return client.post(
            locate_piece(evidence), {"do": "freeze", "freeze-version": "1", "freeze-file": file}
        )

    first, second = send(b"one"), send(b"two")

    assert (first.status_code, second.status_code) == (302, 409)
    assert list_errors(second) == [
        "Somebody has changed this meanwhile, and nothing was saved. Read it again; then save again."
    ]


def test_the_page_of_a_pillar_counts_what_stands_behind_a_question(assessment, client):
    put_behind(make_file(assessment.organisation), assessment, "GOV-01")
    put_behind(make_link(assessment.organisation), assessment, "GOV-01")

    page = Page(client.get(reverse("assessment:pillar", args=[assessment.pk, "governance"])))

    def read(code):
        return [page.text(a) for a in page.select(f".//a[@href='{locate(assessment, code)}']")]

    assert (read("GOV-01"), read("GOV-02")) == (["Evidence (2): GOV-01"], ["Evidence: GOV-02"])


def test_the_navigation_of_an_assessment_leads_to_the_shelf(assessment, client):
    page = Page(client.get(reverse("assessment:detail", args=[assessment.pk])))

    assert len(page.select(f".//nav//a[@href='{reverse('evidence:list')}']")) == 1


def test_a_form_that_comes_too_late_for_a_cancelled_assessment_stays_typed(assessment, client):
    with just_before("SAVEPOINT", lambda: cancel(assessment)):
        response = client.post(locate(assessment), link(title="Typed title"))

    assert (response.status_code, list_errors(response)) == (
        403,
        ["This assessment is cancelled. It can be read but not changed."],
    )
    assert not Evidence.objects.filter(organisation=assessment.organisation).exists()


def test_a_unit_that_is_not_measured_any_more_is_not_found(assessment, client):
    (unit,) = measure(assessment, "Mobile")

    def stop():
        Assessment.objects.filter(pk=assessment.pk).update(units=[])

    with just_before("SAVEPOINT", stop):
        response = client.post(locate(assessment, "PRV-01", unit), link())

    assert response.status_code == 404
    assert not Evidence.objects.filter(organisation=assessment.organisation).exists()
