"""The public pages of the standards: for everybody, in three languages, complete, and only what is published."""

import re
from datetime import date
from html import unescape

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import override

from standards.catalogue import get_law_notes
from standards.files import read_edition
from standards.loader import load_files
from standards.models import Edition, LawNoteSet, Question
from tests.factories.standards import make_document, write_edition


pytestmark = pytest.mark.django_db

LANGUAGES = ("kk", "ru", "en")
STATUS = {
    "draft": {"kk": "аударма жобасы", "ru": "черновик перевода", "en": "draft translation"},
    "source": {"en": "source language"},
}


def read(response) -> str:
    """The main part of a page as words: no tags, single blanks."""
    html = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)[0]
    return to_words(html)


def to_words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split()).replace(" ,", ",").replace(" .", ".")


def read_facts(response) -> dict[str, str]:
    """The lists of facts of a page: term and what stands behind it."""
    pairs = re.findall(r"<dt>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", response.content.decode(), re.DOTALL)
    return {to_words(term): to_words(fact) for term, fact in pairs}


def read_heading(response) -> str:
    return to_words(re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.DOTALL)[1])


def say_date(year: int, month: int, day: int, language: str) -> str:
    with override(language):
        return date_format(date(year, month, day))


def edition_address(slug: str, name: str = "2026") -> str:
    return reverse("standards:edition", args=[slug, name])


def question_address(code: str, slug: str = "drcq", name: str = "2026") -> str:
    return reverse("standards:question", args=[slug, name, code])


def publish_only(*slugs: str) -> None:
    """Leaves these standards published and makes drafts of the others."""
    Edition.objects.exclude(standard__slug__in=slugs).update(status="draft")


@pytest.mark.parametrize("language", LANGUAGES)
def test_list_names_every_published_edition_with_publisher_and_status(client, language):
    response = client.get(reverse("standards:list"), {"lang": language})

    assert response.status_code == 200
    items = re.findall(r"<section>(.*?)</section>", response.content.decode(), re.DOTALL)
    for item, name in zip(items, ("drcq-2026", "us-eu-hrd-2024", "kz-context-2026"), strict=True):
        edition = read_edition(settings.STANDARDS_DIR / f"{name}.yaml")
        words = to_words(item)
        assert words.startswith(f"{edition.standard.title.in_language(language)}, {edition.edition}")
        assert edition.provenance.publisher.in_language(language) in words
        assert edition.provenance.derived_by.in_language(language) in words
        assert STATUS["source" if language == "en" else "draft"][language] in words
        assert f'href="{edition_address(edition.standard.slug, edition.edition)}"' in item


def test_list_counts_and_marks_what_is_derived(client):
    html = client.get(reverse("standards:list"), {"lang": "en"}).content.decode()

    assert re.findall(r"\d+ recommendations, \d+ questions", html) == [
        "14 recommendations, 58 questions",
        "10 recommendations, 32 questions",
        "19 recommendations, 38 questions",
    ]
    assert html.count('<span class="tag">derived by this project</span>') == 1


def test_empty_list_says_who_fills_it(client):
    publish_only()

    words = read(client.get(reverse("standards:list"), {"lang": "en"}))

    assert words.endswith(
        "No standard has been loaded yet. Whoever runs this portal loads them with one command, load_standards."
    )


def test_standard_leads_to_its_newest_published_edition(client, tmp_path):
    for name, published_on, status in (("1", "2026-11-24", "published"), ("3", "2026-12-01", "draft")):
        path = write_edition(tmp_path, ("edition", name), ("published_on", published_on), ("status", status))
        load_files([path], law_notes=None)
    address = reverse("standards:standard", args=["example-access"])
    assert client.get(address).url == edition_address("example-access", "1")

    load_files([write_edition(tmp_path, ("edition", "2"), ("published_on", "2026-11-30"))], law_notes=None)
    assert client.get(address).url == edition_address("example-access", "2")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["drcq-2026", "us-eu-hrd-2024", "kz-context-2026"])
