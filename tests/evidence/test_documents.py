"""Parts of documents that act, carry or load something, one by one; the worst of them together are in the corpus."""

import io

import pikepdf
import pytest

from evidence.inspection import inspect
from evidence.limits import Limits
from evidence.refusals import Refusal, RefusedFile
from tests.evidence.corpus import CATALOG, PAGE, make_pdf_by_hand
from tests.evidence.files import (
    change_zip,
    insert,
    make_docx,
    make_odt,
    make_pdf,
    make_relationship,
    make_xlsx,
    make_zip,
)


def find_refusal(data, name, **limits):
    try:
        inspect(io.BytesIO(data), name, limits=Limits(**limits))
    except RefusedFile as refused:
        return refused.refusal
    return None


def add_to_odt(text):
    return change_zip(make_odt(), replace={"content.xml": insert("<office:body", text)})


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ('<text:a xlink:href="mailto:a@example.kz"/>', None),
        ('<text:a xlink:href="vnd.sun.star.script:a"/>', Refusal.MACROS),
        ('<draw:image xlink:href="Pictures/photo.jpg"/>', None),
        ('<draw:image xlink:href="#here"/>', None),
        ('<draw:image xlink:href="../photo.jpg"/>', Refusal.EXTERNAL_LINKS),
        ('<draw:object-ole/>', Refusal.EMBEDDED_FILES),
        ('<office:dde-source/>', Refusal.ACTIVE_CONTENT),
        ('<text:script/>', Refusal.MACROS),
        ('<office:scripts/>', None),
        ('<a>&unknown;</a>', Refusal.BROKEN),
        ('<a', Refusal.BROKEN),
    ],
)  # fmt: skip
def test_element_of_an_opendocument(text, refusal):
    assert find_refusal(add_to_odt(text), "a.odt") == refusal


def test_opendocument_without_content_is_refused():
    assert find_refusal(change_zip(make_odt(), drop=("content.xml",)), "a.odt") == Refusal.CONTENT
    assert find_refusal(change_zip(make_odt(), drop=("META-INF/manifest.xml",)), "a.odt") == Refusal.CONTENT
    assert find_refusal(make_zip({"content.xml": "<a/>"}), "a.odt") == Refusal.CONTENT


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        (make_relationship("hyperlink", "https://example.kz/", is_external=True), None),
        (make_relationship("attachedTemplate", "file:///D:\\Templates\\a.dotx", is_external=True), None),
        (make_relationship("attachedTemplate", "Letter.dotx", is_external=True), None),
        (
            make_relationship("attachedTemplate", "file://share/a.dotx", is_external=True),
            Refusal.EXTERNAL_LINKS,
        ),
        (make_relationship("oleObject", "https://example.org/a", is_external=True), Refusal.EMBEDDED_FILES),
        (make_relationship("package", "media/a.xlsx"), Refusal.EMBEDDED_FILES),
        (make_relationship("control", "a.xml"), Refusal.ACTIVE_CONTENT),
    ],
)
def test_relationship_of_a_word_document(line, refusal):
    data = change_zip(make_docx(), replace={"word/_rels/document.xml.rels": insert("</Relationships>", line)})

    assert find_refusal(data, "a.docx") == refusal


@pytest.mark.parametrize(
    ("field", "refusal"),
    [
        ("<w:instrText>PAGE</w:instrText><w:fldChar/><w:instrText>DATE</w:instrText>", None),
        ("<w:instrText>D</w:instrText><w:fldChar/><w:instrText>DE</w:instrText>", None),
        ("<w:instrText>dde excel</w:instrText>", Refusal.ACTIVE_CONTENT),
        (f"<w:instrText>TOC {'x' * 600}&amp;{'x' * 600}</w:instrText>", None),
        ('<w:fldSimple w:instr="PAGE"/>', None),
        ("<w:fldSimple/>", None),
    ],
)
def test_field_of_a_word_document(field, refusal):
    data = change_zip(
        make_docx(), replace={"word/document.xml": insert("<w:sectPr", f"<w:p><w:r>{field}</w:r></w:p>")}
    )

    assert find_refusal(data, "a.docx") == refusal


@pytest.mark.parametrize(
    ("formula", "refusal"),
    [
        (b"SUM(A1:A9)", None),
        (b'"a|b"', None),
        (b"_xlfn.WEBSERVICE(A1)", Refusal.ACTIVE_CONTENT),
        (b"A1+msexcel|'x'!A1", None),
        (b"=msexcel|'x'!A1", Refusal.ACTIVE_CONTENT),
    ],
)
def test_formula_of_a_workbook(formula, refusal):
    data = change_zip(
        make_xlsx(), replace={"xl/worksheets/sheet1.xml": lambda content: content.replace(b"A2*2", formula)}
    )

    assert find_refusal(data, "a.xlsx") == refusal


def test_picture_in_a_document_has_to_be_whole_and_not_too_large():
    data = change_zip(make_docx(), replace={"word/media/image1.jpg": lambda content: content[:-50]})

    assert find_refusal(data, "a.docx") == Refusal.BROKEN
    assert find_refusal(make_docx(), "a.docx", pixels=560) == Refusal.TOO_MANY_PIXELS


def make_annotation(**entries):
    def change(pdf):
        pdf.pages[0].Annots[2] = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=[0, 0, 1, 1], **entries)

    return change


@pytest.mark.parametrize(
    ("entries", "refusal"),
    [
        ({"Subtype": pikepdf.Name.Link, "A": {"/S": pikepdf.Name.GoTo, "/D": "a"}}, None),
        ({"Subtype": pikepdf.Name.Link, "A": {"/S": pikepdf.Name.SubmitForm}}, Refusal.ACTIVE_CONTENT),
        ({"Subtype": pikepdf.Name.Link, "A": {"/S": pikepdf.Name.GoToR}}, Refusal.EXTERNAL_LINKS),
        ({"Subtype": pikepdf.Name.Link, "A": {"/S": pikepdf.Name.GoToE}}, Refusal.EMBEDDED_FILES),
        ({"Subtype": pikepdf.Name.RichMedia}, Refusal.ACTIVE_CONTENT),
        ({"Subtype": pikepdf.Name.FileAttachment}, Refusal.EMBEDDED_FILES),
        ({"Subtype": pikepdf.Name.Text, "S": "/JavaScript"}, None),
    ],
)
def test_annotation_of_a_pdf(entries, refusal):
    entries = {
        key: pikepdf.Dictionary(value) if isinstance(value, dict) else value for key, value in entries.items()
    }

    assert find_refusal(make_pdf(make_annotation(**entries)), "a.pdf") == refusal


def test_pdf_with_its_objects_packed_is_accepted_up_to_the_limit():
    data = make_pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate)

    assert find_refusal(data, "a.pdf") is None
    assert find_refusal(data, "a.pdf", objects=5) == Refusal.TOO_COMPLEX


def test_pdf_without_pages_is_refused():
    assert (
        find_refusal(make_pdf_by_hand([CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"]), "a.pdf")
        == Refusal.BROKEN
    )


def test_blanks_around_a_pdf_are_no_second_file():
    assert find_refusal(b"\r\n" + make_pdf_by_hand([CATALOG, *PAGE]) + b"\n\0", "a.pdf") is None
