"""The glossary: terms in three languages with what they mean, and how they are found in running text. No Django here.

Kazakh, Russian and English inflect, so that a term is given as forms: words of which those that end in `~` stand for
the word with any ending of its language. The endings are closed lists of what nouns and adjectives take; verbs are not
looked for. A form is found as whole words, whatever their case, and of several that begin at one place the longest wins.
"""

import re
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Literal, NamedTuple

from pydantic import Field, model_validator

from standards.values import LANGUAGES, Code, Part, Text, Translations, Words


# Number, possession, case, "without", and "that is in" of a Kazakh noun, in this order.
KAZAKH = (
    "(?:[лдт][ае]р)?"
    "(?:(?:ы|і)?(?:мыз|міз|ңыз|ңіз|м|ң)|сы|сі|ы|і)?"
    "(?:[ндт][ыі]ң|[нғгқк][ае]|[ае]|[ндт][ыі]|н|[ндт][ае]н|[мбп]ен|н?[дт][ае](?:ғы|гі)?|с[ыі]з)?"
)
RUSSIAN = (
    "(?:[аяоеёуюыиьй]|[оеё]й|[оеё]ю|[оеё]м|ем|[ая]м|[ая]ми|[ая]х|[оеё]в|ь?ю|ьми|"
    "и[ияеюй]|ие[ймв]|ием|и[ая]м|иями|и[ая]х|[ыио]й|[ая]я|[ое]е|[ыи]е|[ое]го|[ое]му|[ыи]м|[ыи]х|[ыи]ми|[ую]ю)?"
)
ENGLISH = "(?:s|es|['’]s|s['’])?"
ENDINGS = {"kk": KAZAKH, "ru": RUSSIAN, "en": ENGLISH}
# A hyphen joins words: neither half of "user-generated" is a word of its own.
BEFORE, AFTER = r"(?<![\w-])", r"(?![\w-])"


class Forms(Part):
    """How a term is found, in each language."""

    kk: tuple[Words, ...] = Field(min_length=1)
    ru: tuple[Words, ...] = Field(min_length=1)
    en: tuple[Words, ...] = Field(min_length=1)


class Term(Part):
    """A term and what it means. One without forms is listed but not looked for in texts."""

    code: Code
    term: Text
    forms: Forms | None = None
    explanation: Text


class Piece(NamedTuple):
    """A part of a text: plain words, or words that are a term."""

    text: str
    term: Term | None = None


class Glossary(Part):
    """The file of terms (`fixtures/glossary.yaml`)."""

    format: Literal[1]
    translations: Translations
    terms: tuple[Term, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _terms_are_told_apart(self):
        problems = list(_find_doubles("the code", [term.code for term in self.terms]))
        for language in LANGUAGES:
            named = [getattr(term.term, language).casefold() for term in self.terms]
            forms = [form.casefold() for term in self.terms for form in list_forms(term, language)]
            problems += _find_doubles(f"the {language} term", named)
            problems += _find_doubles(f"the {language} form", forms)
        problems = problems or list(self._find_lost_terms())
        if problems:
            raise ValueError("\n".join(problems))
        return self

    def _find_lost_terms(self) -> Iterator[str]:
        """Terms that their own forms do not find, or that the forms of another term find first."""
        for term in self.terms:
            for language in LANGUAGES if term.forms else ():
                words = getattr(term.term, language)
                found = next((piece.term for piece in self.split(words, language) if piece.term), None)
                if found is not term:
                    yield f"terms: {term.code}: its {language} forms do not find “{words}”"

    @cached_property
    def _patterns(self) -> dict[str, tuple[re.Pattern, dict[str, Term]]]:
        return {language: _compile(self.terms, language) for language in LANGUAGES}

    def split(self, text: str, language: str, *, known: Collection[str] = ()) -> tuple[Piece, ...]:
        """The text in pieces, of which the first occurrence of each term is a piece of its own. Terms whose code is
        `known` are plain words."""
        pattern, by_group = self._patterns[language]
        seen, pieces, place = set(known), [], 0
        for match in pattern.finditer(text):
            term = by_group[match.lastgroup]
            if term.code in seen:
                continue
            seen.add(term.code)
            if match.start() > place:
                pieces.append(Piece(text[place : match.start()]))
            pieces.append(Piece(match[0], term))
            place = match.end()
        if place < len(text):
            pieces.append(Piece(text[place:]))
        return tuple(pieces)


def list_forms(term: Term, language: str) -> tuple[str, ...]:
    return getattr(term.forms, language) if term.forms else ()


def _find_doubles(what: str, names: list[str]) -> Iterator[str]:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"terms: {what} {name} is used twice"


def _compile(terms: tuple[Term, ...], language: str) -> tuple[re.Pattern, dict[str, Term]]:
    """One pattern for all terms of a language, longer forms first, and the term of each of its groups."""
    forms = [(form, term) for term in terms for form in list_forms(term, language)]
    forms.sort(key=lambda pair: (-len(pair[0].split()), -len(pair[0])))
    groups = {f"form_{number}": term for number, (_form, term) in enumerate(forms)}
    each = (
        f"(?P<{group}>{_write_pattern(form, language)})"
        for group, (form, _term) in zip(groups, forms, strict=True)
    )
    return re.compile(f"{BEFORE}(?:{'|'.join(each)}){AFTER}", re.IGNORECASE), groups


def _write_pattern(form: str, language: str) -> str:
    words = (
        re.escape(word.removesuffix("~")) + (ENDINGS[language] if word.endswith("~") else "")
        for word in form.split()
    )
    return r"\s+".join(words)
