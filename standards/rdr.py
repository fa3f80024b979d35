"""Turns one year of Ranking Digital Rights' Index into an edition file and the files that `score_answers` reads
(`docs/recompute.md`): the Index is data like any other. No Django here.

The codes stay RDR's own: an element is a question, an indicator a recommendation, a family of indicators the recommendation
that they are members of, a category a pillar. The texts around RDR's words stand in `fixtures/rdr-frame.yaml`.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import yaml

from standards.files import read_edition
from standards.tables import Row, TableError, quote, read_table, write_whole
from standards.values import LANGUAGES


FRAME = Path(__file__).parents[1] / "fixtures" / "rdr-frame.yaml"
ANSWERS, ELEMENTS = "rdr_answers.csv", "rdr_elements.csv"
INDICATORS, SERVICES = "rdr_indicators.csv", "rdr_services.csv"
COLUMNS = {
    ANSWERS: ("year", "company", "element", "service", "aspect", "answer"),
    ELEMENTS: ("years", "element", "indicator", "reversed", "text"),
    INDICATORS: ("year", "id", "label", "category", "title", "family"),
    SERVICES: ("year", "company", "service", "class"),
}
KINDS = {"Group": "group", "OpCom": "operating_company"}
# Prepaid and postpaid mobile are one value.
BUNDLED = ("mobile",)


@dataclass(frozen=True)
class Indicator:
    """An indicator or a family of them."""

    code: str
    label: str
    category: str
    title: str
    family: str


@dataclass(frozen=True)
class Element:
    code: str
    indicator: str
    is_reversed: bool
    text: str


class Service(NamedTuple):
    """A unit of a company: its group, its operating company or a service."""

    company: str
    name: str
    group: str

    @property
    def kind(self) -> str:
        return KINDS.get(self.group, "service")

    @property
    def bundle(self) -> str:
        return self.group if self.group in BUNDLED else ""


class Answer(NamedTuple):
    company: str
    service: str
    element: str
    word: str


@dataclass(frozen=True)
class Index:
    """One year as it is published, in the order of its files."""

    year: str
    indicators: tuple[Indicator, ...]
    elements: tuple[Element, ...]
    services: tuple[Service, ...]
    answers: tuple[Answer, ...]


def import_index(folder: Path, year: str, out: Path) -> list[Path]:
    """Writes the edition, the answers and the units into a folder, which is made; returns their paths. Raises `LoadError`
    or `TableError` and has then written nothing."""
    if not re.fullmatch(r"[0-9]{4}", year):
        raise TableError(f"the year {quote(year)} is not written as 2020")
    if not folder.is_dir():
        raise TableError(f"{quote(str(folder))}: there is no such folder")
    frame = yaml.safe_load(FRAME.read_text(encoding="utf-8"))
    index = read_index(folder, year, [option["code"] for option in frame["edition"]["scale"]])
    paths = [out / name for name in (f"rdr-{year}.yaml", "ANSWERS.csv", "UNITS.csv")]
    edition = write_edition(frame, index, paths[0].name)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TableError(f"{quote(str(out))}: cannot be made: {error.strerror}") from None
    with write_whole(paths[0]) as first, write_whole(paths[1]) as second, write_whole(paths[2]) as third:
        first.write(edition)
        _write_rows(second, ("subject", "unit", "question", "option"), index.answers)
        units = ((each.company, each.name, each.kind, each.bundle) for each in index.services)
        _write_rows(third, ("subject", "unit", "kind", "bundle"), units)
    return paths


def _write_rows(file, head, rows) -> None:
    table = csv.writer(file, lineterminator="\n")
    table.writerow(head)
    table.writerows(rows)


def read_index(folder: Path, year: str, words: list[str]) -> Index:
    """The year's rows of the four files of a folder; `words` are the answers that may be given. Raises `TableError`."""
    indicators = _collect(_read(folder, INDICATORS, year), _read_indicator)
    elements = _collect(_read(folder, ELEMENTS, year), lambda row: _read_element(row, indicators))
    services = _collect(_read(folder, SERVICES, year), _read_service)
    answers = _collect(_read(folder, ANSWERS, year), lambda row: _read_answer(row, elements, services, words))
    parts = (tuple(part.values()) for part in (indicators, elements, services, answers))
    return Index(year, *parts)


def _read(folder: Path, name: str, year: str) -> Iterator[Row]:
    """The rows of the year, without it."""
    found = False
    for row in read_table(folder / name, COLUMNS[name], others_allowed=True):
        years, *cells = row.cells
        if year in years.split():
            found = True
            yield row._replace(cells=cells)
    if not found:
        raise TableError(f"{name}: holds nothing of the year {quote(year)}")


