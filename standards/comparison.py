"""What differs between two editions of a standard, and what an answer to the older one is worth under the newer.

The fields of the definition are walked through, none is named to be compared: a key that the format gains later is said
too, as "other" until it is given a meaning here. No Django here. `docs/new-editions.md` explains every word.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, Literal

from standards.definition import (
    EditionDefinition,
    Option,
    PillarDefinition,
    Question,
    Quotation,
    Recommendation,
    Scoring,
    Severity,
    Source,
)
from standards.values import LANGUAGES, Part, Text


class DifferentStandards(ValueError):
    """Two editions of different standards, which share nothing that could be compared."""


class Meaning(StrEnum):
    """What a change means to those who answer and to their scores."""

    REWORDED = "reworded"
    RETRANSLATED = "retranslated"
    REWEIGHTED = "reweighted"
    RESCORED = "rescored"
    RETARGETED = "retargeted"
    OTHER = "other"


MEANINGS = {
    **dict.fromkeys([(Quotation, "text"), (Source, "title"), (Source, "publisher")], Meaning.REWORDED),
    **dict.fromkeys([(Question, "weight"), (Question, "severity"), (Severity, "weight")], Meaning.REWEIGHTED),
    **dict.fromkeys(
        [
            *((Question, name) for name in ("recommendation", "pillar", "kind", "reversed", "criteria")),
            *((Recommendation, name) for name in ("pillar", "family")),
            *((Option, name) for name in ("points", "reversed_points")),
            *((Scoring, name) for name in Scoring.model_fields),
        ],
        Meaning.RESCORED,
    ),
    **dict.fromkeys(
        [
            *((Question, name) for name in ("tier", "applies_to", "scope")),
            (PillarDefinition, "may_be_left_out"),
        ],
        Meaning.RETARGETED,
    ),
}
SECTION_OF_VALUES = "edition"
FIRST_SECTIONS = ("questions", "recommendations")
# How much of their words two texts of a list have to share, in one language, to be the same text reworded.
LIKENESS = 0.5
CODES = ("code", "option", "framework", "question")


@dataclass(frozen=True)
class Change:
    """One value that differs. `place` leads to it inside its part by keys, codes and numbers; `language` is given for
    words of a text. An entry of a list that is added or removed has one side only. A moved entry names what it
    stood after: a code, or the English words of a text; none when it stood first."""

    what: Literal["added", "removed", "changed", "moved"]
    meaning: Meaning
    place: tuple[str, ...]
    language: str | None
    old: Any
    new: Any


@dataclass(frozen=True)
class PartChange:
    """A part of an edition that differs: an entry of a list with its code, or a block or a list of texts without one.
    `section` is its key in the file; the plain values of the file make up the section "edition"."""

    section: str
    code: str | None
    what: Literal["added", "removed", "changed"]
    title: Text | str | None
    changes: tuple[Change, ...] = ()

    @property
    def words(self) -> frozenset[str]:
        """What is said of the part: added, removed, or the meanings of its changes."""
        return frozenset({change.meaning.value for change in self.changes} or {self.what})


@dataclass(frozen=True)
class Comparison:
    """Everything that differs: questions first, then recommendations, then the rest in the order of the file."""

    standard: str
    old: str
    new: str
    parts: tuple[PartChange, ...]

    @property
    def is_empty(self) -> bool:
        return not self.parts

    def list_codes(self, section: str, word: str) -> tuple[str, ...]:
        """Codes of the parts of a section of which the word is said, for example the reworded questions."""
        return tuple(
            part.code for part in self.parts if part.section == section and part.code and word in part.words
        )

    def count_words(self) -> dict[str, Counter[str]]:
        """How many parts of each section each word is said of."""
        counts = {}
        for part in self.parts:
            counts.setdefault(part.section, Counter()).update(part.words)
        return counts


@dataclass(frozen=True)
class CarriedOption:
    """An option that both editions offer. `reworded`: its criterion or its label, in a source language; `repointed`: it
    earns something else."""

    reworded: bool
    repointed: bool


@dataclass(frozen=True)
class Carried:
    """A question of both editions. `reworded`: the text, an option or the choice of options differs, in a source language;
    `options` are those that both offer, by code, in the order of the newer scale."""

    reworded: bool
    options: Mapping[str, CarriedOption]


@dataclass(frozen=True)
class _Pair:
    """An entry of a list in both editions or in one of them; `moved` says what it stood and stands after."""

    key: str
    old: Any
    new: Any
    moved: tuple[str | None, str | None] | None = None


def compare_editions(old: EditionDefinition, new: EditionDefinition) -> Comparison:
    """All that differs; raises `DifferentStandards`."""
    _refuse_different_standards(old, new)
    walk = _Walk(find_source_languages(old, new))
    sections = [
        *FIRST_SECTIONS,
        *(name for name in EditionDefinition.model_fields if name not in FIRST_SECTIONS),
    ]
    parts, values = [], []
    for name in sections:
        before, after = getattr(old, name), getattr(new, name)
        if _is_list_of(Part, before, after) and not _is_list_of(Text, before, after):
            parts += walk.compare_section(name, before, after)
        elif isinstance(before, (Part, tuple)):
            changes = tuple(walk.compare(before, after, (), Meaning.OTHER))
            parts += [PartChange(name, None, "changed", None, changes)] if changes else []
        else:
            values += walk.compare(before, after, (name,), Meaning.OTHER)
    if values:
        parts.append(PartChange(SECTION_OF_VALUES, None, "changed", None, tuple(values)))
    return Comparison(old.standard.slug, old.edition, new.edition, tuple(parts))


def carry_over(old: EditionDefinition, new: EditionDefinition) -> dict[str, Carried]:
    """What answers to the older edition are worth under the newer, for every question code in both, in the order of the
    newer. A code asks the same for good, so its answer may be taken over. Raises `DifferentStandards`."""
    _refuse_different_standards(old, new)
    languages = find_source_languages(old, new)
    scales = [{option.code: option for option in edition.scale} for edition in (old, new)]
    before = {question.code: question for question in old.questions}
    return {
        question.code: _carry(before[question.code], question, scales, languages)
        for question in new.questions
        if question.code in before
    }


def find_source_languages(*editions: EditionDefinition) -> frozenset[str]:
    """Languages in which one of the editions is written; all of them when no edition says."""
    written = {
        language
        for edition in editions
        for language in LANGUAGES
        if getattr(edition.translations, language) == "source"
    }
    return frozenset(written or LANGUAGES)


def _refuse_different_standards(old: EditionDefinition, new: EditionDefinition) -> None:
    if old.standard.slug != new.standard.slug:
        raise DifferentStandards(
            f"{old.standard.slug} and {new.standard.slug} are different standards; "
            "only editions of one standard can be compared"
        )


def _carry(old: Question, new: Question, scales: list[dict], languages: frozenset[str]) -> Carried:
    old_scale, new_scale = scales
    before, after = (
        {criterion.option: criterion.text for criterion in question.criteria} for question in (old, new)
    )
    options = {
        code: CarriedOption(
            reworded=_is_reworded(before[code], after[code], languages)
            or _is_reworded(old_scale[code].label, option.label, languages),
            repointed=old_scale[code].earns(old.reversed) != option.earns(new.reversed),
        )
        for code, option in new_scale.items()
        if code in before and code in after
    }
    reworded = _is_reworded(old.text, new.text, languages) or before.keys() != after.keys()
    return Carried(reworded or any(option.reworded for option in options.values()), options)


def _is_reworded(old: Text, new: Text, languages: frozenset[str]) -> bool:
    return any(old.in_language(language) != new.in_language(language) for language in languages)


def _is_list_of(kind: type, *lists: Any) -> bool:
    return any(isinstance(entry, kind) for value in lists if isinstance(value, tuple) for entry in value)


@dataclass(frozen=True)
class _Walk:
    """Walks through two definitions side by side."""

    languages: frozenset[str]

    def compare_section(self, name: str, old: tuple, new: tuple) -> Iterator[PartChange]:
        for pair in _align(old, new):
            entry = pair.new or pair.old
            title = next(getattr(entry, key) for key in ("text", "title", "label") if hasattr(entry, key))
            if pair.old is None or pair.new is None:
                yield PartChange(name, pair.key, "added" if pair.new else "removed", title)
                continue
            changes = tuple(self._compare_pair(pair, (), Meaning.OTHER))
            if changes:
                yield PartChange(name, pair.key, "changed", title, changes)

    def compare(self, old: Any, new: Any, place: tuple[str, ...], meaning: Meaning) -> Iterator[Change]:
        """The changes below a place; `meaning` is that of the field that holds the value."""
        if old == new:
            return
        if isinstance(old, Text) and isinstance(new, Text):
            yield from self._compare_texts(old, new, place)
        elif isinstance(old, Part) and isinstance(new, Part):
            for name in type(old).model_fields:
                inner = MEANINGS.get((type(old), name), Meaning.OTHER)
                yield from self.compare(getattr(old, name), getattr(new, name), (*place, name), inner)
        elif _is_list_of(Part, old, new):
            for pair in _align(old, new):
                yield from self._compare_pair(pair, (*place, pair.key), meaning)
        else:
            meaning = Meaning.REWORDED if isinstance(new or old, Text) else meaning
            yield Change("changed", meaning, place, None, old, new)

    def _compare_texts(self, old: Text, new: Text, place: tuple[str, ...]) -> Iterator[Change]:
        is_reworded = _is_reworded(old, new, self.languages)
        meaning = Meaning.REWORDED if is_reworded else Meaning.RETRANSLATED
        for language in LANGUAGES:
            before, after = old.in_language(language), new.in_language(language)
            if before != after:
                yield Change("changed", meaning, place, language, before, after)

    def _compare_pair(self, pair: _Pair, place: tuple[str, ...], meaning: Meaning) -> Iterator[Change]:
        if pair.old is None or pair.new is None:
            meaning = Meaning.REWORDED if isinstance(pair.new or pair.old, Text) else meaning
            yield Change("added" if pair.new else "removed", meaning, place, None, pair.old, pair.new)
            return
        yield from self.compare(pair.old, pair.new, place, meaning)
        if pair.moved:
            yield Change("moved", Meaning.OTHER, place, None, *pair.moved)


def _align(old: tuple, new: tuple) -> list[_Pair]:
    """The entries of two lists beside each other, in the order of the newer; what is gone stands where it stood."""
    keys, new_keys = _name_entries(old), _name_entries(new)
    partners = _match_texts(old, new) if _is_list_of(Text, old, new) else _match_keys(keys, new_keys)
    gone = set(range(len(old))) - set(partners.values())
    moves = _find_moves(old, partners)
    pairs = []

    def list_gone(index: int) -> None:
        while index in gone:
            pairs.append(_Pair(keys[index], old[index], None))
            index += 1

    list_gone(0)
    for index, entry in enumerate(new):
        place = partners.get(index)
        before = None if place is None else old[place]
        pairs.append(_Pair(new_keys[index], before, entry, moves.get(index)))
        if place is not None:
            list_gone(place + 1)
    return pairs


def _name_entries(entries: tuple) -> list[str]:
    """The code of every entry, with a number where it stands again; texts have numbers alone, from 1."""
    names, seen = [], Counter()
    for number, entry in enumerate(entries, 1):
        name = str(number) if isinstance(entry, Text) else _get_code(entry)
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def _get_code(entry: Part) -> str:
    """What an entry is known by: its own code, or that of the option, framework or question that it is about."""
    return next(getattr(entry, key) for key in CODES if hasattr(entry, key))


def _match_keys(old: list[str], new: list[str]) -> dict[int, int]:
    """Places in the newer list with those in the older."""
    places = {key: index for index, key in enumerate(old)}
    return {index: places[key] for index, key in enumerate(new) if key in places}


def _match_texts(old: tuple[Text, ...], new: tuple[Text, ...]) -> dict[int, int]:
    """The same for texts, which have no codes: the likest belong together, first those that stand at the same place."""
    candidates = sorted(
        (-likeness, abs(place - index), index, place)
        for index, after in enumerate(new)
        for place, before in enumerate(old)
        if (likeness := _measure_likeness(before, after)) >= LIKENESS
    )
    partners = {}
    for _likeness, _distance, index, place in candidates:
        if index not in partners and place not in partners.values():
            partners[index] = place
    return partners


def _measure_likeness(old: Text, new: Text) -> float:
    """The share of words in common, in the language where it is largest; more than 1 when nothing differs."""
    if old == new:
        return 2.0
    return max(
        SequenceMatcher(None, old.in_language(language).split(), new.in_language(language).split()).ratio()
        for language in LANGUAGES
    )


def _find_moves(old: tuple, partners: dict[int, int]) -> dict[int, tuple]:
    """For each place in the newer list whose entry stands elsewhere among those of both: what it stood after, and what
    it stands after. What moved along with the entry before it is not named again."""
    stood, stands = sorted(partners.values()), [partners[index] for index in sorted(partners)]
    blocks = SequenceMatcher(None, stood, stands, autojunk=False).get_matching_blocks()
    stayed = {stood[block.a + step] for block in blocks for step in range(block.size)}
    moves = {}
    for index, place in partners.items():
        if place in stayed:
            continue
        before, after = _get_previous(stood, place), _get_previous(stands, place)
        if before != after:
            moves[index] = tuple(None if at is None else _say_entry(old[at]) for at in (before, after))
    return moves


def _get_previous(places: list[int], place: int) -> int | None:
    position = places.index(place)
    return places[position - 1] if position else None


def _say_entry(entry: Part) -> str:
    return entry.en if isinstance(entry, Text) else _get_code(entry)
