"""How much a file may ask of the server before it is refused."""

from dataclasses import dataclass


MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """The defaults keep the memory of one inspection and one cleaning below about 100 MB."""

    file_bytes: int = 20 * MEGABYTE
    """Size of the file. One byte more is refused."""

    pixels: int = 40_000_000
    """Width times height of a PNG or of an ordinary JPEG: a page of A4 at 600 dpi has 35 million. Neither is decoded in one piece."""

    progressive_pixels: int = 8_000_000
    """The same for a progressive JPEG, which its decoder holds whole, up to 8 bytes a pixel."""

    webp_pixels: int = 5_000_000
    """The same for a WebP, which its decoder holds several times, 16 bytes a pixel."""

    scans: int = 40
    """Scans of a JPEG: each costs a walk over the whole picture. Ordinary programs write 1 to 12."""

    unpacked_bytes: int = 150 * MEGABYTE
    """All members of an office file together, unpacked."""

    members: int = 3_000
    """Members of an office file."""

    directory_bytes: int = MEGABYTE
    """Size of the directory of an office file, which is read whole."""

    ratio: int = 200
    """Unpacked bytes to a packed byte, for members of more than a megabyte unpacked."""

    control_bytes: int = 2 * MEGABYTE
    """Unpacked size of a member that lists other members and is held whole: content types, relationships, manifest."""

    xml_depth: int = 400
    """Elements within elements."""

    xml_token_bytes: int = MEGABYTE
    """Size of one tag, with its attributes, or of one comment in XML; texts are read in pieces."""

    pages: int = 2_000
    """Pages of a PDF."""

    objects: int = 100_000
    """Objects of a PDF that its pages lead to: every one is looked at."""

    entries: int = 400_000
    """Entries of the lists and dictionaries of a PDF, all together; each takes about 100 bytes while it is read."""
