"""Which questions touch an item of another standard, and which touch each other (docs/crosswalk.md). No Django here.

Works on editions as parsed or in one language: texts are handed on, never looked into. An item is compared by its key, the
letters and numbers of it: P3a.1 and P03a.01 are one, and P3 is above both.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any


FRAMEWORK_COLUMNS = ("framework", "item", "standard", "edition", "question", "question_text")
EDITION_COLUMNS = ("standard", "edition", "recommendation", "question", "question_text", "overlaps")
# Stands in a file where a question touches a framework as a whole.
WHOLE = "*"

Key = tuple[str, ...]

# Cyrillic letters that look like Latin ones: С4 is typed on either keyboard.
LOOKALIKES = str.maketrans("авекмнорстухі", "abekmhopctyxi")
# The shortest beginning of a name's word that stands for the word.
SHORTEST_PART = 2


@dataclass(frozen=True)
class Touch:
    """A question with its edition."""

    edition: Any
    question: Any


@dataclass(frozen=True)
class Item:
    """An item of a framework and the questions that touch it; without a label it is the framework as a whole."""

    key: Key
    label: str
    touches: tuple[Touch, ...]

    @property
    def anchor(self) -> str:
        """Where the item stands on the page of its framework."""
        return "-".join(("item", *self.key)) if self.key else "whole"


@dataclass(frozen=True)
class Table:
    """A framework, as the first edition that knows it describes it, with its items in the order of their numbers."""

    framework: Any
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Reference:
    """An item as one question names it; `anchor` is its place in the table of the framework, if it has one there."""

    label: str
    anchor: str | None


@lru_cache(maxsize=4096)
def split_item(text: str) -> Key:
    """The letters and numbers of a text, without case, leading zeros and whatever stands between them."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(LOOKALIKES)
    return tuple(
        part.lstrip("0") or "0" if part.isdecimal() else part
        for part in re.findall(r"[0-9]+|[^\W\d_]+", folded)
    )


# Words that people put before a number and that say nothing.
FILLERS = frozenset(split_item("article articles art статья статьи ст бап бабы"))
FILLERS |= frozenset(split_item("indicator element principle индикатор элемент принцип көрсеткіш қағидат"))


def build_tables(editions: Iterable[Any]) -> dict[str, Table]:
    """The table of every framework that a question is mapped to, by its code, in the order of the editions."""
    frameworks: dict[str, Any] = {}
    labels: dict[str, dict[Key, str]] = {}
    touches: dict[tuple[str, Key], dict[str, Touch]] = {}
    for edition in editions:
        for framework in edition.frameworks:
            frameworks.setdefault(framework.code, framework)
        for question in edition.questions:
            for code, label in _list_mapped(question):
                key = split_item(label)
                labels.setdefault(code, {}).setdefault(key, label)
                touches.setdefault((code, key), {})[question.code] = Touch(edition, question)
    return {
        code: Table(
            framework,
            tuple(
                Item(key, labels[code][key], tuple(touches[code, key].values()))
                for key in sorted(labels[code], key=_rank)
            ),
        )
        for code, framework in frameworks.items()
        if code in labels
    }


def list_references(
    edition: Any, question: Any, tables: Mapping[str, Table]
) -> tuple[tuple[Any, tuple[Reference, ...]], ...]:
    """What a question touches of each framework of its edition, in the edition's order; often nothing."""
    anchors = {code: {item.key: item.anchor for item in table.items} for code, table in tables.items()}
    mapped = tuple(_list_mapped(question))
    return tuple(
        (
            framework,
            tuple(
                Reference(label, anchors.get(code, {}).get(split_item(label)))
                for code, label in mapped
                if code == framework.code
            ),
        )
        for framework in edition.frameworks
    )


def index_questions(editions: Iterable[Any]) -> dict[str, Touch]:
    """Every question by its code; of a code in several editions the first."""
    found: dict[str, Touch] = {}
    for edition in editions:
        for question in edition.questions:
            found.setdefault(question.code, Touch(edition, question))
    return found


def find_overlaps(editions: Iterable[Any]) -> dict[str, tuple[tuple[str, Any], ...]]:
    """The overlaps of every question that has any, seen from both sides: by its code the other questions' codes, each
    with what they share. Only questions of these editions; a question's own note stands before the other's.
    """
    questions = [question for edition in editions for question in edition.questions]
    codes = {question.code for question in questions}
    declared = [
        (question.code, overlap.question, overlap.note)
        for question in questions
        for overlap in question.overlaps
        if overlap.question in codes
    ]
    found: dict[str, dict[str, Any]] = {}
    for code, other, note in declared:
        found.setdefault(code, {})[other] = note
    for code, other, note in declared:
        found.setdefault(other, {}).setdefault(code, note)
    return {code: tuple(notes.items()) for code, notes in found.items()}


