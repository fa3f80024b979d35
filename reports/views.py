"""The front page, the sample report, and the gap report of an assessment as page and as PDF."""

import logging
from functools import lru_cache
from io import BytesIO

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

from assessment.models import Assessment
from assessment.views.decorators import load_assessment
from reports.actions import request_document
from reports.queries import load_sample_snapshot, load_snapshot
from reports.rendering import PangoMissing, render_pdf
from reports.scopes import Scope
from reports.snapshot import compute_content_key
from reports.tasks import render_report


logger = logging.getLogger(__name__)


@login_not_required
def show_front(request: HttpRequest) -> HttpResponse:
    """What this is and for whom, with a part of the sample report."""
    return render(request, "reports/front.html", {"report": load_sample_snapshot(request.LANGUAGE_CODE)})


@login_not_required
def show_sample(request: HttpRequest) -> HttpResponse:
    return render(request, "reports/detail.html", {"report": load_sample_snapshot(request.LANGUAGE_CODE)})


@login_not_required
def download_sample(request: HttpRequest) -> HttpResponse:
    snapshot = load_sample_snapshot(request.LANGUAGE_CODE)
    if snapshot is None:
        return render(request, "reports/detail.html", {"report": None}, status=404)
    try:
        content = render_sample(request.LANGUAGE_CODE, compute_content_key(snapshot))
    except PangoMissing as error:
        logger.error("%s", error)
        return render(request, "reports/no_pdf.html", status=503)
    name = f"olshem-sample-{request.LANGUAGE_CODE}.pdf"
    return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type="application/pdf")


@lru_cache(maxsize=3)
def render_sample(language: str, content_key: str) -> bytes:
    """The sample as PDF, rendered once per process, language and content."""
    return render_pdf(load_sample_snapshot(language))


@load_assessment
def show_report(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """The gap report at any moment of the work: as it may be passed on, or with everything (`?scope=internal`)."""
    snapshot = load_snapshot(assessment, request.LANGUAGE_CODE, Scope.read(request.GET.get("scope")))
    return render(request, "reports/detail.html", {"report": snapshot, "assessment": assessment})


@load_assessment
def download_report(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """The gap report as PDF; with workers, a page that waits for it when it is not ready yet."""
    scope = Scope.read(request.GET.get("scope"))
    snapshot = load_snapshot(assessment, request.LANGUAGE_CODE, scope)
    document = request_document(assessment=assessment, snapshot=snapshot)
    if not document.file:
        result = render_report.enqueue(str(document.pk), scope.value)
        document.refresh_from_db()
    if not document.file:
        failed = result.status == "FAILED"
        return render(
            request,
            "reports/no_pdf.html" if failed else "reports/wait.html",
            {"assessment": assessment, "scope": scope.value},
            status=503 if failed else 202,
        )
    company = slugify(assessment.organisation.name_en) or "report"
    mark = "-internal" if scope is Scope.INTERNAL else ""
    name = f"olshem-{company}-{assessment.period_end.year}-{request.LANGUAGE_CODE}{mark}.pdf"
    return FileResponse(
        document.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf"
    )
