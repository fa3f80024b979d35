"""Ordinary files of every kind, each with names, places and times in everything that is not its content."""

import io
import zipfile

import docx
import openpyxl
import pikepdf
from openpyxl.comments import Comment
from PIL import Image, PngImagePlugin

from evidence.kinds import CSV, DOCX, JPEG, ODS, ODT, PDF, PNG, TXT, WEBP, XLSX


TRACE = "Kanarbek"
"""Stands in all that has to go, and nowhere in the content."""

TEXT = "Құпиялылық саясаты: Политика & <правила>"
XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><creator>{TRACE}</creator></x:xmpmeta>".encode()


def change_zip(data, *, add=(), replace=(), drop=(), packing=zipfile.ZIP_DEFLATED):
    """The archive with members added, replaced (by a function of their bytes) and dropped."""
    new, replace = io.BytesIO(), dict(replace)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(new, "w", packing) as archive:
        for member in old.infolist():
            if member.filename not in drop:
                content = old.read(member)
                content = replace[member.filename](content) if member.filename in replace else content
                archive.writestr(
                    zipfile.ZipInfo(member.filename, (2026, 1, 2, 3, 4, 6)), content, member.compress_type
                )
        for name, content in dict(add).items():
            archive.writestr(name, content)
    return new.getvalue()


def make_zip(members):
    new = io.BytesIO()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in dict(members).items():
            archive.writestr(name, content)
    return new.getvalue()


def unzip(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def insert(before, text):
    """A function that writes `text` in front of the last `before`."""
    return lambda content: text.encode().join(
        [content[: content.rindex(before.encode())], content[content.rindex(before.encode()) :]]
    )


def make_exif(orientation=6):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = TRACE
    exif.get_ifd(0x8825).update({1: "N", 2: (43.0, 15.0, 0.0), 27: TRACE, 28: f"ASCII\0\0\0{TRACE}".encode()})
    return exif


def make_image(size=(33, 17), mode="RGB"):
    return Image.linear_gradient("L").resize(size).convert(mode)


def save(image, kind, **options):
    new = io.BytesIO()
    image.save(new, kind, **options)
    return new.getvalue()


def make_jpeg(**options):
    data = save(
        make_image(),
        "JPEG",
        exif=make_exif(),
        comment=TRACE,
        xmp=XMP,
        icc_profile=TRACE.encode() * 40,
        **options,
    )
    iptc = b"Photoshop 3.0\0" + TRACE.encode()
    return data[:20] + b"\xff\xed" + (len(iptc) + 2).to_bytes(2, "big") + iptc + data[20:]


def make_png(mode="RGB", **options):
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", TRACE)
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return save(
        make_image(mode=mode),
        "PNG",
        pnginfo=texts,
        exif=make_exif(),
        icc_profile=TRACE.encode() * 40,
        **options,
    )


def make_webp(mode="RGB", **options):
    return save(
        make_image(mode=mode), "WEBP", exif=make_exif(), xmp=XMP, icc_profile=TRACE.encode() * 40, **options
    )


def make_pdf(change=lambda pdf: None, **options):
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 100))
    page = pdf.pages[0]
    jpeg = pdf.make_stream(
        make_jpeg(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=33, Height=17
    )
    jpeg.ColorSpace, jpeg.BitsPerComponent, jpeg.Filter = pikepdf.Name.DeviceRGB, 8, pikepdf.Name.DCTDecode
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=jpeg))
    page.Contents = pdf.make_stream(b"q 33 0 0 17 0 0 cm /Im Do Q")
    page.PieceInfo = pikepdf.Dictionary(Word=pikepdf.Dictionary(Private=pikepdf.String(TRACE)))
    page.Thumb = pdf.make_stream(TRACE.encode())
    page.Metadata = pdf.make_stream(XMP)
    page.LastModified = pikepdf.String(TRACE)
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents="Why?"
    )
    note.T, note.NM, note.M, note.CreationDate = (pikepdf.String(TRACE) for _ in range(4))
    field = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, Rect=[0, 0, 9, 9], T="Signed here"
    )
    field.FT, field.V = pikepdf.Name.Sig, pikepdf.Dictionary(Name=TRACE, Contents=TRACE.encode())
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9])
    link.A = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.kz/")
    field = pdf.make_indirect(field)
    page.Annots = pdf.make_indirect(pikepdf.Array([note, field, link]))
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
    pdf.Root.Metadata = pdf.make_stream(XMP, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    pdf.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.GoTo, D=pikepdf.Array([page.obj, pikepdf.Name.Fit])
    )
    pdf.trailer.Info = pdf.make_indirect(pikepdf.Dictionary(Author=TRACE, Company=TRACE))
    pdf.trailer.ID = pikepdf.Array([pikepdf.String(TRACE), pikepdf.String(TRACE)])
    change(pdf)
    new = io.BytesIO()
    pdf.save(new, **{"fix_metadata_version": False, "preserve_pdfa": False} | options)
    return new.getvalue()


RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def make_relationship(kind, target, *, number=90, is_external=False):
    mode = ' TargetMode="External"' if is_external else ""
    return f'<Relationship Id="rId{number}" Type="{RELATIONSHIPS}/{kind}" Target="{target}"{mode}/>'


def make_docx():
    document = docx.Document()
    document.add_heading(TEXT)
    document.add_paragraph("Before ").add_run("after")
    document.add_picture(io.BytesIO(make_jpeg()))
    document.core_properties.author = document.core_properties.last_modified_by = TRACE
    document.add_comment(
        document.paragraphs[0].runs, text="Is this so?", author=TRACE, initials=TRACE[:3] + "bek"
    )
    new = io.BytesIO()
    document.save(new)
    date = f'w:author="{TRACE}" w:date="2026-01-02T03:04:05Z" w:rsidR="00{TRACE}"'
    tracked = f'<w:p w:rsidRDefault="{TRACE}"><w:ins w:id="7" {date}><w:r><w:t>inserted</w:t></w:r></w:ins></w:p><!-- {TRACE} -->'
    return change_zip(
        new.getvalue(),
        add={
            "word/people.xml": f'<w15:people xmlns:w15="urn:x"><w15:person w15:author="{TRACE}"/></w15:people>',
            "docProps/custom.xml": f"<Properties>{TRACE}</Properties>",
            "docProps/thumbnail.jpeg": make_jpeg(),
            "customXml/item9.xml": f"<a>{TRACE}</a>",
            "word/nobody-points-here.xml": f"<a>{TRACE}</a>",
            "word/_rels/settings.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            f'relationships">{make_relationship("attachedTemplate", f"file:///C:/Users/{TRACE}/x.dotx", is_external=True)}'
            "</Relationships>",
        },
        replace={
            "word/document.xml": insert("<w:sectPr", tracked),
            "word/settings.xml": insert(
                "</w:settings>",
                f'<w:attachedTemplate xmlns:r="{RELATIONSHIPS}" r:id="rId90"/><w:rsids><w:rsid w:val="{TRACE}"/></w:rsids>',
            ),
            "word/_rels/document.xml.rels": insert(
                "</Relationships>",
                make_relationship("people", "people.xml")
                + make_relationship("customXml", "../customXml/item9.xml", number=91)
                + make_relationship(
                    "hyperlink", f"file:///C:\\Users\\{TRACE}\\policy.docx", number=92, is_external=True
                ),
            ),
            "_rels/.rels": insert(
                "</Relationships>", make_relationship("custom-properties", "docProps/custom.xml")
            ),
        },
        drop=("docProps/thumbnail.jpeg",),
    )