def find_neighbours(edition: Any, newest: Sequence[Any]) -> dict[str, tuple[tuple[Touch, Any], ...]]:
    """The overlaps of an edition, which need not be the newest one, with the newest editions of the other standards: by
    code the other questions, each with what they share. A question is that of its newest edition, if it is still there.
    """
    others = [other for other in newest if other.standard.slug != edition.standard.slug]
    known = index_questions([*newest, edition])
    return {
        code: tuple((known[other], note) for other, note in overlaps)
        for code, overlaps in find_overlaps([edition, *others]).items()
    }


def list_examples(tables: Iterable[Table]) -> list[str]:
    """A query for each framework that has items: the beginning of its code and its first item."""
    return [
        f"{re.split('[-._]', table.framework.code)[0]} {item.label}"
        for table in tables
        for item in [item for item in table.items if item.label][:1]
    ]


def search(query: str, tables: Mapping[str, Table], names: Mapping[str, Iterable[str]]) -> tuple[Table, ...]:
    """The tables with the items that a query means and all items below these; only tables in which something was found.

    A query is an item, with or without a framework's code or name, or part of it, on either side. `names` holds more
    names of the frameworks by code. Of several readings the one with the longest item that finds something wins, so a
    name alone means the whole framework.
    """
    tokens = tuple(token for token in split_item(query) if token not in FILLERS)
    if not tokens:
        return ()
    words = {code: _list_words(code, names.get(code, ())) for code in tables}
    for size in range(len(tokens), -1, -1):
        place = len(tokens) - size
        for name, item in ((tokens[:place], tokens[place:]), (tokens[size:], tokens[:size])):
            named = [table for code, table in tables.items() if not name or _is_named(name, words[code])]
            found = tuple(_narrow(item, named))
            if found:
                return found
    return ()


def find_question(query: str, editions: Iterable[Any]) -> Touch | None:
    """The question whose code a query is."""
    key = split_item(query)
    known = index_questions(editions).values()
    return next((touch for touch in known if key and split_item(touch.question.code) == key), None)


def list_framework_rows(table: Table) -> list[tuple]:
    """The rows of a framework's file, one a pair of item and question; see `FRAMEWORK_COLUMNS`."""
    return [
        (
            table.framework.code,
            item.label or WHOLE,
            touch.edition.standard.slug,
            touch.edition.edition,
            touch.question.code,
            touch.question.text,
        )
        for item in table.items
        for touch in item.touches
    ]


def list_edition_columns(edition: Any) -> tuple[str, ...]:
    """The columns of an edition's file: `EDITION_COLUMNS`, then a column for each framework, named by its code."""
    return (*EDITION_COLUMNS, *(framework.code for framework in edition.frameworks))


def list_edition_rows(edition: Any, neighbours: Mapping[str, Sequence[tuple[Touch, Any]]]) -> list[tuple]:
    """The rows of an edition's file, one a question; see `list_edition_columns`."""
    return [
        (
            edition.standard.slug,
            edition.edition,
            question.recommendation,
            question.code,
            question.text,
            "; ".join(touch.question.code for touch, _note in neighbours.get(question.code, ())),
            *(
                "; ".join(reference.label or WHOLE for reference in references)
                for _framework, references in list_references(edition, question, {})
            ),
        )
        for question in edition.questions
    ]


def _list_mapped(question: Any) -> Iterable[tuple[str, str]]:
    """The framework and the item of each mapping; an empty item for a framework as a whole."""
    for mapping in question.mappings:
        for label in mapping.items or ("",):
            yield mapping.framework, label


def _rank(key: Key) -> tuple:
    """Sorts numbers as numbers, before letters."""
    return tuple((0, len(part), part) if part.isdecimal() else (1, 0, part) for part in key)


def _list_words(code: str, names: Iterable[str]) -> frozenset[str]:
    return frozenset(word for name in (code, *names) for word in split_item(name))


def _is_named(name: Key, words: frozenset[str]) -> bool:
    """Whether each word of a name is one of a framework's words or begins one; a number alone names nothing."""
    return not all(token.isdecimal() for token in name) and all(
        token in words
        or (
            len(token) >= SHORTEST_PART
            and not token.isdecimal()
            and any(word.startswith(token) for word in words)
        )
        for token in name
    )


def _narrow(key: Key, tables: Iterable[Table]) -> Iterable[Table]:
    """The tables with only the items at or below a key; a table without any is left out."""
    for table in tables:
        items = tuple(item for item in table.items if item.key[: len(key)] == key)
        if items:
            yield replace(table, items=items)
