"""Search in the three alphabets. Without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.search import fold, matches, split_words


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("ӘДІЛ", "Әділ сөз қоры"),
        ("қазақстан", "ҚАЗАҚСТАН"),
        ("ңғүұһөәі", "ҢҒҮҰҺӨӘІ"),
        ("отчет", "Отчёт о прозрачности"),
        ("ОТЧЁТ", "отчет"),
        ("policy", "A Human Rights POLICY"),
        ("бағалау тәуекел", "Тәуекелдерді   бағалау"),
        ("и\u0306", "Й"),
        ("ақпарaт", "ақпарaт"),
        ("кiм", "Кім"),
        ("", "anything"),
    ],
)
def test_found(query, text):
    assert matches(split_words(query), [text]) is True


@pytest.mark.parametrize(
    ("query", "text"),
    [("әділ", "адил"), ("й", "и"), ("policy rights", "policy"), ("қ", "к"), ("ң", "н"), ("ү", "ұ")],
)
def test_not_found(query, text):
    assert matches(split_words(query), [text]) is False


def test_words_may_stand_in_different_texts():
    assert matches(split_words("FOE-01 policy"), ["FOE-01", "Is there a policy?"]) is True


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="абвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюяәABCxyz "))
def test_upper_case_never_matters(text):
    assert fold(text.upper()) == fold(text)
