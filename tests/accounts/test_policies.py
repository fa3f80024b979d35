"""Who may change a company's profile: its lead, and nobody else."""

import pytest
from django.utils import translation

from accounts.models import OrganisationKind, Role
from accounts.policies import NotAllowed, check_user_can_change_profile, user_can_change_profile
from tests.factories.people import make_member, make_organisation, make_user


pytestmark = pytest.mark.django_db


def test_lead_changes_the_profile_of_the_company():
    company = make_organisation()
    lead = make_member(company, Role.LEAD)

    assert check_user_can_change_profile(lead, company) is None
    assert user_can_change_profile(lead, company) is True


def make_lead_of_another_company(company):
    return make_member(make_organisation(), Role.LEAD)


def make_contributor_who_leads_another_company(company):
    person = make_lead_of_another_company(company)
    company.memberships.create(user=person, role=Role.CONTRIBUTOR)
    return person


@pytest.mark.parametrize(
    "make_person",
    [
        lambda company: make_member(company, Role.CONTRIBUTOR),
        lambda company: make_member(company, Role.VIEWER),
        make_lead_of_another_company,
        make_contributor_who_leads_another_company,
        lambda company: make_user(),
    ],
    ids=["contributor", "viewer", "lead elsewhere", "contributor here, lead elsewhere", "outsider"],
)
def test_nobody_else_changes_it(make_person):
    company = make_organisation()
    make_member(company, Role.LEAD)
    person = make_person(company)

    with translation.override("en"), pytest.raises(NotAllowed) as refusal:
        check_user_can_change_profile(person, company)

    assert str(refusal.value) == "Only the lead of a company changes its profile."
    assert user_can_change_profile(person, company) is False


@pytest.mark.parametrize("kind", [OrganisationKind.AUDITOR, OrganisationKind.NGO])
@pytest.mark.parametrize("role", Role)
def test_only_companies_have_a_profile_to_change(kind, role):
    organisation = make_organisation(kind)
    person = make_user()
    organisation.memberships.create(user=person, role=role)

    assert user_can_change_profile(person, organisation) is False
