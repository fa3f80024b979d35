"""Snapshots of tiny reports for tests without a database, from the example edition of docs/standard-format.md."""

from datetime import date
from types import SimpleNamespace

from assessment.laying_out import lay_out
from assessment.questionnaire import AnswerKey, FilledQuestionnaire, GivenAnswer, LeftOutPillar
from assessment.scoring import WHOLE_COMPANY
from reports.snapshot import Subject, build_snapshot
from tests.assessment.questionnaires import ALL_TAGS, make_edition


CHECKSUM = "c0ffee" * 10 + "beef"
LAW_NOTE = SimpleNamespace(
    code="LAW-1",
    title="Law on keyboards",
    text="Keyboards must work.",
    confidence="A",
    checked_on=date(2026, 5, 31),
    sources=(SimpleNamespace(title="zan.kz", address="https://zan.example/1"),),
)
# The path of the list of law notes of the first question.
LAW_NOTES = ("questions", 0, "law_notes")


def make_subject(**changes) -> Subject:
    known = {
        "company": "Kokjiek",
        "period": "1 January 2026 – 31 December 2026",
        "tier": "All questions",
        "tags": ALL_TAGS,
        "generated_on": date(2026, 11, 23),
    }
    return Subject(**known | changes)


def make_snapshot(
    answers=None,
    *,
    left_out=(),
    language="en",
    tier="extended",
    law_notes=(),
    edition=(),
    subject=None,
    reason="We run no such service.",
    units=(),
) -> dict:
    """The report of these answers: options, or pairs of option and explanation, by answer key (`ACC-1`, or `ACC-1~2` for
    a unit). `edition` changes the example edition; `units` are measured apart."""
    given = {
        AnswerKey(code): GivenAnswer(*((answer, "") if isinstance(answer, str) else answer), "ru", 1)
        for code, answer in (answers or {}).items()
    }
    subject = subject or make_subject()
    questionnaire = lay_out([make_edition(*edition, language=language)], tier=tier, tags=subject.tags)
    omitted = {pillar: LeftOutPillar(pillar, reason, "ru") for pillar in left_out}
    return build_snapshot(
        subject=subject,
        filled=FilledQuestionnaire(questionnaire, given, omitted, (WHOLE_COMPANY, *units)),
        checksums=[CHECKSUM],
        law_notes={note.code: note for note in law_notes},
        language=language,
    )


ANSWERS = {
    "ACC-1": ("mostly", "All pages but the map."),
    "ACC-2": "always",
    "ACC-3": ("never", "We count screen readers."),
}
