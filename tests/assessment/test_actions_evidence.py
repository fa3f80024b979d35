"""Every change of evidence: who may, what is refused, and that files and rows stand and fall together."""

import hashlib
from datetime import date
from io import BytesIO

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import transaction

from accounts.models import AuditEvent, Role
from accounts.policies import NotAllowed
from assessment.actions import (
    AttachedAlready,
    CopyNotAllowed,
    EvidenceFacts,
    EvidenceGone,
    EvidenceInUse,
    EvidenceThere,
    FactsNotAllowed,
    ForeignEvidence,
    PlaceNotAllowed,
    StaleEvidence,
    TooManyBehindAnswer,
    TooManyEvidence,
    TooMuchEvidence,
    UnitNotAsked,
    UnknownQuestion,
    Use,
    add_file,
    add_link,
    attach_evidence,
    change_evidence,
    change_place,
    detach_evidence,
    freeze_link,
    remove_evidence,
)
from assessment.models import Evidence, EvidenceUse
from evidence.addresses import AddressRefusal, RefusedAddress
from evidence.refusals import Refusal, RefusedFile
from tests.factories.assessments import cancel, find_member, make_assessment, measure
from tests.factories.evidence import TEXT, make_file, make_link, put_behind
from tests.factories.people import make_member, make_organisation, make_user


pytestmark = pytest.mark.django_db

FACTS = EvidenceFacts("Policy", date(2026, 2, 3), "kk", "publishable")


@pytest.fixture
def company():
    return make_organisation()


@pytest.fixture
def lead(company):
    return make_member(company)


@pytest.fixture
def assessment():
    return make_assessment(standards=["drcq"])


def list_files(settings):
    """What lies in the storage, as contents."""
    return sorted(path.read_bytes() for path in settings.MEDIA_ROOT.rglob("*") if path.is_file())


def find_events(verb):
    """Without those of the demo."""
    events = AuditEvent.objects.filter(verb=verb).exclude(organisation__name_en="Tulpar")
    return list(events.order_by("pk"))


# --- adding --------------------------------------------------------------------------------------------------------


def test_a_file_is_kept_twice_with_its_facts(company, lead, settings):
    evidence = add_file(
        by=lead, organisation=company, facts=FACTS, file=BytesIO(TEXT), file_name="C:\\docs\\policy.txt"
    )

    row = Evidence.objects.get(pk=evidence.pk)
    digest = hashlib.sha256(TEXT).hexdigest()
    assert [row.title, row.document_date, row.language, row.confidentiality] == [
        "Policy", date(2026, 2, 3), "kk", "publishable",
    ]  # fmt: skip
    assert [row.file_name, row.media_type, row.size, row.clean_size] == [
        "policy.txt", "text/plain", len(TEXT), len(TEXT),
    ]  # fmt: skip
    assert (row.sha256, row.clean_sha256) == (digest, digest)
    assert (row.organisation, row.added_by, row.version, row.address) == (company, lead, 1, "")
    assert row.file.name != row.original.name
    assert list_files(settings) == [TEXT, TEXT]


def test_nothing_of_the_name_is_in_the_path(company):
    evidence = make_file(company, file_name="../../secret.txt")

    for field in (evidence.file, evidence.original):
        assert field.name.startswith(f"evidence/{company.pk}/")
        assert "secret" not in field.name


def test_what_colleagues_get_has_lost_its_author_and_the_original_has_not(company, make_pdf):
    evidence = make_file(company, content=make_pdf("Aigerim Sarsen"), file_name="report.pdf")

    with evidence.file.open() as clean, evidence.original.open() as original:
        assert b"Aigerim" not in clean.read()
        assert b"Aigerim" in original.read()
    assert evidence.sha256 != evidence.clean_sha256


@pytest.fixture
def make_pdf():
    """A page with an author."""
    pikepdf = pytest.importorskip("pikepdf")

    def make(author):
        pdf = pikepdf.new()
        pdf.add_blank_page()
        pdf.docinfo["/Author"] = author
        target = BytesIO()
        pdf.save(target)
        return target.getvalue()

    return make


def test_a_link_is_kept_in_its_usual_form(company, lead):
    evidence = add_link(by=lead, organisation=company, facts=FACTS, address=" HTTPS://Company.Example ")

    row = Evidence.objects.get(pk=evidence.pk)
    assert (row.address, row.file.name, row.sha256, row.size) == ("https://company.example/", "", "", 0)


