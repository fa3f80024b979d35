"""docs/workflow.md shows the table of `assessment/workflow.py` and nothing else."""

import re
from pathlib import Path

from assessment.workflow import OWNER, TRANSITIONS, Status


DOCUMENT = Path(__file__).parents[2] / "docs" / "workflow.md"


def draw_statuses():
    """The statuses as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {Status.DRAFT}"]
    lines += [f"    {old} --> {new}" for old, following in TRANSITIONS.items() for new in following]
    lines += [f"    {status} --> [*]" for status, following in TRANSITIONS.items() if not following]
    return "\n".join(lines)


def test_diagram_is_that_of_the_code():
    shown = re.search(r"```mermaid\n(.*?)\n```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)[1]

    assert shown == draw_statuses()


def test_owners_are_those_of_the_code():
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \|", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)

    assert rows == [(str(status), str(OWNER[status])) for status in Status]
