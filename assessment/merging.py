"""Two texts of the same answer become one that a person can finish. Pure: no Django."""


def merge_texts(theirs: str, mine: str) -> str:
    """Both texts, theirs first, with an empty line between; when one holds all of the other, the longer one alone."""
    if mine.strip() in theirs:
        return theirs
    if theirs.strip() in mine:
        return mine
    return f"{theirs.rstrip()}\n\n{mine.lstrip()}"
