"""The public pages of the crosswalk: search from the other side, tables both ways, and the files they download as."""

import csv
import io
import re
from html import unescape

import pytest
from django.conf import settings
from django.urls import reverse

from standards.files import read_edition
from standards.loader import load_files
from standards.models import Edition
from tests.factories.standards import write_edition


pytestmark = pytest.mark.django_db

LANGUAGES = ("kk", "ru", "en")
SEARCH = "/crosswalk/"
NOTE = {"kk": "Ортақ", "ru": "Общее", "en": "Shared"}


def get(client, address, language="en", **query):
    response = client.get(address, {"lang": language, **query})
    assert response.status_code == 200
    return response


def to_words(html: str) -> str:
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
    return words.replace(" ,", ",").replace(" ;", ";")


def read(response) -> str:
    return re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)[0]


def read_table(html: str) -> list[list[str]]:
    """The cells of the body of a table, row by row; a cell that spans rows stands in each."""
    rows, carried, left = [], "", 0
    body = html[html.index("</thead>") : html.index("</table>")]
    for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL):
        cells = [to_words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        span = re.search(r'rowspan="(\d+)"', row)
        if span:
            carried, left = cells[0], int(span[1])
        elif left > 0:
            cells = [carried, *cells]
        left -= 1
        rows.append(cells)
    return rows


def read_results(client, query, language="en") -> dict[str, list[tuple[str, str]]]:
    """What a search finds: by the title of the framework the item and the code of each row."""
    html = read(get(client, SEARCH, language, q=query))
    return {
        to_words(title): [(item, words.split()[0]) for item, words, _standard in read_table(part)]
        for title, part in re.findall(r'<h2 id="found-[^>]+>(.*?)</h2>(.*?)</section>', html, re.DOTALL)
    }


def read_status(client, query, language="en") -> str:
    html = read(get(client, SEARCH, language, q=query))
    return to_words(re.search(r'<p role="status">(.*?)</p>', html, re.DOTALL)[1])


def read_file(response) -> list[list[str]]:
    text = response.content.decode("utf-8")
    assert text[0] == "\ufeff"
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def publish_only(*slugs: str) -> None:
    Edition.objects.exclude(standard__slug__in=slugs).update(status="draft")


def load_example(folder, *changes) -> None:
    load_files([write_edition(folder, *changes)], law_notes=None)


def test_questions_that_touch_an_item_are_found(client):
    assert read_results(client, "RDR P3a") == {
        "Ranking Digital Rights, 2020–2022": [
            ("P03a.01", "PRV-01"),
            ("P03a.02", "PRV-01"),
            ("P03a.03", "PRV-32"),
            ("P03a.03", "PRV-33"),
            ("P03a.03", "PRV-34"),
        ]
    }
    assert read_status(client, "RDR P3a") == "4 questions found."


def test_item_that_several_standards_touch_names_each_with_its_edition(client):
    html = read(get(client, SEARCH, q="G5.1"))

    edition = read_edition(settings.STANDARDS_DIR / "us-eu-hrd-2024.yaml")
    standards = {(row[0], row[2]) for row in read_table(html)}
    assert standards == {("G05.01", "US-EU, 2024"), ("G05.01", "Kazakhstan context, 2026")}
    assert f"{edition.standard.short_title.en}, {edition.edition}" == "US-EU, 2024"


@pytest.mark.parametrize(
    ("language", "query", "title"),
    [
        ("kk", "Принципы Санта-Клары FP5", "Санта-Клара қағидаттары 2.0"),
        ("ru", "santa clara FP5", "Принципы Санта-Клары 2.0"),
        ("en", "санта-клара FP5", "Santa Clara Principles 2.0"),
    ],
)
def test_framework_may_be_named_in_any_language(client, language, query, title):
    found = read_results(client, query, language)

    assert list(found) == [title]
    assert {item for item, _code in found[title]} == {"FP5"}


def test_question_of_ours_is_found_with_what_it_overlaps(client):
    html = read(get(client, SEARCH, q="prv17"))

    section = re.search(r'<section aria-labelledby="own">(.*?)</section>', html, re.DOTALL)[1]
    assert re.findall(r'<span class="code">(.*?)</span>', section) == ["PRV-17", "FOE-19", "FOE-25"]
    assert "It overlaps with:" in to_words(section)
    assert read_status(client, "prv17") == "3 questions found."


def test_question_of_ours_without_overlaps_says_so(client):
    html = read(get(client, SEARCH, q="PRV-01"))

    section = re.search(r'<section aria-labelledby="own">(.*?)</section>', html, re.DOTALL)[1]
    assert to_words(section).endswith("It overlaps with no other question of ours.")
    assert read_status(client, "PRV-01") == "1 question found."


def test_nothing_found_is_said_with_what_to_try(client):
    assert read_status(client, "ISO <27001>") == (
        "None of our questions touches “ISO <27001>”. Try a wider item (P3 instead of P3a.12), leave out or shorten "
        "the name of the standard, or open its table below."
    )
    assert "<27001>" not in get(client, SEARCH, q="ISO <27001>").content.decode()


@pytest.mark.parametrize("query", ["", "   "])
def test_without_a_query_nothing_is_searched(client, query):
    assert '<p role="status">' not in read(get(client, SEARCH, q=query))


def test_what_was_typed_stays_in_the_field_up_to_its_length(client):
    html = read(get(client, SEARCH, q=' "P3a" '))
    assert 'value="&quot;P3a&quot;"' in html
    assert f'value="{"9" * 200}"' in read(get(client, SEARCH, q="9" * 10_000))


@pytest.mark.parametrize("language", LANGUAGES)
def test_search_page_lists_every_table(client, language):
    html = read(get(client, SEARCH, language))

    editions = [
        read_edition(settings.STANDARDS_DIR / f"{name}.yaml")
        for name in ("drcq-2026", "us-eu-hrd-2024", "kz-context-2026")
    ]
    links = re.findall(r'<li><a href="([^"]+)">(.*?)</a></li>', html)
    assert [(address, to_words(title)) for address, title in links] == [
        *(
            (reverse("crosswalk:framework", args=[framework.code]), framework.title.in_language(language))
            for framework in editions[0].frameworks
        ),
        *(
            (
                reverse("crosswalk:edition", args=[edition.standard.slug, edition.edition]),
                f"{edition.standard.title.in_language(language)}, {edition.edition}",
            )
            for edition in editions
        ),
    ]


def test_search_page_without_mappings_or_without_standards_says_so(client, tmp_path):
    publish_only()
    assert "No standard has been loaded yet." in to_words(read(get(client, SEARCH)))

    load_example(tmp_path, ("questions", 0, "mappings", []))
    words = to_words(read(get(client, SEARCH)))
    assert "None of our questions is mapped to another standard yet." in words
    assert "for example" not in words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["rdr-2020", "ungp-reporting", "santa-clara-2", "gdpr", "gni"])
