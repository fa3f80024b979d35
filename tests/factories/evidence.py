"""Evidence of a test, made through the actions."""

from io import BytesIO

from accounts.models import Organisation, Role, User
from assessment.actions import EvidenceFacts, Use, add_file, add_link, attach_evidence
from assessment.models import Assessment, Evidence, EvidenceUse
from tests.factories.people import make_member


TEXT = b"We publish what we are asked for.\n"


def find_lead(organisation: Organisation) -> User:
    membership = organisation.memberships.filter(role=Role.LEAD).first()
    return membership.user if membership else make_member(organisation)


def make_file(
    organisation: Organisation,
    title: str = "Policy",
    content: bytes = TEXT,
    file_name: str = "policy.txt",
    *,
    by: User | None = None,
    use: Use | None = None,
    **facts,
) -> Evidence:
    """A file that the lead adds."""
    return add_file(
        by=by or find_lead(organisation),
        organisation=organisation,
        facts=EvidenceFacts(title, **facts),
        file=BytesIO(content),
        file_name=file_name,
        use=use,
    )


def make_link(
    organisation: Organisation,
    title: str = "Page",
    address: str = "https://company.example/policy",
    *,
    by: User | None = None,
    use: Use | None = None,
    **facts,
) -> Evidence:
    """A link that the lead adds."""
    return add_link(
        by=by or find_lead(organisation),
        organisation=organisation,
        facts=EvidenceFacts(title, **facts),
        address=address,
        use=use,
    )


def put_behind(
    evidence: Evidence, assessment: Assessment, question: str, unit: str = "", place: str = ""
) -> EvidenceUse:
    """Attaches it to an answer as the lead."""
    return attach_evidence(
        by=find_lead(assessment.organisation),
        evidence=evidence,
        use=Use(assessment, question, unit, place),
    )
