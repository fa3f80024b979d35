"""Reads the forms of a page as a browser does."""

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser


@dataclass
class PageForm:
    """A form: where it goes, and what it sends as it stands, without a pressed button."""

    action: str
    data: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, value: str) -> None:
        self.data.setdefault(name, []).append(value)


class _FormReader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms: list[PageForm] = []
        self.select = ""
        self.textarea: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "form":
            self.forms.append(PageForm(found.get("action", "")))
        elif tag == "input":
            if found.get("type") not in ("radio", "checkbox") or "checked" in found:
                self.forms[-1].add(found["name"], found.get("value", ""))
        elif tag == "textarea":
            self.textarea = (found["name"], [])
        elif tag == "select":
            self.select = found["name"]
        elif tag == "option" and "selected" in found:
            self.forms[-1].add(self.select, found["value"])

    def handle_data(self, data):
        if self.textarea:
            self.textarea[1].append(data)

    def handle_endtag(self, tag):
        if tag == "textarea":
            name, parts = self.textarea
            # A browser drops the line end that follows the opening tag.
            self.forms[-1].add(name, "".join(parts).removeprefix("\n"))
            self.textarea = None


def read_forms(response) -> list[PageForm]:
    reader = _FormReader()
    reader.feed(response.content.decode())
    return reader.forms


def read_form(response) -> PageForm:
    """The only form of a page."""
    (form,) = read_forms(response)
    return form


def read_error_summary(response) -> list[str]:
    """The messages on top of a page that refused something."""
    summary = re.search(r'<div class="error-summary".*?</div>', response.content.decode(), re.DOTALL)
    return [unescape(text) for text in re.findall(r"<li>(?:<a[^>]*>)?([^<]*)", summary[0])] if summary else []


def read_heading(response) -> str:
    return unescape(re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.DOTALL)[1])


def read_messages(response) -> list[str]:
    """What the page says has just happened."""
    status = re.search(r'<div role="status">(.*?)</div>', response.content.decode(), re.DOTALL)
    return [unescape(text) for text in re.findall(r"<li[^>]*>([^<]*)", status[1])]