def test_adding_is_told_in_the_audit_trail(company, lead):
    make_file(company, by=lead, title="A")
    make_link(company, by=lead, title="B")

    (file,), (link,) = find_events("add-file"), find_events("add-link")
    assert (file.by, file.organisation) == (lead, company)
    assert (file.after["title"], file.after["file_name"], file.after["address"]) == ("A", "policy.txt", "")
    assert file.after["sha256"] == hashlib.sha256(TEXT).hexdigest()
    assert (link.after["title"], link.after["address"]) == ("B", "https://company.example/policy")


@pytest.mark.parametrize("role", [Role.LEAD, Role.CONTRIBUTOR])
def test_leads_and_contributors_add(company, role):
    person = make_member(company, role)

    assert make_file(company, by=person).added_by == person
    assert make_link(company, by=person).added_by == person


@pytest.mark.parametrize("who", ["viewer", "lead of another company", "nobody"])
def test_nobody_else_does(company, who, settings):
    person = {
        "viewer": lambda: make_member(company, Role.VIEWER),
        "lead of another company": lambda: make_member(make_organisation()),
        "nobody": make_user,
    }[who]()
    evidence = make_link(company, title="There")
    version = {"evidence": evidence, "version": 1}

    for action in (
        lambda: make_file(company, by=person),
        lambda: make_link(company, by=person, address="https://b.example/"),
        lambda: change_evidence(by=person, **version, facts=FACTS),
        lambda: freeze_link(by=person, **version, file=BytesIO(TEXT), file_name="a.txt"),
        lambda: remove_evidence(by=person, **version),
    ):
        with pytest.raises(NotAllowed):
            action()

    assert list(Evidence.objects.filter(organisation=company)) == [evidence]
    assert list_files(settings) == []


@pytest.mark.parametrize(
    "facts",
    [
        EvidenceFacts(""),
        EvidenceFacts("  "),
        EvidenceFacts("x" * 201),
        EvidenceFacts("nul\x00"),
        EvidenceFacts("Policy", language="de"),
        EvidenceFacts("Policy", confidentiality="secret"),
    ],
    ids=repr,
)
def test_facts_that_cannot_be_stored_are_refused(company, lead, facts):
    evidence = make_link(company)

    with pytest.raises(FactsNotAllowed):
        add_file(by=lead, organisation=company, facts=facts, file=BytesIO(TEXT), file_name="a.txt")
    with pytest.raises(FactsNotAllowed):
        add_link(by=lead, organisation=company, facts=facts, address="https://b.example/")
    with pytest.raises(FactsNotAllowed):
        change_evidence(by=lead, evidence=evidence, version=1, facts=facts)
    assert Evidence.objects.filter(organisation=company).count() == 1


def test_a_title_of_200_characters_is_stored(company):
    assert make_link(company, title="x" * 200).title == "x" * 200


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (b"", "a.txt", Refusal.EMPTY),
        (b"<svg/>", "a.svg", Refusal.EXTENSION),
        (b"<html></html>", "a.pdf", Refusal.CONTENT),
        (b"\xff\xfe\xfd", "a.txt", Refusal.NOT_UTF8),
    ],
)
def test_a_file_that_is_refused_leaves_nothing(company, settings, content, name, refusal):
    with pytest.raises(RefusedFile) as refused:
        make_file(company, content=content, file_name=name)

    assert refused.value.refusal is refusal
    assert (Evidence.objects.filter(organisation=company).count(), list_files(settings)) == (0, [])


def test_an_address_that_is_refused_leaves_nothing(company):
    with pytest.raises(RefusedAddress) as refused:
        make_link(company, address="http://localhost/admin")

    assert refused.value.refusal is AddressRefusal.PRIVATE
    assert Evidence.objects.filter(organisation=company).count() == 0


def test_a_file_of_the_limit_is_kept_and_one_byte_more_is_not(company, settings):
    settings.EVIDENCE_FILE_BYTES = 100
    make_file(company, content=b"x" * 100)

    with pytest.raises(RefusedFile) as refused:
        make_file(company, content=b"x" * 101)
    assert (refused.value.refusal, refused.value.values) == (Refusal.TOO_LARGE, {"limit": 100})


# --- the same once more --------------------------------------------------------------------------------------------


def test_the_same_file_is_offered_instead_of_kept_twice(company, settings):
    first = make_file(company, title="First")

    with pytest.raises(EvidenceThere) as there:
        make_file(company, title="Second", file_name="other.txt")

    assert there.value.evidence == first
    assert list_files(settings) == [TEXT, TEXT]


def test_another_company_may_keep_the_same_file(company):
    make_file(company)

    assert make_file(make_organisation()).title == "Policy"


