"""The published editions and the law notes of this repository."""

import re
from collections import Counter
from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse
from pydantic import BaseModel

from standards.files import read_edition, read_law_notes
from standards.law_notes import LawNotes
from standards.values import Text


LANGUAGES = ("kk", "ru", "en")
KAZAKH = set("әғқңөұүһі")
CYRILLIC = re.compile("[а-яё]")
EDITIONS = {path.stem: read_edition(path) for path in sorted(settings.STANDARDS_DIR.glob("*.yaml"))}
NOTES = read_law_notes(settings.LAW_NOTES_FILE)
QUESTIONS = [
    pytest.param(edition, question, id=question.code)
    for edition in EDITIONS.values()
    for question in edition.questions
]
every_file = pytest.mark.parametrize("document", [*EDITIONS.values(), NOTES], ids=[*EDITIONS, "law-notes"])
every_edition = pytest.mark.parametrize("edition", EDITIONS.values(), ids=list(EDITIONS))


def find_texts(part, place: str = "") -> list[tuple[str, Text]]:
    """Every text of a document with where it stands."""
    if isinstance(part, Text):
        return [(place, part)]
    if isinstance(part, BaseModel):
        return [
            found
            for name in type(part).model_fields
            for found in find_texts(getattr(part, name), f"{getattr(part, 'code', place)} {name}")
        ]
    if isinstance(part, tuple):
        return [found for item in part for found in find_texts(item, place)]
    return []


def test_files_are_named_after_their_editions():
    assert list(EDITIONS) == ["drcq-2026", "kz-context-2026", "us-eu-hrd-2024"]
    assert {name: f"{edition.standard.slug}-{edition.edition}" for name, edition in EDITIONS.items()} == {
        name: name for name in EDITIONS
    }


def test_editions_hold_what_they_are_known_for():
    assert {
        name: (len(edition.recommendations), len(edition.questions)) for name, edition in EDITIONS.items()
    } == {
        "drcq-2026": (14, 58),
        "kz-context-2026": (19, 38),
        "us-eu-hrd-2024": (10, 32),
    }
    assert sum(len(edition.questions) for edition in EDITIONS.values()) == 128


def test_pillars_tiers_kinds_and_severities_add_up():
    questions = [question for edition in EDITIONS.values() for question in edition.questions]
    pillar_of = {
        recommendation.code: recommendation.pillar
        for edition in EDITIONS.values()
        for recommendation in edition.recommendations
    }

    pillars = Counter(question.pillar or pillar_of[question.recommendation] for question in questions)
    assert pillars == {"expression": 41, "governance": 17, "privacy": 36, "hrd": 34}
    assert Counter(question.tier for question in questions) == {"core": 66, "extended": 62}
    assert Counter(question.kind for question in questions) == {"disclosure": 47, "practice": 64, "both": 17}
    assert Counter(question.severity for question in questions) == {
        "critical": 15,
        "high": 50,
        "medium": 50,
        "low": 13,
    }


def test_codes_are_unique_in_all_editions_together():
    codes = [question.code for edition in EDITIONS.values() for question in edition.questions]

    assert len(set(codes)) == 128
    assert all(re.fullmatch(r"(FOE|GOV|PRV|HRD)-\d\d", code) for code in codes)


@every_edition
def test_editions_are_published_and_their_translations_are_drafts(edition):
    assert edition.status == "published"
    assert edition.translations.model_dump() == {"kk": "draft", "ru": "draft", "en": "source"}


@every_file
def test_every_text_exists_in_each_language(document):
    texts = find_texts(document)

    assert len(texts) > 25
    assert [
        (place, language)
        for place, text in texts
        for language in LANGUAGES
        if not text.in_language(language).strip()
    ] == []


@every_file
def test_no_long_text_is_left_in_another_language(document):
    texts = [(place, text) for place, text in find_texts(document) if len(text.en) > 40]

    assert len(texts) > 10
    for place, text in texts:
        kazakh, russian = text.kk.lower(), text.ru.lower()
        assert len({text.kk, text.ru, text.en}) == 3, place
        assert KAZAKH & set(kazakh), place
        assert CYRILLIC.search(russian), place
        assert not CYRILLIC.search(text.en.lower()), place


@every_file
def test_russian_texts_hold_no_kazakh_letters(document):
    for place, text in find_texts(document):
        # A fund's name and the number of an order are Kazakh in Russian texts, too.
        russian = text.ru.replace("«Әділ сөз»", "").replace("481/НҚ", "").lower()
        assert not KAZAKH & set(russian), place


