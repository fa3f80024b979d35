"""OpenDocument files: whether any part acts, carries or loads something."""

import re
import zipfile
from collections.abc import Mapping

from evidence.archives import read_control_part
from evidence.kinds import Kind
from evidence.limits import Limits
from evidence.ooxml import SCRIPT_SCHEMES, inspect_member
from evidence.refusals import Refusal, RefusedFile
from evidence.xml_parts import XmlReader, local_name, read_xml


MANIFEST = "META-INF/manifest.xml"
MACRO_MEMBERS = re.compile(r"(Basic|Scripts|Dialogs)/.", re.IGNORECASE)
REFUSED_ELEMENTS = {
    "event-listener": Refusal.MACROS,
    "script": Refusal.MACROS,
    "dde-source": Refusal.ACTIVE_CONTENT,
    "dde-connection-decl": Refusal.ACTIVE_CONTENT,
    "plugin": Refusal.ACTIVE_CONTENT,
    "applet": Refusal.ACTIVE_CONTENT,
    "object-ole": Refusal.EMBEDDED_FILES,
    "database-source-sql": Refusal.EXTERNAL_LINKS,
    "database-source-table": Refusal.EXTERNAL_LINKS,
    "database-source-query": Refusal.EXTERNAL_LINKS,
    "connection-resource": Refusal.EXTERNAL_LINKS,
}
# A link waits for a click; the others stand in meta.xml, which the clean copy does not have.
WAITING = frozenset({"a", "template", "auto-reload", "hyperlink-behaviour"})
OUTSIDE = re.compile(r"\s*([a-z][a-z0-9+.-]*:|//|\\\\|/|\.\./)", re.IGNORECASE)
ACTIVE_FORMULA = re.compile(r"\b(DDE|WEBSERVICE)\(", re.IGNORECASE)


class ActiveElements(XmlReader):
    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        element = local_name(name)
        if element in REFUSED_ELEMENTS:
            raise RefusedFile(REFUSED_ELEMENTS[element])
        for key, value in attributes.items():
            if local_name(key) == "href" and SCRIPT_SCHEMES.match(value):
                raise RefusedFile(Refusal.MACROS)
            if local_name(key) == "href" and element not in WAITING and OUTSIDE.match(value):
                raise RefusedFile(Refusal.EXTERNAL_LINKS)
            if local_name(key) == "formula" and ACTIVE_FORMULA.search(value):
                raise RefusedFile(Refusal.ACTIVE_CONTENT)


class Encryption(XmlReader):
    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if local_name(name) == "encryption-data":
            raise RefusedFile(Refusal.ENCRYPTED)


def inspect_odf(archive: zipfile.ZipFile, kind: Kind, limits: Limits) -> None:
    """Refuses a package that is not a plain document of `kind`. Reads every member to its end."""
    first = archive.infolist()[0]
    with archive.open(first) as stream:
        if first.filename != "mimetype" or stream.read(200) != kind.media_type.encode():
            raise RefusedFile(Refusal.CONTENT)
    with archive.open(read_control_part(archive, MANIFEST, limits)) as stream:
        read_xml(stream, Encryption(), limits)
    if "content.xml" not in archive.namelist():
        raise RefusedFile(Refusal.CONTENT)
    if any(map(MACRO_MEMBERS.match, archive.namelist())):
        raise RefusedFile(Refusal.MACROS)
    for member in archive.infolist():
        inspect_member(archive, member, ActiveElements(), limits)