def make_xlsx():
    book = openpyxl.Workbook()
    book.properties.creator = book.properties.lastModifiedBy = TRACE
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["A3"] = TEXT, 12.5, "=A2*2"
    sheet["A1"].comment = Comment(f"{TRACE}:\nIs this so?", TRACE)
    sheet["A2"].hyperlink = "https://example.kz/"
    new = io.BytesIO()
    book.save(new)
    return change_zip(
        new.getvalue(),
        add={"xl/printerSettings/printerSettings1.bin": TRACE.encode("utf-16-le")},
        replace={
            "xl/workbook.xml": insert(
                "<sheets",
                f'<x15ac:absPath xmlns:x15ac="urn:x" url="C:\\Users\\{TRACE}\\"/><fileSharing userName="{TRACE}"/>',
            ),
            "xl/worksheets/sheet1.xml": insert(
                "<legacyDrawing", f'<pageSetup xmlns:r="{RELATIONSHIPS}" r:id="rId90"/>'
            ),
            "xl/worksheets/_rels/sheet1.xml.rels": insert(
                "</Relationships>",
                make_relationship("printerSettings", "/xl/printerSettings/printerSettings1.bin"),
            ),
        },
    )


ODF_NAMES = (
    " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("meta", "meta"),
            ("draw", "drawing"),
        )
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:script="urn:script"'
)


def make_odf(kind, body):
    changed = f"<dc:creator>{TRACE}</dc:creator><dc:date>{TRACE}</dc:date>"
    note = f"<office:annotation>{changed}<meta:creator-initials>{TRACE}</meta:creator-initials></office:annotation>"
    members = {
        "Pictures/photo.jpg": make_jpeg(),
        "Pictures/drawing.emf": b"drawn",
        "meta.xml": f"<office:document-meta {ODF_NAMES}>{changed}</office:document-meta>",
        "settings.xml": f"<printer>{TRACE}</printer>",
        "Thumbnails/thumbnail.png": make_png(),
        "Object 1/meta.xml": f"<a>{TRACE}</a>",
        "Object 1/content.xml": "<chart/>",
    }
    entries = "".join(
        f'<m:file-entry m:full-path="{name}" m:media-type=""/>' for name in ("content.xml", *members)
    )
    new = io.BytesIO()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind.media_type, zipfile.ZIP_STORED)
        archive.writestr(
            "content.xml",
            f"<?xml version='1.0'?><office:document-content {ODF_NAMES}><office:scripts/><office:body>"
            + body(note, f"<office:change-info>{changed}</office:change-info>")
            + "</office:body></office:document-content>",
        )
        for name, content in members.items():
            archive.writestr(name, content)
        archive.writestr("Configurations2/", b"")
        archive.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="urn:m"><m:file-entry m:full-path="/"/>{entries}</m:manifest>',
        )
    return new.getvalue()


XML_TEXT = TEXT.replace("&", "&amp;").replace("<", "&lt;")


def make_odt():
    return make_odf(
        ODT,
        lambda note, change: (
            "<office:text><text:tracked-changes><text:changed-region><text:insertion>"
            f"{change}</text:insertion></text:changed-region></text:tracked-changes>"
            f'<text:p>{XML_TEXT}{note}<text:date>2026</text:date><text:a xlink:href="https://example.kz">link</text:a></text:p>'
            '<draw:image xlink:href="Pictures/photo.jpg"/></office:text>'
        ),
    )


def make_ods():
    return make_odf(
        ODS,
        lambda note, change: (
            f'<office:spreadsheet><table:tracked-changes>{change}</table:tracked-changes><table:table table:name="S">'
            f'<table:table-row><table:table-cell table:formula="of:=1+1">{note}<text:p>{XML_TEXT}</text:p></table:table-cell>'
            "</table:table-row></table:table></office:spreadsheet>"
        ),
    )


def make_csv():
    return f"\ufeffname;sum\r\n{TEXT};=1+1\r\n".encode()


def make_txt():
    return f"{TEXT}\r\n\tend\f".encode("utf-16")


MAKERS = {
    PDF: make_pdf,
    PNG: make_png,
    JPEG: make_jpeg,
    WEBP: make_webp,
    DOCX: make_docx,
    XLSX: make_xlsx,
    ODT: make_odt,
    ODS: make_ods,
    CSV: make_csv,
    TXT: make_txt,
}
