"""The form of the file of law notes (`docs/standard-format.md`). No Django here."""

from typing import Literal

from pydantic import Field, model_validator

from standards.values import Address, Code, Day, Part, Text, Translations, Words


class LawNoteSource(Part):
    """Where a law note comes from."""

    title: Words
    address: Address


class LawNote(Part):
    """A dated note on Kazakhstan's law: orientation, not legal advice.

    `confidence`: A text of the law or an official statement seen; A- unofficial translation seen; B law firm, civil
    society, press or a deputy's statement.
    """

    code: Code
    title: Text
    text: Text
    confidence: Literal["A", "A-", "B"]
    sources: tuple[LawNoteSource, ...] = Field(min_length=1)
    checked_on: Day
    translations: Translations


class LawNotes(Part):
    """The file of law notes, kept apart from the editions because the law changes on its own days."""

    format: Literal[1]
    notes: tuple[LawNote, ...]

    @model_validator(mode="after")
    def _codes_are_unique(self):
        codes = [note.code for note in self.notes]
        doubled = sorted({code for code in codes if codes.count(code) > 1})
        if doubled:
            raise ValueError("\n".join(f"notes: the code {code} is used twice" for code in doubled))
        return self
