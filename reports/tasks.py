"""Work that may take over a second. Runs in place by default, and on workers where some are set up.

A task may run twice: rendering the same document again writes the same file again.
"""

from django_tasks import task

from assessment.models import Assessment
from reports.actions import store_document
from reports.models import ReportDocument
from reports.queries import load_snapshot
from reports.scopes import Scope


@task()
def render_report(document_id: str, scope: str = Scope.PUBLISHABLE.value) -> None:
    """Renders the PDF of a requested document from what the assessment says now; `scope` is one of `reports.scopes.Scope`."""
    document = ReportDocument.objects.filter(pk=document_id).first()
    if document is None or document.file:
        return
    assessment = Assessment.objects.select_related("organisation").get(pk=document.assessment_id)
    store_document(
        document=document, snapshot=load_snapshot(assessment, document.language, Scope.read(scope))
    )