@every_edition
def test_editions_share_scale_severities_and_pillars_word_for_word(edition):
    drcq = EDITIONS["drcq-2026"]
    hrd = EDITIONS["us-eu-hrd-2024"].pillars[0]
    known = {pillar.code: pillar for pillar in (*drcq.pillars, hrd)}

    assert edition.scale == drcq.scale
    assert edition.severities == drcq.severities
    assert (edition.tiers, edition.kinds, edition.tags) == (drcq.tiers, drcq.kinds, drcq.tags)
    assert (edition.frameworks, edition.scoring) == (drcq.frameworks, drcq.scoring)
    assert all(pillar == known[pillar.code] for pillar in edition.pillars)


def test_scale_is_that_of_the_method():
    assert [(option.code, option.points) for option in EDITIONS["drcq-2026"].scale] == [
        ("yes", 100),
        ("partially", 50),
        ("no", 0),
        ("not_applicable", None),
    ]


def test_only_the_pillar_on_defenders_may_be_left_out():
    assert {
        pillar.code: pillar.may_be_left_out for edition in EDITIONS.values() for pillar in edition.pillars
    } == {"expression": False, "governance": False, "privacy": False, "hrd": True}


@pytest.mark.parametrize(("edition", "question"), QUESTIONS)
def test_question_is_complete(edition, question):
    weights = {severity.code: severity.weight for severity in edition.severities}
    options = [criterion.option for criterion in question.criteria]

    assert options in (["yes", "partially", "no"], ["yes", "partially", "no", "not_applicable"])
    assert question.weight == weights[question.severity]
    assert set(question.law_notes) <= {note.code for note in NOTES.notes}
    assert question.text.en.endswith("?")
    assert question.mappings


def test_law_notes_are_the_fourteen_with_a_date_and_a_confidence():
    assert isinstance(NOTES, LawNotes)
    assert [note.code for note in NOTES.notes] == [f"L{number}" for number in range(1, 15)]
    assert {note.code: note.confidence for note in NOTES.notes if note.confidence != "B"} == {"L5": "A"}
    for note in NOTES.notes:
        assert note.translations.model_dump() == {"kk": "draft", "ru": "draft", "en": "source"}
        assert date(2026, 1, 1) < note.checked_on < date(2026, 12, 31)
        assert 1 <= len(re.findall(r"[.!?](?:\s|$)", re.sub(r"\b(?:[Aa]rt|No)\.", "", note.text.en))) <= 3


def test_every_law_note_is_named_by_a_question_but_the_one_on_mass_media():
    named = {
        code for edition in EDITIONS.values() for question in edition.questions for code in question.law_notes
    }

    assert {note.code for note in NOTES.notes} - named == {"L6"}


def test_every_recommendation_carries_number_quotation_and_source():
    for edition in EDITIONS.values():
        sources = {source.code: source for source in edition.sources}
        for recommendation in edition.recommendations:
            source = sources[recommendation.source]
            assert re.search(r"\d", recommendation.number.en)
            assert 3 <= len(recommendation.quotation.text.split()) <= 30
            assert recommendation.quotation.language == source.language
        assert set(sources) == {recommendation.source for recommendation in edition.recommendations}


def test_only_the_context_of_kazakhstan_is_derived_and_it_says_so():
    assert {name: edition.provenance.derived for name, edition in EDITIONS.items()} == {
        "drcq-2026": False,
        "kz-context-2026": True,
        "us-eu-hrd-2024": False,
    }
    derived_by = EDITIONS["kz-context-2026"].provenance.derived_by
    assert derived_by.en == (
        "These recommendations are derived by this project from news articles. The articles address no company, and "
        "these are not DRCQ’s words."
    )
    assert "не слова DRCQ" in derived_by.ru
    assert "DRCQ сөздері емес" in derived_by.kk


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_the_derived_standard_says_that_it_is_derived(client, language):
    edition = EDITIONS["kz-context-2026"]
    words = edition.provenance.derived_by.in_language(language)
    address = reverse("standards:edition", args=["kz-context", "2026"])
    questions = [f"{address}questions/{question.code}/" for question in edition.questions]

    for page in (reverse("standards:list"), address, *questions):
        assert words in client.get(page, {"lang": language}).content.decode()


def test_source_that_reports_a_contested_agreement_says_that_it_is_contested():
    sources = {source.code: source for source in EDITIONS["kz-context-2026"].sources}

    assert sources["kaztag-cybershield"].note.en == (
        "What it reports is contested: Telegram stated that it had made no agreement, and the information ministry "
        "called the document a draft and spoke of talks with Meta and TikTok."
    )
    assert sources["acca"].note == sources["adil-soz-2022"].note
