"""Adding evidence, saying what it is, and putting it behind an answer."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import VersionField
from accounts.forms.sign_in import REQUIRED
from assessment.actions.evidence import PLACE_LIMIT, TITLE_LIMIT, EvidenceFacts
from assessment.evidence_texts import LANGUAGE_NAMES
from assessment.forms.together import PieceForm
from assessment.models import Confidentiality, Evidence, EvidenceUse
from evidence.kinds import EXTENSIONS


CHOOSE_FILE = _("Choose a file.")


def make_file_field(label: str, extensions=EXTENSIONS, help_text: str = "") -> forms.FileField:
    return forms.FileField(
        label=label,
        help_text=help_text,
        # What is empty or has a long name is looked at like everything else.
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(extensions)}),
        error_messages={"required": CHOOSE_FILE, "invalid": CHOOSE_FILE},
    )


def remind_of_file(form: forms.Form) -> None:
    """Browsers forget the file when a form is shown again."""
    if "file" in form.fields:
        form["file"].help_text = _("Choose the file again: browsers do not keep it.")


class FactsForm(PieceForm):
    """What people say about a piece of evidence."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("As colleagues and the auditor would call it: “Privacy policy, version 4”."),
        max_length=TITLE_LIMIT,
        error_messages={"required": REQUIRED},
    )
    document_date = forms.DateField(
        label=_("Date of the document"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("This is not a date. Write it as 2026-03-31.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the document"), choices=list(LANGUAGE_NAMES.items()), required=False
    )
    confidentiality = forms.ChoiceField(
        label=_("Who may see it outside the company"),
        choices=Confidentiality.choices,
        initial=Confidentiality.AUDITOR,
    )

    def read_facts(self) -> EvidenceFacts:
        """Needs a valid form."""
        names = ("title", "document_date", "language", "confidentiality")
        return EvidenceFacts(**{name: self.cleaned_data[name] for name in names})


class VersionedForm(PieceForm):
    """About a piece of evidence as it was when the page was made."""

    version = VersionField()
    is_stale = False

    def read_again(self, current: Evidence) -> None:
        """Lets the form, with what was typed, stand on the row as it is now and says that it has changed."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = current.version
        self.is_stale = True
        self.add_error(
            None,
            _("Somebody has changed this meanwhile, and nothing was saved. Read it again; then save again."),
        )


class ChangeForm(VersionedForm, FactsForm):
    pass


class PlaceField(forms.CharField):
    def __init__(self, **keywords):
        super().__init__(
            label=_("Page or clause"),
            help_text=_("Where to look: “page 4”, “section 2.3”."),
            max_length=PLACE_LIMIT,
            required=False,
            **keywords,
        )


class FileForm(FactsForm):
    """A new file. On the page of an answer it also says where in it to look."""

    file = make_file_field(_("File"))
    field_order = ("file", "title")


class LinkForm(FactsForm):
    """A new link."""

    address = forms.CharField(
        label=_("Address"),
        help_text=_(
            "The portal never opens it. Pages change: keep a copy of what it shows, on the link's page."
        ),
        # Longer ones get the message of the check.
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
        error_messages={"required": REQUIRED},
    )
    field_order = ("address", "title")


class ShelfForm(PieceForm):
    """For which company; who keeps the evidence of one company alone is not asked."""

    organisation = forms.TypedChoiceField(label=_("Company"), coerce=UUID)

    def __init__(self, *arguments, companies, **keywords):
        super().__init__(*arguments, **keywords)
        field = self.fields["organisation"]
        field.choices = [(company.pk, company.name) for company in companies]
        if len(companies) == 1:
            field.initial = companies[0].pk
            field.widget = forms.HiddenInput()


class ShelfFileForm(ShelfForm, FileForm):
    field_order = ("organisation", "file", "title")


class ShelfLinkForm(ShelfForm, LinkForm):
    field_order = ("organisation", "address", "title")


class AnswerFileForm(FileForm):
    place = PlaceField()
    field_order = ("file", "title", "place")


class AnswerLinkForm(LinkForm):
    place = PlaceField()
    field_order = ("address", "title", "place")


class CopyForm(VersionedForm):
    """What a link showed."""

    file = make_file_field(
        _("Copy of the page (PDF or .txt)"),
        extensions=(".pdf", ".txt"),
        help_text=_("Print the page to PDF in your browser on the day you rely on it."),
    )


class RemoveForm(VersionedForm):
    """Only says which version is meant."""


class AttachForm(PieceForm):
    """One piece of evidence of the shelf."""

    evidence = forms.TypedChoiceField(
        label=_("Evidence on the shelf"),
        coerce=UUID,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a piece of evidence."),
            "invalid_choice": _("Choose it again."),
        },
    )
    place = PlaceField()

    def __init__(self, *arguments, offered, **keywords):
        """`offered` are keys and descriptions of the pieces that can be chosen."""
        super().__init__(*arguments, **keywords)
        self.fields["evidence"].choices = offered


class ChangePlaceForm(PieceForm):
    """Where to look in a piece that stands behind an answer. `before` is what the page showed."""

    place = PlaceField()
    before = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    is_stale = False

    def read_again(self, current: EvidenceUse) -> None:
        """Lets the form, with what was typed, stand on the row as it is now and says that it has changed."""
        self.data = self.data.copy()
        self.data[self.add_prefix("before")] = current.place
        self.is_stale = True
        self.add_error(
            "place",
            gettext("A colleague has changed it meanwhile to “%(place)s”. Save again to replace that.")
            % {"place": current.place},
        )
