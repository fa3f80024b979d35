"""Words of editions are rendered once per process and language; nothing about a company is kept."""

from types import SimpleNamespace

import pytest
from django.utils import translation

from assessment import layout
from assessment.forms.pillar import PillarForm
from assessment.laying_out import lay_out
from assessment.layout import QuestionBlock, render_once
from assessment.questionnaire import AnswerKey
from tests.assessment.questionnaires import (
    ALL_TAGS,
    INTERNET,
    OF_SERVICES,
    POSTPAID,
    PREPAID,
    SUBSIDIARY,
    fill,
    fill_example,
    make_edition,
)


TEMPLATE = "assessment/_question_aside.html"


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch):
    monkeypatch.setattr(layout, "_rendered", {})


def ask(*changes, tags=ALL_TAGS):
    return lay_out([make_edition(*changes)], tier="extended", tags=tags).by_code["ACC-1"]


def render_aside(question, *notes):
    return render_once(TEMPLATE, question.definition, *notes, question=question)


def test_the_same_words_are_rendered_once():
    question = ask()

    assert render_aside(question) is render_aside(question)
    assert "address of the statement" in render_aside(question)


def test_companies_with_other_profiles_share_the_words_of_an_edition():
    edition = make_edition()
    first, second = (
        lay_out([edition], tier="extended", tags=tags).by_code["ACC-1"] for tags in (ALL_TAGS, frozenset())
    )

    assert first is not second
    assert render_aside(first) is render_aside(second)


def test_other_words_other_notes_and_other_languages_are_rendered_apart():
    question, other = ask(), ask(("questions", 0, "evidence", 0, "en", "another proof"))
    note = SimpleNamespace(title="A law", text="What it says.", checked_on=None, confidence="A")

    plain, noted = render_aside(question), render_aside(question, note)
    with translation.override("kk"):
        kazakh = render_aside(question)

    assert "another proof" in render_aside(other)
    assert "What it says." in noted
    assert "What it says." not in plain
    assert kazakh != plain


def test_what_is_kept_has_a_limit(monkeypatch):
    monkeypatch.setattr(layout, "RENDERED_LIMIT", 2)
    questions = [ask() for _number in range(5)]

    texts = [render_aside(question) for question in questions]

    assert len(set(texts)) == 1
    assert len(layout._rendered) <= 2


def test_a_question_that_is_being_read_says_nothing_about_saving():
    question = ask()
    form = PillarForm(questions=[question], language="kk")

    described = QuestionBlock(question, fill_example(), {}, True, {}).describe(form, AnswerKey(question.code))

    assert (described["saved"], described["version"]) == ("", 0)
    assert described["explanation_language"] == "kk"


# A question that is asked of units


def describe_units(code, answers=(), *, units=(PREPAID, POSTPAID, INTERNET), may_answer=True, data=None):
    questionnaire = lay_out([make_edition(*OF_SERVICES)], tier="extended", tags=ALL_TAGS)
    filled = fill(questionnaire, answers, units=units)
    form = PillarForm(data, questions=[questionnaire.by_code[code]], language="en", units=filled.units)
    question = questionnaire.by_code[code]
    block = QuestionBlock(question, filled, {}, may_answer, {})
    with translation.override("en"):
        return block.describe_units(form, form.list_places(question))


def list_rows(described):
    return [
        (row["key"], row["place"], row.get("kind", ""), row["chosen"].code if row["chosen"] else "")
        for row in described["rows"]
    ]


def test_a_row_for_all_and_one_for_each_service():
    described = describe_units("ACC-1", {"ACC-1~2": "mostly"})

    assert list_rows(described) == [
        ("ACC-1~all", "Same for all services", "", ""),
        ("ACC-1~1", "Prepaid", "Service, counts together with “mobile”", ""),
        ("ACC-1~2", "Postpaid", "Service, counts together with “mobile”", "mostly"),
        ("ACC-1~3", "Internet", "Service", ""),
    ]
    assert [choice.code for choice in described["choices"]] == ["always", "mostly", "never"]
    assert described["columns"] == 4


@pytest.mark.parametrize(
    ("code", "units", "may_answer", "places"),
    [
        ("ACC-1", [INTERNET], True, ["Internet"]),
        ("ACC-1", [INTERNET, PREPAID], False, ["Internet", "Prepaid"]),
        ("ACC-1", [SUBSIDIARY], True, ["Same for all", "Company as a whole", "Subsidiary"]),
        ("ACC-2", [SUBSIDIARY, INTERNET], True, ["Same for all", "Company as a whole", "Subsidiary"]),
    ],
    ids=["one service", "somebody who only reads", "subsidiary", "question of the company"],
)
def test_which_rows_there_are(code, units, may_answer, places):
    described = describe_units(code, units=units, may_answer=may_answer)

    assert [row["place"] for row in described["rows"]] == places


def test_the_row_for_all_shows_what_was_sent_and_never_what_is_stored():
    answers = {"ACC-1~1": "always", "ACC-1~2": "always", "ACC-1~3": "always"}

    stored = describe_units("ACC-1", answers)["rows"][0]
    sent = describe_units("ACC-1", answers, data={"ACC-1~all-option": "never"})["rows"][0]

    assert (stored["chosen"], stored["version"]) == (None, 0)
    assert sent["chosen"].code == "never"


def test_an_earlier_answer_of_the_whole_company_is_told_where_it_does_not_count():
    earlier = [
        describe_units("ACC-1", answers, units=units)["earlier"]
        for answers, units in (
            ({"ACC-1": "mostly"}, [INTERNET]),
            ({"ACC-1": "mostly"}, [SUBSIDIARY]),
            ({"ACC-1~3": "mostly"}, [INTERNET]),
        )
    ]

    assert earlier[0]["option"].label == "Mostly"
    assert earlier[1:] == [None, None]
