"""The questionnaire off line: downloads, the upload, and what an uploaded file would change."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.policies import NotAllowed
from assessment.actions import EXPLANATION_LIMIT
from assessment.actions.workbook import (
    BATCH,
    UPLOAD_LIFETIME,
    UploadGone,
    accept_changes,
    discard_upload,
    keep_upload,
    read_batch,
)
from assessment.forms.workbook import UploadForm, read_accepted
from assessment.models import Assessment, WorkbookUpload
from assessment.policies import check_user_can_answer
from assessment.queries import find_checksums, load_filled_questionnaire, load_questionnaire
from assessment.questionnaire import FilledQuestionnaire
from assessment.unit_names import name_unit
from assessment.views.decorators import load_assessment
from assessment.word_document import write_document
from assessment.workbook.difference import Difference, Kind, Vocabulary, compare, list_changes
from assessment.workbook.reading import read_workbook
from assessment.workbook.values import FileChange, Source, WorkbookRefused
from assessment.workbook.writing import write_workbook
from assessment.workbook_texts import (
    KINDS,
    build_words,
    explain_problem,
    list_confidentiality,
)
from standards.values import LANGUAGES


MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@load_assessment
def show_workbook(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """The downloads, and the form that brings a spreadsheet back."""
    if request.method != "POST":
        return show_upload(request, assessment, UploadForm())
    check_user_can_answer(request.user, assessment)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_upload(request, assessment, form)
    file = form.cleaned_data["file"]
    try:
        language, changes = read_upload(assessment, file.read())
    except WorkbookRefused as refusal:
        form.refuse(refusal)
        return show_upload(request, assessment, form)
    if not changes:
        messages.info(
            request, _("The file says what it said when it was downloaded: there is nothing to save.")
        )
        return redirect("assessment:workbook", assessment.pk)
    upload = keep_upload(
        by=request.user, assessment=assessment, file_name=file.name, language=language, changes=changes
    )
    return redirect("assessment:workbook-changes", assessment.pk, upload.pk)


def show_upload(request: HttpRequest, assessment: Assessment, form: UploadForm) -> HttpResponse:
    context = {
        "assessment": assessment,
        "form": form,
        "reason": explain_reading_only(request, assessment),
        "uploads": list_uploads(request, assessment).order_by("-at"),
    }
    return render(request, "assessment/workbook.html", context, status=422 if form.errors else 200)


def list_uploads(request: HttpRequest, assessment: Assessment):
    """The person's own uploads that still wait for a decision."""
    kept_since = timezone.now() - UPLOAD_LIFETIME
    return WorkbookUpload.objects.filter(assessment=assessment, by=request.user.pk, at__gte=kept_since)


def explain_reading_only(request: HttpRequest, assessment: Assessment) -> str:
    """Why the person may not upload; empty when they may."""
    try:
        check_user_can_answer(request.user, assessment)
    except NotAllowed as error:
        return str(error)
    return ""


def read_upload(assessment: Assessment, data: bytes) -> tuple[str, list[FileChange]]:
    """The language of the workbook and the rows that are not as they were exported; raises `WorkbookRefused`."""
    checksums = find_checksums(assessment.pk)
    manifest, rows = read_workbook(data, assessment=str(assessment.pk), checksums=checksums)
    written = manifest.source.language if manifest.source.language in LANGUAGES else LANGUAGES[0]
    labels = []
    for language in sorted(LANGUAGES, key=lambda language: language != written):
        with translation.override(language):
            labels.append((load_questionnaire(assessment, language), list_confidentiality()))
    changes = list_changes(
        manifest, rows, Vocabulary(*zip(*labels, strict=True)), explanation_limit=EXPLANATION_LIMIT
    )
    return written, changes


