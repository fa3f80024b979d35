"""Starting an assessment."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.actions import update_organisation_profile
from accounts.models import AuditEvent, OrganisationKind, Role
from accounts.policies import NotAllowed
from assessment.actions import (
    AssessmentAlreadyOpen,
    EditionsNotAllowed,
    MethodsDiffer,
    PeriodNotAllowed,
    start_assessment,
)
from assessment.models import Assessment, AssessmentEdition, StatusChange
from standards.loader import load_files
from standards.models import Edition, EditionStatus
from tests.assessment.events import count_events, list_events
from tests.factories.assessments import cancel, make_assessment
from tests.factories.people import make_member, make_organisation
from tests.factories.standards import write_edition


pytestmark = pytest.mark.django_db

TAGS = ["messenger", "telecom"]


@pytest.fixture
def company():
    return make_organisation(tags=TAGS)


@pytest.fixture
def lead(company):
    return make_member(company, Role.LEAD)


@pytest.fixture
def start(company, lead):
    def start(**changes):
        arguments = {
            "by": lead,
            "organisation": company,
            "period_start": date(2026, 1, 1),
            "period_end": date(2026, 12, 31),
            "editions": list(Edition.objects.published().order_by("-pk")),
            "tier": "core",
        }
        return start_assessment(**{**arguments, **changes})

    return start


def test_start_pins_period_editions_tier_and_profile(start, company, lead):
    assessment = start()

    assessment.refresh_from_db()
    assert (assessment.organisation, assessment.created_by) == (company, lead)
    assert (assessment.period_start, assessment.period_end) == (date(2026, 1, 1), date(2026, 12, 31))
    assert (assessment.status, assessment.version, assessment.tier) == ("draft", 1, "core")
    assert assessment.tags == TAGS
    assert [str(row) for row in AssessmentEdition.objects.filter(assessment=assessment)] == [
        "drcq 2026",
        "us-eu-hrd 2024",
        "kz-context 2026",
    ]
    assert assessment.editions_key == ",".join(
        str(key) for key in sorted(Edition.objects.values_list("pk", flat=True))
    )


def test_start_leaves_one_event_and_one_status_change(start, company, lead):
    assessment = start()

    assert list_events(assessment) == [
        (
            "start-assessment",
            {},
            {
                "period": ["2026-01-01", "2026-12-31"],
                "editions": ["drcq 2026", "us-eu-hrd 2024", "kz-context 2026"],
                "tier": "core",
                "tags": TAGS,
            },
        )
    ]
    event = AuditEvent.objects.last()
    assert (event.by, event.organisation) == (lead, company)
    assert list(
        StatusChange.objects.filter(assessment=assessment).values_list(
            "from_status", "to_status", "note", "by"
        )
    ) == [("", "draft", "", lead.pk)]


def test_a_later_change_of_the_profile_moves_nothing(start, company, lead):
    assessment = start()
    names = {name: getattr(company, name) for name in ("name_kk", "name_ru", "name_en", "bin", "sector")}
    update_organisation_profile(by=lead, organisation=company, version=1, tags=["ai"], **names)

    assessment.refresh_from_db()
    assert assessment.tags == TAGS


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VIEWER])
def test_colleagues_without_the_role_are_refused(start, company, role):
    with pytest.raises(NotAllowed):
        start(by=make_member(company, role))


def test_lead_of_another_company_is_refused(start):
    with pytest.raises(NotAllowed):
        start(by=make_member(make_organisation(), Role.LEAD))


@pytest.mark.parametrize(
    ("kind", "role"),
    [(OrganisationKind.AUDITOR, Role.LEAD_AUDITOR), (OrganisationKind.NGO, Role.READER)],
)
def test_other_organisations_are_never_measured(start, kind, role):
    organisation = make_organisation(kind)

    with pytest.raises(NotAllowed):
        start(by=make_member(organisation, role), organisation=organisation)


def test_no_edition_is_refused(start):
    with pytest.raises(EditionsNotAllowed):
        start(editions=[])


def test_an_unpublished_edition_is_refused(start, tmp_path):
    load_files([write_edition(tmp_path, ("status", "draft"))], law_notes=None)
    draft = Edition.objects.get(standard__slug="example-access")
    assert draft.status == EditionStatus.DRAFT

    with pytest.raises(EditionsNotAllowed):
        start(editions=[Edition.objects.get(standard__slug="drcq"), draft])


def test_two_editions_of_one_standard_are_refused(start, tmp_path):
    for edition in ("1", "2"):
        load_files([write_edition(tmp_path, ("edition", edition))], law_notes=None)

    with pytest.raises(EditionsNotAllowed):
        start(editions=list(Edition.objects.filter(standard__slug="example-access")))


def test_a_period_that_ends_before_it_starts_is_refused(start):
    with pytest.raises(PeriodNotAllowed):
        start(period_start=date(2026, 1, 2), period_end=date(2026, 1, 1))


def test_the_database_itself_refuses_such_a_period(start):
    assessment = start()

    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=assessment.pk).update(period_end=date(2025, 1, 1))


def test_a_period_of_one_day_is_allowed(start):
    assert start(period_start=date(2026, 1, 1), period_end=date(2026, 1, 1)).pk


def test_the_same_period_and_editions_are_refused_while_the_first_is_open(start):
    first = start()

    with pytest.raises(AssessmentAlreadyOpen):
        start(editions=list(Edition.objects.published().order_by("pk")), tier="extended")

    assert list(Assessment.objects.filter(organisation=first.organisation)) == [first]


def test_the_same_again_is_allowed_after_the_first_was_cancelled(start):
    first = start()
    cancel(first)

    assert start().pk != first.pk


@pytest.mark.parametrize(
    "changes",
    [
        {"period_end": date(2026, 12, 30)},
        {"period_start": date(2026, 1, 2)},
    ],
)
def test_another_period_is_another_assessment(start, changes):
    first = start()

    assert start(**changes).pk != first.pk


def test_other_editions_are_another_assessment(start):
    first = start()

    assert start(editions=[Edition.objects.get(standard__slug="drcq")]).pk != first.pk


def test_another_company_may_have_the_same_period_and_editions(start):
    start()

    assert make_assessment(year=2026).pk


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"editions": []}, EditionsNotAllowed),
        ({"period_end": date(2025, 1, 1)}, PeriodNotAllowed),
        ({}, AssessmentAlreadyOpen),
    ],
)
def test_a_refusal_leaves_nothing(start, changes, error):
    start()
    before = (Assessment.objects.count(), StatusChange.objects.count(), count_events())

    with pytest.raises(error):
        start(**changes)

    assert (Assessment.objects.count(), StatusChange.objects.count(), count_events()) == before


OF_RECOMMENDATIONS = (
    "scoring",
    {"pillar": "mean_of_recommendations", "total": "mean_of_recommendations", "units": "recommendation"},
)


def test_standards_that_combine_scores_differently_are_not_measured_together(start, company, tmp_path):
    load_files([write_edition(tmp_path, OF_RECOMMENDATIONS)], law_notes=None)

    with pytest.raises(MethodsDiffer):
        start(editions=list(Edition.objects.published().select_related("standard")))

    assert Assessment.objects.filter(organisation=company).count() == 0


def test_such_a_standard_is_measured_alone(start, tmp_path):
    load_files([write_edition(tmp_path, OF_RECOMMENDATIONS)], law_notes=None)

    assessment = start(editions=list(Edition.objects.filter(standard__slug="example-access")))

    assert assessment.editions.get().standard.slug == "example-access"
