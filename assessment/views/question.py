"""One question with everything around its answer: who answers it until when, and what colleagues say about it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.policies import NotAllowed
from assessment.actions import (
    CommentRefused,
    add_comment,
    reopen_thread,
    reply,
    resolve_thread,
    withdraw_comment,
)
from assessment.forms.together import AssignmentForm, CommentForm
from assessment.models import Assessment, Comment
from assessment.policies import check_user_can_answer, user_can_answer, user_can_withdraw
from assessment.queries import load_filled_questionnaire
from assessment.queries_together import list_colleagues, load_comments, load_together
from assessment.questionnaire import AskedQuestion, FilledQuestionnaire
from assessment.views.assignments import explain_assigning, save_assignment
from assessment.views.decorators import load_assessment
from assessment.views.navigation import describe_answers, describe_pillars, locate_question_here


@load_assessment
def show(request: HttpRequest, assessment: Assessment, code: str) -> HttpResponse:
    """The page; a POST starts a thread."""
    filled, question = find_question(request, assessment, code)
    if request.method != "POST":
        return render_page(request, assessment, filled, question)
    if not user_can_answer(request.user, assessment):
        return give_back(request, assessment, filled, question)
    form = make_comment_form(request, assessment, request.POST)
    if not save_comment(
        form, lambda **said: add_comment(by=request.user, assessment=assessment, question=code, **said)
    ):
        return render_page(request, assessment, filled, question, form=form, status=422)
    return redirect(f"{request.path}#talk")


@load_assessment
@require_POST
def change_thread(request: HttpRequest, assessment: Assessment, code: str, comment_id) -> HttpResponse:
    """Replies to a thread, resolves or reopens it, or withdraws one of its comments."""
    filled, question = find_question(request, assessment, code)
    comment = get_object_or_404(Comment, pk=comment_id, assessment=assessment, question__code=code)
    changes = {"resolve": resolve_thread, "reopen": reopen_thread}
    do = request.POST.get("do")
    if do in changes:
        changes[do](by=request.user, thread=comment)
    elif do == "withdraw":
        withdraw_comment(by=request.user, comment=comment)
    elif not user_can_answer(request.user, assessment):
        return give_back(request, assessment, filled, question)
    else:
        form = make_comment_form(request, assessment, request.POST)
        if not save_comment(form, lambda **said: reply(by=request.user, thread=comment, **said)):
            thread = comment.thread_id or comment.pk
            return render_page(request, assessment, filled, question, replies={thread: form}, status=422)
    return redirect(f"{locate_question_here(assessment, code)}#talk")


@load_assessment
@require_POST
def assign_question(request: HttpRequest, assessment: Assessment, code: str) -> HttpResponse:
    """Assigns the question to a colleague or, without one, lets it follow its pillar."""
    filled, question = find_question(request, assessment, code)
    check_user_can_answer(request.user, assessment)
    together = load_together(filled, assessment, request.user)
    form = AssignmentForm(
        request.POST, colleagues=list_colleagues(assessment), present=together.questions.get(code)
    )
    status = save_assignment(request, assessment, form, question=code)
    if status != 302:
        return render_page(request, assessment, filled, question, assignment=form, status=status)
    messages.success(request, _("The assignment is saved."))
    return redirect(f"{locate_question_here(assessment, code)}#assignment")


def find_question(
    request: HttpRequest, assessment: Assessment, code: str
) -> tuple[FilledQuestionnaire, AskedQuestion]:
    """The question with the whole questionnaire; 404 when the assessment does not ask it."""
    filled = load_filled_questionnaire(assessment, request.LANGUAGE_CODE)
    question = filled.questionnaire.by_code.get(code)
    if question is None:
        raise Http404(_("This assessment asks nothing here. Choose a pillar from the assessment's page."))
    return filled, question


def give_back(
    request: HttpRequest, assessment: Assessment, filled: FilledQuestionnaire, question: AskedQuestion
) -> HttpResponse:
    """The page with the reason why nothing more is said here, and with what somebody has just typed."""
    try:
        check_user_can_answer(request.user, assessment)
    except NotAllowed as error:
        unsaved = {"text": request.POST.get("text", ""), "reason": str(error)}
    return render_page(request, assessment, filled, question, unsaved=unsaved, status=403)


def make_comment_form(request: HttpRequest, assessment: Assessment, data=None, **keywords) -> CommentForm:
    colleagues = [row for row in list_colleagues(assessment) if row[0] != request.user.pk]
    return CommentForm(data, colleagues=colleagues, **keywords)


def save_comment(form: CommentForm, action) -> bool:
    """Whether the comment was written; if not, the form says why."""
    if form.is_valid():
        try:
            action(**form.read())
        except CommentRefused:
            form.add_error(
                "text",
                _("This comment cannot be stored. Paste it as plain text and choose colleagues again."),
            )
    return not form.errors


def render_page(
    request: HttpRequest,
    assessment: Assessment,
    filled: FilledQuestionnaire,
    question: AskedQuestion,
    *,
    form: CommentForm | None = None,
    replies: dict | None = None,
    assignment: AssignmentForm | None = None,
    unsaved: dict | None = None,
    status: int = 200,
) -> HttpResponse:
    """`form`, `replies` and `assignment` are forms that were sent and not saved, `unsaved` what was
    typed by somebody who may not (any more)."""
    together = load_together(filled, assessment, request.user)
    colleagues = list_colleagues(assessment)
    others = [row for row in colleagues if row[0] != request.user.pk]
    pillars = describe_pillars(filled, assessment)
    own = together.questions.get(question.code)
    context = {
        "assessment": assessment,
        "pillars": pillars,
        "pillar": next(pillar for pillar in pillars if pillar["code"] == question.pillar),
        "question": question,
        "unsaved": unsaved,
        "answers": describe_answers(filled, [question], assessment),
        "state": together.describe(question),
        "own": own,
        "assignment": assignment or AssignmentForm(colleagues=colleagues, present=own),
        "assigning_reason": explain_assigning(request.user, assessment, own),
        "form": form or CommentForm(colleagues=others),
        "threads": describe_threads(request, assessment, question.code, others, replies or {}),
        "may": {"answer": user_can_answer(request.user, assessment)},
    }
    return render(request, "assessment/question.html", context, status=status)


def describe_threads(
    request: HttpRequest, assessment: Assessment, code: str, others: list, replies: dict
) -> list[dict]:
    """Each thread with its comments, open ones first, and the form that replies to it."""
    threads = [
        {
            "opener": thread[0],
            "comments": [
                {
                    "row": comment,
                    "may_withdraw": comment.withdrawn_at is None
                    and user_can_withdraw(request.user, assessment, comment.by_id),
                }
                for comment in thread
            ],
            "form": replies.get(thread[0].pk)
            or CommentForm(colleagues=others, auto_id=f"id_{thread[0].pk}_%s"),
            "is_replying": thread[0].pk in replies,
        }
        for thread in load_comments(assessment, code)
    ]
    return sorted(threads, key=lambda thread: thread["opener"].resolved_at is not None)
