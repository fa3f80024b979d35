"""Loads a page over HTTP as a browser does that has nothing kept: the page, what it links to, what its styles load."""

import gzip
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPMessage
from urllib.parse import urljoin, urlsplit

import brotli


@dataclass(frozen=True)
class Load:
    """One file as it came over the wire; `body` is still compressed."""

    address: str
    headers: HTTPMessage
    body: bytes

    @property
    def is_compressed(self) -> bool:
        return self.headers.get("Content-Encoding") in ("br", "gzip")

    @property
    def is_kept(self) -> bool:
        """Whether a browser never asks for it again."""
        return "immutable" in self.headers.get("Cache-Control", "")

    @property
    def is_style(self) -> bool:
        return self.headers.get_content_type() == "text/css"

    @property
    def is_script(self) -> bool:
        return self.headers.get_content_type() == "text/javascript"

    @property
    def is_font(self) -> bool:
        return self.headers.get_content_type().startswith("font/")

    def read(self) -> str:
        """The text; empty when it is none."""
        decode = {"br": brotli.decompress, "gzip": gzip.decompress}.get(
            self.headers["Content-Encoding"], bytes
        )
        return "" if self.is_font else decode(self.body).decode()


@dataclass(frozen=True)
class Visit:
    """A page with everything that it makes a browser load. `foreign` are addresses outside our own origin."""

    page: Load
    assets: tuple[Load, ...]
    fonts: tuple[Load, ...]
    foreign: tuple[str, ...]

    @property
    def size(self) -> int:
        """Compressed bytes of what one waits for: without fonts, which are swapped in, and scripts, which are deferred."""
        return sum(len(load.body) for load in (self.page, *self.assets) if not load.is_script)

    @property
    def script_size(self) -> int:
        return sum(len(load.body) for load in self.assets if load.is_script)


class _Links(HTMLParser):
    """Collects the addresses that a browser loads on its own."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "link" and {"stylesheet", "icon", "preload", "modulepreload"} & set(values["rel"].split()):
            self.found.append(values["href"])
        elif tag in ("script", "img", "source", "iframe", "embed", "input") and values.get("src"):
            self.found.append(values["src"])


def visit(port: int, path: str, cookies: str) -> Visit:
    """Follows the page and its styles; each address is loaded once, foreign ones never."""
    page = load(port, path, {"Cookie": cookies})
    links = _Links()
    links.feed(page.read())
    waiting = [urljoin(path, link) for link in links.found]
    loads: dict[str, Load] = {}
    foreign = []
    while waiting:
        address = waiting.pop(0)
        if address in loads or address.startswith("data:"):
            continue
        if urlsplit(address).netloc:
            foreign.append(address)
            continue
        loads[address] = load(port, address)
        if loads[address].is_style:
            waiting += [urljoin(address, link) for link in find_style_links(loads[address].read())]
    assets = tuple(found for found in loads.values() if not found.is_font)
    fonts = tuple(found for found in loads.values() if found.is_font)
    return Visit(page, assets, fonts, tuple(foreign))


def load(port: int, address: str, headers: dict | None = None) -> Load:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", address, headers={"Accept-Encoding": "br, gzip"} | (headers or {}))
        response = connection.getresponse()
        if response.status != 200:
            raise SystemExit(f"bench: {address} answered {response.status}")
        return Load(address, response.headers, response.read())
    finally:
        connection.close()


def find_style_links(style: str) -> list[str]:
    """Fonts, pictures and imported styles."""
    return re.findall(r"url\(\s*[\"']?([^\"')]+)", style) + re.findall(r"@import\s+[\"']([^\"']+)", style)


def find_blocking_fonts(style: str) -> list[str]:
    """Font faces that hide the text until they have come."""
    faces = re.findall(r"@font-face\s*\{[^}]*\}", style)
    return [face for face in faces if not re.search(r"font-display:\s*swap", face)]