def test_the_same_address_is_offered_until_it_has_a_copy(company, lead):
    first = make_link(company)
    with pytest.raises(EvidenceThere) as there:
        make_link(company, address="https://COMPANY.example/policy")
    assert there.value.evidence == first

    freeze_link(by=lead, evidence=first, version=1, file=BytesIO(TEXT), file_name="a.txt")

    assert make_link(company).pk != first.pk


# --- quotas --------------------------------------------------------------------------------------------------------


def test_as_many_pieces_as_allowed_and_no_more(company, settings):
    settings.EVIDENCE_COUNT = 2
    make_file(company)
    make_link(company)

    with pytest.raises(TooManyEvidence):
        make_link(company, address="https://b.example/")
    with pytest.raises(TooManyEvidence):
        make_file(company, content=b"another")
    assert len(list_files(settings)) == 2


def test_as_many_bytes_as_allowed_and_no_more(company, settings):
    settings.EVIDENCE_TOTAL_BYTES = 10
    make_file(company, content=b"12345")
    make_file(company, content=b"67890")

    with pytest.raises(TooMuchEvidence):
        make_file(company, content=b"x")
    assert make_link(company).pk
    assert len(list_files(settings)) == 4


def test_one_company_cannot_fill_the_shelf_of_another(company, settings):
    settings.EVIDENCE_COUNT, settings.EVIDENCE_TOTAL_BYTES = 1, len(TEXT)
    make_file(company)

    assert make_file(make_organisation()).size == len(TEXT)


def test_a_copy_counts_by_its_bytes_alone(company, lead, settings):
    link = make_link(company)
    settings.EVIDENCE_COUNT, settings.EVIDENCE_TOTAL_BYTES = 1, len(TEXT)
    keywords = {"by": lead, "evidence": link, "version": 1, "file_name": "a.txt"}

    with pytest.raises(TooMuchEvidence):
        freeze_link(**keywords, file=BytesIO(TEXT + b"x"))
    assert freeze_link(**keywords, file=BytesIO(TEXT)).size == len(TEXT)


def test_as_many_pieces_behind_an_answer_as_allowed_and_no_more(assessment, settings):
    settings.EVIDENCE_COUNT_PER_ANSWER = 2
    company = assessment.organisation
    for number in range(2):
        put_behind(make_link(company, address=f"https://{number}.example/"), assessment, "GOV-01")

    with pytest.raises(TooManyBehindAnswer):
        make_file(company, use=Use(assessment, "GOV-01"))

    assert not Evidence.objects.filter(organisation=company).exclude(file="").exists()
    assert list_files(settings) == []
    assert make_file(company, use=Use(assessment, "GOV-02")).uses.count() == 1


# --- files and rows stand and fall together ------------------------------------------------------------------------


def test_files_are_taken_out_again_when_the_row_cannot_be_written(assessment, settings):
    with pytest.raises(UnknownQuestion):
        make_file(assessment.organisation, use=Use(assessment, "NONE-01"))

    assert not Evidence.objects.filter(organisation=assessment.organisation).exists()
    assert list_files(settings) == []


def test_files_are_taken_out_again_when_the_second_cannot_be_written(company, settings, monkeypatch):
    monkeypatch.setattr(Evidence._meta.get_field("file"), "storage", FullStorage())

    with pytest.raises(OSError, match="No space left"):
        make_file(company)

    assert not Evidence.objects.filter(organisation=company).exists()
    assert list_files(settings) == []


class FullStorage(FileSystemStorage):
    """A disk on which the original has found room, and the copy does not."""

    def _save(self, name, content):
        raise OSError("No space left on device")


def test_removing_takes_the_files_when_it_is_certain(
    company, lead, settings, django_capture_on_commit_callbacks
):
    evidence = make_file(company)

    with django_capture_on_commit_callbacks() as after_commit:
        remove_evidence(by=lead, evidence=evidence, version=1)
    assert (Evidence.objects.filter(pk=evidence.pk).exists(), len(list_files(settings))) == (False, 2)

    for callback in after_commit:
        callback()
    assert list_files(settings) == []
    (event,) = find_events("remove-evidence")
    assert (event.before["title"], event.before["sha256"]) == ("Policy", evidence.sha256)


def test_removing_that_is_undone_keeps_the_files(company, lead, settings):
    evidence = make_file(company)

    with transaction.atomic():
        remove_evidence(by=lead, evidence=evidence, version=1)
        transaction.set_rollback(True)

    assert (Evidence.objects.filter(pk=evidence.pk).exists(), len(list_files(settings))) == (True, 2)