def _collect(rows: Iterator[Row], read) -> dict:
    """What is read out of every row by its key, which may come once."""
    found = {}
    for row in rows:
        key, thing = read(row)
        if not all(part.strip() for part in key):
            raise row.refuse("a name or a code is empty")
        if key in found:
            raise row.refuse(f"{', '.join(map(quote, key))} stands twice")
        found[key] = thing
    return found


def _read_indicator(row: Row):
    indicator = Indicator(*row.cells)
    return (indicator.code,), indicator


def _read_element(row: Row, indicators: Mapping):
    code, indicator, is_reversed, text = row.cells
    if (indicator,) not in indicators:
        raise row.refuse(f"unknown indicator {quote(indicator)}")
    if is_reversed not in ("0", "1"):
        raise row.refuse(f"reversed is {quote(is_reversed)}, not 0 or 1")
    return (code,), Element(code, indicator, is_reversed == "1", text)


def _read_service(row: Row):
    service = Service(*row.cells)
    return (service.company, service.name), service


def _read_answer(row: Row, elements: Mapping, services: Mapping, words: list[str]):
    company, element, service, aspect, word = row.cells
    if (element,) not in elements:
        raise row.refuse(f"unknown element {quote(element)}")
    if (company, service) not in services:
        raise row.refuse(f"unknown service {quote(service)} of {quote(company)}")
    if aspect:
        raise row.refuse(f"aspect {quote(aspect)}: answers to a part of a service cannot be taken over")
    if word not in words:
        raise row.refuse(f"unknown answer {quote(word)}; there are {', '.join(words)}")
    return (company, service, element), Answer(company, service, element, word)


def write_edition(frame: dict, index: Index, name: str) -> str:
    """The text of the edition file, which is read once to see that it may be loaded; raises `LoadError`."""
    text = f"# Made by ./run manage import_rdr --year {index.year} (docs/recompute.md).\n" + yaml.dump(
        make_edition(frame, index), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8")
        read_edition(path)
    return text


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):
    def ignore_aliases(self, data):
        """Writes what is the same again and again, so that every question can be read by itself."""
        return True


def make_edition(frame: dict, index: Index) -> dict:
    """The edition as it stands in its file: the frame with the words of the Index."""
    places = {indicator.code: place for place, indicator in enumerate(index.indicators)}
    families = {indicator.family for indicator in index.indicators}
    scopes = _find_scopes(index)
    return fill(frame["edition"], year=index.year) | {
        "recommendations": [
            _make_recommendation(frame["family" if each.code in families else "indicator"], each)
            for each in index.indicators
        ],
        "questions": [
            _make_question(frame, element, scopes.get(element.indicator, "both"))
            for element in sorted(index.elements, key=lambda element: places[element.indicator])
        ],
    }


def fill(part, **words):
    """A part of the frame with its placeholders filled in, recursively."""
    if isinstance(part, dict):
        return {key: fill(value, **words) for key, value in part.items()}
    if isinstance(part, list):
        return [fill(value, **words) for value in part]
    if isinstance(part, str):
        for name, word in words.items():
            part = part.replace(f"{{{name}}}", word)
    return part


def _say(text: str) -> dict[str, str]:
    """English words that are not translated."""
    return dict.fromkeys(LANGUAGES, text)


def _make_recommendation(frame: dict, indicator: Indicator) -> dict:
    family = {"family": indicator.family} if indicator.family else {}
    return {
        "code": indicator.code,
        "pillar": indicator.category,
        "number": _say(indicator.label),
        "title": _say(indicator.title),
        "quotation": {"text": indicator.title, "language": "en"},
        **fill(frame, title=indicator.title),
        **family,
    }


def _make_question(frame: dict, element: Element, scope: str) -> dict:
    return {
        "code": element.code,
        "recommendation": element.indicator,
        "scope": scope,
        "text": _say(element.text),
        **frame["element"],
        **(frame["reversed_element"] if element.is_reversed else {}),
    }


def _find_scopes(index: Index) -> dict[str, str]:
    """Of what the elements of an indicator are asked: that for which any of them is answered."""
    kinds = {(service.company, service.name): service.kind for service in index.services}
    indicators = {element.code: element.indicator for element in index.elements}
    found: dict[str, set[str]] = {}
    for answer in index.answers:
        kind = kinds[answer.company, answer.service]
        scope = "service" if kind == "service" else "company"
        found.setdefault(indicators[answer.element], set()).add(scope)
    return {indicator: scopes.pop() if len(scopes) == 1 else "both" for indicator, scopes in found.items()}
