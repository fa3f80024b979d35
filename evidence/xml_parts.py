"""XML read and copied tag by tag. Never a tree, never a document type, never an entity of its own."""

from collections.abc import Mapping
from typing import BinaryIO
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from evidence.limits import Limits
from evidence.refusals import Refusal, RefusedFile


CHUNK = 64 * 1024


def local_name(name: str) -> str:
    """The name without its prefix. Prefixes are a free choice of the writer."""
    return name.rpartition(":")[2]


class XmlReader:
    """Somebody who is told what stands in an XML part. Attributes come in the order of the file, names with their prefixes."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


def read_xml(stream: BinaryIO, reader: XmlReader, limits: Limits) -> None:
    """Tells `reader` what stands in `stream`. Refuses document types, endless tags and depths, and what is not XML."""
    parser, depth = expat.ParserCreate(), 0

    def start(name, attributes):
        nonlocal depth
        depth += 1
        if depth > limits.xml_depth:
            raise RefusedFile(Refusal.TOO_COMPLEX)
        reader.start(name, attributes)

    def end(name):
        nonlocal depth
        depth -= 1
        reader.end(name)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.DefaultHandler = _ignore
    fed = 0
    try:
        while data := stream.read(CHUNK):
            parser.Parse(data, False)
            fed += len(data)
            if fed - parser.CurrentByteIndex > limits.xml_token_bytes + CHUNK:
                raise RefusedFile(Refusal.TOO_COMPLEX)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        # Unknown encodings are looked up in Python, and may be missing there or unfit.
        raise RefusedFile(Refusal.BROKEN) from error


def _refuse_document_type(*_) -> None:
    raise RefusedFile(Refusal.ENTITIES)


def _ignore(_) -> None:
    """Told of comments, so that the parser says how far it has come."""


class XmlWriter(XmlReader):
    """Writes what it is told, as UTF-8, without comments and processing instructions."""

    def __init__(self, target: BinaryIO):
        self._target = target
        self._write('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n')

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
        self._write(f"<{name}{written}>")

    def end(self, name: str) -> None:
        self._write(f"</{name}>")

    def text(self, text: str) -> None:
        self._write(escape(text, {"\r": "&#13;"}))

    def _write(self, text: str) -> None:
        self._target.write(text.encode())
