"""Word and Excel files: what is in the package, and whether any of it acts, carries or loads something."""

import posixpath
import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from evidence.archives import OTHER_FILES, find_start, is_xml, read_control_part, read_to_end
from evidence.kinds import DOCX, XLSX, Kind
from evidence.limits import MEGABYTE, Limits
from evidence.pictures import find_picture_kind, walk_picture
from evidence.refusals import Refusal, RefusedFile
from evidence.segments import copy_bytes
from evidence.xml_parts import XmlReader, local_name, read_xml


CONTENT_TYPES = "[Content_Types].xml"
MAIN_TYPES = {
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
MACRO_TYPES = re.compile(r"macroenabled|vbaproject|vbadata|macrosheet|dialogsheet", re.IGNORECASE)
REFUSED_PARTS = (
    (re.compile(r"vbaproject|vbadata|macrosheets/|dialogsheets/", re.IGNORECASE), Refusal.MACROS),
    (re.compile(r"activex|webextensions/|customui", re.IGNORECASE), Refusal.ACTIVE_CONTENT),
    (re.compile(r"embeddings/|afchunk", re.IGNORECASE), Refusal.EMBEDDED_FILES),
    (re.compile(r"externallinks/|connections\.xml|querytables/", re.IGNORECASE), Refusal.EXTERNAL_LINKS),
)
# By the last word of the type, in lower case.
REFUSED_RELATIONSHIPS = {
    "vbaproject": Refusal.MACROS,
    "wordvbadata": Refusal.MACROS,
    "xlmacrosheet": Refusal.MACROS,
    "control": Refusal.ACTIVE_CONTENT,
    "activexcontrolbinary": Refusal.ACTIVE_CONTENT,
    "oleobject": Refusal.EMBEDDED_FILES,
    "package": Refusal.EMBEDDED_FILES,
    "afchunk": Refusal.EMBEDDED_FILES,
    "externallink": Refusal.EXTERNAL_LINKS,
    "externallinkpath": Refusal.EXTERNAL_LINKS,
    "connections": Refusal.EXTERNAL_LINKS,
}
DDE_FIELD = re.compile(r"\s*DDE", re.IGNORECASE)
DDE_FORMULA = re.compile(r"[\s=+@-]*\w[\w.]*\s*\||.*\b(DDE|WEBSERVICE)\(", re.IGNORECASE | re.DOTALL)
SCRIPT_SCHEMES = re.compile(r"\s*(javascript|vbscript|macro|vnd\.sun\.star\.\w+):", re.IGNORECASE)
FIELD_CHARACTERS = 500


@dataclass(frozen=True)
class Relationship:
    """A line of a relationships part. `kind` is the last word of its type in lower case."""

    id: str
    type: str
    target: str
    is_external: bool

    @property
    def kind(self) -> str:
        return self.type.rpartition("/")[2].lower()


class ContentTypes(XmlReader):
    """The types of the parts: by extension, and by name."""

    def __init__(self):
        self.by_extension: dict[str, str] = {}
        self.by_name: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if local_name(name) == "Default":
            self.by_extension[attributes.get("Extension", "")] = attributes.get("ContentType", "")
        if local_name(name) == "Override":
            self.by_name[attributes.get("PartName", "").removeprefix("/")] = attributes.get("ContentType", "")

    def all(self) -> set[str]:
        return {*self.by_extension.values(), *self.by_name.values()}


class Relationships(XmlReader):
    def __init__(self):
        self.found: list[Relationship] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if local_name(name) == "Relationship":
            self.found.append(
                Relationship(
                    id=attributes.get("Id", ""),
                    type=attributes.get("Type", ""),
                    target=attributes.get("Target", ""),
                    is_external=attributes.get("TargetMode", "") == "External",
                )
            )


class ActiveParts(XmlReader):
    """Refuses fields and formulas that start a conversation with another program, foreign text, and scripts in drawings."""

    def __init__(self):
        self._inside, self._text = "", ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._inside = local_name(name)
        if self._inside in ("fldChar", "f"):
            self._text = ""
        if self._inside == "script":
            raise RefusedFile(Refusal.ACTIVE_CONTENT)
        if self._inside == "altChunk":
            raise RefusedFile(Refusal.EMBEDDED_FILES)
        if self._inside == "fldSimple":
            self._check(
                DDE_FIELD, next((attributes[key] for key in attributes if local_name(key) == "instr"), "")
            )

    def end(self, name: str) -> None:
        if self._inside == "f":
            self._check(DDE_FORMULA, self._text)
        self._inside = ""

    def text(self, text: str) -> None:
        if self._inside in ("instrText", "f") and len(self._text) < FIELD_CHARACTERS:
            # The words of a field may be cut over several runs.
            self._text += text
            if self._inside == "instrText":
                self._check(DDE_FIELD, self._text)

    def _check(self, pattern: re.Pattern, text: str) -> None:
        if pattern.match(text):
            raise RefusedFile(Refusal.ACTIVE_CONTENT)


def inspect_ooxml(archive: zipfile.ZipFile, kind: Kind, limits: Limits) -> None:
    """Refuses a package that is not a plain document of `kind`. Reads every member to its end."""
    types = read_content_types(archive, limits).all()
    if any(map(MACRO_TYPES.search, types)):
        raise RefusedFile(Refusal.MACROS)
    if MAIN_TYPES[kind] not in types:
        raise RefusedFile(Refusal.CONTENT)
    for name in archive.namelist():
        for pattern, refusal in REFUSED_PARTS:
            if pattern.search(name):
                raise RefusedFile(refusal)
    for name in archive.namelist():
        if name.endswith(".rels"):
            for relationship in _read_relationships(archive, name, limits):
                _check_relationship(relationship)
    for member in archive.infolist():
        inspect_member(archive, member, ActiveParts(), limits)


def inspect_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, reader: XmlReader, limits: Limits
) -> None:
    """Reads a member of an office file to its end: XML is told to `reader`, pictures have to be whole, files are refused."""
    start = find_start(archive, member)
    if start.startswith(OTHER_FILES):
        raise RefusedFile(Refusal.EMBEDDED_FILES)
    kind = find_picture_kind(start)
    with archive.open(member) as stream, tempfile.SpooledTemporaryFile(max_size=MEGABYTE) as picture:
        if kind:
            copy_bytes(stream, picture, member.file_size)
            picture.seek(0)
            with tempfile.TemporaryFile() as copy:
                walk_picture(picture, copy, kind, limits)
        elif is_xml(start) and not member.filename.lower().endswith(".vml"):
            # Excel writes drawings of comments (.vml) that are not always XML.
            read_xml(stream, reader, limits)
        read_to_end(stream)


