"""Loading editions and law notes: whole or not at all, again without effect, and never over a published edition."""

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from accounts.models import Role
from assessment.actions import EditionsNotAllowed, start_assessment
from standards.catalogue import get_law_notes
from standards.files import LoadError, make_canonical, read_edition
from standards.loader import load_files
from standards.models import Edition, LawNoteSet, Question, Standard
from tests.factories.people import make_member, make_organisation
from tests.factories.standards import make_document, read_example_text, write_edition


pytestmark = pytest.mark.django_db

DRAFT = ("status", "draft")
OTHER_TITLE = ("standard", "title", "en", "Another title")


def load(*paths: Path, law_notes=None) -> list[tuple]:
    """Loads the files; what was said of each."""
    return [(loaded.file, loaded.title, loaded.what) for loaded in load_files(paths, law_notes=law_notes)]


def refuse(*paths: Path, law_notes=None) -> list[str]:
    """The lines with which the files are refused, after a look that the database is as it was."""
    before = take_picture()
    with pytest.raises(LoadError) as caught:
        load_files(paths, law_notes=law_notes)
    assert take_picture() == before
    return str(caught.value).splitlines()


def take_picture() -> list:
    """Every row of the standards' tables."""
    return [
        list(model.objects.order_by("pk").values()) for model in (Standard, Edition, Question, LawNoteSet)
    ]


def find_edition() -> Edition:
    return Edition.objects.get(standard__slug="example-access")


def write_law_notes(folder: Path, *codes: str) -> Path:
    """The law notes of the portal with these codes."""
    document = yaml.safe_load(settings.LAW_NOTES_FILE.read_text(encoding="utf-8"))
    document["notes"] = [note for note in document["notes"] if note["code"] in codes]
    path = folder / "notes.yaml"
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return path


def test_loaded_edition_is_projected_to_rows(tmp_path):
    path = write_edition(tmp_path)

    assert load(path) == [("x.yaml", "example-access 1", "loaded")]

    edition = find_edition()
    assert (edition.name, edition.status, str(edition.published_on)) == ("1", "published", "2026-11-24")
    assert edition.standard.position == 90
    assert [str(question) for question in edition.questions.all()] == ["ACC-1", "ACC-2", "ACC-3"]
    assert str(edition) == "example-access 1"


def test_second_load_changes_nothing_and_says_so(tmp_path):
    path = write_edition(tmp_path)
    load(path)
    before = take_picture()

    assert load(path) == [("x.yaml", "example-access 1", "unchanged")]
    assert take_picture() == before


def test_second_load_of_everything_changes_nothing():
    editions = sorted(settings.STANDARDS_DIR.glob("*.yaml"))
    before = take_picture()

    assert load(*editions, law_notes=settings.LAW_NOTES_FILE) == [
        ("law-notes.yaml", "14 law notes", "unchanged"),
        ("drcq-2026.yaml", "drcq 2026", "unchanged"),
        ("kz-context-2026.yaml", "kz-context 2026", "unchanged"),
        ("us-eu-hrd-2024.yaml", "us-eu-hrd 2024", "unchanged"),
    ]
    assert take_picture() == before


def test_file_that_says_the_same_otherwise_is_unchanged(tmp_path):
    load(write_edition(tmp_path))
    other = tmp_path / "other.yaml"
    other.write_text(
        "# a comment\n" + read_example_text().replace("en: Always", "en:  'Always '"), encoding="utf-8"
    )

    assert load(other) == [("other.yaml", "example-access 1", "unchanged")]


