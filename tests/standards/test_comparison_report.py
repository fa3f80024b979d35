"""A comparison of editions as an editor reads it: lines, values and differences of words."""

import pytest

from standards.comparison import compare_editions
from standards.comparison_report import make_report, show_difference
from standards.definition import EditionDefinition
from tests.factories.standards import NOTHING, make_document


def words(text: str) -> dict[str, str]:
    return {"kk": f"{text} (қаз)", "ru": f"{text} (рус)", "en": text}


def make_edition(*changes: tuple) -> EditionDefinition:
    return EditionDefinition.model_validate(make_document(*changes))


def list_lines(*changes: tuple, old: tuple = ()) -> list[str]:
    """The headings and lines of the report, without the counts at its beginning."""
    report = make_report(compare_editions(make_edition(*old), make_edition(*old, *changes)))
    _counts, body = report.split("\n\n", 1)
    return [line for line in body.splitlines() if line]


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (("questions", 0, "weight", 3), ["Questions: reweighted", "  ACC-1: weight: 5 → 3"]),
        (
            ("questions", 0, "applies_to", ["messenger"]),
            ["Questions: asked otherwise", "  ACC-1: applies_to: every company → messenger"],
        ),
        (
            ("questions", 0, "pillar", "privacy"),
            ["Questions: scored otherwise", "  ACC-1: pillar: that of the recommendation → privacy"],
        ),
        (("scale", 2, "points", None), ["Scale: scored otherwise", "  rarely: points: 30 → excluded"]),
        (
            ("pillars", 0, "may_be_left_out", False),
            ["Pillars: asked otherwise", "  access: may_be_left_out: true → false"],
        ),
        (
            ("sources", 0, "published_on", None),
            ["Sources: changed otherwise", "  list: published_on: 2026-05-01 → none"],
        ),
        (
            ("sources", 0, "note", words("Contested")),
            ["Sources: reworded", "  list: note: none → Contested"],
        ),
        (
            ("scoring", "composites", [["service", "group"], ["operating_company"]]),
            [
                "Scoring: scored otherwise",
                "  composites: [group], [operating_company], [service] → [service, group], [operating_company]",
            ],
        ),
        (
            ("questions", 0, "law_notes", ["L1", "L2"]),
            ["Questions: changed otherwise", "  ACC-1: law_notes: none → L1, L2"],
        ),
        (
            ("questions", 0, "mappings", []),
            ["Questions: changed otherwise", "  ACC-1: mappings, wcag-2.2: removed: 2.1.1"],
        ),
        (
            ("questions", 1, "mappings", [{"framework": "wcag-2.2"}]),
            ["Questions: changed otherwise", "  ACC-2: mappings, wcag-2.2: added: none"],
        ),
        (
            ("questions", 0, "overlaps", [{"question": "ACC-2", "note": words("The keyboard")}]),
            ["Questions: changed otherwise", "  ACC-1: overlaps, ACC-2: added: The keyboard"],
        ),
        (
            ("questions", 0, "criteria", 1, NOTHING),
            [
                "Questions: scored otherwise",
                "  ACC-1: criteria, mostly: removed: Published for most pages.",
            ],
        ),
        (
            ("questions", 0, "evidence", 1, words("a film")),
            ["Questions: reworded", "  ACC-1: evidence, 2: added: a film"],
        ),
        (
            ("general_rules", 1, words("Answer for a year.")),
            ["General rules: reworded", "  2: added: Answer for a year."],
        ),
        (
            ("recommendations", 0, "quotation", "text", "everything works without a mouse"),
            [
                "Recommendations: reworded",
                "  A-1: quotation, text: everything [-can be done-] {+works+} without a mouse",
            ],
        ),
        (
            ("sources", 0, "title", "A list for accessible services"),
            ["Sources: reworded", "  list: title: A [-short-] list for accessible services"],
        ),
        (
            ("tags", 1, {"code": "ai", "label": words("AI"), "meaning": words("uses AI")}),
            ["Tags: added", "  ai: AI"],
        ),
    ],
)
def test_change_is_one_line_under_its_heading(change, lines):
    assert list_lines(change) == lines


def test_moved_entries_name_their_neighbours():
    scale = make_document()["scale"]
    rules = [words("Answer for a year."), words("Zero counts.")]

    assert list_lines(("scale", [scale[-1], *scale[:-1]])) == [
        "Scale: changed otherwise",
        "  no_such_service: moved: after never → first",
    ]
    assert list_lines(("scale", [*scale[1:], scale[0]])) == [
        "Scale: changed otherwise",
        "  always: moved: first → after no_such_service",
    ]
    assert list_lines(("general_rules", rules[::-1]), old=(("general_rules", rules),)) == [
        "General rules: changed otherwise",
        "  1: moved: after Answer for a year. → first",
    ]


LONG = "one two three four five six seven eight nine ten"


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("a b c", "a x c", "a [-b-] {+x+} c"),
        ("a b c", "a c", "a [-b-] c"),
        ("a c", "a b c", "a {+b+} c"),
        ("a b", "x y", '"a b" → "x y"'),
        (f"{LONG} old", f"{LONG} new", "… seven eight nine ten [-old-] {+new+}"),
        (f"old {LONG}", f"new {LONG}", "[-old-] {+new+} one two three four …"),
        (
            f"old {LONG} old",
            f"new {LONG} new",
            "[-old-] {+new+} one two three four … seven eight nine ten [-old-] {+new+}",
        ),
        ("old 1 2 3 4 5 old", "new 1 2 3 4 5 new", "[-old-] {+new+} 1 2 3 4 5 [-old-] {+new+}"),
        ("1 2 3 4 5 old", "1 2 3 4 5 new", "1 2 3 4 5 [-old-] {+new+}"),
    ],
    ids=[
        "replaced",
        "taken out",
        "put in",
        "all",
        "end",
        "beginning",
        "both ends",
        "short middle",
        "short beginning",
    ],
)
def test_words_that_differ_stand_between_those_that_stay(old, new, shown):
    assert show_difference(old, new) == shown


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("a b", "a  b", "'a b' → 'a  b'"),
        ("a b", "a\nb", r"'a b' → 'a\nb'"),
        ("a b", "a\N{NO-BREAK SPACE}b", r"'a b' → 'a\xa0b'"),
        ("a b c", "a b\N{SOFT HYPHEN} c", r"a [-b-] {+b\xad+} c"),
        ("a b c", "a \x1b[31mb c", r"a [-b-] {+\x1b[31mb+} c"),
        ("a", "\x1b[2J", r'"a" → "\x1b[2J"'),
    ],
    ids=["double blank", "new line", "no-break space", "soft hyphen", "colour", "clears the screen"],
)
def test_what_cannot_be_seen_is_written_out(old, new, shown):
    assert show_difference(old, new) == shown


def test_equal_editions_have_no_report():
    assert make_report(compare_editions(make_edition(), make_edition())) == "No differences."
