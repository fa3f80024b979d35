"""The shelf of a company's evidence, one piece of it, and its file."""

from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Organisation, OrganisationKind
from assessment.actions import (
    add_file,
    add_link,
    change_evidence,
    freeze_link,
    remove_evidence,
)
from assessment.evidence_texts import describe_room, format_size
from assessment.forms.evidence import ChangeForm, CopyForm, RemoveForm, ShelfFileForm, ShelfLinkForm
from assessment.models import Evidence, EvidenceUse
from assessment.policies import (
    check_user_can_fill_a_shelf,
    check_user_can_keep_evidence,
    find_keepable_organisations,
    user_can_keep_evidence,
)
from assessment.queries_evidence import list_shelf, load_uses_of, measure_usage, measure_usages
from assessment.questionnaire import AnswerKey
from assessment.views.evidence_forms import describe_evidence, locate_answer_evidence, save_form


PAGE_SIZE = 50
SHOW = ("", "files", "links", "unused")


def load_evidence(view):
    """Turns `evidence_id` of the address into the evidence, if the person may see it; else 404."""

    @wraps(view)
    def wrapper(request, evidence_id, **keywords):
        return view(request, find_evidence(request.user, evidence_id), **keywords)

    return wrapper


def find_evidence(user, evidence_id) -> Evidence:
    """With the people and the company it names; 404 for who may not see it."""
    rows = Evidence.objects.visible_to(user).select_related("organisation", "added_by", "frozen_by")
    return get_object_or_404(rows, pk=evidence_id)


def show_shelf(request: HttpRequest) -> HttpResponse:
    """The evidence of every company the person belongs to; a POST adds some."""
    if request.method != "POST":
        return show_shelf_page(request)
    check_user_can_fill_a_shelf(request.user)
    companies = list(find_keepable_organisations(request.user))
    is_link = request.POST.get("do") == "link"
    form = (ShelfLinkForm if is_link else ShelfFileForm)(
        request.POST,
        request.FILES,
        companies=companies,
        prefix="link" if is_link else "file",
    )
    status = save_form(form, lambda: add_from_shelf(request, form, companies))
    if status != 302:
        return show_shelf_page(request, form=form, status=status)
    messages.success(request, _("“%(title)s” is on the shelf.") % {"title": form.cleaned_data["title"]})
    return redirect("evidence:list")


def add_from_shelf(request: HttpRequest, form, companies: list[Organisation]) -> Evidence:
    chosen = form.cleaned_data["organisation"]
    keywords = {
        "by": request.user,
        "organisation": next(company for company in companies if company.pk == chosen),
        "facts": form.read_facts(),
    }
    if "address" in form.fields:
        return add_link(**keywords, address=form.cleaned_data["address"])
    file = form.cleaned_data["file"]
    return add_file(**keywords, file=file, file_name=file.name)


def show_shelf_page(request: HttpRequest, form=None, status: int = 200) -> HttpResponse:
    """`form` is one that was sent and not saved."""
    words, chosen = request.GET.get("q", "")[:200], request.GET.get("show", "")
    companies = list(Organisation.objects.visible_to(request.user).filter(kind=OrganisationKind.COMPANY))
    keepable = list(find_keepable_organisations(request.user))
    rows = list_shelf(Evidence.objects.filter(organisation__in=companies), words, chosen)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    usages = measure_usages(companies)
    forms = {
        "file": ShelfFileForm(companies=keepable, prefix="file") if keepable else None,
        "link": ShelfLinkForm(companies=keepable, prefix="link") if keepable else None,
    }
    if form:
        forms[form.prefix] = form
    context = {
        "companies": [{"company": company, **describe_room(usages[company.pk])} for company in companies],
        "page": page,
        "rows": [describe_evidence(row) for row in page],
        "found": len(rows),
        "query": words,
        "show": chosen if chosen in SHOW else "",
        "forms": forms,
        "room": describe_room(next(iter(usages.values()))) if usages else {},
    }
    return render(request, "assessment/shelf.html", context, status=status)


