"""A copy of a file without traces of the people who made it."""

import shutil
from typing import BinaryIO

from evidence.archives import open_archive
from evidence.kinds import CSV, JPEG, ODS, ODT, PDF, PNG, TXT, WEBP, Kind
from evidence.limits import Limits
from evidence.office_copies import write_clean_odf, write_clean_ooxml
from evidence.pdf_copies import write_clean_pdf
from evidence.pictures import walk_picture


def write_clean_copy(source: BinaryIO, kind: Kind, target: BinaryIO, *, limits: Limits) -> None:
    """Writes to `target` (binary, empty) what others than the assigned auditor may have of `source`, an inspected file of `kind`.

    What is shown stays: text, pages, cells, pixels, comments, also names that stand in them. What goes: names, initials, times
    and places beside them, programs and printers, thumbnails, old revisions, signatures with their certificates. Plain text has
    nothing beside it and stays as it is, byte by byte. The same file gives the same copy. Raises RefusedFile for a file that
    `inspect` would refuse and that cannot be read.
    """
    source.seek(0)
    if kind in (CSV, TXT):
        shutil.copyfileobj(source, target)
    elif kind in (PNG, JPEG, WEBP):
        walk_picture(source, target, kind, limits)
    elif kind is PDF:
        write_clean_pdf(source, target, limits)
    else:
        with open_archive(source, limits) as archive:
            if kind in (ODT, ODS):
                write_clean_odf(archive, kind, target, limits)
            else:
                write_clean_ooxml(archive, target, limits)
