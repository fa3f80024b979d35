"""Terms are found in running text as they are inflected, as whole words and once, and their file is refused when it would
mislead."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from pydantic import ValidationError

from standards.files import LoadError, read_edition, read_glossary
from standards.glossary import Glossary, Piece


LANGUAGES = ("kk", "ru", "en")
# Every word that is marked in our editions, read through by a person; read again what changes in it.
READ_BY_EYE = (Path(__file__).parent / "glossary_words.txt").read_text(encoding="utf-8")


def make_term(code="consent", **changes):
    return {
        "code": code,
        "term": {"kk": "келісім", "ru": "согласие", "en": "consent"},
        "forms": {"kk": ["келісім~"], "ru": ["согласи~"], "en": ["consent~"]},
        "explanation": {"kk": "Рұқсат.", "ru": "Разрешение.", "en": "A permission."},
    } | changes


def make_other(**changes):
    other = make_term(
        "data",
        term={"kk": "дербес деректер", "ru": "персональные данные", "en": "personal data"},
        forms={"kk": ["дербес деректер~"], "ru": ["персональн~ данн~"], "en": ["personal data"]},
    )
    return other | changes


def make_glossary(*terms):
    translations = {"kk": "draft", "ru": "draft", "en": "source"}
    return Glossary.model_validate({"format": 1, "translations": translations, "terms": terms})


@pytest.fixture(scope="module")
def glossary():
    return read_glossary(settings.GLOSSARY_FILE)


def find(glossary, text, language, **options):
    """Each marked piece of the text with the code of its term."""
    pieces = glossary.split(text, language, **options)
    assert "".join(piece.text for piece in pieces) == text
    return [(piece.term.code, piece.text) for piece in pieces if piece.term]


@pytest.mark.parametrize(
    ("language", "text", "code", "marked"),
    [
        ("en", "Two consents are needed.", "consent", "consents"),
        ("en", "The COMPLAINT’s date", "complaint", "COMPLAINT’s"),
        ("en", "for privacy.", "privacy", "privacy"),
        ("ru", "Хранит ли она персональных\nданных меньше?", "personal-data", "персональных\nданных"),
        ("ru", "о персональными данными", "personal-data", "персональными данными"),
        ("ru", "«Согласием» названо", "consent", "Согласием"),
        ("ru", "уважает свободу выражения мнений", "freedom-of-expression", "свободу выражения мнений"),
        ("ru", "сроков хранения нет", "retention-period", "сроков хранения"),
        ("ru", "таргетированной рекламы", "targeted-advertising", "таргетированной рекламы"),
        ("ru", "после травли", "bullying", "травли"),
        ("ru", "о правозащитниках", "human-rights-defender", "правозащитниках"),
        ("kk", "дербес деректерімізден", "personal-data", "дербес деректерімізден"),
        ("kk", "Дербес деректердің түрі", "personal-data", "Дербес деректердің"),
        ("kk", "дербес деректерсіз", "personal-data", "дербес деректерсіз"),
        ("kk", "дербес деректеріндегі", "personal-data", "дербес деректеріндегі"),
        ("kk", "пікір білдіру бостандығын", "freedom-of-expression", "пікір білдіру бостандығын"),
        ("kk", "шағымдарды қарау тетігін", "grievance-mechanism", "шағымдарды қарау тетігін"),
        ("kk", "буллингке қарсы", "bullying", "буллингке"),
        ("kk", "нұсқамаларыңыздан", "order", "нұсқамаларыңыздан"),
        ("kk", "адам құқықтарын қорғаушылармен", "human-rights-defender", "адам құқықтарын қорғаушылармен"),
    ],
)
def test_term_is_found_however_it_is_inflected(glossary, language, text, code, marked):
    assert find(glossary, text, language) == [(code, marked)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "border disorder reorder"),
        ("en", "nonconsent, consenting, consent-based"),
        ("en", "complaintive"),
        ("en", "pro-privacy"),
        ("ru", "согласительный, несогласие"),
        ("ru", "кибер-буллинг, антибуллинг"),
        ("ru", "жалобщик жалобная"),
        ("ru", "персональные компьютеры и данные"),
        ("kk", "дербес деректану"),
        ("kk", "шағымданушы, бұғаттау"),
        ("kk", "келісім туралы меморандум"),
    ],
)
def test_other_words_are_no_terms(glossary, language, text):
    assert find(glossary, text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Has it consent? Consent is needed.", [("consent", "consent")]),
        ("en", "privacy, consent and privacy", [("privacy", "privacy"), ("consent", "consent")]),
        ("ru", "жалоба на жалобу", [("complaint", "жалоба")]),
        ("kk", "шағым және шағымды", [("complaint", "шағым")]),
    ],
)
def test_only_the_first_occurrence_is_marked(glossary, language, text, expected):
    assert find(glossary, text, language) == expected


def test_longest_term_wins(glossary):
    assert find(glossary, "withdrawal of consent", "en") == [
        ("withdrawal-of-consent", "withdrawal of consent")
    ]
    assert find(glossary, "ақпаратқа қол жеткізуді шектеуге", "kk") == [
        ("restriction-of-access", "ақпаратқа қол жеткізуді шектеуге")
    ]
    assert find(glossary, "механизмом рассмотрения жалоб", "ru") == [
        ("grievance-mechanism", "механизмом рассмотрения жалоб")
    ]


def test_known_terms_stay_plain(glossary):
    assert find(glossary, "privacy and consent", "en", known={"privacy"}) == [("consent", "consent")]


def test_pieces_are_the_whole_text(glossary):
    pieces = glossary.split("consent", "en")

    assert pieces == (Piece("consent", pieces[0].term),)
    assert glossary.split("Nothing here.", "en") == (Piece("Nothing here."),)
    assert glossary.split("", "en") == ()
    assert [piece.text for piece in glossary.split("A consent!", "en")] == ["A ", "consent", "!"]


def test_term_without_forms_is_listed_and_not_looked_for():
    glossary = make_glossary(make_term(forms=None))

    assert glossary.terms[0].term.en == "consent"
    assert find(make_glossary(make_term(forms=None), make_other()), "consent to personal data", "en") == [
        ("data", "personal data")
    ]


@pytest.mark.parametrize(
    ("terms", "problems"),
    [
        ([make_term(), make_other(code="consent")], ["terms: the code consent is used twice"]),
        (
            [make_term(), make_term("again", forms=None)],
            [
                "terms: the kk term келісім is used twice",
                "terms: the ru term согласие is used twice",
                "terms: the en term consent is used twice",
            ],
        ),
        (
            [make_term(), make_other(forms=make_other()["forms"] | {"ru": ["Согласи~"]})],
            ["terms: the ru form согласи~ is used twice"],
        ),
        (
            [make_term(forms=make_term()["forms"] | {"kk": ["рұқсат~"]})],
            ["terms: consent: its kk forms do not find “келісім”"],
        ),
        (
            [make_term(), make_other(term=make_other()["term"] | {"en": "consents and personal data"})],
            ["terms: data: its en forms do not find “consents and personal data”"],
        ),
    ],
)
def test_terms_that_cannot_be_told_apart_are_refused(terms, problems):
    with pytest.raises(ValidationError) as refused:
        make_glossary(*terms)

    (error,) = refused.value.errors()
    assert error["msg"].removeprefix("Value error, ").splitlines() == problems


@pytest.mark.parametrize("part", ["term", "forms", "explanation"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_missing_language_is_refused(part, language):
    term = json.loads(json.dumps(make_term()))
    del term[part][language]

    with pytest.raises(ValidationError) as refused:
        make_glossary(term, make_other())

    assert [(error["type"], error["loc"]) for error in refused.value.errors()] == [
        ("missing", ("terms", 0, part, language))
    ]


def test_empty_and_unknown_parts_are_refused():
    empty = make_term(forms={"kk": [], "ru": ["согласи~"], "en": ["consent~"]}, note="x")

    with pytest.raises(ValidationError) as refused:
        make_glossary(empty, make_other())

    assert [(error["type"], error["loc"][2:]) for error in refused.value.errors()] == [
        ("too_short", ("forms", "kk")),
        ("extra_forbidden", ("note",)),
    ]


def test_problem_in_a_file_is_named_with_its_place(tmp_path):
    path = tmp_path / "glossary.yaml"
    text = settings.GLOSSARY_FILE.read_text(encoding="utf-8")
    path.write_text(
        text.replace("  term: {kk: келісімді кері қайтарып алу, ", "  term: {", 1), encoding="utf-8"
    )

    with pytest.raises(LoadError) as refused:
        read_glossary(path)

    assert str(refused.value) == "glossary.yaml: terms, withdrawal-of-consent, term, kk: is missing"


# What the marked words of our editions begin with: a word of the term, or of one of its forms.
def begins_like_a_form(marked, term, language):
    words = [
        word.casefold().removesuffix("~") for form in getattr(term.forms, language) for word in form.split()
    ]
    return all(any(word.startswith(start) for start in words) for word in marked.casefold().split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_marked_word_of_our_editions_is_the_term_inflected(glossary, language):
    found: dict[str, set[str]] = {}
    for path in sorted(settings.STANDARDS_DIR.glob("*.yaml")):
        for question in read_edition(path).questions:
            for text in (question.text, *(item.text for item in question.criteria)):
                for piece in glossary.split(text.in_language(language), language):
                    if piece.term:
                        assert begins_like_a_form(piece.text, piece.term, language)
                        found.setdefault(piece.term.code, set()).add(piece.text.casefold())

    listed = [f"{language} {code}: {', '.join(sorted(words))}" for code, words in sorted(found.items())]
    assert listed == [line for line in READ_BY_EYE.splitlines() if line.startswith(language)]


def test_explanations_are_one_or_two_sentences(glossary):
    long = {
        (term.code, language)
        for term in glossary.terms
        for language in LANGUAGES
        if len(re.findall(r"[.](?:\s|$)", term.explanation.in_language(language))) not in (1, 2)
    }

    assert long == set()
