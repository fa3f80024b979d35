"""Names of uploaded files, made safe for every system that may store or show them."""

import re
import unicodedata


MAX_LENGTH = 120
"""Characters of a tidy name, extension included."""

FALLBACK = "file"
RESERVED = frozenset(
    {"con", "prn", "aux", "nul"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"}
)
# Controls, invisible marks (writing direction, zero width, soft hyphen), halves of characters, private use, line ends.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def tidy_file_name(name: str) -> str:
    """The last part of `name` without anything that a file system, a terminal or a reader could take for something else.

    Letters of every alphabet stay. The result is never empty, has at most `MAX_LENGTH` characters and keeps its extension.
    """
    seen = "".join(letter for letter in name if unicodedata.category(letter) not in UNSEEN)
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", seen))[-1]
    stem, extension = _split(_trim(re.sub(r'[<>:"|?*]', "_", last)))
    stem = stem or FALLBACK
    if stem.partition(".")[0].rstrip().lower() in RESERVED:
        stem = f"_{stem}"
    return stem[: MAX_LENGTH - len(extension)].rstrip(". ") + extension


def _trim(name: str) -> str:
    """Without dots and blanks at both ends, which hide a file or are dropped by Windows; other blanks are single spaces."""
    return re.sub(r"\s+", " ", name).strip(". ")


def _split(name: str) -> tuple[str, str]:
    """Stem and extension; an extension has one to ten letters or digits."""
    found = re.fullmatch(r"(.*?)[. ]*(\.[^\W_]{1,10})", name)
    return (found[1], found[2]) if found else (name, "")
