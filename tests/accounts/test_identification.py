"""The control digit of a BIN. Without a database; the examples were computed by hand."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from accounts.identification import (
    FIRST_WEIGHTS,
    InvalidBin,
    check_bin,
    complete_bin,
    compute_control_digit,
)


@pytest.mark.parametrize(
    ("first_eleven", "control"),
    [
        ("00000000000", 0),
        ("20014000001", 4),  # 2 + 4 + 20 + 11 = 37 = 3 · 11 + 4
        ("98765432101", 0),  # 9 + 16 + 21 + 24 + 25 + 24 + 21 + 16 + 9 + 11 = 176 = 16 · 11
        ("20014000050", 1),  # 76 leaves 10; 6 + 6 + 28 + 5 = 45 = 4 · 11 + 1
        ("20014000052", 5),  # 98 leaves 10; 45 + 2 · 2 = 49 = 4 · 11 + 5
        ("20014000130", None),  # 65 leaves 10; 54 leaves 10 too
    ],
)
def test_control_digit(first_eleven, control):
    assert compute_control_digit(first_eleven) == control


def test_number_that_is_never_issued_has_no_completion_and_is_no_bin():
    with pytest.raises(InvalidBin) as refusal:
        complete_bin("20014000130")
    assert refusal.value.reason == "control"

    for control in range(10):
        assert find_problem(f"20014000130{control}") == "control"


@pytest.mark.parametrize("text", ["200140000014", "200140000501", "200140000525", "000000000000"])
def test_valid_bin_is_accepted(text):
    assert check_bin(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "digits"),
        ("20014000001O", "digits"),
        ("200140 00014", "digits"),
        ("-20014000001", "digits"),
        ("200140000014\n", "digits"),
        ("\x00" * 12, "digits"),
        ("²00140000014", "digits"),
        ("２００１４００００００１４", "digits"),
        ("٢٠٠١٤٠٠٠٠٠١٤", "digits"),
        ("2001400000", "length"),
        ("20014000001", "length"),
        ("2001400000140", "length"),
        ("0" * 100_000, "length"),
        ("200140000015", "control"),
        ("020140000014", "control"),
    ],
)
def test_invalid_bin_is_refused_with_its_reason(text, reason):
    assert find_problem(text) == reason


def find_problem(text):
    """The reason why a text is no BIN; none for a BIN."""
    try:
        check_bin(text)
    except InvalidBin as error:
        return error.reason
    return None


def takes_first_weights(number):
    """Whether the control digit comes from the first weights rather than from the second."""
    digits = zip(FIRST_WEIGHTS, number[:11], strict=True)
    return sum(weight * int(digit) for weight, digit in digits) % 11 < 10


def replace(number, position, digit):
    return f"{number[:position]}{digit}{number[position + 1 :]}"


numbers = (
    st.text("0123456789", min_size=11, max_size=11)
    .filter(lambda eleven: compute_control_digit(eleven) is not None)
    .map(complete_bin)
)
digits = st.sampled_from("0123456789")


@given(numbers)
def test_completed_number_is_a_bin(number):
    assert find_problem(number) is None


@given(numbers, digits)
def test_another_control_digit_is_always_noticed(number, digit):
    assume(digit != number[11])

    assert find_problem(replace(number, 11, digit)) == "control"


@given(numbers, st.integers(0, 9), digits)
@example("200140000014", 0, "3")
def test_one_changed_digit_of_the_first_ten_is_noticed_while_the_first_weights_decide(
    number, position, digit
):
    changed = replace(number, position, digit)
    assume(changed != number and takes_first_weights(number) and takes_first_weights(changed))

    assert find_problem(changed) == "control"


@given(numbers, digits)
@example("200140000014", "7")
@example("200140000501", "7")
def test_changed_eleventh_digit_is_noticed_only_when_the_second_weights_decide(number, digit):
    """The eleventh digit weighs 11, which counts for nothing modulo 11: a weakness of the number, not of the check."""
    assume(digit != number[10])

    noticed = find_problem(replace(number, 10, digit)) == "control"

    assert noticed is not takes_first_weights(number)


def test_one_of_the_first_ten_digits_can_go_unnoticed_when_its_change_makes_the_second_weights_decide():
    number, mistyped = "200140000034", "200140090034"

    assert (takes_first_weights(number), takes_first_weights(mistyped)) == (True, False)
    assert (find_problem(number), find_problem(mistyped)) == (None, None)
