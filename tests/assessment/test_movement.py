"""What moved since an earlier assessment, the method or the company: by hand and by property. Without a database."""

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessment.laying_out import lay_out
from assessment.movement import Reason, compare_assessments
from assessment.questionnaire import AnswerKey, FilledQuestionnaire, GivenAnswer, LeftOutPillar
from assessment.scoring import WHOLE_COMPANY, MeasuredUnit
from standards.catalogue import localise
from standards.comparison import carry_over
from standards.definition import EditionDefinition
from tests.assessment.questionnaires import ALL_TAGS
from tests.factories.standards import NOTHING, make_document
from tests.standards.test_compare_editions import EDITION_2


DOCUMENT = Path(__file__).parents[2] / "docs" / "new-editions.md"
MOBILE, FIXED = MeasuredUnit("1", "Mobile", "service"), MeasuredUnit("2", "Fixed", "service")


def define(*changes: tuple) -> EditionDefinition:
    return EditionDefinition.model_validate(make_document(*changes))


def define_second(*changes: tuple) -> EditionDefinition:
    """Another standard with the same pillars; its questions are BBB-1 to BBB-3."""
    renamed = [("questions", number, "code", f"BBB-{number + 1}") for number in range(3)]
    return define(("standard", "slug", "second"), *renamed, *changes)


def change_question(number: int, **values) -> list[tuple]:
    return [("questions", number, key, value) for key, value in values.items()]


def renew(number: int, code: str) -> tuple:
    """The question under a code of its own: removed, and another one added."""
    return ("questions", number, {**make_document()["questions"][number], "code": code})


EXAMPLE = define()
NO_MOSTLY = ("questions", 0, "criteria", [make_document()["questions"][0]["criteria"][n] for n in (0, 2)])
# Everything that makes a method another one, each alone.
CHANGES = {
    "reweighted": change_question(0, weight=1),
    "repointed": [("scale", 1, "points", 10)],
    "option dropped": [NO_MOSTLY],
    "question removed": [("questions", 1, NOTHING)],
    "question added": [("questions", 3, {**make_document()["questions"][0], "code": "ACC-9"})],
    "question replaced": [renew(2, "ACC-9")],
    "pillar moved": change_question(1, pillar="privacy"),
    "asked of everybody": change_question(1, applies_to=[]),
    "asked of services": change_question(0, scope="service"),
    "asked of both": change_question(2, scope="both"),
    "core": change_question(2, tier="core"),
}


@dataclass(frozen=True)
class Year:
    """One assessment of a test: editions, profile, and what is answered by question or by question~unit."""

    answers: dict[str, str]
    editions: tuple[EditionDefinition, ...] = (EXAMPLE,)
    tier: str = "extended"
    tags: frozenset[str] = ALL_TAGS
    left_out: frozenset[str] = frozenset()
    units: tuple[MeasuredUnit, ...] = ()

    def fill(self) -> FilledQuestionnaire:
        editions = [localise(edition, "en") for edition in self.editions]
        return FilledQuestionnaire(
            questionnaire=lay_out(editions, tier=self.tier, tags=self.tags),
            answers={AnswerKey(*key.split("~")): GivenAnswer(option) for key, option in self.answers.items()},
            left_out={pillar: LeftOutPillar(pillar, "No such service.", "en") for pillar in self.left_out},
            units=(WHOLE_COMPANY, *self.units),
        )


def compare(before: Year, now: Year):
    old, new = ({edition.standard.slug: edition for edition in year.editions} for year in (before, now))
    carried = {slug: carry_over(old[slug], new[slug]) for slug in old.keys() & new.keys()}
    return compare_assessments(before.fill(), now.fill(), carried)


def list_numbers(movement) -> dict[str, tuple]:
    """Every move by the address of its score: before, method, restated, company, now."""
    return {
        f"{move.level} {move.code}": (
            move.before,
            move.method_moved,
            move.restated,
            move.company_moved,
            move.now,
        )
        for move in movement.moves
    }


# By hand. ACC-1 weighs 5 and ACC-2 weighs 2 in `access`, ACC-3 weighs 2 in `privacy`.


