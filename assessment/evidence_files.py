"""An uploaded file on its way into the storage: what it really is, its clean copy, and nothing left behind on failure."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.db.models.fields.files import FieldFile

from accounts.models import Organisation
from assessment.models import Evidence
from evidence.cleaning import write_clean_copy
from evidence.inspection import InspectedFile, inspect
from evidence.limits import Limits


@dataclass(frozen=True)
class StagedFile:
    """A file that is accepted, with its clean copy. `clean_size` in bytes, `clean_sha256` in hexadecimal digits."""

    inspected: InspectedFile
    original: BinaryIO
    clean: BinaryIO
    clean_size: int
    clean_sha256: str


@contextmanager
def stage_file(file: BinaryIO, file_name: str) -> Iterator[StagedFile]:
    """Inspects the file and makes its clean copy, which is gone after the block. Raises `RefusedFile`."""
    limits = Limits(file_bytes=settings.EVIDENCE_FILE_BYTES)
    inspected = inspect(file, file_name, limits=limits)
    with TemporaryFile() as clean:
        write_clean_copy(file, inspected.kind, clean, limits=limits)
        size = clean.tell()
        clean.seek(0)
        yield StagedFile(inspected, file, clean, size, hashlib.file_digest(clean, "sha256").hexdigest())


class StoredFiles:
    """The files that have been put into the storage inside a block."""

    def __init__(self):
        self._fields: list[FieldFile] = []

    def keep(self, organisation: Organisation, staged: StagedFile) -> dict:
        """Puts original and copy into the storage; gives the values of the row that will name them."""
        row = Evidence(organisation=organisation)
        for field, stream in ((row.original, staged.original), (row.file, staged.clean)):
            stream.seek(0)
            field.save(staged.inspected.file_name, File(stream), save=False)
            self._fields.append(field)
        return {
            "original": row.original.name,
            "file": row.file.name,
            "file_name": staged.inspected.file_name,
            "media_type": staged.inspected.kind.media_type,
            "size": staged.inspected.size,
            "sha256": staged.inspected.sha256,
            "clean_size": staged.clean_size,
            "clean_sha256": staged.clean_sha256,
        }

    def remove(self) -> None:
        for field in self._fields:
            field.storage.delete(field.name)


@contextmanager
def store_or_remove() -> Iterator[StoredFiles]:
    """Takes what was stored inside the block out again when the block, or the transaction in it, fails."""
    stored = StoredFiles()
    try:
        yield stored
    except BaseException:
        stored.remove()
        raise
