"""Hostile files, built in code, each with its specified ending: a refusal, or the kind as which it is accepted.

`python -m tests.evidence.corpus FOLDER` inspects the files that stand there, cleans the accepted ones, and prints the endings and
by how many bytes the peak of its memory grew.
"""

import io
import json
import re
import struct
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from evidence.cleaning import write_clean_copy
from evidence.inspection import inspect
from evidence.kinds import CSV, DOCX, JPEG, PDF, PNG, TXT, XLSX, Kind
from evidence.limits import MEGABYTE, Limits
from evidence.refusals import Refusal, RefusedFile
from tests.evidence.files import (
    change_zip,
    insert,
    make_docx,
    make_image,
    make_jpeg,
    make_ods,
    make_odt,
    make_pdf,
    make_png,
    make_relationship,
    make_webp,
    make_xlsx,
    make_zip,
    save,
)


@dataclass(frozen=True)
class Hostile:
    name: str
    file_name: str
    build: Callable[[], bytes]
    ending: Refusal | Kind


LIMITS = Limits()
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
XXE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def make_chunk(name, body):
    return struct.pack(">I4s", len(body), name) + body + struct.pack(">I", zlib.crc32(name + body))


def make_png_header(width, height):
    return b"\x89PNG\r\n\x1a\n" + make_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))


def make_huge_png(side=100_000):
    return (
        make_png_header(side, side)
        + make_chunk(b"IDAT", zlib.compress(bytes(100)))
        + make_chunk(b"IEND", b"")
    )


def make_long_png():
    """A header that promises little and pixels that do not end."""
    deflate = zlib.compressobj(9)
    data = b"".join(deflate.compress(bytes(MEGABYTE)) for _ in range(300)) + deflate.flush()
    return make_png_header(10, 10) + make_chunk(b"IDAT", data) + make_chunk(b"IEND", b"")


def make_huge_webp():
    """A frame that says 16383 x 16383."""
    data = bytearray(make_webp())
    at = data.index(b"VP8 ") + 14
    data[at : at + 4] = b"\xff\x3f\xff\x3f"
    return bytes(data)


def make_animation(kind, frames=2000):
    images = [make_image((2, 2)).point(lambda value, n=number: value ^ n & 0xFF) for number in range(frames)]
    return save(images[0], kind, save_all=True, append_images=images[1:])


def make_many_scans():
    data = save(make_image(), "JPEG", progressive=True)
    scan = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + scan * 5000 + data[-2:]


def patch(data, old, new, *, last=False):
    at = data.rindex(old) if last else data.index(old)
    return data[:at] + new + data[at + len(new) :]


def change_docx(**changes):
    return change_zip(make_docx(), **changes)


def with_part(name, content):
    return lambda: change_docx(add={name: content})


def with_document(text, before="<w:sectPr"):
    return lambda: change_docx(replace={"word/document.xml": insert(before, text)})


def with_relationship(*arguments, **keywords):
    line = make_relationship(*arguments, **keywords)
    return lambda: change_docx(replace={"word/_rels/document.xml.rels": insert("</Relationships>", line)})


def with_type(kind, old, new):
    def build():
        data = {DOCX: make_docx, XLSX: make_xlsx}[kind]()
        return change_zip(
            data, replace={"[Content_Types].xml": lambda content: content.replace(old.encode(), new.encode())}
        )

    return build


def with_prologue(make, name, prologue):
    return lambda: change_zip(
        make(),
        replace={
            name: lambda content: re.sub(rb"<\?xml.*?\?>\s*|^", b"", content, count=1).join(
                [prologue.encode(), b""]
            )
        },
    )


def make_zeros_docx():
    return change_docx(add={"word/media/zeros.bin": bytes(100 * MEGABYTE)})


def make_many_bombs():
    """Each member below the ratio, all together too much."""
    block = b"".join(struct.pack(">I", number * 2654435761 & 0xFFFFFFFF) for number in range(2500)) * 100
    return change_docx(add={f"word/media/{number}.bin": block * 4 for number in range(60)})


def make_nested_bomb():
    inner = make_zip({"zeros": bytes(10 * MEGABYTE)})
    return change_docx(add={"word/media/inner.bin": make_zip({f"{n}.zip": inner for n in range(10)})})


