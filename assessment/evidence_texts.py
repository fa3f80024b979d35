"""What is said about evidence: why a file or an address is refused and what to do, and how much fits."""

from collections.abc import Mapping
from math import ceil

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from assessment.actions.evidence import (
    AttachedAlready,
    CopyNotAllowed,
    EvidenceGone,
    EvidenceInUse,
    EvidenceRefused,
    EvidenceThere,
    FactsNotAllowed,
    ForeignEvidence,
    PlaceNotAllowed,
    TooManyBehindAnswer,
    TooManyEvidence,
    TooMuchEvidence,
)
from assessment.queries_evidence import Usage
from evidence.addresses import AddressRefusal, RefusedAddress
from evidence.kinds import KINDS
from evidence.limits import MEGABYTE
from evidence.refusals import Refusal, RefusedFile


KIND_NAMES = {
    "pdf": "PDF",
    "png": "PNG",
    "jpeg": "JPEG",
    "webp": "WebP",
    "docx": "Word (.docx)",
    "xlsx": "Excel (.xlsx)",
    "odt": "ODT",
    "ods": "ODS",
    "csv": "CSV",
    "txt": "TXT",
}

REFUSALS: Mapping[Refusal, str] = {
    Refusal.EMPTY: gettext_lazy("This file is empty. Choose the file again."),
    Refusal.TOO_LARGE: gettext_lazy("This file is larger than %(limit)s. Make it smaller or split it."),
    Refusal.EXTENSION: gettext_lazy("This kind of file is not accepted. Save it as one of: %(kinds)s."),
    Refusal.CONTENT: gettext_lazy(
        "The content is not what the file name says. Open the file and save it again in the right format."
    ),
    Refusal.TWO_FILES: gettext_lazy(
        "Something else is hidden in this file. Open it and save or print it to a new file."
    ),
    Refusal.BROKEN: gettext_lazy(
        "This file is damaged or cut off. Open it and save it again, or print it to PDF."
    ),
    Refusal.ENCRYPTED: gettext_lazy("This file is protected with a password. Save it without the password."),
    Refusal.MACROS: gettext_lazy("This file holds macros. Save it without macros, or print it to PDF."),
    Refusal.ACTIVE_CONTENT: gettext_lazy(
        "This file would run something when it is opened. Print it to PDF and upload that."
    ),
    Refusal.EMBEDDED_FILES: gettext_lazy(
        "This file carries other files inside. Paste charts and objects as pictures, remove attachments, and upload them one by one."
    ),
    Refusal.EXTERNAL_LINKS: gettext_lazy(
        "This file loads data from elsewhere. Break the links to other files and addresses, then save it again."
    ),
    Refusal.ENTITIES: gettext_lazy(
        "This file is built in an unusual way that can be misused. Open it in an office program and save it again."
    ),
    Refusal.ZIP_BOMB: gettext_lazy("This file would unpack to far too much. Split it, or print it to PDF."),
    Refusal.ODD_ARCHIVE: gettext_lazy(
        "The inside of this file is arranged in an unusual way. Open it in an office program and save it again."
    ),
    Refusal.TOO_COMPLEX: gettext_lazy(
        "This file has too many pages or parts. Split it, or print it to PDF again."
    ),
    Refusal.TOO_MANY_PIXELS: gettext_lazy(
        "This picture has %(pixels)s pixels; %(limit)s are allowed. Make it smaller, or save it as an ordinary JPEG or PNG."
    ),
    Refusal.ANIMATED: gettext_lazy("This picture moves. Save the frame that matters as a still picture."),
    Refusal.NOT_UTF8: gettext_lazy("The text is not in UTF-8. Save it as UTF-8 (in Excel: “CSV UTF-8”)."),
}

ADDRESS_REFUSALS: Mapping[AddressRefusal, str] = {
    AddressRefusal.EMPTY: gettext_lazy("Enter an address."),
    AddressRefusal.TOO_LONG: gettext_lazy("The address is longer than 2,000 characters. Give a shorter one."),
    AddressRefusal.CHARACTERS: gettext_lazy(
        "The address holds spaces or invisible characters. Copy it again from the address bar."
    ),
    AddressRefusal.NOT_WEB: gettext_lazy("Begin the address with https:// or http://."),
    AddressRefusal.PASSWORD: gettext_lazy(
        "The address holds a user name or password. Remove the part before @."
    ),
    AddressRefusal.HOST: gettext_lazy("The name of the site cannot be right. Check the address."),
    AddressRefusal.PRIVATE: gettext_lazy(
        "This address leads to a private network that others cannot reach. Upload a copy as a file."
    ),
}