def test_only_the_company_moves_when_the_method_is_the_same():
    before = Year({"ACC-1": "mostly", "ACC-2": "never", "ACC-3": "never"})
    now = Year({"ACC-1": "always", "ACC-2": "never", "ACC-3": "never"})

    movement = compare(before, now)

    # access: 70 × 5 / 7 = 50, then 100 × 5 / 7.
    assert list_numbers(movement) == {
        "total all": (25, 0, 25, Fraction(75, 7), Fraction(250, 7)),
        "pillar privacy": (0, 0, 0, 0, 0),
        "pillar access": (50, 0, 50, Fraction(150, 7), Fraction(500, 7)),
        "standard example-access": (
            Fraction(350, 9),
            0,
            Fraction(350, 9),
            Fraction(150, 9),
            Fraction(500, 9),
        ),
    }
    assert (movement.covered, movement.applicable) == (3, 3)
    assert (movement.missing, movement.dropped, movement.reworded) == ({}, {}, ())


def test_only_the_method_moves_when_the_answers_are_the_same():
    answers = {"ACC-1": "mostly", "ACC-2": "never", "ACC-3": "always"}
    reweighted = define(*change_question(0, weight=3), *change_question(1, weight=4))

    movement = compare(Year(answers), Year(answers, (reweighted,)))

    # access: 70 × 5 / 7 = 50, then 70 × 3 / 7 = 30.
    assert list_numbers(movement)["pillar access"] == (50, -20, 30, 0, 30)
    assert list_numbers(movement)["total all"] == (75, -10, 65, 0, 65)
    assert list_numbers(movement)["pillar privacy"] == (100, 0, 100, 0, 100)
    assert movement.covered == movement.applicable == 3


def test_both_move_at_once():
    repointed = define(("scale", 1, "points", 84))
    before = Year({"ACC-1": "mostly", "ACC-2": "never"})
    now = Year({"ACC-1": "mostly", "ACC-2": "always"}, (repointed,))

    # 350 / 7, then 420 / 7, then (420 + 200) / 7.
    assert list_numbers(compare(before, now))["pillar access"] == (
        50,
        10,
        60,
        Fraction(200, 7),
        Fraction(620, 7),
    )


def test_added_and_removed_questions():
    before = Year({"ACC-1": "mostly", "ACC-2": "never", "ACC-3": "always"})
    replaced = define(("questions", 1, {**make_document()["questions"][1], "code": "ACC-9"}))
    now = Year({"ACC-1": "mostly", "ACC-9": "always", "ACC-3": "always"}, (replaced,))

    movement = compare(before, now)

    # What was answered to ACC-2 goes with it; ACC-9 counts only once it is answered.
    assert list_numbers(movement)["pillar access"] == (50, 20, 70, Fraction(60, 7), Fraction(550, 7))
    assert movement.missing == {"ACC-9": Reason.QUESTION}
    assert movement.dropped == {"ACC-2": Reason.QUESTION}
    assert (movement.covered, movement.applicable) == (2, 3)


def test_an_option_that_is_no_longer_offered_takes_its_answer_with_it():
    before = Year({"ACC-1": "mostly", "ACC-2": "always", "ACC-3": "always"})
    now = Year({"ACC-1": "always", "ACC-2": "always", "ACC-3": "always"}, (define(NO_MOSTLY),))

    movement = compare(before, now)

    # (350 + 200) / 7, then ACC-2 alone.
    assert list_numbers(movement)["pillar access"] == (Fraction(550, 7), Fraction(150, 7), 100, 0, 100)
    assert movement.missing == movement.dropped == {"ACC-1": Reason.OPTION}


def test_options_that_are_still_offered_keep_their_answers_though_the_choice_has_changed():
    before = Year({"ACC-1": "never", "ACC-2": "always", "ACC-3": "always"})

    movement = compare(before, Year({}, (define(NO_MOSTLY),)))

    assert movement.dropped == {}
    assert movement.reworded == ("ACC-1",)


def test_a_question_that_moves_to_another_pillar_takes_its_answer_along():
    answers = {"ACC-1": "always", "ACC-2": "never", "ACC-3": "always"}
    moved = define(*change_question(1, pillar="privacy"))

    movement = compare(Year(answers), Year(answers, (moved,)))

    assert list_numbers(movement)["pillar access"] == (Fraction(500, 7), Fraction(200, 7), 100, 0, 100)
    assert list_numbers(movement)["pillar privacy"] == (100, -50, 50, 0, 50)
    assert (movement.missing, movement.dropped) == ({}, {})


