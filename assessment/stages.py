"""A guided short start: the critical questions first, then the core, then the rest, in one assessment. Pure: no Django."""

from collections.abc import Iterable
from enum import StrEnum

from assessment.questionnaire import AskedQuestion


class Stage(StrEnum):
    """critical: what weighs most (severity critical). core: the rest of the short questionnaire (tier core). rest: all others."""

    CRITICAL = "critical"
    CORE = "core"
    REST = "rest"


def find_stage(question: AskedQuestion) -> Stage:
    """The stage that the question belongs to; each has exactly one."""
    if question.severity.code == "critical":
        return Stage.CRITICAL
    return Stage.CORE if question.definition.tier == "core" else Stage.REST


def divide(questions: Iterable[AskedQuestion]) -> dict[Stage, tuple[AskedQuestion, ...]]:
    """The questions of every stage that has any, in the order of the stages and of the questionnaire."""
    found: dict[Stage, list[AskedQuestion]] = {stage: [] for stage in Stage}
    for question in questions:
        found[find_stage(question)].append(question)
    return {stage: tuple(members) for stage, members in found.items() if members}
