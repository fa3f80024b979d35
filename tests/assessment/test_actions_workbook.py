"""Keeping an uploaded workbook, accepting its changes, discarding it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Role
from accounts.policies import NotAllowed
from assessment.actions.workbook import (
    BATCH,
    FILE_NAME_LIMIT,
    UPLOAD_LIFETIME,
    UploadGone,
    accept_changes,
    discard_upload,
    keep_upload,
    read_batch,
)
from assessment.models import Answer, WorkbookUpload
from assessment.workbook.values import FileChange
from tests.assessment.events import count_events, list_events
from tests.factories.assessments import (
    UNANSWERED,
    cancel,
    find_answer,
    find_member,
    leave_out,
    make_assessment,
    measure,
    save_answer,
)
from tests.factories.people import make_member, make_organisation


pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    return make_assessment()


def change(
    key, option="no", explanation="From the file.", confidentiality="publishable", fingerprint=UNANSWERED
):
    return FileChange(key, "Sheet", 2, option, explanation, confidentiality, fingerprint)


def upload(assessment, *changes, by=None, file_name="filled.xlsx", language="kk"):
    return keep_upload(
        by=by or find_member(assessment),
        assessment=assessment,
        file_name=file_name,
        language=language,
        changes=changes,
    )


def accept(upload, by=None, **accepted):
    return accept_changes(by=by or upload.by, upload=upload, accepted=accepted)


def read_answers(assessment):
    rows = Answer.objects.filter(assessment=assessment).order_by("question__code", "unit")
    return list(rows.values_list("question__code", "unit", "option", "explanation", "version"))


def test_upload_keeps_what_the_file_says_and_changes_no_answer(assessment):
    changes = [change("GOV-01"), change("GOV-02", "yes")]

    kept = upload(assessment, *changes, file_name="x" * 200)

    assert (kept.by, kept.assessment, kept.file_name) == (
        find_member(assessment),
        assessment,
        "x" * FILE_NAME_LIMIT,
    )
    assert read_batch(WorkbookUpload.objects.get()) == changes
    assert read_answers(assessment) == []
    assert list_events(assessment)[-1] == ("upload-workbook", {}, {"file": "x" * FILE_NAME_LIMIT, "rows": 2})


def test_upload_by_somebody_who_only_reads_is_refused(assessment):
    viewer = find_member(assessment, Role.VIEWER)
    before = count_events()

    with pytest.raises(NotAllowed):
        upload(assessment, change("GOV-01"), by=viewer)

    assert (WorkbookUpload.objects.count(), count_events()) == (0, before)


def test_upload_to_a_cancelled_assessment_is_refused(assessment):
    cancel(assessment)

    with pytest.raises(NotAllowed):
        upload(assessment, change("GOV-01"))

    assert WorkbookUpload.objects.count() == 0


def test_uploads_that_waited_too_long_go_at_the_next_one(assessment):
    old, recent = (upload(assessment, change("GOV-01")) for _each in range(2))
    now = timezone.now()
    WorkbookUpload.objects.filter(pk=old.pk).update(at=now - UPLOAD_LIFETIME - timedelta(seconds=1))
    WorkbookUpload.objects.filter(pk=recent.pk).update(at=now - UPLOAD_LIFETIME + timedelta(minutes=5))

    new = upload(make_assessment(), change("GOV-01"))

    assert set(WorkbookUpload.objects.values_list("pk", flat=True)) == {recent.pk, new.pk}


def test_only_what_is_accepted_is_saved_and_the_upload_goes(assessment):
    kept = upload(assessment, change("GOV-01", confidentiality="sealed"), change("GOV-02"), change("GOV-03"))

    outcome = accept(kept, **{"GOV-01": 0, "GOV-03": 0})

    assert (set(outcome.answers.saved), outcome.answers.conflicts, outcome.refused) == (
        {"GOV-01", "GOV-03"},
        {},
        (),
    )
    assert read_answers(assessment) == [
        ("GOV-01", "", "no", "From the file.", 1),
        ("GOV-03", "", "no", "From the file.", 1),
    ]
    answer = find_answer(assessment, "GOV-01")
    assert (answer.confidentiality, answer.explanation_language, answer.updated_by) == (
        "sealed",
        "kk",
        kept.by,
    )
    assert WorkbookUpload.objects.count() == 0
    assert [event[0] for event in list_events(assessment)[-3:]] == [
        "save-answer",
        "save-answer",
        "accept-workbook",
    ]
    assert list_events(assessment)[-1][2] == {"file": "filled.xlsx", "saved": 2}


def test_answer_of_a_unit_is_saved_at_the_unit(assessment):
    (code,) = measure(assessment, "Mobile")
    kept = upload(assessment, change(f"PRV-01~{code}"))

    accept(kept, **{f"PRV-01~{code}": 0})

    assert read_answers(assessment) == [("PRV-01", code, "no", "From the file.", 1)]


def test_answer_that_changed_after_the_page_was_made_is_a_conflict_and_stays_in_the_upload(assessment):
    kept = upload(assessment, change("GOV-01"), change("GOV-02"), change("GOV-03"))
    save_answer(assessment, "GOV-01", "yes", "Saved meanwhile.")

    outcome = accept(kept, **{"GOV-01": 0, "GOV-02": 0})

    assert (outcome.answers.saved, set(outcome.answers.conflicts)) == (("GOV-02",), {"GOV-01"})
    assert read_answers(assessment) == [
        ("GOV-01", "", "yes", "Saved meanwhile.", 1),
        ("GOV-02", "", "no", "From the file.", 1),
    ]
    assert [row.key for row in read_batch(WorkbookUpload.objects.get())] == ["GOV-01"]

    accept(kept, **{"GOV-01": 1})

    assert read_answers(assessment)[0] == ("GOV-01", "", "no", "From the file.", 2)
    assert WorkbookUpload.objects.count() == 0


def test_answer_in_a_pillar_that_was_left_out_meanwhile_stays_in_the_upload(assessment):
    kept = upload(assessment, change("HRD-01"), change("GOV-01"))
    leave_out(assessment, "hrd")

    outcome = accept(kept, **{"HRD-01": 0, "GOV-01": 0})

    assert (outcome.answers.saved, outcome.refused) == (("GOV-01",), ("HRD-01",))
    assert read_answers(assessment) == [("GOV-01", "", "no", "From the file.", 1)]
    assert [row.key for row in read_batch(WorkbookUpload.objects.get())] == ["HRD-01"]


def test_keys_that_are_not_in_the_file_are_no_answers(assessment):
    kept = upload(assessment, change("GOV-01"))

    outcome = accept(kept, **{"GOV-02": 0})

    assert (outcome.answers.saved, read_answers(assessment)) == ((), [])


def test_rows_past_the_first_batch_wait_for_their_turn(assessment):
    rows = [change(f"X-{number}") for number in range(BATCH)]
    kept = upload(assessment, *rows, change("GOV-01"))

    accept(kept, **{"GOV-01": 0})

    assert read_answers(assessment) == []
    assert read_batch(WorkbookUpload.objects.get()) == [change("GOV-01")]


def test_upload_is_decided_once(assessment):
    kept = upload(assessment, change("GOV-01"))
    accept(kept, **{"GOV-01": 0})
    before = count_events()

    with pytest.raises(UploadGone):
        accept(kept, **{"GOV-01": 1})
    with pytest.raises(UploadGone):
        discard_upload(by=kept.by, upload=kept)

    assert count_events() == before


def test_accepting_for_a_cancelled_assessment_changes_nothing_but_it_can_be_discarded(assessment):
    kept = upload(assessment, change("GOV-01"))
    cancel(assessment)

    with pytest.raises(NotAllowed):
        accept(kept, **{"GOV-01": 0})
    assert (read_answers(assessment), WorkbookUpload.objects.count()) == ([], 1)

    discard_upload(by=kept.by, upload=kept)
    assert WorkbookUpload.objects.count() == 0
    assert list_events(assessment)[-1] == ("discard-workbook", {}, {"file": "filled.xlsx"})


def test_lead_of_another_company_may_not_accept(assessment):
    kept = upload(assessment, change("GOV-01"))

    with pytest.raises(NotAllowed):
        accept(kept, by=make_member(make_organisation()), **{"GOV-01": 0})

    assert read_answers(assessment) == []
