"""What moved since an earlier assessment of the company: the method or the company."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import Assessment, AssessmentQuerySet
from assessment.movement import Movement, Reason, compare_assessments
from assessment.queries import load_carried, load_filled_questionnaire
from assessment.questionnaire import AnswerKey, FilledQuestionnaire
from assessment.score_document import describe_node
from assessment.templatetags.scores import signed
from assessment.unit_names import name_unit
from assessment.views.decorators import find_assessment, load_assessment
from assessment.views.labels import Labels
from assessment.views.navigation import describe_lines, describe_pillars, locate_question


MISSING = {
    Reason.STANDARD: gettext_lazy("The standard was not measured then"),
    Reason.QUESTION: gettext_lazy("The question is new in the standard"),
    Reason.NOT_ASKED: gettext_lazy("Not asked then, because of the profile or the amount of questions"),
    Reason.LEFT_OUT: gettext_lazy("In a pillar that was left out then"),
    Reason.UNIT: gettext_lazy("Not asked of this unit then"),
    Reason.OPTION: gettext_lazy("The option chosen then is no longer offered"),
    Reason.UNANSWERED: gettext_lazy("Not answered then"),
}
DROPPED = {
    Reason.STANDARD: gettext_lazy("The standard is not measured now"),
    Reason.QUESTION: gettext_lazy("The question is no longer in the standard"),
    Reason.NOT_ASKED: gettext_lazy("Not asked now, because of the profile or the amount of questions"),
    Reason.LEFT_OUT: MISSING[Reason.LEFT_OUT],
    Reason.UNIT: gettext_lazy("Not asked of this unit now"),
    Reason.OPTION: MISSING[Reason.OPTION],
}


def list_earlier(assessment: Assessment) -> AssessmentQuerySet:
    """The company's assessments of periods that ended earlier, the most recent first."""
    return Assessment.objects.filter(
        organisation=assessment.organisation_id, period_end__lt=assessment.period_end
    )


@load_assessment
def compare(request: HttpRequest, assessment: Assessment, older_id: UUID) -> HttpResponse:
    """The page; `?cut=` and `?code=` open a restated score down to the answers behind it."""
    older = find_assessment(list_earlier(assessment), request.user, older_id)
    before, now = (load_filled_questionnaire(each, request.LANGUAGE_CODE) for each in (older, assessment))
    movement = compare_assessments(before, now, load_carried(older, assessment))
    context = {
        "assessment": assessment,
        "older": older,
        "pillars": describe_pillars(now, assessment),
        "before": before,
        "now": now,
        "movement": movement,
        "rows": describe_moves(movement, Labels(now)),
        "differences": list_differences(older, before, assessment, now),
        "units_gone": [name_unit(unit) for unit in movement.units_gone],
        "missing": group_by_reason(movement.missing, MISSING, now, assessment),
        "dropped": group_by_reason(movement.dropped, DROPPED, before, older),
        "reworded": describe_questions(movement.reworded, movement.restated, assessment),
        "opened": open_restated(request, movement, assessment),
    }
    return render(request, "assessment/since.html", context)


def describe_moves(movement: Movement, labels: Labels) -> list[dict]:
    return [
        {
            "move": move,
            "label": labels.find(move.level, move.code),
            "method": signed(move.method_moved),
            "company": signed(move.company_moved),
        }
        for move in movement.moves
    ]


def list_differences(
    older: Assessment, before: FilledQuestionnaire, assessment: Assessment, now: FilledQuestionnaire
) -> list[str]:
    """In what the two methods differ, in sentences."""
    old, new = (
        {edition.standard.slug: edition for edition in filled.questionnaire.editions}
        for filled in (before, now)
    )
    sentences = []
    for slug, edition in (old | new).items():
        names = {"standard": edition.standard.short_title, "new": edition.edition}
        if slug not in new:
            sentences.append(_("%(standard)s was measured then only.") % names)
        elif slug not in old:
            sentences.append(_("%(standard)s is measured now only.") % names)
        elif old[slug].edition != edition.edition:
            names["old"] = old[slug].edition
            sentences.append(_("%(standard)s: edition %(old)s then, edition %(new)s now.") % names)
    if older.tier != assessment.tier:
        names = {"old": older.get_tier_display(), "new": assessment.get_tier_display()}
        sentences.append(_("Asked then: %(old)s. Asked now: %(new)s.") % names)
    if set(older.tags) != set(assessment.tags):
        sentences.append(_("The company's profile, which decides what is asked, has changed."))
    return sentences


def group_by_reason(
    reasons: Mapping[AnswerKey, Reason],
    texts: Mapping[Reason, str],
    filled: FilledQuestionnaire,
    assessment: Assessment,
) -> list[dict]:
    """The questions under every reason that occurs, in the order of the questionnaire."""
    return [
        {"text": text, "questions": describe_questions(keys, filled, assessment)}
        for reason, text in texts.items()
        if (keys := [key for key, why in reasons.items() if why == reason])
    ]


def describe_questions(
    keys: Iterable[AnswerKey], filled: FilledQuestionnaire, assessment: Assessment
) -> list[dict]:
    base = reverse("assessment:detail", args=[assessment.pk])
    names = {unit.code: name_unit(unit) for unit in filled.units}
    questions = filled.questionnaire.by_code
    return [
        {
            "question": questions[key.question],
            "place": names[key.unit] if filled.has_units else "",
            "url": locate_question(questions[key.question], base),
        }
        for key in keys
    ]


def open_restated(request: HttpRequest, movement: Movement, assessment: Assessment) -> dict | None:
    """A restated score with the tree of its parts and its answers; none when the address names none, 404 when it names
    one that is not on the page."""
    if "cut" not in request.GET:
        return None
    place = (request.GET["cut"], request.GET.get("code", ""))
    if place not in [(move.level, move.code) for move in movement.moves]:
        raise Http404(_("This assessment has no such score."))
    score, labels = movement.restated.scorecard.find(*place), Labels(movement.restated)
    return {
        "label": labels(score),
        "tree": describe_node(score, labels, movement.restated.left_out),
        "lines": describe_lines(movement.restated, place[0], score, assessment),
    }
