"""What an assessment asks and how far it is answered. Without a database: editions are parsed from a document."""

from dataclasses import FrozenInstanceError
from fractions import Fraction

import pytest

from assessment.laying_out import lay_out
from assessment.questionnaire import NO_ANSWER, AnswerKey, GivenAnswer, Progress, select_units
from assessment.scoring import WHOLE_COMPANY, MeasuredUnit
from tests.assessment.questionnaires import (
    ALL_TAGS,
    INTERNET,
    OF_SERVICES,
    POSTPAID,
    PREPAID,
    SUBSIDIARY,
    fill,
    fill_example,
    list_codes,
    make_edition,
    make_second_edition,
)


def ask(*editions, tier="extended", tags=ALL_TAGS):
    return lay_out(editions or [make_edition()], tier=tier, tags=tags)


def outline(questionnaire):
    """Pillars with their parts and question codes."""
    return [
        (pillar.code, [(part.code, list_codes(part.questions)) for part in pillar.parts])
        for pillar in questionnaire.pillars
    ]


def test_pillars_come_by_position_and_questions_in_the_order_of_the_edition():
    assert outline(ask()) == [
        ("privacy", [("A-2", ["ACC-3"])]),
        ("access", [("A-1", ["ACC-1", "ACC-2"])]),
    ]


def test_core_asks_the_core_questions_alone():
    questionnaire = ask(tier="core")

    assert outline(questionnaire) == [("access", [("A-1", ["ACC-1"])])]
    assert questionnaire.skipped == ("ACC-2", "ACC-3")


@pytest.mark.parametrize("tier", ["extended", "anything"])
def test_every_other_tier_asks_everything(tier):
    assert list_codes(ask(tier=tier).by_code.values()) == ["ACC-3", "ACC-1", "ACC-2"]


@pytest.mark.parametrize(
    ("tags", "asked", "skipped"),
    [
        ((), ["ACC-3", "ACC-1"], ("ACC-2",)),
        (("telecom", "ai"), ["ACC-3", "ACC-1"], ("ACC-2",)),
        (("messenger",), ["ACC-3", "ACC-1", "ACC-2"], ()),
        (("telecom", "messenger"), ["ACC-3", "ACC-1", "ACC-2"], ()),
    ],
)
def test_tags_of_the_company_decide_what_applies(tags, asked, skipped):
    questionnaire = ask(tags=frozenset(tags))

    assert list(questionnaire.by_code) == asked
    assert questionnaire.skipped == skipped


def test_one_of_several_tags_is_enough():
    edition = make_edition(
        ("tags", 1, {**make_tag("telecom")}), ("questions", 1, "applies_to", ["messenger", "telecom"])
    )

    assert "ACC-2" in ask(edition, tags=frozenset({"telecom"})).by_code


def make_tag(code):
    text = {"kk": code, "ru": code, "en": code}
    return {"code": code, "label": text, "meaning": text}


def test_a_pillar_in_which_nothing_applies_is_not_there():
    edition = make_edition(("questions", 2, "applies_to", ["messenger"]))

    questionnaire = ask(edition, tags=frozenset())

    assert outline(questionnaire) == [("access", [("A-1", ["ACC-1"])])]
    assert questionnaire.find_pillar("privacy") is None


def test_pillars_of_several_editions_meet_under_their_code():
    assert outline(ask(make_edition(), make_second_edition())) == [
        ("privacy", [("A-2", ["ACC-3"]), ("A-2", ["BBB-3"])]),
        ("access", [("A-1", ["ACC-1", "ACC-2"]), ("A-1", ["BBB-1", "BBB-2"])]),
    ]


def test_the_first_edition_names_a_shared_pillar_and_places_it():
    second = make_second_edition(
        ("pillars", 0, "label", "en", "Another name"),
        ("pillars", 0, "position", 1),
        ("pillars", 0, "may_be_left_out", False),
    )

    (privacy, access) = ask(make_edition(), second).pillars

    assert (access.code, access.label, access.may_be_left_out) == ("access", "Accessibility", True)
    assert (privacy.code, privacy.label, privacy.may_be_left_out) == ("privacy", "Privacy", False)


def test_pillars_at_the_same_position_come_by_code():
    edition = make_edition(("pillars", 0, "position", 7), ("pillars", 1, "position", 7))

    assert [pillar.code for pillar in ask(edition).pillars] == ["access", "privacy"]


