"""Search in texts by each alphabet's own rules, the same on every database. Pure: no Django.

Letters fold case as Unicode defines it (Ә and ә, Ң and ң, Й and й, İ too), composed and decomposed forms are one, and
Russian ё is found by е, as its readers write it. A letter that only looks alike in another alphabet stays another
letter, except і, which is often typed on a Latin keyboard and cannot be told apart by eye.
"""

import unicodedata
from collections.abc import Iterable


LOOKALIKES = str.maketrans({"ё": "е", "і": "i"})


def fold(text: str) -> str:
    """The text as it is compared: NFKC, without case, single spaces."""
    composed = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", composed).translate(LOOKALIKES).split())


def split_words(query: str) -> tuple[str, ...]:
    """The folded words of a query; all of them have to occur."""
    return tuple(fold(query).split())


def matches(words: Iterable[str], texts: Iterable[str]) -> bool:
    """Whether every word occurs somewhere in the texts together."""
    haystack = "\n".join(fold(text) for text in texts)
    return all(word in haystack for word in words)
