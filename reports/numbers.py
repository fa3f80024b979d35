"""Numbers of a report as text in the reader's language (the active one): 1 234,5 in Kazakh and Russian."""

from fractions import Fraction

from django.utils.formats import get_format, number_format
from django.utils.translation import gettext as _

from assessment.rounding import count_half_up, round_score


def format_score(value: Fraction | None) -> str:
    """A whole number, half up, 100 only for exactly 100; empty when there is no score."""
    return "" if value is None else number_format(round_score(value))


def format_decimal(value: Fraction, places: int) -> str:
    """So many decimals, half up, with the decimal sign of the language."""
    whole, part = divmod(count_half_up(value, places), 10**places)
    return f"{whole}{get_format('DECIMAL_SEPARATOR')}{part:0{places}}"


def format_gain(value: Fraction) -> str:
    """`+3.1`, in points of the total; a gain too small for one decimal is told in words and never reads as nothing."""
    if 0 < value < Fraction(1, 20):
        return _("less than +%(gain)s") % {"gain": format_decimal(Fraction(1, 10), 1)}
    return f"+{format_decimal(value, 1)}"
