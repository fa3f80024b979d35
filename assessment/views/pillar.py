"""The questions of a pillar, or of one recommendation in it: read, filter, answer."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.policies import NotAllowed
from assessment.actions import SaveOutcome, save_answers
from assessment.filters import Filter
from assessment.forms.pillar import PillarForm
from assessment.layout import PartHeading, QuestionBlock
from assessment.models import Assessment
from assessment.policies import check_user_can_answer
from assessment.queries import load_filled_questionnaire
from assessment.questionnaire import AskedQuestion, FilledQuestionnaire, Part
from assessment.views.decorators import load_assessment
from assessment.views.navigation import describe_pillars, locate_question
from standards.catalogue import get_law_notes


@load_assessment
def answer(
    request: HttpRequest, assessment: Assessment, pillar: str, recommendation: str | None = None
) -> HttpResponse:
    """Shows the questions; a POST saves what is right and shows again what is not."""
    filled = load_filled_questionnaire(assessment, request.LANGUAGE_CODE)
    parts = find_parts(filled, pillar, recommendation)
    chosen = Filter.read(request.GET, [severity.code for severity in filled.questionnaire.severities])
    questions = choose_questions(request, filled, parts, chosen)
    form = PillarForm(
        request.POST or None, questions=questions, filled=filled, language=request.LANGUAGE_CODE
    )
    if request.method != "POST":
        return show(request, assessment, filled, parts, form, chosen)
    check_user_can_answer(request.user, assessment)
    form.is_valid()
    outcome = save_answers(by=request.user, assessment=assessment, changes=form.collect_changes())
    form.conflicts = outcome.conflicts
    tell_what_was_saved(request, outcome, form)
    if form.errors or outcome.conflicts:
        form.filled = filled = load_filled_questionnaire(assessment, request.LANGUAGE_CODE)
        status = 409 if outcome.conflicts else 422
        return show(request, assessment, filled, parts, form, chosen, status=status)
    if request.POST.get("then") == "next":
        return redirect(find_next_url(assessment, filled, parts[-1], recommendation))
    return redirect(request.get_full_path())


@load_assessment
def go_to_next_unanswered(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """The first question without an answer, on the page of its part; the check page when there is none."""
    filled = load_filled_questionnaire(assessment, request.LANGUAGE_CODE)
    if not filled.unanswered:
        messages.info(request, _("All applicable questions are answered. Check your answers."))
        return redirect("assessment:check", assessment.pk)
    return redirect(locate_question(filled.unanswered[0], reverse("assessment:detail", args=[assessment.pk])))


def find_parts(filled: FilledQuestionnaire, pillar: str, recommendation: str | None) -> tuple[Part, ...]:
    """The parts of the page; 404 for a pillar or a recommendation that this assessment does not ask about."""
    heading = filled.questionnaire.find_pillar(pillar)
    parts = heading.parts if heading else ()
    if recommendation is not None:
        parts = tuple(part for part in parts if part.code == recommendation)
    if not parts:
        raise Http404(_("This assessment asks nothing here. Choose a pillar from the assessment's page."))
    return parts


def choose_questions(
    request: HttpRequest, filled: FilledQuestionnaire, parts: tuple[Part, ...], chosen: Filter
) -> list[AskedQuestion]:
    """What the filter shows; for a POST what was sent, because a colleague's save may have changed what the filter finds."""
    if request.method == "POST":
        asked = (question for part in parts for question in part.questions)
        return [question for question in asked if f"{question.code}-version" in request.POST]
    return [question for part in parts for question in chosen.select(filled, part.questions)]


def find_next_url(
    assessment: Assessment, filled: FilledQuestionnaire, last: Part, recommendation: str | None
) -> str:
    """Where "save and go on" leads: the next part, or the next pillar, or at the end the check page."""
    base = reverse("assessment:detail", args=[assessment.pk])
    pillars = filled.questionnaire.pillars
    if recommendation is None:
        steps = [f"{base}pillars/{pillar.code}/" for pillar in pillars]
        here = next(number for number, pillar in enumerate(pillars) if last in pillar.parts)
    else:
        pairs = [(pillar, part) for pillar in pillars for part in pillar.parts]
        steps = [f"{base}pillars/{pillar.code}/{part.code}/" for pillar, part in pairs]
        here = next(number for number, (_pillar, part) in enumerate(pairs) if part is last)
    return steps[here + 1] if here + 1 < len(steps) else reverse("assessment:check", args=[assessment.pk])


def tell_what_was_saved(request: HttpRequest, outcome: SaveOutcome, form: PillarForm) -> None:
    """Says how many answers are safe; that there were none only when nothing else needs to be said."""
    count = len(outcome.saved)
    if count:
        messages.success(
            request, ngettext("%(count)s answer saved.", "%(count)s answers saved.", count) % {"count": count}
        )
    elif not form.errors and not outcome.conflicts:
        messages.info(request, _("There was nothing new to save."))


def show(
    request: HttpRequest,
    assessment: Assessment,
    filled: FilledQuestionnaire,
    parts: tuple[Part, ...],
    form: PillarForm,
    chosen: Filter,
    status: int = 200,
) -> HttpResponse:
    """The page around the form."""
    reason = explain_reading_only(request, assessment)
    lay_out_questions(form, parts, may_answer=not reason)
    pillars = describe_pillars(filled, assessment)
    here = next(pillar for pillar in pillars if pillar["code"] == parts[0].recommendation.pillar)
    single = request.resolver_match.kwargs.get("recommendation")
    context = {
        "assessment": assessment,
        "pillars": pillars,
        "pillar": here,
        "part": parts[0] if single else None,
        "heading": parts[0].recommendation.title if single else here["label"],
        "form": form,
        "errors": form.list_errors() if form.is_bound else [],
        "filter": chosen,
        "severities": filled.questionnaire.severities,
        "rules": parts[0].edition.general_rules,
        "may": {"answer": not reason},
        "reason": reason,
        "next_url": find_next_url(assessment, filled, parts[-1], single),
    }
    return render(request, "assessment/pillar.html", context, status=status)


def explain_reading_only(request: HttpRequest, assessment: Assessment) -> str:
    """Why the person may not answer; empty when they may."""
    try:
        check_user_can_answer(request.user, assessment)
    except NotAllowed as error:
        return str(error)
    return ""


def lay_out_questions(form: PillarForm, parts: tuple[Part, ...], *, may_answer: bool) -> None:
    """Each recommendation's heading above those of its questions that are shown."""
    law_notes = get_law_notes(form.language)
    shown = {question.code for question in form.questions}
    blocks = []
    for part in parts:
        questions = [question for question in part.questions if question.code in shown]
        if questions:
            blocks.append(PartHeading(part))
            blocks += [QuestionBlock(question, law_notes, may_answer) for question in questions]
    form.lay_out(*blocks)
