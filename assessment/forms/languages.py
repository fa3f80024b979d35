"""An explanation in another language."""

import re

from django import forms

from accounts.forms.fields import VersionField
from assessment.forms.pillar import ExplanationField


HASH = re.compile("[0-9a-f]{64}")


class TranslationForm(forms.Form):
    """The text in one language; the page has one such form for each language that the explanation is not in."""

    text = ExplanationField(required=False, widget=forms.Textarea(attrs={"rows": 6}))
    version = VersionField()
    source_hash = forms.CharField(required=False)
    is_stale = False

    def clean_source_hash(self):
        """What names no explanation is kept as none: then the text counts as outdated."""
        value = self.cleaned_data["source_hash"]
        return value if HASH.fullmatch(value) else ""
