"""The workbook as spreadsheet programs open it."""

import io

import pytest
from openpyxl import load_workbook

from assessment.workbook.values import MACHINE_SHEET
from assessment.workbook.writing import join_runs, make_title
from tests.assessment.questionnaires import INTERNET, PREPAID, SUBSIDIARY
from tests.assessment.workbook.files import CONFIDENTIALITY, fill_in, give, read_part, write


def open_workbook(*arguments, **keywords):
    return load_workbook(io.BytesIO(write(*arguments, **keywords)))


def list_rows(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def test_sheets_are_instructions_pillars_and_one_that_nobody_sees():
    workbook = open_workbook()

    assert [(sheet.title, sheet.sheet_state) for sheet in workbook] == [
        ("Read me", "visible"),
        ("Privacy", "visible"),
        ("Accessibility", "visible"),
        (MACHINE_SHEET, "veryHidden"),
    ]
    assert workbook.active.title == "Read me"


def test_instructions_are_text_line_by_line():
    rows = [[cell.value for cell in row] for row in open_workbook()["Read me"].iter_rows()]

    assert rows == [
        ["Questionnaire", None],
        ["Company", "=Kokjiek"],
        [None, None],
        ["Rules", None],
        [None, "One."],
        [None, "+Two."],
    ]


@pytest.mark.parametrize(
    ("language", "sheet", "row"),
    [
        ("en", "Privacy", ["ACC-3", "No such service", "=because", "Sealed"]),
        ("ru", "Приватность", ["ACC-3", "Такого сервиса нет", "=because", "Закрыто"]),
        ("kk", "Құпиялық", ["ACC-3", "Мұндай сервис жоқ", "=because", "Жабық"]),
    ],
)
def test_answers_stand_beside_their_questions_in_each_language(language, sheet, row):
    filled = fill_in({"ACC-3": give("no_such_service", "=because", "sealed")}, language=language)
    workbook = open_workbook(filled, language=language)

    written = list_rows(workbook.worksheets[1])

    assert len(written) == 1
    assert [written[0][place] for place in (0, 5, 6, 7)] == row


def test_question_says_what_counts_and_what_is_wanted():
    first = list_rows(open_workbook()["Accessibility"])[0]

    assert first == [
        "ACC-1",
        first[1],
        "Does the company publish that all pages of the service work by keyboard?",
        "Always: Published for all pages.\n\nMostly: Published for most pages.\n\nNever: Nothing is published.",
        "• address of the statement",
        None,
        None,
        "Published",
        None,
    ]


def test_each_unit_has_its_row():
    units = (PREPAID, INTERNET, SUBSIDIARY)
    filled = fill_in({"ACC-1~3": give("never")}, units=units)
    sheet = open_workbook(filled)["Accessibility"]

    assert [[row[0], row[1], row[6]] for row in list_rows(sheet)] == [
        ["ACC-1~1", "Prepaid", None],
        ["ACC-1~3", "Internet", "Never"],
        ["ACC-2", "The whole", None],
        ["ACC-2~4", "Subsidiary", None],
    ]


def test_pillar_that_is_left_out_has_no_sheet():
    filled = fill_in(left_out=["privacy"])

    assert open_workbook(filled).sheetnames == ["Read me", "Accessibility", MACHINE_SHEET]


def test_answer_that_is_carried_over_is_marked():
    filled = fill_in(
        {"ACC-1": give("never", carried_over="same"), "ACC-2": give("never", carried_over="reworded")}
    )

    rows = list_rows(open_workbook(filled)["Accessibility"])

    assert [row[-1] for row in rows] == ["Carried over.", "Carried over, reworded."]


def test_only_cells_of_answers_are_open_and_structure_is_locked():
    workbook = open_workbook()
    sheet = workbook["Accessibility"]

    assert workbook.security.lockStructure is True
    assert [each.protection.sheet for each in workbook] == [True] * 4
    assert (sheet.protection.autoFilter, sheet.protection.formatRows, sheet.protection.password) == (
        False,
        False,
        None,
    )
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert unlocked == {"F2", "G2", "H2", "F3", "G3", "H3"}


def test_lists_offer_what_each_question_offers():
    workbook = open_workbook()
    lists = {}
    for sheet in workbook.worksheets[1:3]:
        for validation in sheet.data_validations.dataValidation:
            if validation.type == "list":
                name, _mark, cells = validation.formula1.rpartition("!")
                found = workbook[name.strip("'")][cells.replace("$", "")]
                lists[sheet.title, str(validation.sqref)] = [cell.value for (cell,) in found]

    who = list(CONFIDENTIALITY["en"].values())
    assert lists == {
        ("Privacy", "F2"): ["Always", "Never", "No such service"],
        ("Privacy", "H2"): who,
        ("Accessibility", "F2"): ["Always", "Mostly", "Never"],
        ("Accessibility", "F3"): ["Always", "Rarely", "Never"],
        ("Accessibility", "H2:H3"): who,
    }


def test_explanation_may_be_as_long_as_in_the_portal():
    rules = open_workbook()["Accessibility"].data_validations.dataValidation

    (rule,) = [rule for rule in rules if rule.type == "textLength"]
    assert (rule.operator, rule.formula1, str(rule.sqref), rule.error) == (
        "lessThanOrEqual",
        "10000",
        "G2:G3",
        "Too long.",
    )


def test_head_stays_in_sight_and_on_every_printed_page():
    sheet = open_workbook()["Accessibility"]

    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:I3")
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$1:$1", "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True


def test_text_that_looks_like_a_formula_is_text():
    hostile = {"ACC-1": give("never", "=HYPERLINK(1)"), "ACC-2": give("never", "plain")}

    sheet = open_workbook(fill_in(hostile))["Accessibility"]

    assert [(sheet[name].data_type, sheet[name].quotePrefix) for name in ("G2", "G3")] == [
        ("s", True),
        ("s", False),
    ]
    assert sheet["G2"].number_format == "@"
    parts = [read_part(write(fill_in(hostile)), f"xl/worksheets/sheet{number}.xml") for number in range(1, 5)]
    assert [b"<f>" in part for part in parts] == [False] * 4


def test_file_says_nobody_s_name():
    data = write()
    core = read_part(data, "docProps/core.xml")
    properties = load_workbook(io.BytesIO(data)).properties

    assert [name in core for name in (b"creator", b"lastModifiedBy")] == [False, False]
    assert (properties.title, properties.language) == ("Questionnaire", "en")


@pytest.mark.parametrize(
    ("label", "taken", "title"),
    [
        ("Privacy", [], "Privacy"),
        ("A/B: [C]?*\\'d", [], "A B C d"),
        ("Freedom of expression and information", [], "Freedom of expression and"),
        ("x" * 40, [], "x" * 31),
        ("", [], "1"),
        ("Privacy", ["PRIVACY", "privacy 2"], "Privacy 3"),
        ("y" * 31, ["y" * 31], "y" * 29 + " 2"),
    ],
)
def test_title_of_a_sheet_is_one_that_spreadsheets_take(label, taken, title):
    assert make_title(label, taken) == title


def test_unbroken_runs_of_rows_are_one_range():
    assert join_runs([2, 3, 4, 7, 9, 10]) == [(2, 4), (7, 7), (9, 10)]
    assert join_runs([]) == []
