"""Two people keep evidence at the same moment, each with a connection of their own and real commits."""

from io import BytesIO

import pytest

from accounts.models import Role
from assessment.actions import (
    EvidenceGone,
    EvidenceInUse,
    EvidenceThere,
    StaleEvidence,
    TooManyBehindAnswer,
    TooManyEvidence,
    TooMuchEvidence,
    Use,
    attach_evidence,
    freeze_link,
    remove_evidence,
)
from assessment.models import Evidence, EvidenceUse
from tests.assessment.test_races import run_at_once
from tests.factories.assessments import find_member, make_assessment, save_answer
from tests.factories.evidence import make_file, make_link
from tests.factories.people import make_member


ROUNDS = 10


@pytest.fixture
def assessment(filled_database):
    return make_assessment(standards=["drcq"])


@pytest.fixture
def people(assessment):
    return [find_member(assessment), make_member(assessment.organisation, Role.CONTRIBUTOR)]


def count_files(settings, organisation):
    folder = settings.MEDIA_ROOT / "evidence" / str(organisation.pk)
    return len(list(folder.glob("*")))


def list_kinds(outcomes):
    return {type(outcome) for outcome in outcomes}


def test_two_uploads_cannot_exceed_the_number_of_pieces(assessment, people, settings):
    company = assessment.organisation
    for number in range(ROUNDS):
        settings.EVIDENCE_COUNT = number + 1

        outcomes = run_at_once(
            *(
                lambda person=person, number=number: make_file(
                    company, content=f"{number} {person.pk}".encode(), by=person
                )
                for person in people
            )
        )

        assert list_kinds(outcomes) == {Evidence, TooManyEvidence}
        assert Evidence.objects.filter(organisation=company).count() == number + 1
        assert count_files(settings, company) == 2 * (number + 1)


def test_two_uploads_cannot_exceed_the_bytes(assessment, people, settings):
    company = assessment.organisation
    settings.EVIDENCE_TOTAL_BYTES = 15

    outcomes = run_at_once(
        *(
            lambda person=person: make_file(company, content=f"{person.pk:010}".encode(), by=person)
            for person in people
        )
    )

    assert list_kinds(outcomes) == {Evidence, TooMuchEvidence}
    assert count_files(settings, company) == 2


def test_the_same_file_twice_is_kept_once(assessment, people, settings):
    company = assessment.organisation
    for number in range(ROUNDS):
        outcomes = run_at_once(
            *(
                lambda person=person, number=number: make_file(
                    company, content=b"x" * (number + 1), by=person
                )
                for person in people
            )
        )

        assert list_kinds(outcomes) == {Evidence, EvidenceThere}
        assert count_files(settings, company) == 2 * (number + 1)


def test_two_pieces_cannot_exceed_the_number_behind_an_answer(assessment, people, settings):
    settings.EVIDENCE_COUNT_PER_ANSWER = 1
    pieces = [make_link(assessment.organisation, address=f"https://{n}.example/") for n in range(2)]

    outcomes = run_at_once(
        *(
            lambda person=person, piece=piece: attach_evidence(
                by=person, evidence=piece, use=Use(assessment, "GOV-01")
            )
            for person, piece in zip(people, pieces, strict=True)
        )
    )

    assert list_kinds(outcomes) == {EvidenceUse, TooManyBehindAnswer}
    assert EvidenceUse.objects.filter(assessment=assessment).count() == 1


def test_two_copies_of_a_link_are_one(assessment, people, settings):
    link = make_link(assessment.organisation)

    outcomes = run_at_once(
        *(
            lambda person=person: freeze_link(
                by=person,
                evidence=Evidence.objects.select_related("organisation").get(pk=link.pk),
                version=1,
                file=BytesIO(str(person.pk).encode()),
                file_name="page.txt",
            )
            for person in people
        )
    )

    assert list_kinds(outcomes) == {Evidence, StaleEvidence}
    assert count_files(settings, assessment.organisation) == 2


def test_what_is_removed_never_stands_behind_an_answer(assessment, people):
    for number in range(ROUNDS):
        piece = make_link(assessment.organisation, address=f"https://{number}.example/")

        removed, attached = run_at_once(
            lambda piece=piece: remove_evidence(by=people[0], evidence=piece, version=1),
            lambda piece=piece: attach_evidence(by=people[1], evidence=piece, use=Use(assessment, "GOV-01")),
        )

        assert (removed, type(attached)) == (None, EvidenceGone) or (type(removed), type(attached)) == (
            EvidenceInUse,
            EvidenceUse,
        )
        assert Evidence.objects.filter(pk=piece.pk).exists() is isinstance(removed, EvidenceInUse)


def test_uploads_and_saves_at_once_never_wait_for_each_other_in_a_circle(assessment, people):
    """A save locks the assessment and writes about the company; an upload locks the company, then the assessment."""
    for number in range(ROUNDS):
        outcomes = run_at_once(
            lambda number=number: make_file(
                assessment.organisation,
                content=f"{number}".encode(),
                by=people[0],
                use=Use(assessment, "GOV-02"),
            ),
            lambda number=number: save_answer(assessment, "GOV-01", "no", f"Text {number}.", by=people[1]),
        )

        assert [error for error in outcomes if isinstance(error, Exception)] == []