def test_checksum_is_the_sha256_of_the_canonical_json(tmp_path):
    (loaded,) = load_files([write_edition(tmp_path)], law_notes=None)

    edition = find_edition()
    assert (
        edition.checksum == loaded.checksum == hashlib.sha256(edition.canonical.encode("utf-8")).hexdigest()
    )
    assert edition.canonical == json.dumps(
        json.loads(edition.canonical), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    assert '"kk":"Әрқашан"' in edition.canonical


def test_canonical_json_is_the_file_with_its_defaults_written_out(tmp_path):
    document = make_document()
    document["published_on"] = "2026-11-24"
    document["provenance"]["published_on"] = document["sources"][0]["published_on"] = "2026-05-01"
    document["pillars"][1]["may_be_left_out"] = False
    document["sources"][0] |= {"address_of": "document", "note": None}
    for question in document["questions"]:
        question["pillar"] = None
        question |= {"scope": "company", "reversed": False}
        for key in ("applies_to", "mappings", "overlaps", "law_notes"):
            question.setdefault(key, [])
    for recommendation in document["recommendations"]:
        recommendation["family"] = None
    for option in document["scale"]:
        option["reversed_points"] = None
    composites = [["group"], ["operating_company"], ["service"]]
    document["scoring"] |= {"units": "question", "composites": composites}

    canonical, _checksum = make_canonical(read_edition(write_edition(tmp_path)))

    assert json.loads(canonical) == document


def test_checksums_of_the_law_notes_are_made_the_same_way(tmp_path):
    load(law_notes=write_law_notes(tmp_path, "L1", "L2"))

    newest = LawNoteSet.objects.first()
    assert newest.checksum == hashlib.sha256(newest.canonical.encode("utf-8")).hexdigest()
    assert str(newest) == newest.checksum[:12]


def test_changed_published_edition_is_refused_with_both_checksums(tmp_path):
    load(write_edition(tmp_path))
    old = find_edition().checksum
    changed = write_edition(tmp_path, OTHER_TITLE)
    _canonical, new = make_canonical(read_edition(changed))

    (line,) = refuse(changed)

    assert line == (
        f"x.yaml: example-access 1 is published and may not change (published {old[:12]}, file {new[:12]}); "
        "make a new edition instead"
    )


def test_published_edition_cannot_become_a_draft_again(tmp_path):
    load(write_edition(tmp_path))

    (line,) = refuse(write_edition(tmp_path, DRAFT))

    assert line.startswith("x.yaml: example-access 1 is published and may not change (")


def test_draft_is_replaced_with_its_questions(tmp_path):
    load(write_edition(tmp_path, DRAFT))
    key = find_edition().pk

    said = load(write_edition(tmp_path, DRAFT, OTHER_TITLE, ("questions", 2, "code", "ACC-4")))

    edition = find_edition()
    assert said == [("x.yaml", "example-access 1", "replaced")]
    assert edition.pk == key
    assert json.loads(edition.canonical)["standard"]["title"]["en"] == "Another title"
    assert [question.code for question in edition.questions.all()] == ["ACC-1", "ACC-2", "ACC-4"]


def test_draft_is_published_by_loading_it_once_more(tmp_path):
    load(write_edition(tmp_path, DRAFT))
    assert not Edition.objects.published().filter(standard__slug="example-access").exists()

    assert load(write_edition(tmp_path)) == [("x.yaml", "example-access 1", "replaced")]
    assert Edition.objects.published().get(standard__slug="example-access") == find_edition()


def test_draft_cannot_be_pinned_by_an_assessment(tmp_path):
    load(write_edition(tmp_path, DRAFT))
    lead = make_member(make_organisation(), Role.LEAD)

    with pytest.raises(EditionsNotAllowed):
        start_assessment(
            by=lead,
            organisation=lead.memberships.get().organisation,
            editions=[*Edition.objects.published(), find_edition()],
            period_start=date(2026, 1, 1),
            period_end=date(2026, 12, 31),
            tier="extended",
        )


def test_new_edition_stands_beside_the_old_one_and_may_keep_its_codes(tmp_path):
    load(write_edition(tmp_path))

    said = load(write_edition(tmp_path, ("edition", "2"), ("standard", "position", 5), OTHER_TITLE))

    standard = Standard.objects.get(slug="example-access")
    assert said == [("x.yaml", "example-access 2", "loaded")]
    assert sorted(standard.editions.values_list("name", flat=True)) == ["1", "2"]
    assert Question.objects.filter(code="ACC-1").count() == 2
    assert standard.position == 5


def test_loading_the_old_edition_again_leaves_the_position_of_the_new_one(tmp_path):
    old = write_edition(tmp_path, name="old.yaml")
    load(old, write_edition(tmp_path, ("edition", "2"), ("standard", "position", 5), name="new.yaml"))

    load(old)

    assert Standard.objects.get(slug="example-access").position == 5


def test_code_of_another_standard_is_refused(tmp_path):
    path = write_edition(
        tmp_path,
        ("standard", "slug", "other"),
        ("questions", 0, "code", "HRD-01"),
        ("questions", 1, "code", "FOE-01"),
    )

    assert refuse(path) == [
        "x.yaml: FOE-01: the code already belongs to the standard drcq",
        "x.yaml: HRD-01: the code already belongs to the standard us-eu-hrd",
    ]


def test_two_files_of_one_load_may_not_share_a_code_either(tmp_path):
    first = write_edition(tmp_path, name="first.yaml")
    second = write_edition(tmp_path, ("standard", "slug", "other"), name="second.yaml")

    assert refuse(first, second) == [
        "second.yaml: ACC-1: the code already belongs to the standard example-access",
        "second.yaml: ACC-2: the code already belongs to the standard example-access",
        "second.yaml: ACC-3: the code already belongs to the standard example-access",
    ]


def test_law_note_that_exists_may_be_named(tmp_path):
    assert load(write_edition(tmp_path, ("questions", 0, "law_notes", ["L2", "L12"])))


def test_unknown_law_note_is_refused(tmp_path):
    path = write_edition(
        tmp_path, ("questions", 0, "law_notes", ["L2", "L99"]), ("questions", 2, "law_notes", ["L0"])
    )

    assert refuse(path) == ["x.yaml: ACC-1: unknown law note L99", "x.yaml: ACC-3: unknown law note L0"]


def test_law_notes_of_the_same_load_are_known(tmp_path):
    LawNoteSet.objects.all().delete()
    path = write_edition(tmp_path, ("questions", 0, "law_notes", ["L2"]))
    assert refuse(path) == ["x.yaml: ACC-1: unknown law note L2"]

    assert load(path, law_notes=write_law_notes(tmp_path, "L2")) == [
        ("notes.yaml", "1 law notes", "loaded"),
        ("x.yaml", "example-access 1", "loaded"),
    ]


OVERLAP_NOTE = {"kk": "Ортақ", "ru": "Общее", "en": "Shared"}


def declare_overlaps(place: int, *codes: str) -> tuple:
    """The change by which a question of the example overlaps others."""
    return ("questions", place, "overlaps", [{"question": code, "note": OVERLAP_NOTE} for code in codes])


def test_overlap_with_an_unknown_question_is_refused(tmp_path):
    path = write_edition(tmp_path, declare_overlaps(0, "PRV-17", "PRV-99"), declare_overlaps(2, "ACC-9"))

    assert refuse(path) == [
        "x.yaml: ACC-1: overlaps an unknown question PRV-99",
        "x.yaml: ACC-3: overlaps an unknown question ACC-9",
    ]


def test_overlap_with_a_question_of_this_or_of_another_edition_may_be_named(tmp_path):
    assert load(write_edition(tmp_path, declare_overlaps(0, "PRV-17", "ACC-2")))


@pytest.mark.parametrize("order", [1, -1])
def test_overlap_may_name_a_question_of_the_same_load_in_any_order_of_the_files(tmp_path, order):
    files = (
        write_edition(tmp_path, declare_overlaps(0, "NEW-1"), name="a.yaml"),
        write_edition(
            tmp_path,
            ("standard", "slug", "other"),
            *(("questions", place, "code", f"NEW-{place + 1}") for place in range(3)),
            name="b.yaml",
        ),
    )

    assert refuse(files[0]) == ["a.yaml: ACC-1: overlaps an unknown question NEW-1"]
    assert [what for _file, _title, what in load(*files[::order])] == ["loaded", "loaded"]


def test_overlap_may_name_a_question_of_an_older_edition_but_not_of_a_draft_that_gives_way(tmp_path):
    load(write_edition(tmp_path))
    renamed = ("questions", 2, "code", "ACC-4")
    assert load(write_edition(tmp_path, ("edition", "2"), DRAFT, renamed, declare_overlaps(0, "ACC-3")))

    path = write_edition(tmp_path, ("edition", "2"), DRAFT, declare_overlaps(0, "ACC-4"))
    assert refuse(path) == ["x.yaml: ACC-1: overlaps an unknown question ACC-4"]


def test_changed_law_notes_replace_the_old_ones_which_stay_on_record(tmp_path):
    whole = LawNoteSet.objects.get()

    assert load(law_notes=write_law_notes(tmp_path, "L1", "L2")) == [
        ("notes.yaml", "2 law notes", "replaced")
    ]
    assert list(get_law_notes("kk")) == ["L1", "L2"]
    assert LawNoteSet.objects.filter(pk=whole.pk).exists()

    assert load(law_notes=settings.LAW_NOTES_FILE) == [("law-notes.yaml", "14 law notes", "replaced")]
    assert len(get_law_notes("kk")) == 14
    assert LawNoteSet.objects.first().checksum == whole.checksum
    assert LawNoteSet.objects.count() == 2


def test_several_files_are_loaded_or_none(tmp_path):
    good = write_edition(tmp_path, name="good.yaml")
    notes = write_law_notes(tmp_path, "L1")
    broken = write_edition(
        tmp_path, ("standard", "slug", "other"), ("questions", 0, "severity", "fatal"), name="broken.yaml"
    )
    clashing = write_edition(
        tmp_path, OTHER_TITLE, ("questions", 0, "law_notes", ["L2"]), name="clashing.yaml"
    )

    assert refuse(good, broken, law_notes=notes) == ["broken.yaml: ACC-1: unknown severity fatal"]
    assert refuse(good, clashing, law_notes=notes) == ["clashing.yaml: ACC-1: unknown law note L2"]
    assert load(good, law_notes=notes) == [
        ("notes.yaml", "1 law notes", "replaced"),
        ("good.yaml", "example-access 1", "loaded"),
    ]


def cut(text: str, place: str) -> str:
    return text[: text.index(place)]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "x.yaml: is empty"),
        (b"- a\n- b\n", "x.yaml: must be a block of keys"),
        (b"Hello", "x.yaml: must be a block of keys"),
        (b"format: \xff1\n", "x.yaml: is not UTF-8 (byte 8)"),
        (read_example_text().encode("utf-16"), "x.yaml: is not UTF-8 (byte 0)"),
        (b"format: 1\nformat: 1\n", "x.yaml, line 2: is not valid YAML: the key format stands twice"),
        (b"a: {b: 1, c: 2, b: 3}", "x.yaml, line 1: is not valid YAML: the key b stands twice"),
        (b"? [a]\n: b\n", "x.yaml, line 1: is not valid YAML: a key must be a text"),
        (b"a: 1\nb: 2026-02-30\n", "x.yaml, line 2: is not valid YAML: 2026-02-30 cannot be read as a date or a number"),
        (b"a: " + b"9" * 5000, "x.yaml, line 1: is not valid YAML: 99999999999999999999 cannot be read as a date or a number"),
        (b"a: 1\n\tb: 2\n", "x.yaml, line 2: is not valid YAML: while scanning a plain scalar, found a tab character that violates indentation"),
        (b"a: [1, 2\n", "x.yaml, line 2: is not valid YAML: while parsing a flow sequence, did not find expected ',' or ']'"),
        (b'a: "b\n', "x.yaml, line 2: is not valid YAML: while scanning a quoted scalar, found unexpected end of stream"),
        (b"a: 1\n---\nb: 2\n", "x.yaml, line 2: is not valid YAML: expected a single document in the stream, but found another document"),
        (b"a: b\0c\n", "x.yaml: is not valid YAML: control characters are not allowed"),
        (b"a: " + b"[" * 400 + b"]" * 400, "x.yaml: is nested too deeply"),
        (b"a: !!python/object/apply:os.getcwd []", "x.yaml, line 1: is not valid YAML: could not determine a constructor for the tag 'tag:yaml.org,2002:python/object/apply:os.getcwd'"),
    ],
)  # fmt: skip
def test_unreadable_file_is_one_clear_line(tmp_path, content, line):
    path = tmp_path / "x.yaml"
    path.write_bytes(content)

    assert refuse(path) == [line]