def test_file_of_a_framework_has_the_rows_of_its_page(client, language, code):
    html = read(get(client, reverse("crosswalk:framework", args=[code]), language))
    address = unescape(re.search(r'href="([^"]+\.csv[^"]*)"', html)[1])
    whole = {"kk": "тұтастай", "ru": "в целом", "en": "as a whole"}[language]
    titles = {
        edition.standard.slug: edition.standard.short_title.in_language(language)
        for edition in map(read_edition, settings.STANDARDS_DIR.glob("*.yaml"))
    }

    header, *rows = read_file(client.get(address))

    assert header == ["framework", "item", "standard", "edition", "question", "question_text"]
    assert {row[0] for row in rows} == {code}
    assert [
        [whole if item == "*" else item, f"{question} {' '.join(text.split())}", f"{titles[slug]}, {name}"]
        for _code, item, slug, name, question, text in rows
    ] == read_table(html)
    assert len(rows) > 20


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("slug", "name"), [("drcq", "2026"), ("kz-context", "2026"), ("us-eu-hrd", "2024")])
def test_file_of_an_edition_has_the_rows_of_its_page(client, language, slug, name):
    html = read(get(client, reverse("crosswalk:edition", args=[slug, name]), language))
    address = unescape(re.search(r'href="([^"]+\.csv[^"]*)"', html)[1])
    whole = {"kk": "тұтастай", "ru": "в целом", "en": "as a whole"}[language]
    edition = read_edition(settings.STANDARDS_DIR / f"{slug}-{name}.yaml")

    header, *rows = read_file(client.get(address))

    frameworks = [framework.code for framework in edition.frameworks]
    fixed = ["standard", "edition", "recommendation", "question", "question_text", "overlaps"]
    assert header == [*fixed, *frameworks]
    assert [row[:4] for row in rows] == [
        [slug, name, question.recommendation, question.code] for question in edition.questions
    ]
    assert [
        [
            f"{question} {' '.join(text.split())}",
            *(whole if cell == "*" else cell.replace(";", ",") for cell in cells),
        ]
        for _slug, _name, _recommendation, question, text, *cells in rows
    ] == read_table(html)


