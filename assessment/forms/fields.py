"""Fields that several forms of an assessment share."""

from django import forms


class LongTextField(forms.CharField):
    """A text of several lines. Browsers send line ends as CR LF; one form is kept so that an unchanged text stays
    unchanged."""

    widget = forms.Textarea

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")
