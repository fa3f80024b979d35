"""Reads a page as a browser does: a tree of elements, its form as it would be sent, its error summary."""

from xml.etree.ElementTree import Element

import tinyhtml5


def squeeze(text: str) -> str:
    return " ".join(text.split())


class Page:
    """The page of a response. Texts are compared with single spaces, as they are shown."""

    def __init__(self, response):
        self.status = response.status_code
        self.root = tinyhtml5.parse(response.content, namespace_html_elements=False)
        for line_end in self.root.iter("br"):
            line_end.tail = f" {line_end.tail or ''}"

    def select(self, path: str) -> list[Element]:
        """Elements by an ElementTree path, e.g. `.//main//table`."""
        return self.root.findall(path)

    def find(self, path: str) -> Element:
        (found,) = self.select(path)
        return found

    def by_id(self, name: str) -> Element:
        """The only element with this id."""
        (found,) = (element for element in self.root.iter() if element.get("id") == name)
        return found

    @property
    def ids(self) -> list[str]:
        return [element.get("id") for element in self.root.iter() if element.get("id")]

    def text(self, element: Element | None = None) -> str:
        element = self.find(".//main") if element is None else element
        return squeeze("".join(element.itertext()))

    def texts(self, path: str) -> list[str]:
        return [self.text(element) for element in self.select(path)]

    @property
    def heading(self) -> str:
        return self.text(self.find(".//h1"))

    @property
    def messages(self) -> list[str]:
        """What the page says has just happened."""
        return self.texts(".//ul[@class='messages']/li")

    @property
    def errors(self) -> list[tuple[str, str]]:
        """The error summary: the id that a message links to (empty without a link), and the message."""
        items = self.select(".//div[@class='error-summary']//li")
        return [
            (
                link.get("href").removeprefix("#") if (link := item.find("a")) is not None else "",
                self.text(item),
            )
            for item in items
        ]

    @property
    def form(self) -> dict[str, str]:
        """What the page's only POST form sends as it stands, without a pressed button."""
        sent = {}
        in_cells = set(self.select(".//td//textarea"))
        for element in self.find(".//main//form[@method='post']").iter():
            name, kind = element.get("name"), element.get("type")
            if element.tag == "textarea":
                text = "".join(element.itertext())
                # The first line end is no part of the value; the parser forgets that inside a table.
                sent[name] = text.removeprefix("\n") if element in in_cells else text
            elif element.tag == "input" and (
                kind not in ("radio", "checkbox") or "checked" in element.attrib
            ):
                sent[name] = element.get("value", "on" if kind in ("radio", "checkbox") else "")
            elif element.tag == "select":
                options = element.findall("option")
                chosen = [option for option in options if "selected" in option.attrib] or options
                sent[name] = chosen[0].get("value")
        sent.pop("csrfmiddlewaretoken", None)
        return sent

    def rows(self, number: int = 0) -> list[list[str]]:
        """The cells of a table's body."""
        table = self.select(".//main//table")[number]
        return [[self.text(cell) for cell in row] for row in table.findall("tbody/tr")]
