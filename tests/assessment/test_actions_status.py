"""Cancelling, adopting the profile, leaving out a pillar and taking it back."""

import pytest
import time_machine

from accounts.actions import update_organisation_profile
from accounts.models import AuditEvent, Role
from accounts.policies import NotAllowed
from assessment.actions import (
    PillarCannotBeLeftOut,
    StaleAssessment,
    adopt_profile,
    cancel_assessment,
    leave_out_pillar,
    take_pillar_back,
)
from assessment.models import Assessment, OmittedPillar, StatusChange
from assessment.queries import load_filled_questionnaire
from tests.assessment.events import count_events, list_events
from tests.factories.assessments import (
    cancel,
    find_answer,
    find_member,
    leave_out,
    make_assessment,
    save_answer,
)
from tests.factories.people import make_member, make_organisation


pytestmark = pytest.mark.django_db

REFUSED = ["contributor", "viewer", "lead of another company"]


@pytest.fixture
def assessment():
    return make_assessment(tags=["telecom"])


@pytest.fixture
def lead(assessment):
    return find_member(assessment)


def find_refused(name, assessment):
    if name == "lead of another company":
        return make_member(make_organisation(), Role.LEAD)
    return find_member(assessment, Role(name))


def read_again(assessment):
    """Another instance of the same row, as another person's request has it."""
    return Assessment.objects.get(pk=assessment.pk)


def change_profile(assessment, *tags):
    company = assessment.organisation
    names = {name: getattr(company, name) for name in ("name_kk", "name_ru", "name_en", "bin", "sector")}
    company.refresh_from_db()
    update_organisation_profile(
        by=find_member(assessment), organisation=company, version=company.version, tags=tags, **names
    )
    company.refresh_from_db()


# Cancelling


def test_cancel_closes_and_says_who_and_why(assessment, lead):
    cancel_assessment(by=lead, assessment=assessment, version=1, note="Wrong year.")

    row = read_again(assessment)
    assert (row.status, row.version, row.answers_are_open) == ("cancelled", 2, False)
    assert list(assessment.status_changes.values_list("from_status", "to_status", "note", "by")) == [
        ("", "draft", "", lead.pk),
        ("draft", "cancelled", "Wrong year.", lead.pk),
    ]
    assert list_events(assessment)[1:] == [
        ("cancel-assessment", {"status": "draft"}, {"status": "cancelled", "note": "Wrong year."})
    ]
    event = AuditEvent.objects.last()
    assert (event.by, event.organisation) == (lead, assessment.organisation)


def test_cancelling_one_assessment_leaves_others_alone(assessment):
    other = make_assessment()
    cancel(assessment)

    both = Assessment.objects.filter(pk__in=[assessment.pk, other.pk])
    assert dict(both.values_list("pk", "status")) == {assessment.pk: "cancelled", other.pk: "draft"}


def test_of_two_who_cancel_at_once_one_wins(assessment, lead):
    second_lead = make_member(assessment.organisation, Role.LEAD)
    first, second = read_again(assessment), read_again(assessment)

    cancel_assessment(by=lead, assessment=first, version=1, note="first")
    with pytest.raises(StaleAssessment):
        cancel_assessment(by=second_lead, assessment=second, version=1, note="second")

    assert [change.note for change in StatusChange.objects.filter(assessment=assessment)] == ["", "first"]


def test_cancelling_what_has_changed_meanwhile_is_stale(assessment, lead):
    leave_out(assessment)

    with pytest.raises(StaleAssessment):
        cancel_assessment(by=lead, assessment=assessment, version=1, note="late")

    assert read_again(assessment).status == "draft"
    assert [change.to_status for change in assessment.status_changes.all()] == ["draft"]


def test_cancelling_again_is_refused(assessment, lead):
    cancel(assessment)

    with pytest.raises(NotAllowed):
        cancel_assessment(by=lead, assessment=assessment, version=2, note="again")


def test_answers_do_not_make_a_cancellation_stale(assessment, lead):
    save_answer(assessment, "GOV-01", "yes")

    cancel_assessment(by=lead, assessment=assessment, version=1, note="Wrong year.")

    assert find_answer(assessment, "GOV-01").option == "yes"


# Adopting the profile


