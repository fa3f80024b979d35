"""docs/standard-format.md, compared with the code: keys, tags, messages, recipe and example."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override
from pydantic import BaseModel

from accounts.models import ProfileTag
from standards import definition, law_notes, values
from standards.files import LoadError, make_canonical, read_edition
from standards.loader import load_files
from standards.models import Edition
from tests.factories.standards import DOCUMENT, NOTHING, make_document, read_example_text, write_edition


ROOT = Path(__file__).parents[2]
TEXT = DOCUMENT.read_text(encoding="utf-8")


def read_sections() -> dict[str, list[list[str]]]:
    """The rows of the table under each heading."""
    sections, heading = {}, ""
    for line in re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL).splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.startswith("|"):
            sections.setdefault(heading, []).append([cell.strip() for cell in line.strip("|").split("|")])
    return {heading: rows[2:] for heading, rows in sections.items()}


SECTIONS = read_sections()


def find_models() -> dict[str, type[BaseModel]]:
    return {
        name: model
        for module in (values, definition, law_notes)
        for name, model in vars(module).items()
        if isinstance(model, type) and issubclass(model, values.Part) and model is not values.Part
    }


def test_every_block_of_the_format_is_documented():
    documented = {match[1] for heading in SECTIONS if (match := re.search(r"\(`(\w+)`\)$", heading))}

    assert documented == set(find_models())


@pytest.mark.parametrize("name", find_models())
def test_documented_keys_are_those_of_the_model(name):
    (rows,) = [rows for heading, rows in SECTIONS.items() if heading.endswith(f"(`{name}`)")]
    fields = find_models()[name].model_fields

    assert [row[0].strip("`") for row in rows] == list(fields)
    assert {row[0].strip("`"): row[1] == "yes" for row in rows} == {
        key: field.is_required() for key, field in fields.items()
    }


def test_documented_defaults_are_those_of_the_model():
    words = {
        (): ("empty list", "every company"),
        False: ("`false`",),
        None: ("none", "that of the recommendation"),
        "document": ("`document`",),
        "company": ("`company`",),
        "question": ("`question`",),
        (("group",), ("operating_company",), ("service",)): ("one for each kind",),
    }
    for heading, rows in SECTIONS.items():
        match = re.search(r"\(`(\w+)`\)$", heading)
        for key, required, *_rest in rows if match else ():
            if required != "yes":
                field = find_models()[match[1]].model_fields[key.strip("`")]
                assert required in words[field.default]


def test_documented_tags_are_those_of_a_profile():
    with override("en"):
        tags = [[f"`{tag.value}`", str(tag.label)] for tag in ProfileTag]

    assert SECTIONS["Profile tags"] == tags


def test_editions_use_no_tag_that_a_profile_cannot_hold():
    for path in settings.STANDARDS_DIR.glob("*.yaml"):
        assert {tag.code for tag in read_edition(path).tags} <= set(ProfileTag.values)


def test_shared_pillars_are_named_with_their_positions():
    named = {
        code: int(number)
        for code, number in re.findall(
            r"`(\w+)` \((?:position )?(\d+)\)", TEXT.split("### A pillar")[1].split("|")[0]
        )
    }
    used = {
        pillar.code: pillar.position
        for path in settings.STANDARDS_DIR.glob("*.yaml")
        for pillar in read_edition(path).pillars
    }

    assert named == used


def test_links_inside_the_document_lead_somewhere():
    headings = {
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", TEXT, re.MULTILINE)
    }

    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) <= headings


@pytest.mark.django_db
def test_example_is_loaded_as_it_is_printed(tmp_path):
    path = tmp_path / "example-access-1.yaml"
    path.write_text(re.search(r"```yaml\n(.*?)```", TEXT, re.DOTALL)[1], encoding="utf-8")

    (loaded,) = load_files([path], law_notes=None)

    assert (loaded.title, loaded.what) == ("example-access 1", "loaded")
    assert Edition.objects.published().get(checksum=loaded.checksum).questions.count() == 3


@pytest.mark.parametrize(
    "make_path",
    [write_edition, lambda _folder: settings.STANDARDS_DIR / "kz-context-2026.yaml"],
    ids=["example", "kz-context"],
)
def test_recipe_of_the_checksum_gives_the_checksum(tmp_path, make_path):
    path = make_path(tmp_path)
    recipe = re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)[1]

    answer = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", recipe, path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    _canonical, checksum = make_canonical(read_edition(path))
    assert answer.stdout == f"{checksum}\n"


def edit(old: str, new: str):
    """Writes the example with one place of its text changed."""

    def write(folder):
        path = folder / "x.yaml"
        path.write_text(read_example_text().replace(old, new, 1), encoding="utf-8")
        return [path]

    return write


def change(*changes: tuple):
    """Writes the example with other values."""
    return lambda folder: [write_edition(folder, *changes)]


def after_loading(*changes: tuple):
    """Loads the example, and writes it with other values."""

    def write(folder):
        load_files([write_edition(folder)], law_notes=None)
        return [write_edition(folder, *changes)]

    return write


def write_bytes(folder):
    (folder / "x.yaml").write_bytes(b"a" * 40 + b"\xff")
    return [folder / "x.yaml"]


YES = ("scale", 0, "code", "yes")
OVERLAP = {"question": "ACC-1", "note": make_document()["questions"][0]["text"]}
FAMILY = ("recommendations", 0, "family", "A-9")
A_9 = ("recommendations", 2, make_document()["recommendations"][0] | {"code": "A-9"})
REFUSED = {
    "file missing": lambda folder: [folder / "x.yaml"],
    "not UTF-8": write_bytes,
    "broken YAML": edit("en: Accessibility list (example)", "en: Accessibility: an example"),
    "key written twice": edit("status: published", 'edition: "1"'),
    "date that does not exist": edit("2026-11-24", "2026-02-30"),
    "key missing": change(YES, ("scale", 0, "label", "ru", NOTHING)),
    "text empty": change(YES, ("scale", 0, "label", "ru", " ")),
    "unknown key": change(YES, ("scale", 0, "colour", "red")),
    "bare `yes`": change(YES, ("scale", 0, "label", "en", True)),
    "code twice": change(("questions", 1, "code", "ACC-1")),
    "unknown reference": change(("questions", 0, "severity", "fatal")),
    "recommendation without question": change(("questions", 0, NOTHING), ("questions", 0, NOTHING)),
    "no full answer": change(("questions", 0, "criteria", 0, NOTHING)),
    "family that is not there": change(FAMILY),
    "family in a family": change(
        FAMILY,
        ("recommendations", 2, A_9[-1] | {"family": "A-8"}),
        ("recommendations", 3, A_9[-1] | {"code": "A-8"}),
    ),
    "family with questions": change(("recommendations", 0, "family", "A-2")),
    "family elsewhere": change(FAMILY, A_9, ("recommendations", 2, "pillar", "privacy")),
    "reversal missing": change(("questions", 0, "reversed", True)),
    "overlap with itself": change(("questions", 0, "overlaps", [OVERLAP])),
    "overlap named twice": change(("questions", 0, "overlaps", [OVERLAP, OVERLAP])),
    "composites incomplete": change(("scoring", "composites", [["group"], ["service"]])),
    "units too late": change(("scoring", "units", "recommendation")),
    "pillar of its own": change(
        ("scoring", "total", "mean_of_recommendations"), ("questions", 0, "pillar", "privacy")
    ),
    "only full answers": change(("scale", 1, "points", 100), ("questions", 0, "criteria", 2, NOTHING)),
    "two criteria": change(("questions", 0, "criteria", 1, "option", "always")),
    "unknown law note": change(("questions", 0, "law_notes", ["L99"])),
    "unknown overlap": change(("questions", 0, "overlaps", [OVERLAP | {"question": "ACC-9"}])),
    "code of another standard": after_loading(("standard", "slug", "other")),
    "published edition changed": after_loading(("standard", "title", "en", "Another title")),
}


def blur(line: str) -> str:
    """A line without its line number and checksums."""
    return re.sub(r"(?<=line )\d+|\b[0-9a-f]{12}\b", "…", line)


def test_every_documented_refusal_is_made_here():
    assert [row[0] for row in SECTIONS["What is refused"]] == list(REFUSED)


@pytest.mark.django_db
@pytest.mark.parametrize(("problem", "line"), SECTIONS["What is refused"], ids=list(REFUSED))
def test_documented_refusal_is_said_in_these_words(tmp_path, problem, line):
    with pytest.raises(LoadError) as caught:
        load_files(REFUSED[problem](tmp_path), law_notes=None)

    assert blur(line.strip("`")) in map(blur, str(caught.value).splitlines())
