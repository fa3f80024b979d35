"""Writes the questionnaire with its answers as a workbook that people fill in off line."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from assessment.questionnaire import AnswerKey, AskedQuestion, FilledQuestionnaire
from assessment.workbook.values import (
    ANSWER_COLUMNS,
    COLUMNS,
    FORMAT_VERSION,
    FORMULA_STARTS,
    MACHINE_SHEET,
    MARK,
    Source,
    compute_fingerprint,
    escape_text,
)


# In characters, as spreadsheets count them.
WIDTHS = {
    "code": 11,
    "unit": 18,
    "recommendation": 24,
    "question": 38,
    "criteria": 56,
    "evidence": 30,
    "option": 16,
    "explanation": 54,
    "confidentiality": 20,
    "note": 24,
}
FIRST_LIST_COLUMN = 6
TITLE_LIMIT = 31
HEAD_FONT = Font(name="Calibri", bold=True, color="FFFFFFFF")
HEAD_FILL = PatternFill("solid", fgColor="FF00596B")
INPUT_FILL = PatternFill("solid", fgColor="FFFFF8E5")
LINES = Border(*[Side(style="thin", color="FFC9D3D8")] * 4)
TEXT = Alignment(wrap_text=True, vertical="top")
HEAD_TEXT = Alignment(wrap_text=True, vertical="center")
OPEN, LOCKED = Protection(locked=False), Protection(locked=True)
AS_TEXT = "@"


@dataclass(frozen=True)
class Words:
    """Everything that a workbook says besides the standards and the answers, in one language.

    `facts` are pairs of a name and a value, `sections` are headings with their lines; `columns`, `confidentiality`,
    `units` and `notes` (of answers carried over) go by code; `errors` are what a cell says about a wrong entry.
    """

    title: str
    instructions: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    columns: Mapping[str, str]
    confidentiality: Mapping[str, str]
    units: Mapping[str, str]
    notes: Mapping[str, str]
    errors: Mapping[str, str]
    explanation_limit: int


def write_workbook(filled: FilledQuestionnaire, source: Source, words: Words) -> bytes:
    """The XLSX file: instructions, a sheet for each pillar that is not left out, and the machine's sheet."""
    workbook = Workbook()
    workbook.properties.creator = None
    workbook.properties.title = escape_text(words.title)
    workbook.properties.language = source.language
    workbook.security = WorkbookProtection(lockStructure=True)
    instructions = workbook.active
    instructions.title = make_title(words.instructions, [MACHINE_SHEET])
    _write_instructions(instructions, words)
    machine = _Machine()
    pillars = [pillar for pillar in filled.questionnaire.pillars if pillar.code not in filled.left_out]
    for pillar in pillars:
        sheet = workbook.create_sheet(make_title(pillar.label, [MACHINE_SHEET, *workbook.sheetnames]))
        _PillarWriter(sheet, filled, words, machine).write(pillar.questions)
        _set_up_print(sheet, pillar.label)
    machine.write(workbook.create_sheet(MACHINE_SHEET), source, _list_columns(filled), words)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def make_title(label: str, taken: list[str]) -> str:
    """A name that a sheet may have: short, without what spreadsheets forbid, and no other sheet's."""
    title = " ".join(re.sub(r"[\[\]:*?/\\']", " ", escape_text(label)).split())
    if len(title) > TITLE_LIMIT:
        title = title[: TITLE_LIMIT + 1].rpartition(" ")[0] or title[:TITLE_LIMIT]
    title = title or "1"
    known = {name.casefold() for name in taken}
    number, unique = 1, title
    while unique.casefold() in known:
        number += 1
        unique = f"{title[: TITLE_LIMIT - len(str(number)) - 1]} {number}"
    return unique


def put_text(cell: Cell, text: str) -> None:
    """The text as text, whatever it begins with; a cell without one stays empty."""
    if not text:
        return
    cell.value = escape_text(text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA_STARTS)


def _list_columns(filled: FilledQuestionnaire) -> tuple[str, ...]:
    return tuple(column for column in COLUMNS if column != "unit" or filled.has_units)


class _Machine:
    """The hidden sheet: facts about the workbook, what each row was, and the lists of the drop-downs."""

    def __init__(self):
        self.rows: list[tuple[str, int, str]] = []
        self.lists: list[tuple[str, ...]] = []
        self.sheets: list[str] = []

    def refer(self, labels: tuple[str, ...]) -> str:
        """A reference to the list with these labels, which is written once."""
        if labels not in self.lists:
            self.lists.append(labels)
        column = get_column_letter(FIRST_LIST_COLUMN + self.lists.index(labels))
        return f"'{MACHINE_SHEET}'!${column}$1:${column}${len(labels)}"

    def write(self, sheet: Worksheet, source: Source, columns: tuple[str, ...], words: Words) -> None:
        layout = {
            "instructions": sheet.parent.sheetnames[0],
            "sheets": self.sheets,
            "columns": columns,
            "heads": [escape_text(words.columns[column]) for column in columns],
        }
        facts = (
            (MARK, str(FORMAT_VERSION)),
            ("assessment", source.assessment),
            ("editions", json.dumps(source.editions)),
            ("language", source.language),
            ("made at", source.made_at),
            ("layout", json.dumps(layout, ensure_ascii=True)),
            ("key", "version", "fingerprint"),
        )
        rows = [(key, str(version), fingerprint) for key, version, fingerprint in self.rows]
        for number, row in enumerate([*facts, *rows], start=1):
            for column, text in enumerate(row, start=1):
                put_text(sheet.cell(number, column), text)
        for column, labels in enumerate(self.lists, start=FIRST_LIST_COLUMN):
            for number, label in enumerate(labels, start=1):
                put_text(sheet.cell(number, column), label)
        sheet.sheet_state = "veryHidden"
        sheet.protection.sheet = True


