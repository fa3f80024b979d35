"""The files that shape a report, and the checksum of its look."""

import shutil

import pytest

from reports import bundle
from reports.snapshot import compute_content_key
from tests.reports.snapshots import ANSWERS, make_snapshot


@pytest.fixture
def look(tmp_path, monkeypatch, settings):
    """Copies of style sheets, templates and translations that a test may change; gives the folder."""
    folders = {"STYLES": bundle.STYLES, "TEMPLATES": bundle.TEMPLATES}
    for name, folder in folders.items():
        shutil.copytree(folder, tmp_path / folder.name)
        monkeypatch.setattr(bundle, name, tmp_path / folder.name)
    for language in ("kk", "ru"):
        path = tmp_path / "locale" / language / "LC_MESSAGES" / "django.mo"
        path.parent.mkdir(parents=True)
        path.write_bytes(b"compiled")
    settings.BASE_DIR = tmp_path
    bundle.compute_look_checksum.cache_clear()
    yield tmp_path
    bundle.compute_look_checksum.cache_clear()


def test_a_document_may_open_style_sheets_and_fonts_alone():
    assert {address: kind for address, (_path, kind) in bundle.list_assets().items()} == {
        "report:tokens.css": "text/css",
        "report:report.css": "text/css",
        "report:print.css": "text/css",
        "report:SourceSans3-Regular.ttf": "font/ttf",
        "report:SourceSans3-Semibold.ttf": "font/ttf",
    }


def test_every_asset_is_there():
    assert [path for path, _kind in bundle.list_assets().values() if not path.is_file()] == []


def test_the_look_has_one_checksum(look):
    first = bundle.compute_look_checksum()
    bundle.compute_look_checksum.cache_clear()

    assert bundle.compute_look_checksum() == first
    assert len(first) == 64


@pytest.mark.parametrize(
    "file",
    [
        "css/tokens.css",
        "css/report.css",
        "css/print.css",
        "reports/_body.html",
        "reports/print.html",
        "locale/kk/LC_MESSAGES/django.mo",
    ],
)
def test_a_new_look_asks_for_new_documents(look, file):
    snapshot = make_snapshot(ANSWERS)
    before = compute_content_key(snapshot)
    with (look / file).open("ab") as stream:
        stream.write(b"/* new */")
    bundle.compute_look_checksum.cache_clear()

    assert compute_content_key(snapshot) != before


def test_the_style_sheet_of_the_site_does_not(look):
    before = bundle.compute_look_checksum()
    (look / "css" / "site.css").write_text("body { color: red }")
    bundle.compute_look_checksum.cache_clear()

    assert bundle.compute_look_checksum() == before
