"""Clean copies: no trace of the people in them, and the content as it was."""

import io
import re
import zipfile
import zlib

import docx
import openpyxl
import pikepdf
import pytest
from PIL import Image, ImageOps

from evidence.cleaning import write_clean_copy
from evidence.inspection import inspect
from evidence.kinds import CSV, DOCX, JPEG, KINDS, ODS, ODT, PDF, PNG, TXT, WEBP, XLSX
from evidence.limits import Limits
from tests.evidence.files import (
    MAKERS,
    TEXT,
    TRACE,
    change_zip,
    insert,
    make_exif,
    make_image,
    make_jpeg,
    make_pdf,
    make_png,
    make_relationship,
    save,
    unzip,
)


LIMITS = Limits()
FORMS = [TRACE.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be")]


def clean(data, kind):
    copy = io.BytesIO()
    write_clean_copy(io.BytesIO(data), kind, copy, limits=LIMITS)
    return copy.getvalue()


def read_layers(data, kind):
    """The file, and all that is packed in it."""
    layers = {"": data}
    if kind in (DOCX, XLSX, ODT, ODS):
        layers |= unzip(data)
    if kind is PDF:
        with pikepdf.Pdf.open(io.BytesIO(data)) as pdf:
            for number, item in enumerate(pdf.objects):
                layers[f"{number}"] = item.unparse()
                if isinstance(item, pikepdf.Stream):
                    layers[f"{number} raw"] = item.read_raw_bytes()
                    layers[f"{number} stream"] = (
                        item.read_bytes(pikepdf.StreamDecodeLevel.generalized)
                        if "/Filter" not in item or item.Filter == "/FlateDecode"
                        else b""
                    )
    return layers


def find_traces(data, kind):
    return {name for name, layer in read_layers(data, kind).items() if any(form in layer for form in FORMS)}


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind not in (CSV, TXT)], ids=lambda kind: kind.name
)
def test_clean_copy_has_no_trace_and_is_accepted_again(kind):
    data = MAKERS[kind]()
    copy = clean(data, kind)

    assert find_traces(data, kind) != set()
    assert find_traces(copy, kind) == set()
    assert inspect(io.BytesIO(copy), "a" + kind.extensions[0], limits=LIMITS).kind == kind
    assert clean(copy, kind) == copy == clean(data, kind)


@pytest.mark.parametrize("kind", [CSV, TXT], ids=lambda kind: kind.name)
def test_text_stays_byte_by_byte(kind):
    assert clean(MAKERS[kind](), kind) == MAKERS[kind]()


@pytest.mark.parametrize("kind", [PNG, JPEG, WEBP], ids=lambda kind: kind.name)
def test_picture_keeps_its_pixels_and_which_way_up_it_is(kind):
    data = MAKERS[kind]()
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(clean(data, kind))) as after:
        assert after.tobytes() == before.tobytes()
        assert dict(after.getexif()) == {0x0112: 6}
        assert ImageOps.exif_transpose(after).size == (17, 33)
        assert [
            key for key in ("icc_profile", "xmp", "comment", "photoshop", "Author") if key in after.info
        ] == []


def test_unreadable_exif_leaves_nothing():
    with Image.open(io.BytesIO(clean(save(make_image(), "JPEG", exif=b"Exif\0\0garbage"), JPEG))) as after:
        assert dict(after.getexif()) == {}


def test_picture_that_lies_as_it_is_stored_has_no_exif_left():
    with Image.open(io.BytesIO(clean(save(make_image(), "JPEG", exif=make_exif(1)), JPEG))) as after:
        assert dict(after.getexif()) == {}


def test_what_a_phone_adds_behind_a_jpeg_goes():
    assert clean(make_jpeg() + make_jpeg(), JPEG) == clean(make_jpeg(), JPEG)


@pytest.mark.parametrize(
    "options", [{"lossless": True}, {"mode": "RGBA"}, {"mode": "RGBA", "lossless": True}], ids=str
)
def test_transparent_and_lossless_webp_keep_their_pixels(options):
    data = MAKERS[WEBP](**options)
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(clean(data, WEBP))) as after:
        assert (after.mode, after.tobytes()) == (before.mode, before.tobytes())


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16"])
def test_png_of_every_mode_keeps_its_pixels(mode):
    data = make_png(mode)
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(clean(data, PNG))) as after:
        assert (after.mode, after.tobytes()) == (before.mode, before.tobytes())


def test_pdf_keeps_pages_notes_links_and_pictures():
    with pikepdf.Pdf.open(io.BytesIO(clean(make_pdf(), PDF))) as pdf:
        (page,) = pdf.pages
        note, field, link = page.Annots
        assert page.Contents.read_bytes() == b"q 33 0 0 17 0 0 cm /Im Do Q"
        assert page.Resources.XObject.Im.read_raw_bytes() == clean(make_jpeg(), JPEG)
        assert (str(note.Contents), str(field.T), str(link.A.URI)) == (
            "Why?",
            "Signed here",
            "https://example.kz/",
        )
        assert [key for key in ("/OpenAction", "/Metadata") if key in pdf.Root] == []
        assert set(pdf.trailer.keys()) & {"/Info", "/Encrypt"} == set()


def test_pdf_with_packed_and_unreadable_pictures():
    def change(pdf):
        image = pdf.pages[0].Resources.XObject.Im
        packed = pdf.make_stream(image.read_raw_bytes())
        packed.write(
            zlib.compress(image.read_raw_bytes()),
            filter=[pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode],
        )
        odd = pdf.make_stream(b"")
        odd.write(b"no picture", filter=pikepdf.Name.DCTDecode)
        pdf.pages[0].Resources.XObject.Packed, pdf.pages[0].Resources.XObject.Odd = packed, odd

    with pikepdf.Pdf.open(io.BytesIO(clean(make_pdf(change), PDF))) as pdf:
        pictures = pdf.pages[0].Resources.XObject
        assert pictures.Packed.read_raw_bytes() == pictures.Im.read_raw_bytes()
        assert pictures.Odd.read_raw_bytes() == b"no picture"


def test_pdf_that_anybody_can_open_is_copied_without_encryption():
    data = make_pdf(encryption=pikepdf.Encryption(user="", owner="owner", R=6))
    with pikepdf.Pdf.open(io.BytesIO(clean(data, PDF))) as pdf:
        assert pdf.is_encrypted is False
        assert pdf.pages[0].Contents.read_bytes() == b"q 33 0 0 17 0 0 cm /Im Do Q"


def test_word_keeps_text_comments_and_pictures():
    before = docx.Document(io.BytesIO(MAKERS[DOCX]()))
    after = docx.Document(io.BytesIO(clean(MAKERS[DOCX](), DOCX)))
    (comment,) = after.comments

    assert [paragraph.text for paragraph in after.paragraphs] == [
        paragraph.text for paragraph in before.paragraphs
    ]
    assert after.paragraphs[0].text == TEXT
    assert (comment.text, comment.author, comment.initials, comment.timestamp) == (
        "Is this so?",
        "Author",
        "A",
        None,
    )
    assert len(after.inline_shapes) == 1
    assert unzip(clean(MAKERS[DOCX](), DOCX))["word/media/image1.jpg"] == clean(make_jpeg(), JPEG)


def test_links_to_own_files_lose_their_folders():
    after = docx.Document(io.BytesIO(clean(MAKERS[DOCX](), DOCX)))

    assert after.part.rels["rId92"].target_ref == "policy.docx"


def test_excel_keeps_cells_links_and_comments():
    sheet = openpyxl.load_workbook(io.BytesIO(clean(MAKERS[XLSX](), XLSX))).active

    assert [sheet[cell].value for cell in ("A1", "A2", "A3")] == [TEXT, 12.5, "=A2*2"]
    assert sheet["A2"].hyperlink.target == "https://example.kz/"
    assert (sheet["A1"].comment.author, sheet["A1"].comment.text) == ("Author", "Author:\nIs this so?")


@pytest.mark.parametrize("kind", [ODT, ODS], ids=lambda kind: kind.name)
def test_opendocument_keeps_content_and_loses_the_rest(kind):
    before, after = unzip(MAKERS[kind]()), unzip(clean(MAKERS[kind](), kind))

    assert list(after) == [
        "mimetype",
        "META-INF/manifest.xml",
        "content.xml",
        "Pictures/photo.jpg",
        "Pictures/drawing.emf",
        "Object 1/content.xml",
    ]
    assert after["mimetype"] == before["mimetype"]
    assert after["Pictures/drawing.emf"] == b"drawn"
    assert after["content.xml"].count("Құпиялылық саясаты: Политика &amp; &lt;правила&gt;".encode()) == 1
    assert [
        name
        for name in ("meta.xml", "settings.xml", "Thumbnails")
        if name.encode() in after["META-INF/manifest.xml"]
    ] == []


@pytest.mark.parametrize("kind", [DOCX, XLSX, ODT, ODS], ids=lambda kind: kind.name)
def test_members_of_office_files_have_no_time(kind):
    with zipfile.ZipFile(io.BytesIO(clean(MAKERS[kind](), kind))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_long_comments_and_those_of_nobody_stay():
    long = "<comment><text><t>" + "word &amp; " * 100 + "\r\n</t></text></comment>"

    def change(content):
        return insert("</commentList>", long)(content.replace(b"</authors>", b"<author></author></authors>"))

    data = change_zip(MAKERS[XLSX](), replace={"xl/comments/comment1.xml": change})
    assert "word &amp; " * 100 in unzip(clean(data, XLSX))["xl/comments/comment1.xml"].decode()


def test_paths_of_own_computers_are_cut_to_the_file_name():
    picture = '<wp:docPr xmlns:wp="urn:x" id="9" name="C:\\Users\\Asem\\a.png" descr="/home/asem/b.png" title="Құжат a/b"/>'
    data = change_zip(MAKERS[DOCX](), replace={"word/document.xml": insert("<w:sectPr", picture)})

    document = unzip(clean(data, DOCX))["word/document.xml"].decode()
    assert re.findall(r'id="9" (.*?)>', document) == ['name="a.png" descr="b.png" title="Құжат a/b"']


def test_part_with_an_escaped_name_comes_along():
    line = make_relationship("image", "media/a%20b.emf")
    data = change_zip(
        MAKERS[DOCX](),
        add={"word/media/a b.emf": b"drawn"},
        replace={"word/_rels/document.xml.rels": insert("</Relationships>", line)},
    )

    assert unzip(clean(data, DOCX))["word/media/a b.emf"] == b"drawn"


def test_drawing_in_a_document_loses_its_metadata():
    drawing = f"<svg><metadata><a>{TRACE}</a></metadata><text>shown</text></svg>"
    line = make_relationship("image", "media/image9.svg")
    data = change_zip(
        MAKERS[DOCX](),
        add={"word/media/image9.svg": drawing},
        replace={"word/_rels/document.xml.rels": insert("</Relationships>", line)},
    )

    assert (
        unzip(clean(data, DOCX))["word/media/image9.svg"].split(b"\n")[1] == b"<svg><text>shown</text></svg>"
    )