def test_file_of_an_edition_shows_overlaps_from_both_sides(client):
    rows = {row[3]: row[5] for row in read_file(client.get("/crosswalk/standards/drcq/2026.csv"))}
    assert {code: others for code, others in rows.items() if others} == {
        "question": "overlaps",
        "PRV-17": "FOE-19; FOE-25",
    }

    rows = {row[3]: row[5] for row in read_file(client.get("/crosswalk/standards/kz-context/2026.csv"))}
    assert rows["FOE-19"] == rows["FOE-25"] == "PRV-17"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/crosswalk/frameworks/rdr-2020.csv", "crosswalk-rdr-2020-kk.csv"),
        ("/crosswalk/standards/drcq/2026.csv", "crosswalk-drcq-2026-kk.csv"),
    ],
)
def test_file_is_named_and_typed(client, address, name):
    response = get(client, address, "kk")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Language"] == "kk"


def test_cell_of_a_file_is_no_formula(client, tmp_path):
    load_example(
        tmp_path,
        ("questions", 0, "text", "en", "=1+1"),
        ("questions", 0, "mappings", 0, "items", ["@2.1", "-3"]),
    )

    rows = read_file(get(client, "/crosswalk/frameworks/wcag-2.2.csv"))[1:]
    assert [(row[1], row[5]) for row in rows] == [("'@2.1", "'=1+1"), ("'-3", "'=1+1")]
    (row,) = read_file(get(client, "/crosswalk/standards/example-access/1.csv"))[1:2]
    assert row[4:] == ["'=1+1", "", "'@2.1; -3"]


def test_tables_are_made_of_the_newest_published_editions(client, tmp_path):
    mapped = ("questions", 0, "mappings", 0, "items")
    for name, day, items, status in (
        ("1", "2026-11-24", ["1.1"], "published"),
        ("2", "2026-11-30", ["2.2"], "published"),
        ("3", "2026-12-01", ["3.3"], "draft"),
    ):
        load_example(tmp_path, ("edition", name), ("published_on", day), ("status", status), (*mapped, items))

    address = reverse("crosswalk:framework", args=["wcag-2.2"])
    assert read_table(read(get(client, address))) == [
        [
            "2.2",
            "ACC-1 Does the company publish that all pages of the service work by keyboard?",
            "Accessibility, 2",
        ]
    ]
    assert [read_results(client, f"wcag {item}") != {} for item in ("1.1", "2.2", "3.3")] == [
        False,
        True,
        False,
    ]


