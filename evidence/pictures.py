"""Whether a file, or a member of an office file, is one whole picture of a safe size."""

import re
import tempfile
from typing import BinaryIO

from PIL import Image, ImageFile

from evidence.jpeg import copy_jpeg
from evidence.kinds import JPEG, PNG, WEBP, Kind
from evidence.limits import MEGABYTE, Limits
from evidence.png import copy_png
from evidence.refusals import Refusal, RefusedFile
from evidence.segments import CHUNK, Picture
from evidence.webp import copy_webp


MAGIC = {PNG: b"\x89PNG\r\n\x1a\n", JPEG: b"\xff\xd8\xff", WEBP: b"RIFF"}
COPIES = {PNG: copy_png, JPEG: copy_jpeg, WEBP: copy_webp}
# What cameras of phones put behind a JPEG: more JPEGs (brighter, for depth), a short film, their own notes.
PHONE_START = re.compile(rb"\0*(\xff\xd8\xff|....ftyp)", re.DOTALL)
PHONE_END = b"SEFT"
OTHER_FILES = re.compile(rb"PK\x05\x06|%PDF-|<(html|svg|script|!doctype|\?php)", re.IGNORECASE)


def find_picture_kind(start: bytes) -> Kind | None:
    """The kind of picture that begins with these 12 bytes, when it is one that can be inspected and cleaned."""
    found = next((kind for kind, magic in MAGIC.items() if start.startswith(magic)), None)
    return None if found is WEBP and start[8:12] != b"WEBP" else found


def inspect_picture(stream: BinaryIO, kind: Kind, limits: Limits) -> None:
    """Refuses what is not one complete, still picture of `kind`. Sizes are checked before anything is decoded."""
    if find_picture_kind(stream.read(12)) is not kind:
        raise RefusedFile(Refusal.CONTENT)
    stream.seek(0)
    with tempfile.SpooledTemporaryFile(max_size=MEGABYTE) as copy:
        picture = walk_picture(stream, copy, kind, limits)
        if picture.is_animated:
            raise RefusedFile(Refusal.ANIMATED)
        _check_end(stream, kind, picture)
        if kind is not PNG:
            copy.seek(0)
            _decode(copy, kind)


def walk_picture(stream: BinaryIO, target: BinaryIO, kind: Kind, limits: Limits) -> Picture:
    """Copies the picture that `stream` holds from its start without metadata; refuses one that is too large or not whole."""
    if kind is PNG:
        # Its pixels are unpacked on the way, so the size has to be known before.
        _check_pixels(_read_png_size(stream), limits.pixels)
        stream.seek(0)
    picture = COPIES[kind](stream, target)
    if picture.scans > limits.scans:
        raise RefusedFile(Refusal.TOO_COMPLEX)
    limit = limits.progressive_pixels if picture.is_progressive else limits.pixels
    _check_pixels(picture.pixels, limits.webp_pixels if kind is WEBP else limit)
    return picture


def _read_png_size(stream: BinaryIO) -> int:
    head = stream.read(24)
    return int.from_bytes(head[16:20], "big") * int.from_bytes(head[20:24], "big")


def _check_pixels(pixels: int, limit: int) -> None:
    if pixels > limit:
        raise RefusedFile(Refusal.TOO_MANY_PIXELS, pixels=pixels, limit=limit)


def _check_end(stream: BinaryIO, kind: Kind, picture: Picture) -> None:
    """Nothing may follow, except behind a JPEG what phones write there; the clean copy does not have it."""
    stream.seek(picture.end)
    start = stream.read(CHUNK)
    if not start:
        return
    stream.seek(-len(PHONE_END), 2)
    is_of_phone = PHONE_START.match(start) or stream.read() == PHONE_END
    if kind is not JPEG or not is_of_phone or _holds_other_file(stream, picture.end):
        raise RefusedFile(Refusal.TWO_FILES)


def _holds_other_file(stream: BinaryIO, start: int) -> bool:
    stream.seek(start)
    before = b""
    while data := stream.read(CHUNK):
        if OTHER_FILES.search(before + data):
            return True
        before = data[-16:]
    return False


def _decode(copy: BinaryIO, kind: Kind) -> None:
    """Decodes the copy without metadata: no reader of metadata ever sees the file. A JPEG at an eighth of its size."""
    # Others in the process (WeasyPrint does) may have told Pillow to take whatever it can read for a whole picture.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(copy, formats=[kind.name]) as image:
            image.draft(image.mode, (1, 1))
            image.load()
    except Exception as error:  # A decoder may fail in any way on a hostile file.
        raise RefusedFile(Refusal.BROKEN) from error
