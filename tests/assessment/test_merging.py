"""Two texts of one answer become one."""

import pytest

from assessment.merging import merge_texts


@pytest.mark.parametrize(
    ("theirs", "mine", "merged"),
    [
        ("Theirs.", "Mine.", "Theirs.\n\nMine."),
        ("Theirs.\n", "\n  Mine.", "Theirs.\n\nMine."),
        ("Same.", "Same.", "Same."),
        ("Same.", "Same. And more.", "Same. And more."),
        ("Before. Same.", "Same.", "Before. Same."),
        ("", "Mine.", "Mine."),
        ("Theirs.", "", "Theirs."),
        ("Theirs.", " \n", "Theirs."),
    ],
)
def test_merge(theirs, mine, merged):
    assert merge_texts(theirs, mine) == merged