def test_adopting_takes_over_the_tags_of_the_company(assessment, lead):
    change_profile(assessment, "messenger", "ai")

    adopt_profile(by=lead, assessment=assessment, version=1, profile_version=2)

    row = read_again(assessment)
    assert (row.tags, row.version) == (["messenger", "ai"], 2)
    assert list_events(assessment)[1:] == [
        ("adopt-profile", {"tags": ["telecom"]}, {"tags": ["messenger", "ai"]})
    ]


def test_an_empty_profile_can_be_adopted(assessment, lead):
    change_profile(assessment)

    adopt_profile(by=lead, assessment=assessment, version=1, profile_version=2)

    assert read_again(assessment).tags == []


def test_answers_that_no_longer_apply_stay_and_come_back(assessment, lead):
    change_profile(assessment, "telecom", "messenger")
    adopt_profile(by=lead, assessment=assessment, version=1, profile_version=2)
    assessment = read_again(assessment)
    save_answer(assessment, "FOE-05", "no", "Nothing is written.")

    change_profile(assessment, "telecom")
    adopt_profile(by=lead, assessment=assessment, version=2, profile_version=3)
    assessment = read_again(assessment)
    filled = load_filled_questionnaire(assessment, "en")
    assert "FOE-05" not in filled.questionnaire.by_code
    assert filled.scorecard.total.answered == 0
    assert find_answer(assessment, "FOE-05").explanation == "Nothing is written."

    change_profile(assessment, "messenger")
    adopt_profile(by=lead, assessment=assessment, version=3, profile_version=4)
    assert load_filled_questionnaire(read_again(assessment), "en").scorecard.total.answered == 1


@pytest.mark.parametrize(
    "versions", [{"version": 2}, {"version": 0}, {"version": -1}, {"profile_version": 1}]
)
def test_adopting_what_was_not_read_is_stale(assessment, lead, versions):
    change_profile(assessment, "ai")
    before = count_events()

    with pytest.raises(StaleAssessment):
        adopt_profile(by=lead, assessment=assessment, **{"version": 1, "profile_version": 2, **versions})

    row = read_again(assessment)
    assert (row.tags, row.version) == (["telecom"], 1)
    assert count_events() == before


def test_of_two_who_adopt_at_once_one_wins(assessment, lead):
    change_profile(assessment, "ai")
    first, second = read_again(assessment), read_again(assessment)

    adopt_profile(by=lead, assessment=first, version=1, profile_version=2)
    with pytest.raises(StaleAssessment):
        adopt_profile(by=lead, assessment=second, version=1, profile_version=2)


def test_adopting_is_stale_when_it_was_cancelled_meanwhile(assessment, lead):
    early = read_again(assessment)
    cancel(assessment)

    with pytest.raises(StaleAssessment):
        adopt_profile(by=lead, assessment=early, version=2, profile_version=1)


# Leaving out a pillar


def leave_out_hrd(assessment, **changes):
    arguments = {
        "by": find_member(assessment),
        "assessment": assessment,
        "version": 1,
        "pillar": "hrd",
        "reason": "No messages, no contacts.",
        "language": "en",
    }
    leave_out_pillar(**{**arguments, **changes})


def test_leaving_out_keeps_reason_language_and_person(assessment, lead):
    leave_out_hrd(assessment)

    omitted = OmittedPillar.objects.get(assessment=assessment)
    assert (omitted.pillar, omitted.reason, omitted.reason_language, omitted.by) == (
        "hrd",
        "No messages, no contacts.",
        "en",
        lead,
    )
    assert list_events(omitted) == [
        ("leave-out-pillar", {}, {"pillar": "hrd", "reason": "No messages, no contacts."})
    ]
    assert read_again(assessment).version == 2


def test_a_pillar_that_is_left_out_leaves_the_score(assessment):
    save_answer(assessment, "GOV-01", "yes")
    save_answer(assessment, "HRD-01", "no")
    leave_out(assessment)

    filled = load_filled_questionnaire(assessment, "en")

    assert filled.scorecard.total.value == 100
    assert filled.left_out["hrd"].reason == "We run no such service."


def test_leaving_out_again_upon_what_is_there_changes_the_reason(assessment):
    with time_machine.travel("2026-03-01T10:00:00Z", tick=False):
        leave_out(assessment, reason="First reason.")
    second_lead = make_member(assessment.organisation, Role.LEAD)

    with time_machine.travel("2026-03-02T10:00:00Z", tick=False):
        leave_out_hrd(assessment, by=second_lead, version=2, reason="Екінші себеп.", language="kk")

    omitted = OmittedPillar.objects.get(assessment=assessment)
    assert (omitted.reason, omitted.reason_language, omitted.by) == ("Екінші себеп.", "kk", second_lead)
    assert omitted.at.isoformat() == "2026-03-02T10:00:00+00:00"
    assert list_events(omitted)[1:] == [
        (
            "leave-out-pillar",
            {"pillar": "hrd", "reason": "First reason."},
            {"pillar": "hrd", "reason": "Екінші себеп."},
        )
    ]


