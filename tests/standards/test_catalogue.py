"""Editions and law notes as parsed objects, kept in the process."""

from types import SimpleNamespace

import pytest

from standards.catalogue import get_definition, get_law_notes, get_localised, localise
from standards.definition import EditionDefinition
from standards.files import read_edition
from standards.loader import load_files
from standards.models import Edition, LawNoteSet
from standards.values import Text, Translations
from tests.factories.standards import write_edition


@pytest.fixture
def checksum(db, tmp_path) -> str:
    """The checksum of the example, with a title that no other test has, so that the process does not know it yet."""
    path = write_edition(tmp_path, ("standard", "title", "en", str(tmp_path)))
    (loaded,) = load_files([path], law_notes=None)
    return loaded.checksum


def list_words(value) -> list:
    """Everything in a localised part that is not a namespace or a tuple."""
    if isinstance(value, SimpleNamespace):
        return [word for part in vars(value).values() for word in list_words(part)]
    if isinstance(value, tuple):
        return [word for part in value for word in list_words(part)]
    return [value]


def test_text_becomes_its_words_in_one_language():
    text = Text(kk="Иә", ru="Да", en="Yes")

    assert [localise(text, language) for language in ("kk", "ru", "en")] == ["Иә", "Да", "Yes"]
    assert localise((text, 5, None), "ru") == ("Да", 5, None)
    assert localise(Translations(kk="draft", ru="draft", en="source"), "kk") == SimpleNamespace(
        kk="draft", ru="draft", en="source"
    )


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_localised_edition_has_the_same_names_and_no_text_left(tmp_path, language):
    edition = read_edition(write_edition(tmp_path))

    localised = localise(edition, language)

    assert list(vars(localised)) == list(EditionDefinition.model_fields)
    assert not any(isinstance(word, Text) for word in list_words(localised))
    assert localised.questions[0].criteria[0].text == edition.questions[0].criteria[0].text.in_language(
        language
    )
    assert localised.questions[0].evidence == (edition.questions[0].evidence[0].in_language(language),)
    assert localised.scale[4].points is None


def test_definition_is_the_one_of_the_file(checksum, tmp_path):
    assert get_definition(checksum) == read_edition(tmp_path / "x.yaml")


def test_definition_is_read_from_the_database_once(checksum, django_assert_num_queries):
    with django_assert_num_queries(1):
        first = get_definition(checksum)
    with django_assert_num_queries(0):
        assert get_definition(checksum) is first
        kazakh = get_localised(checksum, "kk")
        russian = get_localised(checksum, "ru")
        assert get_localised(checksum, "kk") is kazakh

    assert (kazakh.standard.short_title, russian.standard.short_title) == ("Қолжетімділік", "Доступность")


@pytest.mark.django_db
def test_unknown_checksum_is_an_error():
    with pytest.raises(Edition.DoesNotExist):
        get_definition("0" * 64)


@pytest.mark.django_db
def test_law_notes_come_by_code_in_one_language_for_one_query(django_assert_num_queries):
    get_law_notes("kk")
    with django_assert_num_queries(1):
        notes = get_law_notes("kk")

    assert list(notes) == [f"L{number}" for number in range(1, 15)]
    assert (
        notes["L2"].title == "«Дербес деректер және оларды қорғау туралы» 2013 жылғы 21 мамырдағы № 94-V Заң"
    )
    assert notes["L2"].translations.kk == "draft"


@pytest.mark.django_db
def test_no_law_notes_are_no_error():
    LawNoteSet.objects.all().delete()

    assert get_law_notes("en") == {}
