"""Rendering as a task: may run twice, may come too late."""

from uuid import uuid4

import pytest
from django_tasks import TaskResultStatus

from reports.actions import request_document
from reports.queries import load_snapshot
from reports.tasks import render_report
from tests.factories.assessments import make_assessment


pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    assessment = make_assessment(tier="core", standards=["us-eu-hrd"])
    return request_document(assessment=assessment, snapshot=load_snapshot(assessment, "en"))


def test_renders_the_document(document):
    result = render_report.enqueue(str(document.pk))

    document.refresh_from_db()
    assert result.status == TaskResultStatus.SUCCESSFUL
    with document.file.open() as file:
        assert file.read(5) == b"%PDF-"


def test_runs_twice_and_renders_once(document):
    render_report.enqueue(str(document.pk))
    document.refresh_from_db()
    first = document.file.storage.get_modified_time(document.file.name)
    result = render_report.enqueue(str(document.pk))

    before = document.file.name
    document.refresh_from_db()
    assert result.status == TaskResultStatus.SUCCESSFUL
    assert (document.file.name, document.file.storage.get_modified_time(document.file.name)) == (
        before,
        first,
    )


def test_a_document_that_is_gone_is_no_failure():
    assert render_report.enqueue(str(uuid4())).status == TaskResultStatus.SUCCESSFUL


def test_without_pango_the_task_fails_and_the_log_says_what_to_install(document, no_pango, caplog):
    result = render_report.enqueue(str(document.pk))

    document.refresh_from_db()
    assert (result.status, bool(document.file)) == (TaskResultStatus.FAILED, False)
    assert "sudo apt-get install" in caplog.text