def test_edition_shows_every_recommendation_with_number_quotation_and_source(client, name, language):
    edition = read_edition(settings.STANDARDS_DIR / f"{name}.yaml")
    sources = {source.code: source for source in edition.sources}

    response = client.get(edition_address(edition.standard.slug, edition.edition), {"lang": language})

    assert response.status_code == 200
    html = response.content.decode()
    for recommendation in edition.recommendations:
        section = re.search(rf'<section id="{recommendation.code}">(.*?)</section>', html, re.DOTALL)[1]
        source = sources[recommendation.source]
        words = to_words(section)
        for text in (recommendation.title, recommendation.number, recommendation.gist):
            assert " ".join(text.in_language(language).split()) in words
        assert recommendation.quotation.text in words
        assert f'<blockquote lang="{recommendation.quotation.language}">' in section
        assert f"{source.title}, {source.publisher}" in words
        assert f'href="{source.address}"' in section
        assert (source.note.in_language(language) if source.note else "") in words


@pytest.mark.parametrize(
    ("language", "unknown"), [("en", "date not known"), ("ru", "дата неизвестна"), ("kk", "күні белгісіз")]
)
def test_date_of_a_source_is_told_or_said_to_be_unknown(client, language, unknown):
    known = say_date(2024, 3, 11, language)

    defenders = read(client.get(edition_address("us-eu-hrd", "2024"), {"lang": language}))
    assert f"as published by the Digital Watch Observatory, {known}" in defenders
    drcq = read(client.get(edition_address("drcq"), {"lang": language}))
    assert f"Recommendations, Digital Rights Center Qazaqstan (DRCQ), {unknown}" in drcq


def test_facts_of_an_edition(client):
    response = client.get(edition_address("us-eu-hrd", "2024"), {"lang": "en"})

    edition = read_edition(settings.STANDARDS_DIR / "us-eu-hrd-2024.yaml")
    row = Edition.objects.get(standard__slug="us-eu-hrd")
    assert read_heading(response) == f"{edition.standard.title.en} Edition 2024"
    assert read_facts(response) == {
        "Publisher": f"{edition.provenance.publisher.en}, 11 March 2024",
        "Address": edition.provenance.address,
        "Note": edition.provenance.note.en,
        "Licence": edition.provenance.licence.en,
        "This language": "source language",
        "Edition published here on": "23 November 2026",
        "Checksum (SHA-256)": row.checksum,
    }
    assert len(row.checksum) == 64


def test_edition_shows_scale_severities_and_rules(client):
    words = read(client.get(edition_address("drcq"), {"lang": "en"}))

    assert "Yes 100 Partially 50 No 0 Not applicable not counted" in words
    assert (
        "Critical severe or hard-to-reverse harm to people, or a legal duty with a very short limit 4"
        in words
    )
    assert "General rules for answering Answer for the service as offered to users in Kazakhstan" in words


def test_edition_lists_every_question_once_in_its_pillar(client):
    html = client.get(edition_address("kz-context"), {"lang": "en"}).content.decode()
    pillars = dict(re.findall(r'<h2 id="pillar-(\w+)">(.*?)(?=<h2 id=)', html, re.DOTALL))

    asked = {code: re.findall(r'<span class="code">([\w-]+)</span>', part) for code, part in pillars.items()}

    assert {code: len(codes) for code, codes in asked.items()} == {
        "expression": 25,
        "governance": 9,
        "privacy": 2,
        "hrd": 2,
    }
    assert asked["privacy"] == ["PRV-35", "PRV-36"]
    assert html.count('id="KZ-07"') == 1


def test_pillar_without_a_question_is_not_shown(client, tmp_path):
    pillar = make_document()["pillars"][0] | {"code": "spare"}
    load_files([write_edition(tmp_path, ("pillars", 2, pillar))], law_notes=None)

    html = client.get(edition_address("example-access", "1")).content.decode()

    assert re.findall(r'<h2 id="pillar-(\w+)">', html) == ["privacy", "access"]


