"""What differs between two editions of a standard, and what answers to the older are worth under the newer."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards import definition, values
from standards.comparison import (
    CarriedOption,
    Change,
    DifferentStandards,
    Meaning,
    carry_over,
    compare_editions,
    find_source_languages,
)
from standards.definition import EditionDefinition
from standards.values import LANGUAGES, Part, Text
from tests.factories.standards import NOTHING, make_document


def words(text: str) -> dict[str, str]:
    return {"kk": f"{text} (қаз)", "ru": f"{text} (рус)", "en": text}


def make_edition(*changes: tuple) -> EditionDefinition:
    return EditionDefinition.model_validate(make_document(*changes))


def change_text(text: str, *languages: str, **other: str) -> dict[str, str]:
    """A text of the example with an exclamation mark in some languages."""
    return {
        language: f"{other.get(language, text)}!" if language in languages else text for language in LANGUAGES
    }


EXAMPLE = make_edition()
# The scale of the example the other way round.
TURNED = [("scale", number, "reversed_points", points) for number, points in enumerate([0, 30, 70, 100])]
# The example with everything that the format knows: no field is empty everywhere.
FULL = make_edition(
    ("general_rules", 1, words("Answer for the last year")),
    ("sources", 0, "note", words("Its second edition")),
    ("recommendations", 2, {**make_document()["recommendations"][0], "code": "A-0"}),
    ("recommendations", 0, "family", "A-0"),
    *TURNED,
    ("questions", 0, "pillar", "privacy"),
    ("questions", 0, "law_notes", ["L1", "L2"]),
    ("questions", 0, "evidence", 1, words("Minutes of a meeting")),
    ("frameworks", 1, {**make_document()["frameworks"][0], "code": "en-301"}),
    ("questions", 0, "mappings", 1, {"framework": "en-301", "items": ["2.1.2", "2.1.4"]}),
    ("questions", 0, "overlaps", [{"question": f"ACC-{n}", "note": words(f"Shares {n}")} for n in (2, 3)]),
    ("questions", 1, "reversed", True),
)


# Everything is said


def list_leaves(value, path=()):
    """Every value of a definition that holds no other, with the names and numbers that lead to it."""
    if isinstance(value, Part):
        for name in type(value).model_fields:
            yield from list_leaves(getattr(value, name), (*path, name))
    elif isinstance(value, tuple) and value:
        for number, entry in enumerate(value):
            yield from list_leaves(entry, (*path, number))
    else:
        yield path, value


def get(value, path):
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return value


def put(value, path, new):
    """A copy with another value at the end of a path; nothing is validated, so that any leaf can differ alone."""
    if not path:
        return new
    step, *rest = path
    if isinstance(step, int):
        return (*value[:step], put(value[step], rest, new), *value[step + 1 :])
    return value.model_copy(update={step: put(getattr(value, step), rest, new)})


def alter(leaf):
    if isinstance(leaf, bool):
        return not leaf
    if isinstance(leaf, date):
        return leaf + timedelta(days=1)
    if isinstance(leaf, int):
        return leaf + 1
    return "other" if leaf in (None, ()) else f"{leaf} other"


LEAVES = dict(list_leaves(FULL))
KEYS = {"code", "option", "framework", "question"}
SLUG = ("standard", "slug")


def locate(path) -> tuple:
    """Section, code, place and language of a leaf, as a comparison has to name them."""
    if len(path) == 1:
        return "edition", None, path, None
    (section, *steps), code, place, language = path, None, [], None
    for end, step in enumerate(steps, 1):
        holder, entry = get(FULL, path[:end]), get(FULL, path[: end + 1])
        if isinstance(holder, Text):
            language = step
        elif isinstance(entry, Text) and isinstance(step, int):
            place.append(str(step + 1))
        elif isinstance(step, int):
            (key,) = {get(entry, (name,)) for name in KEYS & type(entry).model_fields.keys()}
            if end == 1:
                code = key
            else:
                place.append(key)
        else:
            place.append(step)
    return section, code, tuple(place), language


def list_differences(comparison):
    return [
        (part.section, part.code, change.place, change.language, change.old, change.new)
        for part in comparison.parts
        for change in part.changes
    ]


def test_full_example_leaves_no_field_of_the_format_empty():
    models = {
        model
        for module in (definition, values)
        for model in vars(module).values()
        if isinstance(model, type) and issubclass(model, Part) and model is not Part
    }
    filled = {
        (type(get(FULL, path[:end])), path[end])
        for path, leaf in LEAVES.items()
        if leaf not in (None, ())
        for end in range(len(path))
    }

    assert {(model, name) for model in models for name in model.model_fields} - filled == set()


def test_equal_editions_do_not_differ():
    for edition in (EXAMPLE, FULL):
        copy = EditionDefinition.model_validate_json(edition.model_dump_json())

        assert compare_editions(edition, copy).is_empty


def test_each_value_that_differs_alone_is_named_with_its_place_and_both_sides():
    said, wanted = {}, {}
    for path, leaf in LEAVES.items():
        # Codes are how parts are found again, and a list of plain values is one value.
        if path == SLUG or path[-1] in KEYS:
            continue
        changed = put(FULL, path, alter(leaf))
        shown = path
        while isinstance(shown[-1], int):
            shown = shown[:-1]
        said[path] = list_differences(compare_editions(FULL, changed))
        wanted[path] = [(*locate(shown), get(FULL, shown), get(changed, shown))]

    assert said == wanted


def test_each_code_that_differs_alone_is_one_part_less_and_another_more():
    for path, leaf in LEAVES.items():
        if path[-1] not in KEYS:
            continue
        comparison = compare_editions(FULL, put(FULL, path, alter(leaf)))
        said = [
            (what, code)
            for part in comparison.parts
            for what, code in (
                [(change.what, change.place[-1]) for change in part.changes]
                if part.changes
                else [(part.what, part.code)]
            )
        ]

        assert sorted(said) == [("added", f"{leaf} other"), ("removed", leaf)], path


LISTS = sorted(
    {path[:end] for path in LEAVES for end in range(len(path)) if isinstance(path[end], int)}, key=str
)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: "-".join(map(str, path)))
def test_entry_that_is_gone_or_stands_elsewhere_is_said(path):
    entries = get(FULL, path)

    for number in range(len(entries)):
        shorter = put(FULL, path, entries[:number] + entries[number + 1 :])
        assert not compare_editions(FULL, shorter).is_empty
        assert not compare_editions(shorter, FULL).is_empty
    if len(entries) > 1:
        assert not compare_editions(FULL, put(FULL, path, entries[::-1])).is_empty


@given(
    st.lists(st.sampled_from(sorted(LEAVES.keys() - {SLUG}, key=str)), max_size=3),
    st.sampled_from(LISTS),
    st.randoms(use_true_random=False),
)
def test_comparison_is_empty_only_for_equal_editions_and_added_is_removed_the_other_way_round(
    paths, shuffled, random
):
    other = FULL
    for path in paths:
        other = put(other, path, alter(LEAVES[path]))
    entries = list(get(other, shuffled))
    random.shuffle(entries)
    other = put(other, shuffled, tuple(entries))

    there, back = compare_editions(FULL, other), compare_editions(other, FULL)

    assert there.is_empty == back.is_empty == (other == FULL)
    for section in type(FULL).model_fields:
        assert set(there.list_codes(section, "added")) == set(back.list_codes(section, "removed"))
        assert set(there.list_codes(section, "removed")) == set(back.list_codes(section, "added"))


# Which word is said


def find_words(*changes: tuple, base: EditionDefinition = EXAMPLE) -> list[tuple]:
    comparison = compare_editions(base, make_edition(*changes))
    return [(part.section, part.code, set(part.words)) for part in comparison.parts]


@pytest.mark.parametrize(
    ("path", "value", "word"),
    [
        (("questions", 0, "text", "en"), "Is it published?", "reworded"),
        (("questions", 0, "criteria", 0, "text", "en"), "For all.", "reworded"),
        (("questions", 0, "evidence", 0, "en"), "address", "reworded"),
        (("questions", 0, "evidence", 1), words("minutes"), "reworded"),
        (("questions", 0, "remedy", "en"), "Publish it.", "reworded"),
        (("questions", 0, "weight_reason", "en"), "It matters.", "reworded"),
        (("questions", 0, "text", "kk"), "Жарияланған ба?", "retranslated"),
        (("questions", 0, "criteria", 0, "text", "ru"), "Обо всех.", "retranslated"),
        (("questions", 0, "evidence", 0, "kk"), "мекенжай", "retranslated"),
        (("questions", 0, "weight"), 4, "reweighted"),
        (("questions", 0, "severity"), "tiring", "reweighted"),
        (("questions", 0, "criteria", 3), {"option": "rarely", "text": words("On a few.")}, "rescored"),
        (("questions", 0, "criteria", 1), NOTHING, "rescored"),
        (("questions", 0, "kind"), "trial", "rescored"),
        (("questions", 0, "pillar"), "privacy", "rescored"),
        (("questions", 0, "recommendation"), "A-2", "rescored"),
        (("questions", 0, "tier"), "full", "retargeted"),
        (("questions", 0, "applies_to"), ["messenger"], "retargeted"),
        (("questions", 0, "scope"), "service", "retargeted"),
        (("questions", 0, "mappings", 0, "items"), ["2.1.2"], "other"),
        (("questions", 0, "mappings"), [], "other"),
        (("questions", 0, "overlaps"), [{"question": "ACC-2", "note": words("Much")}], "other"),
        (("questions", 0, "law_notes"), ["L1"], "other"),
    ],
)
def test_change_of_a_question_has_its_word(path, value, word):
    assert find_words((*path, value)) == [("questions", "ACC-1", {word})]


def test_reversed_question_is_scored_otherwise():
    assert find_words(*TURNED, ("questions", 0, "reversed", True), base=make_edition(*TURNED)) == [
        ("questions", "ACC-1", {"rescored"})
    ]


@pytest.mark.parametrize(
    ("path", "value", "part"),
    [
        (("recommendations", 0, "title", "en"), "Keyboard", ("recommendations", "A-1", {"reworded"})),
        (("recommendations", 0, "gist", "ru"), "Всё.", ("recommendations", "A-1", {"retranslated"})),
        (("recommendations", 0, "quotation", "text"), "no mouse", ("recommendations", "A-1", {"reworded"})),
        (("recommendations", 0, "pillar"), "privacy", ("recommendations", "A-1", {"rescored"})),
        (("scale", 1, "points"), 75, ("scale", "mostly", {"rescored"})),
        (("scale", 1, "reversed_points"), 25, ("scale", "mostly", {"rescored"})),
        (("scale", 1, "label", "en"), "Often", ("scale", "mostly", {"reworded"})),
        (("severities", 1, "weight"), 3, ("severities", "tiring", {"reweighted"})),
        (("tiers", 1, "meaning", "en"), "everything", ("tiers", "full", {"reworded"})),
        (("kinds", 1, "label", "kk"), "Тексеру", ("kinds", "trial", {"retranslated"})),
        (("tags", 0, "label", "en"), "Chat", ("tags", "messenger", {"reworded"})),
        (("tags", 1), {**make_document()["tags"][0], "code": "ai"}, ("tags", "ai", {"added"})),
        (("pillars", 0, "may_be_left_out"), False, ("pillars", "access", {"retargeted"})),
        (("pillars", 0, "position"), 51, ("pillars", "access", {"other"})),
        (("frameworks", 0, "note", "en"), "numbers", ("frameworks", "wcag-2.2", {"reworded"})),
        (("sources", 0, "title"), "A long list", ("sources", "list", {"reworded"})),
        (("sources", 0, "note"), words("Contested"), ("sources", "list", {"reworded"})),
        (("sources", 0, "address"), "https://example.org/", ("sources", "list", {"other"})),
        (("scoring", "total"), "mean_of_recommendations", ("scoring", None, {"rescored"})),
        (
            ("scoring", "composites"),
            [["service", "group"], ["operating_company"]],
            ("scoring", None, {"rescored"}),
        ),
        (("general_rules"), [], ("general_rules", None, {"reworded"})),
        (("provenance", "note", "en"), "Made anew.", ("provenance", None, {"reworded"})),
        (("provenance", "derived"), True, ("provenance", None, {"other"})),
        (("translations", "kk"), "official", ("translations", None, {"other"})),
        (("standard", "short_title", "ru"), "Список", ("standard", None, {"retranslated"})),
        (("edition"), "2", ("edition", None, {"other"})),
        (("published_on"), "2027-01-10", ("edition", None, {"other"})),
        (("status"), "draft", ("edition", None, {"other"})),
    ],
)
def test_change_of_another_part_has_its_word(path, value, part):
    path = path if isinstance(path, tuple) else (path,)

    assert find_words((*path, value)) == [part]


def test_family_scores_its_members_otherwise():
    family = {**make_document()["recommendations"][0], "code": "A-0"}
    base = make_edition(("recommendations", 2, family), ("recommendations", 0, "family", "A-0"))
    without = put(base, ("recommendations", 0, "family"), None)

    (part,) = compare_editions(base, without).parts
    assert (part.code, part.words) == ("A-1", {"rescored"})


def test_translation_changes_with_the_source_words_are_part_of_the_rewording():
    comparison = compare_editions(
        EXAMPLE,
        make_edition(("questions", 0, "remedy", words("Publish")), ("questions", 0, "text", "ru", "?")),
    )

    (part,) = comparison.parts
    assert [(change.place, change.language, change.meaning) for change in part.changes] == [
        (("text",), "ru", Meaning.RETRANSLATED),
        (("remedy",), "kk", Meaning.REWORDED),
        (("remedy",), "ru", Meaning.REWORDED),
        (("remedy",), "en", Meaning.REWORDED),
    ]


@pytest.mark.parametrize(
    ("old", "new", "languages"),
    [
        ("draft draft source", "draft draft source", {"en"}),
        ("official draft source", "draft source official", {"ru", "en"}),
        ("source source draft", "source source draft", {"kk", "ru"}),
        ("official draft draft", "draft draft draft", {"kk", "ru", "en"}),
    ],
)
def test_source_languages_are_those_of_either_edition_or_else_all(old, new, languages):
    editions = [
        make_edition(("translations", dict(zip(LANGUAGES, text.split(), strict=True)))) for text in (old, new)
    ]

    assert find_source_languages(*editions) == languages


def test_counts_and_codes_follow_the_words():
    comparison = compare_editions(
        EXAMPLE,
        make_edition(
            ("questions", 0, "text", "en", "Is it published?"),
            ("questions", 0, "weight", 4),
            ("questions", 1, "weight", 3),
            ("questions", 2, "code", "ACC-4"),
            ("scoring", "total", "mean_of_recommendations"),
        ),
    )

    assert comparison.list_codes("questions", "reweighted") == ("ACC-1", "ACC-2")
    assert comparison.list_codes("questions", "added") == ("ACC-4",)
    assert comparison.list_codes("questions", "removed") == ("ACC-3",)
    assert comparison.list_codes("questions", "retargeted") == ()
    assert comparison.list_codes("scoring", "rescored") == ()
    assert comparison.count_words() == {
        "questions": {"reworded": 1, "reweighted": 2, "added": 1, "removed": 1},
        "scoring": {"rescored": 1},
    }


# Order


def reorder(path: tuple, numbers: list[int]) -> EditionDefinition:
    entries = get(FULL, path)
    return put(FULL, path, tuple(entries[number] for number in numbers))


def test_questions_are_named_before_recommendations_and_the_rest_in_the_order_of_the_file():
    changed = make_edition(
        ("edition", "2"),
        ("standard", "position", 7),
        ("scale", 0, "label", "en", "Each time"),
        ("recommendations", 0, "title", "en", "Keyboard"),
        ("questions", 2, "weight", 3),
        ("questions", 0, "weight", 3),
    )

    assert [(part.section, part.code) for part in compare_editions(EXAMPLE, changed).parts] == [
        ("questions", "ACC-1"),
        ("questions", "ACC-3"),
        ("recommendations", "A-1"),
        ("standard", None),
        ("scale", "always"),
        ("edition", None),
    ]


def test_removed_part_is_named_where_it_stood_and_added_one_where_it_stands():
    questions = make_document()["questions"]
    new = [{**question, "code": f"N-{number}"} for number, question in enumerate(questions)]
    changed = make_edition(("questions", [new[0], questions[0], new[1], questions[2]]))

    comparison = compare_editions(EXAMPLE, changed)

    assert [(part.what, part.code) for part in comparison.parts] == [
        ("added", "N-0"),
        ("removed", "ACC-2"),
        ("added", "N-1"),
    ]


@pytest.mark.parametrize(
    ("numbers", "moves"),
    [
        ([1, 2, 3, 4, 0], [("always", None, "no_such_service")]),
        ([4, 0, 1, 2, 3], [("no_such_service", "never", None)]),
        ([2, 3, 4, 0, 1], [("always", None, "no_such_service")]),
        ([0, 2, 1, 3, 4], [("rarely", "mostly", "always")]),
    ],
    ids=["to the end", "to the beginning", "with the next one", "past one"],
)
def test_moved_part_names_what_it_stood_after_and_what_it_stands_after(numbers, moves):
    comparison = compare_editions(FULL, reorder(("scale",), numbers))

    assert [(part.code, part.changes) for part in comparison.parts] == [
        (code, (Change("moved", Meaning.OTHER, (), None, old, new),)) for code, old, new in moves
    ]


def test_moved_text_names_its_neighbour_in_english():
    (part,) = compare_editions(FULL, reorder(("questions", 0, "evidence"), [1, 0])).parts

    assert part.changes == (
        Change("moved", Meaning.OTHER, ("evidence", "1"), None, "address of the statement", None),
    )


def test_parts_that_only_stand_further_down_are_not_moved():
    first = {**make_document()["questions"][0], "code": "ACC-0"}
    changed = make_edition(("questions", [first, *make_document()["questions"]]))

    assert [(part.what, part.code) for part in compare_editions(EXAMPLE, changed).parts] == [
        ("added", "ACC-0")
    ]


# Texts without codes


def compare_rules(old: list[str], new: list[str]) -> list[tuple]:
    editions = [make_edition(("general_rules", [words(text) for text in texts])) for texts in (old, new)]
    return [
        (change.what, change.place, change.language)
        for part in compare_editions(*editions).parts
        for change in part.changes
        if change.language in (None, "en")
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (["Answer for one year"], ["Answer for two years"], [("changed", ("1",), "en")]),
        (["Answer for one year"], ["Publish it"], [("removed", ("1",), None), ("added", ("1",), None)]),
        (
            ["Zero counts", "Answer for one year"],
            ["Answer for one month", "Say it aloud"],
            [("removed", ("1",), None), ("changed", ("1",), "en"), ("added", ("2",), None)],
        ),
        (["Same", "Same"], ["Same"], [("removed", ("2",), None)]),
        (["Same"], ["Same", "Same"], [("added", ("2",), None)]),
        (
            ["a b c d", "a b c e"],
            ["a b c e", "a b c d"],
            [("moved", ("1",), None)],
        ),
    ],
    ids=["alike", "unlike", "shifted", "one of two equals", "doubled", "swapped though alike"],
)
def test_texts_are_paired_by_their_words(old, new, said):
    assert compare_rules(old, new) == said


def test_text_of_which_one_language_stays_is_the_same_text():
    rules = {"kk": "Негізгі сервис", "ru": "Основной сервис", "en": "The main service"}
    old = make_edition(("general_rules", [rules]))
    new = make_edition(("general_rules", [{"kk": "Басқаша", "ru": "Иначе", "en": "The main service"}]))

    (part,) = compare_editions(old, new).parts
    assert [(change.what, change.language, change.meaning) for change in part.changes] == [
        ("changed", "kk", Meaning.RETRANSLATED),
        ("changed", "ru", Meaning.RETRANSLATED),
    ]


def test_texts_that_read_alike_in_one_language_are_told_apart_by_the_others():
    rules = [words("Answer for a year"), {**words("Answer for a year"), "kk": "Бір жыл үшін"}]
    comparison = compare_editions(
        make_edition(("general_rules", rules)), make_edition(("general_rules", rules[::-1]))
    )

    (part,) = comparison.parts
    assert [(change.what, change.place) for change in part.changes] == [("moved", ("1",))]


def test_framework_that_a_question_names_twice_is_told_apart():
    mappings = [{"framework": "wcag-2.2", "items": [item]} for item in ("2.1.1", "2.1.2")]
    base = make_edition(("questions", 0, "mappings", mappings))
    changed = make_edition(
        ("questions", 0, "mappings", [mappings[0], {"framework": "wcag-2.2", "items": ["2.1.3"]}])
    )

    (part,) = compare_editions(base, changed).parts
    assert part.changes == (
        Change("changed", Meaning.OTHER, ("mappings", "wcag-2.2 (2)", "items"), None, ("2.1.2",), ("2.1.3",)),
    )


# Refusals


@pytest.mark.parametrize("function", [compare_editions, carry_over])
def test_editions_of_different_standards_are_refused(function):
    with pytest.raises(DifferentStandards) as caught:
        function(EXAMPLE, make_edition(("standard", "slug", "other")))

    assert str(caught.value) == (
        "example-access and other are different standards; only editions of one standard can be compared"
    )


# What an answer is worth


SAME = CarriedOption(reworded=False, repointed=False)


def test_unchanged_questions_carry_every_option_they_offer_in_the_order_of_the_scale():
    carried = carry_over(EXAMPLE, make_edition(("edition", "2"), ("questions", 0, "weight", 1)))

    assert {code: (entry.reworded, list(entry.options.items())) for code, entry in carried.items()} == {
        "ACC-1": (False, [("always", SAME), ("mostly", SAME), ("never", SAME)]),
        "ACC-2": (False, [("always", SAME), ("rarely", SAME), ("never", SAME)]),
        "ACC-3": (False, [("always", SAME), ("never", SAME), ("no_such_service", SAME)]),
    }


def test_questions_of_one_edition_alone_carry_nothing():
    changed = make_edition(("questions", 2, "code", "ACC-4"))

    assert list(carry_over(EXAMPLE, changed)) == ["ACC-1", "ACC-2"]
    assert list(carry_over(changed, EXAMPLE)) == ["ACC-1", "ACC-2"]


@pytest.mark.parametrize(
    ("change", "reworded"),
    [
        (("text", "en", "Is it published?"), True),
        (("text", "kk", "Жарияланған ба?"), False),
        (("criteria", 0, "text", "en", "For all."), True),
        (("criteria", 0, "text", "ru", "Обо всех."), False),
        (("criteria", 1, NOTHING), True),
        (("criteria", 3, {"option": "rarely", "text": words("Few.")}), True),
        (("remedy", "en", "Publish it."), False),
        (("evidence", 0, "en", "address"), False),
    ],
)
def test_question_is_reworded_when_what_it_asks_or_offers_reads_otherwise_in_the_source(change, reworded):
    carried = carry_over(EXAMPLE, make_edition(("questions", 0, *change)))

    assert {code: entry.reworded for code, entry in carried.items()} == {
        "ACC-1": reworded,
        "ACC-2": False,
        "ACC-3": False,
    }


@pytest.mark.parametrize(
    ("change", "option"),
    [
        (
            ("questions", 0, "criteria", 1, "text", "en", "Most."),
            CarriedOption(reworded=True, repointed=False),
        ),
        (("questions", 0, "criteria", 1, "text", "kk", "Көбі."), SAME),
        (("scale", 1, "label", "en", "Often"), CarriedOption(reworded=True, repointed=False)),
        (("scale", 1, "label", "ru", "Часто"), SAME),
        (("scale", 1, "points", 75), CarriedOption(reworded=False, repointed=True)),
        (("scale", 1, "points", None), CarriedOption(reworded=False, repointed=True)),
        (("scale", 1, "reversed_points", 30), SAME),
    ],
)
def test_carried_option_says_whether_it_reads_or_earns_otherwise(change, option):
    carried = carry_over(EXAMPLE, make_edition(change))

    assert carried["ACC-1"].options == {"always": SAME, "mostly": option, "never": SAME}


def test_option_that_is_no_longer_offered_is_not_carried():
    (carried, *_others) = carry_over(EXAMPLE, make_edition(("questions", 0, "criteria", 1, NOTHING))).values()

    assert carried.options == {"always": SAME, "never": SAME}


def test_question_turned_round_earns_otherwise():
    carried = carry_over(make_edition(*TURNED), make_edition(*TURNED, ("questions", 0, "reversed", True)))

    assert {code: option.repointed for code, option in carried["ACC-1"].options.items()} == {
        "always": True,
        "mostly": True,
        "never": True,
    }
