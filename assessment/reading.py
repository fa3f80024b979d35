"""The texts of questions as they are read: terms of the glossary explain themselves, a second language stands beside."""

from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from assessment.questionnaire import AskedQuestion, Part, Questionnaire
from standards.catalogue import find_text_language, get_glossary
from standards.glossary import Piece, Term


class Beside(NamedTuple):
    """A question or a recommendation in the second language: the language its words are really in, itself, and the part of
    the localised edition that decides what is rendered."""

    language: str
    shown: AskedQuestion | Part
    words: SimpleNamespace


@dataclass(frozen=True)
class SecondLanguage:
    """What the assessment asks, in the language that stands beside that of the page."""

    language: str
    questionnaire: Questionnaire

    def find_question(self, question: AskedQuestion) -> Beside:
        found = self.questionnaire.by_code[question.code]
        return Beside(self._find_language(found), found, found.definition)

    def find_part(self, part: Part) -> Beside:
        found = self.questionnaire.find_part(part.pillar, part.code)
        return Beside(self._find_language(found), found, found.recommendation)

    def _find_language(self, found: AskedQuestion | Part) -> str:
        return find_text_language(found.edition.translations, self.language)


class Marked(NamedTuple):
    """Texts in which the first occurrence of each term is marked, and the terms that need a note on the page."""

    texts: tuple[SafeString, ...]
    terms: tuple[Term, ...]

    @property
    def criteria(self) -> tuple[SafeString, ...]:
        return self.texts[1:]


def mark_question(question: AskedQuestion, language: str, *, may_answer: bool) -> Marked:
    """The text of the question and the criteria of its options; a term is marked once in all of them."""
    texts = (question.definition.text, *(option.criterion for option in question.options))
    return _mark(texts, find_text_language(question.edition.translations, language), may_answer)


@lru_cache(maxsize=4096)
def _mark(texts: tuple[str, ...], language: str, may_answer: bool) -> Marked:
    """Whoever may only read meets a disabled form, in which buttons do nothing; links to the glossary work there."""
    terms: dict[str, Term] = {}
    marked = []
    for text in texts:
        pieces = get_glossary().split(text, language, known=terms.keys())
        terms |= {piece.term.code: piece.term for piece in pieces if piece.term}
        marked.append(mark_safe("".join(_render_piece(piece, may_answer) for piece in pieces)))  # noqa: S308
    return Marked(tuple(marked), tuple(terms.values()) if may_answer else ())


def _render_piece(piece: Piece, is_button: bool) -> SafeString:
    if piece.term is None:
        return format_html("{}", piece.text)
    if is_button:
        return format_html(
            '<button class="term" type="button" popovertarget="term-{}">{}</button>',
            piece.term.code,
            piece.text,
        )
    return format_html(
        '<a class="term" href="{}#{}">{}</a>', reverse("glossary:list"), piece.term.code, piece.text
    )
