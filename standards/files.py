"""Reads edition files and the law notes: what is wrong with them is said in the words of whoever writes them. No Django
here, so that anyone can read an edition without a database.
"""

import hashlib
import json
from collections.abc import Hashable
from pathlib import Path

import yaml
from pydantic import BaseModel, ValidationError
from yaml.constructor import ConstructorError
from yaml.resolver import BaseResolver

from standards.definition import EditionDefinition
from standards.glossary import Glossary
from standards.law_notes import LawNotes


class LoadError(Exception):
    """A file that cannot be loaded; the text names the file, the place in it and what is wrong, one problem a line."""


class EditionLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """A safe YAML loader that refuses what YAML would let pass or choke on: a key written twice, of which the last would
    silently win, a key that is no text, a date that does not exist, a number without end."""

    def construct_object(self, node, deep=False):
        try:
            return super().construct_object(node, deep=deep)
        except ValueError:
            raise ConstructorError(
                None, None, f"{node.value[:20]} cannot be read as a date or a number", node.start_mark
            ) from None


def _construct_mapping(loader, node, deep=False):
    mapping = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, Hashable):
            raise ConstructorError(None, None, "a key must be a text", key_node.start_mark)
        if key in mapping:
            raise ConstructorError(None, None, f"the key {key} stands twice", key_node.start_mark)
        mapping[key] = loader.construct_object(value_node, deep=True)
    return mapping


EditionLoader.add_constructor(BaseResolver.DEFAULT_MAPPING_TAG, _construct_mapping)


def read_edition(path: Path) -> EditionDefinition:
    """The edition in a file; raises `LoadError`."""
    return _parse(path, EditionDefinition)


def read_law_notes(path: Path) -> LawNotes:
    """The law notes in a file; raises `LoadError`."""
    return _parse(path, LawNotes)


def read_glossary(path: Path) -> Glossary:
    """The glossary in a file; raises `LoadError`."""
    return _parse(path, Glossary)


def make_canonical(part: BaseModel) -> tuple[str, str]:
    """The canonical JSON of a document (sorted keys, no blanks, UTF-8) and its SHA-256 in hexadecimal."""
    canonical = json.dumps(
        part.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return canonical, hashlib.sha256(canonical.encode()).hexdigest()


def _parse(path: Path, model: type[BaseModel]):
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise LoadError(f"{path.name}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise LoadError(f"{path.name}: is not UTF-8 (byte {error.start})") from None
    try:
        document = yaml.load(text, Loader=EditionLoader)  # a safe loader, see above
    except yaml.YAMLError as error:
        raise LoadError(f"{path.name}{_explain_yaml(error)}") from None
    except RecursionError:
        raise LoadError(f"{path.name}: is nested too deeply") from None
    try:
        return model.model_validate(document)
    except ValidationError as error:
        lines = [
            f"{path.name}: {_locate(document, problem['loc'])}{words}"
            for problem in error.errors()
            if not _is_echo(problem)
            for words in _say(problem).splitlines()
        ]
        raise LoadError("\n".join(lines)) from None


def _explain_yaml(error: yaml.YAMLError) -> str:
    """The line of a YAML problem and what it is."""
    mark = getattr(error, "problem_mark", None)
    place = f", line {mark.line + 1}" if mark else ""
    told = (getattr(error, name, None) for name in ("context", "problem", "reason"))
    return f"{place}: is not valid YAML: {', '.join(filter(None, told))}"


def _locate(document, location: tuple) -> str:
    """The place of a problem in words: numbers in lists become the codes that stand there."""
    words, here = [], document
    for step in location:
        if isinstance(here, (list, tuple)) and isinstance(step, int):
            here = here[step]
            named = here if isinstance(here, dict) else {}
            words.append(str(named.get("code", named.get("option", step + 1))))
        else:
            here = here if isinstance(here, dict) else {}
            # A key that YAML reads as true is reported as 1.
            words.append(str(next((key for key in here if key == step), step)))
            here = here.get(step)
    return f"{', '.join(words)}: " if words else ""


IN_QUOTES = "is not read as text by YAML; put it in quotes"
WORDING = {
    "missing": "is missing",
    "extra_forbidden": "is not a key of this format",
    "invalid_key": f"this key {IN_QUOTES}",
    "string_too_short": "is empty",
    "model_type": "must be a block of keys",
    "tuple_type": "must be a list",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
}


def _is_echo(problem: dict) -> bool:
    """Whether a list is called too short only because entries of it are refused."""
    return problem["type"] == "too_short" and len(problem["input"]) >= problem["ctx"]["min_length"]


def _say(problem: dict) -> str:
    """What is wrong, for somebody who writes the file; pydantic's own words where they say it well."""
    kind, value = problem["type"], problem["input"]
    if value is None and kind in ("string_type", "model_type", "tuple_type"):
        return "is empty"
    if kind == "string_type":
        return "must be a text" if isinstance(value, (dict, list)) else IN_QUOTES
    if kind == "too_short":
        return f"has too few entries (at least {problem['ctx']['min_length']})"
    if kind.startswith("date_"):
        return "must be a date written as 2026-11-23"
    return WORDING.get(kind, problem["msg"].removeprefix("Value error, "))
