"""Reads that join several models: an assessment with its questionnaire and answers, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from uuid import UUID

from django.db.models import FilteredRelation, Q

from assessment.laying_out import lay_out
from assessment.models import Answer, AnswerTranslation, Assessment, AssessmentEdition, OmittedPillar
from assessment.questionnaire import (
    AnswerKey,
    FilledQuestionnaire,
    GivenAnswer,
    LeftOutPillar,
    Progress,
    Questionnaire,
    select_units,
)
from assessment.translations import Translation
from standards.catalogue import get_definition, get_localised
from standards.comparison import Carried, carry_over
from standards.models import Question


# In the order of `GivenAnswer`.
ANSWER_FIELDS = (
    "option",
    "explanation",
    "explanation_language",
    "version",
    "updated_at",
    "updated_by__full_name",
    "carried_over",
    "confidentiality",
    "save_key",
)


def load_filled_questionnaire(assessment: Assessment, language: str) -> FilledQuestionnaire:
    """The questionnaire in one language with all answers: two queries, whatever it holds, and `load_questionnaire`'s."""
    answers = Answer.objects.filter(assessment=assessment).values_list(
        "question__code", "unit", *ANSWER_FIELDS
    )
    omitted = OmittedPillar.objects.filter(assessment=assessment)
    return FilledQuestionnaire(
        questionnaire=load_questionnaire(assessment, language),
        answers={AnswerKey(code, unit): GivenAnswer(*values) for code, unit, *values in answers},
        left_out={row.pillar: LeftOutPillar(row.pillar, row.reason, row.reason_language) for row in omitted},
        units=assessment.measured_units,
    )


def load_translations(assessment: Assessment, language: str) -> dict[AnswerKey, Translation]:
    """The explanations that the company has written in the language beside their own. One query."""
    rows = AnswerTranslation.objects.filter(answer__assessment=assessment, language=language)
    return {
        AnswerKey(code, unit): Translation(text, source_hash)
        for code, unit, text, source_hash in rows.values_list(
            "answer__question__code", "answer__unit", "text", "source_hash"
        )
    }


def load_questionnaire(assessment: Assessment, language: str) -> Questionnaire:
    """What the assessment asks, in one language: one query the first time a process asks; laid out once per process."""
    checksums = find_checksums(assessment.pk)
    return _lay_out(checksums, assessment.tier, frozenset(assessment.tags), language)


@lru_cache(maxsize=4096)
def find_checksums(assessment: UUID) -> tuple[str, ...]:
    """The checksums of the editions that the assessment has pinned, which never change."""
    pinned = AssessmentEdition.objects.filter(assessment=assessment)
    return tuple(pinned.values_list("edition__checksum", flat=True))


@lru_cache(maxsize=256)
def _lay_out(checksums: tuple[str, ...], tier: str, tags: frozenset[str], language: str) -> Questionnaire:
    return lay_out((get_localised(checksum, language) for checksum in checksums), tier=tier, tags=tags)


def load_carried(older: Assessment, assessment: Assessment) -> dict[str, Mapping[str, Carried]]:
    """For every standard that both measure, what answers to the older edition are worth under the newer."""
    old, new = (
        {definition.standard.slug: definition for definition in map(get_definition, find_checksums(each.pk))}
        for each in (older, assessment)
    )
    return {slug: carry_over(old[slug], new[slug]) for slug in new if slug in old}


def load_answers(
    assessment: Assessment, codes: Iterable[str]
) -> tuple[dict[str, int], dict[AnswerKey, GivenAnswer]]:
    """For questions with these codes: the keys of their rows by code, and the answers that are there now. One query."""
    rows = (
        Question.objects.filter(edition__assessments=assessment, code__in=codes)
        .annotate(given=FilteredRelation("answers", condition=Q(answers__assessment=assessment)))
        .values_list("code", "pk", "given__unit", *(f"given__{field}" for field in ANSWER_FIELDS))
    )
    questions, answers = {}, {}
    for code, pk, unit, *values in rows:
        questions[code] = pk
        if unit is not None:
            answers[AnswerKey(code, unit)] = GivenAnswer(*values)
    return questions, answers


def describe_assessments(assessments: Iterable[Assessment], language: str) -> list[dict]:
    """Rows of a list: each assessment with its standards and progress. Three queries for any number of rows."""
    assessments = list(assessments)
    checksums = _group(
        AssessmentEdition.objects.filter(assessment__in=assessments).values_list(
            "assessment_id", "edition__checksum"
        )
    )
    omitted = _group(
        OmittedPillar.objects.filter(assessment__in=assessments).values_list("assessment_id", "pillar")
    )
    answered = _group(
        (assessment, AnswerKey(code, unit))
        for assessment, code, unit in Answer.objects.filter(assessment__in=assessments, carried_over="")
        .exclude(option="")
        .values_list("assessment_id", "question__code", "unit")
    )
    rows = []
    for assessment in assessments:
        questionnaire = _lay_out(
            tuple(checksums[assessment.pk]), assessment.tier, frozenset(assessment.tags), language
        )
        asked = {
            AnswerKey(code, unit.code)
            for code, question in questionnaire.by_code.items()
            if question.pillar not in omitted[assessment.pk]
            for unit in select_units(question.definition.scope, assessment.measured_units)
        }
        rows.append(
            {
                "assessment": assessment,
                "standards": [edition.standard.short_title for edition in questionnaire.editions],
                "progress": Progress(len(asked.intersection(answered[assessment.pk])), len(asked)),
            }
        )
    return rows


def _group(pairs: Iterable[tuple]) -> defaultdict[object, list]:
    groups = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups
