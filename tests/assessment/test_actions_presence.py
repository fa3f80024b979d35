"""Where colleagues are: seen for a minute, forgotten after an hour, and never in the trail."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from accounts.models import Role
from accounts.policies import NotAllowed
from assessment.actions import forget_presence, note_presence
from assessment.models import Presence
from assessment.queries_together import list_present
from tests.assessment.events import count_events
from tests.factories.assessments import find_member, make_assessment
from tests.factories.people import make_member


pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)


@pytest.fixture
def assessment():
    return make_assessment()


def be(person, assessment, pillar, question="", ago=0):
    with time_machine.travel(NOW - timedelta(seconds=ago), tick=False):
        note_presence(by=person, assessment=assessment, pillar=pillar, question=question)


def test_colleagues_see_each_other_for_a_minute_those_in_the_same_pillar_first(assessment):
    lead = find_member(assessment)
    near, far, gone = (
        make_member(assessment.organisation, Role.CONTRIBUTOR, full_name=name)
        for name in ("Яна", "Алия", "Бота")
    )
    before = count_events()
    be(lead, assessment, "governance")
    be(near, assessment, "privacy")
    be(near, assessment, "governance", "GOV-02", ago=59)
    be(far, assessment, "privacy", "PRV-01")
    be(gone, assessment, "governance", ago=60)

    assert list_present(assessment, lead, "governance", NOW) == (
        [("Яна", "governance", "GOV-02"), ("Алия", "privacy", "PRV-01")],
        False,
    )
    assert Presence.objects.count() == 4
    assert count_events() == before


def test_who_has_left_the_company_is_not_seen(assessment):
    person = make_member(assessment.organisation, Role.CONTRIBUTOR)
    be(person, assessment, "governance")
    person.memberships.all().delete()

    assert list_present(assessment, find_member(assessment), "governance", NOW) == ([], False)


def test_outsiders_are_never_noted(assessment):
    with pytest.raises(NotAllowed):
        note_presence(by=find_member(make_assessment()), assessment=assessment, pillar="governance")


def test_after_an_hour_nobody_knows(assessment):
    lead, other = find_member(assessment), make_member(assessment.organisation, Role.VIEWER)
    be(lead, assessment, "governance", ago=3601)
    be(other, assessment, "governance", ago=3599)

    assert list_present(assessment, make_member(assessment.organisation), "governance", NOW) == ([], True)
    with time_machine.travel(NOW, tick=False):
        forget_presence()

    assert list(Presence.objects.values_list("user", flat=True)) == [other.pk]
