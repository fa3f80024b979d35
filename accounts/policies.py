"""Who may do what with an organisation: a check that raises with the reason, and a question that answers yes or no."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation, OrganisationKind, Role, User


class NotAllowed(PermissionDenied):
    """The person belongs here but may not do this; the text says why and is shown."""


def check_user_can_change_profile(user: User, organisation: Organisation) -> None:
    """The lead of a company changes its profile."""
    lead = Membership.objects.filter(user=user, organisation=organisation, role=Role.LEAD)
    if organisation.kind != OrganisationKind.COMPANY or not lead.exists():
        raise NotAllowed(_("Only the lead of a company changes its profile."))


def user_can_change_profile(user: User, organisation: Organisation) -> bool:
    try:
        check_user_can_change_profile(user, organisation)
    except NotAllowed:
        return False
    return True
