"""`gap_report` writes a report to a file, or one line says why not and nothing is written."""

import json
from io import BytesIO, StringIO

import pypdf
import pytest
import tinyhtml5
from django.core.management import CommandError, call_command

from assessment.models import Assessment
from reports.queries import load_snapshot
from reports.rendering import render_file
from tests.factories.assessments import make_assessment, save_answer


pytestmark = pytest.mark.django_db

TITLE = "Цифрлық құқықтар бойынша олқылықтар есебі"
PERIOD = "1 қаңтар 2024 ж. – 31 желтоқсан 2024 ж."


@pytest.fixture
def assessment():
    assessment = make_assessment(tier="core", standards=["us-eu-hrd"])
    save_answer(assessment, "HRD-01", "no", "Ештеңе жоқ.", language="kk")
    return Assessment.objects.select_related("organisation").get(pk=assessment.pk)


def run(assessment, out, **options):
    told = StringIO()
    call_command("gap_report", str(getattr(assessment, "pk", assessment)), out=out, stdout=told, **options)
    return told.getvalue()


def test_writes_a_pdf_in_kazakh(assessment, tmp_path):
    out = tmp_path / "report.pdf"
    told = run(assessment, out, lang="kk", format="pdf")

    reader = pypdf.PdfReader(BytesIO(out.read_bytes()))
    assert told == f"{out}: {out.stat().st_size} bytes\n"
    assert reader.trailer["/Root"]["/Lang"] == "kk"
    assert reader.metadata.title == f"{TITLE}: {assessment.organisation.name_kk}, {PERIOD}"


def test_writes_one_html_file_in_kazakh(assessment, tmp_path):
    out = tmp_path / "report.html"
    told = run(assessment, out, lang="kk", format="html")

    page = tinyhtml5.parse(out.read_bytes(), namespace_html_elements=False)
    assert told == f"{out}: {out.stat().st_size} bytes\n"
    assert (page.get("lang"), page.find(".//h1").text) == ("kk", TITLE)
    assert out.read_text() == render_file(load_snapshot(assessment, "kk"))


def test_writes_a_pdf_in_russian_when_nothing_else_is_asked(assessment, tmp_path):
    out = tmp_path / "report.pdf"
    run(assessment, out)

    assert pypdf.PdfReader(BytesIO(out.read_bytes())).trailer["/Root"]["/Lang"] == "ru"


def test_an_older_file_is_replaced(assessment, tmp_path):
    out = tmp_path / "report.html"
    out.write_text("older and much longer " * 100_000)
    run(assessment, out, format="html", lang="en")

    assert out.read_text() == render_file(load_snapshot(assessment, "en"))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"lang": "de"}, "--lang is 'de'; choose one of kk, ru, en"),
        ({"lang": ""}, "--lang is ''; choose one of kk, ru, en"),
        ({"lang": "KK"}, "--lang is 'KK'; choose one of kk, ru, en"),
        ({"format": "docx"}, "--format is 'docx'; choose one of pdf, html"),
        ({"format": ""}, "--format is ''; choose one of pdf, html"),
    ],
    ids=json.dumps,
)
def test_an_unknown_language_or_format_is_refused(assessment, tmp_path, changes, reason):
    with pytest.raises(CommandError) as refusal:
        run(assessment, tmp_path / "report", **changes)

    assert (str(refusal.value), list(tmp_path.iterdir())) == (reason, [])


@pytest.mark.parametrize(
    "identifier", ["", "1", "not-an-identifier", "\u0001", "00000000-0000-4000-8000-000000000000"]
)
def test_an_unknown_assessment_is_refused(tmp_path, identifier):
    with pytest.raises(CommandError) as refusal:
        run(identifier, tmp_path / "report.pdf")

    assert (str(refusal.value), list(tmp_path.iterdir())) == (f"there is no assessment {identifier}", [])


@pytest.mark.parametrize(
    ("place", "reason"),
    [("missing/report.html", "No such file or directory"), ("folder", "Is a directory")],
)
def test_a_path_that_cannot_be_written_is_refused(assessment, tmp_path, place, reason):
    (tmp_path / "folder").mkdir()
    out = tmp_path / place
    with pytest.raises(CommandError) as refusal:
        run(assessment, out, format="html")

    assert str(refusal.value) == f"{out} cannot be written: {reason}"
    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]


def test_without_pango_the_line_says_what_to_type_and_html_still_works(assessment, tmp_path, no_pango):
    with pytest.raises(CommandError) as refusal:
        run(assessment, tmp_path / "report.pdf")

    assert str(refusal.value) == (
        "PDF reports need Pango, which is not installed. Type: sudo apt-get install --no-install-recommends "
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    )
    assert list(tmp_path.iterdir()) == []
    run(assessment, tmp_path / "report.html", format="html")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_a_file_name_is_needed(assessment):
    with pytest.raises(CommandError, match="--out"):
        call_command("gap_report", str(assessment.pk))