def _check_relationship(relationship: Relationship) -> None:
    if relationship.kind in REFUSED_RELATIONSHIPS:
        raise RefusedFile(REFUSED_RELATIONSHIPS[relationship.kind])
    if not relationship.is_external:
        return
    if SCRIPT_SCHEMES.match(relationship.target):
        raise RefusedFile(Refusal.ACTIVE_CONTENT)
    is_own_template = relationship.kind == "attachedtemplate" and is_local_path(relationship.target)
    if relationship.kind != "hyperlink" and not is_own_template:
        raise RefusedFile(Refusal.EXTERNAL_LINKS)


def is_local_path(target: str) -> bool:
    """Whether `target` is a file on the computer of the writer: nothing is loaded over a network."""
    path = re.sub(r"^file:/{0,3}(?=[A-Za-z]:)", "", target, flags=re.IGNORECASE)
    return bool(re.match(r"[A-Za-z]:[\\/]|[^:/\\]+$", path))


def read_content_types(archive: zipfile.ZipFile, limits: Limits) -> ContentTypes:
    types = ContentTypes()
    with archive.open(read_control_part(archive, CONTENT_TYPES, limits)) as stream:
        read_xml(stream, types, limits)
    return types


def find_relationships(archive: zipfile.ZipFile, part: str, limits: Limits) -> list[Relationship]:
    """The relationships of a part; of the package for ""."""
    name = name_relationships(part)
    return _read_relationships(archive, name, limits) if name in archive.NameToInfo else []


def name_relationships(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _read_relationships(archive: zipfile.ZipFile, name: str, limits: Limits) -> list[Relationship]:
    relationships = Relationships()
    with archive.open(read_control_part(archive, name, limits)) as stream:
        read_xml(stream, relationships, limits)
    return relationships.found


def resolve(part: str, target: str) -> Iterator[str]:
    """The names that the target of a relationship of `part` may have in the archive."""
    path = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target.partition("#")[0]))
    yield path.removeprefix("/")
    yield unquote(path).removeprefix("/")
