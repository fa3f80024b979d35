"""CSV files that spreadsheets open as they are meant: Kazakh letters whole, and nothing that runs."""

import csv
import io

import pytest

from standards.spreadsheet import make_harmless, write_csv


@pytest.mark.parametrize("cell", ["=1+1", "+7", "-1", "@sum", "\t=1", "\r=1", "\n=1"])
def test_formula_is_made_harmless(cell):
    assert make_harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "P03a.01", "5(1)(b)", "a=b", "Әлем", "*", "'quoted'", " =1"])
def test_other_cells_stay_as_they_are(cell):
    assert make_harmless(cell) == cell


def test_file_can_be_read_back_and_begins_with_the_byte_order_mark():
    rows = [["Қазақша, «сұрақ»", 'with "quotes"'], ["two\nlines", "=harmless"]]

    text = write_csv(("one", "two"), rows)

    assert text.encode()[:3] == b"\xef\xbb\xbf"
    assert list(csv.reader(io.StringIO(text[1:], newline=""))) == [
        ["one", "two"],
        ["Қазақша, «сұрақ»", 'with "quotes"'],
        ["two\nlines", "'=harmless"],
    ]


def test_header_stands_alone_over_an_empty_table():
    assert write_csv(("one", "two"), []) == "\ufeffone,two\r\n"
