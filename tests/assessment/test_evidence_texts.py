"""What is said about evidence: no refusal without words, in three languages, with its numbers in them."""

import pytest
from django.utils.translation import override

from assessment.actions import EvidenceRefused, EvidenceThere
from assessment.evidence_texts import (
    ADDRESS_REFUSALS,
    KIND_NAMES,
    REASONS,
    REFUSALS,
    describe_kind,
    describe_room,
    explain_address,
    explain_reason,
    explain_refusal,
    format_megabytes,
    format_size,
)
from assessment.models import Evidence
from assessment.queries_evidence import Usage
from evidence.addresses import AddressRefusal, RefusedAddress
from evidence.kinds import KINDS
from evidence.refusals import Refusal, RefusedFile


LANGUAGES = ("kk", "ru", "en")
MEGABYTE = 1024 * 1024


def in_each_language(explain):
    texts = []
    for language in LANGUAGES:
        with override(language):
            texts.append(explain())
    return texts


def list_subclasses(kind):
    return [found for each in kind.__subclasses__() for found in (each, *list_subclasses(each))]


def test_no_reason_is_without_words():
    assert set(REFUSALS) == set(Refusal)
    assert set(ADDRESS_REFUSALS) == set(AddressRefusal)
    assert {*REASONS, EvidenceThere} == set(list_subclasses(EvidenceRefused))
    assert set(KIND_NAMES) == {kind.name for kind in KINDS}


@pytest.mark.parametrize("refusal", list(Refusal))
def test_every_refusal_of_a_file_is_told_in_three_languages(refusal):
    refused = RefusedFile(refusal, limit=20 * MEGABYTE, pixels=50_000_000)

    assert len(set(in_each_language(lambda: explain_refusal(refused)))) == 3


@pytest.mark.parametrize("refusal", list(AddressRefusal))
def test_every_refusal_of_an_address_is_told_in_three_languages(refusal):
    assert len(set(in_each_language(lambda: explain_address(RefusedAddress(refusal))))) == 3


@pytest.mark.parametrize("reason", sorted(REASONS, key=str))
def test_every_other_reason_is_told_in_three_languages(reason):
    assert len(set(in_each_language(lambda: explain_reason(reason())))) == 3


def test_numbers_stand_in_the_words():
    with override("en"):
        assert explain_refusal(RefusedFile(Refusal.TOO_LARGE, limit=20 * MEGABYTE)) == (
            "This file is larger than 20 MB. Make it smaller or split it."
        )
        assert explain_refusal(RefusedFile(Refusal.TOO_MANY_PIXELS, pixels=40_000_001, limit=40_000_000)) == (
            "This picture has 40,000,001 pixels; 40,000,000 are allowed. "
            "Make it smaller, or save it as an ordinary JPEG or PNG."
        )
        assert explain_refusal(RefusedFile(Refusal.EXTENSION)) == (
            "This kind of file is not accepted. Save it as one of: PDF, PNG, JPEG, WebP, Word (.docx), "
            "Excel (.xlsx), ODT, ODS, CSV, TXT."
        )


def test_what_is_there_already_is_named():
    with override("en"):
        told = explain_reason(EvidenceThere(Evidence(title="Policy <b>")))

    assert told == "It is on the shelf already, as “Policy <b>”. Take that one."


def test_how_much_fits_stands_in_numbers(settings):
    settings.EVIDENCE_COUNT, settings.EVIDENCE_TOTAL_BYTES = 500, 2048 * MEGABYTE
    with override("en"):
        room = describe_room(Usage(12, 34 * MEGABYTE))

    assert [room[name] for name in ("count", "count_limit", "megabytes", "megabytes_limit", "file_limit")] == [
        "12", "500", "34", "2,048", "20",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("size", "megabytes", "text"),
    [
        (0, "0", "0 KB"),
        (1, "0.1", "1 KB"),
        (1025, "0.1", "2 KB"),
        (MEGABYTE, "1", "1 MB"),
        (int(2.55 * MEGABYTE), "2.5", "2.5 MB"),
        (1500 * MEGABYTE, "1,500", "1,500 MB"),
    ],
)
def test_sizes(size, megabytes, text):
    with override("en"):
        assert (format_megabytes(size), format_size(size)) == (megabytes, text)


@pytest.mark.parametrize(
    ("address", "file", "media_type", "kind"),
    [
        ("https://a.example/", "", "", "Link"),
        ("https://a.example/", "x", "application/pdf", "Link with a copy (PDF)"),
        ("", "x", "image/webp", "WebP"),
    ],
)
def test_kinds(address, file, media_type, kind):
    with override("en"):
        assert describe_kind(Evidence(address=address, file=file, media_type=media_type)) == kind
