"""Tiny questionnaires for tests without a database, laid out from the example edition of docs/standard-format.md."""

import json
from types import SimpleNamespace

from assessment.questionnaire import AnswerKey, FilledQuestionnaire, GivenAnswer, LeftOutPillar, lay_out
from standards.catalogue import localise
from standards.definition import EditionDefinition
from tests.factories.standards import make_document


ALL_TAGS = frozenset({"messenger"})


def make_edition(*changes: tuple, language: str = "en") -> SimpleNamespace:
    """The example edition in one language. Asks ACC-1 (core, disclosure, weight 5) and ACC-2 (messengers only, weight 2)
    under `access` and ACC-3 (weight 2, may be not applicable) under `privacy`."""
    return localise(
        EditionDefinition.model_validate_json(json.dumps(make_document(*changes), default=str)), language
    )


def make_second_edition(*changes: tuple) -> SimpleNamespace:
    """Another standard with the same pillars; its questions are BBB-1 to BBB-3."""
    renamed = [("questions", number, "code", f"BBB-{number + 1}") for number in range(3)]
    return make_edition(("standard", "slug", "second"), *renamed, *changes)


def fill(questionnaire, answers=(), left_out=()) -> FilledQuestionnaire:
    """The questionnaire with options by question code, and pillars that are left out."""
    return FilledQuestionnaire(
        questionnaire=questionnaire,
        answers={
            AnswerKey(code): GivenAnswer(option=option, version=1) for code, option in dict(answers).items()
        },
        left_out={pillar: LeftOutPillar(pillar, "We run no such service.", "en") for pillar in left_out},
    )


def fill_example(answers=(), left_out=(), *, tags=ALL_TAGS) -> FilledQuestionnaire:
    return fill(lay_out([make_edition()], tier="extended", tags=tags), answers, left_out)


def list_codes(questions) -> list[str]:
    return [question.code for question in questions]
