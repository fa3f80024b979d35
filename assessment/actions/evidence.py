"""Every change of the evidence of an organisation, and of what it stands behind.

Each action first locks the organisation's row, so that two uploads cannot exceed a quota together, and no evidence is
removed while somebody puts it behind an answer.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import Organisation, User
from assessment.actions.answers import UnitNotAsked, UnknownQuestion
from assessment.evidence_files import stage_file, store_or_remove
from assessment.models import Assessment, Confidentiality, Evidence, EvidenceUse
from assessment.policies import check_user_can_answer, check_user_can_keep_evidence
from assessment.queries import load_questionnaire
from assessment.queries_evidence import measure_usage
from assessment.questionnaire import AnswerKey, select_units
from evidence.addresses import check_address
from evidence.file_names import tidy_file_name
from evidence.kinds import PDF, TXT, find_kind
from standards.models import Question
from standards.values import LANGUAGES


TITLE_LIMIT = 200
PLACE_LIMIT = 200
COPY_KINDS = (PDF, TXT)


class EvidenceRefused(Exception):
    """Something about evidence that may not be done."""


class FactsNotAllowed(EvidenceRefused):
    """No title, one that is too long, or a language or confidentiality that does not exist."""


class PlaceNotAllowed(EvidenceRefused):
    """Longer than `PLACE_LIMIT` characters, or with a NUL character."""


class TooManyEvidence(EvidenceRefused):
    """The organisation keeps as many pieces of evidence as it may."""


class TooMuchEvidence(EvidenceRefused):
    """The file would not fit into what the organisation may keep."""


class TooManyBehindAnswer(EvidenceRefused):
    """As many pieces as may stand behind one answer do."""


class EvidenceThere(EvidenceRefused):
    """The organisation keeps this file, or this address without a copy, already: `evidence`."""

    def __init__(self, evidence: Evidence):
        super().__init__(evidence.pk)
        self.evidence = evidence


class AttachedAlready(EvidenceRefused):
    """It stands behind this answer already."""


class EvidenceInUse(EvidenceRefused):
    """It stands behind an answer and cannot be removed."""


class EvidenceGone(EvidenceRefused):
    """It was removed meanwhile."""


class ForeignEvidence(EvidenceRefused):
    """Evidence of one organisation cannot stand behind an answer of another."""


class CopyNotAllowed(EvidenceRefused):
    """Only a link without a copy can be frozen, and only as PDF or text."""


class StaleEvidence(Exception):
    """Changed since it was read. `current` is the row as it is now."""

    def __init__(self, current: Evidence | EvidenceUse):
        super().__init__(current.pk)
        self.current = current


@dataclass(frozen=True)
class EvidenceFacts:
    """What people say about a piece of evidence; see `assessment.models.Evidence`."""

    title: str
    document_date: date | None = None
    language: str = ""
    confidentiality: str = Confidentiality.AUDITOR


@dataclass(frozen=True)
class Use:
    """The answer that evidence shall stand behind, and the page or clause that the answer rests on."""

    assessment: Assessment
    question: str
    unit: str = ""
    place: str = ""


def add_file(
    *,
    by: User,
    organisation: Organisation,
    facts: EvidenceFacts,
    file: BinaryIO,
    file_name: str,
    use: Use | None = None,
) -> Evidence:
    """Keeps a file and its clean copy, and puts it behind an answer if one is named.

    The file is looked into and written before anything is locked. Raises `NotAllowed`, `RefusedFile`, an `EvidenceRefused` or an
    `AnswerRefused`; then neither a row nor a file is left.
    """
    check_user_can_keep_evidence(by, organisation)
    _check_facts(facts)
    with stage_file(file, file_name) as staged, store_or_remove() as stored:
        kept = stored.keep(organisation, staged)
        with transaction.atomic():
            locked = _lock_organisation(organisation.pk)
            _check_file_is_new(locked, kept["sha256"])
            _check_room(locked, size=kept["size"])
            evidence = Evidence(organisation=locked, added_by=by, **asdict(facts), **kept)
            _insert(by, evidence, "add-file", use)
    return evidence


@transaction.atomic
def add_link(
    *, by: User, organisation: Organisation, facts: EvidenceFacts, address: str, use: Use | None = None
) -> Evidence:
    """Keeps an address, which is looked at but never fetched. Raises `RefusedAddress` or what `add_file` raises."""
    check_user_can_keep_evidence(by, organisation)
    _check_facts(facts)
    address = check_address(address)
    locked = _lock_organisation(organisation.pk)
    there = Evidence.objects.filter(organisation=locked, address=address, file="").first()
    if there:
        raise EvidenceThere(there)
    _check_room(locked)
    evidence = Evidence(organisation=locked, added_by=by, address=address, **asdict(facts))
    _insert(by, evidence, "add-link", use)
    return evidence


def freeze_link(*, by: User, evidence: Evidence, version: int, file: BinaryIO, file_name: str) -> Evidence:
    """Keeps what a link showed as a PDF or text copy that somebody has made.

    Raises `NotAllowed`, `RefusedFile`, `StaleEvidence` or an `EvidenceRefused`.
    """
    check_user_can_keep_evidence(by, evidence.organisation)
    if find_kind(tidy_file_name(file_name)) not in COPY_KINDS:
        raise CopyNotAllowed
    with stage_file(file, file_name) as staged, store_or_remove() as stored:
        kept = stored.keep(evidence.organisation, staged)
        with transaction.atomic():
            row = _lock(evidence)
            _check_version(row, version)
            if row.file:
                raise CopyNotAllowed
            _check_file_is_new(row.organisation, kept["sha256"])
            _check_room(row.organisation, pieces=0, size=kept["size"])
            changes = {**kept, "frozen_at": timezone.now(), "frozen_by": by, "version": row.version + 1}
            for name, value in changes.items():
                setattr(row, name, value)
            row.save(update_fields=list(changes))
            _record(by, row, "freeze-link", after=_describe_file(row))
    return row


@transaction.atomic
def change_evidence(*, by: User, evidence: Evidence, version: int, facts: EvidenceFacts) -> Evidence:
    """Changes what is said about it. Raises `NotAllowed`, `FactsNotAllowed`, `EvidenceGone` or `StaleEvidence`."""
    check_user_can_keep_evidence(by, evidence.organisation)
    _check_facts(facts)
    row = _lock(evidence)
    _check_version(row, version)
    before = {name: getattr(row, name) for name in asdict(facts)}
    if before == asdict(facts):
        return row
    for name, value in asdict(facts).items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*before, "version"])
    _record(by, row, "change-evidence", before=_make_plain(before), after=_make_plain(asdict(facts)))
    return row


@transaction.atomic
def remove_evidence(*, by: User, evidence: Evidence, version: int) -> None:
    """Removes row and files for good. Raises `NotAllowed`, `EvidenceInUse` or `StaleEvidence`; nothing happens when somebody
    else has removed it."""
    check_user_can_keep_evidence(by, evidence.organisation)
    try:
        row = _lock(evidence)
    except EvidenceGone:
        return
    _check_version(row, version)
    if row.uses.exists():
        raise EvidenceInUse
    _record(by, row, "remove-evidence", before=_describe(row) | _describe_file(row))
    row.delete()
    for field in (row.original, row.file):
        if field:
            transaction.on_commit(lambda field=field: field.storage.delete(field.name))


@transaction.atomic
def attach_evidence(*, by: User, evidence: Evidence, use: Use) -> EvidenceUse:
    """Puts evidence behind an answer. Raises `NotAllowed`, an `EvidenceRefused` or an `AnswerRefused`."""
    return _put_behind(by, _lock(evidence), use)


@transaction.atomic
def change_place(*, by: User, use: EvidenceUse, before: str, place: str) -> None:
    """Says on which page or in which clause to look. `before` is what was read: if that has changed, `StaleEvidence` is
    raised; else `NotAllowed`, `PlaceNotAllowed` or `EvidenceGone`."""
    row = _lock_use(by, use)
    if row is None:
        raise EvidenceGone
    _check_place(place)
    if row.place != before:
        raise StaleEvidence(row)
    if place == before:
        return
    row.place = place
    row.save(update_fields=["place"])
    _record_use(by, row, "change-evidence-place", before={"place": before}, after={"place": place})


@transaction.atomic
def detach_evidence(*, by: User, use: EvidenceUse) -> None:
    """Takes evidence from behind an answer; it stays on the shelf. Raises `NotAllowed`; nothing happens when somebody else has
    done so."""
    row = _lock_use(by, use)
    if row is not None:
        _record_use(by, row, "detach-evidence", before={"place": row.place})
        row.delete()


def _lock_organisation(organisation) -> Organisation:
    """Nobody else changes this organisation's evidence before the transaction ends; rows that refer to it can be written."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation)


