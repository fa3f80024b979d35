"""Office files as archives: where members lie, and what the directory says of them."""

import io
import struct
import zipfile

import pytest

from evidence.archives import open_archive, read_control_part, read_to_end
from evidence.limits import Limits
from evidence.refusals import Refusal, RefusedFile
from tests.evidence.files import make_zip


TWO = {"a.xml": b"<a/>" * 9, "b.xml": b"<b/>" * 9}


def find_refusal(data, **limits):
    try:
        with open_archive(io.BytesIO(data), Limits(**limits)) as archive:
            for name in archive.namelist():
                read_control_part(archive, name, Limits(**limits))
                with archive.open(name) as stream:
                    read_to_end(stream)
    except RefusedFile as refused:
        return refused.refusal
    return None


def move(data, by, at):
    """The archive with `by` bytes put in at `at`, and the places in its directory moved with them."""
    data = bytearray(data[:at] + b"x" * by + data[at:])
    position = 0
    while (position := data.find(b"PK\x01\x02", position)) >= 0:
        (start,) = struct.unpack_from("<I", data, position + 42)
        struct.pack_into("<I", data, position + 42, start + (by if start >= at else 0))
        position += 4
    (start,) = struct.unpack_from("<I", data, len(data) - 6)
    struct.pack_into("<I", data, len(data) - 6, start + by)
    return bytes(data)


def second(data):
    return data.index(b"PK\x03\x04", 4)


def directory(data):
    return data.index(b"PK\x01\x02")


def test_ordinary_archive_is_read():
    assert find_refusal(make_zip(TWO)) is None


def test_archive_written_as_a_stream_is_read():
    class Pipe(io.RawIOBase):
        def __init__(self):
            self.data = b""

        def writable(self):
            return True

        def write(self, data):
            self.data += bytes(data)
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        for name, content in TWO.items():
            archive.writestr(name, content)

    assert find_refusal(pipe.data) is None


@pytest.mark.parametrize(
    ("by", "place", "refusal"),
    [
        (16, second, None),
        (25, second, Refusal.TWO_FILES),
        (25, directory, Refusal.TWO_FILES),
    ],
)
def test_only_a_description_of_sizes_may_stand_between_members(by, place, refusal):
    data = make_zip(TWO)

    assert find_refusal(move(data, by, place(data))) == refusal


def change_packed_size(data, by):
    """What the directory says of the last member."""
    data, at = bytearray(data), data.rindex(b"PK\x01\x02") + 20
    struct.pack_into("<I", data, at, struct.unpack_from("<I", data, at)[0] + by)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (change_packed_size(make_zip(TWO), 5), Refusal.ODD_ARCHIVE),
        (
            make_zip(TWO).replace(b"PK\x03\x04", b"PK\x03\x05").replace(b"PK\x03\x05", b"PK\x03\x04", 1),
            Refusal.BROKEN,
        ),
        (make_zip(TWO)[:-2] + b"\x01\0c", Refusal.TWO_FILES),
        (make_zip(TWO)[:-14] + b"\xff\xff" * 2 + make_zip(TWO)[-10:], Refusal.TOO_COMPLEX),
        (b"PK\x03\x04" + bytes(100), Refusal.BROKEN),
        (b"PK\x05\x06" + bytes(18), Refusal.CONTENT),
    ],
)
def test_odd_archive_is_refused(data, refusal):
    assert find_refusal(data) == refusal


def test_end_that_starts_the_directory_elsewhere_is_refused():
    data = bytearray(make_zip(TWO))
    data[-6] += 1

    assert find_refusal(bytes(data)) == Refusal.TWO_FILES


def test_more_members_than_the_end_announces_are_counted():
    data = bytearray(make_zip(TWO))
    struct.pack_into("<HH", data, len(data) - 14, 1, 1)

    assert find_refusal(bytes(data), members=1) == Refusal.TOO_COMPLEX


@pytest.mark.parametrize(
    ("limits", "refusal"),
    [
        ({"members": 1}, Refusal.TOO_COMPLEX),
        ({"directory_bytes": 10}, Refusal.TOO_COMPLEX),
        ({"unpacked_bytes": 71}, Refusal.ZIP_BOMB),
        ({"unpacked_bytes": 72}, None),
        ({"control_bytes": 35}, Refusal.ZIP_BOMB),
        ({"control_bytes": 36}, None),
    ],
)
def test_limits_of_an_archive(limits, refusal):
    assert find_refusal(make_zip(TWO), **limits) == refusal


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_packing_is_refused(packing):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", packing) as archive:
        archive.writestr("a.xml", "<a/>")

    assert find_refusal(data.getvalue()) == Refusal.ODD_ARCHIVE
