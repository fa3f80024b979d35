"""Tables as CSV files that spreadsheets open as they are meant. No Django here."""

import csv
import io
from collections.abc import Iterable, Sequence


# Tells spreadsheets that the file is UTF-8; without it Kazakh letters are garbled.
BYTE_ORDER_MARK = "\ufeff"
# A cell that begins with one of these is a formula to a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def make_harmless(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A CSV file (RFC 4180) with a header row."""
    file = io.StringIO(newline="")
    file.write(BYTE_ORDER_MARK)
    writer = csv.writer(file)
    for row in (columns, *rows):
        writer.writerow([make_harmless(cell) for cell in row])
    return file.getvalue()
