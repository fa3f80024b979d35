"""The page around the form of some questions: what stands before, between and after them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.policies import NotAllowed
from assessment.filters import Filter
from assessment.forms.pillar import PillarForm
from assessment.layout import PartHeading, QuestionBlock
from assessment.models import Assessment
from assessment.policies import check_user_can_answer
from assessment.queries_evidence import load_evidence_counts
from assessment.queries_together import load_together
from assessment.questionnaire import AnswerKey, AskedQuestion, FilledQuestionnaire, Part, Questionnaire
from assessment.reading import SecondLanguage
from assessment.stages import find_stage
from assessment.together import Together
from assessment.views.estimate import describe_estimate
from assessment.views.navigation import describe_pillars
from assessment.views.reading import describe_reading, find_second_language, remember_second_language
from standards.catalogue import get_law_notes


def show(
    request: HttpRequest,
    assessment: Assessment,
    filled: FilledQuestionnaire,
    parts: tuple[Part, ...],
    form: PillarForm,
    status: int = 200,
    together: Together | None = None,
) -> HttpResponse:
    """The page around the form."""
    reason = explain_reading_only(request, assessment)
    around = Around(
        assessment,
        together or load_together(filled, assessment, request.user),
        load_evidence_counts(assessment),
    )
    second = find_second_language(request, assessment)
    lay_out_questions(form, parts, filled, around, second, may_answer=not reason)
    pillars = describe_pillars(filled, assessment)
    here = next(pillar for pillar in pillars if pillar["code"] == parts[0].pillar)
    single = parts[0] if request.resolver_match.kwargs.get("recommendation") == parts[0].code else None
    rules = dict.fromkeys(rule for part in parts for rule in part.edition.general_rules)
    context = {
        "assessment": assessment,
        "pillars": pillars,
        "pillar": here,
        "part": single,
        "heading": single.recommendation.title if single else here["label"],
        "form": form,
        "errors": form.list_errors() if form.is_bound else [],
        "unsaved": form.list_unsaved() if form.is_bound else [],
        "filter": read_filter(request, filled.questionnaire),
        "severities": filled.questionnaire.severities,
        "rules": list(rules),
        "carried_over": count_carried_over(filled, parts),
        "may": {"answer": not reason},
        "reading": describe_reading(request, second, form.questions, may_answer=not reason),
        "reason": reason,
        "estimate": describe_estimate(
            filled, [row for part in parts for row in part.questions], form.language
        ),
        "next_url": find_next_url(
            assessment,
            filled.questionnaire,
            parts[-1],
            single and single.code,
            read_filter(request, filled.questionnaire).stage,
        ),
    }
    return remember_second_language(
        request, render(request, "assessment/pillar.html", context, status=status)
    )


def count_carried_over(filled: FilledQuestionnaire, parts: tuple[Part, ...]) -> int:
    """How many questions of the page have an answer that waits to be confirmed."""
    return sum(filled.is_carried_over(question) for part in parts for question in part.questions)


def explain_reading_only(request: HttpRequest, assessment: Assessment) -> str:
    """Why the person may not answer; empty when they may."""
    try:
        check_user_can_answer(request.user, assessment)
    except NotAllowed as error:
        return str(error)
    return ""


@dataclass(frozen=True)
class Around:
    """What the page says about questions and recommendations beside their answers."""

    assessment: Assessment
    together: Together
    evidence: Mapping[AnswerKey, int]

    @cached_property
    def base(self) -> str:
        """The address of the assessment: one look at the addresses for a page of many links."""
        return reverse("assessment:detail", args=[self.assessment.pk])

    def describe_question(self, question: AskedQuestion) -> dict:
        state = self.together.describe(question)
        evidence = sum(self.evidence.get(key, 0) for key in self.together.filled.keys_of(question))
        url = f"{self.base}questions/{question.code}/"
        return vars(state) | {"url": url, "evidence": evidence}

    def describe_part(self, part: Part) -> dict:
        filled = self.together.filled
        url = f"{self.base}pillars/{part.pillar}/{part.code}/"
        return {
            "state": self.together.describe_part(part),
            "to_confirm": sum(filled.is_carried_over(question) for question in part.questions),
            "confirm_url": f"{url}confirm/",
            "sign_off_url": f"{url}sign-off/",
        }


def lay_out_questions(
    form: PillarForm,
    parts: tuple[Part, ...],
    filled: FilledQuestionnaire,
    around: Around,
    second: SecondLanguage | None,
    *,
    may_answer: bool,
) -> None:
    """Each recommendation's heading above those of its questions that are shown."""
    law_notes = get_law_notes(form.language)
    shown = {question.code for question in form.questions}
    blocks = []
    for part in parts:
        questions = [question for question in part.questions if question.code in shown]
        if questions:
            beside = second.find_part(part) if second else None
            blocks.append(PartHeading(part, around.describe_part(part), beside))
            blocks += [
                QuestionBlock(
                    question,
                    filled,
                    law_notes,
                    may_answer,
                    around.describe_question(question),
                    second.find_question(question) if second else None,
                )
                for question in questions
            ]
    form.lay_out(*blocks)


def read_filter(request: HttpRequest, questionnaire: Questionnaire) -> Filter:
    return Filter.read(request.GET, [severity.code for severity in questionnaire.severities])


def find_next_url(
    assessment: Assessment,
    questionnaire: Questionnaire,
    last: Part,
    recommendation: str | None,
    stage: str = "",
) -> str:
    """Where "save and go on" leads: the next part, or the next pillar, or at the end the check page. Within a stage it leads
    to the next pillar that has questions of it, and at the end to the overview of the stages."""
    if stage:
        return find_next_of_stage(assessment, questionnaire, last, stage)
    base = reverse("assessment:detail", args=[assessment.pk])
    pillars = questionnaire.pillars
    if recommendation is None:
        steps = [f"{base}pillars/{pillar.code}/" for pillar in pillars]
        here = next(number for number, pillar in enumerate(pillars) if last in pillar.parts)
    else:
        pairs = [(pillar, part) for pillar in pillars for part in pillar.parts]
        steps = [f"{base}pillars/{pillar.code}/{part.code}/" for pillar, part in pairs]
        here = next(number for number, (_pillar, part) in enumerate(pairs) if part is last)
    return steps[here + 1] if here + 1 < len(steps) else reverse("assessment:check", args=[assessment.pk])


def find_next_of_stage(assessment: Assessment, questionnaire: Questionnaire, last: Part, stage: str) -> str:
    base = reverse("assessment:detail", args=[assessment.pk])
    codes = [pillar.code for pillar in questionnaire.pillars]
    for pillar in questionnaire.pillars[codes.index(last.pillar) + 1 :]:
        if any(find_stage(question) == stage for question in pillar.questions):
            return f"{base}pillars/{pillar.code}/?stage={stage}"
    return reverse("assessment:stages", args=[assessment.pk])