def test_contested_source_is_never_shown_without_its_note(client):
    note = "What it reports is contested: Telegram stated that it had made no agreement"
    for address in (edition_address("kz-context"), question_address("FOE-33", "kz-context")):
        words = read(client.get(address, {"lang": "en"}))
        assert words.count("В Казахстане договорились") == words.count(note) > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_question_is_shown_with_everything_that_is_known_about_it(client, language):
    edition = read_edition(settings.STANDARDS_DIR / "drcq-2026.yaml")
    question = next(question for question in edition.questions if question.code == "PRV-27")
    recommendation = next(part for part in edition.recommendations if part.code == question.recommendation)

    response = client.get(question_address("PRV-27"), {"lang": language})

    def say(text):
        return " ".join(text.in_language(language).split())

    words = read(response)
    assert response.status_code == 200
    assert read_heading(response) == f"PRV-27 {say(question.text)}"
    for criterion in question.criteria:
        label = say(next(option.label for option in edition.scale if option.code == criterion.option))
        assert f"{label} {say(criterion.text)}" in words
    for text in (*question.evidence, question.remedy, question.weight_reason):
        assert say(text) in words
    for text in (recommendation.title, recommendation.number, recommendation.gist):
        assert say(text) in words
    assert recommendation.quotation.text in words
    assert "Recommendations, Digital Rights Center Qazaqstan (DRCQ)" in words
    assert STATUS["source" if language == "en" else "draft"][language] in words
    notes = get_law_notes(language)
    assert question.law_notes
    for code in question.law_notes:
        assert " ".join(notes[code].title.split()) in words
        assert " ".join(notes[code].text.split()) in words
    for mapping in question.mappings:
        assert ", ".join(mapping.items) in words


def test_facts_of_a_question(client):
    facts = read_facts(client.get(question_address("FOE-17", "kz-context"), {"lang": "en"}))

    assert {term: facts[term] for term in ("Applies to", "Kind", "Tier", "Severity", "Weight")} == {
        "Applies to": "User content: hosts content created by users Messenger: instant messaging",
        "Kind": "Practice: proved by internal evidence",
        "Tier": "Core: short first assessment",
        "Severity": "Critical: severe or hard-to-reverse harm to people, or a legal duty with a very short limit",
        "Weight": (
            "4. Under a 24-hour clock the default is automatic removal; the harm to speech is immediate and hard to undo."
        ),
    }
    assert list(facts)[:4] == ["● Yes", "◐ Partially", "○ No", "– Not applicable"]


def test_question_for_everybody_says_so(client):
    assert read_facts(client.get(question_address("PRV-01"), {"lang": "en"}))["Applies to"] == "every company"


