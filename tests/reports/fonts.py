"""How wide a text of a chart really is, from the font of the report."""

from functools import cache

from fontTools.ttLib import TTFont

from reports.bundle import FONTS


FILES = {"400": "SourceSans3-Regular.ttf", "600": "SourceSans3-Semibold.ttf"}


@cache
def load_widths(weight: str) -> dict[str, float]:
    """The advance width of every letter in parts of the size."""
    font = TTFont(FONTS / FILES[weight])
    advances, units = font["hmtx"], font["head"].unitsPerEm
    return {chr(code): advances[glyph][0] / units for code, glyph in font.getBestCmap().items()}


def measure(text: str, *, size: float, weight: str) -> float:
    """The width without kerning, which only ever makes it less by a little."""
    widths = load_widths(weight)
    return sum(widths[letter] for letter in text) * size
