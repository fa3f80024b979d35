"""Fields that several forms of an assessment share."""

from django import forms


UNREADABLE_VERSION = -1


class VersionField(forms.IntegerField):
    """The version of the row that the page was made from.

    One that is missing or cannot be read is the version of no row, so the save counts as stale: that page shows what is
    stored and what was typed, where "enter a whole number" would help nobody.
    """

    widget = forms.HiddenInput

    def __init__(self, **keywords):
        super().__init__(required=False, **keywords)

    def clean(self, value):
        try:
            version = super().clean(value)
        except forms.ValidationError:
            version = None
        return UNREADABLE_VERSION if version is None else version


class LongTextField(forms.CharField):
    """A text of several lines. Browsers send line ends as CR LF; one form is kept so that an unchanged text stays
    unchanged."""

    widget = forms.Textarea

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")
