"""Uploading a filled-in workbook, and accepting its changes."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import User
from assessment.actions.answers import AnswerChange, SaveOutcome, save_answers_to_locked
from assessment.models import Assessment, WorkbookUpload
from assessment.policies import check_user_can_answer
from assessment.queries import load_filled_questionnaire
from assessment.questionnaire import AnswerKey
from assessment.workbook.difference import Difference, Kind, compare
from assessment.workbook.values import FileChange


UPLOAD_LIFETIME = timedelta(days=7)
# How many rows of an upload are shown and decided at once.
BATCH = 500
FILE_NAME_LIMIT = 120


class UploadGone(Exception):
    """Somebody has accepted or discarded the upload in another tab, or it is too old."""


@dataclass(frozen=True)
class AcceptOutcome:
    """What became of accepted rows: as `save_answers` says, and those that the assessment does not allow any more."""

    answers: SaveOutcome
    refused: tuple[AnswerKey, ...] = ()


@transaction.atomic
def keep_upload(
    *, by: User, assessment: Assessment, file_name: str, language: str, changes: Iterable[FileChange]
) -> WorkbookUpload:
    """Keeps what an uploaded workbook says until the person decides; the answers stay as they are. `language` is that of
    the workbook. Uploads that have waited for longer than `UPLOAD_LIFETIME` go, whoever they belong to. Raises
    `NotAllowed`.
    """
    check_user_can_answer(by, assessment)
    WorkbookUpload.objects.filter(at__lt=timezone.now() - UPLOAD_LIFETIME).delete()
    upload = WorkbookUpload.objects.create(
        assessment=assessment,
        by=by,
        file_name=file_name[:FILE_NAME_LIMIT],
        changes={"language": language, "rows": [asdict(change) for change in changes]},
    )
    _record(by, assessment, "upload-workbook", upload, rows=len(upload.changes["rows"]))
    return upload


@transaction.atomic
def accept_changes(*, by: User, upload: WorkbookUpload, accepted: Mapping[AnswerKey, int]) -> AcceptOutcome:
    """Saves the accepted rows among the first `BATCH` of the upload and forgets the others of these. `accepted` has the
    version of each answer that the person saw.

    A row whose answer has changed since is a conflict and stays in the upload, and so does one that the assessment does
    not allow any more; an upload in which nothing is left goes. Raises `NotAllowed` or `UploadGone`.
    """
    assessment, upload = _lock(upload)
    check_user_can_answer(by, assessment)
    batch = read_batch(upload)
    chosen = [row for row in batch if AnswerKey(row.key) in accepted]
    found = {row.key: row for row in compare(chosen, load_filled_questionnaire(assessment, "en"))}
    refused = tuple(key for key, row in found.items() if row.kind is Kind.REFUSED)
    outcome = save_answers_to_locked(
        by=by,
        assessment=assessment,
        changes=[
            _make_change(row, accepted[key], upload.changes["language"])
            for key, row in found.items()
            if row.kind is not Kind.REFUSED
        ],
    )
    again = {*outcome.conflicts, *refused}
    _forget(upload, [row for row in batch if row.key not in again])
    _record(by, assessment, "accept-workbook", upload, saved=len(outcome.saved))
    return AcceptOutcome(outcome, refused)


@transaction.atomic
def discard_upload(*, by: User, upload: WorkbookUpload) -> None:
    """Forgets an upload with all that is not accepted; whoever uploaded it may do that in any status. Raises
    `UploadGone`."""
    assessment, upload = _lock(upload)
    _record(by, assessment, "discard-workbook", upload)
    upload.delete()


def read_batch(upload: WorkbookUpload) -> list[FileChange]:
    """The rows that are decided next, in the order of the file."""
    return [FileChange(**row) for row in upload.changes["rows"][:BATCH]]


def _lock(upload: WorkbookUpload) -> tuple[Assessment, WorkbookUpload]:
    """The assessment, locked, and the upload as it is then."""
    assessment = Assessment.objects.locked().get(pk=upload.assessment_id)
    upload = WorkbookUpload.objects.filter(pk=upload.pk).first()
    if upload is None:
        raise UploadGone
    return assessment, upload


def _make_change(row: Difference, version: int, language: str) -> AnswerChange:
    return AnswerChange(
        question=row.key.question,
        option=row.option,
        explanation=row.explanation,
        language=language,
        version=version,
        unit=row.key.unit,
        confidentiality=row.confidentiality,
    )


def _forget(upload: WorkbookUpload, decided: list[FileChange]) -> None:
    keys = {row.key for row in decided}
    left = [row for row in upload.changes["rows"] if row["key"] not in keys]
    upload.changes = upload.changes | {"rows": left}
    if left:
        upload.save(update_fields=["changes"])
    else:
        # The row is named in the audit trail, so it keeps its key.
        WorkbookUpload.objects.filter(pk=upload.pk).delete()


def _record(by: User, assessment: Assessment, verb: str, upload: WorkbookUpload, **counts: int) -> None:
    record_event(
        by=by,
        organisation=assessment.organisation,
        verb=verb,
        subject=assessment,
        after={"file": upload.file_name, **counts},
    )
