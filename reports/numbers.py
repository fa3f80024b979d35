"""Numbers of a report as text in the reader's language."""

from fractions import Fraction

from django.utils.formats import number_format

from assessment.scoring import round_half_up, round_score


def format_score(value: Fraction | None) -> str:
    """A whole number, half up, 100 only for exactly 100; empty when there is no score."""
    return "" if value is None else number_format(round_score(value))


def format_decimal(value: Fraction, places: int) -> str:
    """So many decimals, half up, with the decimal sign of the language."""
    return number_format(float(round_half_up(value, places)), decimal_pos=places)


def format_gain(value: Fraction) -> str:
    """`+3.1`; a gain too small for one decimal gets two, so that it never reads as nothing."""
    return f"+{format_decimal(value, 1 if value >= Fraction(1, 20) else 2)}"
