"""Rounding of exact numbers where they are shown: half up. Pure: no Django."""

from fractions import Fraction


def round_half_up(value: Fraction, decimals: int = 0) -> Fraction:
    """The nearest multiple of 10^-decimals; a half goes up."""
    return Fraction(count_half_up(value, decimals), 10**decimals)


def count_half_up(value: Fraction, decimals: int) -> int:
    """The nearest multiple of 10^-decimals, counted in these multiples; a half goes up."""
    return (2 * value.numerator * 10**decimals + value.denominator) // (2 * value.denominator)


def round_score(value: Fraction) -> int:
    """A score as it is shown: a whole number, half up, and 100 only when it is exactly 100."""
    return 100 if value == 100 else min(count_half_up(value, 0), 99)
