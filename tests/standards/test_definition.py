"""What an edition file may say, and what is refused, in the words the writer of the file reads. Without a database."""

import datetime

import pytest
import yaml
from pydantic import ValidationError

from standards.definition import EditionDefinition
from standards.files import LoadError, read_edition, read_law_notes
from standards.law_notes import LawNotes
from tests.factories.standards import NOTHING, make_document, read_example_text, write_edition


LONG_CODE = "A" * 41
CODE_RULE = "must be at most 40 letters A to Z, digits, dots, hyphens and underscores, and begin with a letter or digit"
ADDRESS_RULE = "must be a web address that begins with https:// or http://"
DATE_RULE = "must be a date written as 2026-11-23"
IN_QUOTES = "is not read as text by YAML; put it in quotes"


def refuse(path) -> list[str]:
    """The lines with which a file is refused, without the name of the file."""
    with pytest.raises(LoadError) as caught:
        read_edition(path)
    lines = str(caught.value).splitlines()
    assert all(line.startswith("x.yaml") for line in lines)
    return [line.removeprefix("x.yaml: ") for line in lines]


def refuse_text(folder, old: str, new: str) -> list[str]:
    """The same for the example with one place of its text changed."""
    text = read_example_text()
    assert old in text
    path = folder / "x.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return refuse(path)


def test_example_is_read_as_written(tmp_path):
    edition = read_edition(write_edition(tmp_path))

    assert edition.standard.slug == "example-access"
    assert edition.edition == "1"
    assert edition.published_on == datetime.date(2026, 11, 24)
    assert edition.provenance.address == "https://example.org/accessibility"
    assert [(option.code, option.points) for option in edition.scale] == [
        ("always", 100),
        ("mostly", 70),
        ("rarely", 30),
        ("never", 0),
        ("no_such_service", None),
    ]
    assert (
        edition.questions[0].text.kk
        == "Сервистің барлық беттері пернетақтамен пайдалануға жарамды екені жарияланған ба?"
    )
    assert edition.questions[1].applies_to == ("messenger",)


def test_keys_that_are_left_out_have_their_defaults(tmp_path):
    edition = read_edition(
        write_edition(
            tmp_path,
            ("tags", NOTHING),
            ("frameworks", NOTHING),
            ("questions", 0, "mappings", NOTHING),
            ("questions", 1, "applies_to", NOTHING),
        )
    )

    assert edition.tags == edition.frameworks == edition.questions[0].mappings == ()
    assert edition.questions[0].law_notes == edition.questions[1].applies_to == ()
    assert edition.pillars[1].may_be_left_out is False
    assert edition.questions[0].pillar is None
    assert (edition.sources[0].address_of, edition.sources[0].note) == ("document", None)
    assert (edition.questions[0].scope, edition.questions[0].reversed) == ("company", False)
    assert (edition.questions[0].overlaps, edition.recommendations[0].family) == ((), None)
    assert edition.scale[0].reversed_points is None
    assert edition.scoring.units == "question"
    assert edition.scoring.composites == (("group",), ("operating_company",), ("service",))


def test_mapping_without_items_means_the_whole_framework(tmp_path):
    path = write_edition(tmp_path, ("questions", 0, "mappings", 0, "items", NOTHING))

    assert read_edition(path).questions[0].mappings[0].items == ()


def test_blanks_around_words_do_not_count(tmp_path):
    path = write_edition(tmp_path, ("standard", "title", "en", "  Access \n"))

    assert read_edition(path).standard.title.en == "Access"


def test_text_is_given_in_each_language(tmp_path):
    title = read_edition(write_edition(tmp_path)).standard.short_title

    assert [title.in_language(language) for language in ("kk", "ru", "en")] == [
        "Қолжетімділік",
        "Доступность",
        "Accessibility",
    ]


