"""Reads a workbook that somebody has filled in. Nothing in it is believed that is not compared with the portal later."""

import io
import json
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from operator import is_
from typing import NamedTuple

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils import get_column_letter

from assessment.workbook.container import check_container
from assessment.workbook.values import (
    ANSWER_COLUMNS,
    FIRST_MACHINE_ROW,
    FORMAT_VERSION,
    MACHINE_SHEET,
    MARK,
    ROW_LIMIT,
    ExportedRow,
    FileRow,
    Manifest,
    Reason,
    Source,
    WorkbookRefused,
    clean_text,
)


# Rows that are empty may go on as far as this: walking over them costs time, too.
EMPTY_ROW_LIMIT = 50_000


class Cell(NamedTuple):
    """The text of a cell, and whether it is the result of a formula."""

    text: str
    is_formula: bool


EMPTY = Cell("", False)


def read_workbook(
    data: bytes, *, assessment: str, checksums: Iterable[str]
) -> tuple[Manifest, list[FileRow]]:
    """What the workbook was when it was made, and its rows as they are now.

    Raises `WorkbookRefused` for a file that was not made by this portal for this assessment and its editions, or whose
    structure somebody has changed.
    """
    check_container(data)
    try:
        with warnings.catch_warnings():
            # About parts that a spreadsheet program has added and that are not read here.
            warnings.simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            try:
                manifest = _read_manifest(workbook)
                _check_source(manifest.source, assessment, tuple(checksums))
                _check_sheets(manifest, workbook.sheetnames)
                return manifest, _read_rows(workbook, manifest)
            finally:
                workbook.close()
    except WorkbookRefused:
        raise
    except Exception:
        # The library answers a damaged file with whatever goes wrong first.
        raise WorkbookRefused(Reason.BROKEN) from None


def _read_manifest(workbook) -> Manifest:
    if MACHINE_SHEET not in workbook.sheetnames:
        raise WorkbookRefused(Reason.NOT_OURS)
    rows = list(_read_texts(workbook[MACHINE_SHEET], ROW_LIMIT + FIRST_MACHINE_ROW, 3))
    facts = {name.text: value.text for _number, (name, value, *_rest) in rows[: FIRST_MACHINE_ROW - 2]}
    try:
        number = int(facts[MARK])
    except (KeyError, ValueError):
        raise WorkbookRefused(Reason.NOT_OURS) from None
    if number != FORMAT_VERSION:
        raise WorkbookRefused(Reason.OLDER_FORMAT if number < FORMAT_VERSION else Reason.NEWER_FORMAT)
    editions = tuple((name, checksum) for name, checksum in json.loads(facts["editions"]))
    layout = json.loads(facts["layout"])
    return Manifest(
        format=number,
        source=Source(facts["assessment"], editions, facts["language"], facts["made at"]),
        instructions=layout["instructions"],
        sheets=tuple(layout["sheets"]),
        columns=tuple(layout["columns"]),
        heads=tuple(layout["heads"]),
        rows={
            key.text: ExportedRow(int(version.text), fingerprint.text)
            for _number, (key, version, fingerprint) in rows[FIRST_MACHINE_ROW - 1 :]
        },
    )


def _check_source(source: Source, assessment: str, checksums: tuple[str, ...]) -> None:
    if source.assessment != assessment:
        raise WorkbookRefused(Reason.OTHER_ASSESSMENT)
    for name, checksum in source.editions:
        if checksum not in checksums:
            raise WorkbookRefused(Reason.OTHER_EDITION, detail=name)
    if len(source.editions) != len(checksums):
        raise WorkbookRefused(Reason.OTHER_EDITION)


def _check_sheets(manifest: Manifest, titles: list[str]) -> None:
    expected = [manifest.instructions, *manifest.sheets, MACHINE_SHEET]
    for title in expected:
        if title not in titles:
            raise WorkbookRefused(Reason.SHEET_MISSING, sheet=title)
    for title in titles:
        if title not in expected:
            raise WorkbookRefused(Reason.SHEET_ADDED, sheet=title)


def _read_rows(workbook, manifest: Manifest) -> list[FileRow]:
    """The rows of all pillars, each key once and none missing."""
    found: dict[str, FileRow] = {}
    room = ROW_LIMIT
    for title in manifest.sheets:
        for row in _read_sheet(workbook[title], manifest, room):
            if row.key in found:
                raise WorkbookRefused(Reason.ROW_TWICE, sheet=title, cell=f"A{row.number}", detail=row.key)
            found[row.key] = row
        room = ROW_LIMIT - len(found)
    for key in manifest.rows:
        if key not in found:
            raise WorkbookRefused(Reason.ROW_MISSING, detail=key)
    return list(found.values())


def _read_sheet(sheet, manifest: Manifest, room: int) -> list[FileRow]:
    rows = list(_read_texts(sheet, room + 1, len(manifest.columns)))
    heads = tuple(cell.text for cell in rows[0][1]) if rows and rows[0][0] == 1 else ()
    if tuple(map(clean_text, manifest.heads)) != heads:
        raise WorkbookRefused(Reason.COLUMNS_CHANGED, sheet=sheet.title, cell="A1")
    return [_read_row(sheet.title, number, cells, manifest) for number, cells in rows[1:]]


def _read_row(title: str, number: int, cells: tuple[Cell, ...], manifest: Manifest) -> FileRow:
    by_column = dict(zip(manifest.columns, cells, strict=True))
    key = by_column["code"]
    if key.is_formula:
        raise WorkbookRefused(Reason.FORMULA, sheet=title, cell=f"A{number}")
    if key.text not in manifest.rows:
        raise WorkbookRefused(Reason.CODE_CHANGED, sheet=title, cell=f"A{number}", detail=key.text[:40])
    formulas = [column for column in ANSWER_COLUMNS if by_column[column].is_formula]
    place = manifest.columns.index(formulas[0]) + 1 if formulas else 0
    return FileRow(
        key=key.text,
        sheet=title,
        number=number,
        option=" ".join(by_column["option"].text.split()),
        explanation=by_column["explanation"].text if by_column["explanation"].text.strip() else "",
        confidentiality=" ".join(by_column["confidentiality"].text.split()),
        formula_cell=f"{get_column_letter(place)}{number}" if formulas else "",
    )


def _read_texts(sheet, limit: int, width: int) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """The rows that are not empty, with their numbers; a row past the limit refuses the file."""
    # What the file says about its own size is not believed.
    sheet.reset_dimensions()
    filler = (EMPTY_CELL,) * width
    for number, row in enumerate(sheet.iter_rows(max_col=width), start=1):
        cells = () if all(map(is_, row, filler)) else tuple(map(_read_cell, row))
        is_empty = not any(cell.text or cell.is_formula for cell in cells)
        if number > (EMPTY_ROW_LIMIT if is_empty else limit):
            raise WorkbookRefused(Reason.TOO_MANY_ROWS, sheet=sheet.title)
        if not is_empty:
            yield number, cells


def _read_cell(cell) -> Cell:
    if cell.value is None:
        return EMPTY
    if cell.data_type == "f":
        return Cell("", True)
    # A spreadsheet makes numbers and dates of what looks like them.
    write: Callable[[object], str] = next(
        (write for kind, write in _WRITERS.items() if isinstance(cell.value, kind)), str
    )
    return Cell(clean_text(write(cell.value)), False)


def _write_number(value: float) -> str:
    return str(int(value)) if value.is_integer() else str(value)


def _write_datetime(value: datetime) -> str:
    return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")


_WRITERS: Mapping[type, Callable] = {
    float: _write_number,
    datetime: _write_datetime,
    date: date.isoformat,
}
