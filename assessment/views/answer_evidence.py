"""What stands behind one answer: evidence of the shelf, with the page or clause to look at."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessment.actions import (
    AnswerRefused,
    Use,
    add_file,
    add_link,
    attach_evidence,
    change_place,
    detach_evidence,
)
from assessment.evidence_texts import describe_kind, describe_room
from assessment.forms.evidence import AnswerFileForm, AnswerLinkForm, AttachForm, ChangePlaceForm
from assessment.models import Assessment, Evidence, EvidenceUse
from assessment.policies import check_user_can_answer, user_can_answer
from assessment.queries_evidence import list_shelf, load_uses, measure_usage
from assessment.questionnaire import AnswerKey, AskedQuestion, FilledQuestionnaire
from assessment.views.decorators import load_assessment
from assessment.views.evidence_forms import describe_evidence, locate_answer_evidence, save_form
from assessment.views.navigation import describe_answers, describe_pillars
from assessment.views.question import find_question


OFFERED = 20


@dataclass(frozen=True)
class Subject:
    """The answer that the page is about."""

    assessment: Assessment
    filled: FilledQuestionnaire
    question: AskedQuestion
    key: AnswerKey

    @property
    def url(self) -> str:
        return locate_answer_evidence(self.assessment.pk, self.key)

    def use(self, place: str) -> Use:
        return Use(self.assessment, self.key.question, self.key.unit, place)


@load_assessment
def edit(request: HttpRequest, assessment: Assessment, code: str) -> HttpResponse:
    """The page; a POST attaches evidence, adds a file or a link, changes a place, or takes evidence away."""
    filled, question = find_question(request, assessment, code)
    subject = Subject(assessment, filled, question, find_key(request, filled, question))
    if request.method != "POST":
        return show_page(request, subject)
    check_user_can_answer(request.user, assessment)
    jobs = {"file": upload, "link": link, "place": save_place, "detach": detach}
    try:
        return jobs.get(request.POST.get("do"), attach)(request, subject)
    except AnswerRefused as error:
        # Another profile has been adopted since the page was found.
        raise Http404(
            _("This assessment asks nothing here. Choose a pillar from the assessment's page.")
        ) from error


def find_key(request: HttpRequest, filled: FilledQuestionnaire, question: AskedQuestion) -> AnswerKey:
    """The answer at the unit of the address, or the first one; 404 for a unit that the question is not asked of."""
    keys = filled.keys_of(question)
    unit = request.GET.get("unit")
    found = next((key for key in keys if unit in (None, key.unit)), None)
    if found is None:
        raise Http404(_("This question is not asked of that unit."))
    return found


def upload(request: HttpRequest, subject: Subject) -> HttpResponse:
    form = AnswerFileForm(request.POST, request.FILES, prefix="file")

    def keep() -> None:
        file = form.cleaned_data["file"]
        add_file(
            by=request.user,
            organisation=subject.assessment.organisation,
            facts=form.read_facts(),
            file=file,
            file_name=file.name,
            use=subject.use(form.cleaned_data["place"]),
        )

    return finish(request, subject, form, keep, _("The file is kept and stands behind the answer."))


def link(request: HttpRequest, subject: Subject) -> HttpResponse:
    form = AnswerLinkForm(request.POST, prefix="link")

    def keep() -> None:
        add_link(
            by=request.user,
            organisation=subject.assessment.organisation,
            facts=form.read_facts(),
            address=form.cleaned_data["address"],
            use=subject.use(form.cleaned_data["place"]),
        )

    return finish(request, subject, form, keep, _("The link is kept and stands behind the answer."))


def attach(request: HttpRequest, subject: Subject) -> HttpResponse:
    shelf = list_shelf(Evidence.objects.filter(organisation=subject.assessment.organisation_id))
    form = AttachForm(request.POST, prefix="attach", offered=[describe_choice(row) for row in shelf])

    def put_behind() -> None:
        chosen = next(row for row in shelf if row.pk == form.cleaned_data["evidence"])
        attach_evidence(by=request.user, evidence=chosen, use=subject.use(form.cleaned_data["place"]))

    return finish(request, subject, form, put_behind, _("It stands behind the answer."))


def save_place(request: HttpRequest, subject: Subject) -> HttpResponse:
    use = find_use(request, subject)
    form = ChangePlaceForm(request.POST, prefix=f"place-{use.pk}")
    return finish(
        request,
        subject,
        form,
        lambda: change_place(by=request.user, use=use, **form.cleaned_data),
        _("The page or clause is saved."),
    )


def detach(request: HttpRequest, subject: Subject) -> HttpResponse:
    detach_evidence(by=request.user, use=find_use(request, subject))
    messages.success(request, _("It does not stand behind this answer any more. It is still on the shelf."))
    return redirect(subject.url)


def find_use(request: HttpRequest, subject: Subject) -> EvidenceUse:
    text = request.POST.get("use", "")
    uses = EvidenceUse.objects.filter(
        assessment=subject.assessment, question__code=subject.key.question, unit=subject.key.unit
    )
    return get_object_or_404(uses, pk=int(text) if text.isascii() and text.isdigit() else 0)


def finish(request: HttpRequest, subject: Subject, form, action, told: str) -> HttpResponse:
    status = save_form(form, action)
    if status != 302:
        return show_page(request, subject, form, status)
    messages.success(request, told)
    return redirect(subject.url)


def describe_choice(row: Evidence) -> tuple:
    day = f", {date_format(row.document_date)}" if row.document_date else ""
    return row.pk, f"{row.title} ({describe_kind(row)}{day})"


def show_page(request: HttpRequest, subject: Subject, sent=None, status: int = 200) -> HttpResponse:
    """`sent` is a form that was not saved."""
    assessment, filled, question = subject.assessment, subject.filled, subject.question
    uses = load_uses(assessment, question.code, subject.key.unit)
    words = request.GET.get("q", "")[:200]
    may_answer = user_can_answer(request.user, assessment)
    pillars = describe_pillars(filled, assessment)
    places = describe_answers(filled, [question], assessment)
    context = {
        "assessment": assessment,
        "pillars": pillars,
        "pillar": next(pillar for pillar in pillars if pillar["code"] == question.pillar),
        "question": question,
        "answer": next(row for row in places if row["key"] == subject.key),
        "places": [
            row | {"evidence_url": locate_answer_evidence(assessment.pk, row["key"])} for row in places
        ],
        "unit": subject.key.unit,
        "uses": [describe_use(use, sent) for use in uses],
        "forms": make_forms(assessment, uses, words, sent) if may_answer else {},
        "sent": sent,
        "query": words,
        "room": describe_room(measure_usage(assessment.organisation)),
        "per_answer": settings.EVIDENCE_COUNT_PER_ANSWER,
        "may": {"answer": may_answer},
    }
    return render(request, "assessment/answer_evidence.html", context, status=status)


def describe_use(use: EvidenceUse, sent) -> dict:
    """A piece behind the answer with the form that says where in it to look."""
    prefix = f"place-{use.pk}"
    form = ChangePlaceForm(prefix=prefix, initial={"place": use.place, "before": use.place})
    is_sent = sent is not None and sent.prefix == prefix
    return describe_evidence(use.evidence) | {
        "use": use,
        "form": sent if is_sent else form,
        "is_sent": is_sent,
    }


def make_forms(assessment: Assessment, uses: list[EvidenceUse], words: str, sent) -> dict:
    """The forms that put something behind the answer. What is offered is not there yet; a piece that somebody has just tried
    to add once more comes first, and is chosen."""
    behind = {use.evidence_id for use in uses}
    rows = list_shelf(Evidence.objects.filter(organisation=assessment.organisation_id), words)
    rows = [row for row in rows if row.pk not in behind]
    there = getattr(sent, "there", None)
    offered = rows[:OFFERED]
    if there and there.pk not in behind:
        offered = [there, *(row for row in offered if row.pk != there.pk)]
    forms = {
        "attach": AttachForm(
            prefix="attach",
            offered=[describe_choice(row) for row in offered],
            initial={"evidence": there and there.pk},
        ),
        "file": AnswerFileForm(prefix="file"),
        "link": AnswerLinkForm(prefix="link"),
        "more": len(rows) - len(rows[:OFFERED]),
        "offered": len(offered),
    }
    if sent and sent.prefix in forms:
        if sent.prefix == "attach":
            sent.fields["evidence"].choices = forms["attach"].fields["evidence"].choices
        forms[sent.prefix] = sent
    return forms
