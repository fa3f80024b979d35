"""Why a file is refused. Messages for people are written where the form is; nothing here holds text of a user."""

from enum import StrEnum


class Refusal(StrEnum):
    """One reason. The names in brackets are the numbers in `RefusedFile.values`."""

    EMPTY = "empty"
    """No byte in it."""

    TOO_LARGE = "too-large"
    """More bytes than allowed (`limit`, in bytes)."""

    EXTENSION = "extension"
    """The name does not end like a kind of file that is accepted."""

    CONTENT = "content"
    """The content is not what the extension promises."""

    TWO_FILES = "two-files"
    """A second file, or hidden data, stands before, between or after what belongs to this kind."""

    BROKEN = "broken"
    """Cut off or damaged."""

    ENCRYPTED = "encrypted"
    """Cannot be opened without a password."""

    MACROS = "macros"
    """Holds programs: VBA, Excel 4 macro sheets, Basic or Python scripts."""

    ACTIVE_CONTENT = "active-content"
    """Would do something when it is opened: JavaScript, launching, sending a form, sound and film, ActiveX, DDE."""

    EMBEDDED_FILES = "embedded-files"
    """Carries other files: attachments of a PDF, OLE objects, embedded workbooks."""

    EXTERNAL_LINKS = "external-links"
    """Would load something from elsewhere when it is opened: linked workbooks, pictures, templates, data connections."""

    ENTITIES = "entities"
    """Its XML brings a document type, the way of entity bombs and of reading other files."""

    ZIP_BOMB = "zip-bomb"
    """Would unpack to far too much (`limit`, in bytes unpacked)."""

    ODD_ARCHIVE = "odd-archive"
    """Members with the same name, that overlap, that climb out of the archive or are packed in an unusual way."""

    TOO_COMPLEX = "too-complex"
    """Too many members, pages, objects, scans or levels, or a tag without end."""

    TOO_MANY_PIXELS = "too-many-pixels"
    """A picture that is too large to be decoded safely (`pixels`, `limit`: width times height)."""

    ANIMATED = "animated"
    """A picture of several frames: what a viewer shows would be a matter of chance."""

    NOT_UTF8 = "not-utf8"
    """Text in another encoding than UTF-8, or UTF-16 with its mark at the start."""


class RefusedFile(Exception):
    """A file that is not accepted. `values` are numbers for the message."""

    def __init__(self, refusal: Refusal, **values: int):
        super().__init__(refusal, values)
        self.refusal = refusal
        self.values = values
