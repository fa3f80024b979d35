"""Texts of questions with their terms marked, and the same in a second language."""

import pytest

from assessment.laying_out import lay_out
from assessment.reading import SecondLanguage, mark_question
from tests.assessment.questionnaires import ALL_TAGS, make_edition


TEXT, CRITERION = ("questions", 0, "text", "en"), ("questions", 0, "criteria", 0, "text", "en")


def lay_out_example(*changes, language="en"):
    return lay_out([make_edition(*changes, language=language)], tier="extended", tags=ALL_TAGS)


def ask(*changes, language="en"):
    return lay_out_example(*changes, language=language).by_code["ACC-1"]


def test_terms_are_marked_once_in_a_question_and_its_criteria():
    question = ask((*TEXT, "Is <there> consent?"), (*CRITERION, "Consent & a complaint"))

    marked = mark_question(question, "en", may_answer=True)

    assert marked.texts[0] == (
        'Is &lt;there&gt; <button class="term" type="button" popovertarget="term-consent">consent</button>?'
    )
    assert marked.criteria[0] == (
        'Consent &amp; a <button class="term" type="button" popovertarget="term-complaint">complaint</button>'
    )
    assert [term.code for term in marked.terms] == ["consent", "complaint"]
    assert len(marked.criteria) == len(question.options)


def test_whoever_may_only_read_gets_links_to_the_glossary():
    marked = mark_question(ask((*TEXT, "Is there consent?")), "en", may_answer=False)

    assert marked.texts[0] == 'Is there <a class="term" href="/glossary/#consent">consent</a>?'
    assert marked.terms == ()


def test_terms_are_looked_for_in_the_language_the_words_are_in():
    untranslated = ("translations", "kk", "untranslated")
    question = ask(untranslated, ("questions", 0, "text", "kk", "Is there consent?"), language="kk")

    assert ">consent</button>" in mark_question(question, "kk", may_answer=True).texts[0]


def test_marked_texts_are_made_once():
    question = ask()

    assert mark_question(question, "en", may_answer=True) is mark_question(question, "en", may_answer=True)


@pytest.mark.parametrize(("status", "language"), [("draft", "kk"), ("untranslated", "en")])
def test_second_language_finds_the_same_question_and_recommendation(status, language):
    first = lay_out_example()
    second = SecondLanguage("kk", lay_out_example(("translations", "kk", status), language="kk"))
    part = first.pillars[0].parts[0]

    question, heading = second.find_question(part.questions[0]), second.find_part(part)

    assert (question.language, question.shown.code) == (language, part.questions[0].code)
    assert question.words is question.shown.definition
    assert (heading.language, heading.shown.code) == (language, part.code)
    assert heading.words is heading.shown.recommendation
    assert question.words.text != part.questions[0].definition.text