def _lock(evidence: Evidence) -> Evidence:
    locked = _lock_organisation(evidence.organisation_id)
    row = Evidence.objects.filter(pk=evidence.pk).first()
    if row is None:
        raise EvidenceGone
    row.organisation = locked
    return row


def _lock_use(by: User, use: EvidenceUse) -> EvidenceUse | None:
    assessment = Assessment.objects.locked().get(pk=use.assessment_id)
    check_user_can_answer(by, assessment)
    row = EvidenceUse.objects.select_related("question", "evidence").filter(pk=use.pk).first()
    if row is not None:
        row.assessment = assessment
    return row


def _check_facts(facts: EvidenceFacts) -> None:
    is_titled = facts.title.strip() and len(facts.title) <= TITLE_LIMIT and "\x00" not in facts.title
    if (
        not is_titled
        or facts.language not in ("", *LANGUAGES)
        or facts.confidentiality not in Confidentiality.values
    ):
        raise FactsNotAllowed


def _check_place(place: str) -> None:
    if len(place) > PLACE_LIMIT or "\x00" in place:
        raise PlaceNotAllowed


def _check_version(row: Evidence, version: int) -> None:
    if row.version != version:
        raise StaleEvidence(row)


def _check_file_is_new(organisation: Organisation, sha256: str) -> None:
    there = Evidence.objects.filter(organisation=organisation, sha256=sha256).first()
    if there:
        raise EvidenceThere(there)