@pytest.mark.parametrize(
    ("part", "name"),
    [
        (lambda edition: edition, "edition"),
        (lambda edition: edition.standard, "slug"),
        (lambda edition: edition.questions[0], "weight"),
        (lambda edition: edition.questions[0].text, "kk"),
    ],
)
def test_parsed_edition_is_frozen(tmp_path, part, name):
    edition = read_edition(write_edition(tmp_path))

    with pytest.raises(ValidationError) as caught:
        setattr(part(edition), name, "other")

    assert [problem["type"] for problem in caught.value.errors()] == ["frozen_instance"]
    assert isinstance(edition.questions, tuple)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        # keys
        (("colour", "red"), "colour: is not a key of this format"),
        (("scale", 0, "colour", "red"), "scale, always, colour: is not a key of this format"),
        (("scale", 0, "label", "de", "Immer"), "scale, always, label, de: is not a key of this format"),
        (("scale", NOTHING), "scale: is missing"),
        (("scale", 0, "points", NOTHING), "scale, always, points: is missing"),
        (("scale", 0, "label", "ru", NOTHING), "scale, always, label, ru: is missing"),
        (("questions", 0, "criteria", 1, "text", NOTHING), "questions, ACC-1, criteria, mostly, text: is missing"),
        (("questions", 0, "evidence", 0, "kk", NOTHING), "questions, ACC-1, evidence, 1, kk: is missing"),
        (("scale", 0, "code", NOTHING), "scale, 1, code: is missing"),
        (("format", 2), "format: Input should be 1"),
        # texts
        (("scale", 0, "label", "ru", ""), "scale, always, label, ru: is empty"),
        (("scale", 0, "label", "ru", " \n "), "scale, always, label, ru: is empty"),
        (("scale", 0, "label", "ru", None), "scale, always, label, ru: is empty"),
        (("scale", 0, "label", None), "scale, always, label: is empty"),
        (("scale", 0, "label", "Always"), "scale, always, label: must be a block of keys"),
        (("scale", 0, "label", "ru", ["a"]), "scale, always, label, ru: must be a text"),
        (("scale", 0, "label", "ru", 5), f"scale, always, label, ru: {IN_QUOTES}"),
        (("scale", 0, "label", "ru", "a\0b"), "scale, always, label, ru: holds a NUL character, which cannot be stored"),
        (("sources", 0, "title", "a\0b"), "sources, list, title: holds a NUL character, which cannot be stored"),
        # lists
        (("questions", []), "questions: has too few entries (at least 1)"),
        (("scale", [{"code": "a", "label": {"kk": "a", "ru": "a", "en": "a"}, "points": 100}]), "scale: has too few entries (at least 2)"),
        (("questions", 0, "evidence", []), "questions, ACC-1, evidence: has too few entries (at least 1)"),
        (("questions", "many"), "questions: must be a list"),
        (("questions", None), "questions: is empty"),
        # codes and names
        (("scale", 0, "code", "a b"), f"scale, a b, code: {CODE_RULE}"),
        (("scale", 0, "code", "é"), f"scale, é, code: {CODE_RULE}"),
        (("scale", 0, "code", "-a"), f"scale, -a, code: {CODE_RULE}"),
        (("scale", 0, "code", "a\n"), f"scale, a\n, code: {CODE_RULE}"),
        (("scale", 0, "code", LONG_CODE), f"scale, {LONG_CODE}, code: {CODE_RULE}"),
        (("standard", "slug", "Access"), "standard, slug: must be small letters and digits, with single hyphens between them"),
        (("standard", "slug", "a" * 41), "standard, slug: String should have at most 40 characters"),
        (("edition", "v 1"), "edition: must be small letters and digits, with single dots or hyphens between them"),
        (("edition", "1" * 21), "edition: String should have at most 20 characters"),
        (("edition", 2026), f"edition: {IN_QUOTES}"),
        # numbers and flags
        (("scale", 0, "points", 101), "scale, always, points: Input should be less than or equal to 100"),
        (("scale", 0, "points", -1), "scale, always, points: Input should be greater than or equal to 0"),
        (("scale", 0, "points", 10**60), "scale, always, points: Input should be less than or equal to 100"),
        (("scale", 0, "points", 99.5), "scale, always, points: must be a whole number"),
        (("scale", 0, "points", float("nan")), "scale, always, points: must be a whole number"),
        (("scale", 0, "points", float("inf")), "scale, always, points: must be a whole number"),
        (("scale", 0, "points", "100"), "scale, always, points: must be a whole number"),
        (("scale", 0, "points", True), "scale, always, points: must be a whole number"),
        (("questions", 0, "weight", 0), "questions, ACC-1, weight: Input should be greater than or equal to 1"),
        (("questions", 0, "weight", 1001), "questions, ACC-1, weight: Input should be less than or equal to 1000"),
        (("severities", 0, "weight", 0), "severities, blocking, weight: Input should be greater than or equal to 1"),
        (("standard", "position", -1), "standard, position: Input should be greater than or equal to 0"),
        (("pillars", 0, "position", 10_001), "pillars, access, position: Input should be less than or equal to 10000"),
        (("provenance", "derived", "no"), "provenance, derived: must be true or false"),
        (("pillars", 0, "may_be_left_out", 1), "pillars, access, may_be_left_out: must be true or false"),
        # words from a short list
        (("status", "final"), "status: Input should be 'draft' or 'published'"),
        (("translations", "kk", "good"), "translations, kk: Input should be 'source', 'official', 'draft' or 'untranslated'"),
        (("scoring", "total", "sum"), "scoring, total: Input should be 'mean_of_pillars' or 'mean_of_recommendations'"),
        (("scoring", "pillar", "sum"), "scoring, pillar: Input should be 'weighted_mean_of_questions' or 'mean_of_recommendations'"),
        (("scoring", "units", "pillar"), "scoring, units: Input should be 'question' or 'recommendation'"),
        (("scoring", "composites", [["shop"]]), "scoring, composites, 1, 1: Input should be 'group', 'operating_company' or 'service'"),
        (("questions", 0, "scope", "shop"), "questions, ACC-1, scope: Input should be 'company', 'service' or 'both'"),
        (("questions", 0, "reversed", "no"), "questions, ACC-1, reversed: must be true or false"),
        (("scale", 0, "reversed_points", 101), "scale, always, reversed_points: Input should be less than or equal to 100"),
        (("sources", 0, "language", "de"), "sources, list, language: Input should be 'kk', 'ru' or 'en'"),
        # dates and addresses
        (("published_on", "yesterday"), f"published_on: {DATE_RULE}"),
        (("published_on", "2026-02-30"), f"published_on: {DATE_RULE}"),
        (("published_on", 20261123), f"published_on: {DATE_RULE}"),
        (("published_on", 86400), f"published_on: {DATE_RULE}"),
        (("published_on", None), f"published_on: {DATE_RULE}"),
        (("sources", 0, "address", "example.org"), f"sources, list, address: {ADDRESS_RULE}"),
        (("sources", 0, "address", "javascript:alert(1)"), f"sources, list, address: {ADDRESS_RULE}"),
        (("sources", 0, "address", "ftp://example.org"), f"sources, list, address: {ADDRESS_RULE}"),
        (("sources", 0, "address", "https://example.org/a b"), "sources, list, address: a web address holds no blanks"),
    ],
)  # fmt: skip
def test_one_thing_wrong_is_one_line(tmp_path, change, line):
    path = tmp_path / "x.yaml"
    path.write_text(yaml.safe_dump(make_document(change), allow_unicode=True), encoding="utf-8")

    with pytest.raises(LoadError) as caught:
        read_edition(path)

    assert str(caught.value) == f"x.yaml: {line}"


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (("recommendations", 0, "pillar", "power"), "A-1: unknown pillar power"),
        (("recommendations", 0, "source", "hearsay"), "A-1: unknown source hearsay"),
        (("questions", 0, "pillar", "power"), "ACC-1: unknown pillar power"),
        (("questions", 0, "tier", "deep"), "ACC-1: unknown tier deep"),
        (("questions", 0, "kind", "rumour"), "ACC-1: unknown kind rumour"),
        (("questions", 0, "severity", "fatal"), "ACC-1: unknown severity fatal"),
        (("questions", 0, "applies_to", ["ai"]), "ACC-1: unknown tag ai"),
        (("questions", 0, "criteria", 1, "option", "often"), "ACC-1: unknown option often"),
        (("questions", 0, "mappings", 0, "framework", "iso"), "ACC-1: unknown framework iso"),
        (("scale", 1, "code", "always"), "scale: the code always is used twice"),
        (("severities", 1, "code", "blocking"), "severities: the code blocking is used twice"),
        (("tiers", 1, "code", "core"), "tiers: the code core is used twice"),
        (("kinds", 1, "code", "disclosure"), "kinds: the code disclosure is used twice"),
        (("tags", 1, make_document()["tags"][0]), "tags: the code messenger is used twice"),
        (("pillars", 2, make_document()["pillars"][0]), "pillars: the code access is used twice"),
        (("frameworks", 1, make_document()["frameworks"][0]), "frameworks: the code wcag-2.2 is used twice"),
        (("sources", 1, make_document()["sources"][0]), "sources: the code list is used twice"),
        (("recommendations", 2, make_document()["recommendations"][0]), "recommendations: the code A-1 is used twice"),
        (("questions", 1, "code", "ACC-1"), "questions: the code ACC-1 is used twice"),
        (("questions", 2, NOTHING), "A-2: no question asks about this recommendation"),
        (("questions", 0, "criteria", 0, "option", "mostly"), "ACC-1: an option has two criteria"),
        (("scale", 0, "points", 99), "ACC-1: no option earns 100 points"),
        (("scale", 3, "points", None), "ACC-3: no option earns fewer than 100 points"),
    ],
)  # fmt: skip
def test_what_does_not_hang_together_is_named_with_its_code(tmp_path, change, line):
    assert line in refuse(write_edition(tmp_path, change))


