"""Files that survive a power cut once their row is acknowledged."""

import os
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class DurableFileSystemStorage(FileSystemStorage):
    """Writes a file, and its name in the folder, to the disk before it says that the file is kept."""

    def _save(self, name, content):
        name = super()._save(name, content)
        path = Path(self.path(name))
        for place in (path, path.parent):
            descriptor = os.open(place, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        return name
