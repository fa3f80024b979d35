"""JPEG: markers with their segments, and compressed data between them."""

import re
import struct
from typing import BinaryIO

from evidence.refusals import Refusal, RefusedFile
from evidence.segments import CHUNK, MAX_SEGMENTS, Picture, keep_orientation, read, require


FRAMES = {0xC0: False, 0xC1: False, 0xC2: True}
"""Frame markers that browsers can show, and whether the picture is progressive."""
# The others (lossless, arithmetic), and markers that stand alone and belong inside a scan.
OUT_OF_PLACE = frozenset(
    {0xC3, 0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF, *range(0xD0, 0xD9)}
)
# Tables, restart interval, start of a scan, and Adobe's note (APP14) on how colours are stored.
KEPT = frozenset({0xC4, 0xDA, 0xDB, 0xDD, 0xEE})
END_OF_SCAN = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
MAX_FILL = 1024


def copy_jpeg(source: BinaryIO, target: BinaryIO) -> Picture:
    """Copies a JPEG from the position of `source`; refuses what is not one."""
    picture = Picture()
    require(read(source, 2) == b"\xff\xd8")
    target.write(b"\xff\xd8")
    segments = 0
    while (marker := _read_marker(source)) != 0xD9:
        segments += 1
        require(marker >= 0xC0 and marker not in OUT_OF_PLACE and segments <= MAX_SEGMENTS)
        (length,) = struct.unpack(">H", read(source, 2))
        body = read(source, length - 2)
        kept = _take_segment(picture, marker, body)
        if kept is not None:
            target.write(struct.pack(">BBH", 0xFF, marker, len(kept) + 2) + kept)
        if marker == 0xDA:
            picture.scans += 1
            _copy_scan(source, target)
    require(bool(picture.pixels and picture.scans))
    target.write(b"\xff\xd9")
    picture.end = source.tell()
    return picture


def _take_segment(picture: Picture, marker: int, body: bytes) -> bytes | None:
    """What is kept of a segment; nothing for None. Sizes are noted in `picture`."""
    if marker in FRAMES:
        require(not picture.pixels and len(body) >= 6)
        picture.height, picture.width = struct.unpack(">HH", body[1:5])
        picture.is_progressive = FRAMES[marker]
        return body
    if marker == 0xE0 and body[:5] == b"JFIF\0":
        # Without the thumbnail.
        return body[:12].ljust(12, b"\0") + b"\0\0"
    if marker == 0xE1 and body[:6] == b"Exif\0\0":
        return keep_orientation(body[6:], b"Exif\0\0")
    return body if marker in KEPT else None


def _read_marker(source: BinaryIO) -> int:
    require(read(source, 1) == b"\xff")
    for _ in range(MAX_FILL):
        if (byte := read(source, 1)) != b"\xff":
            return byte[0]
    raise RefusedFile(Refusal.BROKEN)


def _copy_scan(source: BinaryIO, target: BinaryIO) -> None:
    """Copies compressed data up to the next marker and leaves `source` there."""
    while True:
        start = source.tell()
        data = source.read(CHUNK)
        require(len(data) > 1)
        found = END_OF_SCAN.search(data)
        # A marker may be cut by the end of the chunk: its first byte is read again.
        stop = found.start() if found else len(data) - 1
        target.write(data[:stop])
        source.seek(start + stop)
        if found:
            return
