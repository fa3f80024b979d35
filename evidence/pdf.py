"""PDF: opened without repair, every object looked at, nothing drawn."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pikepdf

from evidence.limits import MEGABYTE, Limits
from evidence.refusals import Refusal, RefusedFile


CHUNK = 64 * 1024
TABLE_LINE = re.compile(rb"\d+\s+\d+\s+[nf]\b")
LONGEST_LINE = 40
TAIL = 64 * 1024 + 22
BLANK = b"\0\t\n\f\r "
REFUSED_ACTIONS = {
    "/JavaScript": Refusal.ACTIVE_CONTENT,
    "/Launch": Refusal.ACTIVE_CONTENT,
    "/ImportData": Refusal.ACTIVE_CONTENT,
    "/SubmitForm": Refusal.ACTIVE_CONTENT,
    "/Rendition": Refusal.ACTIVE_CONTENT,
    "/Movie": Refusal.ACTIVE_CONTENT,
    "/Sound": Refusal.ACTIVE_CONTENT,
    "/RichMediaExecute": Refusal.ACTIVE_CONTENT,
    "/GoTo3DView": Refusal.ACTIVE_CONTENT,
    "/GoToE": Refusal.EMBEDDED_FILES,
    "/GoToR": Refusal.EXTERNAL_LINKS,
}
REFUSED_ANNOTATIONS = {
    "/Movie": Refusal.ACTIVE_CONTENT,
    "/Sound": Refusal.ACTIVE_CONTENT,
    "/Screen": Refusal.ACTIVE_CONTENT,
    "/RichMedia": Refusal.ACTIVE_CONTENT,
    "/3D": Refusal.ACTIVE_CONTENT,
    "/FileAttachment": Refusal.EMBEDDED_FILES,
}
REFUSED_KEYS = {
    "/JS": Refusal.ACTIVE_CONTENT,
    "/JavaScript": Refusal.ACTIVE_CONTENT,
    "/XFA": Refusal.ACTIVE_CONTENT,
    "/Renditions": Refusal.ACTIVE_CONTENT,
    "/EmbeddedFiles": Refusal.EMBEDDED_FILES,
    "/EF": Refusal.EMBEDDED_FILES,
    "/FFilter": Refusal.EXTERNAL_LINKS,
}

DONE = object()
CONTAINERS = (pikepdf.Array, pikepdf.Dictionary, pikepdf.Stream)

# Of the whole process, and not to be changed while it reads: what unpacks to more is only ever made to hurt. Content of pages and
# fonts is never unpacked here; this is about the tables of objects.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=4 * MEGABYTE,
    run_length_max_memory=16 * MEGABYTE,
    png_max_memory=16 * MEGABYTE,
    tiff_max_memory=16 * MEGABYTE,
    dct_max_memory=16 * MEGABYTE,
    parser_max_container_size=100_000,
    # A page that is named again and again is warned of, and would be made again and again.
    doc_max_warnings=100,
)


def inspect_pdf(stream: BinaryIO, limits: Limits) -> None:
    """Refuses what is damaged, needs a password, or holds anything that acts, is carried along or is loaded from elsewhere."""
    _check_ends(stream)
    _check_tables(stream, limits)
    with open_pdf(stream) as pdf:
        index = [int(number) for number in pdf.trailer.get("/Index", ())]
        if max(int(pdf.trailer.get("/Size", 0)), sum(index[1::2])) > limits.objects:
            raise RefusedFile(Refusal.TOO_COMPLEX)
        for item in walk_objects(pdf, limits):
            _check(item)
        if len(pdf.pages) > limits.pages or any("limits error" in warning for warning in pdf.get_warnings()):
            # What went beyond the limits was left out while reading, so nobody has looked at it.
            raise RefusedFile(Refusal.TOO_COMPLEX)


@contextmanager
def open_pdf(stream: BinaryIO) -> Iterator[pikepdf.Pdf]:
    """The document. Whatever its reader cannot make sense of, then or later, makes it broken."""
    stream.seek(0)
    try:
        with pikepdf.Pdf.open(
            stream, attempt_recovery=False, suppress_warnings=True, access_mode=pikepdf.AccessMode.stream
        ) as pdf:
            yield pdf
    except pikepdf.PasswordError as error:
        raise RefusedFile(Refusal.ENCRYPTED) from error
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise RefusedFile(Refusal.BROKEN) from error


def _check_ends(stream: BinaryIO) -> None:
    """A PDF begins with its header and ends with its mark; other readers look for other files in front and behind."""
    start = stream.read(1024)
    if not start.lstrip(BLANK).startswith(b"%PDF-"):
        raise RefusedFile(Refusal.TWO_FILES if b"%PDF-" in start else Refusal.CONTENT)
    size = stream.seek(0, 2)
    stream.seek(max(0, size - TAIL))
    tail = stream.read()
    if b"PK\x05\x06" in tail:
        raise RefusedFile(Refusal.TWO_FILES)
    if not tail.rstrip(BLANK).endswith(b"%%EOF"):
        raise RefusedFile(Refusal.TWO_FILES if b"%%EOF" in tail else Refusal.BROKEN)


def _check_tables(stream: BinaryIO, limits: Limits) -> None:
    """Counts the lines of the tables of objects: a writer looks at all of them, wherever the trailer says that they end."""
    stream.seek(0)
    lines, before = 0, b""
    while data := stream.read(CHUNK):
        found = list(TABLE_LINE.finditer(before + data))
        lines += len(found)
        if lines > limits.objects:
            raise RefusedFile(Refusal.TOO_COMPLEX)
        before = (before + data)[max(found[-1].end() if found else 0, len(before + data) - LONGEST_LINE) :]


def walk_objects(pdf: pikepdf.Pdf, limits: Limits) -> Iterator[pikepdf.Object]:
    """Every dictionary and stream that the document leads to, once. What is taken out of one on the way is not walked into."""
    seen: set[tuple[int, int]] = set()
    entries = 0
    # An object is read when it is taken out, so none is taken out before those in front of it are counted.
    path = [iter((pdf.trailer,))]
    while path:
        item = next(path[-1], DONE)
        if item is DONE:
            path.pop()
        if not isinstance(item, CONTAINERS) or (item.is_indirect and item.objgen in seen):
            continue
        seen.add(item.objgen)
        if isinstance(item, pikepdf.Array):
            keys = range(len(item))
        else:
            yield item
            keys = list(item.keys())
        entries += len(keys)
        if len(seen) > limits.objects or entries > limits.entries:
            raise RefusedFile(Refusal.TOO_COMPLEX)
        path.append(_take_out(item, keys))


def _take_out(item: pikepdf.Object, keys: Iterable[int | str]) -> Iterator[object]:
    return (item[key] for key in keys)


def _check(item: pikepdf.Object) -> None:
    for key, refusal in REFUSED_KEYS.items():
        if key in item:
            raise RefusedFile(refusal)
    if isinstance(item, pikepdf.Stream) and "/F" in item:
        raise RefusedFile(Refusal.EXTERNAL_LINKS)
    for key, refused in (("/S", REFUSED_ACTIONS), ("/Subtype", REFUSED_ANNOTATIONS)):
        value = item.get(key)
        if isinstance(value, pikepdf.Name) and str(value) in refused:
            raise RefusedFile(refused[str(value)])
