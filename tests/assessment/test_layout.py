"""Words of editions are rendered once per process and language; nothing about a company is kept."""

from types import SimpleNamespace

import pytest
from django.utils import translation

from assessment import layout
from assessment.layout import QuestionBlock, render_once
from assessment.questionnaire import AnswerKey, lay_out
from tests.assessment.questionnaires import ALL_TAGS, fill_example, make_edition


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
    form = SimpleNamespace(
        is_bound=False, data={}, errors={}, conflicts={}, language="kk", rendered_fields=set()
    )

    described = QuestionBlock(question, fill_example(), {}, True).describe(form, AnswerKey(question.code))

    assert (described["saved_at"], described["saved_by"], described["version"]) == ("", "", 0)
    assert described["explanation_language"] == "kk"
