"""Explanations in the language of the reader. Without a database."""

from dataclasses import replace

import pytest

from assessment.questionnaire import NO_ANSWER, AnswerKey, GivenAnswer
from assessment.translations import Translation, hash_explanation, translate_answers
from tests.assessment.questionnaires import fill_example


KEY = AnswerKey("ACC-1")
ANSWER = GivenAnswer("mostly", "Текст.", "ru", 3)


def read(translation, language="kk", answer=ANSWER):
    filled = replace(fill_example(), answers={KEY: answer} if answer else {})
    return translate_answers(filled, {KEY: translation}, language)


def test_a_translation_that_renders_the_explanation_takes_its_place():
    translated = read(Translation("Мәтін.", hash_explanation("Текст.")))

    assert translated.answers == {KEY: replace(ANSWER, explanation="Мәтін.", explanation_language="kk")}


@pytest.mark.parametrize(
    ("source", "language"),
    [("Текст до того.", "kk"), ("", "kk"), ("Текст.", "ru")],
)
def test_an_outdated_one_and_one_in_the_language_it_was_written_in_do_not(source, language):
    assert read(Translation("Мәтін.", hash_explanation(source)), language).answers == {KEY: ANSWER}


def test_without_an_answer_there_is_nothing_to_translate():
    translated = read(Translation("Мәтін.", hash_explanation("Текст.")), answer=None)

    assert (translated.answers, translated.answer_to(KEY)) == ({}, NO_ANSWER)


def test_scores_stay():
    filled = replace(fill_example({"ACC-2": "always"}), answers={KEY: ANSWER})
    translated = translate_answers(filled, {KEY: Translation("Мәтін.", hash_explanation("Текст."))}, "kk")

    assert translated.scorecard == filled.scorecard


def test_the_hash_is_the_sha_256_of_the_text():
    assert hash_explanation("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
