"""Contrast of the colours in static/css/tokens.css, in light and dark, as WCAG 2.2 computes it."""

import re
from pathlib import Path

import pytest


STYLES = Path(__file__).parents[2] / "static" / "css"

# What each colour is used for; `line` separates and carries no meaning, so it needs no contrast.
SURFACES = ("paper", "wash")
TEXT = ("ink", "muted", "brand", "yes", "partial-text", "no", "excluded")
MARKS = ("brand", "yes", "partial", "no", "excluded", "edge")
TEXT_ON_COLOUR = [("on-brand", "brand"), ("paper", "no")]
DECORATION = ("line",)


def read_tokens():
    """The colours by name, light and dark; dark changes only what it names."""
    light, dark = (STYLES / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    colours = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
    light = dict(colours.findall(light))
    return {"light": light, "dark": light | dict(colours.findall(dark))}


def luminance(colour):
    """Relative luminance, 0 for black to 1 for white."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#ffffff", "#ffffff", 1)],
)
def test_contrast_is_that_of_the_standard(one, other, expected):
    assert round(contrast(one, other), 2) == expected


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_readable_and_marks_are_seen(scheme):
    tokens = read_tokens()[scheme]
    wanted = [(name, surface, 4.5) for name in TEXT for surface in SURFACES]
    wanted += [(name, surface, 4.5) for name, surface in TEXT_ON_COLOUR]
    wanted += [(name, surface, 3) for name in MARKS for surface in SURFACES]

    weak = {
        f"{name} on {surface}": round(contrast(tokens[name], tokens[surface]), 2)
        for name, surface, least in wanted
        if contrast(tokens[name], tokens[surface]) < least
    }

    assert weak == {}


def test_every_colour_has_a_use():
    used = {*SURFACES, *TEXT, *MARKS, *DECORATION, *(name for pair in TEXT_ON_COLOUR for name in pair)}

    assert used == set(read_tokens()["light"]) == set(read_tokens()["dark"])


def test_style_sheets_write_text_in_text_colours_only():
    written = set()
    for path in STYLES.glob("*.css"):
        written |= set(re.findall(r"(?<![\w-])color: var\(--([\w-]+)\)", path.read_text()))

    assert written <= {*TEXT, *(text for text, _surface in TEXT_ON_COLOUR)}


def test_style_sheets_take_every_colour_from_the_tokens():
    """Margin boxes of a printed page cannot read tokens; there the light token's value stands."""
    allowed = set(read_tokens()["light"].values())
    colour = re.compile(r"#[0-9a-f]{3,8}(?=[;\s,)])|\b(?:rgb|hsl)a?\([^)]*\)", re.IGNORECASE)
    loose = {
        (path.name, found)
        for path in STYLES.glob("*.css")
        for found in colour.findall(path.read_text())
        if path.name != "tokens.css" and found not in allowed
    }

    assert loose == set()
