"""Documents are kept under their content, and the newest of a language replaces the older ones."""

from pathlib import Path

import pytest

from accounts.models import AuditEvent
from reports.actions import request_document, store_document
from reports.models import ReportDocument
from reports.queries import load_snapshot
from tests.factories.assessments import make_assessment, save_answer
from tests.reports.snapshots import make_snapshot


pytestmark = pytest.mark.django_db


def request(assessment, language="en"):
    return request_document(assessment=assessment, snapshot=load_snapshot(assessment, language))


def store(document):
    """Renders a tiny report in the place of the whole one, which the tests of the PDF render."""
    store_document(document=document, snapshot=make_snapshot())


def list_documents(assessment):
    return {document.pk for document in ReportDocument.objects.filter(assessment=assessment)}


def list_files(folder):
    return {path.name for path in Path(folder).rglob("*.pdf")}


def test_the_same_content_is_one_document_and_no_event_of_the_audit_trail():
    assessment = make_assessment()
    events = AuditEvent.objects.count()

    assert request(assessment) == request(assessment)
    assert AuditEvent.objects.count() == events


def test_a_new_document_has_no_file_yet():
    assert not request(make_assessment()).file


def test_another_answer_language_or_assessment_is_another_document():
    lead_year = make_assessment()
    documents = [request(lead_year), request(lead_year, "kk"), request(make_assessment())]
    save_answer(lead_year, "GOV-01", "no")
    documents.append(request(lead_year))

    assert len(set(documents)) == 4
    assert [(document.assessment_id == lead_year.pk, document.language) for document in documents] == [
        (True, "en"),
        (True, "kk"),
        (False, "en"),
        (True, "en"),
    ]


def test_a_stored_document_is_a_pdf_named_by_its_identifier(settings):
    document = request(make_assessment())
    store(document)

    assert document.file.name == f"reports/{document.pk}.pdf"
    assert document.file.read(5) == b"%PDF-"
    assert list_files(settings.MEDIA_ROOT) == {f"{document.pk}.pdf"}
    document.file.close()


def test_storing_drops_older_documents_of_the_same_assessment_and_language_alone(settings):
    assessment, other = make_assessment(), make_assessment()
    older, kazakh, foreign = request(assessment), request(assessment, "kk"), request(other)
    for document in (older, kazakh, foreign):
        store(document)
    save_answer(assessment, "GOV-01", "no")
    newer = request(assessment)
    store(newer)

    assert list_documents(assessment) == {kazakh.pk, newer.pk}
    assert list_documents(other) == {foreign.pk}
    assert list_files(settings.MEDIA_ROOT) == {f"{pk}.pdf" for pk in (kazakh.pk, newer.pk, foreign.pk)}


def test_a_document_that_was_never_rendered_is_dropped_too(settings):
    assessment = make_assessment()
    request(assessment)
    save_answer(assessment, "GOV-01", "no")
    newer = request(assessment)
    store(newer)

    assert list_documents(assessment) == {newer.pk}


def test_nothing_is_kept_of_a_document_that_could_not_be_rendered(settings, no_pango):
    document = request(make_assessment())
    with pytest.raises(Exception, match="PDF reports need Pango"):
        store(document)

    document.refresh_from_db()
    assert not document.file
    assert list_files(settings.MEDIA_ROOT) == set()


def test_a_document_says_what_it_is():
    document = request(make_assessment(), "kk")

    assert str(document) == f"{document.assessment_id} kk {document.content_key[:12]}"
