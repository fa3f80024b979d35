"""Facts about one row."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import translation

from assessment.models import Answer, Assessment, AssessmentEdition, OmittedPillar, StatusChange
from tests.factories.assessments import cancel, leave_out, make_assessment, save_answer


pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    return make_assessment(year=2026)


@pytest.mark.parametrize(
    ("language", "period"),
    [
        ("en", "1 January 2026 – 31 December 2026"),
        ("ru", "1 января 2026 г. – 31 декабря 2026 г."),
        ("kk", "1 қаңтар 2026 ж. – 31 желтоқсан 2026 ж."),
    ],
)
def test_period_in_words(assessment, language, period):
    with translation.override(language):
        assert assessment.period == period
        assert str(assessment) == f"{assessment.organisation.name} · {period}"


def test_rows_name_themselves(assessment):
    save_answer(assessment, "GOV-01", "no")
    leave_out(assessment)

    answer = Answer.objects.get(assessment=assessment)
    assert str(answer) == f"{answer.question_id}: no"
    assert str(OmittedPillar.objects.get(assessment=assessment)) == "hrd"
    assert str(StatusChange.objects.get(assessment=assessment)) == " → draft"
    assert str(AssessmentEdition.objects.filter(assessment=assessment).first()) == "drcq 2026"


def test_anonymous_people_see_nothing():
    assert Assessment.objects.visible_to(AnonymousUser()).count() == 0


def test_list_is_newest_period_first(assessment):
    lead = assessment.created_by
    for year in (2024, 2025):
        make_assessment(lead=lead, year=year)

    assert [row.period_end.year for row in Assessment.objects.visible_to(lead)] == [2026, 2025, 2024]


@pytest.mark.parametrize("status", ["draft", "cancelled"])
def test_the_database_allows_one_open_assessment_per_period_and_editions(assessment, status):
    copy = Assessment(
        organisation=assessment.organisation,
        period_start=date(2026, 1, 1),
        period_end=date(2026, 12, 31),
        tier="core",
        editions_key=assessment.editions_key,
        status=status,
        created_by=assessment.created_by,
    )
    if status == "cancelled":
        copy.save()
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save()


def test_the_database_allows_one_answer_per_question(assessment):
    save_answer(assessment, "GOV-01", "no")
    answer = Answer.objects.get(assessment=assessment)
    answer.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        answer.save(force_insert=True)


def test_answers_are_open_until_it_is_cancelled(assessment):
    assert assessment.answers_are_open is True
    cancel(assessment)
    assert assessment.answers_are_open is False