# YAML misses the colon where the file ends, a line below the last word.
END_LINE = cut(read_example_text(), "questions:\n").count("\n") + 2


@pytest.mark.parametrize(
    ("place", "lines"),
    [
        # in the middle of a word
        (":\n  - code: ACC-1", [f"x.yaml, line {END_LINE}: is not valid YAML: while scanning a simple key, could not find expected ':'"]),
        # between two blocks
        ("questions:\n", ["x.yaml: questions: is missing"]),
        # inside the last question
        ("    evidence:\n      - {kk: жиналатын", [f"x.yaml: questions, ACC-3, {key}: is missing" for key in ("evidence", "severity", "weight", "weight_reason", "remedy")]),
    ],
)  # fmt: skip
def test_truncated_file_is_refused(tmp_path, place, lines):
    path = tmp_path / "x.yaml"
    path.write_text(cut(read_example_text(), place), encoding="utf-8")

    assert refuse(path) == lines


def test_missing_file_and_folder_are_named(tmp_path):
    assert refuse(tmp_path / "nowhere.yaml") == ["nowhere.yaml: cannot be read: No such file or directory"]

    (tmp_path / "folder.yaml").mkdir()
    assert refuse(tmp_path / "folder.yaml") == ["folder.yaml: cannot be read: Is a directory"]


def test_broken_law_notes_are_refused_and_with_them_the_editions(tmp_path):
    notes = tmp_path / "notes.yaml"
    notes.write_text("format: 1\nnotes: [{code: L1}]\n", encoding="utf-8")

    lines = refuse(write_edition(tmp_path), law_notes=notes)

    missing = ("title", "text", "confidence", "sources", "checked_on", "translations")
    assert lines == [f"notes.yaml: notes, L1, {key}: is missing" for key in missing]


@pytest.mark.parametrize("prefix", [b"\xef\xbb\xbf", b"---\n", b"# words\r\n"])
def test_marks_of_other_editors_do_no_harm(tmp_path, prefix):
    path = tmp_path / "x.yaml"
    path.write_bytes(prefix + read_example_text().replace("\n", "\r\n").encode("utf-8"))

    assert load(path) == [("x.yaml", "example-access 1", "loaded")]
