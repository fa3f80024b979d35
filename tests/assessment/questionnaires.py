"""Tiny questionnaires for tests without a database, laid out from the example edition of docs/standard-format.md."""

import json
from types import SimpleNamespace

from assessment.laying_out import lay_out
from assessment.questionnaire import AnswerKey, FilledQuestionnaire, GivenAnswer, LeftOutPillar
from assessment.scoring import WHOLE_COMPANY, MeasuredUnit
from standards.catalogue import localise
from standards.definition import EditionDefinition
from tests.factories.standards import make_document


ALL_TAGS = frozenset({"messenger"})
# ACC-1 and ACC-3 of each service, ACC-2 of the company.
OF_SERVICES = [("questions", number, "scope", "service") for number in (0, 2)]
# Two services of which a score makes one, a third, and a subsidiary.
PREPAID = MeasuredUnit("1", "Prepaid", "service", "mobile")
POSTPAID = MeasuredUnit("2", "Postpaid", "service", "mobile")
INTERNET = MeasuredUnit("3", "Internet", "service")
SUBSIDIARY = MeasuredUnit("4", "Subsidiary", "operating_company")


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


def fill(questionnaire, answers=(), left_out=(), *, units=()) -> FilledQuestionnaire:
    """The questionnaire with options by answer key (`ACC-1`, or `ACC-1~2` for a unit), pillars that are left out, and
    units that are measured apart."""
    return FilledQuestionnaire(
        questionnaire=questionnaire,
        answers={
            AnswerKey(code): GivenAnswer(option=option, version=1) for code, option in dict(answers).items()
        },
        left_out={pillar: LeftOutPillar(pillar, "We run no such service.", "en") for pillar in left_out},
        units=(WHOLE_COMPANY, *units),
    )


def fill_example(answers=(), left_out=(), *, tags=ALL_TAGS) -> FilledQuestionnaire:
    return fill(lay_out([make_edition()], tier="extended", tags=tags), answers, left_out)


def list_codes(questions) -> list[str]:
    return [question.code for question in questions]
