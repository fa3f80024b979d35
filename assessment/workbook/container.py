"""Looks at an uploaded file before anything unpacks or parses it."""

import io
import zipfile
import zlib

from assessment.workbook.values import FILE_LIMIT, Reason, WorkbookRefused


# Bytes of all parts of a file together, their number, and the tags in all of them, which is what parsing costs.
UNPACKED_LIMIT = 40 * 1024 * 1024
PART_LIMIT = 300
TAG_LIMIT = 800_000
COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How the name of the part begins that holds the content of an encrypted office file.
ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
DECLARATIONS = tuple(
    text.encode(encoding)
    for text in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "xl/macrosheets/")
MACRO_TYPES = (b"macroenabled", b"vbaproject")


def check_container(data: bytes) -> None:
    """Raises `WorkbookRefused` for what is no XLSX file, or one that nobody would make by filling in a questionnaire."""
    if not data:
        raise WorkbookRefused(Reason.EMPTY)
    if len(data) > FILE_LIMIT:
        raise WorkbookRefused(Reason.TOO_BIG)
    if data.startswith(COMPOUND_FILE):
        raise WorkbookRefused(Reason.ENCRYPTED if ENCRYPTED_PART in data else Reason.OLD_EXCEL)
    if not data.startswith(b"PK"):
        raise WorkbookRefused(Reason.PLAIN_TEXT if _is_text(data) else Reason.NOT_A_WORKBOOK)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_parts(archive)
            _check_contents(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        # What the standard library raises for a damaged archive, a strange compression or a lying header.
        raise WorkbookRefused(Reason.BROKEN) from None


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return "\x00" not in text


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename.lower() for part in parts]
    if any(part.flag_bits & 0x1 for part in parts):
        raise WorkbookRefused(Reason.ENCRYPTED)
    if len(parts) > PART_LIMIT or sum(part.file_size for part in parts) > UNPACKED_LIMIT:
        raise WorkbookRefused(Reason.UNPACKS_TOO_BIG)
    if len(set(names)) < len(names):
        raise WorkbookRefused(Reason.BROKEN)
    if "mimetype" in names and b"opendocument" in archive.read(parts[names.index("mimetype")]):
        raise WorkbookRefused(Reason.OPEN_DOCUMENT)
    if any(name.endswith(MACRO_PARTS[:2]) or name.startswith(MACRO_PARTS[2]) for name in names):
        raise WorkbookRefused(Reason.MACROS)
    if "xl/workbook.xml" not in names or "[content_types].xml" not in names:
        raise WorkbookRefused(Reason.NOT_A_WORKBOOK)


def _check_contents(archive: zipfile.ZipFile) -> None:
    """Reads every part once; the archive hands out no more bytes than the part declares."""
    tags = 0
    for part in archive.infolist():
        content = archive.read(part)
        if part.filename.lower() == "[content_types].xml" and _holds(content.lower(), MACRO_TYPES):
            raise WorkbookRefused(Reason.MACROS)
        if _holds(content, DECLARATIONS):
            raise WorkbookRefused(Reason.DANGEROUS)
        tags += content.count(b"<")
        if tags > TAG_LIMIT:
            raise WorkbookRefused(Reason.UNPACKS_TOO_BIG)


def _holds(content: bytes, words: tuple[bytes, ...]) -> bool:
    return any(word in content for word in words)