def test_a_question_knows_its_standard_pillar_source_severity_and_kind():
    question = ask().by_code["ACC-1"]

    assert (question.pillar, question.standard) == ("access", "example-access")
    assert (question.severity.label, question.kind.label) == ("Blocking", "Disclosure")
    assert question.source.publisher == "Example Foundation"
    assert question.recommendation.title == "Work by keyboard"
    assert question.edition.edition == "1"


def test_offered_options_are_those_with_a_criterion_in_the_order_of_the_scale():
    offered = {
        code: [(option.code, option.points, option.needs_reason) for option in question.options]
        for code, question in ask().by_code.items()
    }

    assert offered == {
        "ACC-1": [("always", 100, False), ("mostly", 70, False), ("never", 0, False)],
        "ACC-2": [("always", 100, False), ("rarely", 30, False), ("never", 0, False)],
        "ACC-3": [("always", 100, False), ("never", 0, False), ("no_such_service", None, True)],
    }


def test_criteria_may_stand_in_any_order_in_the_file():
    edition = make_edition()
    first = edition.questions[0]
    first.criteria = tuple(reversed(first.criteria))

    assert [option.code for option in ask(edition).by_code["ACC-1"].options] == ["always", "mostly", "never"]
    assert ask(edition).by_code["ACC-1"].find_option("mostly").criterion == "Published for most pages."


def test_find_option_knows_only_what_is_offered():
    question = ask().by_code["ACC-1"]

    assert question.find_option("mostly").label == "Mostly"
    assert question.find_option("rarely") is None
    assert question.find_option("") is None


def test_best_option_is_the_one_with_most_points():
    assert {code: question.best_option.code for code, question in ask().by_code.items()} == {
        "ACC-1": "always",
        "ACC-2": "always",
        "ACC-3": "always",
    }


def test_severities_of_all_editions_come_heaviest_first_and_once():
    second = make_second_edition(
        ("severities", 2, {**make_tag("fatal"), "weight": 9}),
    )

    assert [severity.code for severity in ask(make_edition(), second).severities] == [
        "fatal",
        "blocking",
        "tiring",
    ]


def test_a_questionnaire_cannot_be_changed():
    questionnaire = ask()

    with pytest.raises(FrozenInstanceError):
        questionnaire.pillars = ()


def test_texts_are_in_the_language_of_the_editions():
    question = ask(make_edition(language="kk")).by_code["ACC-1"]

    assert question.options[0].label == "Әрқашан"
    assert question.definition.evidence == ("мәлімдеменің мекенжайы",)


def test_no_answer_is_version_0():
    assert fill_example().answer_to("ACC-1") is NO_ANSWER
    assert GivenAnswer() == NO_ANSWER
    assert NO_ANSWER.version == 0


def test_progress_counts_chosen_options_only():
    filled = fill_example({"ACC-1": "never", "ACC-2": ""})

    assert filled.measure_progress(filled.questionnaire.find_pillar("access").questions) == Progress(1, 2)
    assert filled.measure_progress(filled.questionnaire.by_code.values()) == Progress(1, 3)
    assert Progress(1, 2).is_complete is False
    assert Progress(2, 2).is_complete is True


def test_progress_counts_not_applicable_as_answered():
    filled = fill_example({"ACC-3": "no_such_service"})

    assert filled.measure_progress(filled.questionnaire.find_pillar("privacy").questions) == Progress(1, 1)


def test_a_pillar_that_is_left_out_counts_nowhere():
    filled = fill_example({"ACC-1": "always", "ACC-3": "always"}, left_out=["access"])

    assert list_codes(filled.questions) == ["ACC-3"]
    assert filled.measure_progress(filled.questionnaire.by_code.values()) == Progress(1, 1)
    assert filled.unanswered == ()
    assert filled.scorecard.total.value == 100
    assert filled.scorecard.find("pillar", "access").value is None
    assert filled.scorecard.find("pillar", "access").results == ()


def test_unanswered_are_the_questions_that_count_and_have_no_option():
    filled = fill_example({"ACC-1": "always", "ACC-3": ""})

    assert list_codes(filled.unanswered) == ["ACC-3", "ACC-2"]
    assert [filled.is_unanswered(question) for question in filled.questionnaire.by_code.values()] == [
        True,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("code", "option", "gap"),
    [
        ("ACC-1", "always", False),
        ("ACC-1", "mostly", True),
        ("ACC-1", "never", True),
        ("ACC-1", "", False),
        ("ACC-3", "no_such_service", False),
    ],
)
def test_a_gap_is_answered_with_fewer_than_100_points(code, option, gap):
    filled = fill_example({code: option})

    assert filled.is_gap(filled.questionnaire.by_code[code]) is gap


