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
BAR = 13
TRACK = WIDTH - 34
# Between the zero line and the words beside it.
INSET = 6
# Around the words of the radar, and between an axis and its words.
MARGIN = 4
AWAY = 9
LARGEST_RADIUS = 92
SMALLEST_RADIUS = 45
# Labels above and below the radar, and beside it, where a long word may take more.
ROOM_ABOVE = 220
ROOM_BESIDE = 90
# Widths of letters of Source Sans 3 in parts of the size; a test compares them with the font.
LETTERS = {
    0.38: " Iijlftr.,:;'’()-/іІ",
    0.5: "csvxyzJгзстухэғүұ«»–",
    0.76: "wMжмфъыМФЪ",
    0.95: "mWшщюЖШЩЫЮ%&—№",
}
LETTER_WIDTHS = {letter: width for width, letters in LETTERS.items() for letter in letters}


@dataclass(frozen=True)
class Mark:
    """One value of a chart: 0 to 100, or none when it is not scored."""

    label: str
    value: Fraction | None

    @property
    def shown(self) -> str:
        return format_score(self.value) or _("not scored")


@dataclass(frozen=True)
class Words:
    """One line of text in a chart; `y` is its base line."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    bold: bool = False

    def draw(self) -> SafeString:
        return format_html(
            '<text class="chart-text" x="{}" y="{}" text-anchor="{}" font-weight="{}" fill="{}">{}</text>',
            round(self.x, 1), round(self.y, 1), self.anchor, 600 if self.bold else 400, COLOURS["ink"], self.text,
        )  # fmt: skip


def draw_bars(marks: list[Mark]) -> SafeString:
    """Horizontal bars from one zero line, each under its label and with its value at the end of the track."""
    rows, top = [], 0
    for mark in marks:
        lines = split_label(mark.label, WIDTH - INSET)
        rows += [Words(INSET, top + SIZE + number * LINE, line).draw() for number, line in enumerate(lines)]
        bar_top = top + len(lines) * LINE + 3
        rows.append(_bar(mark, bar_top))
        top = bar_top + BAR + 12
    zero = format_html(
        '<line class="chart-edge" x1="0.5" y1="0" x2="0.5" y2="{}" stroke="{}"/>', top - 8, COLOURS["edge"]
    )
    return _wrap(_join(rows) + zero, 0, top, _("Scores as bars, from 0 to 100"), marks)


def _bar(mark: Mark, top: int) -> SafeString:
    track = format_html(
        '<rect class="chart-track" x="0" y="{}" width="{}" height="{}" fill="none" stroke="{}"/>',
        top, TRACK, BAR, COLOURS["line"],
    )  # fmt: skip
    if mark.value is None:
        return track + Words(INSET, top + BAR - 3, mark.shown).draw()
    length = round(float(mark.value) * TRACK / 100, 1)
    bar = format_html(
        '<rect class="chart-bar" x="0" y="{}" width="{}" height="{}" fill="{}"/>',
        top, length, BAR, COLOURS["brand"],
    )  # fmt: skip
    return track + bar + Words(WIDTH, top + BAR - 2, mark.shown, "end", bold=True).draw()


def draw_radar(marks: list[Mark]) -> SafeString:
    """The shape of the scores; nothing when fewer than three are scored, because two make a line."""
    marks = [mark for mark in marks if mark.value is not None]
    if len(marks) < 3:
        return SafeString("")
    directions = [2 * pi * number / len(marks) - pi / 2 for number in range(len(marks))]
    labels = [
        split_label(mark.label, ROOM_ABOVE if is_upright(direction) else find_room(mark.label))
        for mark, direction in zip(marks, directions, strict=True)
    ]
    radius = _find_radius(labels, directions)

    def place(direction: float, length: float) -> tuple[float, float]:
        return round(WIDTH / 2 + length * cos(direction), 1), round(length * sin(direction), 1)

    def ring(lengths: list[float]) -> str:
        return " ".join(f"{x},{y}" for x, y in map(place, directions, lengths))

    grid = format_html_join(
        "",
        '<polygon class="chart-line" points="{}" fill="none" stroke="{}"/>',
        ((ring([radius * quarter / 4] * len(marks)), COLOURS["line"]) for quarter in range(1, 5)),
    ) + format_html_join(
        "",
        '<line class="chart-line" x1="{}" y1="0" x2="{}" y2="{}" stroke="{}"/>',
        ((WIDTH / 2, *place(direction, radius), COLOURS["line"]) for direction in directions),
    )
    shape = format_html(
        '<polygon class="chart-shape" points="{}" fill="{}" fill-opacity="0.2" stroke="{}" stroke-width="2"/>',
        ring([float(mark.value) * radius / 100 for mark in marks]), COLOURS["brand"], COLOURS["brand"],
    )  # fmt: skip
    words = [
        line
        for mark, lines, direction in zip(marks, labels, directions, strict=True)
        for line in _label_axis([*lines, mark.shown], direction, place(direction, radius + AWAY))
    ]
    top = min(line.y for line in words) - SIZE - MARGIN
    bottom = max(line.y for line in words) + 2 * MARGIN
    drawing = grid + shape + _join(line.draw() for line in words)
    return _wrap(drawing, round(top), round(bottom - top), _("The same scores as a shape"), marks)


def is_upright(direction: float) -> bool:
    """Whether a label at this axis stands above or below the plot, not beside it."""
    return abs(cos(direction)) <= 0.3


def find_room(label: str) -> float:
    """The width of a label beside the radar: more than usual for a long word, as far as the plot allows."""
    widest = max(map(measure, label.split()), default=0)
    return min(max(ROOM_BESIDE, widest), WIDTH / 2 - AWAY - MARGIN - SMALLEST_RADIUS)


def _find_radius(labels: list[list[str]], directions: list[float]) -> float:
    """What the widest label beside the plot leaves, at most `LARGEST_RADIUS`."""
    rooms = [
        (WIDTH / 2 - MARGIN - max(map(measure, lines))) / abs(cos(direction)) - AWAY
        for lines, direction in zip(labels, directions, strict=True)
        if not is_upright(direction)
    ]
    return min([LARGEST_RADIUS, *rooms])


def _label_axis(lines: list[str], direction: float, spot: tuple[float, float]) -> list[Words]:
    """A label and its value at the end of an axis, away from the plot."""
    across, down = cos(direction), sin(direction)
    anchor = "middle" if is_upright(direction) else "start" if across > 0 else "end"
    last = len(lines) - 1
    if down < -0.5:
        first = spot[1] - LINE * last - 2
    elif down > 0.5:
        first = spot[1] + SIZE
    else:
        first = spot[1] - LINE * last / 2 + 4
    return [
        Words(spot[0], first + number * LINE, line, anchor, bold=number == last)
        for number, line in enumerate(lines)
    ]


def _join(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def measure(text: str) -> float:
    """About how wide a text is in a chart: never less than it really is, in either weight."""
    return sum(map(_measure_letter, text)) * SIZE


def _measure_letter(letter: str) -> float:
    """The width of a letter in parts of the size; the greatest for what is neither Latin nor Cyrillic."""
    usual = 0.95 if letter > "\u052f" else 0.68 if letter.isupper() else 0.6
    return LETTER_WIDTHS.get(letter, usual)


def split_label(label: str, room: float) -> list[str]:
    """Lines of at most this width, broken between words; a longer word is broken with a hyphen."""
    lines = [""]
    for word in label.split():
        if lines[-1] and measure(f"{lines[-1]} {word}") > room:
            lines.append("")
        *starts, word = _break_word(word, room)
        for start in starts:
            lines[-1:] = [start, ""]
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _break_word(word: str, room: float) -> list[str]:
    """The word in parts that fit; all but the last end with a hyphen."""
    parts = []
    while len(word) > 1 and measure(word) > room:
        length = len(word) - 1
        while length > 1 and measure(f"{word[:length]}-") > room:
            length -= 1
        parts.append(f"{word[:length]}-")
        word = word[length:]
    return [*parts, word]


def say(marks: list[Mark]) -> str:
    """The chart in words."""
    return "; ".join(f"{mark.label}: {mark.shown}" for mark in marks)


def _wrap(content: SafeString, top: int, height: int, title: str, marks: list[Mark]) -> SafeString:
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 {} {} {}" width="{}" height="{}" role="img" '
        'font-family="Source Sans 3" font-size="{}"><title>{}</title><desc>{}</desc>{}</svg>',
        top, WIDTH, height, WIDTH, height, SIZE, title, say(marks), content,
    )  # fmt: skip
