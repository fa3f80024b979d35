"""What a spreadsheet can hold of a text, and the fingerprint of an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.workbook.values import clean_text, compute_fingerprint, escape_text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\x00\x01\x0b\x1fb", "ab"),
        ("\ud800a\ufffe\uffff", "a"),
        ("tab\tstays ", "tab\tstays "),
        ("_x000B_a", "a"),
        ("_x00_x000B_0B_a", "a"),
        ("ax005F_b", "ab"),
        ("_x0041_", "_x0041_"),
        ("=1 😀 ғ", "=1 😀 ғ"),
    ],
)
def test_text_as_a_spreadsheet_can_hold_it(text, cleaned):
    assert clean_text(text) == cleaned


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("_x0041_", "_x005F_x0041_"),
        ("_x004_", "_x004_"),
        ("a\x01", "a"),
        ("_x0041_x0042_", "_x005F_x0041_x005F_x0042_"),
    ],
)
def test_what_looks_like_an_escape_is_escaped(text, written):
    assert escape_text(text) == written


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    assert clean_text(clean_text(text)) == clean_text(text)


def test_fingerprint_tells_answers_apart_but_not_what_no_spreadsheet_shows():
    fingerprint = compute_fingerprint("yes", "a\nb", "sealed")

    assert fingerprint == compute_fingerprint("yes", "a\r\nb\x01", "sealed")
    others = [
        ("no", "a\nb", "sealed"),
        ("yes", "a b", "sealed"),
        ("yes", "a\nb", "auditor"),
        ("yesa", "\nb", "sealed"),
    ]
    assert fingerprint not in [compute_fingerprint(*other) for other in others]
