"""What an uploaded file really is."""

import hashlib
from dataclasses import dataclass
from typing import BinaryIO

from evidence.archives import OLE, open_archive
from evidence.file_names import tidy_file_name
from evidence.kinds import CSV, DOCX, JPEG, ODS, ODT, PDF, PNG, TXT, WEBP, XLSX, Kind, find_kind
from evidence.limits import Limits
from evidence.odf import inspect_odf
from evidence.ooxml import inspect_ooxml
from evidence.pdf import inspect_pdf
from evidence.pictures import inspect_picture
from evidence.refusals import Refusal, RefusedFile
from evidence.texts import inspect_text


CHUNK = 64 * 1024
# How Office writes the name of what it has encrypted.
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class InspectedFile:
    """A file that is accepted. `file_name` is tidy; `size` in bytes; `sha256` in hexadecimal digits."""

    kind: Kind
    file_name: str
    size: int
    sha256: str


def inspect(stream: BinaryIO, file_name: str, *, limits: Limits) -> InspectedFile:
    """What the whole of `stream` (binary, seekable) is. Leaves it at its start. Raises RefusedFile.

    The extension says which kind it must be, the content has to be exactly that and nothing else. Refused is what acts, what is
    carried along, what would be loaded from elsewhere and what cannot be looked into, because the assigned auditor may open the
    original; what only tells about people is taken away by `evidence.cleaning`. Names are never refused, they are tidied.
    """
    tidy = tidy_file_name(file_name)
    kind = find_kind(tidy)
    if kind is None:
        raise RefusedFile(Refusal.EXTENSION)
    size, sha256 = _measure(stream, limits)
    stream.seek(0)
    if kind in (CSV, TXT):
        inspect_text(stream)
    elif kind in (PNG, JPEG, WEBP):
        inspect_picture(stream, kind, limits)
    elif kind is PDF:
        inspect_pdf(stream, limits)
    else:
        _inspect_office(stream, kind, limits)
    stream.seek(0)
    return InspectedFile(kind, tidy, size, sha256)


def _measure(stream: BinaryIO, limits: Limits) -> tuple[int, str]:
    stream.seek(0)
    size, sums = 0, hashlib.sha256()
    while data := stream.read(CHUNK):
        size += len(data)
        if size > limits.file_bytes:
            raise RefusedFile(Refusal.TOO_LARGE, limit=limits.file_bytes)
        sums.update(data)
    if not size:
        raise RefusedFile(Refusal.EMPTY)
    return size, sums.hexdigest()


def _inspect_office(stream: BinaryIO, kind: Kind, limits: Limits) -> None:
    if kind in (DOCX, XLSX) and stream.read(len(OLE)) == OLE:
        # Old office files and encrypted new ones look alike from outside.
        raise RefusedFile(Refusal.ENCRYPTED if _holds(stream, ENCRYPTED_PACKAGE) else Refusal.CONTENT)
    with open_archive(stream, limits) as archive:
        if kind in (ODT, ODS):
            inspect_odf(archive, kind, limits)
        else:
            inspect_ooxml(archive, kind, limits)


def _holds(stream: BinaryIO, words: bytes) -> bool:
    before = b""
    while data := stream.read(CHUNK):
        if words in before + data:
            return True
        before = data[-len(words) :]
    return False
