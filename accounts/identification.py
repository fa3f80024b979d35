"""The business identification number (BIN) of Kazakhstan. Pure: no Django.

Twelve digits; the last is a control digit over the first eleven: their sum weighted 1 to 11, modulo 11; when that is
10, the sum weighted 3 to 11, 1, 2, modulo 11; a number for which that is 10 too is never issued. Source: rules on the
registers of identification numbers, Government resolution No. 406 of 22 May 2007.
"""

FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


class InvalidBin(ValueError):
    """Not a BIN; `reason` is `length`, `digits` or `control`."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def compute_control_digit(first_eleven: str) -> int | None:
    """The control digit of eleven digits; none when no such number is issued."""
    digits = [int(digit) for digit in first_eleven]
    for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS):
        control = sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11
        if control < 10:
            return control
    return None


def check_bin(text: str) -> None:
    """Raises `InvalidBin` unless the text is a BIN."""
    if not (text.isascii() and text.isdigit()):
        raise InvalidBin("digits")
    if len(text) != 12:
        raise InvalidBin("length")
    if compute_control_digit(text[:11]) != int(text[11]):
        raise InvalidBin("control")


def complete_bin(first_eleven: str) -> str:
    """A whole BIN from its first eleven digits; raises `InvalidBin` when no such number is issued."""
    control = compute_control_digit(first_eleven)
    if control is None:
        raise InvalidBin("control")
    return f"{first_eleven}{control}"