def make_lying_docx():
    """The directory says that a member of a megabyte has ten bytes."""
    data = change_docx(add={"word/media/lie.bin": bytes(MEGABYTE)})
    return patch(data, struct.pack("<I", MEGABYTE), struct.pack("<I", 10), last=True)


def make_overlap():
    """Two names in the directory for one stretch of the file."""
    data = change_docx(add={"word/media/a.bin": b"same" * 9, "word/media/b.bin": b"same" * 9})
    first, second = (
        data.index(b"PK\x03\x04", data.index(b"word/media/a.bin") - 30),
        data.index(b"word/media/b.bin") - 30,
    )
    return patch(data, struct.pack("<I", second), struct.pack("<I", first), last=True)


def make_encrypted_zip():
    data = make_docx()
    return re.sub(rb"(PK\x01\x02....)..", lambda found: found[1] + b"\x01\0", data, flags=re.DOTALL)


def make_endless_tag():
    return change_docx(
        add={"word/endless.xml": b'<a b="' + b"x" * (8 * MEGABYTE) + b'"/>'}, packing=zipfile.ZIP_STORED
    )


def make_deep_xml():
    return change_docx(
        add={"word/deep.xml": b"<a>" * 100_000 + b"</a>" * 100_000}, packing=zipfile.ZIP_STORED
    )


def make_duplicates():
    data = change_docx(add={"word/media/a.bin": b"1", "word/media/b.bin": b"2"})
    return data.replace(b"word/media/b.bin", b"word/media/a.bin")


def make_many_members():
    return change_docx(add={f"word/media/{number}.bin": b"" for number in range(4000)})


def add_javascript(pdf):
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def add_launch(pdf):
    pdf.pages[0].Annots[2].A = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")


def add_page_loop(pdf):
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)


def add_external_stream(pdf):
    pdf.pages[0].Contents.F = pikepdf.String("http://example.org/content")


def make_nested_pdf():
    return make_pdf_by_hand([b"<</Type/Catalog/Pages 2 0 R/X 4 0 R>>", *PAGE, b"[" * 5000 + b"]" * 5000])


PAGE = (
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>",
)