class _PillarWriter:
    """One sheet: a row for each answer that the pillar's questions ask for."""

    def __init__(self, sheet: Worksheet, filled: FilledQuestionnaire, words: Words, machine: _Machine):
        self.sheet, self.filled, self.words, self.machine = sheet, filled, words, machine
        self.columns = _list_columns(filled)
        # The numbers of the rows that each rule holds in, by column and formula of the rule.
        self.ruled: dict[tuple[str, str], list[int]] = {}
        machine.sheets.append(sheet.title)

    def write(self, questions: tuple[AskedQuestion, ...]) -> None:
        for place, column in enumerate(self.columns, start=1):
            head = self.sheet.cell(1, place)
            put_text(head, self.words.columns[column])
            head.font, head.fill, head.alignment, head.border = HEAD_FONT, HEAD_FILL, HEAD_TEXT, LINES
            self.sheet.column_dimensions[get_column_letter(place)].width = WIDTHS[column]
        number = 1
        for question in questions:
            for key in self.filled.keys_of(question):
                number += 1
                self._write_row(number, question, key)
        for (column, formula), numbers in self.ruled.items():
            self._add_rule(column, formula, numbers)
        _protect(self.sheet)
        self.sheet.freeze_panes = "B2"
        self.sheet.auto_filter.ref = f"A1:{get_column_letter(len(self.columns))}{number}"

    def _write_row(self, number: int, question: AskedQuestion, key: AnswerKey) -> None:
        texts = self._describe(question, key)
        for place, column in enumerate(self.columns, start=1):
            cell = self.sheet.cell(number, place)
            put_text(cell, texts[column])
            cell.alignment, cell.border = TEXT, LINES
            if column in ANSWER_COLUMNS:
                # Typed text stays text: `=1+1` is no sum in a cell of this format.
                cell.number_format, cell.protection, cell.fill = AS_TEXT, OPEN, INPUT_FILL
                self.ruled.setdefault((column, self._find_formula(column, question)), []).append(number)
        answer = self.filled.answer_to(key)
        fingerprint = compute_fingerprint(answer.option, answer.explanation, answer.confidentiality)
        self.machine.rows.append((key, answer.version, fingerprint))

    def _describe(self, question: AskedQuestion, key: AnswerKey) -> dict[str, str]:
        answer, definition = self.filled.answer_to(key), question.definition
        option = question.find_option(answer.option)
        recommendation = question.recommendation
        return {
            "code": key,
            "unit": self.words.units[key.unit],
            "recommendation": f"{recommendation.number}. {recommendation.title}",
            "question": definition.text,
            "criteria": "\n\n".join(f"{each.label}: {each.criterion}" for each in question.options),
            "evidence": "\n".join(f"• {wanted}" for wanted in definition.evidence),
            "option": option.label if option else "",
            "explanation": answer.explanation,
            "confidentiality": self.words.confidentiality[answer.confidentiality],
            "note": self.words.notes.get(answer.carried_over, ""),
        }

    def _find_formula(self, column: str, question: AskedQuestion) -> str:
        """What may stand in the cell: a text up to a length, or a word of a list."""
        if column == "explanation":
            return str(self.words.explanation_limit)
        if column == "confidentiality":
            return self.machine.refer(tuple(self.words.confidentiality.values()))
        return self.machine.refer(tuple(option.label for option in question.options))

    def _add_rule(self, column: str, formula: str, numbers: list[int]) -> None:
        is_text = column == "explanation"
        letter = get_column_letter(self.columns.index(column) + 1)
        rule = DataValidation(
            type="textLength" if is_text else "list",
            operator="lessThanOrEqual" if is_text else None,
            formula1=formula,
            allow_blank=True,
            showErrorMessage=True,
            errorTitle=self.words.columns[column][:32],
            error=self.words.errors[column][:255],
        )
        for first, last in join_runs(numbers):
            rule.add(f"{letter}{first}:{letter}{last}")
        self.sheet.add_data_validation(rule)


def join_runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Rising numbers as first and last of each unbroken run, so that a rule names few ranges."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _write_instructions(sheet: Worksheet, words: Words) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, 90
    lines: list[tuple[str, str, Font]] = [(words.title, "", Font(name="Calibri", bold=True, size=16))]
    lines += [(name, value, Font(name="Calibri")) for name, value in words.facts]
    for heading, texts in words.sections:
        lines += [("", "", Font(name="Calibri")), (heading, "", Font(name="Calibri", bold=True, size=13))]
        lines += [("", text, Font(name="Calibri")) for text in texts]
    for number, (left, right, font) in enumerate(lines, start=1):
        for column, text in ((1, left), (2, right)):
            cell = sheet.cell(number, column)
            put_text(cell, text)
            cell.font = font
            cell.alignment = Alignment(wrap_text=bool(right), vertical="top")
    _protect(sheet)
    _set_up_print(sheet, words.title)


def _protect(sheet: Worksheet) -> None:
    """Against accidents, without a password. Heights, widths and the filter stay free."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.autoFilter = False


def _set_up_print(sheet: Worksheet, title: str) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    # An ampersand is an instruction there, unless it is doubled.
    sheet.oddHeader.left.text = escape_text(title).replace("&", "&&")
    sheet.oddFooter.right.text = "&P / &N"