def test_scorecard_by_hand():
    filled = fill_example({"ACC-1": "mostly", "ACC-2": "rarely", "ACC-3": "no_such_service"})

    scorecard = filled.scorecard

    # (70 × 5 + 30 × 2) / 7; nothing is left of the pillar privacy.
    assert scorecard.find("pillar", "access").value == Fraction(410, 7)
    assert scorecard.find("pillar", "privacy").value is None
    assert scorecard.total.value == Fraction(410, 7)
    assert scorecard.find("standard", "example-access").value == Fraction(410, 7)
    assert scorecard.disclosure.value == 70
    assert (scorecard.total.answered, scorecard.total.excluded, scorecard.total.applicable) == (3, 1, 3)


def test_scorecard_cuts_two_standards():
    questionnaire = ask(make_edition(), make_second_edition())
    filled = fill(questionnaire, {"ACC-1": "always", "ACC-3": "never", "BBB-1": "never", "BBB-3": "always"})

    scores = {score.code: score.value for score in (*filled.scorecard.pillars, *filled.scorecard.standards)}

    assert scores == {
        "privacy": 50,
        "access": 50,
        "example-access": Fraction(500, 7),
        "second": Fraction(200, 7),
    }


def test_an_option_that_is_not_offered_counts_as_no_answer_in_the_score():
    filled = fill_example({"ACC-1": "rarely"})

    assert filled.scorecard.total.answered == 0
    assert filled.scorecard.total.value is None


# Units


@pytest.mark.parametrize(
    ("question", "unit", "key"),
    [("GOV-01", "", "GOV-01"), ("PRV-01", "2", "PRV-01~2"), ("A.1", "9", "A.1~9")],
)
def test_an_answer_is_named_by_question_and_unit(question, unit, key):
    name = AnswerKey(question, unit)

    assert (name, name.question, name.unit) == (key, question, unit)
    assert (AnswerKey(key).question, AnswerKey(key).unit) == (question, unit)


@pytest.mark.parametrize(
    ("scope", "units", "asked"),
    [
        ("company", [], [WHOLE_COMPANY]),
        ("service", [], [WHOLE_COMPANY]),
        ("both", [], [WHOLE_COMPANY]),
        ("company", [PREPAID, INTERNET], [WHOLE_COMPANY]),
        ("service", [PREPAID, INTERNET], [PREPAID, INTERNET]),
        ("both", [PREPAID, INTERNET], [WHOLE_COMPANY, PREPAID, INTERNET]),
        ("company", [SUBSIDIARY], [WHOLE_COMPANY, SUBSIDIARY]),
        ("service", [SUBSIDIARY], [WHOLE_COMPANY, SUBSIDIARY]),
        ("both", [SUBSIDIARY], [WHOLE_COMPANY, SUBSIDIARY]),
        ("company", [INTERNET, SUBSIDIARY], [WHOLE_COMPANY, SUBSIDIARY]),
        ("service", [INTERNET, SUBSIDIARY], [INTERNET]),
        ("both", [INTERNET, SUBSIDIARY], [WHOLE_COMPANY, INTERNET, SUBSIDIARY]),
    ],
)
def test_the_scope_of_a_question_decides_of_which_units_it_is_asked(scope, units, asked):
    assert select_units(scope, (WHOLE_COMPANY, *units)) == tuple(asked)


def fill_units(answers=(), left_out=(), *, units=(PREPAID, POSTPAID, INTERNET)):
    return fill(ask(make_edition(*OF_SERVICES)), answers, left_out, units=units)


@pytest.mark.parametrize(
    ("units", "has_units", "keys"),
    [
        ([], False, {"ACC-1": ["ACC-1"], "ACC-2": ["ACC-2"], "ACC-3": ["ACC-3"]}),
        ([INTERNET], True, {"ACC-1": ["ACC-1~3"], "ACC-2": ["ACC-2"], "ACC-3": ["ACC-3~3"]}),
        (
            [SUBSIDIARY, PREPAID, INTERNET],
            True,
            {
                "ACC-1": ["ACC-1~1", "ACC-1~3"],
                "ACC-2": ["ACC-2", "ACC-2~4"],
                "ACC-3": ["ACC-3~1", "ACC-3~3"],
            },
        ),
    ],
)
def test_a_question_asks_for_an_answer_of_each_of_its_units(units, has_units, keys):
    filled = fill_units(units=units)

    assert filled.has_units is has_units
    asked = {code: list(filled.keys_of(question)) for code, question in filled.questionnaire.by_code.items()}
    assert asked == keys


