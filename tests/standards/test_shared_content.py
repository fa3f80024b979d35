"""The editions and law notes, compared with the material they were made from, which lies beside the project."""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from standards.files import read_edition, read_law_notes


SHARED = Path(__file__).parents[3] / "shared"
CONTENT = SHARED / "content"
LANGUAGES = ("en", "kk", "ru")
PILLARS = {
    "freedom_of_expression": "expression",
    "governance": "governance",
    "privacy": "privacy",
    "hrd_protection": "hrd",
}
TAGS = {
    "ugc": "user_content",
    "messenger": "messenger",
    "ads": "targeted_ads",
    "ai": "ai",
    "kz100k": "over_100k_users",
    "telecom": "telecom",
    "ecommerce": "ecommerce",
}
OPTIONS = {
    "yes": "answer_yes",
    "partially": "answer_partial",
    "no": "answer_no",
    "not_applicable": "answer_na",
}
FRAMEWORKS = {
    "rdr_2020_2022": "rdr-2020",
    "ungp_reporting_framework": "ungp-reporting",
    "santa_clara_2": "santa-clara-2",
    "gdpr": "gdpr",
    "gni": "gni",
}
EDITIONS = {path.stem: read_edition(path) for path in sorted(settings.STANDARDS_DIR.glob("*.yaml"))}
QUESTIONS = {question.code: question for edition in EDITIONS.values() for question in edition.questions}
RECOMMENDATIONS = {part.code: part for edition in EDITIONS.values() for part in edition.recommendations}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not CONTENT.is_dir(), reason="the material beside the project (../shared) is not here"
    ),
]


@cache
def read_content(language: str) -> dict:
    path = CONTENT / "questionnaire.yaml" if language == "en" else CONTENT / language / "questionnaire.yaml"
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def find(language: str, part: str, code: str) -> dict:
    return _index(language, part)[code]


@cache
def _index(language: str, part: str) -> dict[str, dict]:
    return {item["id"]: item for item in read_content(language)[part]}


@cache
def read_notes() -> str:
    return (CONTENT / "notes.md").read_text(encoding="utf-8")


def flatten(text: str) -> str:
    """A text with every run of blanks, line ends and unbreakable blanks as one blank."""
    return " ".join(text.split())


def test_the_same_questions_and_recommendations():
    assert set(QUESTIONS) == set(_index("en", "questions"))
    assert set(RECOMMENDATIONS) == set(_index("en", "recommendations"))


@pytest.mark.parametrize("code", QUESTIONS)
def test_question_has_the_same_facts(code):
    question, source = QUESTIONS[code], find("en", "questions", code)

    assert {
        "recommendation": question.recommendation,
        "pillar": question.pillar or RECOMMENDATIONS[question.recommendation].pillar,
        "tier": question.tier,
        "kind": question.kind,
        "applies_to": list(question.applies_to),
        "severity": question.severity,
        "weight": question.weight,
        "law_notes": list(question.law_notes),
        "na_allowed": any(criterion.option == "not_applicable" for criterion in question.criteria),
        "mappings": {mapping.framework: list(mapping.items) for mapping in question.mappings},
    } == {
        "recommendation": source["recommendation"],
        "pillar": PILLARS[source["pillar"]],
        "tier": source["tier"],
        "kind": source["kind"],
        "applies_to": [TAGS[tag] for tag in source["applies_to"] if tag != "all"],
        "severity": source["severity"],
        "weight": source["weight"],
        "law_notes": source["law_notes"],
        "na_allowed": source["na_allowed"],
        "mappings": {
            FRAMEWORKS[name]: [] if items is True else items
            for name, items in source["maps_to"].items()
            if items
        },
    }


@pytest.mark.parametrize("code", QUESTIONS)
def test_question_has_the_same_words_in_each_language(code):
    question = QUESTIONS[code]
    for language in LANGUAGES:
        source = find(language, "questions", code)
        assert question.text.in_language(language) == source["text"]
        assert question.remedy.in_language(language) == source["remediation"]
        assert question.weight_reason.in_language(language) == source["weight_reason"]
        assert [item.in_language(language) for item in question.evidence] == source["evidence"]
        assert {item.option: item.text.in_language(language) for item in question.criteria} == {
            item.option: source[OPTIONS[item.option]] for item in question.criteria
        }


