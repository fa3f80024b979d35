"""Numbers of the scoring as the reader's language writes them."""

from fractions import Fraction

from django import template
from django.utils.formats import get_format, number_format

from assessment.rounding import count_half_up, round_half_up, round_score
from assessment.score_document import NodeDocument


register = template.Library()


@register.filter
def score(value: Fraction) -> str:
    """A score as a whole number; never 100 unless it is exactly 100."""
    return number_format(round_score(value))


@register.filter
def decimal(value: Fraction, places: int = 1) -> str:
    """A fraction with so many decimals, half up."""
    rounded = round_half_up(value, places)
    return number_format(float(rounded), decimal_pos=places, force_grouping=True)


@register.filter
def percent_of(part: int, whole: int) -> Fraction:
    """What part of the whole it is, in per cent."""
    return Fraction(part * 100, whole)


@register.filter
def contribution_to(node: NodeDocument, whole: int) -> Fraction:
    """What a part adds to a node whose parts weigh so much together."""
    return node.value * node.weight / whole


@register.filter
def grouped(value: int) -> str:
    """A whole number with its thousands grouped."""
    return number_format(value, force_grouping=True)


@register.filter
def signed(points: Fraction | None) -> str:
    """`+3.1` or `−0.4` in the reader's language; as many decimals as it takes not to read as nothing. Empty for none."""
    if not points:
        return "" if points is None else "0"
    places = 1
    while not (count := count_half_up(abs(points), places)):
        places += 1
    whole, part = divmod(count, 10**places)
    return f"{'+' if points > 0 else '−'}{whole}{get_format('DECIMAL_SEPARATOR')}{part:0{places}}"
