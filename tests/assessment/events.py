"""What the audit trail says, ready to compare."""

from accounts.models import AuditEvent


def list_events(row) -> list[tuple]:
    """Verb, values before and values after of every event about this row, oldest first."""
    events = AuditEvent.objects.filter(subject=f"{row._meta.label_lower}:{row.pk}")
    return [(event.verb, event.before, event.after) for event in events]


def count_events() -> int:
    return AuditEvent.objects.count()
