"""The crosswalk: items compared by their letters and numbers, tables from both sides, overlaps seen from both, search."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings

from standards.crosswalk import (
    EDITION_COLUMNS,
    FRAMEWORK_COLUMNS,
    Reference,
    build_tables,
    find_neighbours,
    find_overlaps,
    find_question,
    index_questions,
    list_edition_columns,
    list_edition_rows,
    list_examples,
    list_framework_rows,
    list_references,
    search,
    split_item,
)
from standards.files import read_edition


DOCUMENT = (Path(__file__).parents[2] / "docs" / "crosswalk.md").read_text(encoding="utf-8")


def make_question(code, mappings=(), overlaps=()):
    """A question; mappings as (framework, items), overlaps as (question, note)."""
    return SimpleNamespace(
        code=code,
        text=f"Text of {code}",
        recommendation="R-1",
        mappings=tuple(SimpleNamespace(framework=framework, items=items) for framework, items in mappings),
        overlaps=tuple(SimpleNamespace(question=other, note=note) for other, note in overlaps),
    )


def make_edition(slug, *questions, name="1", frameworks=("acts", "rules-2")):
    return SimpleNamespace(
        standard=SimpleNamespace(slug=slug),
        edition=name,
        frameworks=tuple(
            SimpleNamespace(code=code, title=f"{code} in {slug}", note="") for code in frameworks
        ),
        questions=questions,
    )


def say(tables) -> dict:
    """Tables as {framework: {item: codes of questions}}."""
    return {
        table.framework.code: {
            item.label: [touch.question.code for touch in item.touches] for item in table.items
        }
        for table in tables
    }


@pytest.fixture(scope="module")
def editions():
    """The editions of the portal, in the order of their standards."""
    found = [read_edition(path) for path in settings.STANDARDS_DIR.glob("*.yaml")]
    return sorted(found, key=lambda edition: edition.standard.position)


def ask(query, editions) -> dict:
    """What a query finds: {framework: items}."""
    names = {
        framework.code: list(framework.title.model_dump().values())
        for edition in editions
        for framework in edition.frameworks
    }
    return {code: list(items) for code, items in say(search(query, build_tables(editions), names)).items()}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("P03a.01", ("p", "3", "a", "1")),
        ("P3a.1", ("p", "3", "a", "1")),
        ("  p 3 A–1 ", ("p", "3", "a", "1")),
        ("Р3а.1", ("p", "3", "a", "1")),
        ("Ｐ３ａ．１", ("p", "3", "a", "1")),
        ("5(1)(b)", ("5", "1", "b")),
        ("FP10", ("fp", "10")),
        ("0", ("0",)),
        ("9" * 5000, ("9" * 5000,)),
        ("–", ()),
        ("", ()),
    ],
)
def test_key_of_an_item_is_its_letters_and_numbers(text, key):
    assert split_item(text) == key


def test_table_gathers_the_questions_of_all_editions_by_item():
    tables = build_tables(
        [
            make_edition("one", make_question("A-1", [("acts", ("2", "10"))]), make_question("A-2")),
            make_edition("two", make_question("B-1", [("acts", ("10", "10a")), ("rules-2", ("FP1",))])),
        ]
    )

    assert say(tables.values()) == {
        "acts": {"2": ["A-1"], "10": ["A-1", "B-1"], "10a": ["B-1"]},
        "rules-2": {"FP1": ["B-1"]},
    }
    assert [touch.edition.standard.slug for touch in tables["acts"].items[1].touches] == ["one", "two"]


def test_items_are_sorted_by_number_and_the_whole_stands_first():
    items = ("OP1", "12", "FP10", "5(2)", "FP2", "5(1)(b)", "5", "FP2.1")
    question = make_question("A-1", [("acts", items), ("acts", ())])

    (table,) = build_tables([make_edition("one", question)]).values()

    assert [item.label for item in table.items] == [
        "",
        "5",
        "5(1)(b)",
        "5(2)",
        "12",
        "FP2",
        "FP2.1",
        "FP10",
        "OP1",
    ]


def test_item_written_in_two_ways_is_one_row_named_as_it_came_first():
    tables = build_tables(
        [
            make_edition("one", make_question("A-1", [("acts", ("P03a.01", "P3a.1"))])),
            make_edition("two", make_question("B-1", [("acts", ("p3a.1",))])),
        ]
    )

    assert say(tables.values()) == {"acts": {"P03a.01": ["A-1", "B-1"]}}


def test_framework_is_described_by_the_first_edition_and_has_no_table_without_an_item():
    tables = build_tables(
        [make_edition("one"), make_edition("two", make_question("B-1", [("acts", ("1",))]))]
    )

    assert [table.framework.title for table in tables.values()] == ["acts in one"]


def test_anchors_of_a_table_are_told_apart():
    question = make_question("A-1", [("acts", ("1(2)", "12", "1.2.a", ""))])

    (table,) = build_tables([make_edition("one", question)]).values()

    assert [item.anchor for item in table.items] == ["whole", "item-1-2", "item-1-2-a", "item-12"]


def test_references_of_a_question_lead_to_the_tables_that_hold_them():
    newest = make_edition("one", make_question("A-1", [("acts", ("P03a.01",))]))
    older = make_edition(
        "one",
        make_question("A-1", [("acts", ("P3a.1", "P9")), ("gone", ())]),
        frameworks=("acts", "gone", "x"),
    )

    references = list_references(older, older.questions[0], build_tables([newest]))

    assert [(framework.code, named) for framework, named in references] == [
        ("acts", (Reference("P3a.1", "item-p-3-a-1"), Reference("P9", None))),
        ("gone", (Reference("", None),)),
        ("x", ()),
    ]


def test_overlap_is_seen_from_both_sides_and_across_standards():
    editions = [
        make_edition("one", make_question("A-1"), make_question("A-2", overlaps=[("A-1", "same figures")])),
        make_edition("two", make_question("B-1", overlaps=[("A-1", "same orders")]), make_question("B-2")),
    ]

    assert find_overlaps(editions) == {
        "A-2": (("A-1", "same figures"),),
        "B-1": (("A-1", "same orders"),),
        "A-1": (("A-2", "same figures"), ("B-1", "same orders")),
    }


def test_overlap_declared_on_both_sides_is_one_and_each_keeps_its_note():
    editions = [
        make_edition("one", make_question("A-1", overlaps=[("B-1", "seen from A")])),
        make_edition("two", make_question("B-1", overlaps=[("A-1", "seen from B")])),
    ]

    assert find_overlaps(editions) == {
        "A-1": (("B-1", "seen from A"),),
        "B-1": (("A-1", "seen from B"),),
    }


def test_overlap_with_a_question_of_no_edition_at_hand_is_left_out():
    assert find_overlaps([make_edition("one", make_question("A-1", overlaps=[("B-1", "note")]))]) == {}


def test_overlaps_of_the_portal_are_those_that_were_intended(editions):
    overlaps = find_overlaps(editions)

    assert {code: [other for other, _note in others] for code, others in overlaps.items()} == {
        "FOE-19": ["PRV-17"],
        "FOE-25": ["PRV-17"],
        "FOE-41": ["FOE-40"],
        "PRV-17": ["FOE-19", "FOE-25"],
        "FOE-40": ["FOE-41"],
    }


def test_neighbours_are_taken_from_the_newest_edition_that_still_has_them():
    older = make_edition("one", make_question("A-1"), make_question("A-2", overlaps=[("A-1", "note")]))
    newer = make_edition("one", make_question("A-1"), name="2")
    other = make_edition("two", make_question("B-1", overlaps=[("A-1", "orders")]))

    neighbours = find_neighbours(older, [newer, other])

    assert {
        code: [(touch.question.code, touch.edition.edition, note) for touch, note in found]
        for code, found in neighbours.items()
    } == {
        "A-1": [("A-2", "1", "note"), ("B-1", "1", "orders")],
        "A-2": [("A-1", "2", "note")],
        "B-1": [("A-1", "2", "orders")],
    }


def test_of_a_code_in_several_editions_the_first_is_indexed():
    newer, older = (
        make_edition("one", make_question("A-1"), name="2"),
        make_edition("one", make_question("A-1"), make_question("A-2")),
    )

    index = index_questions([newer, older])

    assert {code: touch.edition.edition for code, touch in index.items()} == {"A-1": "2", "A-2": "1"}


P3A = {"rdr-2020": ["P03a.01", "P03a.02", "P03a.03"]}
C4 = {"ungp-reporting": ["C4", "C4.3"]}
FP1 = {"santa-clara-2": ["FP1"]}
ARTICLE_17 = {"gdpr": ["17", "17(2)"]}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        *((query, P3A) for query in ("P3a", "p03A", "RDR P3a", "P3a rdr", "rdr-2020 P3a", "RDR 2020 P03a")),
        *((query, P3A) for query in ("Ranking Digital Rights, 2020–2022: P3a", "digital rights P3a", "Р3а")),
        ("P3", {"rdr-2020": ["P03a.01", "P03a.02", "P03a.03", "P03b.01", "P03b.03"]}),
        *((query, {"rdr-2020": ["P03a.01"]}) for query in ("P03a.01", "p3a.1", "p3a 1", "element P3a.1")),
        *((query, C4) for query in ("C4", "c 4", "С4", "ungp C4", "UNGP Reporting C4", "БҰҰ C4", "ООН C4")),
        ("C4.3", {"ungp-reporting": ["C4.3"]}),
        *(
            (query, FP1)
            for query in ("FP1", "santa clara FP1", "Santa Clara Principles 2.0 FP1", "санта-клары FP1")
        ),
        *(
            (query, ARTICLE_17)
            for query in ("17", "GDPR 17", "gdpr17", "17 GDPR", "GDPR art. 17", "статья 17")
        ),
        *((query, ARTICLE_17) for query in ("GDPR 17-бап", "EU 17", "2016/679 regulation 17")),
        ("17(2)", {"gdpr": ["17(2)"]}),
        ("GNI", {"gni": [""]}),
        ("gni principles", {"gni": [""]}),
        *((query, {}) for query in ("1", "GNI FP1", "RDR FP1", "GDPR P3a", "ISO P3a", "17 2016", "P3a.12")),
        *((query, {}) for query in ("", " ", "–", "article", "9" * 5000, "nothing at all", "2020")),
    ],
)
def test_search_finds_the_item_and_what_is_below_it(editions, query, found):
    assert ask(query, editions) == found


def test_search_for_letters_alone_finds_every_item_that_begins_with_them(editions):
    assert ask("FP", editions) == {"santa-clara-2": ["FP1", "FP2", "FP3", "FP4", "FP5"]}


def test_number_does_not_find_a_longer_one_that_begins_like_it():
    items = ("FP1", "FP10", "12", "1(2)", "P1", "P11a")
    tables = build_tables([make_edition("one", make_question("A-1", [("acts", items)]))])

    assert [say(search(query, tables, {})) for query in ("FP1", "1", "P1")] == [
        {"acts": {"FP1": ["A-1"]}},
        {"acts": {"1(2)": ["A-1"]}},
        {"acts": {"P1": ["A-1"]}},
    ]


def test_item_without_a_name_is_looked_for_everywhere():
    question = make_question("A-1", [("acts", ("7",)), ("rules-2", ("7.1", "8"))])
    tables = build_tables([make_edition("one", question)])

    assert say(search("7", tables, {})) == {"acts": {"7": ["A-1"]}, "rules-2": {"7.1": ["A-1"]}}
    assert say(search("rules 7", tables, {})) == {"rules-2": {"7.1": ["A-1"]}}


def test_the_longest_item_that_finds_something_is_what_is_meant():
    question = make_question("A-1", [("rules-2", ("2.1", "1"))])
    tables = build_tables([make_edition("one", question)])

    assert say(search("rules 2.1", tables, {})) == {"rules-2": {"2.1": ["A-1"]}}
    assert say(search("rules 2 1", tables, {})) == {"rules-2": {"2.1": ["A-1"]}}
    assert say(search("rules-2 1", tables, {})) == {"rules-2": {"2.1": ["A-1"]}}
    assert say(search("1", tables, {})) == {"rules-2": {"1": ["A-1"]}}


def test_one_letter_names_a_framework_only_when_it_is_its_whole_name():
    tables = build_tables([make_edition("one", make_question("A-1", [("acts", ("7",))]))])

    assert search("a 7", tables, {}) == ()
    assert say(search("a 7", tables, {"acts": ["Act A"]})) == {"acts": {"7": ["A-1"]}}


@pytest.mark.parametrize("side", ["before", "after", "without"])
def test_every_item_of_the_portal_finds_itself(editions, side):
    for code, table in build_tables(editions).items():
        for item in table.items:
            if item.label:
                query = {
                    "before": f"{code} {item.label}",
                    "after": f"{item.label} {code}",
                    "without": item.label,
                }
                found = ask(query[side], editions)
                assert item.label in found[code], query[side]
                assert side == "without" or list(found) == [code], query[side]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("PRV-17", "PRV-17"),
        ("prv17", "PRV-17"),
        ("foe 4", "FOE-04"),
        ("PRV-1", "PRV-01"),
        ("PRV", None),
        ("", None),
    ],
)
def test_question_of_ours_is_found_by_its_whole_code(editions, query, code):
    touch = find_question(query, editions)

    assert (touch and touch.question.code) == code


def test_examples_are_queries_that_find_something(editions):
    examples = list_examples(build_tables(editions).values())

    assert examples == ["rdr F01a.02", "ungp A1", "santa FP1", "gdpr 5(1)(b)"]
    assert all(ask(example, editions) for example in examples)


def test_documented_queries_find_something(editions):
    (rows,) = re.findall(r"\| typed \| finds \|\n\|---\|---\|\n(.*?)\n\n", DOCUMENT, re.DOTALL)
    queries = [query for row in rows.splitlines() for query in re.findall(r"`(.+?)`", row.split("|")[1])]

    assert len(queries) == 10
    assert [
        query for query in queries if not ask(query, editions) and not find_question(query, editions)
    ] == []


@pytest.mark.parametrize(
    ("heading", "columns"),
    [("Columns by framework", FRAMEWORK_COLUMNS), ("Columns by edition", EDITION_COLUMNS)],
)
def test_documented_columns_are_those_of_the_files(heading, columns):
    section = DOCUMENT.split(f"### {heading}\n")[1].split("\n#")[0]

    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(columns)


def test_file_of_a_framework_has_a_row_for_each_pair_of_item_and_question():
    editions = [
        make_edition("one", make_question("A-1", [("acts", ("2", "1")), ("rules-2", ("9",))])),
        make_edition("two", make_question("B-1", [("acts", ("1",)), ("acts", ())])),
    ]

    rows = list_framework_rows(build_tables(editions)["acts"])

    assert rows == [
        ("acts", "*", "two", "1", "B-1", "Text of B-1"),
        ("acts", "1", "one", "1", "A-1", "Text of A-1"),
        ("acts", "1", "two", "1", "B-1", "Text of B-1"),
        ("acts", "2", "one", "1", "A-1", "Text of A-1"),
    ]
    assert {len(row) for row in rows} == {len(FRAMEWORK_COLUMNS)}


def test_file_of_an_edition_has_a_row_for_each_question_and_a_column_for_each_framework():
    edition = make_edition(
        "one",
        make_question("A-1", [("rules-2", ("FP1", "FP3")), ("acts", ())], [("A-2", "note"), ("B-1", "note")]),
        make_question("A-2"),
    )
    other = make_edition("two", make_question("B-1"))

    columns = list_edition_columns(edition)
    rows = list_edition_rows(edition, find_neighbours(edition, [edition, other]))

    assert columns == (*EDITION_COLUMNS, "acts", "rules-2")
    assert rows == [
        ("one", "1", "R-1", "A-1", "Text of A-1", "A-2; B-1", "*", "FP1; FP3"),
        ("one", "1", "R-1", "A-2", "Text of A-2", "A-1", "", ""),
    ]
