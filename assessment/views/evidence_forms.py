"""What the pages of evidence share: saving a form through an action, and facts ready for a template."""

from collections.abc import Callable
from urllib.parse import urlencode

from django import forms
from django.urls import reverse

from accounts.policies import NotAllowed
from assessment.actions import EvidenceRefused, EvidenceThere, StaleEvidence
from assessment.evidence_texts import (
    LANGUAGE_NAMES,
    describe_kind,
    explain_address,
    explain_reason,
    explain_refusal,
    format_size,
)
from assessment.forms.evidence import remind_of_file
from assessment.models import Evidence
from assessment.questionnaire import AnswerKey
from evidence.addresses import RefusedAddress
from evidence.refusals import RefusedFile


def save_form(form: forms.Form, action: Callable[[], object]) -> int:
    """The HTTP status says whether it is done (302), stale (409), not allowed (403) or wrong (422); the form says why, and
    `form.there` is the evidence that is kept already."""
    form.there = None
    status = 422
    if form.is_valid():
        try:
            action()
        except RefusedFile as refused:
            form.add_error("file", explain_refusal(refused))
        except RefusedAddress as refused:
            form.add_error("address", explain_address(refused))
        except EvidenceRefused as refused:
            form.there = refused.evidence if isinstance(refused, EvidenceThere) else None
            form.add_error(find_place(form), explain_reason(refused))
        except StaleEvidence as stale:
            form.read_again(stale.current)
            status = 409
        except NotAllowed as error:
            form.add_error(None, str(error))
            status = 403
    if form.errors:
        remind_of_file(form)
    return status if form.errors else 302


def find_place(form: forms.Form) -> str | None:
    """The field that a refusal is about."""
    return next((name for name in ("file", "address", "evidence") if name in form.fields), None)


def describe_evidence(evidence: Evidence) -> dict:
    """A row of the shelf: the evidence and its facts in words."""
    return {
        "row": evidence,
        "kind": describe_kind(evidence),
        "size": format_size(evidence.clean_size) if evidence.file else "",
        "language": LANGUAGE_NAMES[evidence.language] if evidence.language else "",
    }


def locate_answer_evidence(assessment, key: AnswerKey) -> str:
    """The address of the page about the evidence behind an answer; `assessment` is its key."""
    url = reverse("assessment:answer-evidence", args=[assessment, key.question])
    return f"{url}?{urlencode({'unit': key.unit})}" if key.unit else url