@pytest.mark.parametrize("code", RECOMMENDATIONS)
def test_recommendation_has_the_same_words(code):
    recommendation, source = RECOMMENDATIONS[code], find("en", "recommendations", code)

    assert recommendation.pillar == PILLARS[source["pillar"]]
    for language in LANGUAGES:
        translated = find(language, "recommendations", code)
        assert recommendation.title.in_language(language) == translated["title"]
        assert recommendation.gist.in_language(language) == translated["gist"]
    # Where the source prints another number, it is told in our own words.
    assert re.findall(r"\d+", recommendation.number.en) == re.findall(r"\d+", source["number"])
    assert recommendation.number.en.split(" (")[0] == source["number"].split(" (")[0]


def test_questions_of_a_recommendation_are_in_the_order_of_the_source():
    order = list(_index("en", "questions"))
    for code in RECOMMENDATIONS:
        asked = [question.code for question in QUESTIONS.values() if question.recommendation == code]
        assert asked == sorted(asked, key=order.index)


@pytest.mark.parametrize("code", RECOMMENDATIONS)
def test_quotation_stands_literally_in_the_source(code):
    quotation, source = RECOMMENDATIONS[code].quotation, find("en", "recommendations", code)
    seed = (SHARED / "seeds" / source["seed_file"]).read_text(encoding="utf-8")

    assert flatten(quotation.text) in flatten(seed)
    assert flatten(source["quote"]) in flatten(quotation.text)


