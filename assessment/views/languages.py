"""The explanation of an answer in the other languages of the portal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.actions import NothingToTranslate, StaleTranslation, save_translation
from assessment.forms.languages import TranslationForm
from assessment.models import AnswerTranslation, Assessment
from assessment.policies import check_user_can_answer, user_can_answer
from assessment.questionnaire import AnswerKey, AskedQuestion, FilledQuestionnaire, GivenAnswer
from assessment.translations import hash_explanation
from assessment.unit_names import name_unit
from assessment.views.decorators import load_assessment
from assessment.views.navigation import describe_pillars
from assessment.views.question import find_question
from standards.values import LANGUAGES


@load_assessment
def edit(request: HttpRequest, assessment: Assessment, code: str) -> HttpResponse:
    """Every answer to the question with its explanation in each language; a POST saves one of them or, with `start`, puts the
    explanation into the field to be rewritten there."""
    filled, question = find_question(request, assessment, code)
    if request.method != "POST":
        return show(request, assessment, filled, question)
    check_user_can_answer(request.user, assessment)
    key, language = AnswerKey(request.POST.get("key", "")), request.POST.get("language", "")
    form = TranslationForm(request.POST)
    if "start" in request.POST:
        source = filled.answer_to(key).explanation
        started = {"text": source, "source_hash": hash_explanation(source)}
        form = TranslationForm({**request.POST.dict(), **started})
        return show(request, assessment, filled, question, {(key, language): form})
    asked = key in filled.keys_of(question)
    status = save(request, assessment, key, language, form) if asked else refuse(form)
    if status == 302:
        messages.success(request, _("The explanation is saved in this language."))
        return redirect(f"{reverse('assessment:languages', args=[assessment.pk, code])}#{key}-{language}")
    return show(request, assessment, filled, question, {(key, language): form}, status)


def save(
    request: HttpRequest, assessment: Assessment, key: AnswerKey, language: str, form: TranslationForm
) -> int:
    """The HTTP status says whether it is done (302), stale (409) or wrong (422); the form says why."""
    if not form.is_valid():
        return 422
    try:
        save_translation(
            by=request.user, assessment=assessment, key=key, language=language, **form.cleaned_data
        )
    except NothingToTranslate:
        return refuse(form)
    except StaleTranslation:
        form.is_stale = True
        form.add_error(
            None,
            _("Somebody has saved this text meanwhile. Compare both, then save again to replace theirs."),
        )
        return 409
    return 302


def refuse(form: TranslationForm) -> int:
    form.add_error(None, _("There is no explanation here to put into this language."))
    return 422


def show(
    request: HttpRequest,
    assessment: Assessment,
    filled: FilledQuestionnaire,
    question: AskedQuestion,
    sent: dict | None = None,
    status: int = 200,
) -> HttpResponse:
    """`sent` has the forms that were sent, by answer and language."""
    rows = AnswerTranslation.objects.filter(
        answer__assessment=assessment, answer__question__code=question.code
    ).select_related("updated_by", "answer")
    kept = {(AnswerKey(question.code, row.answer.unit), row.language): row for row in rows}
    pillars = describe_pillars(filled, assessment)
    answers = [
        {
            "key": key,
            "place": name_unit(unit) if filled.has_units else "",
            "answer": filled.answer_to(key),
            "languages": describe_languages(key, filled.answer_to(key), kept, sent or {}),
        }
        for key, unit in zip(filled.keys_of(question), filled.units_of(question), strict=True)
    ]
    context = {
        "assessment": assessment,
        "pillars": pillars,
        "pillar": next(row for row in pillars if row["code"] == question.pillar),
        "question": question,
        "answers": answers,
        "unsaved": list_unsaved(answers, sent or {}),
        "may": {"answer": user_can_answer(request.user, assessment)},
    }
    return render(request, "assessment/languages.html", context, status=status)


def list_unsaved(answers: list[dict], sent: dict) -> list[dict]:
    """Texts that were typed where there is no field (any more): they are given back with the reason."""
    fields = {(row["key"], language["code"]) for row in answers for language in row["languages"]}
    return [
        {"text": form.data.get("text", ""), "errors": list_errors(form)}
        for place, form in sent.items()
        if place not in fields
    ]


def list_errors(form: TranslationForm) -> list[str]:
    return [message for messages in form.errors.values() for message in messages]


def describe_languages(key: AnswerKey, answer: GivenAnswer, kept: dict, sent: dict) -> list[dict]:
    """The languages that the explanation is not written in, each with its text, its form and what is to know about it."""
    if not answer.explanation:
        return []
    described = []
    for language in LANGUAGES:
        if language == answer.explanation_language:
            continue
        row, form = kept.get((key, language)), sent.get((key, language))
        # A text that is shown again stands on what was read before it was typed, unless both texts are shown now.
        version = form.data.get("version", "") if form and not form.is_stale else row.version if row else 0
        source = form.data.get("source_hash", "") if form else hash_explanation(answer.explanation)
        described.append(
            {
                "code": language,
                "row": row,
                "text": form.data.get("text", "") if form else row.text if row else "",
                "version": version,
                "source_hash": source,
                "errors": list_errors(form) if form else [],
                "is_stale": form is not None and row is not None and form.is_stale,
                "is_outdated": row is not None and row.source_hash != hash_explanation(answer.explanation),
            }
        )
    return described
