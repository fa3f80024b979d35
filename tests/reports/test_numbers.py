"""Numbers of a report in the reader's language."""

from fractions import Fraction

import pytest
from django.utils.translation import override

from reports.numbers import format_decimal, format_gain, format_score


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (Fraction(0), "0"),
        (Fraction(1, 2), "1"),
        (Fraction(49, 100), "0"),
        (Fraction(199, 2), "99"),
        (Fraction(9999, 100), "99"),
        (Fraction(100), "100"),
    ],
)
def test_a_score_is_whole_half_up_and_100_only_when_it_is(value, shown):
    with override("en"):
        assert format_score(value) == shown


@pytest.mark.parametrize(
    ("language", "shown"), [("kk", "1,93 66,7 0,00"), ("ru", "1,93 66,7 0,00"), ("en", "1.93 66.7 0.00")]
)
def test_decimals_are_rounded_half_up_with_the_sign_of_the_language(language, shown):
    with override(language):
        numbers = [
            format_decimal(Fraction(385, 200), 2),
            format_decimal(Fraction(200, 3), 1),
            format_decimal(Fraction(0), 2),
        ]

    assert " ".join(numbers) == shown


@pytest.mark.parametrize(
    ("gain", "kk", "ru", "en"),
    [
        (Fraction(31, 10), "+3,1", "+3,1", "+3.1"),
        (Fraction(50), "+50,0", "+50,0", "+50.0"),
        (Fraction(1, 20), "+0,1", "+0,1", "+0.1"),
        (Fraction(1, 21), "+0,1-ден аз", "меньше +0,1", "less than +0.1"),
        (Fraction(0), "+0,0", "+0,0", "+0.0"),
    ],
)
def test_a_gain_has_one_decimal_and_never_reads_as_nothing(gain, kk, ru, en):
    shown = []
    for language in ("kk", "ru", "en"):
        with override(language):
            shown.append(format_gain(gain))

    assert shown == [kk, ru, en]