def test_unknown_recommendation_leaves_the_known_one_without_a_question(tmp_path):
    path = write_edition(tmp_path, ("questions", 2, "recommendation", "A-9"))

    assert refuse(path) == [
        "A-2: no question asks about this recommendation",
        "ACC-3: unknown recommendation A-9",
    ]


def test_all_problems_are_told_at_once(tmp_path):
    path = write_edition(
        tmp_path,
        ("questions", 0, "severity", "fatal"),
        ("questions", 1, "tier", "deep"),
        ("questions", 2, "code", "ACC-1"),
    )
    assert refuse(path) == [
        "questions: the code ACC-1 is used twice",
        "ACC-1: unknown severity fatal",
        "ACC-2: unknown tier deep",
    ]

    path = write_edition(tmp_path, ("edition", NOTHING), ("scale", 0, "label", "kk", ""), ("colour", "red"))
    assert refuse(path) == [
        "edition: is missing",
        "scale, always, label, kk: is empty",
        "colour: is not a key of this format",
    ]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("  - code: always\n", "  - code: yes\n", f"scale, True, code: {IN_QUOTES}"),
        ("en: Always", "en: Yes", f"scale, always, label, en: {IN_QUOTES}"),
        ("en: Always", "en: 2026-01-01", f"scale, always, label, en: {IN_QUOTES}"),
        ("en: Always", "en: 1.0", f"scale, always, label, en: {IN_QUOTES}"),
        ("en: Always", "en: ~", "scale, always, label, en: is empty"),
        ("en: Always}", "en: Always, no: x}", f"scale, always, label, False: this key {IN_QUOTES}"),
        ('edition: "1"', "edition: 1", f"edition: {IN_QUOTES}"),
        ("points: 100", "points: yes", "scale, always, points: must be a whole number"),
        ("points: 100", "points: .nan", "scale, always, points: must be a whole number"),
        ("derived: false", 'derived: "false"', "provenance, derived: must be true or false"),
        (
            "en: Always",
            'en: "a\\0b"',
            "scale, always, label, en: holds a NUL character, which cannot be stored",
        ),
    ],
)
def test_traps_of_yaml_are_explained(tmp_path, old, new, line):
    assert refuse_text(tmp_path, old, new) == [line]


