"""What the pages of an assessment share: pillars with progress, answers and score lines ready for a template."""

from django.urls import reverse

from assessment.models import Assessment
from assessment.policies import user_can_answer, user_can_change_assessment
from assessment.questionnaire import AnswerKey, AskedQuestion, FilledQuestionnaire
from assessment.scoring import DISCLOSURE, MeasuredUnit, Score
from assessment.unit_names import describe_kind, name_unit


def describe_pillars(filled: FilledQuestionnaire, assessment: Assessment) -> list[dict]:
    """Each pillar with its progress, score, address and parts."""
    scores = {score.code: score for score in filled.scorecard.pillars}
    base = reverse("assessment:detail", args=[assessment.pk])
    return [
        {
            "code": pillar.code,
            "label": pillar.label,
            "may_be_left_out": pillar.may_be_left_out,
            "left_out": filled.left_out.get(pillar.code),
            "progress": filled.measure_progress(pillar.questions),
            "score": scores[pillar.code],
            "url": f"{base}pillars/{pillar.code}/",
            "parts": [
                {
                    "recommendation": part.recommendation,
                    "edition": part.edition,
                    "progress": filled.measure_progress(part.questions),
                    "url": f"{base}pillars/{pillar.code}/{part.code}/",
                }
                for part in pillar.parts
            ],
        }
        for pillar in filled.questionnaire.pillars
    ]


def describe_answers(filled: FilledQuestionnaire, questions, assessment: Assessment) -> list[dict]:
    """Each question with its answer and the address where it is answered; a row for each unit that it is asked of."""
    base = reverse("assessment:detail", args=[assessment.pk])
    return [
        {
            "question": question,
            "key": key,
            "place": name_unit(unit) if filled.has_units else "",
            "answer": filled.answer_to(key),
            "option": filled.option_of(question, key),
            "left_out": filled.left_out.get(question.pillar),
            "url": locate_question(question, base),
        }
        for question in questions
        for key, unit in zip(filled.keys_of(question), filled.units_of(question), strict=True)
    ]


def locate_question(question: AskedQuestion, base: str) -> str:
    """The address of a question on its part's page; `base` is the address of the assessment."""
    return f"{base}pillars/{question.pillar}/{question.recommendation.code}/#{question.code}"


def locate_question_here(assessment: Assessment, code: str) -> str:
    """The address of the page about a question: who answers it, and what colleagues say."""
    return reverse("assessment:question", args=[assessment.pk, code])


def describe_lines(
    filled: FilledQuestionnaire,
    cut: str,
    score: Score,
    assessment: Assessment,
    unit: MeasuredUnit | None = None,
) -> list[dict]:
    """The rows of the table behind a score, in the order of the questionnaire: every answer of its node, with its line or
    without one when it does not count. With a unit, its answers alone."""
    asked = filled.questionnaire.by_code.values()
    standards = {result.standard for result in score.results}
    questions = [
        question
        for question in asked
        if belongs_to_score(question, cut, score.code)
        and (cut not in ("recommendation", "family") or question.standard in standards)
    ]
    lines = {AnswerKey(line.result.question, line.result.unit): line for line in score.lines}
    rows = describe_answers(filled, questions, assessment)
    if unit:
        rows = [row for row in rows if row["key"].unit == unit.code]
    for row in rows:
        row["line"] = lines.get(row["key"])
    return rows


def belongs_to_score(question: AskedQuestion, cut: str, code: str) -> bool:
    """Whether the question would count in this score if it were answered and its pillar not left out."""
    return {
        "total": True,
        "disclosure": question.kind.code == DISCLOSURE,
        "pillar": question.pillar == code,
        "standard": question.standard == code,
        "recommendation": question.recommendation.code == code,
        "family": question.recommendation.family == code,
    }[cut]


def describe_units(filled: FilledQuestionnaire) -> list[dict]:
    """What is measured, with what each unit scores alone; nothing when only the company as a whole is measured."""
    if not filled.has_units:
        return []
    return [
        {"unit": unit, "label": name_unit(unit), "kind": describe_kind(unit), "score": scorecard.total}
        for unit, scorecard in filled.unit_scorecards
    ]


def list_permissions(user, assessment: Assessment) -> dict[str, bool]:
    """What the person may do here, for buttons."""
    return {
        "answer": user_can_answer(user, assessment),
        "change": user_can_change_assessment(user, assessment),
    }
