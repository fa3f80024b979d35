"""What a page that saves by itself is told: for each answer it has sent, what became of it."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from assessment.actions import SaveOutcome
from assessment.forms.pillar import PillarForm
from assessment.layout import describe_conflict, describe_saved, describe_time, render
from assessment.questionnaire import AnswerKey, AskedQuestion


def show_outcome(request: HttpRequest, form: PillarForm, outcome: SaveOutcome, status: int) -> HttpResponse:
    """Pieces that htmx puts in the places of the same id. The status is 409 for a conflict, 422 for an answer that cannot be
    saved as it is, 403 when the person may not save (any more)."""
    saved_at = describe_time(timezone.now())
    context = {
        "rows": [
            describe_outcome(form, outcome, question, key)
            for question in form.questions
            for key in filter(form.was_sent, form.keys[question.code])
        ],
        "errors": form.non_field_errors(),
        "saved": describe_saved(saved_at, str(request.user)),
        "saved_at": saved_at,
    }
    # Without the context of a page: this is asked for with every answer, and has no links to anywhere.
    response = HttpResponse(
        render("assessment/_outcome.html", context), status=200 if status == 302 else status
    )
    # A few hundred bytes are not worth compressing.
    response.is_exact = True
    return response


def describe_outcome(form: PillarForm, outcome: SaveOutcome, question: AskedQuestion, key: AnswerKey) -> dict:
    """One answer that was sent. Without a version the page keeps the one it has: after a conflict a button of the form shall
    meet it again, until the person has decided."""
    conflict = outcome.conflicts.get(key)
    return {
        "key": key,
        "code": question.code,
        "is_saved": key in outcome.saved,
        "version": outcome.versions.get(key),
        "conflict": describe_conflict(form, question, key, conflict) if conflict else None,
        "option_errors": form.errors.get(f"{key}-option"),
        "explanation_errors": form.errors.get(f"{key}-explanation"),
    }