LAW_NOTES = """
format: 1
notes:
- code: L1
  title: {kk: Заң, ru: Закон, en: Law}
  text: {kk: Мәтін, ru: Текст, en: Text}
  confidence: A-
  sources: [{title: Gazette, address: https://example.org/law}]
  checked_on: 2026-05-31
  translations: {kk: draft, ru: draft, en: source}
"""


def test_law_notes_are_read_as_written(tmp_path):
    path = tmp_path / "notes.yaml"
    path.write_text(LAW_NOTES, encoding="utf-8")

    (note,) = read_law_notes(path).notes

    assert (note.code, note.title.kk, note.confidence) == ("L1", "Заң", "A-")
    assert note.checked_on == datetime.date(2026, 5, 31)
    assert note.sources[0].address == "https://example.org/law"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("confidence: A-", "confidence: C", "notes, L1, confidence: Input should be 'A', 'A-' or 'B'"),
        ("ru: Текст, ", "", "notes, L1, text, ru: is missing"),
        ("sources: [{title: Gazette, address: https://example.org/law}]", "sources: []", "notes, L1, sources: has too few entries (at least 1)"),
        ("https://example.org/law", "law", f"notes, L1, sources, 1, address: {ADDRESS_RULE}"),
        ("  checked_on: 2026-05-31\n", "", "notes, L1, checked_on: is missing"),
        ("  checked_on: 2026-05-31\n", "  checked_on: 2026-05-31\n  seen: 1\n", "notes, L1, seen: is not a key of this format"),
    ],
)  # fmt: skip
def test_broken_law_note_is_refused(tmp_path, old, new, line):
    path = tmp_path / "notes.yaml"
    path.write_text(LAW_NOTES.replace(old, new), encoding="utf-8")

    with pytest.raises(LoadError) as caught:
        read_law_notes(path)

    assert str(caught.value) == f"notes.yaml: {line}"


