"""What is written comes back the same, in every language, whatever people have typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.workbook.difference import Kind
from assessment.workbook.values import clean_text
from tests.assessment.questionnaires import INTERNET, PREPAID
from tests.assessment.workbook.files import (
    LIMIT,
    edit,
    fill_in,
    find_changes,
    find_differences,
    give,
    put,
    read,
    share_strings,
    write,
)


HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://example.test","a")',
    "+7 700 000 00 00",
    "-1",
    "@x",
    "＝1",
    "'leading apostrophe",
    "  blanks on both sides  ",
    "two\nlines\n\nand an empty one\n",
    "Windows\r\nlines\rand a Mac's",
    "control \x01\x0b\x1f characters",
    "_x0041_ and _x000D_ and x005F_",
    "emoji 👩🏽‍⚖️ and Kazakh әғқңөұүһі",
    "</t></si><script>&amp;",
    "\ttab",
    "2026-11-25",
    "1e5",
    "#REF!",
    "TRUE",
    "x" * LIMIT,
    "😀" * LIMIT,
]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_hostile_text_comes_back_unchanged(language, text):
    filled = fill_in({"ACC-1": give("never", text, "sealed")}, language=language)
    data = write(filled, language=language)

    assert read(data)[1][1].explanation == clean_text(text)
    assert find_changes(data, language) == []
    assert find_changes(edit(data, lambda book: None), language) == []
    assert find_changes(share_strings(data), language) == []


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_hostile_text_that_somebody_typed_off_line_arrives_as_text(text):
    # As a spreadsheet program writes what was typed.
    data = put(write(), "Accessibility", G2=clean_text(text))

    (row,) = find_differences(data, fill_in())

    assert (row.kind, row.explanation) == (Kind.NEW, clean_text(text))


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_answers_of_units_come_back_unchanged(language):
    units = (PREPAID, INTERNET)
    answers = {"ACC-1~1": give("always", "=a"), "ACC-1~3": give("never", "b"), "ACC-2": give("rarely", "c")}
    filled = fill_in(answers, language=language, units=units)
    data = write(filled, language=language)

    assert [(row.key, row.explanation) for row in read(data)[1]] == [
        ("ACC-3~1", ""),
        ("ACC-3~3", ""),
        ("ACC-1~1", "=a"),
        ("ACC-1~3", "b"),
        ("ACC-2", "c"),
    ]
    assert find_changes(data, language, services=True) == []


@settings(max_examples=40)
@given(st.text(max_size=60), st.sampled_from(["publishable", "auditor", "sealed"]))
def test_any_answer_comes_back_unchanged(text, confidentiality):
    filled = fill_in({"ACC-1": give("mostly", text, confidentiality)})

    assert find_differences(write(filled), filled) == []