def test_not_scored_on_one_side_is_not_comparable_and_never_0():
    before, now = Year({"ACC-1": "always"}), Year({"ACC-3": "never"})

    assert list_numbers(compare(before, now)) == {
        "total all": (100, 0, 100, -100, 0),
        "pillar privacy": (None, None, None, None, 0),
        "pillar access": (100, 0, 100, None, None),
        "standard example-access": (100, 0, 100, -100, 0),
    }


def test_not_applicable_answers_are_covered_and_not_scored():
    before = Year({"ACC-1": "always", "ACC-2": "always", "ACC-3": "no_such_service"})

    movement = compare(before, Year({"ACC-3": "always"}))

    assert list_numbers(movement)["pillar privacy"] == (None, None, None, None, 100)
    assert movement.covered == 3


@pytest.mark.parametrize(
    ("before", "now", "missing", "dropped"),
    [
        ({"tags": frozenset()}, {}, {"ACC-2": Reason.NOT_ASKED}, {}),
        ({}, {"tags": frozenset()}, {}, {"ACC-2": Reason.NOT_ASKED}),
        ({"tier": "core"}, {}, {"ACC-3": Reason.NOT_ASKED, "ACC-2": Reason.NOT_ASKED}, {}),
        ({}, {"tier": "core"}, {}, {"ACC-3": Reason.NOT_ASKED, "ACC-2": Reason.NOT_ASKED}),
    ],
)
def test_profile_and_tier_belong_to_the_method(before, now, missing, dropped):
    """Answers that last year's profile did not ask for may be there, but counted for nothing then."""
    answers = {"ACC-1": "mostly", "ACC-2": "always", "ACC-3": "always"}

    movement = compare(Year(answers, **before), Year(answers, **now))

    assert (movement.missing, movement.dropped) == (missing, dropped)


def test_an_answer_that_no_option_stands_for_is_none():
    movement = compare(Year({"ACC-1": "", "ACC-2": "mostly"}), Year({"ACC-3": "always"}))

    assert movement.missing == dict.fromkeys(["ACC-1", "ACC-2", "ACC-3"], Reason.UNANSWERED)
    assert movement.dropped == {}


# Pillars that are left out


def test_a_pillar_that_was_left_out_stays_left_out():
    answers = {"ACC-1": "always", "ACC-2": "always", "ACC-3": "never"}

    movement = compare(Year(answers, left_out=frozenset({"access"})), Year(answers))

    assert list_numbers(movement)["pillar access"] == (None, None, None, None, 100)
    assert list_numbers(movement)["total all"] == (0, 0, 0, 50, 50)
    assert movement.missing == {"ACC-1": Reason.LEFT_OUT, "ACC-2": Reason.LEFT_OUT}
    assert movement.dropped == {}


def test_a_pillar_that_is_left_out_now_was_scored_then():
    answers = {"ACC-1": "never", "ACC-2": "never", "ACC-3": "always"}

    movement = compare(Year(answers), Year(answers, left_out=frozenset({"access"})))

    assert list_numbers(movement)["pillar access"] == (0, 0, 0, None, None)
    assert list_numbers(movement)["total all"] == (50, 0, 50, 50, 100)
    assert (movement.covered, movement.applicable) == (1, 1)


def test_a_question_that_moves_out_of_or_into_a_pillar_that_was_left_out_is_not_covered():
    answers = {"ACC-1": "always", "ACC-2": "always", "ACC-3": "always"}
    out = Year(answers, left_out=frozenset({"access"}))

    moved_out = compare(out, Year(answers, (define(*change_question(0, pillar="privacy")),)))
    moved_in = compare(out, Year(answers, (define(*change_question(2, pillar="access")),)))

    assert moved_out.missing == {"ACC-1": Reason.LEFT_OUT, "ACC-2": Reason.LEFT_OUT}
    assert moved_out.dropped == {}
    assert moved_in.missing == dict.fromkeys(["ACC-1", "ACC-2", "ACC-3"], Reason.LEFT_OUT)
    assert moved_in.dropped == {"ACC-3": Reason.LEFT_OUT}


# Several standards


