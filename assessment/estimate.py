"""How long what remains will take: a range with its reasons, never a promise. Pure: no Django.

Before there is a pace of one's own, each missing answer costs the time to read its words and the time to find and write it
down. Reading speeds in words a minute are those of the International Reading Speed Texts (Trauzettel-Klosinski and Dietz,
Investigative Ophthalmology & Visual Science 53, 2012, read aloud): English 228, Russian 184; Kazakh was not measured, so the
Turkish 166 stands for it. The minutes for finding are our assumption: what is published is looked up, what is practice has to be asked for.
Once eight answers have been saved shortly after another, the median time that one took replaces the assumption
(docs/decisions/0010-how-remaining-time-is-estimated.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from statistics import median

from assessment.questionnaire import AnswerKey, AskedQuestion, FilledQuestionnaire


WORDS_A_MINUTE = {"en": 228, "ru": 184, "kk": 166}
MINUTES_TO_FIND = {"disclosure": 5}
MINUTES_TO_ASK = 10
MINUTES_TO_CONFIRM = 1
PACE_NEEDS = 8
# Answers saved closer together were saved at once, as a page without JavaScript does; a longer silence is a pause.
SHORTEST_GAP, LONGEST_GAP = 15, 30 * 60
# The range around the reckoned time: a quarter less to a half more.
LEAST, MOST = Fraction(3, 4), Fraction(3, 2)


@dataclass(frozen=True)
class Estimate:
    """`answers` that are missing, of which `to_confirm` are carried over; `words` to read; `minutes` reckoned, with `low` and
    `high` around them. `pace` is the minutes an answer took this company so far, none while the texts are reckoned with."""

    answers: int
    to_confirm: int
    words: int
    minutes: Fraction
    pace: Fraction | None

    @property
    def low(self) -> Fraction:
        return self.minutes * LEAST

    @property
    def high(self) -> Fraction:
        return self.minutes * MOST


def estimate(filled: FilledQuestionnaire, questions: Iterable[AskedQuestion], language: str) -> Estimate:
    """The time that the missing answers to these questions will take, those of a pillar that is left out taking none. Words
    are counted in the language that the questionnaire is in."""
    missing = list(_find_missing(filled, questions))
    to_confirm = sum(bool(filled.answer_to(key).carried_over) for _question, key in missing)
    words = sum(
        count_words(question) for question in {question.code: question for question, _key in missing}.values()
    )
    given = (answer for answer in filled.answers.values() if answer.counts)
    pace = measure_pace(answer.updated_at for answer in given if answer.updated_at)
    new = [question for question, key in missing if not filled.answer_to(key).carried_over]
    if pace is None:
        finding = sum(MINUTES_TO_FIND.get(question.kind.code, MINUTES_TO_ASK) for question in new)
        minutes = Fraction(words, WORDS_A_MINUTE[language]) + finding + MINUTES_TO_CONFIRM * to_confirm
    else:
        minutes = pace * len(new) + min(pace, MINUTES_TO_CONFIRM) * to_confirm
    return Estimate(len(missing), to_confirm, words, Fraction(minutes), pace)


def _find_missing(
    filled: FilledQuestionnaire, questions: Iterable[AskedQuestion]
) -> Iterable[tuple[AskedQuestion, AnswerKey]]:
    for question in questions:
        if question.pillar in filled.left_out:
            continue
        for key in filled.keys_of(question):
            if not filled.answer_to(key).counts:
                yield question, key


def count_words(question: AskedQuestion) -> int:
    """The words that one reads before answering: the question, what makes each option right, the evidence wanted."""
    definition = question.definition
    texts = (definition.text, *(option.criterion for option in question.options), *definition.evidence)
    return sum(len(text.split()) for text in texts)


def measure_pace(saved_at: Iterable[datetime]) -> Fraction | None:
    """The median minutes that an answer took, from the time between saves that follow each other without a pause; none below
    eight such answers. Answers that were saved at once share the time before them."""
    saves: list[list[datetime]] = []
    for time in sorted(saved_at):
        if saves and (time - saves[-1][-1]).total_seconds() < SHORTEST_GAP:
            saves[-1].append(time)
        else:
            saves.append([time])
    paces = []
    for earlier, later in pairwise(saves):
        gap = (later[0] - earlier[-1]).total_seconds()
        if gap <= LONGEST_GAP:
            paces += [Fraction(round(gap), len(later))] * len(later)
    return median(paces) / 60 if len(paces) >= PACE_NEEDS else None


def round_range(estimated: Estimate) -> tuple[int, int]:
    """The range in minutes as it is shown: quarters of an hour, full hours from three hours on; at least a quarter."""
    step = 15 if estimated.high <= 180 else 60
    low = max(int(estimated.low // step), 1) * step
    return low, max(-int(-estimated.high // step) * step, low)
