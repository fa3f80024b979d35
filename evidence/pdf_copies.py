"""Clean copies of PDFs."""

import io
import zlib
from typing import BinaryIO

import pikepdf

from evidence.jpeg import copy_jpeg
from evidence.limits import MEGABYTE, Limits
from evidence.pdf import open_pdf, walk_objects
from evidence.refusals import RefusedFile


# Metadata in XMP, private data of programs, thumbnails, actions on opening, paths of prepress, origin of web pages, signatures.
DROPPED_KEYS = (
    *(
        "/Metadata",
        "/PieceInfo",
        "/LastModified",
        "/Thumb",
        "/AA",
        "/OpenAction",
        "/OPI",
        "/Ref",
        "/SpiderInfo",
    ),
    *("/Perms", "/DSS", "/CreatorInfo", "/Collection", "/AF", "/WebCapture"),
)
# Of notes: author, name, when it was changed and made.
DROPPED_OF_ANNOTATIONS = ("/T", "/NM", "/M", "/CreationDate")
LARGEST_PICTURE = 64 * MEGABYTE


def write_clean_pdf(source: BinaryIO, target: BinaryIO, limits: Limits) -> None:
    """Old revisions and objects that nothing leads to do not come along: only what is reachable is written."""
    with open_pdf(source) as pdf:
        for key in set(pdf.trailer.keys()) - {"/Root", "/Size", "/Prev", "/Encrypt"}:
            del pdf.trailer[key]
        for item in walk_objects(pdf, limits):
            _clean(item)
        pdf.save(
            target,
            encryption=False,
            preserve_pdfa=False,
            fix_metadata_version=False,
            deterministic_id=True,
            compress_streams=True,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )


def _clean(item: pikepdf.Object) -> None:
    for key in DROPPED_KEYS:
        if key in item:
            del item[key]
    if "/Rect" in item and item.get("/Subtype") != pikepdf.Name.Widget:
        for key in DROPPED_OF_ANNOTATIONS:
            if key in item:
                del item[key]
    if item.get("/FT") == pikepdf.Name.Sig and "/V" in item:
        # A signature would be broken by any change, and its certificate names a person.
        del item["/V"]
    if isinstance(item, pikepdf.Stream):
        _clean_picture(item)


def _clean_picture(stream: pikepdf.Stream) -> None:
    """Takes EXIF and the like out of a JPEG, as it came from the camera."""
    filters = stream.get("/Filter", pikepdf.Array())
    names = [str(name) for name in (filters if isinstance(filters, pikepdf.Array) else [filters])]
    if names not in (["/DCTDecode"], ["/FlateDecode", "/DCTDecode"]):
        return
    picture, clean = stream.read_raw_bytes(), io.BytesIO()
    try:
        if len(names) > 1:
            picture = zlib.decompressobj().decompress(picture, LARGEST_PICTURE)
        copy_jpeg(io.BytesIO(picture), clean)
    except (RefusedFile, zlib.error):
        # Readers of PDF forgive more than this one; what it cannot walk through stays as it is.
        return
    stream.write(clean.getvalue(), filter=pikepdf.Name.DCTDecode)
