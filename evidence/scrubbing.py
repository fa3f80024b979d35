"""XML copied without the people who wrote it: names, initials, times, sessions, folders of their computers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from evidence.xml_parts import XmlWriter, local_name


SOMEBODY = "Author"
# Some formats demand a time where a change was made.
SOME_TIME = "2000-01-01T00:00:00"
# The names of revision sessions are random numbers that tie documents of one person together.
SESSIONS = re.compile(r"rsid|paragraph-rsid")
OWN_PATH = re.compile(r"(file:.*|[A-Za-z]:[\\/].*|\\\\[\w.-]+\\.*|/(home|Users)/.*)[\\/]", re.IGNORECASE)
LONGEST_NAME = 300


@dataclass(frozen=True)
class Rules:
    """What is left out and put in place, by names without prefix."""

    elements: frozenset[str]
    """Left out with all in them."""

    attributes: frozenset[str]
    """Left out."""

    texts: Mapping[tuple[str, str], str]
    """Texts of elements, by parent and element."""

    values: Mapping[str, str]
    """Values of attributes."""


OOXML_RULES = Rules(
    elements=frozenset(
        {
            *("rsids", "docVars", "attachedTemplate", "mailMerge", "docId", "saveThroughXslt"),
            *(
                "absPath",
                "revisionPtr",
                "customWorkbookViews",
                "customSheetViews",
                "documentManagement",
                "metadata",
            ),
        }
    ),
    attributes=frozenset(
        {
            "date",
            "dateUtc",
            "userName",
            "user",
            "ed",
            "refreshedBy",
            "refreshedDate",
            "refreshedDateIso",
            "uid",
        }
    ),
    texts={("authors", "author"): SOMEBODY},
    values={"author": SOMEBODY, "initials": SOMEBODY[0]},
)
ODF_RULES = Rules(
    elements=frozenset({"tracked-changes-view", "metadata"}),
    attributes=frozenset(),
    texts={
        (parent, element): text
        for parent in ("change-info", "annotation")
        for element, text in (
            ("creator", SOMEBODY),
            ("date", SOME_TIME),
            ("date-string", SOME_TIME),
            ("creator-initials", SOMEBODY[0]),
            ("sender-initials", SOMEBODY[0]),
        )
    },
    values={},
)


class Scrubber(XmlWriter):
    """Writes what it is told, less what `rules` leave out. Attributes that point to `dropped_ids` go too."""

    def __init__(self, target: BinaryIO, rules: Rules, dropped_ids: frozenset[str] = frozenset()):
        super().__init__(target)
        self._rules, self._dropped_ids = rules, dropped_ids
        self._path: list[str] = [""]
        self._skipped = 0
        self._held: str | None = None
        self._names: set[str] = set()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        element = local_name(name)
        if self._skipped or self.leaves_out(element, attributes):
            self._skipped += 1
            return
        self._let_go()
        super().start(
            name,
            {key: self._change(key, value) for key, value in attributes.items() if self._keeps(key, value)},
        )
        if (self._path[-1], element) in self._rules.texts or (element == "t" and self._names):
            self._held = ""
        self._path.append(element)

    def leaves_out(self, element: str, attributes: Mapping[str, str]) -> bool:
        return element in self._rules.elements

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        self._let_go()
        self._path.pop()
        super().end(name)

    def text(self, text: str) -> None:
        if self._skipped:
            return
        if self._held is None:
            super().text(text)
            return
        self._held += text
        if len(self._held) > LONGEST_NAME:
            self._let_go()

    def _let_go(self) -> None:
        """Writes a text that was held back until it was known whether it is the name of a person."""
        if self._held is None:
            return
        held, self._held = self._held, None
        replacement = self._rules.texts.get((self._path[-2], self._path[-1]))
        if replacement is not None:
            self._names |= {f"{held}:"} if held else set()
            held = replacement
        else:
            # Excel begins each comment with the name of its author.
            name = next((name for name in self._names if held.startswith(name)), "")
            held = f"{SOMEBODY}:{held[len(name) :]}" if name else held
        super().text(held)

    def _keeps(self, key: str, value: str) -> bool:
        name = local_name(key)
        is_cut_off = name in ("id", "embed", "link", "pict") and value in self._dropped_ids
        return not (name in self._rules.attributes or SESSIONS.match(name) or is_cut_off)

    def _change(self, key: str, value: str) -> str:
        return self._rules.values.get(local_name(key), without_folders(value))


def without_folders(value: str) -> str:
    """A path on somebody's computer is cut down to the name of the file; other values stay."""
    return OWN_PATH.sub("", value, count=1) if OWN_PATH.match(value) else value
