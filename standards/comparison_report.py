"""A comparison of two editions as an editor reads it in a terminal, and as JSON. No Django here. Both forms are described
in `docs/new-editions.md`."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from pydantic import TypeAdapter

from standards.comparison import Change, Comparison, Meaning, PartChange
from standards.values import Part, Text


NO_DIFFERENCES = "No differences."
HEADINGS = {
    "added": "added",
    "removed": "removed",
    Meaning.REWORDED: "reworded",
    Meaning.RETRANSLATED: "translation corrected",
    Meaning.REWEIGHTED: "reweighted",
    Meaning.RESCORED: "scored otherwise",
    Meaning.RETARGETED: "asked otherwise",
    Meaning.OTHER: "changed otherwise",
}
# What stands in a line where the file holds nothing.
NOTHING = {
    "applies_to": "every company",
    "pillar": "that of the recommendation",
    "points": "excluded",
}
# Longer stretches of words that stay are cut to this many on either side of what differs.
CONTEXT = 4
# Texts that share less than this share of their words are shown whole, one after the other.
LIKENESS = 0.4

_COMPARISON = TypeAdapter(Comparison)


def make_json(comparison: Comparison) -> str:
    return json.dumps(_COMPARISON.dump_python(comparison, mode="json"), ensure_ascii=False, indent=2)


def make_report(comparison: Comparison) -> str:
    """The report: counts first, then a heading for each word of each section, one line a change."""
    if comparison.is_empty:
        return NO_DIFFERENCES
    head = [f"{comparison.standard}: edition {comparison.old} → edition {comparison.new}"]
    body = []
    for section, counts in comparison.count_words().items():
        parts = [part for part in comparison.parts if part.section == section]
        told = []
        for word, title in HEADINGS.items():
            if counts[word]:
                # A block is one part, so only entries of a list are worth counting.
                told.append(f"{counts[word]} {title}" if parts[0].code else title)
                body += ["", f"{_name_section(section)}: {title}", *_list_lines(parts, word)]
        head.append(f"{_name_section(section)}: {', '.join(told)}")
    return "\n".join(head + body)


def _name_section(key: str) -> str:
    return key.replace("_", " ").capitalize()


def _list_lines(parts: Iterable[PartChange], word: str) -> Iterator[str]:
    for part in parts:
        if part.what == word:
            yield f"  {part.code}: {describe(part.title)}"
        for change in part.changes:
            if change.meaning == word:
                place = (*change.place, *filter(None, [change.language]))
                told = filter(None, [part.code, ", ".join(place), _say(change)])
                yield f"  {': '.join(told)}"


def _say(change: Change) -> str:
    old, new = change.old, change.new
    if change.what == "added":
        return f"added: {describe(new)}"
    if change.what == "removed":
        return f"removed: {describe(old)}"
    if change.what == "moved":
        before, after = (f"after {describe(value)}" if value else "first" for value in (old, new))
        return f"moved: {before} → {after}"
    if change.meaning in (Meaning.REWORDED, Meaning.RETRANSLATED) and isinstance(old, str):
        return show_difference(old, new)
    nothing = NOTHING.get(change.place[-1], "none")
    return f"{describe(old, nothing)} → {describe(new, nothing)}"


def describe(value: Any, nothing: str = "none") -> str:
    """A value in one line, as it would stand in the file; of a text the English words."""
    if value is None or value == ():
        return nothing
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Text):
        return describe(value.en)
    if isinstance(value, tuple):
        return ", ".join(
            f"[{describe(entry)}]" if isinstance(entry, tuple) else describe(entry) for entry in value
        )
    if isinstance(value, Part):
        # Its first key is the code, which stands before it in the line.
        _code, *names = type(value).model_fields
        return ", ".join(describe(getattr(value, name)) for name in names)
    return _show_characters(" ".join(str(value).split()))


def show_difference(old: str, new: str) -> str:
    """Two texts as one: [-words taken out-] {+words put in+}, with an ellipsis for long stretches that stay. Both in
    quotes when they have little in common, or when nothing but blanks differs."""
    before, after = old.split(), new.split()
    if before == after:
        return f"{old!r} → {new!r}"
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < LIKENESS:
        return f'"{describe(old)}" → "{describe(new)}"'
    pieces = []
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            pieces += _cut(before[start:end], begins=start == 0, ends=end == len(before))
            continue
        if start < end:
            pieces.append(f"[-{' '.join(before[start:end])}-]")
        if new_start < new_end:
            pieces.append(f"{{+{' '.join(after[new_start:new_end])}+}}")
    return _show_characters(" ".join(pieces))


def _cut(words: list[str], *, begins: bool, ends: bool) -> list[str]:
    """What stays around a difference; at the beginning and the end of the text only the side towards it is context."""
    head, tail = [] if begins else words[:CONTEXT], [] if ends else words[-CONTEXT:]
    return words if len(words) <= len(head) + len(tail) + 1 else [*head, "…", *tail]


def _show_characters(text: str) -> str:
    """What cannot be seen, or would steer the terminal, is written out."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)
