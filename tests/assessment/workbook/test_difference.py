"""What a filled-in workbook would change, row by row."""

import pytest

from assessment.workbook.difference import Kind
from assessment.workbook.values import Problem
from tests.assessment.questionnaires import INTERNET, PREPAID
from tests.assessment.workbook.files import (
    EXPLANATION,
    LIMIT,
    OPTION,
    WHO,
    fill_in,
    find_changes,
    find_differences,
    give,
    put,
    put_formula,
    write,
)


OLD = give("never", "Not yet.", "auditor", version=1)
NEWER = give("mostly", "Since May.", "auditor", version=2)

# Exported answer, cells typed into the row of ACC-1, the answer in the portal at the upload; the kind and what would be
# saved.
CASES = {
    "new": (give(version=0), {"F": "Always"}, give(version=0), (Kind.NEW, "always", "", "publishable")),
    "new upon an empty row": (give(), {"G": "Soon."}, give(), (Kind.NEW, "", "Soon.", "publishable")),
    "changed option": (OLD, {"F": "Mostly"}, OLD, (Kind.CHANGED, "mostly", "Not yet.", "auditor")),
    "changed text": (OLD, {"G": "Still."}, OLD, (Kind.CHANGED, "never", "Still.", "auditor")),
    "changed confidentiality": (OLD, {"H": "Sealed"}, OLD, (Kind.CHANGED, "never", "Not yet.", "sealed")),
    "saved again with the same words": (
        OLD,
        {"F": "Mostly"},
        give("never", "Not yet.", "auditor", version=7),
        (Kind.CHANGED, "mostly", "Not yet.", "auditor"),
    ),
    "cleared option": (OLD, {"F": None}, OLD, (Kind.CLEARED, "", "Not yet.", "auditor")),
    "cleared text": (OLD, {"G": None}, OLD, (Kind.CLEARED, "never", "", "auditor")),
    "cleared text with another option": (
        OLD,
        {"F": "Always", "G": " "},
        OLD,
        (Kind.CLEARED, "always", "", "auditor"),
    ),
    "conflicting": (OLD, {"F": "Always"}, NEWER, (Kind.CONFLICTING, "always", "Not yet.", "auditor")),
    "cleared and conflicting": (OLD, {"F": None}, NEWER, (Kind.CONFLICTING, "", "Not yet.", "auditor")),
    "answered meanwhile": (
        give(version=0),
        {"F": "Always"},
        NEWER,
        (Kind.CONFLICTING, "always", "", "publishable"),
    ),
    "emptied meanwhile": (
        OLD,
        {"F": "Always"},
        give(version=2),
        (Kind.CONFLICTING, "always", "Not yet.", "auditor"),
    ),
    "the same meanwhile": (
        OLD,
        {"F": "Mostly", "G": "Since May."},
        NEWER,
        (Kind.UNCHANGED, "mostly", "Since May.", "auditor"),
    ),
    "emptied list of confidentiality": (
        OLD,
        {"H": None},
        OLD,
        (Kind.UNCHANGED, "never", "Not yet.", "auditor"),
    ),
    "confidentiality of nothing": (
        give(version=0),
        {"H": "Sealed"},
        give(version=0),
        (Kind.UNCHANGED, "", "", "sealed"),
    ),
    "words of another language": (
        OLD,
        {"F": "большей  частью", "H": "ЖАБЫҚ"},
        OLD,
        (Kind.CHANGED, "mostly", "Not yet.", "sealed"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_kinds_of_differences(name):
    exported, cells, now, expected = CASES[name]
    data = put(
        write(fill_in({"ACC-1": exported})),
        "Accessibility",
        **{f"{column}2": value for column, value in cells.items()},
    )

    (row,) = find_differences(data, fill_in({"ACC-1": now}))

    assert (row.kind, row.option, row.explanation, row.confidentiality) == expected
    assert (row.key, row.problem, row.current) == ("ACC-1", "", now)


def test_row_that_is_as_it_was_exported_is_no_change_whatever_happened_meanwhile():
    data = write(fill_in({"ACC-1": OLD}))

    assert find_changes(data) == []
    assert find_differences(data, fill_in({"ACC-1": NEWER})) == []


# Sheet, cells typed, what the portal asks at the upload; the key, the problem and its detail.
REFUSED = {
    "unknown option": ("Accessibility", {"F2": "Perhaps"}, {}, ("ACC-1", Problem.UNKNOWN_OPTION, "")),
    "option of another question": (
        "Accessibility",
        {"F2": "Rarely"},
        {},
        ("ACC-1", Problem.UNKNOWN_OPTION, ""),
    ),
    "unknown confidentiality": (
        "Accessibility",
        {"H2": "Secret"},
        {},
        ("ACC-1", Problem.UNKNOWN_CONFIDENTIALITY, "Secret"),
    ),
    "too long": (
        "Accessibility",
        {"G2": "x" * (LIMIT + 1)},
        {},
        ("ACC-1", Problem.TOO_LONG, str(LIMIT + 1)),
    ),
    "no reason": ("Privacy", {"F2": "No such service"}, {}, ("ACC-3", Problem.NO_REASON, "")),
    "left out": ("Privacy", {"F2": "Always"}, {"left_out": ["privacy"]}, ("ACC-3", Problem.LEFT_OUT, "")),
}


@pytest.mark.parametrize("name", REFUSED)
def test_rows_that_are_refused(name):
    sheet, cells, now, expected = REFUSED[name]

    (row,) = find_differences(put(write(), sheet, **cells), fill_in(**now))

    assert (row.kind, (row.key, row.problem, row.change.detail)) == (Kind.REFUSED, expected)


def test_formula_is_refused_with_its_cell():
    (row,) = find_differences(put_formula(write(), "Accessibility", "G3"), fill_in())

    assert (row.kind, row.key, row.problem, row.change.detail) == (
        Kind.REFUSED,
        "ACC-2",
        Problem.FORMULA,
        "G3",
    )


def test_typed_option_is_kept_to_be_shown():
    (change,) = find_changes(put(write(), "Accessibility", F2="Per" + "haps" * 99))

    assert change.typed == ("Per" + "haps" * 99)[:100]


def test_longest_explanation_fits():
    (row,) = find_differences(put(write(), "Accessibility", G2="x" * LIMIT), fill_in())

    assert (row.kind, len(row.explanation)) == (Kind.NEW, LIMIT)


def test_reason_makes_an_excluding_option_acceptable():
    data = put(write(), "Privacy", F2="No such service", G2="We run none.")

    (row,) = find_differences(data, fill_in())

    assert (row.kind, row.option, row.explanation) == (Kind.NEW, "no_such_service", "We run none.")


def test_excluding_option_that_is_saved_already_needs_no_other_reason():
    data = put(write(fill_in({"ACC-3": OLD})), "Privacy", F2="No such service", G2=None, H2="Published")

    (row,) = find_differences(data, fill_in({"ACC-3": give("no_such_service", "", version=4)}))

    assert row.kind == Kind.UNCHANGED


def test_question_that_is_not_asked_any_more_is_refused():
    data = put(write(), "Accessibility", F3="Always")
    now = fill_in()
    del now.questionnaire.by_code["ACC-2"]

    (row,) = find_differences(data, now)

    assert (row.kind, row.problem, row.question) == (Kind.REFUSED, Problem.NOT_ASKED, None)


def test_unit_that_is_not_measured_any_more_is_refused_and_the_others_are_not():
    filled = fill_in(units=[PREPAID, INTERNET])
    data = put(write(filled), "Accessibility", G2="Always", G3="Always")

    rows = find_differences(data, fill_in(units=[INTERNET]))

    assert [(row.key, row.key.unit, row.kind, row.problem) for row in rows] == [
        ("ACC-1~1", "1", Kind.REFUSED, Problem.UNIT_NOT_ASKED),
        ("ACC-1~3", "3", Kind.NEW, ""),
    ]


def test_copies_that_several_people_filled_in_do_not_disturb_each_other():
    blank = write(fill_in({"ACC-2": OLD}))
    mine, theirs = put(blank, "Accessibility", F2="Always"), put(blank, "Privacy", F2="Never")

    first = find_differences(mine, fill_in({"ACC-2": OLD}))
    second = find_differences(theirs, fill_in({"ACC-2": OLD, "ACC-1": give("always")}))

    assert [(row.key, row.kind) for row in first + second] == [("ACC-1", Kind.NEW), ("ACC-3", Kind.NEW)]


def test_text_that_a_spreadsheet_cannot_hold_stays_when_another_cell_changes():
    exact = give("never", "one\r\ntwo\x0b")
    data = put(write(fill_in({"ACC-1": exact})), "Accessibility", F2="Always")

    (row,) = find_differences(data, fill_in({"ACC-1": exact}))

    assert (row.kind, row.option, row.explanation) == (Kind.CHANGED, "always", "one\r\ntwo\x0b")


def test_columns_are_where_these_tests_think():
    data = put(
        write(), "Accessibility", **{f"{OPTION}2": "Always", f"{EXPLANATION}2": "a", f"{WHO}2": "Sealed"}
    )

    (change,) = find_changes(data)

    assert (change.option, change.explanation, change.confidentiality) == ("always", "a", "sealed")
