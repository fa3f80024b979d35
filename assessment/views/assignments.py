"""Who answers what until when."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.policies import NotAllowed
from assessment.actions import (
    AssigneeNotAllowed,
    DueDateNotAllowed,
    PlaceNotAsked,
    StaleAssignment,
    assign,
    withdraw_assignment,
)
from assessment.forms.together import AssignmentForm
from assessment.models import Assessment
from assessment.policies import check_user_can_answer, check_user_can_assign, user_can_answer
from assessment.queries import load_filled_questionnaire
from assessment.queries_together import list_colleagues, load_responsibilities, load_together
from assessment.together import Responsibility, Together
from assessment.views.decorators import load_assessment
from assessment.views.navigation import describe_pillars, locate_question_here


@load_assessment
def show(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Every pillar, and every question that has an assignment of its own. A POST assigns a pillar."""
    sent = None
    status = 200
    if request.method == "POST":
        check_user_can_answer(request.user, assessment)
        pillars, _questions = load_responsibilities(assessment)
        code = request.POST.get("pillar", "")
        sent = AssignmentForm(
            request.POST, colleagues=list_colleagues(assessment), present=pillars.get(code), prefix=code
        )
        status = save_assignment(request, assessment, sent, pillar=code)
        if status == 302:
            messages.success(request, _("The assignment is saved."))
            return redirect("assessment:assignments", assessment.pk)
    return render_page(request, assessment, sent, status)


def save_assignment(request: HttpRequest, assessment: Assessment, form: AssignmentForm, **place: str) -> int:
    """The HTTP status says whether it is done (302), stale (409), not allowed (403) or wrong (422); the form says why."""
    if not form.is_valid():
        return 422
    cleaned = form.cleaned_data
    keywords = {"by": request.user, "assessment": assessment, "version": cleaned["version"], **place}
    try:
        if cleaned["assignee"] is None:
            withdraw_assignment(**keywords)
        else:
            assign(**keywords, assignee=cleaned["assignee"], due_on=cleaned["due_on"])
    except StaleAssignment:
        pillars, questions = load_responsibilities(assessment)
        form.read_again(pillars.get(place.get("pillar")) or questions.get(place.get("question")))
        return 409
    except NotAllowed as error:
        form.add_error(None, str(error))
        return 403
    except PlaceNotAsked as error:
        raise Http404(
            _("This assessment asks nothing here. Choose a pillar from the assessment's page.")
        ) from error
    except AssigneeNotAllowed:
        form.add_error("assignee", _("This colleague may not answer any more. Choose another one."))
    except DueDateNotAllowed:
        form.add_error("due_on", _("This day is over. Choose today or a later one."))
    return 422 if form.errors else 302


def explain_assigning(user: User, assessment: Assessment, present: Responsibility | None) -> str:
    """Why the person may not assign this; empty when they may."""
    try:
        check_user_can_assign(user, assessment, user.pk, present.assignee if present else None)
    except NotAllowed as error:
        return str(error)
    return ""


def render_page(
    request: HttpRequest, assessment: Assessment, sent: AssignmentForm | None, status: int
) -> HttpResponse:
    filled = load_filled_questionnaire(assessment, request.LANGUAGE_CODE)
    together = load_together(filled, assessment, request.user)
    colleagues = list_colleagues(assessment)
    pillars = describe_pillars(filled, assessment)
    for pillar in pillars:
        present = together.pillars.get(pillar["code"])
        pillar["responsible"] = present
        pillar["reason"] = explain_assigning(request.user, assessment, present)
        is_sent = sent is not None and sent.prefix == pillar["code"]
        pillar["form"] = (
            sent if is_sent else AssignmentForm(colleagues=colleagues, present=present, prefix=pillar["code"])
        )
    context = {
        "assessment": assessment,
        "pillars": pillars,
        "questions": describe_assigned(together, assessment),
        "my_work": together.my_work,
        "may": {"answer": user_can_answer(request.user, assessment)},
        "errors": sent.errors if sent is not None else {},
    }
    return render(request, "assessment/assignments.html", context, status=status)


def describe_assigned(together: Together, assessment: Assessment) -> list[dict]:
    """The questions with an assignment of their own, in the order of the questionnaire."""
    filled = together.filled
    return [
        {
            "question": question,
            "responsible": together.questions[question.code],
            "is_overdue": together.is_overdue(question),
            "is_unanswered": filled.is_unanswered(question),
            "url": locate_question_here(assessment, question.code),
        }
        for question in filled.questionnaire.by_code.values()
        if question.code in together.questions and together.questions[question.code].assignee
    ]