ANSWERS = {
    "ACC-1~1": "always",
    "ACC-1~2": "never",
    "ACC-1~3": "mostly",
    "ACC-2": "rarely",
    "ACC-3~1": "no_such_service",
    "ACC-3~2": "never",
}


def test_progress_counts_the_answers_of_each_unit():
    filled = fill_units(ANSWERS)
    pillars = {
        pillar.code: filled.measure_progress(pillar.questions) for pillar in filled.questionnaire.pillars
    }

    assert pillars == {"access": Progress(4, 4), "privacy": Progress(2, 3)}
    assert list_codes(filled.unanswered) == ["ACC-3"]


def test_progress_of_a_pillar_that_is_left_out_counts_no_unit():
    filled = fill_units(ANSWERS, left_out=["privacy"])

    assert filled.measure_progress(filled.questionnaire.by_code.values()) == Progress(4, 4)
    assert filled.unanswered == ()


def test_a_gap_at_one_unit_is_a_gap_and_names_its_answers():
    filled = fill_units(ANSWERS)
    gaps = {code: filled.find_gap_keys(question) for code, question in filled.questionnaire.by_code.items()}

    assert gaps == {"ACC-1": ("ACC-1~2", "ACC-1~3"), "ACC-2": ("ACC-2",), "ACC-3": ("ACC-3~2",)}


@pytest.mark.parametrize("missing", ["ACC-1~1", "ACC-1~2", "ACC-1~3"])
def test_a_question_is_unanswered_until_every_unit_has_an_answer(missing):
    answers = {key: "always" for key in ("ACC-1~1", "ACC-1~2", "ACC-1~3") if key != missing}
    question = ask(make_edition(*OF_SERVICES)).by_code["ACC-1"]

    assert fill_units(answers | {missing: ""}).is_unanswered(question) is True
    assert fill_units(answers | {missing: "never"}).is_unanswered(question) is False


@pytest.mark.parametrize("key", ["ACC-1", "ACC-1~4", "ACC-1~9", "ACC-2~1"])
def test_an_answer_of_a_unit_that_is_not_asked_counts_nowhere(key):
    filled = fill_units({key: "never"})

    assert filled.scorecard.total.answered == 0
    assert [filled.is_gap(question) for question in filled.questionnaire.by_code.values()] == [False] * 3
    assert filled.answer_to(key).option == "never"


def test_scorecard_of_units_by_hand():
    filled = fill_units(ANSWERS)

    scorecard = filled.scorecard

    # ACC-1: prepaid and postpaid make (100 + 0) / 2 = 50, with internet (50 + 70) / 2 = 60; ACC-2: 30.
    # Access: (60 × 5 + 30 × 2) / 7. Privacy: postpaid alone has points, 0.
    assert scorecard.find("pillar", "access").value == Fraction(360, 7)
    assert scorecard.find("pillar", "privacy").value == 0
    assert scorecard.total.value == Fraction(180, 7)
    assert scorecard.find("standard", "example-access").value == Fraction(360, 9)
    assert scorecard.disclosure.value == 60
    assert (scorecard.total.answered, scorecard.total.excluded, scorecard.total.applicable) == (6, 1, 7)


def test_without_a_bundle_every_service_counts_the_same():
    apart = [MeasuredUnit(unit.code, unit.name, unit.kind) for unit in (PREPAID, POSTPAID, INTERNET)]
    filled = fill_units({"ACC-1~1": "always", "ACC-1~2": "never", "ACC-1~3": "mostly"}, units=apart)

    assert filled.scorecard.total.value == Fraction(170, 3)


def test_scores_of_each_unit_alone_by_hand():
    scores = {
        unit.name: (
            scorecard.total.value,
            [score.value for score in scorecard.pillars],
            (scorecard.total.answered, scorecard.total.applicable),
        )
        for unit, scorecard in fill_units(ANSWERS).unit_scorecards
    }

    assert scores == {
        "": (30, [None, 30], (1, 1)),
        "Prepaid": (100, [None, 100], (2, 2)),
        "Postpaid": (0, [0, 0], (2, 2)),
        "Internet": (70, [None, 70], (1, 2)),
    }


def test_the_whole_company_alone_scores_what_all_together_score():
    filled = fill_example({"ACC-1": "mostly", "ACC-2": "rarely", "ACC-3": "never"})

    ((unit, scorecard),) = filled.unit_scorecards

    assert unit == WHOLE_COMPANY
    assert scorecard == filled.scorecard
