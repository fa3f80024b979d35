"""A workbook that comes back: what it says, and why it is not read."""

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from assessment.workbook.reading import EMPTY_ROW_LIMIT, read_workbook
from assessment.workbook.values import MACHINE_SHEET, ROW_LIMIT, FileRow, Reason, Source, WorkbookRefused
from tests.assessment.workbook.files import (
    ASSESSMENT,
    CHECKSUM,
    edit,
    fill_in,
    give,
    put,
    put_formula,
    read,
    read_part,
    repack,
    share_strings,
    write,
)


def refuse(data, **keywords):
    """Reason, sheet, cell and detail of the refusal."""
    arguments = {"assessment": ASSESSMENT, "checksums": [CHECKSUM]} | keywords
    with pytest.raises(WorkbookRefused) as refused:
        read_workbook(data, **arguments)
    error = refused.value
    return error.reason, error.sheet, error.cell, error.detail


def write_rows(*numbers, sheet="Accessibility", text="x"):
    return edit(write(), lambda book: [book[sheet].cell(number, 1, text) for number in numbers])


def save(workbook):
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def rename(old, new):
    def change(book):
        book[old].title = new

    return edit(write(), change)


def set_machine(**cells):
    return put(write(), MACHINE_SHEET, **cells)


def test_unchanged_file_says_what_was_written():
    answers = {"ACC-1": give("never", "Not yet.", "sealed", version=3)}

    manifest, rows = read(write(fill_in(answers)))

    assert manifest.source == Source(ASSESSMENT, (("access 1", CHECKSUM),), "en", "2026-11-25T12:00:00+05:00")
    assert {key: row.version for key, row in manifest.rows.items()} == {"ACC-3": 0, "ACC-1": 3, "ACC-2": 0}
    assert rows == [
        FileRow("ACC-3", "Privacy", 2, "", "", "Published"),
        FileRow("ACC-1", "Accessibility", 2, "Never", "Not yet.", "Sealed"),
        FileRow("ACC-2", "Accessibility", 3, "", "", "Published"),
    ]


FILES = {
    "another assessment": (
        lambda: write(source={"assessment": "other"}),
        (Reason.OTHER_ASSESSMENT, "", "", ""),
    ),
    "another edition": (
        lambda: write(source={"editions": (("access 0", "d" * 64),)}),
        (Reason.OTHER_EDITION, "", "", "access 0"),
    ),
    "fewer editions": (lambda: write(source={"editions": ()}), (Reason.OTHER_EDITION, "", "", "")),
    "older format": (lambda: set_machine(B1="0"), (Reason.OLDER_FORMAT, "", "", "")),
    "newer format": (lambda: set_machine(B1="2"), (Reason.NEWER_FORMAT, "", "", "")),
    "no format": (lambda: set_machine(B1="one"), (Reason.NOT_OURS, "", "", "")),
    "no mark": (lambda: set_machine(A1="something"), (Reason.NOT_OURS, "", "", "")),
    "no hidden sheet": (lambda: save(Workbook()), (Reason.NOT_OURS, "", "", "")),
    "empty hidden sheet": (
        lambda: edit(write(), lambda book: book[MACHINE_SHEET].delete_rows(1, 50)),
        (Reason.NOT_OURS, "", "", ""),
    ),
    "damaged hidden sheet": (lambda: set_machine(B6="{"), (Reason.BROKEN, "", "", "")),
    "renamed sheet": (lambda: rename("Privacy", "Private"), (Reason.SHEET_MISSING, "Privacy", "", "")),
    "renamed instructions": (lambda: rename("Read me", "Read"), (Reason.SHEET_MISSING, "Read me", "", "")),
    "missing sheet": (
        lambda: edit(write(), lambda book: book.remove(book["Accessibility"])),
        (Reason.SHEET_MISSING, "Accessibility", "", ""),
    ),
    "another sheet": (
        lambda: edit(write(), lambda book: book.create_sheet("Notes")),
        (Reason.SHEET_ADDED, "Notes", "", ""),
    ),
    "10,000 rows": (
        lambda: write_rows(*range(4, 10_004)),
        (Reason.TOO_MANY_ROWS, "Accessibility", "", ""),
    ),
    "a row far below": (
        lambda: write_rows(ROW_LIMIT + 50),
        (Reason.TOO_MANY_ROWS, "Accessibility", "", ""),
    ),
    "another head": (
        lambda: put(write(), "Privacy", C1="Frage"),
        (Reason.COLUMNS_CHANGED, "Privacy", "A1", ""),
    ),
    "another column": (
        lambda: edit(write(), lambda book: book["Privacy"].insert_cols(3)),
        (Reason.COLUMNS_CHANGED, "Privacy", "A1", ""),
    ),
    "a row above the heads": (
        lambda: edit(write(), lambda book: book["Privacy"].insert_rows(1)),
        (Reason.COLUMNS_CHANGED, "Privacy", "A1", ""),
    ),
    "empty sheet": (
        lambda: edit(write(), lambda book: book["Privacy"].delete_rows(1, 9)),
        (Reason.COLUMNS_CHANGED, "Privacy", "A1", ""),
    ),
    "another code": (
        lambda: put(write(), "Privacy", A2="ACC-9"),
        (Reason.CODE_CHANGED, "Privacy", "A2", "ACC-9"),
    ),
    "a row without a code": (
        lambda: put(write(), "Privacy", G3="Forgotten?"),
        (Reason.CODE_CHANGED, "Privacy", "A3", ""),
    ),
    "a formula for a code": (
        lambda: put_formula(write(), "Privacy", "A2"),
        (Reason.FORMULA, "Privacy", "A2", ""),
    ),
    "a row twice": (
        lambda: put(write(), "Accessibility", A3="ACC-1"),
        (Reason.ROW_TWICE, "Accessibility", "A3", "ACC-1"),
    ),
    "a row on two sheets": (
        lambda: put(write(), "Accessibility", A3="ACC-3"),
        (Reason.ROW_TWICE, "Accessibility", "A3", "ACC-3"),
    ),
    "a row less": (
        lambda: edit(write(), lambda book: book["Accessibility"].delete_rows(3)),
        (Reason.ROW_MISSING, "", "", "ACC-2"),
    ),
    "damaged part": (
        lambda: repack(write(), **{"xl/worksheets/sheet2.xml": "<worksheet><sheetData><row>"}),
        (Reason.BROKEN, "", "", ""),
    ),
    "csv": (lambda: b"a,b\n", (Reason.PLAIN_TEXT, "", "", "")),
}


