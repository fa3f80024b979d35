"""The audit trail: every action calls `record_event` inside its own transaction."""

from accounts.models import AuditEvent, Organisation, User


def build_event(
    *,
    by: User | None,
    organisation: Organisation | None,
    verb: str,
    subject,
    before: dict | None = None,
    after: dict | None = None,
) -> AuditEvent:
    """An unsaved event, for actions that write many rows at once. `subject` is the changed row."""
    return AuditEvent(
        by=by,
        organisation=organisation,
        verb=verb,
        subject=f"{subject._meta.label_lower}:{subject.pk}",
        before=before or {},
        after=after or {},
    )


def record_event(
    *,
    by: User | None,
    organisation: Organisation | None,
    verb: str,
    subject,
    before: dict | None = None,
    after: dict | None = None,
) -> AuditEvent:
    """Saves one event: `by` a person (none for the system) did `verb` (imperative, e.g. `start-assessment`)."""
    event = build_event(
        by=by, organisation=organisation, verb=verb, subject=subject, before=before, after=after
    )
    event.save(force_insert=True)
    return event
