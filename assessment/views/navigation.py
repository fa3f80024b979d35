"""What the pages of an assessment share: pillars with progress, answers and score lines ready for a template."""

from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.models import Assessment
from assessment.policies import user_can_answer, user_can_change_assessment
from assessment.questionnaire import AskedQuestion, FilledQuestionnaire
from assessment.scoring import DISCLOSURE, Score


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
    """Each question with its answer and the address where it is answered."""
    base = reverse("assessment:detail", args=[assessment.pk])
    return [
        {
            "question": question,
            "answer": filled.answer_to(question.code),
            "option": question.find_option(filled.answer_to(question.code).option),
            "left_out": filled.left_out.get(question.pillar),
            "url": locate_question(question, base),
        }
        for question in questions
    ]


def locate_question(question: AskedQuestion, base: str) -> str:
    """The address of a question on its part's page; `base` is the address of the assessment."""
    return f"{base}pillars/{question.pillar}/{question.recommendation.code}/#{question.code}"


def describe_lines(filled: FilledQuestionnaire, cut: str, score: Score, assessment: Assessment) -> list[dict]:
    """The rows of the table behind a score, in the order of the questionnaire: every question of its node, with its line
    or without one when it does not count."""
    asked = filled.questionnaire.by_code.values()
    questions = [question for question in asked if belongs_to_score(question, cut, score.code)]
    lines = {line.result.question: line for line in score.lines}
    rows = describe_answers(filled, questions, assessment)
    for row in rows:
        row["line"] = lines.get(row["question"].code)
    return rows


def belongs_to_score(question: AskedQuestion, cut: str, code: str) -> bool:
    """Whether the question would count in this score if it were answered and its pillar not left out."""
    return {
        "total": True,
        "disclosure": question.kind.code == DISCLOSURE,
        "pillar": question.pillar == code,
        "standard": question.standard == code,
    }[cut]


def label_of_score(filled: FilledQuestionnaire, cut: str, code: str) -> str:
    """The name of a score in the language of the page."""
    if cut == "pillar":
        return filled.questionnaire.find_pillar(code).label
    if cut == "standard":
        return next(
            edition.standard.title
            for edition in filled.questionnaire.editions
            if edition.standard.slug == code
        )
    return {"total": _("Total"), "disclosure": _("Disclosure only")}[cut]


def list_permissions(user, assessment: Assessment) -> dict[str, bool]:
    """What the person may do here, for buttons."""
    return {
        "answer": user_can_answer(user, assessment),
        "change": user_can_change_assessment(user, assessment),
    }