def make_pdf_by_hand(objects, more=b"", size=None):
    """`more` are further lines of the table of objects; `size` is how many objects the trailer promises."""
    data, offsets = io.BytesIO(b"%PDF-1.7\n"), []
    data.seek(0, 2)
    for number, content in enumerate(objects, 1):
        offsets.append(data.tell())
        data.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start, count = data.tell(), len(objects) + 1 + len(more) // 20
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets) + more
    data.write(b"xref\n0 %d\n0000000000 65535 f \n%strailer\n" % (count, table))
    data.write(b"<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (size or count, start))
    return data.getvalue()


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"


def make_pdf_of_many_objects():
    """A chain of objects, each of which leads to the next."""
    return make_pdf_by_hand(
        [
            CATALOG,
            *PAGE[:1],
            PAGE[1][:-2] + b"/X 4 0 R>>",
            *[b"[%d 0 R]" % number for number in range(5, 150_000)],
        ]
    )


def make_pdf_of_unannounced_objects():
    return make_pdf_by_hand([CATALOG, *PAGE], more=b"0000000009 00000 n \n" * 900_000, size=4)


def make_pdf_of_one_page(times):
    return make_pdf_by_hand([CATALOG, PAGE[0].replace(b"[3 0 R]", b"[" + b"3 0 R " * times + b"]"), PAGE[1]])


def make_pdf_of_many_entries():
    numbers = [b"[" + b"1 " * 90_000 + b"]"] * 8
    return make_pdf_by_hand(
        [
            CATALOG,
            PAGE[0],
            PAGE[1][:-2] + b"/X[4 0 R 5 0 R 6 0 R 7 0 R 8 0 R 9 0 R 10 0 R 11 0 R]>>",
            *numbers,
        ]
    )


def make_xref_bomb():
    """A table of objects that unpacks to 64 MB."""
    table = zlib.compress(bytes(64 * MEGABYTE), 9)
    head = b"<</Type/XRef/W[1 2 1]/Size 16777216/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n" % len(
        table
    )
    data = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n"
    return data + b"2 0 obj\n" + head + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % len(data)


def encrypt(user):
    return lambda: make_pdf(encryption=pikepdf.Encryption(user=user, owner="owner", R=6))


CORPUS = [
    # Names and extensions.
    Hostile("svg", "logo.svg", lambda: SVG, Refusal.EXTENSION),
    Hostile("html", "page.html", lambda: HTML, Refusal.EXTENSION),
    Hostile("zip", "all.zip", make_docx, Refusal.EXTENSION),
    Hostile("macro document", "letter.docm", make_docx, Refusal.EXTENSION),
    Hostile("no extension", "policy", make_pdf, Refusal.EXTENSION),
    Hostile("double extension", "invoice.pdf.exe", make_pdf, Refusal.EXTENSION),
    Hostile("program behind NUL", "invoice.pdf\0.exe", make_pdf, Refusal.EXTENSION),
    Hostile("turned name", "invoice\u202efdp.exe", make_pdf, Refusal.EXTENSION),
    Hostile("stream of a name", "policy.pdf::$DATA", make_pdf, Refusal.EXTENSION),
    Hostile("climbing name", "../../etc/cron.d/policy.pdf", make_pdf, PDF),
    Hostile("device name", "CON.txt", lambda: b"text", TXT),
    Hostile("dots and blanks at the end", "policy.pdf. . .", make_pdf, PDF),
    Hostile("300 letters", "қ" * 300 + ".pdf", make_pdf, PDF),
    Hostile("program before the extension", "invoice.exe.pdf", make_pdf, PDF),
    # Sizes.
    Hostile("empty", "empty.txt", lambda: b"", Refusal.EMPTY),
    Hostile("empty pdf", "empty.pdf", lambda: b"", Refusal.EMPTY),
    Hostile("one byte", "one.pdf", lambda: b"%", Refusal.CONTENT),
    Hostile("one byte of text", "one.txt", lambda: b"1", TXT),
    Hostile("at the limit", "large.txt", lambda: b"a" * LIMITS.file_bytes, TXT),
    Hostile("one byte over", "large.txt", lambda: b"a" * (LIMITS.file_bytes + 1), Refusal.TOO_LARGE),
    # Another content than the extension says.
    Hostile("svg named png", "logo.png", lambda: SVG, Refusal.CONTENT),
    Hostile("html named pdf", "page.pdf", lambda: HTML, Refusal.CONTENT),
    Hostile("html named txt", "page.txt", lambda: b"\xef\xbb\xbf \n" + HTML, Refusal.CONTENT),
    Hostile("svg named csv", "table.csv", lambda: SVG, Refusal.CONTENT),
    Hostile("pdf named txt", "policy.txt", lambda: b"%PDF-1.7 1 0 obj", Refusal.CONTENT),
    Hostile("pdf named docx", "policy.docx", make_pdf, Refusal.CONTENT),
    Hostile("png named jpg", "photo.jpg", make_png, Refusal.CONTENT),
    Hostile("docx named xlsx", "table.xlsx", make_docx, Refusal.CONTENT),
    Hostile("odt named ods", "table.ods", make_odt, Refusal.CONTENT),
    Hostile("zip named docx", "all.docx", lambda: make_zip({"a.txt": b"a"}), Refusal.CONTENT),
    Hostile("program named jpg", "photo.jpg", lambda: b"MZ" + bytes(500), Refusal.CONTENT),
    Hostile("old doc named docx", "old.docx", lambda: OLE + bytes(5000), Refusal.CONTENT),
    # Two files in one.
    Hostile("html before pdf", "a.pdf", lambda: HTML + make_pdf(), Refusal.TWO_FILES),
    Hostile("pdf then html", "a.pdf", lambda: make_pdf() + HTML, Refusal.TWO_FILES),
    Hostile("pdf then zip", "a.pdf", lambda: make_pdf() + make_docx(), Refusal.TWO_FILES),
    Hostile("pdf then zip then end", "a.pdf", lambda: make_pdf() + make_zip({"a": b"a"}) + b"%%EOF", Refusal.TWO_FILES),
    Hostile("png then html", "a.png", lambda: make_png() + HTML, Refusal.TWO_FILES),
    Hostile("jpeg then zip", "a.jpg", lambda: make_jpeg() + make_docx(), Refusal.TWO_FILES),
    Hostile("two jpegs then html", "a.jpg", lambda: make_jpeg() * 2 + HTML, Refusal.TWO_FILES),
    Hostile("two jpegs of a phone", "a.jpg", lambda: make_jpeg() * 2, JPEG),
    Hostile("gif that is a script", "a.webp", lambda: b"GIF89a=1;alert(1)//", Refusal.CONTENT),
    Hostile("webp then html", "a.webp", lambda: make_webp() + HTML, Refusal.TWO_FILES),
    Hostile("jpeg before docx", "a.docx", lambda: make_jpeg() + make_docx(), Refusal.CONTENT),
    Hostile("docx then html", "a.docx", lambda: make_docx() + HTML, Refusal.TWO_FILES),
    Hostile("jpeg with html in its comment", "a.jpg", lambda: save(make_image(), "JPEG", comment=HTML), JPEG),
    # Macros and what acts.
    Hostile("docm renamed", "a.docx", with_type(DOCX, "wordprocessingml.document.main", "document.macroEnabled.main"), Refusal.MACROS),
    Hostile("xlsm renamed", "a.xlsx", with_type(XLSX, "spreadsheetml.sheet.main", "sheet.macroEnabled.main"), Refusal.MACROS),
    Hostile("vba inside", "a.docx", with_part("word/vbaProject.bin", OLE), Refusal.MACROS),
    Hostile("vba under another name", "a.docx", with_relationship("vbaProject", "media/image9.png"), Refusal.MACROS),
    Hostile("Excel 4 macros", "a.xlsx", lambda: change_zip(make_xlsx(), add={"xl/macrosheets/sheet1.xml": "<a/>"}), Refusal.MACROS),
    Hostile("OLE object", "a.docx", with_part("word/embeddings/oleObject1.bin", OLE), Refusal.EMBEDDED_FILES),
    Hostile("OLE object elsewhere", "a.docx", with_part("word/media/image9.png", OLE + bytes(600)), Refusal.EMBEDDED_FILES),
    Hostile("program inside", "a.docx", with_part("word/media/image9.png", b"MZ" + bytes(600)), Refusal.EMBEDDED_FILES),
    Hostile("ActiveX", "a.docx", with_part("word/activeX/activeX1.xml", "<a/>"), Refusal.ACTIVE_CONTENT),
    Hostile("foreign text", "a.docx", with_document('<w:altChunk r:id="rId1"/>'), Refusal.EMBEDDED_FILES),
    Hostile("remote template", "a.docx", with_relationship("attachedTemplate", "http://example.org/a.dotm", is_external=True), Refusal.EXTERNAL_LINKS),
    Hostile("template on a share", "a.docx", with_relationship("attachedTemplate", r"\\example.org\a.dotm", is_external=True), Refusal.EXTERNAL_LINKS),
    Hostile("remote picture", "a.docx", with_relationship("image", "http://example.org/a.png", is_external=True), Refusal.EXTERNAL_LINKS),
    Hostile("script link", "a.docx", with_relationship("hyperlink", "javascript:alert(1)", is_external=True), Refusal.ACTIVE_CONTENT),
    Hostile("DDE field in pieces", "a.docx", with_document("<w:p><w:r><w:instrText> DD</w:instrText></w:r><w:r><w:instrText>EAUTO cmd</w:instrText></w:r></w:p>"), Refusal.ACTIVE_CONTENT),
    Hostile("simple DDE field", "a.docx", with_document('<w:p><w:fldSimple w:instr="DDEAUTO cmd"/></w:p>'), Refusal.ACTIVE_CONTENT),
    Hostile("DDE formula", "a.xlsx", lambda: change_zip(make_xlsx(), replace={"xl/worksheets/sheet1.xml": lambda content: content.replace(b"A2*2", b"cmd|'/c calc'!A1")}), Refusal.ACTIVE_CONTENT),
    Hostile("linked workbook", "a.xlsx", lambda: change_zip(make_xlsx(), add={"xl/externalLinks/externalLink1.xml": "<a/>"}), Refusal.EXTERNAL_LINKS),
    Hostile("script in a drawing", "a.docx", with_part("word/media/image9.svg", b"<svg><script>alert(1)</script></svg>"), Refusal.ACTIVE_CONTENT),
    Hostile("Basic in odt", "a.odt", lambda: change_zip(make_odt(), add={"Basic/Standard/Module1.xml": "<a/>"}), Refusal.MACROS),
    Hostile("event in odt", "a.odt", lambda: change_zip(make_odt(), replace={"content.xml": insert("<office:body", "<script:event-listener/>")}), Refusal.MACROS),
    Hostile("remote picture in odt", "a.odt", lambda: change_zip(make_odt(), replace={"content.xml": insert("<office:body", '<draw:image xlink:href="http://example.org/a.png"/>')}), Refusal.EXTERNAL_LINKS),
    Hostile("DDE in ods", "a.ods", lambda: change_zip(make_ods(), replace={"content.xml": lambda content: content.replace(b"of:=1+1", b"of:=DDE(&quot;cmd&quot;)")}), Refusal.ACTIVE_CONTENT),
    Hostile("formulas in csv", "a.csv", lambda: b"=cmd|'/c calc'!A1,@SUM(1)\n", CSV),
    Hostile("javascript in pdf", "a.pdf", lambda: make_pdf(add_javascript), Refusal.ACTIVE_CONTENT),
    Hostile("launch in pdf", "a.pdf", lambda: make_pdf(add_launch), Refusal.ACTIVE_CONTENT),
    Hostile("file in pdf", "a.pdf", lambda: make_pdf(lambda pdf: pdf.attachments.update({"a.exe": b"MZ"})), Refusal.EMBEDDED_FILES),
    Hostile("remote content in pdf", "a.pdf", lambda: make_pdf(add_external_stream), Refusal.EXTERNAL_LINKS),
    # Bombs.
    Hostile("flat bomb", "a.docx", make_zeros_docx, Refusal.ZIP_BOMB),
    Hostile("bomb in many members", "a.docx", make_many_bombs, Refusal.ZIP_BOMB),
    Hostile("nested bomb", "a.docx", make_nested_bomb, Refusal.EMBEDDED_FILES),
    Hostile("lying header", "a.docx", make_lying_docx, Refusal.BROKEN),
    Hostile("overlapping members", "a.docx", make_overlap, Refusal.ODD_ARCHIVE),
    Hostile("same name twice", "a.docx", make_duplicates, Refusal.ODD_ARCHIVE),
    Hostile("climbing member", "a.docx", with_part("word/../../evil.xml", "<a/>"), Refusal.ODD_ARCHIVE),
    Hostile("absolute member", "a.docx", with_part("/etc/evil.xml", "<a/>"), Refusal.ODD_ARCHIVE),
    Hostile("backslash member", "a.docx", with_part("word\\evil.xml", "<a/>"), Refusal.ODD_ARCHIVE),
    Hostile("4000 members", "a.docx", make_many_members, Refusal.TOO_COMPLEX),
    Hostile("billion laughs", "a.docx", with_prologue(make_docx, "word/document.xml", LAUGHS), Refusal.ENTITIES),
    Hostile("laughs in the list of types", "a.xlsx", with_prologue(make_xlsx, "[Content_Types].xml", LAUGHS), Refusal.ENTITIES),
    Hostile("XXE in odt", "a.odt", with_prologue(make_odt, "content.xml", XXE), Refusal.ENTITIES),
    Hostile("endless tag", "a.docx", make_endless_tag, Refusal.TOO_COMPLEX),
    Hostile("deep XML", "a.docx", make_deep_xml, Refusal.TOO_COMPLEX),
    Hostile("huge png", "a.png", make_huge_png, Refusal.TOO_MANY_PIXELS),
    Hostile("png longer than its header", "a.png", make_long_png, Refusal.BROKEN),
    Hostile("png at the limit", "a.png", lambda: save(make_image((8000, 5000), "RGBA"), "PNG", compress_level=1), PNG),
    Hostile("jpeg at the limit", "a.jpg", lambda: save(make_image((8000, 5000)), "JPEG", quality=50), JPEG),
    Hostile("huge jpeg", "a.jpg", lambda: patch(make_jpeg(), b"\0\x11\0\x21\x03", b"\xff\xff\xff\xff\x03"), Refusal.TOO_MANY_PIXELS),
    Hostile("progressive at its limit", "a.jpg", lambda: save(make_image((3200, 2500)), "JPEG", progressive=True, subsampling=0), JPEG),
    Hostile("scans without end", "a.jpg", make_many_scans, Refusal.TOO_COMPLEX),
    Hostile("huge webp", "a.webp", make_huge_webp, Refusal.TOO_MANY_PIXELS),
    Hostile("animated webp", "a.webp", lambda: make_animation("WEBP", 90), Refusal.ANIMATED),
    Hostile("animated png", "a.png", lambda: make_animation("PNG"), Refusal.ANIMATED),
    Hostile("pdf with 150,000 objects", "a.pdf", make_pdf_of_many_objects, Refusal.TOO_COMPLEX),
    Hostile("pdf with objects it does not announce", "a.pdf", make_pdf_of_unannounced_objects, Refusal.TOO_COMPLEX),
    Hostile("pdf of many entries", "a.pdf", make_pdf_of_many_entries, Refusal.TOO_COMPLEX),
    Hostile("one page 90,000 times", "a.pdf", lambda: make_pdf_of_one_page(90_000), Refusal.BROKEN),
    Hostile("deep pdf", "a.pdf", make_nested_pdf, Refusal.TOO_COMPLEX),
    Hostile("pages in a ring", "a.pdf", lambda: make_pdf(add_page_loop), Refusal.BROKEN),
    Hostile("bomb in the table of a pdf", "a.pdf", make_xref_bomb, Refusal.BROKEN),
    # Closed and cut off.
    Hostile("encrypted pdf", "a.pdf", encrypt("secret"), Refusal.ENCRYPTED),
    Hostile("pdf that anybody can open", "a.pdf", encrypt(""), PDF),
    Hostile("encrypted docx", "a.docx", lambda: OLE + bytes(5000) + "EncryptedPackage".encode("utf-16-le"), Refusal.ENCRYPTED),
    Hostile("encrypted members", "a.docx", make_encrypted_zip, Refusal.ENCRYPTED),
    Hostile("encrypted odt", "a.odt", lambda: change_zip(make_odt(), replace={"META-INF/manifest.xml": insert("</m:manifest>", "<m:encryption-data/>")}), Refusal.ENCRYPTED),
    Hostile("cut pdf", "a.pdf", lambda: make_pdf()[:-200], Refusal.BROKEN),
    Hostile("cut png", "a.png", lambda: make_png()[:-20], Refusal.BROKEN),
    Hostile("cut jpeg", "a.jpg", lambda: make_jpeg()[:-20], Refusal.BROKEN),
    Hostile("cut webp", "a.webp", lambda: make_webp()[:-20], Refusal.BROKEN),
    Hostile("cut docx", "a.docx", lambda: make_docx()[:-500], Refusal.BROKEN),
    Hostile("damaged docx", "a.docx", lambda: patch(make_docx(), b"PK\x01\x02", b"PK\x09\x09"), Refusal.BROKEN),
    # Text that is not.
    Hostile("NUL in csv", "a.csv", lambda: b"a,b\0\n", Refusal.CONTENT),
    Hostile("escapes for a terminal", "a.txt", lambda: b"\x1b]0;owned\x07", Refusal.CONTENT),
    Hostile("utf-16 without mark", "a.txt", lambda: "сөз".encode("utf-16-le"), Refusal.NOT_UTF8),
    Hostile("windows-1251", "a.csv", lambda: "политика".encode("cp1251"), Refusal.NOT_UTF8),
    Hostile("utf-8 cut in a letter", "a.txt", lambda: "қ".encode()[:1], Refusal.NOT_UTF8),
]  # fmt: skip


def find_ending(stream, file_name):
    """How the inspection of a file ends, in one word; what is accepted has to be cleaned too, and to be accepted again."""
    try:
        inspected = inspect(stream, file_name, limits=LIMITS)
        with tempfile.TemporaryFile() as copy:
            write_clean_copy(stream, inspected.kind, copy, limits=LIMITS)
            inspect(copy, file_name, limits=LIMITS)
    except RefusedFile as refused:
        return str(refused.refusal)
    return inspected.kind.name


def read_peak():
    """The largest memory of this program so far, in bytes. Unlike `getrusage`, it says nothing of the program that started it."""
    return int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[1]) * 1024


def main(folder):
    endings, before = {}, read_peak()
    for number, hostile in enumerate(CORPUS):
        with (folder / str(number)).open("rb") as stream:
            endings[hostile.name] = find_ending(stream, hostile.file_name)
    print(json.dumps({"endings": endings, "growth": read_peak() - before}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