def test_standards_of_one_year_have_no_row_and_what_they_ask_is_named():
    first = Year({"ACC-1": "mostly", "ACC-2": "never", "ACC-3": "always"})
    both = Year({**first.answers, "BBB-1": "always"}, (EXAMPLE, define_second()))

    added, gone = compare(first, both), compare(both, first)

    assert "standard second" not in list_numbers(added) | list_numbers(gone)
    assert {key for key, reason in added.missing.items() if reason == Reason.STANDARD} == {
        "BBB-1",
        "BBB-2",
        "BBB-3",
    }
    # access: (70 × 5) / 7 without BBB-1, (70 × 5 + 100 × 5) / 12 with it.
    assert list_numbers(added)["pillar access"] == (50, 0, 50, Fraction(250, 12), Fraction(850, 12))
    assert list_numbers(gone)["pillar access"] == (Fraction(850, 12), Fraction(-250, 12), 50, 0, 50)
    assert gone.dropped == {"BBB-1": Reason.STANDARD}


# Units

SERVICES = change_question(0, scope="service")


def test_what_is_measured_is_the_companys_move_and_units_are_known_by_name():
    """Last year's numbers of units say nothing this year."""
    edition = (define(*SERVICES),)
    before = Year({"ACC-1~1": "always", "ACC-1~2": "never"}, edition, units=(MOBILE, FIXED))
    other = MeasuredUnit("2", "Mobile", "service")
    now = Year({"ACC-1~2": "always"}, edition, units=(other,))

    movement = compare(before, now)

    assert list_numbers(movement)["pillar access"] == (50, 0, 50, 50, 100)
    assert movement.missing == {"ACC-2": Reason.UNANSWERED, "ACC-3": Reason.UNANSWERED}
    assert (movement.covered, movement.applicable) == (1, 3)
    assert (movement.dropped, movement.units_gone) == ({}, (FIXED,))


def test_a_unit_that_was_not_measured_then_is_not_covered():
    edition = (define(*SERVICES),)

    movement = compare(
        Year({"ACC-1": "always"}, edition), Year({"ACC-1~1": "never"}, edition, units=(MOBILE,))
    )

    assert list_numbers(movement)["pillar access"] == (100, 0, 100, -100, 0)
    assert movement.missing["ACC-1~1"] == Reason.UNIT
    assert (movement.dropped, movement.units_gone) == ({}, ())


@pytest.mark.parametrize(("old", "new"), [("company", "service"), ("service", "company")])
def test_a_question_that_is_asked_of_others_now_loses_its_answer(old, new):
    keys = {"company": "ACC-1", "service": "ACC-1~1"}
    before = Year({keys[old]: "always"}, (define(*change_question(0, scope=old)),), units=(MOBILE,))
    now = Year({keys[new]: "always"}, (define(*change_question(0, scope=new)),), units=(MOBILE,))

    movement = compare(before, now)

    assert movement.dropped == {keys[old]: Reason.UNIT}
    assert movement.missing[keys[new]] == Reason.UNIT
    assert list_numbers(movement)["pillar access"] == (100, None, None, None, 100)


def test_a_question_that_is_asked_of_fewer_loses_the_others():
    before = Year(
        {"ACC-1": "never", "ACC-1~1": "always"}, (define(*change_question(0, scope="both")),), units=(MOBILE,)
    )
    now = Year({}, (define(*SERVICES),))

    movement = compare(before, now)

    # The company measures no service now, so that the question is asked of it as a whole; then it had one.
    assert movement.dropped == {"ACC-1": Reason.UNIT}
    assert movement.missing["ACC-1"] == Reason.UNIT
    assert list_numbers(movement)["pillar access"] == (50, 50, 100, None, None)


# Properties

OPTIONS = ["", "always", "mostly", "rarely", "never", "no_such_service"]
METHODS = [EXAMPLE, *(define(*changes) for changes in CHANGES.values())]
SECONDS = [define_second(), define_second(*change_question(0, weight=1))]
CODES = ["ACC-1", "ACC-2", "ACC-3", "ACC-9", "BBB-1", "BBB-2", "BBB-3"]
UNITS = st.sampled_from([(), (MOBILE,), (MOBILE, FIXED), (MeasuredUnit("1", "Fixed", "service"),)])
METHOD = st.fixed_dictionaries(
    {
        "editions": st.tuples(st.sampled_from(METHODS))
        | st.tuples(st.sampled_from(METHODS), st.sampled_from(SECONDS)),
        "tier": st.sampled_from(["core", "extended"]),
        "tags": st.sampled_from([ALL_TAGS, frozenset()]),
    }
)
COMPANY = st.fixed_dictionaries(
    {
        "answers": st.dictionaries(
            st.sampled_from([f"{code}{unit}" for code in CODES for unit in ("", "~1", "~2")]),
            st.sampled_from(OPTIONS),
        ),
        "left_out": st.sets(st.sampled_from(["access", "privacy"])).map(frozenset),
        "units": UNITS,
    }
)


