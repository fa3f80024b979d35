"""Names that no file system, terminal or reader takes for something else."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.file_names import MAX_LENGTH, tidy_file_name


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("Құпиялылық саясаты №1.PDF", "Құпиялылық саясаты №1.PDF"),
        ("политика  в\tотношении\u00a0данных.docx", "политика вотношении данных.docx"),
        ("и\u0306.txt", "й.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Asem\\policy.pdf", "policy.pdf"),
        ("CON.txt", "_CON.txt"),
        ("aux.tar.txt", "_aux.tar.txt"),
        ("lpt¹ .txt", "_lpt¹.txt"),
        ("console.txt", "console.txt"),
        ("a\0b\x1b.pdf", "ab.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("zero\u200bwidth\ufeff.pdf", "zerowidth.pdf"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
        ("policy.pdf. . .", "policy.pdf"),
        (".hidden.txt", "hidden.txt"),
        ("invoice.pdf.exe", "invoice.pdf.exe"),
        ("policy . .pdf", "policy.pdf"),
        ("..", "file"),
        ("", "file"),
        ("folder/", "file"),
        ("q" * 300 + ".pdf", "q" * 116 + ".pdf"),
        ("no extension", "no extension"),
    ],
)
def test_name_is_tidied(name, tidy):
    assert tidy_file_name(name) == tidy


@given(st.text(max_size=300))
def test_every_name_becomes_a_short_visible_one_that_stays(name):
    tidy = tidy_file_name(name)

    assert 0 < len(tidy) <= MAX_LENGTH
    assert [
        letter for letter in tidy if unicodedata.category(letter)[0] == "C" or letter in '/\\<>:"|?*'
    ] == []
    assert tidy == tidy.strip(". ")
    assert tidy_file_name(tidy) == tidy
