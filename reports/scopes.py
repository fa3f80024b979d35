"""What of a company's own words and evidence a version of its report shows."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from assessment.models import Confidentiality


class Scope(StrEnum):
    """`publishable` leaves out what is for the auditor only or sealed and says how much that is; `internal` holds everything
    and says so on every page."""

    PUBLISHABLE = "publishable"
    INTERNAL = "internal"

    @classmethod
    def read(cls, text: str | None) -> "Scope":
        """What an address asks for; only the very word gets everything."""
        return cls.INTERNAL if text == cls.INTERNAL else cls.PUBLISHABLE


def describe_confidential(explanations: Iterable[str], evidence: Iterable[str]) -> dict:
    """How much is not for everybody: of explanations and of evidence, all and by kind. Takes the confidentiality of each."""
    kinds = [kind for kind in Confidentiality if kind != Confidentiality.PUBLISHABLE]
    counts = {"explanations": Counter(explanations), "evidence": Counter(evidence)}
    described = {
        name: {
            "count": sum(counter[kind] for kind in kinds),
            "kinds": [{"label": str(kind.label), "count": counter[kind]} for kind in kinds if counter[kind]],
        }
        for name, counter in counts.items()
    }
    return described | {"count": sum(part["count"] for part in described.values())}