@load_evidence
def show(request: HttpRequest, evidence: Evidence) -> HttpResponse:
    """All facts, where it is used, and the forms that change, freeze or remove it."""
    if request.method != "POST":
        return show_page(request, evidence)
    check_user_can_keep_evidence(request.user, evidence.organisation)
    return {"freeze": freeze, "remove": remove}.get(request.POST.get("do"), change)(request, evidence)


def change(request: HttpRequest, evidence: Evidence) -> HttpResponse:
    form = ChangeForm(request.POST, prefix="change")
    return finish(
        request,
        evidence,
        form,
        lambda version: change_evidence(
            by=request.user, evidence=evidence, version=version, facts=form.read_facts()
        ),
        _("The changes are saved."),
    )


def freeze(request: HttpRequest, evidence: Evidence) -> HttpResponse:
    form = CopyForm(request.POST, request.FILES, prefix="freeze")

    def keep_copy(version: int) -> None:
        file = form.cleaned_data["file"]
        freeze_link(by=request.user, evidence=evidence, version=version, file=file, file_name=file.name)

    return finish(request, evidence, form, keep_copy, _("The copy is kept."))


def remove(request: HttpRequest, evidence: Evidence) -> HttpResponse:
    form = RemoveForm(request.POST, prefix="remove")
    status = save_form(
        form,
        lambda: remove_evidence(by=request.user, evidence=evidence, version=form.cleaned_data["version"]),
    )
    if status != 302:
        return show_page(request, evidence, form, status)
    messages.success(request, _("“%(title)s” is removed.") % {"title": evidence.title})
    return redirect("evidence:list")


def finish(request: HttpRequest, evidence: Evidence, form, action, told: str) -> HttpResponse:
    """Runs the action with the version that the form was made from; shows the page again where it was not to be."""
    status = save_form(form, lambda: action(form.cleaned_data["version"]))
    if status != 302:
        return show_page(request, evidence, form, status)
    messages.success(request, told)
    return redirect("evidence:detail", evidence.pk)


def show_page(request: HttpRequest, evidence: Evidence, sent=None, status: int = 200) -> HttpResponse:
    """`sent` is a form that was not saved; the page then shows what is there now beside it."""
    if sent:
        evidence = find_evidence(request.user, evidence.pk)
    uses = [describe_use(use) for use in load_uses_of(evidence)]
    version = {"version": evidence.version}
    facts = {
        name: getattr(evidence, name) for name in ("title", "document_date", "language", "confidentiality")
    }
    forms = {
        "change": ChangeForm(prefix="change", initial=facts | version),
        "freeze": CopyForm(prefix="freeze", initial=version),
        "remove": RemoveForm(prefix="remove", initial=version),
    }
    if sent:
        forms[sent.prefix] = sent
    context = {
        "evidence": evidence,
        **describe_evidence(evidence),
        "original_size": format_size(evidence.size),
        "clean_size": format_size(evidence.clean_size),
        "uses": uses,
        "room": describe_room(measure_usage(evidence.organisation)),
        "forms": forms,
        "sent": sent.prefix if sent else "",
        "errors": sent.errors if sent else {},
        "may_keep": user_can_keep_evidence(request.user, evidence.organisation),
    }
    return render(request, "assessment/evidence.html", context, status=status)


def describe_use(use: EvidenceUse) -> dict:
    """An answer that the evidence stands behind, with the address where that is said."""
    names = {unit["code"]: unit["name"] for unit in use.assessment.units}
    return {
        "use": use,
        "unit": names.get(use.unit, ""),
        "url": locate_answer_evidence(use.assessment_id, AnswerKey(use.question.code, use.unit)),
    }


@load_evidence
@require_safe
def download(request: HttpRequest, evidence: Evidence) -> HttpResponse:
    """The copy without traces. It is saved, never shown: whatever is in it, it cannot act in the portal's name."""
    try:
        content = evidence.file.open("rb")
    except (ValueError, FileNotFoundError):
        # A link without a copy, or a storage that has lost the file.
        raise Http404(_("There is no file here.")) from None
    response = FileResponse(
        content,
        as_attachment=True,
        filename=evidence.file_name,
        content_type=evidence.media_type,
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )
    response.is_exact = True
    return response
