"""What a file is, before anything unpacks or parses it."""

import io
import zipfile

import pytest

from assessment.workbook.container import PART_LIMIT, TAG_LIMIT, UNPACKED_LIMIT, check_container
from assessment.workbook.values import FILE_LIMIT, Reason, WorkbookRefused
from tests.assessment.workbook.files import read_part, repack, write


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TYPES = "[Content_Types].xml"


def find_reason(data):
    with pytest.raises(WorkbookRefused) as refused:
        check_container(data)
    return refused.value.reason


def make_archive(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def make_encrypted_archive():
    data = bytearray(write())
    # The flag of the first part, in the directory at the end.
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def make_doubled_archive():
    file = io.BytesIO(write())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("XL/workbook.xml", "<workbook/>")
    return file.getvalue()


FILES = {
    "empty": (b"", Reason.EMPTY),
    "one byte over": (b"P" * (FILE_LIMIT + 1), Reason.TOO_BIG),
    "csv": ("Код;Ответ\nFOE-01;Да\n".encode("utf-8-sig"), Reason.PLAIN_TEXT),
    "binary": (b"\x00\x01\x02", Reason.NOT_A_WORKBOOK),
    "text in another encoding": ("Код".encode("cp1251"), Reason.NOT_A_WORKBOOK),
    "xls": (COMPOUND + b"Workbook", Reason.OLD_EXCEL),
    "password": (COMPOUND + "EncryptedPackage".encode("utf-16-le"), Reason.ENCRYPTED),
    "encrypted archive": (make_encrypted_archive(), Reason.ENCRYPTED),
    "ods": (
        make_archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
        Reason.OPEN_DOCUMENT,
    ),
    "another mimetype": (make_archive(mimetype="application/epub+zip"), Reason.NOT_A_WORKBOOK),
    "docx": (make_archive(**{TYPES: "<Types/>", "word/document.xml": "<a/>"}), Reason.NOT_A_WORKBOOK),
    "no content types": (repack(write(), without=[TYPES]), Reason.NOT_A_WORKBOOK),
    "macros": (repack(write(), **{"xl/vbaProject.bin": b"\x00"}), Reason.MACROS),
    "old macros": (repack(write(), **{"xl/macrosheets/sheet1.xml": "<a/>"}), Reason.MACROS),
    "macros by type": (
        repack(write(), **{TYPES: "<Types>application/vnd.ms-excel.sheet.macroEnabled.main+xml</Types>"}),
        Reason.MACROS,
    ),
    "half": (write()[:5000], Reason.BROKEN),
    "only a beginning": (b"PK\x03\x04", Reason.BROKEN),
    "a part twice": (make_doubled_archive(), Reason.BROKEN),
    "bomb": (
        repack(write(), **{"xl/media/a.bin": bytes(UNPACKED_LIMIT)}),
        Reason.UNPACKS_TOO_BIG,
    ),
    "many parts": (
        repack(write(), **{f"xl/{number}.xml": "<a/>" for number in range(PART_LIMIT)}),
        Reason.UNPACKS_TOO_BIG,
    ),
    "many tags": (repack(write(), **{"xl/a.xml": "<" * TAG_LIMIT}), Reason.UNPACKS_TOO_BIG),
    "entities": (
        repack(write(), **{"xl/styles.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        Reason.DANGEROUS,
    ),
    "entities in two bytes a character": (
        repack(write(), **{"xl/styles.xml": '<?xml version="1.0"?><!DOCTYPE a><a/>'.encode("utf-16")}),
        Reason.DANGEROUS,
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_no_filled_in_questionnaire_is_refused_with_its_reason(name):
    data, reason = FILES[name]

    assert find_reason(data) == reason


def test_bytes_changed_inside_a_part_are_noticed():
    data = bytearray(write())
    place = data.index(b"PK\x03\x04", 100)
    data[place + 60 : place + 80] = bytes(20)

    assert find_reason(bytes(data)) == Reason.BROKEN


def test_our_own_workbook_and_one_with_added_parts_pass():
    check_container(write())
    check_container(
        repack(write(), **{"xl/media/picture.png": b"\x89PNG", "docProps/thumbnail.jpeg": b"\xff"})
    )


def test_refusals_of_the_whole_file_bear_no_place():
    with pytest.raises(WorkbookRefused) as refused:
        check_container(b"")

    assert (refused.value.sheet, refused.value.cell, refused.value.detail) == ("", "", "")


def test_helper_changes_only_what_it_is_told_to():
    data = write()

    assert read_part(repack(data, **{"xl/a.xml": "<a/>"}), "xl/workbook.xml") == read_part(
        data, "xl/workbook.xml"
    )
