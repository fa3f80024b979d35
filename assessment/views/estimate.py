"""How long what remains will take, ready for a template."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.estimate import MINUTES_TO_ASK, MINUTES_TO_FIND, WORDS_A_MINUTE, estimate, round_range
from assessment.questionnaire import AskedQuestion, FilledQuestionnaire


def describe_estimate(
    filled: FilledQuestionnaire, questions: Iterable[AskedQuestion], language: str
) -> dict | None:
    """The range in words with what it is reckoned from; none when nothing is missing."""
    found = estimate(filled, questions, language)
    if not found.answers:
        return None
    low, high = round_range(found)
    return {
        "range": say_range(low, high),
        "found": found,
        "speed": WORDS_A_MINUTE[language],
        "minutes_to_find": MINUTES_TO_FIND["disclosure"],
        "minutes_to_ask": MINUTES_TO_ASK,
    }


def say_range(low: int, high: int) -> str:
    """Minutes from `low` to `high` in words: in minutes up to an hour and a half, else in hours, rounded outwards."""
    if low == high:
        return ngettext("%(high)s minute", "%(high)s minutes", high) % {"high": high}
    if high <= 90:
        return _("%(low)s to %(high)s minutes") % {"low": low, "high": high}
    hours = low // 60, -(-high // 60)
    if not hours[0]:
        return ngettext("up to %(high)s hour", "up to %(high)s hours", hours[1]) % {"high": hours[1]}
    return ngettext("%(low)s to %(high)s hour", "%(low)s to %(high)s hours", hours[1]) % {
        "low": hours[0],
        "high": hours[1],
    }