def test_law_note_codes_are_unique(tmp_path):
    note = LAW_NOTES.split("notes:\n")[1]
    path = tmp_path / "notes.yaml"
    path.write_text(LAW_NOTES + note + note.replace("L1", "L2") * 2, encoding="utf-8")

    with pytest.raises(LoadError) as caught:
        read_law_notes(path)

    assert str(caught.value).splitlines() == [
        "notes.yaml: notes: the code L1 is used twice",
        "notes.yaml: notes: the code L2 is used twice",
    ]


@pytest.mark.parametrize("model", [EditionDefinition, LawNotes])
def test_every_part_refuses_unknown_keys_and_is_frozen(model):
    seen, waiting = set(), [model]
    while waiting:
        part = waiting.pop()
        seen.add(part)
        assert part.model_config["extra"] == "forbid"
        assert part.model_config["frozen"] is True
        waiting += [inner for inner in find_parts(part) if inner not in seen]

    assert len(seen) > 3


def find_parts(model) -> list[type]:
    """The models that the fields of a model are made of."""
    found = []
    for field in model.model_fields.values():
        hints = [field.annotation]
        while hints:
            hint = hints.pop()
            if isinstance(hint, type) and issubclass(hint, EditionDefinition.__mro__[1]):
                found.append(hint)
            hints += getattr(hint, "__args__", ())
    return found
