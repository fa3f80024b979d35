"""Clean copies of office files: only what the document needs, scrubbed, at no time of day."""

import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO

from evidence.archives import find_start, is_xml
from evidence.kinds import Kind
from evidence.limits import MEGABYTE, Limits
from evidence.odf import MANIFEST
from evidence.ooxml import (
    CONTENT_TYPES,
    ContentTypes,
    Relationship,
    find_relationships,
    name_relationships,
    read_content_types,
    resolve,
)
from evidence.pictures import find_picture_kind, walk_picture
from evidence.scrubbing import ODF_RULES, OOXML_RULES, Rules, Scrubber, without_folders
from evidence.segments import copy_bytes
from evidence.xml_parts import XmlWriter, local_name, read_xml


FIRST_TIME = (1980, 1, 1, 0, 0, 0)
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
# By the last word of the type, in lower case: who, when, with which printer, from which template, signed by whom.
DROPPED_RELATIONSHIPS = frozenset(
    {
        *(
            "core-properties",
            "extended-properties",
            "custom-properties",
            "thumbnail",
            "origin",
            "classificationlabels",
        ),
        *(
            "customxml",
            "customxmlprops",
            "printersettings",
            "people",
            "person",
            "threadedcomment",
            "commentsextensible",
        ),
        *("attachedtemplate", "revisionheaders", "revisionlog", "usernames", "documenttask", "documenttasks"),
        *("keymapcustomizations", "attachedtoolbars", "usercustomization", "extensibility"),
    }
)
DROPPED_MEMBERS = re.compile(
    r"META-INF/|Thumbnails/|Configurations2/|Versions/|layout-cache$|manifest\.rdf$|(.*/)?(meta|settings)\.xml$"
)


def write_clean_ooxml(archive: zipfile.ZipFile, target: BinaryIO, limits: Limits) -> None:
    """Copies what can be reached from the main part by relationships that are kept; a member nobody points to goes."""
    parts = _find_parts(archive, limits)
    types = read_content_types(archive, limits)
    with zipfile.ZipFile(target, "w") as copy:
        with _new_member(copy, CONTENT_TYPES) as stream:
            _write_content_types(stream, types, parts)
        for part, (kept, dropped_ids) in parts.items():
            if kept:
                with _new_member(copy, name_relationships(part)) as stream:
                    _write_relationships(stream, kept)
            if part:
                with _new_member(copy, part) as stream:
                    _copy_member(archive, archive.getinfo(part), stream, OOXML_RULES, dropped_ids, limits)


def _find_parts(
    archive: zipfile.ZipFile, limits: Limits
) -> dict[str, tuple[list[Relationship], frozenset[str]]]:
    """Every part that is kept ("" is the package), with its relationships and the ids of those that go."""
    names = {name.lower(): name for name in archive.namelist() if not name.endswith("/")}
    found: dict[str, tuple[list[Relationship], frozenset[str]]] = {}
    waiting = [""]
    while waiting:
        part = waiting.pop()
        relationships = find_relationships(archive, part, limits)
        kept = [one for one in relationships if one.kind not in DROPPED_RELATIONSHIPS]
        found[part] = kept, frozenset(one.id for one in relationships) - {one.id for one in kept}
        for relationship in kept:
            targets = () if relationship.is_external else resolve(part, relationship.target)
            target = next((names[name.lower()] for name in targets if name.lower() in names), "")
            if target not in found and target not in waiting:
                waiting.append(target)
    return found


def _write_content_types(target: BinaryIO, types: ContentTypes, parts: Mapping[str, object]) -> None:
    writer, kept = XmlWriter(target), {part.lower() for part in parts}
    writer.start("Types", {"xmlns": f"{PACKAGE}/content-types"})
    for extension, media_type in types.by_extension.items():
        _write_empty(writer, "Default", {"Extension": extension, "ContentType": media_type})
    for name, media_type in types.by_name.items():
        if name.lower() in kept:
            _write_empty(writer, "Override", {"PartName": f"/{name}", "ContentType": media_type})
    writer.end("Types")


def _write_relationships(target: BinaryIO, relationships: list[Relationship]) -> None:
    writer = XmlWriter(target)
    writer.start("Relationships", {"xmlns": f"{PACKAGE}/relationships"})
    for one in relationships:
        # Links to files show the folders of a person.
        where = (
            {"Target": without_folders(one.target), "TargetMode": "External"}
            if one.is_external
            else {"Target": one.target}
        )
        _write_empty(writer, "Relationship", {"Id": one.id, "Type": one.type, **where})
    writer.end("Relationships")


def _write_empty(writer: XmlWriter, name: str, attributes: Mapping[str, str]) -> None:
    writer.start(name, attributes)
    writer.end(name)


class ManifestScrubber(Scrubber):
    """Writes the list of members without those that go."""

    def leaves_out(self, element: str, attributes: Mapping[str, str]) -> bool:
        path = next((attributes[key] for key in attributes if local_name(key) == "full-path"), "")
        return element == "file-entry" and bool(DROPPED_MEMBERS.match(path))


def write_clean_odf(archive: zipfile.ZipFile, kind: Kind, target: BinaryIO, limits: Limits) -> None:
    with zipfile.ZipFile(target, "w") as copy:
        with _new_member(copy, "mimetype", zipfile.ZIP_STORED) as stream:
            stream.write(kind.media_type.encode())
        with _new_member(copy, MANIFEST) as stream, archive.open(MANIFEST) as manifest:
            read_xml(manifest, ManifestScrubber(stream, ODF_RULES), limits)
        for member in archive.infolist()[1:]:
            if not (member.is_dir() or DROPPED_MEMBERS.match(member.filename)):
                with _new_member(copy, member.filename) as stream:
                    _copy_member(archive, member, stream, ODF_RULES, frozenset(), limits)


def _copy_member(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    target: BinaryIO,
    rules: Rules,
    dropped_ids: frozenset[str],
    limits: Limits,
) -> None:
    start = find_start(archive, member)
    kind = find_picture_kind(start)
    with archive.open(member) as stream, tempfile.SpooledTemporaryFile(max_size=MEGABYTE) as picture:
        if kind:
            copy_bytes(stream, picture, member.file_size)
            picture.seek(0)
            walk_picture(picture, target, kind, limits)
        elif is_xml(start) and not member.filename.lower().endswith(".vml"):
            read_xml(stream, Scrubber(target, rules, dropped_ids), limits)
        else:
            copy_bytes(stream, target, member.file_size)


@contextmanager
def _new_member(copy: zipfile.ZipFile, name: str, packing: int = zipfile.ZIP_DEFLATED) -> Iterator[BinaryIO]:
    info = zipfile.ZipInfo(name, FIRST_TIME)
    info.compress_type = packing
    info.external_attr = 0o600 << 16
    with copy.open(info, "w") as stream:
        yield stream
