"""Where somebody is at the moment."""

from django.utils import timezone

from accounts.models import User
from assessment.models import Assessment, Presence
from assessment.policies import check_user_can_be_present
from assessment.queries_together import KEPT


def note_presence(*, by: User, assessment: Assessment, pillar: str, question: str = "") -> None:
    """Notes where the person is now, in one statement, which is its own transaction.

    It leaves no audit event: it changes nothing that counts, comes every few seconds and is worthless after a minute; a
    trail of where people look would be a trail of people. Raises `NotAllowed`.
    """
    check_user_can_be_present(by, assessment)
    Presence.objects.bulk_create(
        [Presence(assessment=assessment, user=by, pillar=pillar, question=question, seen_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["assessment", "user"],
        update_fields=["pillar", "question", "seen_at"],
    )


def forget_presence() -> None:
    """Removes what is older than an hour, in all assessments: nobody needs to know any more. No audit event either."""
    Presence.objects.filter(seen_at__lt=timezone.now() - KEPT).delete()
