"""Numbers as the reader's language writes them. Without a database."""

from fractions import Fraction

import pytest
from django.utils import translation

from assessment.templatetags.scores import decimal, grouped, score


@pytest.mark.parametrize(("value", "shown"), [("0", "0"), ("99/2", "50"), ("9999/100", "99"), ("100", "100")])
def test_scores_are_whole_numbers_and_never_rounded_up_to_100(value, shown):
    with translation.override("ru"):
        assert score(Fraction(value)) == shown


@pytest.mark.parametrize(
    ("language", "places", "shown"),
    [("en", 1, "3.1"), ("ru", 1, "3,1"), ("kk", 1, "3,1"), ("en", 2, "3.05"), ("ru", 2, "3,05")],
)
def test_decimals_in_the_language_of_the_reader(language, places, shown):
    with translation.override(language):
        assert decimal(Fraction("3.05"), places) == shown


@pytest.mark.parametrize(("language", "shown"), [("en", "12,345"), ("ru", "12\xa0345"), ("kk", "12\xa0345")])
def test_thousands_are_grouped(language, shown):
    with translation.override(language):
        assert grouped(12345) == shown
