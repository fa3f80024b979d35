"""The document opens nothing but the report's own assets, and whatever somebody typed comes out as text.

Without a database. A listening server and a file stand where a careless renderer would go; controls show that it would.
"""

import gc
import json
import re
import threading
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import pypdf
import pytest
import tinyhtml5
import weasyprint

from reports.bundle import STYLES, list_assets
from reports.rendering import (
    AddressRefused,
    PangoMissing,
    make_fetcher,
    render_document,
    render_file,
    render_pdf,
)
from tests.reports.fonts import load_widths
from tests.reports.hostile import FILE, PAYLOADS, WEB
from tests.reports.snapshots import ANSWERS, make_snapshot, make_subject


CANARY = "canary-4f1d-must-not-be-read"


@pytest.fixture
def server(monkeypatch):
    """A server on the loopback that answers with nothing and remembers what it was asked: `server.asked`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked.append(self.path)
            self.send_error(404)

        def log_message(self, *arguments):
            pass

    monkeypatch.setenv("no_proxy", "*")
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.asked = []
        server.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def canary(tmp_path):
    path = tmp_path / "canary.css"
    path.write_text(f"/* {CANARY} */")
    return path


@pytest.fixture
def payloads(server, canary):
    """The hostile texts with the addresses of this test."""
    return [text.replace(WEB, server.address).replace(FILE, canary.as_uri()) for text in PAYLOADS]


def squeeze(text):
    return re.sub(r"\s", "", text)


def read_everything(pdf):
    """All bytes of a PDF: the file, and its streams unpacked."""
    reader = pypdf.PdfReader(BytesIO(pdf))
    parts = [pdf]
    for number in range(1, len(reader.xref[0]) + len(reader.xref_objStm) + 1):
        found = reader.get_object(number)
        if isinstance(found, pypdf.generic.StreamObject):
            parts.append(found.get_data())
        elif found is not None:
            parts.append(repr(found).encode())
    return b"\n".join(parts)


# --- the fetcher ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", list_assets())
def test_the_assets_of_the_report_are_opened(address):
    path, kind = list_assets()[address]
    answer = make_fetcher().fetch(address)

    assert (answer.read(), answer.content_type) == (path.read_bytes(), kind)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "/etc/passwd",
        "http://127.0.0.1/",
        "https://example.org/report:tokens.css",
        "ftp://127.0.0.1/",
        "//example.org/x.css",
        "data:text/css,body{color:red}",
        "data:image/svg+xml;base64,PHN2Zy8+",
        "report:",
        "report:../../etc/passwd",
        "report:../tokens.css",
        "report:/etc/passwd",
        "report://tokens.css",
        "report:site.css",
        "report:tokens.css?x",
        "report:tokens.css#x",
        "report:TOKENS.css",
        "REPORT:tokens.css",
        " report:tokens.css",
        "report:%74okens.css",
        "",
    ],
)
def test_every_other_address_is_refused(address):
    fetcher = make_fetcher()

    for ask in (fetcher.fetch, fetcher, fetcher.open):
        with pytest.raises(AddressRefused) as refusal:
            ask(address)
        assert str(refusal.value) == address


# --- what is typed is text -----------------------------------------------------------------------------------------


def describe(element):
    return element.tag, tuple(sorted(element.attrib.items()))


def read_page(html):
    """The elements in order with their attributes, and all text."""
    root = tinyhtml5.parse(html, namespace_html_elements=False)
    return [describe(element) for element in root.iter()], "".join(root.itertext())


PLACES = {
    "an answer with a gap": lambda text: make_snapshot({"ACC-1": ("never", text)}),
    "an answer that is met": lambda text: make_snapshot({"ACC-1": ("always", text)}),
    "a reason for not applicable": lambda text: make_snapshot({"ACC-3": ("no_such_service", text)}),
    "a reason for leaving out": lambda text: make_snapshot(left_out=["access"], reason=text),
    "the name of the company": lambda text: make_snapshot(subject=make_subject(company=text)),
}


@pytest.mark.parametrize("render", [render_document, render_file])
@pytest.mark.parametrize("place", PLACES)
def test_typed_text_changes_no_element_and_stays_as_it_is(place, render):
    harmless, _text = read_page(render(PLACES[place]("words")))
    changed, missing = [], []
    for payload in PAYLOADS:
        html = render(PLACES[place](payload))
        elements, text = read_page(html)
        changed += [payload] if elements != harmless else []
        missing += [payload] if payload not in text else []

    assert (changed, missing) == ([], [])


def test_there_are_enough_hostile_texts():
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 30


def test_line_breaks_of_an_explanation_are_kept():
    html = render_document(make_snapshot({"ACC-1": ("never", "First.\n\nSecond.")}))

    assert re.findall(r'<span class="report-words" lang="ru">(.*?)</span>', html, re.DOTALL) == [
        "First.\n\nSecond."
    ]
    assert ".report-words { white-space: pre-line; }" in (STYLES / "report.css").read_text()


# --- nothing is fetched --------------------------------------------------------------------------------------------


def test_a_report_full_of_hostile_texts_asks_nobody(server, payloads):
    # pypdf cannot read a document with letters that its font lacks; other readers can.
    typed = [payload for payload in payloads if set(payload) <= set(load_widths("400"))]
    assert len(typed) > 40
    everything = "\n".join(typed)
    pdf = render_pdf(
        make_snapshot(
            {"ACC-1": ("never", everything), "ACC-2": ("always", everything)},
            subject=make_subject(company=payloads[0]),
            left_out=["privacy"],
            reason=everything,
        )
    )

    text = squeeze("".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages))
    assert server.asked == []
    assert CANARY.encode() not in read_everything(pdf)
    missing = {payload: text.count(squeeze(payload)) for payload in typed if text.count(squeeze(payload)) < 3}
    assert missing == {}


def test_even_unescaped_the_renderer_asks_nobody(server, payloads):
    pdf = weasyprint.HTML(
        string="".join(payloads[:40]), base_url="report:", url_fetcher=make_fetcher()
    ).write_pdf()

    assert server.asked == []
    assert CANARY.encode() not in read_everything(pdf)


def test_control_the_usual_fetcher_asks_and_reads(server, canary):
    pdf = weasyprint.HTML(
        string=f'<img src="{server.address}/image"><link rel="attachment" href="{canary.as_uri()}">'
    ).write_pdf()

    assert server.asked == ["/image"]
    assert CANARY.encode() in read_everything(pdf)


# --- one file ------------------------------------------------------------------------------------------------------


def test_a_report_as_one_file_needs_nothing_else():
    html = render_file(make_snapshot(ANSWERS))
    root = tinyhtml5.parse(html, namespace_html_elements=False)
    opened = [
        describe(element)
        for element in root.iter()
        if element.tag in ("link", "script", "img", "iframe", "object", "embed", "source", "base", "meta")
        and not {"charset", "name"} & set(element.attrib)
    ]
    links = [element.get("href") for element in root.iter("a")]
    (style,) = root.iter("style")

    assert opened == []
    assert [link for link in links if not link.startswith("#")] == ["https://example.org/accessibility"]
    assert re.findall(r"url\(|@import|@font-face", style.text) == []
    assert style.text == "\n".join((STYLES / name).read_text() for name in ("tokens.css", "report.css"))


def test_links_inside_a_document_lead_somewhere():
    for render in (render_document, render_file):
        html = render(make_snapshot(ANSWERS))
        ids = re.findall(r' id="([^"]+)"', html)

        assert len(ids) == len(set(ids))
        assert {unescape(link) for link in re.findall(r'href="#([^"]+)"', html)} <= set(ids)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_document_names_its_language(language):
    for render in (render_document, render_file):
        html = render(make_snapshot(ANSWERS, language=language))

        assert re.findall(r"<html lang=\"(\w+)\">", html) == [language]


def test_the_dictionary_is_left_alone():
    snapshot = make_snapshot(ANSWERS)
    before = json.dumps(snapshot)
    render_document(snapshot)
    render_file(snapshot)

    assert json.dumps(snapshot) == before


# --- garbage collection, Pango -------------------------------------------------------------------------------------


def test_garbage_collection_goes_on_after_a_document():
    render_pdf(make_snapshot())

    assert gc.isenabled()


def test_without_pango_one_line_says_what_to_type(no_pango):
    with pytest.raises(PangoMissing) as missing:
        render_pdf(make_snapshot())

    assert str(missing.value) == (
        "PDF reports need Pango, which is not installed. Type: sudo apt-get install --no-install-recommends "
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    )
    assert gc.isenabled()


def test_without_pango_a_report_can_still_be_read(no_pango):
    assert "Digital-rights gap report" in render_file(make_snapshot())