@given(METHOD, COMPANY, METHOD, COMPANY)
def test_the_two_moves_lead_exactly_from_before_to_now(old, before, new, now):
    before, now = Year(**old, **before), Year(**new, **now)
    movement = compare(before, now)

    for move in movement.moves:
        for difference, sides in (
            (move.method_moved, (move.before, move.restated)),
            (move.company_moved, (move.restated, move.now)),
        ):
            assert (difference is None) == (None in sides)
        if None not in (move.method_moved, move.company_moved):
            assert move.before + move.method_moved + move.company_moved == move.now
    assert [(move.before, move.now) for move in movement.moves if move.level == "total"] == [
        (before.fill().scorecard.total.value, now.fill().scorecard.total.value)
    ]


@given(METHOD, COMPANY, COMPANY)
def test_the_same_editions_tier_and_profile_move_nothing(method, before, now):
    movement = compare(Year(**method, **before), Year(**method, **now))

    assert {move.method_moved for move in movement.moves} <= {0, None}
    assert [move.restated for move in movement.moves] == [move.before for move in movement.moves]
    assert movement.dropped == {}


@given(METHOD, METHOD, COMPANY)
def test_a_company_that_answers_the_same_moves_nothing_that_was_asked_before(old, new, company):
    movement = compare(Year(**old, **company), Year(**new, **company))
    assume(set(movement.missing.values()) <= {Reason.UNANSWERED})

    assert {move.company_moved for move in movement.moves} <= {0, None}


@given(METHOD, COMPANY, METHOD, COMPANY)
def test_every_answer_is_covered_or_named_with_its_reason(old, before, new, now):
    movement = compare(Year(**old, **before), Year(**new, **now))
    asked = {AnswerKey(result.question, result.unit) for result in Year(**new, **now).fill().results}
    answered = {
        AnswerKey(result.question, result.unit)
        for result in Year(**old, **before).fill().results
        if result.is_answered
    }
    restated = {
        AnswerKey(result.question, result.unit) for result in movement.restated.results if result.is_answered
    }

    assert set(movement.missing) <= asked
    assert movement.applicable == len(asked)
    assert restated | set(movement.dropped) == answered
    assert not restated & set(movement.dropped)
    assert set(movement.reworded) <= restated


# docs/new-editions.md


def read_tables() -> list[list[list[str]]]:
    """The tables of the section, each a list of rows without the head."""
    section = DOCUMENT.read_text(encoding="utf-8").partition("## The company moved, the method moved")[2]
    tables = re.findall(r"(?:^\|.*\n)+", section, re.MULTILINE)
    return [
        [[cell.strip(" `") for cell in line.strip("|\n").split("|")] for line in table.splitlines()[2:]]
        for table in tables
    ]


def read_years() -> tuple[Year, Year]:
    rows = read_tables()[0]
    before, now = ({row[0]: row[column] for row in rows if row[column] != "not asked"} for column in (1, 2))
    return Year(before), Year(now, (define(*EDITION_2),))


def show(value: Fraction | None) -> str:
    return "not scored" if value is None else str(value).replace("-", "−")


def test_documented_example():
    movement = compare(*read_years())

    assert read_tables()[1] == [
        [address, *(show(value) for value in numbers)] for address, numbers in list_numbers(movement).items()
    ]
    assert (movement.covered, movement.applicable) == (2, 3)
    assert (movement.missing, movement.dropped) == ({"ACC-4": Reason.QUESTION}, {"ACC-3": Reason.QUESTION})
    assert movement.reworded == ("ACC-1",)


def test_document_names_every_reason():
    assert [row[0] for row in read_tables()[2]] == [reason.value for reason in Reason]
