"""Signing off the answers to a recommendation."""

import pytest
import time_machine

from accounts.models import Role
from accounts.policies import NotAllowed
from assessment.actions import (
    SectionNotAsked,
    SectionNotComplete,
    StaleSection,
    sign_off_section,
    withdraw_sign_off,
)
from assessment.models import Answer, SignOff
from assessment.queries import load_filled_questionnaire
from assessment.queries_together import load_together
from tests.assessment.events import count_events, list_events
from tests.factories.assessments import find_member, leave_out, make_assessment, save_answer
from tests.factories.people import make_member


pytestmark = pytest.mark.django_db

PLACE = {"pillar": "hrd", "recommendation": "USEU-1"}


@pytest.fixture
def assessment():
    return make_assessment(standards=["us-eu-hrd"])


@pytest.fixture
def lead(assessment):
    return find_member(assessment)


def find_part(assessment):
    filled = load_filled_questionnaire(assessment, "en")
    return next(part for part in filled.questionnaire.find_pillar("hrd").parts if part.code == "USEU-1")


def read_state(assessment):
    filled = load_filled_questionnaire(assessment, "en")
    return load_together(filled, assessment, find_member(assessment)).describe_part(find_part(assessment))


def answer_all(assessment):
    """Answers the section; gives its version."""
    with time_machine.travel("2026-03-01T10:00:00Z", tick=False):
        for question in find_part(assessment).questions:
            save_answer(assessment, question.code, "no", "Text.")
    return read_state(assessment).version


def sign(assessment, by, version):
    return sign_off_section(by=by, assessment=assessment, version=version, **PLACE)


def test_a_complete_section_is_signed_off(assessment, lead):
    version = answer_all(assessment)

    row = sign(assessment, lead, version)

    state = read_state(assessment)
    assert (state.is_signed, state.has_changed, state.signature.by) == (True, False, lead.pk)
    assert list_events(row) == [("sign-off-section", {}, PLACE)]


def test_signing_twice_is_once(assessment, lead):
    version = answer_all(assessment)

    assert sign(assessment, lead, version) == sign(assessment, lead, version)
    assert SignOff.objects.count() == 1


def test_an_answer_that_changes_ends_it_and_it_can_be_signed_again(assessment, lead):
    first = sign(assessment, lead, answer_all(assessment))
    code = find_part(assessment).questions[0].code
    save_answer(assessment, code, "yes", "Now we do.")
    state = read_state(assessment)
    assert (state.is_signed, state.has_changed) == (False, True)

    second = sign(assessment, lead, state.version)

    assert second.pk != first.pk
    assert read_state(assessment).is_signed is True


def test_an_answer_that_is_taken_back_ends_it(assessment, lead):
    sign(assessment, lead, answer_all(assessment))
    Answer.objects.filter(assessment=assessment).update(option="")

    assert (read_state(assessment).is_signed, read_state(assessment).is_complete) == (False, False)


def test_what_was_saved_meanwhile_is_read_first(assessment, lead):
    version = answer_all(assessment)
    save_answer(assessment, find_part(assessment).questions[0].code, "yes", "Meanwhile.")

    with pytest.raises(StaleSection):
        sign(assessment, lead, version)
    assert SignOff.objects.count() == 0


def test_a_missing_answer_is_not_signed(assessment, lead):
    save_answer(assessment, find_part(assessment).questions[0].code, "no", "Text.")

    with pytest.raises(SectionNotComplete):
        sign(assessment, lead, 1)


def test_a_pillar_that_is_left_out_is_not_signed():
    assessment = make_assessment()
    version = answer_all(assessment)
    leave_out(assessment)

    with pytest.raises(SectionNotComplete):
        sign(assessment, find_member(assessment), version)


@pytest.mark.parametrize(("pillar", "recommendation"), [("weather", "USEU-1"), ("hrd", "DRCQ-CG-1")])
def test_a_section_that_is_not_asked(assessment, lead, pillar, recommendation):
    with pytest.raises(SectionNotAsked):
        sign_off_section(
            by=lead, assessment=assessment, pillar=pillar, recommendation=recommendation, version=0
        )


def test_the_author_and_the_lead_withdraw(assessment, lead):
    contributor, other = (make_member(assessment.organisation, Role.CONTRIBUTOR) for _number in range(2))
    version = answer_all(assessment)
    for by in (contributor, lead):
        row = sign(assessment, contributor, version)
        with pytest.raises(NotAllowed):
            withdraw_sign_off(by=other, assessment=assessment, number=row.pk, **PLACE)
        withdraw_sign_off(by=by, assessment=assessment, number=row.pk, **PLACE)
        assert SignOff.objects.count() == 0


def test_withdrawing_another_sign_off_than_was_read(assessment, lead):
    row = sign(assessment, lead, answer_all(assessment))
    number = row.pk

    with pytest.raises(StaleSection):
        withdraw_sign_off(by=lead, assessment=assessment, number=number + 1, **PLACE)
    withdraw_sign_off(by=lead, assessment=assessment, number=number, **PLACE)
    before = count_events()
    withdraw_sign_off(by=lead, assessment=assessment, number=number, **PLACE)
    assert count_events() == before


def test_who_only_reads_signs_nothing(assessment):
    version = answer_all(assessment)
    viewer = make_member(assessment.organisation, Role.VIEWER)

    with pytest.raises(NotAllowed):
        sign(assessment, viewer, version)
