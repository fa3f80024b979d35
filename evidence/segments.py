"""What pictures of every kind have in common: segments that are kept or left out.

Pictures are walked and copied without metadata, never decoded, so the pixels stay what they are. What goes: EXIF (places, times,
cameras, thumbnails), XMP, IPTC, comments, texts, colour profiles (they may name a monitor or its owner) and everything after the
end. The only thing of EXIF that stays is which way up the picture is.
"""

from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image

from evidence.refusals import Refusal, RefusedFile


CHUNK = 64 * 1024
MAX_SEGMENTS = 50_000
ORIENTATION = 0x0112


@dataclass
class Picture:
    """What a walk finds. `width` and `height` in pixels; `end` is where the picture ends in the stream."""

    width: int = 0
    height: int = 0
    end: int = 0
    scans: int = 0
    is_progressive: bool = False
    is_animated: bool = False

    @property
    def pixels(self) -> int:
        return self.width * self.height


def keep_orientation(exif: bytes, prefix: bytes) -> bytes | None:
    """A new EXIF that says only which way up the picture is; None when it lies as it is stored."""
    old, new = Image.Exif(), Image.Exif()
    try:
        old.load(b"Exif\0\0" + exif)
        orientation = old.get(ORIENTATION)
    except Exception:
        # A reader of EXIF may fail in any way on a hostile one, and then nothing of it is kept.
        return None
    if orientation not in range(2, 9):
        return None
    new[ORIENTATION] = orientation
    return prefix + new.tobytes().removeprefix(b"Exif\0\0")


def copy_bytes(source: BinaryIO, target: BinaryIO, length: int) -> None:
    while length:
        data = read(source, min(CHUNK, length))
        length -= len(data)
        target.write(data)


def skip(source: BinaryIO, length: int) -> None:
    """Past `length` bytes that have to be there."""
    source.seek(length - 1, 1)
    read(source, 1)


def read(source: BinaryIO, length: int) -> bytes:
    data = source.read(length) if length > 0 else b""
    require(len(data) == max(0, length))
    return data


def require(fits: bool) -> None:
    if not fits:
        raise RefusedFile(Refusal.BROKEN)
