"""What a workbook says, apart from how it is written and read."""

import hashlib
import json
import re
from dataclasses import dataclass
from enum import StrEnum


FORMAT_VERSION = 1
# The sheet that people do not see. Its name is no pillar's, because pillars have names that people read.
MACHINE_SHEET = "olshem"
MARK = "olshem questionnaire"
# Where the rows of answers begin on the machine sheet, below the facts about the workbook.
FIRST_MACHINE_ROW = 8
# Bytes of a file, and rows of all its sheets together; 128 questions at 51 units are 6,528.
FILE_LIMIT = 5 * 1024 * 1024
ROW_LIMIT = 8_000
COLUMNS = (
    "code",
    "unit",
    "recommendation",
    "question",
    "criteria",
    "evidence",
    "option",
    "explanation",
    "confidentiality",
    "note",
)
ANSWER_COLUMNS = ("option", "explanation", "confidentiality")
# What a spreadsheet would read as a formula.
FORMULA_STARTS = ("=", "+", "-", "@")

# Characters that XML 1.0 cannot hold.
_UNWRITABLE = re.compile("[^\\t\\n\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# How spreadsheets write control characters, and what openpyxl drops when it reads.
_ESCAPES = re.compile("_x00[01][0-9A-Fa-f]_|x005F_")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class Reason(StrEnum):
    """Why a file as a whole is refused."""

    TOO_BIG = "too big"
    EMPTY = "empty"
    NOT_A_WORKBOOK = "not a workbook"
    PLAIN_TEXT = "plain text"
    OLD_EXCEL = "old Excel"
    OPEN_DOCUMENT = "OpenDocument"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    BROKEN = "broken"
    UNPACKS_TOO_BIG = "unpacks too big"
    DANGEROUS = "dangerous"
    NOT_OURS = "not ours"
    OLDER_FORMAT = "older format"
    NEWER_FORMAT = "newer format"
    OTHER_ASSESSMENT = "other assessment"
    OTHER_EDITION = "other edition"
    SHEET_MISSING = "sheet missing"
    SHEET_ADDED = "sheet added"
    COLUMNS_CHANGED = "columns changed"
    TOO_MANY_ROWS = "too many rows"
    FORMULA = "formula"
    CODE_CHANGED = "code changed"
    ROW_TWICE = "row twice"
    ROW_MISSING = "row missing"


class Problem(StrEnum):
    """Why one row of a file is refused."""

    FORMULA = "formula"
    UNKNOWN_OPTION = "unknown option"
    UNKNOWN_CONFIDENTIALITY = "unknown confidentiality"
    TOO_LONG = "too long"
    NOT_ASKED = "not asked"
    UNIT_NOT_ASKED = "unit not asked"
    LEFT_OUT = "left out"
    NO_REASON = "no reason"


class WorkbookRefused(Exception):
    """A file that is not read any further. `sheet` and `cell` say where, `detail` names the thing; each may be empty."""

    def __init__(self, reason: Reason, *, sheet: str = "", cell: str = "", detail: str = ""):
        super().__init__(reason, sheet, cell, detail)
        self.reason, self.sheet, self.cell, self.detail = reason, sheet, cell, detail


@dataclass(frozen=True)
class Source:
    """Where a workbook comes from: the assessment's id, the names and checksums of its editions, the language, and when it
    was made (ISO 8601)."""

    assessment: str
    editions: tuple[tuple[str, str], ...]
    language: str
    made_at: str


@dataclass(frozen=True)
class ExportedRow:
    """What the portal held when the workbook was made: the answer's version (0 for none) and fingerprint."""

    version: int
    fingerprint: str


@dataclass(frozen=True)
class Manifest:
    """The machine part of a workbook. `sheets` are the titles of the pillars' sheets, `heads` the first row of each."""

    format: int
    source: Source
    instructions: str
    sheets: tuple[str, ...]
    columns: tuple[str, ...]
    heads: tuple[str, ...]
    rows: dict[str, ExportedRow]


@dataclass(frozen=True)
class FileRow:
    """One row of an uploaded workbook, as it was typed; `number` counts from 1 as the spreadsheet shows it."""

    key: str
    sheet: str
    number: int
    option: str
    explanation: str
    confidentiality: str
    formula_cell: str = ""


@dataclass(frozen=True)
class FileChange:
    """A row that is not as it was exported. `typed` is what stands in the cell of the option; `confidentiality` is empty
    where its cell is; `fingerprint` is the exported one. `problem` says why the row is refused, `detail` what exactly is
    wrong."""

    key: str
    sheet: str
    number: int
    option: str
    explanation: str
    confidentiality: str
    fingerprint: str
    typed: str = ""
    problem: str = ""
    detail: str = ""


def clean_text(text: str) -> str:
    """The text as a spreadsheet can hold it: one kind of line end, no control characters. Two texts that are the same
    then cannot be told apart after a round trip, so they count as the same."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # What is left after one removal may look escaped again.
    while (cleaned := _ESCAPES.sub("", text)) != text:
        text = cleaned
    return _UNWRITABLE.sub("", text)


def escape_text(text: str) -> str:
    """The cell that spreadsheets show as this text: what only looks like one of their escapes stays what it is."""
    return _LOOKS_ESCAPED.sub("_x005F_", clean_text(text))


def compute_fingerprint(option: str, explanation: str, confidentiality: str) -> str:
    """A SHA-256 (hex) that changes when the answer does, as far as a spreadsheet can show it."""
    text = json.dumps([option, clean_text(explanation), confidentiality], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
