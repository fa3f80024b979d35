"""Whether a file is plain text."""

import codecs
import re
from typing import BinaryIO

from evidence.refusals import Refusal, RefusedFile


CHUNK = 64 * 1024
MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
UNPRINTABLE = re.compile("[\0-\x08\x0e-\x1f]")
# Pages of the web and documents of other programs: the first would be run where the other ending is not believed.
OTHER_STARTS = re.compile(
    r"\s*(<(!doctype|html|head|body|svg|script|\?xml|!--)|%PDF-|\{\\rtf)", re.IGNORECASE
)


def inspect_text(stream: BinaryIO) -> None:
    """Refuses what is not UTF-8 (with or without its mark) or UTF-16 with its mark, holds controls, or is a page of the web.

    Other encodings, such as Windows-1251, cannot be told from each other: what one reader sees, the other might not.
    """
    start = stream.read(2)
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(MARKS.get(start, "utf-8-sig"))()
    is_first = True
    while True:
        data = stream.read(CHUNK)
        try:
            text = decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            raise RefusedFile(Refusal.NOT_UTF8) from error
        if UNPRINTABLE.search(text) or (is_first and OTHER_STARTS.match(text)):
            raise RefusedFile(Refusal.CONTENT)
        if not data:
            return
        is_first = False
