"""PNG: chunks with check sums; the pixels are unpacked on the way and thrown away."""

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from evidence.refusals import Refusal, RefusedFile
from evidence.segments import CHUNK, MAX_SEGMENTS, Picture, keep_orientation, read, require, skip


MAGIC = b"\x89PNG\r\n\x1a\n"
# Critical chunks, transparency, and how colours and sizes are meant.
KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"}
)


def copy_png(source: BinaryIO, target: BinaryIO) -> Picture:
    """Copies a PNG from the position of `source`; checks sums and that the pixels are complete."""
    picture, pixels, segments = Picture(), None, 0
    require(read(source, 8) == MAGIC)
    target.write(MAGIC)
    name = b""
    while name != b"IEND":
        length, name = struct.unpack(">I4s", read(source, 8))
        segments += 1
        require(length < 2**31 and segments <= MAX_SEGMENTS and (name == b"IHDR") == (pixels is None))
        if name == b"IDAT":
            _copy_data(source, target, length, pixels)
            continue
        require(name not in KEPT or length <= CHUNK)
        if name not in KEPT and name != b"eXIf":
            require(name[0] & 0x20 != 0)
            picture.is_animated |= name == b"acTL"
            skip(source, length + 4)
            continue
        body = read(source, length)
        require(read(source, 4) == struct.pack(">I", zlib.crc32(name + body)))
        if name == b"IHDR":
            pixels = Pixels(body)
            picture.width, picture.height = pixels.width, pixels.height
        kept = keep_orientation(body, b"") if name == b"eXIf" else body
        if kept is not None:
            target.write(
                struct.pack(">I4s", len(kept), name) + kept + struct.pack(">I", zlib.crc32(name + kept))
            )
    picture.end = source.tell()
    require(pixels.is_complete)
    return picture


def _copy_data(source: BinaryIO, target: BinaryIO, length: int, pixels: "Pixels") -> None:
    target.write(struct.pack(">I4s", length, b"IDAT"))
    check = zlib.crc32(b"IDAT")
    while length:
        data = read(source, min(CHUNK, length))
        length -= len(data)
        check = zlib.crc32(data, check)
        pixels.feed(data)
        target.write(data)
    require(read(source, 4) == struct.pack(">I", check))
    target.write(struct.pack(">I", check))


class Pixels:
    """The compressed rows of a PNG, unpacked in pieces and thrown away: as many as the header says, each with a known filter."""

    CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
    DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
    # Left, top, distance across and down of each pass of an interlaced picture.
    PASSES = (
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    )

    def __init__(self, header: bytes):
        require(len(header) == 13)
        self.width, self.height, depth, colour, packing, filtering, interlaced = struct.unpack(
            ">IIBBBBB", header
        )
        require(0 < self.width < 2**31 and 0 < self.height < 2**31 and depth in self.DEPTHS.get(colour, ()))
        require((packing, filtering) == (0, 0) and interlaced in (0, 1))
        self._bits = depth * self.CHANNELS[colour]
        self._rows = self._find_rows(self.PASSES if interlaced else ((0, 0, 1, 1),))
        self._inflate = zlib.decompressobj()
        self._row_bytes, self._left, self._position = 0, 0, 0

    @property
    def is_complete(self) -> bool:
        return self._inflate.eof and not self._left and next(self._rows, None) is None

    def _find_rows(self, passes: tuple[tuple[int, int, int, int], ...]) -> Iterator[tuple[int, int]]:
        """How many rows of how many bytes, filter byte included."""
        for left, top, across, down in passes:
            columns = max(0, -(-(self.width - left) // across))
            rows = max(0, -(-(self.height - top) // down))
            if columns and rows:
                yield rows, 1 + (columns * self._bits + 7) // 8

    def feed(self, data: bytes) -> None:
        rows = bytes(CHUNK)
        while data or len(rows) == CHUNK:
            require(not self._inflate.eof or not data)
            try:
                rows = self._inflate.decompress(data, CHUNK)
            except zlib.error as error:
                raise RefusedFile(Refusal.BROKEN) from error
            require(not self._inflate.unused_data)
            data = self._inflate.unconsumed_tail
            self._check(rows)

    def _check(self, data: bytes) -> None:
        start = 0
        while start < len(data):
            if not self._left:
                rows, self._row_bytes = next(self._rows, (0, 0))
                require(rows > 0)
                self._left, self._position = rows * self._row_bytes, 0
            stop = min(len(data), start + self._left)
            first = start + -self._position % self._row_bytes
            require(max(data[first : stop : self._row_bytes], default=0) <= 4)
            self._left -= stop - start
            self._position += stop - start
            start = stop
