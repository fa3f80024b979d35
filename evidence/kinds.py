"""The kinds of file that may be evidence."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of file. `extensions` are in lower case with their dot, the usual one first; `media_type` is what it is served as."""

    name: str
    extensions: tuple[str, ...]
    media_type: str


PDF = Kind("pdf", (".pdf",), "application/pdf")
PNG = Kind("png", (".png",), "image/png")
JPEG = Kind("jpeg", (".jpg", ".jpeg"), "image/jpeg")
WEBP = Kind("webp", (".webp",), "image/webp")
DOCX = Kind("docx", (".docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
XLSX = Kind("xlsx", (".xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
ODT = Kind("odt", (".odt",), "application/vnd.oasis.opendocument.text")
ODS = Kind("ods", (".ods",), "application/vnd.oasis.opendocument.spreadsheet")
CSV = Kind("csv", (".csv",), "text/csv")
TXT = Kind("txt", (".txt",), "text/plain")

KINDS = (PDF, PNG, JPEG, WEBP, DOCX, XLSX, ODT, ODS, CSV, TXT)
EXTENSIONS = tuple(extension for kind in KINDS for extension in kind.extensions)


def find_kind(file_name: str) -> Kind | None:
    """The kind that the extension of `file_name` promises."""
    lowered = file_name.lower()
    return next((kind for kind in KINDS if lowered.endswith(kind.extensions)), None)