def test_quotation_of_a_claim_names_who_made_it():
    assert RECOMMENDATIONS["KZ-14"].quotation.text.startswith("As the deputies assure, ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_scale_severities_and_terms_have_the_same_words(language):
    meta, edition = read_content(language)["meta"], EDITIONS["drcq-2026"]

    def say(text):
        return text.in_language(language)

    assert [(say(option.label), option.points) for option in edition.scale] == [
        (item["label"], None if item["score"] is None else int(item["score"] * 100))
        for item in meta["answer_scale"]
    ]
    assert [(part.code, part.weight, say(part.meaning)) for part in edition.severities] == [
        (item["severity"], item["weight"], item["meaning"]) for item in meta["weights"]
    ]
    assert {term.code: say(term.meaning) for term in edition.tiers} == meta["tiers"]
    assert {term.code: say(term.meaning) for term in edition.kinds} == meta["kinds"]
    assert {term.code: say(term.meaning) for term in edition.tags} == {
        TAGS[code]: words for code, words in meta["applies_to"].items() if code != "all"
    }
    labels = {pillar.code: say(pillar.label) for part in EDITIONS.values() for pillar in part.pillars}
    assert labels == {PILLARS[item["code"]]: item["label"] for item in meta["pillars"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_general_rules_are_the_same_but_for_the_names_of_keys(language):
    rules = [rule.in_language(language) for rule in EDITIONS["drcq-2026"].general_rules]
    source = read_content(language)["meta"]["general_rules"]

    different = [(rule, words) for rule, words in zip(rules, source, strict=True) if rule != words]
    assert len(different) == 2
    assert all("disclosure" in words or "na_allowed" in words for _rule, words in different)
    assert not any("na_allowed" in rule for rule in rules)
    assert all(edition.general_rules == EDITIONS["drcq-2026"].general_rules for edition in EDITIONS.values())


def test_sources_are_those_of_the_notes():
    sources = {source.code: source for edition in EDITIONS.values() for source in edition.sources}
    seeds = {
        path.name[:3]: flatten(path.read_text(encoding="utf-8")) for path in (SHARED / "seeds").glob("*.txt")
    }
    addresses = {item["code"]: item["url"] for item in read_content("en")["meta"]["sources"] if "url" in item}

    assert sources["drcq-recommendations"].address == addresses["DRCQ"]
    assert sources["us-eu-2024"].address == addresses["US-EU-HRD"]
    assert str(sources["us-eu-2024"].published_on) == "2024-03-11"
    assert "11 March per the U.S. follow-up guidance" in read_notes()
    assert str(sources["adil-soz-2022"].published_on) == "2022-03-10"
    assert "10 march 2022" in seeds["004"]
    titles = {"drcq-recommendations": "000", "acca": "001", "us-eu-2024": "002"}
    titles |= {"kaztag-cybershield": "003", "adil-soz-2022": "004"}
    assert {code: source.title in seeds[titles[code]] for code, source in sources.items()} == dict.fromkeys(
        titles, True
    )
    assert {code for code, source in sources.items() if source.published_on is None} == {
        "drcq-recommendations",
        "acca",
        "kaztag-cybershield",
    }


@pytest.mark.parametrize("code", RECOMMENDATIONS)
def test_recommendation_names_the_source_that_it_is_from(code):
    seed = find("en", "recommendations", code)["seed_file"]

    assert (
        RECOMMENDATIONS[code].source
        == {
            "000": "drcq-recommendations",
            "001": "acca",
            "002": "us-eu-2024",
            "003": "kaztag-cybershield",
            "004": "adil-soz-2022",
        }[seed[:3]]
    )


def read_marks() -> dict[str, tuple[set[str], str]]:
    """For each norm of section 2.1 of the notes: the marks of its rows, and everything its rows say."""
    table = read_notes().split("### 2.1")[1].split("### 2.2")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in table.splitlines()
        if line.startswith("|")
    ]
    marks, code = {}, ""
    for row in rows[2:]:
        code = row[0] or code
        found, words = marks.setdefault(code, (set(), ""))
        marks[code] = (found | set(re.findall(r"A-|[ABC]", row[-1])), words + " ".join(row))
    return marks


def test_confidence_is_the_weakest_mark_that_may_be_shown():
    order = ["A", "A-", "B"]

    shown = {note.code: note.confidence for note in read_law_notes(settings.LAW_NOTES_FILE).notes}

    assert shown == {
        code: max(marks - {"C"}, key=order.index) for code, (marks, _words) in read_marks().items()
    }


@pytest.mark.parametrize("note", read_law_notes(settings.LAW_NOTES_FILE).notes, ids=lambda note: note.code)
def test_law_note_cites_only_addresses_of_its_own_norm(note):
    _marks, words = read_marks()[note.code]
    known = set(re.findall(r"\]\((\S+?)\)(?=[\s,;|)]|$)", words))
    assert {source.address for source in note.sources} <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_law_note_titles_are_the_same(language):
    codes = read_content(language)["meta"]["law_note_codes"]

    assert {
        note.code: note.title.in_language(language) for note in read_law_notes(settings.LAW_NOTES_FILE).notes
    } == codes


@pytest.mark.parametrize("note", read_law_notes(settings.LAW_NOTES_FILE).notes, ids=lambda note: note.code)
def test_every_number_of_a_law_note_stands_in_the_notes(note):
    words = read_marks()[note.code][1]
    if "256-VIII" in note.text.en:
        words += read_marks()["L7"][1]  # the row that gives the year of this law
    known = {re.sub(r"\D", "", number) for number in re.findall(r"\d{1,3}(?:,\d{3})+|\d+", words)}

    for language in LANGUAGES:
        numbers = re.findall(r"\d{1,3}(?:[,\s]\d{3})+(?!\d)|\d+", note.text.in_language(language))
        assert {re.sub(r"\D", "", number) for number in numbers} <= known


# What section 2.3 of the notes calls contested or outdated, as somebody might state it.
CONTESTED = [
    r"agreed with (?:the owners of )?Telegram",
    r"reached an agreement with Telegram",
    r"договорил\w+ с (?:владельцами )?Telegram",
    r"Telegram\w* келіс(?:ті|імге келді)",
    r"no concept of cyberbullying",
    r"work remotely",
    r"100,000 hosts",
    r"12 out of 200",
    r"МЦРИАП|MDDIAI",
    r"Ministry of Information and Social Development",
]


@pytest.mark.parametrize("words", CONTESTED)
def test_nothing_contested_is_stated_as_fact(words):
    stated = [
        text
        for document in (*EDITIONS.values(), read_law_notes(settings.LAW_NOTES_FILE))
        for text in list_own_words(document.model_dump(mode="json"))
        if re.search(words, text)
    ]

    assert stated == []


def list_own_words(part) -> list[str]:
    """Every word of a document but its quotations and the titles of its sources, which are other people's."""
    if isinstance(part, dict):
        return [
            word
            for key, value in part.items()
            if key not in ("quotation", "publisher") and not (key == "title" and isinstance(value, str))
            for word in list_own_words(value)
        ]
    if isinstance(part, list):
        return [word for item in part for word in list_own_words(item)]
    return [part] if isinstance(part, str) else []
