"""The table that a run prints: what was measured, the floor and the limit it is held against, and the verdict."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass


HEAD = ("what", "measured", "floor", "ratio", "limit", "verdict")


@dataclass(frozen=True)
class Row:
    """One line. `floor` and `ratio` are empty where the limit is absolute."""

    what: str
    measured: str
    floor: str
    ratio: str
    limit: str
    met: bool


def hold(what: str, measured: float, limit: float, unit: str = "", places: int = 0) -> Row:
    """A value against an absolute limit in the same unit."""
    shown = _say(measured, unit, places)
    return Row(what, shown, "", "", f"≤ {limit:g}{unit and ' '}{unit}", round(measured, places) <= limit)


def compare(what: str, measured: float, floor: float, limit: float) -> Row:
    """Seconds against the seconds of a floor; `limit` is the largest ratio."""
    ratio = measured / floor
    return Row(what, _say_time(measured), _say_time(floor), f"{ratio:.2f}", f"≤ {limit:g} ×", ratio <= limit)


def judge(what: str, offenders: Sequence[str]) -> Row:
    """A rule without numbers; `offenders` are those that break it."""
    return Row(what, f"no: {', '.join(offenders)}" if offenders else "yes", "", "", "yes", not offenders)


def _say(value: float, unit: str, places: int) -> str:
    return f"{value:,.{places}f}{unit and ' '}{unit}"


def _say_time(seconds: float) -> str:
    return _say(seconds * 1000, "ms", 1)


def print_table(rows: list[Row]) -> None:
    lines = [HEAD, *((*astuple(row)[:-1], "met" if row.met else "MISSED") for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    print()
    for line in lines:
        what, *numbers, verdict = line
        cells = [what.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(numbers, widths[1:-1], strict=True)]
        print("  ".join([*cells, verdict]))
    missed = sum(not row.met for row in rows)
    print(f"\n{len(rows) - missed} of {len(rows)} bars are met.")
