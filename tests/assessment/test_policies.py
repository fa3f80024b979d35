"""Who may do what: the whole table of person × status × action."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from accounts.actions import create_user
from accounts.models import Organisation, OrganisationKind, Role
from accounts.policies import NotAllowed
from assessment.models import Assessment
from assessment.policies import (
    check_user_can_answer,
    check_user_can_change_assessment,
    check_user_can_start_assessment,
    find_role,
    find_startable_organisations,
    user_can_answer,
    user_can_change_assessment,
)
from assessment.workflow import Status
from tests.factories.assessments import cancel, find_member, make_assessment
from tests.factories.people import PASSWORD, make_member, make_organisation, make_user


pytestmark = pytest.mark.django_db

CANCELLED = "This assessment is cancelled. It can be read but not changed."
ANSWER = "You may read this assessment. Its lead and its contributors answer."
CHANGE = "Only the lead of the company changes the assessment itself."
START = "Only the lead of a company starts an assessment."

# person: what they see, whether they may start another one, answer the draft, change the draft
TABLE = {
    "lead": (True, True, True, True),
    "contributor": (True, False, True, False),
    "viewer": (True, False, False, False),
    "lead of another company": (False, False, False, False),
    "contributor of another company": (False, False, False, False),
    "auditor": (False, False, False, False),
    "lead auditor": (False, False, False, False),
    "reader of an NGO": (False, False, False, False),
    "operator": (False, False, False, False),
    "person without an organisation": (False, False, False, False),
    "anonymous": (False, False, False, False),
}
PEOPLE = list(TABLE)


@pytest.fixture
def assessment():
    return make_assessment()


def find_person(name, assessment):
    match name:
        case "lead" | "contributor" | "viewer":
            return find_member(assessment, Role(name))
        case "lead of another company":
            return make_member(make_organisation(), Role.LEAD)
        case "contributor of another company":
            return make_member(make_organisation(), Role.CONTRIBUTOR)
        case "auditor":
            return make_member(make_organisation(OrganisationKind.AUDITOR), Role.AUDITOR)
        case "lead auditor":
            return make_member(make_organisation(OrganisationKind.AUDITOR), Role.LEAD_AUDITOR)
        case "reader of an NGO":
            return make_member(make_organisation(OrganisationKind.NGO), Role.READER)
        case "operator":
            return create_user(
                by=None,
                email="operator@factory.test",
                full_name="Operator",
                language="en",
                password=PASSWORD,
                is_operator=True,
            )
        case "person without an organisation":
            return make_user()
        case "anonymous":
            return AnonymousUser()


def ask(check, *arguments):
    """Why not; empty when it is allowed."""
    with translation.override("en"):
        try:
            check(*arguments)
        except NotAllowed as error:
            return str(error)
    return ""


@pytest.mark.parametrize("name", PEOPLE)
def test_who_sees_an_assessment(assessment, name):
    person = find_person(name, assessment)

    assert Assessment.objects.visible_to(person).filter(pk=assessment.pk).exists() is TABLE[name][0]


@pytest.mark.parametrize("name", PEOPLE)
def test_who_starts_an_assessment_of_this_company(assessment, name):
    person, allowed = find_person(name, assessment), TABLE[name][1]

    assert ask(check_user_can_start_assessment, person, assessment.organisation) == ("" if allowed else START)
    assert (assessment.organisation in find_startable_organisations(person)) is allowed


@pytest.mark.parametrize("kind", [OrganisationKind.AUDITOR, OrganisationKind.NGO])
def test_nobody_starts_an_assessment_of_another_kind_of_organisation(kind):
    role = {OrganisationKind.AUDITOR: Role.LEAD_AUDITOR, OrganisationKind.NGO: Role.READER}[kind]
    organisation = make_organisation(kind)
    person = make_member(organisation, role)

    assert ask(check_user_can_start_assessment, person, organisation) == START


def test_leads_of_several_companies_start_in_each_of_them(assessment):
    lead = find_member(assessment)
    other = make_organisation()
    make_member(other, Role.LEAD)

    assert list(find_startable_organisations(lead)) == [assessment.organisation]
    other.memberships.create(user=lead, role=Role.CONTRIBUTOR)
    assert list(find_startable_organisations(lead)) == [assessment.organisation]
    other.memberships.filter(user=lead).update(role=Role.LEAD)
    assert set(find_startable_organisations(lead)) == {assessment.organisation, other}


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("name", PEOPLE)
def test_who_answers_and_who_changes(assessment, name, status):
    if status == Status.CANCELLED:
        cancel(assessment)
    person = find_person(name, assessment)
    _sees, _starts, answers, changes = TABLE[name]
    closed = status == Status.CANCELLED

    assert ask(check_user_can_answer, person, assessment) == (
        CANCELLED if closed else "" if answers else ANSWER
    )
    assert ask(check_user_can_change_assessment, person, assessment) == (
        CANCELLED if closed else "" if changes else CHANGE
    )
    assert user_can_answer(person, assessment) is (answers and not closed)
    assert user_can_change_assessment(person, assessment) is (changes and not closed)


@pytest.mark.parametrize("role", [Role.LEAD, Role.CONTRIBUTOR, Role.VIEWER])
def test_an_assessment_that_was_read_for_somebody_knows_their_role(
    assessment, role, django_assert_num_queries
):
    person = find_member(assessment, role)
    read = Assessment.objects.visible_to(person).get(pk=assessment.pk)

    with django_assert_num_queries(0):
        assert find_role(person, read) == role
        assert user_can_answer(person, read) is (role != Role.VIEWER)
        assert user_can_change_assessment(person, read) is (role == Role.LEAD)


def test_a_role_is_never_lent_to_somebody_else(assessment):
    read_by_lead = Assessment.objects.visible_to(find_member(assessment)).get(pk=assessment.pk)
    viewer, outsider = find_member(assessment, Role.VIEWER), make_member(make_organisation(), Role.LEAD)

    assert find_role(viewer, read_by_lead) == Role.VIEWER
    assert find_role(outsider, read_by_lead) is None
    assert find_role(AnonymousUser(), read_by_lead) is None


def test_one_row_for_a_person_of_two_companies_each_with_its_role(assessment):
    lead = find_member(assessment)
    other = make_assessment()
    other.organisation.memberships.create(user=lead, role=Role.VIEWER)

    visible = Assessment.objects.visible_to(lead)

    assert {row.pk: row.reader_role for row in visible} == {assessment.pk: Role.LEAD, other.pk: Role.VIEWER}
    assert visible.count() == 2


def test_a_role_that_was_taken_away_is_gone_at_the_next_read(assessment):
    contributor = find_member(assessment, Role.CONTRIBUTOR)
    contributor.memberships.all().delete()

    assert user_can_answer(contributor, assessment) is False
    assert Assessment.objects.visible_to(contributor).exists() is False
    assert Organisation.objects.visible_to(contributor).exists() is False
