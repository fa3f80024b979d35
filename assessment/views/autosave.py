"""What a page that saves by itself is told: for each answer it has sent, what became of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from assessment.actions import SaveOutcome
from assessment.forms.pillar import PillarForm
from assessment.layout import describe_conflict, describe_time
from assessment.questionnaire import AnswerKey, AskedQuestion


def show_outcome(request: HttpRequest, form: PillarForm, outcome: SaveOutcome, status: int) -> HttpResponse:
    """Pieces that htmx puts in the places of the same id. The status is 409 for a conflict, 422 for an answer that cannot be
    saved as it is, 403 when the person may not save (any more)."""
    context = {
        "rows": [
            describe_outcome(request, form, outcome, question, key)
            for question in form.questions
            for key in filter(form.was_sent, form.keys[question.code])
        ],
        "errors": form.non_field_errors(),
        "saved_at": describe_time(timezone.now()),
    }
    return render(request, "assessment/_outcome.html", context, status=200 if status == 302 else status)


def describe_outcome(
    request: HttpRequest, form: PillarForm, outcome: SaveOutcome, question: AskedQuestion, key: AnswerKey
) -> dict:
    """One answer that was sent. Without a version the page keeps the one it has: after a conflict a button of the form shall
    meet it again, until the person has decided."""
    conflict = outcome.conflicts.get(key)
    return {
        "key": key,
        "code": question.code,
        "is_saved": key in outcome.saved,
        "version": outcome.versions.get(key),
        "saved_by": request.user,
        "conflict": describe_conflict(form, question, key, conflict) if conflict else None,
        "option_errors": form.errors.get(f"{key}-option"),
        "explanation_errors": form.errors.get(f"{key}-explanation"),
    }
