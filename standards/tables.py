"""CSV files that people hand us and that we hand out. What is wrong with one is said in a line that names the file, the
line and the thing; what is written is there whole or not at all. No Django here.
"""

import csv
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple, TextIO


Tell = Callable[[int, int], None]


class TableError(Exception):
    """A file that cannot be read or written; the text is one line."""


class Row(NamedTuple):
    """The cells of the columns asked for, with the file and the number of the line that they begin in."""

    file: str
    line: int
    cells: list[str]

    def refuse(self, problem: str) -> TableError:
        return TableError(f"{self.file}, line {self.line}: {problem}")


def quote(text: str) -> str:
    """A text out of a file, so that it stays in one line and can be told apart from nothing."""
    shown = text if len(text) <= 80 else f"{text[:80]}…"
    return shown if shown and shown.isprintable() and shown == shown.strip() else repr(shown)


def name_file(path: Path) -> str:
    return quote(path.name or str(path))


def read_table(
    path: Path, columns: Sequence[str], *, others_allowed: bool = False, tell: Tell | None = None
) -> Iterator[Row]:
    """The rows with their cells in the order of `columns`, whatever the order in the file; raises `TableError`.

    Blank lines are passed over, and with `others_allowed` columns that are not asked for. `tell` is called with the bytes
    read so far and those of the file.
    """
    name = name_file(path)
    try:
        with path.open("rb") as file:
            rows = _read_rows(name, _decode(name, file, tell))
            header = next(rows, Row(name, 1, []))
            places = _find_columns(header, columns, others_allowed)
            for row in rows:
                if len(row.cells) != len(header.cells):
                    raise row.refuse(f"has {len(row.cells)} cells, not {len(header.cells)}")
                yield row._replace(cells=[row.cells[place] for place in places])
    except OSError as error:
        raise TableError(f"{name}: cannot be read: {error.strerror}") from None


def _decode(name: str, file: BinaryIO, tell: Tell | None) -> Iterator[str]:
    size, done = os.fstat(file.fileno()).st_size, 0
    for number, line in enumerate(file, start=1):
        done += len(line)
        if tell:
            tell(done, size)
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise TableError(f"{name}, line {number}: is not UTF-8") from None


def _read_rows(name: str, lines: Iterable[str]) -> Iterator[Row]:
    reader = csv.reader(lines, strict=True)
    start = 1
    try:
        for cells in reader:
            if cells:
                yield Row(name, start, cells)
            start = reader.line_num + 1
    except csv.Error as error:
        raise TableError(f"{name}, line {start}: is not valid CSV: {error}") from None


def _find_columns(header: Row, columns: Sequence[str], others_allowed: bool) -> list[int]:
    for column in columns:
        if column not in header.cells:
            raise header.refuse(f"the column {column} is missing")
    for place, column in enumerate(header.cells):
        if column not in columns and not others_allowed:
            raise header.refuse(f"unknown column {quote(column)}")
        if column in header.cells[:place]:
            raise header.refuse(f"the column {quote(column)} stands twice")
    return [header.cells.index(column) for column in columns]


@contextmanager
def write_whole(path: Path) -> Iterator[TextIO]:
    """A text file that takes its name when all is written; until then nothing has happened. Raises `TableError`."""
    name = name_file(path)
    target = Path(os.path.realpath(path))  # a link stays a link
    if os.path.exists(target) and not os.path.isfile(target):
        raise TableError(f"{name}: cannot be written: is not a file")
    unfinished = target.with_name(f".{secrets.token_hex(8)}.unfinished")
    try:
        with unfinished.open("x", encoding="utf-8", newline="") as file:
            yield file
        unfinished.replace(target)
    except OSError as error:
        raise TableError(f"{name}: cannot be written: {error.strerror}") from None
    finally:
        with suppress(OSError):
            unfinished.unlink()