@load_assessment
def download(request: HttpRequest, assessment: Assessment, language: str, kind: str) -> HttpResponse:
    """The questionnaire with the answers as they are now, as a spreadsheet or as a document, in any language."""
    if language not in LANGUAGES or kind not in MEDIA_TYPES:
        raise Http404(_("The questionnaire is there in Kazakh, Russian and English."))
    filled = load_filled_questionnaire(assessment, language)
    made_at = timezone.localtime()
    with translation.override(language):
        words = build_words(assessment, filled, made_at, EXPLANATION_LIMIT)
        if kind == "docx":
            content = write_document(filled, words, language)
        else:
            content = write_workbook(filled, name_source(assessment, filled, language, made_at), words)
    company = slugify(assessment.organisation.name_en) or "questionnaire"
    name = f"olshem-{company}-{assessment.period_end.year}-{language}.{kind}"
    return HttpResponse(
        content,
        MEDIA_TYPES[kind],
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


def name_source(assessment: Assessment, filled: FilledQuestionnaire, language: str, made_at) -> Source:
    names = (f"{each.standard.slug} {each.edition}" for each in filled.questionnaire.editions)
    editions = tuple(zip(names, find_checksums(assessment.pk), strict=True))
    return Source(str(assessment.pk), editions, language, made_at.isoformat(timespec="seconds"))


@load_assessment
def decide(request: HttpRequest, assessment: Assessment, upload_id: UUID) -> HttpResponse:
    """What the uploaded file would change; a POST saves what is ticked, or discards the upload."""
    upload = get_object_or_404(list_uploads(request, assessment), pk=upload_id)
    if request.method != "POST":
        return show_changes(request, assessment, upload)
    try:
        if request.POST.get("then") == "discard":
            discard_upload(by=request.user, upload=upload)
            messages.info(request, _("The file is discarded. The answers are as they were."))
            return redirect("assessment:workbook", assessment.pk)
        return accept(request, assessment, upload)
    except UploadGone:
        messages.info(request, _("This file was decided about already."))
        return redirect("assessment:workbook", assessment.pk)


def accept(request: HttpRequest, assessment: Assessment, upload: WorkbookUpload) -> HttpResponse:
    """Saves what is ticked; what has changed since the page was made is shown again."""
    check_user_can_answer(request.user, assessment)
    accepted = read_accepted(request.POST)
    if not accepted:
        error = _("Nothing is ticked. Tick what you want to save, or discard the file.")
        return show_changes(request, assessment, upload, error=error, status=422)
    outcome = accept_changes(by=request.user, upload=upload, accepted=accepted)
    saved = len(outcome.answers.saved)
    text = ngettext("%(count)s answer saved.", "%(count)s answers saved.", saved) % {"count": saved}
    messages.success(request, text)
    upload = WorkbookUpload.objects.filter(pk=upload.pk).first()
    if upload is None:
        return redirect("assessment:detail", assessment.pk)
    if outcome.answers.conflicts or outcome.refused:
        error = _(
            "Some answers were changed while you decided. They are not saved; decide again about these."
        )
        return show_changes(request, assessment, upload, error=error, status=409)
    return redirect("assessment:workbook-changes", assessment.pk, upload.pk)


def show_changes(
    request: HttpRequest,
    assessment: Assessment,
    upload: WorkbookUpload,
    *,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    filled = load_filled_questionnaire(assessment, request.LANGUAGE_CODE)
    differences = compare(read_batch(upload), filled)
    names = {unit.code: name_unit(unit) for unit in filled.units} if filled.has_units else {}
    groups = [
        {
            "code": kind.value,
            "label": label,
            "rows": [describe(row, names) for row in differences if row.kind is kind],
        }
        for kind, label in KINDS.items()
    ]
    context = {
        "assessment": assessment,
        "upload": upload,
        "groups": [group for group in groups if group["rows"]],
        "refused": [describe(row, names) for row in differences if row.kind is Kind.REFUSED],
        "unchanged": sum(row.kind is Kind.UNCHANGED for row in differences),
        "language": upload.changes["language"],
        "waiting": max(0, len(upload.changes["rows"]) - BATCH),
        "reason": explain_reading_only(request, assessment),
        "error": error,
    }
    return render(request, "assessment/workbook_changes.html", context, status=status)


def describe(row: Difference, names: dict[str, str]) -> dict:
    """A row of the page: the answer in the portal and the one of the file."""
    labels, question, change = list_confidentiality(), row.question, row.change
    now = question and question.find_option(row.current.option)
    wanted = question and question.find_option(row.option)
    return {
        "key": row.key,
        "code": row.key.question,
        "question": question.definition.text if question else "",
        "place": names.get(row.key.unit, ""),
        "is_ticked": row.kind in (Kind.NEW, Kind.CHANGED),
        "version": row.current.version,
        "current": row.current,
        "now": {
            "option": now.label if now else "",
            "explanation": row.current.explanation,
            "confidentiality": labels[row.current.confidentiality],
        },
        "wanted": {
            "option": wanted.label if wanted else "",
            "explanation": row.explanation,
            "confidentiality": labels.get(row.confidentiality, ""),
        },
        "shows_confidentiality": row.confidentiality != row.current.confidentiality,
        "where": f"{change.sheet}, {change.number}",
        "problem": row.problem
        and explain_problem(row.problem, typed=change.typed, detail=change.detail, limit=EXPLANATION_LIMIT),
        "typed": change.explanation,
    }
