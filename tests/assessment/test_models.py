"""Facts about one row."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import translation

from assessment.actions import UnitDescription, change_unit
from assessment.models import Answer, Assessment, AssessmentEdition, OmittedPillar, StatusChange
from assessment.scoring import WHOLE_COMPANY, MeasuredUnit
from tests.factories.assessments import cancel, leave_out, make_assessment, measure, save_answer


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


def test_a_company_measures_only_itself_unless_it_says_otherwise(assessment):
    assert assessment.measured_units == (WHOLE_COMPANY,)


def test_what_is_measured_comes_in_the_order_it_was_added_the_company_first(assessment):
    measure(assessment, "Internet")
    measure(assessment, "Subsidiary", kind="operating_company")
    measure(assessment, "Prepaid", bundle="mobile")

    assert assessment.measured_units == (
        WHOLE_COMPANY,
        MeasuredUnit("1", "Internet", "service"),
        MeasuredUnit("2", "Subsidiary", "operating_company"),
        MeasuredUnit("3", "Prepaid", "service", "mobile"),
    )


def test_a_unit_that_is_not_measured_any_more_stays_on_the_row_and_is_no_unit(assessment):
    measure(assessment, "Internet", "Mobile")
    change_unit(
        by=assessment.created_by,
        assessment=assessment,
        version=3,
        code="1",
        unit=UnitDescription("Internet", "service", is_measured=False),
    )
    assessment.refresh_from_db()

    assert assessment.measured_units == (WHOLE_COMPANY, MeasuredUnit("2", "Mobile", "service"))
    # Reading what is measured changes nothing on the row.
    assert [unit["is_measured"] for unit in assessment.units] == [False, True]


def test_the_database_allows_one_answer_per_unit(assessment):
    measure(assessment, "Internet", "Mobile")
    for unit in ("1", "2"):
        save_answer(assessment, "PRV-01", "no", unit=unit)
    answer = Answer.objects.get(assessment=assessment, unit="2")

    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=answer.pk).update(unit="1")
    assert Answer.objects.filter(pk=answer.pk).update(unit="3") == 1
