"""Office files as archives: everything that its directory says is checked before a member is unpacked."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from evidence.limits import MEGABYTE, Limits
from evidence.refusals import Refusal, RefusedFile


CHUNK = 64 * 1024
END = struct.Struct("<4s4H2LH")
LOCAL = struct.Struct("<4s22xHH")
ENCRYPTED_FLAG, LATER_SIZES_FLAG = 0x1, 0x8
# Between two members only the sizes may stand that a writer did not know before (data descriptor).
DESCRIPTOR_BYTES = 24
ODD_NAME = re.compile(r"(^|/)\.{1,2}(/|$)|^/|//|[\\:\0-\x1f]")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Programs, archives and documents: never a part of an office file, always something carried in it.
OTHER_FILES = (
    OLE,
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"MZ",
    b"\x7fELF",
    b"%PDF-",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x1f\x8b",
    b"{\\rtf",
)


@contextmanager
def open_archive(stream: BinaryIO, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """The archive, safe to be unpacked member by member. What its members turn out to be while it is open may refuse it too."""
    stream.seek(0)
    if stream.read(4) != b"PK\x03\x04":
        raise RefusedFile(Refusal.CONTENT)
    _check_end(stream, limits)
    try:
        with zipfile.ZipFile(stream) as archive:
            _check_members(archive.infolist(), limits)
            _check_layout(stream, archive)
            yield archive
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        UnicodeDecodeError,
        struct.error,
    ) as error:
        raise RefusedFile(Refusal.BROKEN) from error


def _check_end(stream: BinaryIO, limits: Limits) -> None:
    """The record that ends an archive has to end the file, and to promise a directory of an ordinary size."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - END.size))
    record = stream.read()
    if record[:4] != b"PK\x05\x06":
        # Something stands behind the end, or the end is missing.
        stream.seek(max(0, size - 0xFFFF - END.size))
        raise RefusedFile(Refusal.TWO_FILES if b"PK\x05\x06" in stream.read() else Refusal.BROKEN)
    _, disk, _, _, members, directory_bytes, start, comment = END.unpack(record)
    if members > limits.members or directory_bytes > limits.directory_bytes:
        raise RefusedFile(Refusal.TOO_COMPLEX)
    if disk or comment or start + directory_bytes + END.size != size:
        raise RefusedFile(Refusal.TWO_FILES)


def _check_members(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.members:
        raise RefusedFile(Refusal.TOO_COMPLEX)
    if any(member.flag_bits & ENCRYPTED_FLAG for member in members):
        raise RefusedFile(Refusal.ENCRYPTED)
    names = {member.orig_filename.lower() for member in members}
    if len(names) != len(members) or any(map(_is_odd, members)):
        raise RefusedFile(Refusal.ODD_ARCHIVE)
    if sum(member.file_size for member in members) > limits.unpacked_bytes or any(
        member.file_size > max(MEGABYTE, limits.ratio * member.compress_size) for member in members
    ):
        raise RefusedFile(Refusal.ZIP_BOMB, limit=limits.unpacked_bytes)


def _is_odd(member: zipfile.ZipInfo) -> bool:
    return (
        member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        or bool(ODD_NAME.search(member.orig_filename))
        or (member.is_dir() and member.file_size > 0)
    )


def _check_layout(stream: BinaryIO, archive: zipfile.ZipFile) -> None:
    """Members have to follow each other, from the first byte to the directory, under the names that the directory gives."""
    position = 0
    for member in sorted(archive.infolist(), key=lambda member: member.header_offset):
        gap = member.header_offset - position
        if gap < 0:
            raise RefusedFile(Refusal.ODD_ARCHIVE)
        if gap > (DESCRIPTOR_BYTES if position else 0):
            raise RefusedFile(Refusal.TWO_FILES)
        stream.seek(member.header_offset)
        magic, name_bytes, extra_bytes = LOCAL.unpack(stream.read(LOCAL.size))
        if magic != b"PK\x03\x04":
            raise RefusedFile(Refusal.BROKEN)
        position = member.header_offset + LOCAL.size + name_bytes + extra_bytes + member.compress_size
    gap = archive.start_dir - position
    if gap < 0:
        raise RefusedFile(Refusal.ODD_ARCHIVE)
    if gap > DESCRIPTOR_BYTES:
        raise RefusedFile(Refusal.TWO_FILES)


def find_start(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The first bytes of a member, enough to tell what it is."""
    with archive.open(member) as stream:
        return stream.read(64)


def is_xml(start: bytes) -> bool:
    """Whether a member that begins so is meant as XML, in UTF-8 or UTF-16."""
    return start.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<")


def read_control_part(archive: zipfile.ZipFile, name: str, limits: Limits) -> zipfile.ZipInfo:
    """A member that has to be there and is held whole, so it has to be small."""
    if name not in archive.namelist():
        raise RefusedFile(Refusal.CONTENT)
    member = archive.getinfo(name)
    if member.file_size > limits.control_bytes:
        raise RefusedFile(Refusal.ZIP_BOMB, limit=limits.control_bytes)
    return member


def read_to_end(stream: BinaryIO) -> None:
    """Unpacks and throws away: a wrong length or check sum comes out."""
    while stream.read(CHUNK):
        pass
