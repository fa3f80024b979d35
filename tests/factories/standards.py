"""A tiny standard of a test: the example of docs/standard-format.md, with other words where a test wants them."""

import copy
import re
from functools import cache
from pathlib import Path

import yaml


DOCUMENT = Path(__file__).parents[2] / "docs" / "standard-format.md"
NOTHING = object()


@cache
def read_example_text() -> str:
    """The example as it is printed."""
    (block,) = re.findall(
        r"^```yaml\n(.*?)^```$", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    return block


@cache
def _parse_example() -> dict:
    return yaml.safe_load(read_example_text())


def make_document(*changes: tuple) -> dict:
    """The example with changes: each is a path of keys and numbers followed by the new value; `NOTHING` takes the key
    out, and a path that ends one past a list appends."""
    document = copy.deepcopy(_parse_example())
    for *path, value in changes:
        here = document
        for step in path[:-1]:
            here = here[step]
        if value is NOTHING:
            del here[path[-1]]
        elif isinstance(here, list) and path[-1] == len(here):
            here.append(value)
        else:
            here[path[-1]] = value
    return document


def write_edition(folder: Path, *changes: tuple, name: str = "x.yaml") -> Path:
    """The example with changes, as a file."""
    path = folder / name
    path.write_text(
        yaml.safe_dump(make_document(*changes), allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    return path