def _check_room(organisation: Organisation, *, pieces: int = 1, size: int = 0) -> None:
    usage = measure_usage(organisation)
    if usage.count + pieces > settings.EVIDENCE_COUNT and pieces:
        raise TooManyEvidence
    if usage.size + size > settings.EVIDENCE_TOTAL_BYTES and size:
        raise TooMuchEvidence


def _insert(by: User, evidence: Evidence, verb: str, use: Use | None) -> None:
    evidence.save(force_insert=True)
    _record(by, evidence, verb, after=_describe(evidence) | _describe_file(evidence))
    if use:
        _put_behind(by, evidence, use)


def _put_behind(by: User, evidence: Evidence, use: Use) -> EvidenceUse:
    assessment = Assessment.objects.locked().get(pk=use.assessment.pk)
    check_user_can_answer(by, assessment)
    if assessment.organisation_id != evidence.organisation_id:
        raise ForeignEvidence
    _check_asked(assessment, use)
    _check_place(use.place)
    question = Question.objects.get(edition__assessments=assessment, code=use.question)
    uses = EvidenceUse.objects.filter(assessment=assessment, question=question, unit=use.unit)
    behind = set(uses.values_list("evidence", flat=True))
    if evidence.pk in behind:
        raise AttachedAlready
    if len(behind) >= settings.EVIDENCE_COUNT_PER_ANSWER:
        raise TooManyBehindAnswer
    row = EvidenceUse(
        evidence=evidence,
        assessment=assessment,
        question=question,
        unit=use.unit,
        place=use.place,
        added_by=by,
    )
    row.save(force_insert=True)
    _record_use(by, row, "attach-evidence", after={"place": use.place})
    return row


def _check_asked(assessment: Assessment, use: Use) -> None:
    question = load_questionnaire(assessment, "en").by_code.get(use.question)
    if question is None:
        raise UnknownQuestion(use.question)
    units = select_units(question.definition.scope, assessment.measured_units)
    if use.unit not in {unit.code for unit in units}:
        raise UnitNotAsked(use.question)


def _make_plain(facts: dict) -> dict:
    """Fit for JSON."""
    day = facts["document_date"]
    return facts | {"document_date": day and day.isoformat()}


def _describe(evidence: Evidence) -> dict:
    names = ("title", "document_date", "language", "confidentiality")
    facts = _make_plain({name: getattr(evidence, name) for name in names})
    return facts | {"address": evidence.address}


def _describe_file(evidence: Evidence) -> dict:
    return {name: getattr(evidence, name) for name in ("file_name", "size", "sha256", "clean_sha256")}


def _record(by: User, evidence: Evidence, verb: str, **values: dict) -> None:
    record_event(by=by, organisation=evidence.organisation, verb=verb, subject=evidence, **values)


def _record_use(by: User, use: EvidenceUse, verb: str, **values: dict) -> None:
    """`after` and `before` also name the answer."""
    key = AnswerKey(use.question.code, use.unit)
    values.setdefault("after", {})
    values["after"] = {"assessment": str(use.assessment_id), "question": key, **values["after"]}
    record_event(by=by, organisation=use.assessment.organisation, verb=verb, subject=use.evidence, **values)