def test_removing_a_link_removes_no_file(company, lead, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as after_commit:
        remove_evidence(by=lead, evidence=make_link(company), version=1)

    assert after_commit == []
    assert not Evidence.objects.filter(organisation=company).exists()


# --- changing, freezing, removing ----------------------------------------------------------------------------------


def test_facts_change_and_the_version_grows(company, lead):
    evidence = make_link(company, title="Page")

    change_evidence(by=lead, evidence=evidence, version=1, facts=FACTS)

    row = Evidence.objects.get(pk=evidence.pk)
    assert [row.title, row.document_date, row.language, row.confidentiality, row.version] == [
        "Policy", date(2026, 2, 3), "kk", "publishable", 2,
    ]  # fmt: skip
    (event,) = find_events("change-evidence")
    assert (event.before["title"], event.before["document_date"]) == ("Page", None)
    assert (event.after["title"], event.after["document_date"]) == ("Policy", "2026-02-03")


def test_the_same_facts_change_nothing(company, lead):
    evidence = make_link(company, title="Page")

    assert change_evidence(by=lead, evidence=evidence, version=1, facts=EvidenceFacts("Page")).version == 1
    assert find_events("change-evidence") == []


def test_what_was_changed_meanwhile_is_not_overwritten(company, lead):
    evidence = make_link(company)
    change_evidence(by=lead, evidence=evidence, version=1, facts=FACTS)

    for action in (
        lambda: change_evidence(by=lead, evidence=evidence, version=1, facts=EvidenceFacts("Mine")),
        lambda: freeze_link(by=lead, evidence=evidence, version=1, file=BytesIO(TEXT), file_name="a.txt"),
        lambda: remove_evidence(by=lead, evidence=evidence, version=1),
    ):
        with pytest.raises(StaleEvidence) as stale:
            action()
        assert (stale.value.current.version, stale.value.current.title) == (2, "Policy")


def test_a_copy_of_a_link_says_when_and_who(company, lead, settings):
    link = make_link(company)

    frozen = freeze_link(by=lead, evidence=link, version=1, file=BytesIO(TEXT), file_name="page.txt")

    row = Evidence.objects.get(pk=link.pk)
    assert (row.file_name, row.size, row.version, row.frozen_by) == ("page.txt", len(TEXT), 2, lead)
    assert row.frozen_at == frozen.frozen_at
    assert row.address == link.address
    assert list_files(settings) == [TEXT, TEXT]
    assert find_events("freeze-link")[0].after["file_name"] == "page.txt"


def test_only_a_pdf_or_a_text_is_a_copy(company, lead):
    with pytest.raises(CopyNotAllowed):
        freeze_link(by=lead, evidence=make_link(company), version=1, file=BytesIO(b"a;b"), file_name="a.csv")


@pytest.mark.parametrize("make", [make_file, make_link])
def test_a_file_has_no_copy_and_a_link_only_one(company, lead, make):
    evidence = make(company)
    if evidence.address:
        freeze_link(by=lead, evidence=evidence, version=1, file=BytesIO(TEXT), file_name="a.txt")
    version = Evidence.objects.get(pk=evidence.pk).version

    with pytest.raises(CopyNotAllowed):
        freeze_link(by=lead, evidence=evidence, version=version, file=BytesIO(b"new"), file_name="a.txt")


def test_a_copy_that_is_kept_already_is_offered(company, lead):
    file = make_file(company)

    with pytest.raises(EvidenceThere) as there:
        freeze_link(by=lead, evidence=make_link(company), version=1, file=BytesIO(TEXT), file_name="a.txt")
    assert there.value.evidence == file


def test_what_stands_behind_an_answer_is_not_removed(assessment):
    evidence = make_link(assessment.organisation)
    use = put_behind(evidence, assessment, "GOV-01")
    lead = find_member(assessment)

    with pytest.raises(EvidenceInUse):
        remove_evidence(by=lead, evidence=evidence, version=1)

    detach_evidence(by=lead, use=use)
    remove_evidence(by=lead, evidence=evidence, version=1)
    assert not Evidence.objects.filter(pk=evidence.pk).exists()


def test_what_is_gone_cannot_be_changed_and_removing_it_again_is_nothing(assessment):
    evidence, lead = make_link(assessment.organisation), find_member(assessment)
    use = put_behind(make_file(assessment.organisation), assessment, "GOV-01")
    remove_evidence(by=lead, evidence=Evidence.objects.get(pk=evidence.pk), version=1)
    detach_evidence(by=lead, use=EvidenceUse.objects.get(pk=use.pk))
    before = AuditEvent.objects.count()

    for action in (
        lambda: change_evidence(by=lead, evidence=evidence, version=1, facts=FACTS),
        lambda: freeze_link(by=lead, evidence=evidence, version=1, file=BytesIO(b"a"), file_name="a.txt"),
        lambda: attach_evidence(by=lead, evidence=evidence, use=Use(assessment, "GOV-01")),
        lambda: change_place(by=lead, use=use, before="", place="page 1"),
    ):
        with pytest.raises(EvidenceGone):
            action()
    remove_evidence(by=lead, evidence=evidence, version=1)
    detach_evidence(by=lead, use=use)
    assert AuditEvent.objects.count() == before


# --- behind answers ------------------------------------------------------------------------------------------------


def test_one_piece_stands_behind_several_answers_with_a_place_each(assessment):
    evidence = make_link(assessment.organisation)
    first = put_behind(evidence, assessment, "GOV-01", place="page 1")
    put_behind(evidence, assessment, "GOV-02", place="page 2")

    rows = evidence.uses.values_list("question__code", "unit", "place")
    assert set(rows) == {("GOV-01", "", "page 1"), ("GOV-02", "", "page 2")}
    event = find_events("attach-evidence")[0]
    assert event.after == {"assessment": str(assessment.pk), "question": "GOV-01", "place": "page 1"}
    assert (event.subject, first.added_by) == (f"assessment.evidence:{evidence.pk}", find_member(assessment))


def test_behind_the_answer_of_a_unit(assessment):
    (unit,) = measure(assessment, "Mobile")

    use = put_behind(make_link(assessment.organisation), assessment, "PRV-01", unit)

    assert use.unit == unit
    with pytest.raises(UnitNotAsked):
        put_behind(make_file(assessment.organisation), assessment, "PRV-01", "7")


def test_behind_the_same_answer_once(assessment):
    evidence = make_link(assessment.organisation)
    put_behind(evidence, assessment, "GOV-01")

    with pytest.raises(AttachedAlready):
        put_behind(evidence, assessment, "GOV-01")


def test_never_behind_an_answer_of_another_company(assessment):
    person = find_member(assessment)
    other = make_organisation()
    other.memberships.create(user=person, role=Role.LEAD)

    with pytest.raises(ForeignEvidence):
        attach_evidence(by=person, evidence=make_link(other, by=person), use=Use(assessment, "GOV-01"))
    assert not EvidenceUse.objects.filter(assessment=assessment).exists()


@pytest.mark.parametrize("place", ["x" * 201, "nul\x00"])
def test_a_place_that_cannot_be_stored_is_refused(assessment, place):
    evidence, lead = make_link(assessment.organisation), find_member(assessment)
    with pytest.raises(PlaceNotAllowed):
        put_behind(evidence, assessment, "GOV-01", place=place)

    use = put_behind(evidence, assessment, "GOV-01", place="x" * 200)
    with pytest.raises(PlaceNotAllowed):
        change_place(by=lead, use=use, before="x" * 200, place=place)


def test_a_place_changes_unless_somebody_has_changed_it(assessment):
    lead = find_member(assessment)
    use = put_behind(make_link(assessment.organisation), assessment, "GOV-01", place="page 1")

    change_place(by=lead, use=use, before="page 1", place="page 2")
    change_place(by=lead, use=use, before="page 2", place="page 2")
    with pytest.raises(StaleEvidence) as stale:
        change_place(by=lead, use=use, before="page 1", place="page 3")

    assert stale.value.current.place == EvidenceUse.objects.get(pk=use.pk).place == "page 2"
    (event,) = find_events("change-evidence-place")
    assert (event.before, event.after["place"]) == ({"place": "page 1"}, "page 2")


@pytest.mark.parametrize("why", ["viewer", "cancelled"])
def test_who_may_not_answer_changes_nothing_behind_an_answer(assessment, why):
    evidence = make_link(assessment.organisation)
    use = put_behind(evidence, assessment, "GOV-01")
    person = find_member(assessment, Role.VIEWER if why == "viewer" else Role.LEAD)
    if why == "cancelled":
        cancel(assessment)

    for action in (
        lambda: attach_evidence(by=person, evidence=evidence, use=Use(assessment, "GOV-02")),
        lambda: change_place(by=person, use=use, before="", place="page 1"),
        lambda: detach_evidence(by=person, use=use),
    ):
        with pytest.raises(NotAllowed):
            action()
    assert list(EvidenceUse.objects.filter(assessment=assessment)) == [use]
