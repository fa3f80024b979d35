"""Three stages through one assessment."""

import pytest

from assessment.filters import Filter
from assessment.models import Assessment
from assessment.queries import load_filled_questionnaire
from assessment.stages import Stage, divide, find_stage
from tests.assessment.questionnaires import fill_example, list_codes


def test_each_question_has_exactly_one_stage():
    questions = list(fill_example().questionnaire.by_code.values())

    divided = divide(questions)

    assert sorted(code for members in divided.values() for code in list_codes(members)) == sorted(
        list_codes(questions)
    )
    for stage, members in divided.items():
        assert {find_stage(question) for question in members} == {stage}


def test_a_stage_without_questions_is_not_there():
    assert divide([]) == {}


@pytest.mark.django_db
def test_our_editions_have_fifteen_critical_questions_in_four_pillars():
    assessment = Assessment.objects.get(organisation__name_en="Tulpar", period_start__year=2026)
    filled = load_filled_questionnaire(assessment, "en")

    divided = divide(filled.questionnaire.by_code.values())

    critical = divided[Stage.CRITICAL]
    standards = [question.standard for question in critical]
    assert {slug: standards.count(slug) for slug in sorted(set(standards))} == {
        "drcq": 6,
        "kz-context": 5,
        "us-eu-hrd": 4,
    }
    assert {question.definition.tier for question in divided[Stage.CORE]} == {"core"}
    assert {question.definition.tier for question in divided[Stage.REST]} == {"extended"}


@pytest.mark.django_db
def test_the_filter_shows_a_stage():
    assessment = Assessment.objects.get(organisation__name_en="Tulpar", period_start__year=2026)
    filled = load_filled_questionnaire(assessment, "en")
    questions = filled.questionnaire.by_code.values()

    for stage in Stage:
        chosen = Filter.read({"stage": stage}, [])
        assert chosen.is_active is True
        assert chosen.select(filled, questions) == divide(questions)[stage]
    assert Filter.read({"stage": "weather"}, []) == Filter()