def test_of_two_leads_with_different_reasons_the_second_overwrites_nothing(assessment):
    second_lead = make_member(assessment.organisation, Role.LEAD)
    first, second = read_again(assessment), read_again(assessment)

    leave_out_hrd(first, reason="First reason.")
    with pytest.raises(StaleAssessment):
        leave_out_hrd(second, by=second_lead, reason="Second reason.")

    assert OmittedPillar.objects.get(assessment=assessment).reason == "First reason."


@pytest.mark.parametrize("pillar", ["expression", "governance", "privacy", "weather", ""])
def test_a_pillar_that_the_editions_do_not_let_go_stays(assessment, pillar):
    with pytest.raises(PillarCannotBeLeftOut):
        leave_out_hrd(assessment, pillar=pillar)

    assert OmittedPillar.objects.filter(assessment=assessment).exists() is False


def test_a_pillar_that_is_not_asked_cannot_be_left_out():
    assessment = make_assessment(standards=["drcq"])

    with pytest.raises(PillarCannotBeLeftOut):
        leave_out_hrd(assessment)


@pytest.mark.parametrize("reason", ["", " ", "\n\t "])
def test_a_blank_reason_is_none(assessment, reason):
    with pytest.raises(PillarCannotBeLeftOut):
        leave_out_hrd(assessment, reason=reason)


def test_leaving_out_is_stale_when_it_was_cancelled_meanwhile(assessment):
    early = read_again(assessment)
    cancel(assessment)

    with pytest.raises(StaleAssessment):
        leave_out_hrd(early, version=2)


def test_taking_back_lets_the_answers_count_again(assessment, lead):
    save_answer(assessment, "HRD-01", "yes", "Published in 2025.")
    leave_out(assessment)
    omitted = OmittedPillar.objects.get(assessment=assessment)

    take_pillar_back(by=lead, assessment=assessment, version=2, pillar="hrd")

    assert OmittedPillar.objects.filter(assessment=assessment).exists() is False
    assert load_filled_questionnaire(assessment, "en").scorecard.total.value == 100
    assert read_again(assessment).version == 3
    assert list_events(omitted)[1:] == [
        ("take-pillar-back", {"pillar": "hrd", "reason": "We run no such service."}, {})
    ]


def test_taking_back_what_counts_does_nothing(assessment, lead):
    before = count_events()

    take_pillar_back(by=lead, assessment=assessment, version=1, pillar="hrd")

    assert count_events() == before
    assert read_again(assessment).version == 1


def test_taking_back_a_reason_that_was_not_read_is_stale(assessment, lead):
    leave_out(assessment, reason="First reason.")
    leave_out(assessment, reason="Second reason.")

    with pytest.raises(StaleAssessment):
        take_pillar_back(by=lead, assessment=assessment, version=2, pillar="hrd")

    assert OmittedPillar.objects.get(assessment=assessment).reason == "Second reason."


# What all of them have in common

CHANGES = {
    "cancel": lambda **who: cancel_assessment(version=1, note="n", **who),
    "adopt": lambda **who: adopt_profile(version=1, profile_version=1, **who),
    "leave out": lambda **who: leave_out_pillar(version=1, pillar="hrd", reason="r", language="en", **who),
    "take back": lambda **who: take_pillar_back(version=1, pillar="hrd", **who),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("change", list(CHANGES))
def test_only_the_lead_changes_the_assessment_itself(assessment, name, change):
    person = find_refused(name, assessment)
    before = count_events()

    with pytest.raises(NotAllowed):
        CHANGES[change](by=person, assessment=assessment)

    assert count_events() == before
    row = read_again(assessment)
    assert (row.status, row.version) == ("draft", 1)


@pytest.mark.parametrize("change", list(CHANGES))
def test_a_cancelled_assessment_is_never_changed(assessment, lead, change):
    cancel(assessment)
    before = count_events()

    with pytest.raises(NotAllowed):
        CHANGES[change](by=lead, assessment=assessment)

    assert count_events() == before
