"""Charts of a report as SVG: drawn here, with text as text, a title and a description in words.

Only presentation attributes and classes are used, so that a strict policy and WeasyPrint both accept them; colours come from
the classes of report.css. Long Kazakh and Russian labels get the room first, the plot takes what is left.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import cos, pi, sin

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports.numbers import format_score


LINE_LENGTH = 24

# The light colours of tokens.css, as attributes: WeasyPrint gives inline SVG no page styles. On the site the classes win.
INK, BRAND, WASH, LINE = "#14222b", "#00596b", "#f3f6f7", "#c9d3d8"
LABEL = f'class="chart-label" fill="{INK}"'
VALUE = f'class="chart-value" fill="{INK}" font-weight="600"'
TRACK = f'class="chart-track" fill="{WASH}"'
BAR = f'class="chart-bar" fill="{BRAND}"'
RING = f'class="chart-ring" fill="none" stroke="{LINE}"'
SHAPE = f'class="chart-shape" fill="{BRAND}" fill-opacity="0.25" stroke="{BRAND}" stroke-width="2"'


@dataclass(frozen=True)
class Mark:
    """One value of a chart: 0 to 100, or none when it is not scored."""

    label: str
    value: Fraction | None

    @property
    def shown(self) -> str:
        return format_score(self.value) or _("not scored")


def draw_bars(marks: list[Mark]) -> SafeString:
    """Horizontal bars from one zero line, each with its label above and its value at the end."""
    width, row, left, room = 640, 46, 0, 560
    bars = format_html_join(
        "",
        f'<text x="{{}}" y="{{}}" {LABEL}>{{}}</text>'
        f'<rect x="{{}}" y="{{}}" width="{{}}" height="14" {TRACK}/>'
        f'<rect x="{{}}" y="{{}}" width="{{}}" height="14" {BAR}/>'
        f'<text x="{{}}" y="{{}}" {VALUE}>{{}}</text>',
        (
            (
                left, number * row + 14, mark.label,
                left, number * row + 22, room,
                left, number * row + 22, round(float(mark.value or 0) * room / 100, 1),
                room + 10, number * row + 34, mark.shown,
            )
            for number, mark in enumerate(marks)
        ),
    )  # fmt: skip
    return wrap(bars, width, len(marks) * row, _("Scores of the pillars as bars"), say(marks))


def draw_radar(marks: list[Mark]) -> SafeString:
    """The shape of three or more scores; nothing when there are fewer, because two make a line."""
    if len(marks) < 3:
        return SafeString("")
    middle, radius = (320, 190), 110
    directions = [2 * pi * number / len(marks) - pi / 2 for number in range(len(marks))]

    def place(direction: float, length: float) -> tuple[float, float]:
        return round(middle[0] + length * cos(direction), 1), round(middle[1] + length * sin(direction), 1)

    def ring(lengths: list[float]) -> str:
        return " ".join(f"{x},{y}" for x, y in map(place, directions, lengths))

    rings = format_html_join(
        "",
        f'<polygon points="{{}}" {RING}/>',
        ((ring([radius * part / 4] * len(marks)),) for part in (1, 2, 3, 4)),
    )
    axes = format_html_join(
        "",
        f'<line x1="{{}}" y1="{{}}" x2="{{}}" y2="{{}}" {RING}/>',
        ((*middle, *place(direction, radius)) for direction in directions),
    )
    lengths = [float(mark.value or 0) * radius / 100 for mark in marks]
    shape = format_html(f'<polygon points="{{}}" {SHAPE}/>', ring(lengths))
    labels = format_html_join(
        "",
        "{}",
        (
            (_label(mark, direction, place(direction, radius + 16)),)
            for mark, direction in zip(marks, directions, strict=True)
        ),
    )
    return wrap(rings + axes + shape + labels, 640, 390, _("Scores of the pillars as a shape"), say(marks))


def _label(mark: Mark, direction: float, spot: tuple[float, float]) -> SafeString:
    """The label and value at the end of an axis, on as many lines as the label needs, away from the plot."""
    lines = [*split_label(mark.label), mark.shown]
    across = cos(direction)
    anchor = "middle" if abs(across) < 0.2 else "start" if across > 0 else "end"
    height = 19
    top = (
        spot[1] - height * (len(lines) - 1)
        if sin(direction) < -0.5
        else spot[1] + (14 if sin(direction) > 0.5 else -height * (len(lines) - 2) / 2)
    )
    return format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="{}" {}>{}</text>',
        (
            (
                spot[0],
                round(top + number * height, 1),
                anchor,
                SafeString(VALUE if number == len(lines) - 1 else LABEL),
                line,
            )
            for number, line in enumerate(lines)
        ),
    )


def split_label(label: str) -> list[str]:
    """Lines of at most about `LINE_LENGTH` characters, broken between words."""
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LINE_LENGTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def say(marks: list[Mark]) -> str:
    """The chart in words."""
    return "; ".join(f"{mark.label}: {mark.shown}" for mark in marks)


def wrap(content: SafeString, width: int, height: int, title: str, description: str) -> SafeString:
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}: {}" '
        'font-family="Source Sans 3" font-size="15"><title>{}</title><desc>{}</desc>{}</svg>',
        width, height, title, description, title, description, content,
    )  # fmt: skip
