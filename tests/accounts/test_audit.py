"""One event of the audit trail."""

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.audit import build_event, record_event
from accounts.models import AuditEvent
from tests.factories.people import make_organisation, make_user


pytestmark = pytest.mark.django_db


def test_event_names_who_did_what_to_which_row_with_the_values_before_and_after():
    person, company = make_user(), make_organisation()
    start = timezone.now()

    event = record_event(
        by=person,
        organisation=company,
        verb="rename",
        subject=company,
        before={"name": "Қала"},
        after={"name": "Дала"},
    )

    saved = AuditEvent.objects.latest("id")
    assert saved == event
    assert (saved.by, saved.organisation, saved.verb) == (person, company, "rename")
    assert saved.subject == f"accounts.organisation:{company.pk}"
    assert (saved.before, saved.after) == ({"name": "Қала"}, {"name": "Дала"})
    assert start <= saved.at <= timezone.now()


def test_event_of_the_system_about_nobodys_business():
    person = make_user()

    event = record_event(by=None, organisation=None, verb="tidy", subject=person)

    saved = AuditEvent.objects.get(pk=event.pk)
    assert (saved.by, saved.organisation, saved.before, saved.after) == (None, None, {}, {})
    assert saved.subject == f"accounts.user:{person.pk}"


def test_built_event_is_not_saved_yet(django_assert_num_queries):
    person = make_user()
    before = AuditEvent.objects.count()

    with django_assert_num_queries(0):
        events = [build_event(by=person, organisation=None, verb="tidy", subject=person) for _ in range(3)]
    assert AuditEvent.objects.count() == before

    with django_assert_num_queries(1):
        AuditEvent.objects.bulk_create(events)
    assert list(AuditEvent.objects.order_by("-id").values_list("verb", flat=True)[:3]) == ["tidy"] * 3


def test_people_and_organisations_of_the_trail_cannot_be_deleted():
    company = make_organisation()
    person = AuditEvent.objects.get(organisation=company).by
    record_event(by=person, organisation=company, verb="tidy", subject=company)

    for row in (person, company):
        with pytest.raises(ProtectedError):
            row.delete()


def test_trail_is_read_in_the_order_it_was_written():
    person = make_user()
    for verb in ("b", "a", "c"):
        record_event(by=person, organisation=None, verb=verb, subject=person)

    assert [event.verb for event in AuditEvent.objects.filter(by=person)] == ["b", "a", "c"]