@pytest.mark.parametrize("name", FILES)
def test_file_is_refused_with_its_reason_and_place(name):
    make, refusal = FILES[name]

    assert refuse(make()) == refusal


def test_shown_cell_of_a_refusal_is_cut():
    assert refuse(put(write(), "Privacy", A2="x" * 99))[3] == "x" * 40


def test_blank_rows_and_notes_beside_the_table_are_passed_over():
    data = put(write(), "Privacy", A20=" ".strip(), Z5="A note of a colleague")

    assert read(data) == read(write())


def test_formula_in_a_cell_of_an_answer_refuses_that_row_alone():
    data = put_formula(put_formula(write(), "Privacy", "G2", "=A1"), "Accessibility", "F3")

    assert [(row.key, row.formula_cell, row.option, row.explanation) for row in read(data)[1]] == [
        ("ACC-3", "G2", "", ""),
        ("ACC-1", "", "", ""),
        ("ACC-2", "F3", "", ""),
    ]


def test_formula_in_a_cell_that_is_not_read_does_not_matter():
    assert read(put_formula(write(), "Privacy", "C2"))[1] == read(write())[1]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2024, "2024"),
        (12.0, "12"),
        (12.5, "12.5"),
        (True, "True"),
        (date(2026, 11, 25), "2026-11-25"),
        (datetime(2026, 11, 25, 9, 30), "2026-11-25 09:30"),
        ("#N/A", "#N/A"),
        ("  \n ", ""),
        (" kept ", " kept "),
    ],
)
def test_whatever_a_spreadsheet_made_of_a_text_is_read_as_text(value, text):
    data = edit(write(), lambda book: book["Privacy"].__setitem__("G2", value))

    assert read(data)[1][0].explanation == text


def test_cell_of_a_list_is_read_without_needless_blanks():
    assert read(put(write(), "Privacy", F2="  No\n such  service "))[1][0].option == "No such service"


def test_file_whose_texts_stand_in_a_part_of_their_own_says_the_same():
    filled = fill_in({"ACC-1": give("never", "=1\n 2 ")})

    assert read(share_strings(write(filled))) == read(write(filled))


def test_part_that_no_library_can_parse_is_no_surprise():
    data = share_strings(write())
    strings = read_part(data, "xl/sharedStrings.xml")

    assert refuse(repack(data, **{"xl/sharedStrings.xml": strings[:-20]}))[0] == Reason.BROKEN


@pytest.mark.parametrize(
    ("number", "reason"),
    [(EMPTY_ROW_LIMIT, None), (EMPTY_ROW_LIMIT + 1, Reason.TOO_MANY_ROWS), (10**9, Reason.TOO_MANY_ROWS)],
)
def test_empty_row_is_passed_over_but_not_without_end(number, reason):
    data = write()
    part = read_part(data, "xl/worksheets/sheet2.xml")
    row = f'<row r="{number}"><c r="A{number}"/></row></sheetData>'.encode()
    data = repack(data, **{"xl/worksheets/sheet2.xml": part.replace(b"</sheetData>", row)})

    if reason:
        assert refuse(data) == (reason, "Privacy", "", "")
    else:
        assert read(data) == read(write())
