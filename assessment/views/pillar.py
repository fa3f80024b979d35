"""The questions of a pillar, or of one recommendation in it: read, filter, answer."""

from urllib.parse import quote, urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.policies import NotAllowed
from assessment.actions import SaveOutcome, save_answers_to_locked
from assessment.forms.pillar import PillarForm, find_sent_questions
from assessment.models import Assessment
from assessment.offers import find_offer
from assessment.queries import load_filled_questionnaire, load_questionnaire
from assessment.queries_together import load_together
from assessment.questionnaire import AnswerKey, Part, Questionnaire
from assessment.views.autosave import show_outcome
from assessment.views.decorators import find_assessment, load_assessment
from assessment.views.navigation import locate_question
from assessment.views.pillar_page import find_next_url, read_filter, show


def answer(request: HttpRequest, **address) -> HttpResponse:
    """Shows the questions; a POST saves what is right and shows again what is not."""
    return (save if request.method == "POST" else read)(request, **address)


@load_assessment
def read(
    request: HttpRequest, assessment: Assessment, pillar: str, recommendation: str | None = None
) -> HttpResponse:
    """The questions that the filter of the address shows."""
    filled = load_filled_questionnaire(assessment, request.LANGUAGE_CODE)
    parts = find_parts(filled.questionnaire, pillar, recommendation)
    together = load_together(filled, assessment, request.user)
    chosen = read_filter(request, filled.questionnaire)
    questions = [
        question for part in parts for question in chosen.select(filled, part.questions, together.codes)
    ]
    form = PillarForm(questions=questions, language=request.LANGUAGE_CODE, units=filled.units)
    form.filled_in = find_offer(filled, request.GET.get("offer", ""))
    return show(request, assessment, filled, parts, form, together=together)


def save(request: HttpRequest, assessment_id, pillar: str, recommendation: str | None = None) -> HttpResponse:
    """The assessment is locked before the form is read, so that what is checked is what is asked when it is saved.

    A page that saves by itself is told what became of each answer; a form that was sent is answered with a page.
    """
    with transaction.atomic():
        assessment = find_assessment(Assessment.objects.locked(), request.user, assessment_id)
        questionnaire = load_questionnaire(assessment, request.LANGUAGE_CODE)
        parts = find_parts(questionnaire, pillar, recommendation, widen=True)
        form = read_form(request, parts, assessment)
        status, outcome = save_form(request, assessment, form)
    if request.htmx:
        return show_outcome(request, form, outcome, status)
    tell_what_was_saved(request, outcome, form, status)
    if status != 302 or form.merging:
        filled = load_filled_questionnaire(assessment, request.LANGUAGE_CODE)
        return show(request, assessment, filled, parts, form, status=200 if status == 302 else status)
    stage = read_filter(request, questionnaire).stage
    return go_on(request, find_next_url(assessment, questionnaire, parts[-1], recommendation, stage))


def go_on(request: HttpRequest, next_url: str) -> HttpResponseRedirect:
    """Where the pressed button leads when everything is saved: to the next page, or to a place on this one."""
    then, _colon, place = request.POST.get("then", "").partition(":")
    if then == "next":
        return redirect(next_url)
    if then == "offer":
        address = urlencode({"offer": place})
        return redirect(f"{request.path}?{address}#{AnswerKey(place.partition(':')[0]).question}")
    anchor = f"#{quote(place)}" if then in ("at", "theirs") else ""
    return redirect(request.get_full_path() + anchor)


@load_assessment
def go_to_next_unanswered(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """The first question without an answer, on the page of its part; the check page when there is none."""
    filled = load_filled_questionnaire(assessment, request.LANGUAGE_CODE)
    if not filled.unanswered:
        messages.info(request, _("All applicable questions are answered. Check your answers."))
        return redirect("assessment:check", assessment.pk)
    return redirect(locate_question(filled.unanswered[0], reverse("assessment:detail", args=[assessment.pk])))


def find_parts(
    questionnaire: Questionnaire, pillar: str, recommendation: str | None, *, widen: bool = False
) -> tuple[Part, ...]:
    """The parts of the page; 404 for a pillar or a recommendation that this assessment does not ask about.

    `widen` answers a recommendation that is not asked about any more with its whole pillar: somebody has typed something,
    and another profile has been adopted meanwhile.
    """
    heading = questionnaire.find_pillar(pillar)
    parts = heading.parts if heading else ()
    if recommendation is not None:
        named = tuple(part for part in parts if part.code == recommendation)
        parts = named or (parts if widen else ())
    if not parts:
        raise Http404(_("This assessment asks nothing here. Choose a pillar from the assessment's page."))
    return parts


def read_form(request: HttpRequest, parts: tuple[Part, ...], assessment: Assessment) -> PillarForm:
    """The form over the questions that were sent: a colleague's save may have changed what the page's filter finds."""
    codes = find_sent_questions(request.POST)
    sent = [question for part in parts for question in part.questions if question.code in codes]
    form = PillarForm(
        request.POST,
        questions=sent,
        language=request.LANGUAGE_CODE,
        units=assessment.measured_units,
        names={unit["code"]: unit["name"] for unit in assessment.units},
    )
    then, _colon, key = request.POST.get("then", "").partition(":")
    form.dropped = AnswerKey(key) if then == "theirs" else None
    form.merging = AnswerKey(key) if then == "merge" else None
    form.full_clean()
    return form


def save_form(request: HttpRequest, assessment: Assessment, form: PillarForm) -> tuple[int, SaveOutcome]:
    """Saves what is right in the form; the HTTP status says whether anything is left to be shown (302: nothing is)."""
    try:
        outcome = save_answers_to_locked(
            by=request.user, assessment=assessment, changes=form.collect_changes()
        )
    except NotAllowed as error:
        form.add_error(None, str(error))
        return 403, SaveOutcome()
    form.conflicts = outcome.conflicts
    if outcome.conflicts:
        return 409, outcome
    return 422 if form.errors else 302, outcome


def tell_what_was_saved(request: HttpRequest, outcome: SaveOutcome, form: PillarForm, status: int) -> None:
    """Says how many answers are safe; that there were none only when nothing else needs to be said."""
    count = len(outcome.saved)
    if count:
        messages.success(
            request, ngettext("%(count)s answer saved.", "%(count)s answers saved.", count) % {"count": count}
        )
    elif status == 302 and not form.merging:
        messages.info(request, _("Everything is saved already."))