def test_question_in_another_pillar_than_its_recommendation_names_its_own(client):
    words = read(client.get(question_address("PRV-35", "kz-context"), {"lang": "en"}))

    assert words.startswith(
        "Recommendations from Kazakhstan’s context (derived by this project), 2026 · Privacy · derived by this project"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_law_notes_carry_date_confidence_status_and_sources(client, language):
    note = get_law_notes(language)["L12"]
    (words,) = [
        to_words(block)
        for block in re.findall(
            r'<div class="law-note">(.*?)</div>',
            client.get(question_address("PRV-27"), {"lang": language}).content.decode(),
            re.DOTALL,
        )
        if "44-VIII" in block
    ]

    end = {
        "en": "source language Orientation, not legal advice. Checked on {date}. Confidence B: from a law firm, civil society, the press or a deputy’s statement.",
        "ru": "черновик перевода Для ориентира, не юридическая консультация. Проверено: {date} Достоверность B: по сведениям юридической фирмы, гражданского общества, прессы или депутата.",
        "kk": "аударма жобасы Бағдар беру үшін, заң кеңесі емес. Тексерілген күні: {date} Сенімділігі B: заң фирмасының, азаматтық қоғамның, баспасөздің немесе депутаттың мәліметі.",
    }[language].format(date=say_date(2026, 5, 31, language))
    titles = ", ".join(source.title for source in note.sources)
    assert words == " ".join(f"{note.title} {note.text} {end} {titles}".split())


def read_part(response, heading: str) -> str:
    """What stands under a heading of the second level."""
    return re.search(
        rf"<h2[^>]*>{heading}</h2>(.*?)(?=<h2|<nav|</main>)", response.content.decode(), re.DOTALL
    )[1]


def read_addresses(html: str) -> list[str]:
    return re.findall(r'<a href="([^"]+)"', html)


OVERLAPS = {
    "kk": "Біздің басқа сұрақтарымызбен қиылысуы",
    "ru": "Пересечения с другими нашими вопросами",
    "en": "Overlaps with other questions of ours",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("slug", "code", "others"),
    [
        ("drcq", "PRV-17", ["FOE-19", "FOE-25"]),
        ("kz-context", "FOE-19", ["PRV-17"]),
        ("kz-context", "FOE-40", ["FOE-41"]),
        ("kz-context", "FOE-41", ["FOE-40"]),
    ],
)
def test_overlap_is_shown_on_the_pages_of_both_questions(client, language, slug, code, others):
    editions = [
        read_edition(settings.STANDARDS_DIR / f"{name}.yaml") for name in ("drcq-2026", "kz-context-2026")
    ]
    questions = {question.code: (edition, question) for edition in editions for question in edition.questions}

    part = read_part(client.get(question_address(code, slug), {"lang": language}), OVERLAPS[language])

    expected = []
    for other in others:
        edition, question = questions[other]
        declared = [*question.overlaps, *questions[code][1].overlaps]
        (note,) = [overlap.note for overlap in declared if overlap.question in (code, other)]
        expected += [other, question.text.in_language(language)]
        expected += [
            f"{edition.standard.short_title.in_language(language)}, 2026",
            note.in_language(language),
        ]
    assert to_words(part) == " ".join(" ".join(expected).split())
    assert read_addresses(part) == [
        question_address(other, questions[other][0].standard.slug) for other in others
    ]


def test_overlap_leads_to_the_newest_edition_from_an_older_one_too(client, tmp_path):
    note = {"kk": "Ортақ", "ru": "Общее", "en": "Shared"}
    overlaps = (
        "questions",
        0,
        "overlaps",
        [{"question": "ACC-2", "note": note}, {"question": "ACC-3", "note": note}],
    )
    load_files([write_edition(tmp_path, overlaps)], law_notes=None)
    newer = (("edition", "2"), ("published_on", "2026-11-30"), ("questions", 2, "code", "ACC-4"))
    load_files([write_edition(tmp_path, *newer)], law_notes=None)

    response = client.get(question_address("ACC-1", "example-access", "1"), {"lang": "en"})

    assert read_addresses(read_part(response, OVERLAPS["en"])) == [
        question_address("ACC-2", "example-access", "2"),
        question_address("ACC-3", "example-access", "1"),
    ]
    newest = client.get(question_address("ACC-1", "example-access", "2"), {"lang": "en"})
    assert OVERLAPS["en"] not in read(newest)


def test_overlap_with_a_question_that_is_not_published_is_not_shown(client):
    publish_only("kz-context")

    words = read(client.get(question_address("FOE-19", "kz-context"), {"lang": "en"}))

    assert OVERLAPS["en"] not in words
    assert "PRV-17" not in words


def test_items_of_other_standards_lead_to_their_places_in_the_tables(client):
    part = read_part(client.get(question_address("PRV-17"), {"lang": "en"}), "Elsewhere")

    addresses = read_addresses(part)
    assert [address.removeprefix("/crosswalk/") for address in addresses] == [
        "frameworks/rdr-2020/",
        *(f"frameworks/rdr-2020/#item-f-6-{number}" for number in (1, 2, 3, 7)),
        "frameworks/ungp-reporting/",
        "frameworks/ungp-reporting/#item-c-5-1",
        "frameworks/santa-clara-2/",
        "frameworks/santa-clara-2/#item-op-1",
        "frameworks/santa-clara-2/#item-fp-4",
        "frameworks/gni/",
        "frameworks/gni/#whole",
        "",
    ]
    for address in addresses:
        page, _, anchor = address.partition("#")
        assert f' id="{anchor}"' in client.get(page).content.decode() or not anchor


def test_item_that_no_newest_edition_has_is_shown_without_a_link(client, tmp_path):
    load_files([write_edition(tmp_path)], law_notes=None)
    newer = (("edition", "2"), ("published_on", "2026-11-30"), ("questions", 0, "mappings", []))
    load_files([write_edition(tmp_path, *newer)], law_notes=None)

    part = read_part(
        client.get(question_address("ACC-1", "example-access", "1"), {"lang": "en"}), "Elsewhere"
    )

    assert "WCAG 2.2 2.1.1 numbers of success criteria" in to_words(part)
    assert read_addresses(part) == [reverse("crosswalk:search")]


def test_question_without_law_notes_or_mappings_shows_no_empty_headings(client, tmp_path):
    load_files([write_edition(tmp_path)], law_notes=None)

    words = read(client.get(question_address("ACC-2", "example-access", "1"), {"lang": "en"}))

    assert "Notes on the law" not in words
    assert "Elsewhere" not in words
    assert OVERLAPS["en"] not in words


def test_law_note_that_has_left_the_file_is_left_out(client):
    LawNoteSet.objects.all().delete()

    response = client.get(question_address("PRV-27"), {"lang": "en"})

    assert response.status_code == 200
    assert "Notes on the law" not in read(response)


def read_links(response) -> dict[str, str]:
    return dict(re.findall(r'<a rel="(prev|next)" href="([^"]+)"', response.content.decode()))


def test_questions_are_linked_in_the_order_of_the_file(client):
    codes = list(Question.objects.filter(edition__standard__slug="drcq").values_list("code", flat=True))

    first, second, third = codes[:3]
    assert read_links(client.get(question_address(first))) == {"next": question_address(second)}
    assert read_links(client.get(question_address(second))) == {
        "prev": question_address(first),
        "next": question_address(third),
    }
    assert read_links(client.get(question_address(codes[-1]))) == {"prev": question_address(codes[-2])}


@pytest.mark.parametrize(
    ("name", "arguments", "reason"),
    [
        ("standard", ["nothing"], "There is no such standard here."),
        ("edition", ["nothing", "2026"], "There is no such edition here."),
        ("edition", ["drcq", "1999"], "There is no such edition here."),
        ("edition", ["us-eu-hrd", "2026"], "There is no such edition here."),
        ("question", ["drcq", "1999", "PRV-01"], "There is no such edition here."),
        ("question", ["drcq", "2026", "PRV-99"], "This edition has no such question."),
        ("question", ["drcq", "2026", "HRD-01"], "This edition has no such question."),
        ("question", ["drcq", "2026", "prv-01"], "This edition has no such question."),
    ],
)
def test_unknown_address_is_answered_with_the_reason(client, name, arguments, reason):
    response = client.get(reverse(f"standards:{name}", args=arguments), {"lang": "en"})

    assert response.status_code == 404
    assert reason in read(response)


def test_draft_is_nowhere_to_be_seen(client, tmp_path):
    load_files([write_edition(tmp_path, ("status", "draft"))], law_notes=None)

    assert "example-access" not in client.get(reverse("standards:list"), {"lang": "en"}).content.decode()
    for address in (
        reverse("standards:standard", args=["example-access"]),
        edition_address("example-access", "1"),
        question_address("ACC-1", "example-access", "1"),
    ):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "arguments", "queries"),
    [
        ("list", [], 1),
        ("standard", ["drcq"], 1),
        ("edition", ["drcq", "2026"], 1),
        ("question", ["drcq", "2026", "PRV-27"], 2),
    ],
)
def test_number_of_queries_does_not_depend_on_the_number_of_editions(
    client, django_assert_num_queries, name, arguments, queries
):
    address = reverse(f"standards:{name}", args=arguments)
    client.get(address)  # the process reads the editions once

    with django_assert_num_queries(queries):
        client.get(address)
    publish_only("drcq")
    with django_assert_num_queries(queries):
        client.get(address)
