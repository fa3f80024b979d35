"""Reads of evidence: the shelf of a company, what stands behind answers, and how much room is left."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Sum

from accounts.models import Organisation
from assessment.models import Assessment, Confidentiality, Evidence, EvidenceUse
from assessment.questionnaire import AnswerKey


@dataclass(frozen=True)
class Usage:
    """How many pieces of evidence an organisation keeps, and the bytes of what was uploaded (clean copies not counted)."""

    count: int
    size: int


@dataclass(frozen=True)
class EvidenceBehind:
    """A piece of evidence behind one answer, as a report names it. A link has an `address`, a file a `file_name`; a frozen
    link has both."""

    id: UUID
    title: str
    place: str
    address: str
    file_name: str
    document_date: date | None
    confidentiality: str

    @property
    def is_publishable(self) -> bool:
        return self.confidentiality == Confidentiality.PUBLISHABLE


def measure_usage(organisation: Organisation) -> Usage:
    """One query."""
    sums = Evidence.objects.filter(organisation=organisation).aggregate(count=Count("pk"), size=Sum("size"))
    return Usage(sums["count"], sums["size"] or 0)


def measure_usages(organisations: Iterable[Organisation]) -> dict[UUID, Usage]:
    """The same by key of the organisation, for several. One query."""
    organisations = list(organisations)
    rows = (
        Evidence.objects.filter(organisation__in=organisations)
        .order_by()
        .values_list("organisation")
        .annotate(Count("pk"), Sum("size"))
    )
    found = {pk: Usage(count, size or 0) for pk, count, size in rows}
    return {organisation.pk: found.get(organisation.pk, Usage(0, 0)) for organisation in organisations}


def list_shelf(evidence, words: str = "", show: str = "") -> list[Evidence]:
    """The evidence in which all words occur, newest first, each with `answers`, the number of answers it stands behind.

    `show` may be `links`, `files` or `unused`. One query: quotas keep the rows few, and not every database compares Cyrillic
    letters without regard to case.
    """
    rows = evidence.select_related("organisation", "added_by").annotate(answers=Count("uses"))
    rows = rows.order_by("-added_at", "id")
    wanted = words.casefold().split()
    return [row for row in rows if _is_shown(row, show) and _holds(row, wanted)]


def _is_shown(row: Evidence, show: str) -> bool:
    is_shown = {"links": bool(row.address), "files": bool(row.file), "unused": not row.answers}
    return is_shown.get(show, True)


def _holds(row: Evidence, wanted: list[str]) -> bool:
    text = f"{row.title} {row.file_name} {row.address}".casefold()
    return all(word in text for word in wanted)


def load_uses(assessment: Assessment, question: str, unit: str) -> list[EvidenceUse]:
    """What stands behind one answer, in the order in which it was put there. One query."""
    uses = EvidenceUse.objects.filter(assessment=assessment, question__code=question, unit=unit)
    return list(uses.select_related("evidence", "added_by"))


def load_uses_of(evidence: Evidence) -> list[EvidenceUse]:
    """Every answer that a piece of evidence stands behind, newest assessment first. One query."""
    uses = evidence.uses.select_related("assessment", "question")
    return list(uses.order_by("-assessment__period_end", "question__code", "unit"))


def load_evidence_counts(assessment: Assessment) -> dict[AnswerKey, int]:
    """How many pieces of evidence stand behind each answer that has any. One query."""
    rows = (
        EvidenceUse.objects.filter(assessment=assessment)
        .order_by()
        .values_list("question__code", "unit")
        .annotate(Count("pk"))
    )
    return {AnswerKey(code, unit): count for code, unit, count in rows}


def load_evidence_behind(assessment: Assessment) -> dict[AnswerKey, list[EvidenceBehind]]:
    """The evidence behind every answer, as a report names it. One query."""
    rows = EvidenceUse.objects.filter(assessment=assessment).values_list(
        "question__code",
        "unit",
        "evidence_id",
        "evidence__title",
        "place",
        "evidence__address",
        "evidence__file_name",
        "evidence__document_date",
        "evidence__confidentiality",
    )
    found = defaultdict(list)
    for code, unit, *values in rows:
        found[AnswerKey(code, unit)].append(EvidenceBehind(*values))
    return dict(found)
