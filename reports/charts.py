"""Charts of a report as SVG: drawn here, with text as text, a title and a description in words.

Colours stand as presentation attributes (the light tokens, for print) and every mark has a class, by which the site
recolours it in the dark. Nothing else is used, so that a strict policy and WeasyPrint both accept the charts. Long Kazakh
and Russian labels get the room first, the plot takes what is left.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import cos, pi, sin

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports.numbers import format_score


# The light set of static/css/tokens.css; a test compares the two.
COLOURS = {"ink": "#14222b", "muted": "#4a5b66", "line": "#c9d3d8", "edge": "#6f808b", "brand": "#00596b"}

WIDTH = 340
SIZE = 12
LINE = 15
# Widths of letters in Source Sans 3 by experience: the widest labels of the three languages stay below it.
LETTER = 6.4
BAR = 13
TRACK = WIDTH - 34
LARGEST_RADIUS = 92


@dataclass(frozen=True)
class Mark:
    """One value of a chart: 0 to 100, or none when it is not scored."""

    label: str
    value: Fraction | None

    @property
    def shown(self) -> str:
        return format_score(self.value) or _("not scored")


def draw_bars(marks: list[Mark]) -> SafeString:
    """Horizontal bars from one zero line, each under its label and with its value at the end of the track."""
    rows, top = [], 0
    for mark in marks:
        lines = split_label(mark.label, int(WIDTH / LETTER))
        rows += [_text(0, top + SIZE + number * LINE, line) for number, line in enumerate(lines)]
        bar_top = top + len(lines) * LINE + 3
        rows.append(_bar(mark, bar_top))
        top = bar_top + BAR + 12
    zero = format_html(
        '<line class="chart-edge" x1="0.5" y1="0" x2="0.5" y2="{}" stroke="{}"/>', top - 8, COLOURS["edge"]
    )
    return _wrap(_join(rows) + zero, top, _("Scores as bars, from 0 to 100"), marks)


def _bar(mark: Mark, top: int) -> SafeString:
    track = format_html(
        '<rect class="chart-track" x="0" y="{}" width="{}" height="{}" fill="none" stroke="{}"/>',
        top, TRACK, BAR, COLOURS["line"],
    )  # fmt: skip
    if mark.value is None:
        return track + _text(6, top + BAR - 3, mark.shown)
    length = round(float(mark.value) * TRACK / 100, 1)
    bar = format_html(
        '<rect class="chart-bar" x="0" y="{}" width="{}" height="{}" fill="{}"/>',
        top, length, BAR, COLOURS["brand"],
    )  # fmt: skip
    return track + bar + _text(WIDTH, top + BAR - 2, mark.shown, anchor="end", bold=True)


def draw_radar(marks: list[Mark]) -> SafeString:
    """The shape of the scores; nothing when fewer than three are scored, because two make a line."""
    marks = [mark for mark in marks if mark.value is not None]
    if len(marks) < 3:
        return SafeString("")
    directions = [2 * pi * number / len(marks) - pi / 2 for number in range(len(marks))]
    labels = [
        split_label(mark.label, 14 if abs(cos(direction)) > 0.3 else 34)
        for mark, direction in zip(marks, directions, strict=True)
    ]
    radius = _find_radius(labels, directions)
    above = max(len(lines) for lines in labels) * LINE + LINE
    middle = (WIDTH / 2, above + radius + 8)

    def place(direction: float, length: float) -> tuple[float, float]:
        return round(middle[0] + length * cos(direction), 1), round(middle[1] + length * sin(direction), 1)

    def ring(lengths: list[float]) -> str:
        return " ".join(f"{x},{y}" for x, y in map(place, directions, lengths))

    grid = format_html_join(
        "",
        '<polygon class="chart-line" points="{}" fill="none" stroke="{}"/>',
        ((ring([radius * quarter / 4] * len(marks)), COLOURS["line"]) for quarter in range(1, 5)),
    ) + format_html_join(
        "",
        '<line class="chart-line" x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}"/>',
        ((*middle, *place(direction, radius), COLOURS["line"]) for direction in directions),
    )
    shape = format_html(
        '<polygon class="chart-shape" points="{}" fill="{}" fill-opacity="0.2" stroke="{}" stroke-width="2"/>',
        ring([float(mark.value) * radius / 100 for mark in marks]), COLOURS["brand"], COLOURS["brand"],
    )  # fmt: skip
    words = _join(
        _axis_label([*lines, mark.shown], direction, place(direction, radius + 9))
        for mark, lines, direction in zip(marks, labels, directions, strict=True)
    )
    height = round(middle[1] + radius + above + 4)
    return _wrap(grid + shape + words, height, _("The same scores as a shape"), marks)


def _find_radius(labels: list[list[str]], directions: list[float]) -> float:
    """What the widest label beside the plot leaves, at most `LARGEST_RADIUS`."""
    rooms = [
        (WIDTH / 2 - 10 - max(map(len, lines)) * LETTER) / abs(cos(direction))
        for lines, direction in zip(labels, directions, strict=True)
        if abs(cos(direction)) > 0.3
    ]
    return max(30, min([LARGEST_RADIUS, *rooms]))


def _axis_label(lines: list[str], direction: float, spot: tuple[float, float]) -> SafeString:
    """A label and its value at the end of an axis, away from the plot."""
    across, down = cos(direction), sin(direction)
    anchor = "middle" if abs(across) <= 0.3 else "start" if across > 0 else "end"
    if down < -0.5:
        first = spot[1] - LINE * (len(lines) - 1) - 2
    elif down > 0.5:
        first = spot[1] + SIZE
    else:
        first = spot[1] - LINE * (len(lines) - 1) / 2 + 4
    last = len(lines) - 1
    return _join(
        _text(spot[0], round(first + number * LINE, 1), line, anchor=anchor, bold=number == last)
        for number, line in enumerate(lines)
    )


def _join(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _text(x: float, y: float, words: str, *, anchor: str = "start", bold: bool = False) -> SafeString:
    return format_html(
        '<text class="chart-text" x="{}" y="{}" text-anchor="{}" font-weight="{}" fill="{}">{}</text>',
        x, y, anchor, 600 if bold else 400, COLOURS["ink"], words,
    )  # fmt: skip


def split_label(label: str, length: int) -> list[str]:
    """Lines of at most `length` letters, broken between words; a longer word is broken with a hyphen."""
    lines = [""]
    for word in label.split():
        while len(word) > length:
            start, word = word[: length - 1], word[length - 1 :]
            lines += [f"{start}-"] if lines[-1] else []
            if not lines[-1]:
                lines[-1] = f"{start}-"
            lines.append("")
        if lines[-1] and len(lines[-1]) + 1 + len(word) > length:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def say(marks: list[Mark]) -> str:
    """The chart in words."""
    return "; ".join(f"{mark.label}: {mark.shown}" for mark in marks)


def _wrap(content: SafeString, height: int, title: str, marks: list[Mark]) -> SafeString:
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {} {}" width="{}" height="{}" role="img" '
        'font-family="Source Sans 3" font-size="{}"><title>{}</title><desc>{}</desc>{}</svg>',
        WIDTH, height, WIDTH, height, SIZE, title, say(marks), content,
    )  # fmt: skip
