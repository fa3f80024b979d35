"""How long what remains will take, in words."""

import pytest
from django.utils.translation import override

from assessment.views.estimate import say_range


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (15, 15, "15 minutes"),
        (15, 30, "15 to 30 minutes"),
        (60, 90, "60 to 90 minutes"),
        (45, 105, "up to 2 hours"),
        (90, 180, "1 to 3 hours"),
        (120, 240, "2 to 4 hours"),
        (1320, 2700, "22 to 45 hours"),
    ],
)
def test_ranges(low, high, words):
    with override("en"):
        assert say_range(low, high) == words