REASONS: Mapping[type[EvidenceRefused], str] = {
    FactsNotAllowed: gettext_lazy(
        "The title, the language or who may see it cannot be stored. Enter them again."
    ),
    PlaceNotAllowed: gettext_lazy(
        "The page or clause is too long or holds a character that cannot be stored."
    ),
    TooManyEvidence: gettext_lazy(
        "Your company keeps %(count)s pieces of evidence, and more do not fit. Remove some that stand behind no answer."
    ),
    TooMuchEvidence: gettext_lazy(
        "The file does not fit: your company may keep %(megabytes)s MB in all. Remove files that stand behind no answer."
    ),
    TooManyBehindAnswer: gettext_lazy(
        "%(per_answer)s pieces of evidence stand behind this answer, and more would help nobody. Take one away first."
    ),
    AttachedAlready: gettext_lazy("It stands behind this answer already."),
    EvidenceInUse: gettext_lazy("It stands behind an answer. Take it away there first."),
    EvidenceGone: gettext_lazy("A colleague has removed it meanwhile."),
    ForeignEvidence: gettext_lazy("This is evidence of another company."),
    CopyNotAllowed: gettext_lazy("A link is kept as a PDF or text (.txt) copy, once."),
}

# Languages by code, with one that says that it is another or none.
LANGUAGE_NAMES = {
    "": gettext_lazy("another, or none"),
    **dict(settings.LANGUAGES),
}


def list_kinds() -> str:
    """The kinds of file that are accepted."""
    return ", ".join(KIND_NAMES[kind.name] for kind in KINDS)


def explain_refusal(refused: RefusedFile) -> str:
    """Why a file is refused, and what to do about it."""
    limit = refused.values.get("limit", 0)
    is_counted = refused.refusal is Refusal.TOO_MANY_PIXELS
    return REFUSALS[refused.refusal] % {
        "kinds": list_kinds(),
        "limit": number_format(limit, force_grouping=True) if is_counted else format_size(limit),
        "pixels": number_format(refused.values.get("pixels", 0), force_grouping=True),
    }


def explain_address(refused: RefusedAddress) -> str:
    return str(ADDRESS_REFUSALS[refused.refusal])


def explain_reason(refused: EvidenceRefused) -> str:
    if isinstance(refused, EvidenceThere):
        return _("It is on the shelf already, as “%(title)s”. Take that one.") % {
            "title": refused.evidence.title
        }
    return REASONS[type(refused)] % {
        "count": number_format(settings.EVIDENCE_COUNT, force_grouping=True),
        "megabytes": format_megabytes(settings.EVIDENCE_TOTAL_BYTES),
        "per_answer": settings.EVIDENCE_COUNT_PER_ANSWER,
    }


def describe_room(usage: Usage) -> dict:
    """What an organisation keeps and may keep, for a sentence."""
    return {
        "count": number_format(usage.count, force_grouping=True),
        "count_limit": number_format(settings.EVIDENCE_COUNT, force_grouping=True),
        "megabytes": format_megabytes(usage.size),
        "megabytes_limit": format_megabytes(settings.EVIDENCE_TOTAL_BYTES),
        "file_limit": format_megabytes(settings.EVIDENCE_FILE_BYTES),
        "kinds": list_kinds(),
    }


def format_megabytes(size: int) -> str:
    """Whole megabytes, or with one decimal below ten; what is there is never shown as nothing."""
    megabytes = size / MEGABYTE
    if 0 < megabytes < 0.1:
        megabytes = 0.1
    is_whole = megabytes >= 10 or megabytes == int(megabytes)
    return number_format(megabytes, 0 if is_whole else 1, force_grouping=True)


def format_size(size: int) -> str:
    """The size of a file, rounded up: nothing that is there has no size."""
    if size >= MEGABYTE:
        return _("%(number)s MB") % {"number": format_megabytes(size)}
    return _("%(number)s KB") % {"number": ceil(size / 1024)}


def describe_kind(evidence) -> str:
    """What a piece of evidence is, in a word or two."""
    if not evidence.file:
        return str(LINK)
    name = next(KIND_NAMES[kind.name] for kind in KINDS if kind.media_type == evidence.media_type)
    return _("Link with a copy (%(kind)s)") % {"kind": name} if evidence.address else name


LINK = pgettext_lazy("kind of evidence", "Link")
