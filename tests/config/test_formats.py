"""Dates and numbers as readers of each language expect them. Without a database."""

from datetime import date, datetime

import pytest
from django.forms import DateField
from django.template import Context, Template
from django.utils import translation
from django.utils.formats import date_format, number_format


DAY = date(2026, 11, 23)
MOMENT = datetime(2026, 11, 23, 18, 5)


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("kk", "23 қараша 2026 ж."),
        ("ru", "23 ноября 2026 г."),
        ("en", "23 November 2026"),
    ],
)
def test_date(language, shown):
    with translation.override(language):
        assert date_format(DAY) == shown
        assert Template('{{ day|date:"DATE_FORMAT" }}').render(Context({"day": DAY})) == shown
        assert Template("{{ day }}").render(Context({"day": DAY})) == shown


@pytest.mark.parametrize(
    ("language", "format_name", "shown"),
    [
        ("kk", "DATETIME_FORMAT", "23 қараша 2026 ж. 18:05"),
        ("kk", "YEAR_MONTH_FORMAT", "қараша 2026 ж."),
        ("kk", "MONTH_DAY_FORMAT", "23 қараша"),
        ("kk", "SHORT_DATE_FORMAT", "23.11.2026"),
        ("kk", "SHORT_DATETIME_FORMAT", "23.11.2026 18:05"),
        ("kk", "TIME_FORMAT", "18:05"),
        ("ru", "DATETIME_FORMAT", "23 ноября 2026 г. 18:05"),
        ("ru", "YEAR_MONTH_FORMAT", "Ноябрь 2026 г."),
        ("ru", "MONTH_DAY_FORMAT", "23 ноября"),
        ("ru", "SHORT_DATE_FORMAT", "23.11.2026"),
        ("ru", "SHORT_DATETIME_FORMAT", "23.11.2026 18:05"),
        ("ru", "TIME_FORMAT", "18:05"),
        ("en", "DATETIME_FORMAT", "23 November 2026, 18:05"),
        ("en", "YEAR_MONTH_FORMAT", "November 2026"),
        ("en", "MONTH_DAY_FORMAT", "23 November"),
        ("en", "SHORT_DATE_FORMAT", "23/11/2026"),
        ("en", "SHORT_DATETIME_FORMAT", "23/11/2026 18:05"),
        ("en", "TIME_FORMAT", "18:05"),
    ],
)
def test_other_dates_and_times(language, format_name, shown):
    with translation.override(language):
        assert date_format(MOMENT, format_name) == shown


KAZAKH_MONTHS = [
    (1, "қаңтар"),
    (2, "ақпан"),
    (3, "наурыз"),
    (4, "сәуір"),
    (5, "мамыр"),
    (6, "маусым"),
    (7, "шілде"),
    (8, "тамыз"),
    (9, "қыркүйек"),
    (10, "қазан"),
    (11, "қараша"),
    (12, "желтоқсан"),
]


@pytest.mark.parametrize(("month", "name"), KAZAKH_MONTHS)
def test_kazakh_months_are_not_capitalised(month, name):
    with translation.override("kk"):
        assert date_format(date(2026, month, 9)) == f"9 {name} 2026 ж."
        assert date_format(date(2026, month, 9), "YEAR_MONTH_FORMAT") == f"{name} 2026 ж."


@pytest.mark.parametrize(
    ("language", "shown", "large"),
    [
        ("kk", "1\xa0234,5", "1\xa0234\xa0567"),
        ("ru", "1\xa0234,5", "1\xa0234\xa0567"),
        ("en", "1,234.5", "1,234,567"),
    ],
)
def test_number(language, shown, large):
    with translation.override(language):
        assert number_format(1234.5, force_grouping=True) == shown
        assert number_format(1234567, force_grouping=True) == large


@pytest.mark.parametrize(("language", "shown"), [("kk", "62,5"), ("ru", "62,5"), ("en", "62.5")])
def test_number_in_a_template(language, shown):
    with translation.override(language):
        assert Template("{{ score }}").render(Context({"score": 62.5})) == shown


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("kk", "2026-11-23"),
        ("kk", "23.11.2026"),
        ("ru", "2026-11-23"),
        ("ru", "23.11.2026"),
        ("en", "2026-11-23"),
        ("en", "23/11/2026"),
        ("en", "23.11.2026"),
    ],
)
def test_date_that_is_typed_by_hand(language, typed):
    with translation.override(language):
        assert DateField().clean(typed) == DAY
