"""Pictures as segments: what is whole, and what is not."""

import io
import struct
import zlib

import pytest
from PIL import ImageFile

from evidence.jpeg import copy_jpeg
from evidence.kinds import JPEG, PNG, WEBP
from evidence.limits import Limits
from evidence.pictures import inspect_picture
from evidence.png import copy_png
from evidence.refusals import Refusal, RefusedFile
from evidence.webp import copy_webp
from tests.evidence.corpus import make_chunk
from tests.evidence.files import make_image, make_jpeg, make_png, make_webp, save


def find_refusal(kind, data):
    try:
        inspect_picture(io.BytesIO(data), kind, Limits())
    except RefusedFile as refused:
        return refused.refusal
    return None


def make_raw_png(rows, *, width=2, height=2, depth=8, colour=0, interlaced=0, more=b"", parts=1):
    packed = zlib.compress(rows) if isinstance(rows, bytes) else rows[0]
    cuts = [
        packed[start::1][: -(-len(packed) // parts)]
        for start in range(0, len(packed), -(-len(packed) // parts))
    ]
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    data = b"".join(make_chunk(b"IDAT", cut) for cut in cuts)
    return b"\x89PNG\r\n\x1a\n" + make_chunk(b"IHDR", header) + more + data + make_chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (make_raw_png(b"\0ab\4cd"), None),
        (make_raw_png(b"\0ab\4cd", parts=5), None),
        (make_raw_png(b"\0ab\5cd"), Refusal.BROKEN),
        (make_raw_png(b"\0ab\0c"), Refusal.BROKEN),
        (make_raw_png(b"\0ab\0cde"), Refusal.BROKEN),
        (make_raw_png((zlib.compress(b"\0ab\0cd") + b"more",)), Refusal.BROKEN),
        (make_raw_png((b"not packed",)), Refusal.BROKEN),
        (make_raw_png(b"\0ab\0cd", depth=3), Refusal.BROKEN),
        (make_raw_png(b"\0ab\0cd", interlaced=2), Refusal.BROKEN),
        # Two pixels by two, interlaced: the passes are one pixel, none, none, none, none, one pixel, one row.
        (make_raw_png(b"\0a\0b\0cd", interlaced=1), None),
        (make_raw_png(b"\0ab\0cd", interlaced=1), Refusal.BROKEN),
        (make_raw_png(b"\0ab\0cd", more=make_chunk(b"eXIf", b"MM\0*garbage")), None),
        (make_raw_png(b"\0ab\0cd", more=make_chunk(b"ABCD", b"")), Refusal.BROKEN),
        (make_raw_png(b"\0ab\0cd", more=make_chunk(b"IHDR", b"")), Refusal.BROKEN),
        (make_raw_png(b"\0ab\0cd", more=b"\0\0\0\0tRNSsums"), Refusal.BROKEN),
        (b"\x89PNG\r\n\x1a\n" + make_chunk(b"IHDR", bytes(8)), Refusal.BROKEN),
    ],
)
def test_png_is_whole_or_refused(data, refusal):
    assert find_refusal(PNG, data) == refusal


def test_large_even_rows_are_counted_to_the_last():
    assert find_refusal(PNG, save(make_image((700, 600)).point(lambda _: 7), "PNG")) is None


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"\xff\xd8" + b"\xff" * 100 + make_jpeg()[3:], None),
        (b"\xff\xd8" + b"\xff" * 2000 + make_jpeg()[3:], Refusal.BROKEN),
        (b"\xff\xd8\xff\xd9", Refusal.BROKEN),
        (b"\xff\xd8\xff\xc3" + make_jpeg()[4:], Refusal.BROKEN),
        (make_jpeg()[:-2] + b"\xff\xd0" + make_jpeg()[-2:], None),
        (make_jpeg().replace(b"\xff\xda", b"\xff\xfe"), Refusal.BROKEN),
        (make_jpeg() + b"\0\0\0\x18ftypmp42film", None),
        (make_jpeg() + b"notes of a phoneSEFT", None),
        (make_jpeg() + b"hidden", Refusal.TWO_FILES),
        (make_jpeg() + b"\xff\xd8\xff" + b"x" * 65527 + b"%PDF-1.7", Refusal.TWO_FILES),
        (save(make_image((900, 700)).effect_spread(40), "JPEG", quality=95), None),
        # Tables that no decoder understands.
        (make_jpeg().replace(b"\xff\xdb\0\x43\0", b"\xff\xdb\0\x43\x0f"), Refusal.BROKEN),
    ],
)
def test_jpeg_is_whole_or_refused(data, refusal):
    assert find_refusal(JPEG, data) == refusal


def make_raw_webp(*chunks, size=None):
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for name, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body) if size is None else size) + body


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (make_webp(), None),
        (make_webp("RGBA", lossless=True), None),
        (b"RIFF" + bytes(4) + b"WAVEfmt ", Refusal.CONTENT),
        (make_raw_webp(), Refusal.BROKEN),
        (make_raw_webp((b"VP8X", b"\x02" + bytes(9))), Refusal.ANIMATED),
        (make_raw_webp((b"VP8X", bytes(3))), Refusal.BROKEN),
        (make_raw_webp((b"VP8L", b"\x2e" + bytes(9))), Refusal.BROKEN),
        (make_raw_webp((b"VP8L", b"\x2f" + bytes(9))), Refusal.BROKEN),
        (make_raw_webp(*[(b"NONE", b"")] * 101), Refusal.BROKEN),
        (make_raw_webp((b"VP8X", bytes(10)), size=13), Refusal.BROKEN),
    ],
)
def test_webp_is_whole_or_refused(data, refusal):
    assert find_refusal(WEBP, data) == refusal


@pytest.mark.parametrize(
    ("copy", "make"), [(copy_jpeg, make_jpeg), (copy_png, make_png), (copy_webp, make_webp)]
)
def test_cut_anywhere_is_never_whole(copy, make):
    data = make()
    for length in range(0, len(data), 7):
        with pytest.raises(RefusedFile) as refused:
            copy(io.BytesIO(data[:length]), io.BytesIO())
        assert refused.value.refusal == Refusal.BROKEN


def test_a_broken_picture_is_refused_although_somebody_has_told_pillow_to_take_it(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)

    broken = make_jpeg().replace(b"\xff\xdb\0\x43\0", b"\xff\xdb\0\x43\x0f")

    assert find_refusal(JPEG, broken) == Refusal.BROKEN
