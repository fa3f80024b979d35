"""The questions of a pillar, or of one recommendation in it: read, filter, answer."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.policies import NotAllowed
from assessment.actions import SaveOutcome, save_answers_to_locked
from assessment.filters import Filter
from assessment.forms.pillar import PillarForm, find_sent_questions
from assessment.layout import PartHeading, QuestionBlock
from assessment.models import Assessment
from assessment.offers import find_offer
from assessment.policies import check_user_can_answer
from assessment.queries import load_filled_questionnaire, load_questionnaire
from assessment.questionnaire import AnswerKey, FilledQuestionnaire, Part, Questionnaire
from assessment.views.decorators import find_assessment, load_assessment
from assessment.views.navigation import describe_pillars, locate_question
from standards.catalogue import get_law_notes


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
    chosen = read_filter(request, filled.questionnaire)
    questions = [question for part in parts for question in chosen.select(filled, part.questions)]
    form = PillarForm(questions=questions, language=request.LANGUAGE_CODE, units=filled.units)
    form.filled_in = find_offer(filled, request.GET.get("offer", ""))
    return show(request, assessment, filled, parts, form)


def save(request: HttpRequest, assessment_id, pillar: str, recommendation: str | None = None) -> HttpResponse:
    """The assessment is locked before the form is read, so that what is checked is what is asked when it is saved."""
    with transaction.atomic():
        assessment = find_assessment(Assessment.objects.locked(), request.user, assessment_id)
        questionnaire = load_questionnaire(assessment, request.LANGUAGE_CODE)
        parts = find_parts(questionnaire, pillar, recommendation, widen=True)
        form = read_form(request, parts, assessment)
        status = save_form(request, assessment, form)
    if status != 302:
        filled = load_filled_questionnaire(assessment, request.LANGUAGE_CODE)
        return show(request, assessment, filled, parts, form, status=status)
    then, _colon, offer = request.POST.get("then", "").partition(":")
    if then == "offer":
        address = urlencode({"offer": offer})
        return redirect(f"{request.path}?{address}#{AnswerKey(offer.partition(':')[0]).question}")
    if then == "next":
        return redirect(find_next_url(assessment, questionnaire, parts[-1], recommendation))
    return redirect(request.get_full_path())


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


def read_filter(request: HttpRequest, questionnaire: Questionnaire) -> Filter:
    return Filter.read(request.GET, [severity.code for severity in questionnaire.severities])


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
    form.full_clean()
    return form


def save_form(request: HttpRequest, assessment: Assessment, form: PillarForm) -> int:
    """Saves what is right in the form; the HTTP status says whether anything is left to be shown."""
    try:
        outcome = save_answers_to_locked(
            by=request.user, assessment=assessment, changes=form.collect_changes()
        )
    except NotAllowed as error:
        form.add_error(None, str(error))
        return 403
    form.conflicts = outcome.conflicts
    tell_what_was_saved(request, outcome, form)
    if outcome.conflicts:
        return 409
    return 422 if form.errors else 302


def find_next_url(
    assessment: Assessment, questionnaire: Questionnaire, last: Part, recommendation: str | None
) -> str:
    """Where "save and go on" leads: the next part, or the next pillar, or at the end the check page."""
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
    status: int = 200,
) -> HttpResponse:
    """The page around the form."""
    reason = explain_reading_only(request, assessment)
    lay_out_questions(form, parts, filled, may_answer=not reason)
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
        "reason": reason,
        "next_url": find_next_url(assessment, filled.questionnaire, parts[-1], single and single.code),
    }
    return render(request, "assessment/pillar.html", context, status=status)


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


def lay_out_questions(
    form: PillarForm, parts: tuple[Part, ...], filled: FilledQuestionnaire, *, may_answer: bool
) -> None:
    """Each recommendation's heading above those of its questions that are shown."""
    law_notes = get_law_notes(form.language)
    shown = {question.code for question in form.questions}
    blocks = []
    for part in parts:
        questions = [question for question in part.questions if question.code in shown]
        if questions:
            blocks.append(PartHeading(part))
            blocks += [QuestionBlock(question, filled, law_notes, may_answer) for question in questions]
    form.lay_out(*blocks)
