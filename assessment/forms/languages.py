"""An explanation in another language."""

from django import forms

from accounts.forms.fields import VersionField
from assessment.forms.pillar import ExplanationField


class TranslationForm(forms.Form):
    """The text in one language; the page has one such form for each language that the explanation is not in."""

    text = ExplanationField(required=False, widget=forms.Textarea(attrs={"rows": 6}))
    version = VersionField()
