"""What a file is: its kind, its name, its size and its sum; the numbers of a refusal."""

import hashlib
import io

import pytest

from evidence.inspection import InspectedFile, inspect
from evidence.kinds import EXTENSIONS, KINDS, PDF, TXT, find_kind
from evidence.limits import MEGABYTE, Limits
from evidence.refusals import Refusal, RefusedFile
from tests.evidence.files import MAKERS, make_image, make_jpeg, make_pdf, make_png, make_webp, save


def refuse(data, name, **limits):
    with pytest.raises(RefusedFile) as refused:
        inspect(io.BytesIO(data), name, limits=Limits(**limits))
    return refused.value.refusal, refused.value.values


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_ordinary_file_of_every_kind_is_accepted(kind):
    data = MAKERS[kind]()
    stream = io.BytesIO(data)
    name = "Құжат" + kind.extensions[-1].upper()

    assert inspect(stream, name, limits=Limits()) == InspectedFile(
        kind, name, len(data), hashlib.sha256(data).hexdigest()
    )
    assert stream.tell() == 0


def test_ten_kinds_with_their_extensions():
    assert EXTENSIONS == (
        ".pdf", ".png", ".jpg", ".jpeg", ".webp", ".docx", ".xlsx", ".odt", ".ods", ".csv", ".txt",
    )  # fmt: skip
    assert (find_kind("A.PDF"), find_kind("pdf"), find_kind("")) == (PDF, None, None)


def test_name_is_tidied_before_it_is_believed():
    assert inspect(io.BytesIO(b"a"), "..\\a\u202etxt.txt ", limits=Limits()) == InspectedFile(
        TXT, "atxt.txt", 1, hashlib.sha256(b"a").hexdigest()
    )


@pytest.mark.parametrize(
    ("data", "name", "limits", "refusal", "values"),
    [
        (b"four", "a.txt", {"file_bytes": 3}, Refusal.TOO_LARGE, {"limit": 3}),
        (b"four", "a.exe", {}, Refusal.EXTENSION, {}),
        (make_png(), "a.png", {"pixels": 560}, Refusal.TOO_MANY_PIXELS, {"pixels": 561, "limit": 560}),
        (make_jpeg(), "a.jpg", {"pixels": 560}, Refusal.TOO_MANY_PIXELS, {"pixels": 561, "limit": 560}),
        (make_jpeg(progressive=True), "a.jpg", {"progressive_pixels": 560}, Refusal.TOO_MANY_PIXELS, {"pixels": 561, "limit": 560}),
        (make_webp(), "a.webp", {"webp_pixels": 560}, Refusal.TOO_MANY_PIXELS, {"pixels": 561, "limit": 560}),
        (make_jpeg(progressive=True), "a.jpg", {"scans": 1}, Refusal.TOO_COMPLEX, {}),
        (make_pdf(), "a.pdf", {"pages": 0}, Refusal.TOO_COMPLEX, {}),
        (make_pdf(), "a.pdf", {"objects": 3}, Refusal.TOO_COMPLEX, {}),
        (make_pdf(), "a.pdf", {"entries": 20}, Refusal.TOO_COMPLEX, {}),
        (save(make_image(), "WEBP"), "a.png", {}, Refusal.CONTENT, {}),
    ],
)  # fmt: skip
def test_refusal_says_the_numbers(data, name, limits, refusal, values):
    assert refuse(data, name, **limits) == (refusal, values)


def test_what_is_exactly_at_a_limit_is_accepted():
    limits = Limits(file_bytes=len(make_png()), pixels=561)

    assert inspect(io.BytesIO(make_png()), "a.png", limits=limits).size == len(make_png())


def test_defaults_that_people_are_told():
    assert (Limits().file_bytes, Limits().pixels) == (20 * MEGABYTE, 40_000_000)
