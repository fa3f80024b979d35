"""Who may do what with an assessment: a check that raises with the reason, and a question that answers yes or no.

Whether the assessment's status allows a thing is asked apart from whether the person may (`assessment.workflow`). People
of other organisations never get this far: pages load through `visible_to` and answer 404.
"""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation, OrganisationKind, Role, User
from accounts.policies import NotAllowed
from assessment.models import Assessment
from assessment.workflow import Status


def find_role(user: User | AnonymousUser, assessment: Assessment) -> str | None:
    """The person's role in the assessment's company; no query when the assessment was read through their `visible_to`."""
    if not user.is_authenticated:
        return None
    if getattr(assessment, "reader_id", None) == user.pk:
        return assessment.reader_role
    membership = Membership.objects.filter(user=user, organisation=assessment.organisation_id)
    return membership.values_list("role", flat=True).first()


def find_startable_organisations(user: User | AnonymousUser) -> QuerySet[Organisation]:
    """Companies in which the person may start an assessment."""
    if not user.is_authenticated:
        return Organisation.objects.none()
    return Organisation.objects.filter(
        kind=OrganisationKind.COMPANY, memberships__user=user, memberships__role=Role.LEAD
    )


def find_older_assessments(
    user: User | AnonymousUser, organisations: QuerySet[Organisation]
) -> QuerySet[Assessment]:
    """Assessments of these companies whose answers a new one can start from."""
    visible = Assessment.objects.visible_to(user).select_related("organisation")
    return visible.filter(organisation__in=organisations).exclude(status=Status.CANCELLED)


def check_user_can_start_assessment(user: User, organisation: Organisation) -> None:
    if not find_startable_organisations(user).filter(pk=organisation.pk).exists():
        raise NotAllowed(_("Only the lead of a company starts an assessment."))


def check_user_can_answer(user: User, assessment: Assessment) -> None:
    """Leads and contributors answer, while the assessment is open."""
    _check_open(assessment)
    if find_role(user, assessment) not in (Role.LEAD, Role.CONTRIBUTOR):
        raise NotAllowed(_("You may read this assessment. Its lead and its contributors answer."))


def user_can_answer(user: User, assessment: Assessment) -> bool:
    return _holds(check_user_can_answer, user, assessment)


def check_user_can_assign(user: User, assessment: Assessment, assignee: int, present: int | None) -> None:
    """The lead assigns anything to any colleague who may answer. A contributor takes what is assigned to nobody, and gives
    back what is their own. `assignee` and `present` are keys of people: who shall answer, and who does so far (giving back
    is asked as if it were taken once more)."""
    check_user_can_answer(user, assessment)
    if find_role(user, assessment) != Role.LEAD and (assignee != user.pk or present not in (None, user.pk)):
        raise NotAllowed(_("The lead assigns. You may take what is assigned to nobody, and give it back."))


def check_user_can_withdraw(user: User, assessment: Assessment, author: int) -> None:
    """A comment or a sign-off is withdrawn by the person who has made it (`author`, a key), or by the lead."""
    check_user_can_answer(user, assessment)
    if user.pk != author and find_role(user, assessment) != Role.LEAD:
        raise NotAllowed(_("Only the person who has made it, or the lead, withdraws it."))


def user_can_withdraw(user: User, assessment: Assessment, author: int) -> bool:
    return _holds(check_user_can_withdraw, user, assessment, author)


def find_keepable_organisations(user: User) -> QuerySet[Organisation]:
    """Companies whose evidence the person may add to."""
    return Organisation.objects.filter(
        kind=OrganisationKind.COMPANY,
        memberships__user=user,
        memberships__role__in=(Role.LEAD, Role.CONTRIBUTOR),
    )


def check_user_can_keep_evidence(user: User, organisation: Organisation) -> None:
    """Leads and contributors of a company add, change and remove its evidence."""
    if not find_keepable_organisations(user).filter(pk=organisation.pk).exists():
        raise NotAllowed(
            _("You may see the evidence. The company's lead and contributors add and change it.")
        )


def check_user_can_fill_a_shelf(user: User) -> None:
    """Whoever may add evidence of at least one company."""
    if not find_keepable_organisations(user).exists():
        raise NotAllowed(_("The lead and the contributors of a company add its evidence."))


def user_can_keep_evidence(user: User, organisation: Organisation) -> bool:
    return _holds(check_user_can_keep_evidence, user, organisation)


def check_user_can_be_present(user: User, assessment: Assessment) -> None:
    """Members of the company see each other on its pages."""
    if find_role(user, assessment) is None:
        raise NotAllowed(_("Only members of the company are seen here."))


def check_user_can_change_assessment(user: User, assessment: Assessment) -> None:
    """The lead leaves out pillars, adopts the profile and cancels, while the assessment is open."""
    _check_open(assessment)
    if find_role(user, assessment) != Role.LEAD:
        raise NotAllowed(_("Only the lead of the company changes the assessment itself."))


def user_can_change_assessment(user: User, assessment: Assessment) -> bool:
    return _holds(check_user_can_change_assessment, user, assessment)


def _check_open(assessment: Assessment) -> None:
    if not assessment.answers_are_open:
        raise NotAllowed(_("This assessment is cancelled. It can be read but not changed."))


def _holds(check, *arguments) -> bool:
    try:
        check(*arguments)
    except NotAllowed:
        return False
    return True