def test_page_of_an_older_edition_links_only_what_the_tables_hold(client, tmp_path):
    overlaps = ("questions", 1, "overlaps", [{"question": "ACC-1", "note": NOTE}])
    load_example(tmp_path, overlaps, ("questions", 0, "mappings", 0, "items", ["2.1.1", "9.9"]))
    load_example(tmp_path, ("edition", "2"), ("published_on", "2026-11-30"))

    html = read(get(client, reverse("crosswalk:edition", args=["example-access", "1"])))

    table = html[html.index("<tbody>") :]
    assert [row[1:] for row in read_table(html)] == [["ACC-2", "2.1.1, 9.9"], ["ACC-1", ""], ["", ""]]
    assert re.findall(r"<td[^>]*>(.*?)</td>", table)[1] == (
        '<a href="/crosswalk/frameworks/wcag-2.2/#item-2-1-1">2.1.1</a>, 9.9'
    )
    assert re.findall(r'<a href="([^"]+)">ACC-2</a>', table) == [
        reverse("standards:question", args=["example-access", "2", "ACC-2"])
    ]


def test_framework_of_an_older_edition_alone_has_no_table(client, tmp_path):
    load_example(tmp_path)
    load_example(tmp_path, ("edition", "2"), ("published_on", "2026-11-30"), ("questions", 0, "mappings", []))

    html = read(get(client, reverse("crosswalk:edition", args=["example-access", "1"])))

    assert '<th scope="col">WCAG 2.2</th>' in html
    assert client.get("/crosswalk/frameworks/wcag-2.2/").status_code == 404


def test_framework_page_says_what_a_mapping_does_not_claim(client):
    words = to_words(read(get(client, "/crosswalk/frameworks/gdpr/")))

    assert "Articles; for comparison only" in words
    assert "It does not mean that a yes here fulfils the item there." in words


def test_pages_of_the_standards_lead_to_the_crosswalk(client):
    assert f'href="{SEARCH}"' in read(get(client, reverse("standards:list")))
    assert f'href="{SEARCH}"' in read(
        get(client, reverse("standards:question", args=["drcq", "2026", "PRV-01"]))
    )
    table = reverse("crosswalk:edition", args=["drcq", "2026"])
    assert f'href="{table}"' in read(get(client, reverse("standards:edition", args=["drcq", "2026"])))


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("/crosswalk/frameworks/nothing/", "None of our questions is mapped to such a standard."),
        ("/crosswalk/frameworks/nothing.csv", "None of our questions is mapped to such a standard."),
        ("/crosswalk/frameworks/RDR-2020/", "None of our questions is mapped to such a standard."),
        ("/crosswalk/standards/nothing/2026/", "There is no such edition here."),
        ("/crosswalk/standards/drcq/1999/", "There is no such edition here."),
        ("/crosswalk/standards/drcq/1999.csv", "There is no such edition here."),
        ("/crosswalk/standards/us-eu-hrd/2026.csv", "There is no such edition here."),
    ],
)
def test_unknown_address_is_answered_with_the_reason(client, address, reason):
    response = client.get(address, {"lang": "en"})

    assert response.status_code == 404
    assert reason in to_words(read(response))


def test_draft_is_nowhere_to_be_seen(client, tmp_path):
    load_example(tmp_path, ("status", "draft"))

    assert "example-access" not in read(get(client, SEARCH, q="ACC-1"))
    assert read_results(client, "2.1.1") == {}
    for address in (
        "/crosswalk/frameworks/wcag-2.2/",
        "/crosswalk/frameworks/wcag-2.2.csv",
        "/crosswalk/standards/example-access/1/",
        "/crosswalk/standards/example-access/1.csv",
    ):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/crosswalk/",
        "/crosswalk/?q=RDR+P3a",
        "/crosswalk/?q=PRV-17",
        "/crosswalk/frameworks/rdr-2020/",
        "/crosswalk/frameworks/rdr-2020.csv",
        "/crosswalk/standards/drcq/2026/",
        "/crosswalk/standards/drcq/2026.csv",
    ],
)
def test_number_of_queries_does_not_depend_on_the_number_of_editions(
    client, django_assert_num_queries, address
):
    client.get(address)  # the process reads the editions once

    with django_assert_num_queries(1):
        client.get(address)
    publish_only("drcq")
    with django_assert_num_queries(1):
        client.get(address)
