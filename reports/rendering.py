"""Renders a snapshot as HTML and as PDF. The only module that knows WeasyPrint.

The PDF renderer is given a fetcher that opens nothing but the report's own style sheets and fonts, whatever somebody typed
into an answer. WeasyPrint needs Pango and is imported when the first PDF is made, so that pages work without it.
"""

import gc
from functools import cache
from importlib import import_module

from django.template.loader import render_to_string
from django.utils.translation import override

from reports.bundle import SCHEME, STYLE_SHEETS, STYLES, list_assets


MISSING_PANGO = (
    "PDF reports need Pango, which is not installed. "
    "Type: sudo apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)


class PangoMissing(Exception):
    """The libraries that WeasyPrint draws text with are not installed; the text says what to type."""


class AddressRefused(ValueError):
    """Something in the document asked for an address that is not part of the report."""


@cache
def load_weasyprint():
    try:
        return import_module("weasyprint"), import_module("weasyprint.urls")
    except OSError:
        raise PangoMissing(MISSING_PANGO) from None


def make_fetcher():
    """A fetcher that knows the report's assets and refuses every other address."""
    _weasyprint, urls = load_weasyprint()

    class AssetFetcher(urls.URLFetcher):
        def fetch(self, url, headers=None):
            if url not in list_assets():
                raise AddressRefused(url)
            path, kind = list_assets()[url]
            return urls.URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return AssetFetcher()


def render_document(snapshot: dict) -> str:
    """The whole document as HTML for print."""
    with override(snapshot["language"]):
        return render_to_string("reports/print.html", {"report": snapshot})


def render_pdf(snapshot: dict) -> bytes:
    """The report as a tagged PDF (PDF/UA-1); raises `PangoMissing`."""
    weasyprint, _urls = load_weasyprint()
    html = render_document(snapshot)
    # Layout makes millions of short-lived objects and no garbage in cycles worth stopping for.
    gc.collect()
    gc.disable()
    try:
        return weasyprint.HTML(string=html, base_url=SCHEME, url_fetcher=make_fetcher()).write_pdf(
            pdf_variant="pdf/ua-1"
        )
    finally:
        gc.enable()


def render_file(snapshot: dict) -> str:
    """The report as one HTML file that can be opened without a server: the style sheets stand inside."""
    styles = "\n".join((STYLES / name).read_text(encoding="utf-8") for name in STYLE_SHEETS[:2])
    with override(snapshot["language"]):
        return render_to_string("reports/file.html", {"report": snapshot, "styles": styles})
