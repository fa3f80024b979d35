"""WebP: chunks in a RIFF file."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from evidence.segments import CHUNK, Picture, copy_bytes, keep_orientation, read, require


KEPT = frozenset({b"VP8 ", b"VP8L", b"ALPH"})
MAX_CHUNKS = 100


def copy_webp(source: BinaryIO, target: BinaryIO) -> Picture:
    """Copies a WebP from the position of `source`. Whether its pixels can be decoded is for the caller to find out."""
    start = source.tell()
    riff, size, form = struct.unpack("<4sI4s", read(source, 12))
    require(riff == b"RIFF" and form == b"WEBP")
    picture = Picture(end=start + 8 + size)
    require(source.seek(0, 2) >= picture.end)
    source.seek(start + 12)
    kept: list[tuple[bytes, int, int, bytes]] = []
    for name, position, length in _list_chunks(source, picture.end):
        picture.is_animated |= name in (b"ANIM", b"ANMF")
        head = source.read(min(length, CHUNK)) if name in (b"VP8X", b"EXIF") else source.read(min(length, 10))
        _note_size(picture, name, head)
        if name == b"EXIF":
            exif = keep_orientation(head.removeprefix(b"Exif\0\0"), b"")
            kept += [(name, 0, len(exif), exif)] if exif else []
        elif name == b"VP8X":
            kept.append((name, 0, 10, head[:10]))
        elif name in KEPT:
            kept.append((name, position, length, b""))
    require(bool(picture.pixels))
    _write(source, target, kept)
    source.seek(picture.end)
    return picture


def _list_chunks(source: BinaryIO, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, position of the content, length. `source` stands at the content when a chunk is given out."""
    position, count = source.tell(), 0
    while position < end:
        source.seek(position)
        name, length = struct.unpack("<4sI", read(source, 8))
        count += 1
        require(position + 8 + length <= end and count <= MAX_CHUNKS)
        yield name, position + 8, length
        position += 8 + length + length % 2
    require(position == end)


def _note_size(picture: Picture, name: bytes, head: bytes) -> None:
    """The largest size that any part of the file names."""
    width = height = 0
    if name in (b"VP8X", b"VP8 "):
        require(len(head) >= 10)
    if name == b"VP8X":
        width, height = (int.from_bytes(head[at : at + 3], "little") + 1 for at in (4, 7))
        picture.is_animated |= bool(head[0] & 0x02)
    elif name == b"VP8 ":
        width, height = (side & 0x3FFF for side in struct.unpack("<HH", head[6:10]))
    elif name == b"VP8L":
        require(len(head) >= 5 and head[0] == 0x2F)
        bits = int.from_bytes(head[1:5], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    picture.width, picture.height = max(picture.width, width), max(picture.height, height)


def _write(source: BinaryIO, target: BinaryIO, kept: list[tuple[bytes, int, int, bytes]]) -> None:
    has_exif = any(name == b"EXIF" for name, *_ in kept)
    size = 4 + sum(8 + length + length % 2 for _, _, length, _ in kept)
    target.write(struct.pack("<4sI4s", b"RIFF", size, b"WEBP"))
    for name, position, length, content in kept:
        target.write(struct.pack("<4sI", name, length))
        if name == b"VP8X":
            # Only "has transparency" is still true of what is kept, and perhaps "has EXIF".
            content = bytes([content[0] & 0x10 | (0x08 if has_exif else 0), 0, 0, 0]) + content[4:]
        if content:
            target.write(content)
        else:
            source.seek(position)
            copy_bytes(source, target, length)
        target.write(b"\0" * (length % 2))
