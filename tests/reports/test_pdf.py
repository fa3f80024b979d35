"""The PDF of a whole report in three languages: read back, and checked for PDF/UA-1. Rendered once per language."""

import re
from io import BytesIO
from types import SimpleNamespace

import outloud
import pypdf
import pytest
import tinyhtml5
from django.utils.translation import gettext, override

from assessment.scoring import MeasuredUnit
from reports.queries import load_sample_snapshot
from reports.rendering import render_document, render_pdf
from reports.snapshot import compute_content_key
from reports.views import render_sample
from tests.assessment.questionnaires import OF_SERVICES
from tests.reports.snapshots import ANSWERS, LAW_NOTE, LAW_NOTES, make_snapshot, make_subject


# The fixture reads the database once for all tests; this makes sure that it is the one of the tests.
pytestmark = pytest.mark.django_db

LANGUAGES = ("kk", "ru", "en")
PAGE_OF = {"kk": r"(\d+) / (\d+)", "ru": r"(\d+) из (\d+)", "en": r"(\d+) of (\d+)"}
FOOTER = "Olshem"
HEADINGS = {
    "en": [
        "Scores",
        "The gaps that matter most",
        "All gaps (84)",
        "What is already met",
        "Not applicable, with reasons",
        "All answers",
        "Notes on the law",
        "Method and scale",
    ],
    "ru": [
        "Баллы",
        "Самые важные пробелы",
        "Все пробелы (84)",
        "Что уже выполнено",
        "Не применимо, с причинами",
        "Все ответы",
        "Примечания о законодательстве",
        "Метод и шкала",
    ],
    "kk": [
        "Баллдар",
        "Ең маңызды олқылықтар",
        "Барлық олқылықтар (84)",
        "Қазірдің өзінде орындалғаны",
        "Қолданылмайтындар, себептерімен",
        "Барлық жауаптар",
        "Заңнама туралы ескертпелер",
        "Әдістеме және шкала",
    ],
}


def squeeze(text):
    """Without blanks and the hyphens of broken lines, which a PDF does not tell apart."""
    return re.sub(r"[\s-]", "", text)


def read_outline(reader, items=None, level=1):
    """Bookmarks as level, title and number of the page."""
    found = []
    for item in reader.outline if items is None else items:
        if isinstance(item, list):
            found += read_outline(reader, item, level + 1)
        else:
            found.append((level, item.title, reader.get_destination_page_number(item) + 1))
    return found


@pytest.fixture(scope="module", params=LANGUAGES)
def report(request, django_db_setup, django_db_blocker):
    """The sample report, which is a complete assessment over the three editions."""
    language = request.param
    with django_db_blocker.unblock():
        snapshot = load_sample_snapshot(language)
        pdf = render_sample(language, compute_content_key(snapshot))
    reader = pypdf.PdfReader(BytesIO(pdf))
    return SimpleNamespace(
        language=language,
        snapshot=snapshot,
        pdf=pdf,
        reader=reader,
        pages=[page.extract_text() for page in reader.pages],
        page=tinyhtml5.parse(render_document(snapshot), namespace_html_elements=False),
    )


def find_headings(report, *tags):
    return [
        (element.tag, " ".join("".join(element.itertext()).split()))
        for element in report.page.iter()
        if element.tag in tags
    ]


# --- pages ---------------------------------------------------------------------------------------------------------


def test_every_page_says_its_number_and_how_many_there_are(report):
    count = len(report.pages)
    numbers = [
        re.findall(rf"^{FOOTER} {PAGE_OF[report.language]}$", page, re.MULTILINE) for page in report.pages
    ]

    assert numbers == [[(str(number), str(count))] for number in range(1, count + 1)]
    assert 20 < count < 60


def write_header(report):
    with override(report.language):
        return f"{report.snapshot['company']} · {report.snapshot['period']} {gettext('Sample')}"


def test_every_page_but_the_first_says_whose_report_it_is_and_that_it_is_a_sample(report):
    headers = [page.splitlines().count(write_header(report)) for page in report.pages]

    assert headers == [0] + [1] * (len(report.pages) - 1)


def test_no_page_is_nearly_empty(report):
    assert [number for number, page in enumerate(report.pages, 1) if len(page.splitlines()) < 12] == []


def test_no_heading_and_no_caption_stands_alone_at_the_end_of_a_page(report):
    headings = {words for _tag, words in find_headings(report, "h1", "h2", "h3", "caption")}
    lonely = []
    for number, page in enumerate(report.pages, 1):
        *lines, last = (
            line
            for line in page.splitlines()
            if line != write_header(report) and not line.startswith(f"{FOOTER} ")
        )
        lonely += [(number, last)] if last in headings else []

    assert lonely == []


# --- headings, contents, bookmarks ---------------------------------------------------------------------------------


def test_sections_come_in_their_order(report):
    with override(report.language):
        contents = gettext("Contents")

    assert [words for _tag, words in find_headings(report, "h2")] == [contents, *HEADINGS[report.language]]
    assert [title for level, title, _page in read_outline(report.reader) if level == 1] == HEADINGS[
        report.language
    ]


def test_bookmarks_are_the_headings_and_lead_to_their_pages(report):
    _contents, *headings = find_headings(report, "h2", "h3")
    outline = read_outline(report.reader)

    assert [(f"h{level + 1}", title) for level, title, _page in outline] == headings
    assert [page for _level, _title, page in outline] == sorted(page for *_rest, page in outline)
    assert {
        title: page
        for _level, title, page in outline
        if squeeze(title) not in squeeze(report.pages[page - 1])
    } == {}


def test_contents_give_the_page_of_each_section_and_of_the_gaps_of_each_pillar(report):
    printed = [
        (title.strip(), int(page))
        for title, page in re.findall(r"^(.+?)\s*\.{4,}\s*(\d+)$", report.pages[0], re.MULTILINE)
    ]
    listed = {group["label"] for group in report.snapshot["gaps"]} | set(HEADINGS[report.language])
    first = {}
    for _level, title, page in read_outline(report.reader):
        first.setdefault(title, page)

    assert printed == [(title, page) for title, page in first.items() if title in listed]


# --- what it says --------------------------------------------------------------------------------------------------


def test_the_first_page_says_what_was_measured_and_how_far_it_can_be_trusted(report):
    with override(report.language):
        sentences = [
            gettext("Digital-rights gap report"),
            gettext("Sample. The company and its answers are invented."),
            gettext("Self-declared, not verified."),
            gettext("All %(applicable)s applicable questions are answered.") % {"applicable": 103},
            gettext(
                "Self-declared means: these are the company’s own answers, and nobody outside the company has "
                "checked them."
            ),
        ]
    snapshot = report.snapshot
    expected = [
        snapshot["company"],
        snapshot["period"],
        snapshot["generated_on"],
        snapshot["tier"],
        *sentences,
    ]
    expected += [
        edition[part] for edition in snapshot["editions"] for part in ("title", "publisher", "checksum")
    ]

    assert [text for text in expected if squeeze(text) not in squeeze(report.pages[0])] == []


def test_the_total_stands_with_what_it_is_of_its_coverage_and_who_says_so(report):
    total = report.snapshot["total"]["value"]
    with override(report.language):
        line = " · ".join(
            [
                f"{total} {gettext('of 100 in total')}",
                gettext("Self-declared"),
                gettext("%(answered)s of %(applicable)s questions answered")
                % {"answered": 103, "applicable": 103},
            ]
        )

    assert [page for page, text in enumerate(report.pages, 1) if squeeze(line) in squeeze(text)] == [2]


def test_page_and_pdf_show_the_same_gaps_in_the_same_order(report):
    shown = [
        "".join(heading.itertext())
        for article in report.page.iter("article")
        for heading in article.iter("h4")
    ]
    told = [
        f"{gap['gain']} {gap['code']} {gap['text']}"
        for group in report.snapshot["gaps"]
        for gap in group["items"]
    ]
    text, places = squeeze("".join(report.pages)), []
    for gap in told:
        places.append(text.find(squeeze(gap), places[-1] + 1 if places else 0))

    assert shown == told
    assert len(told) == report.snapshot["gap_count"] == 84
    assert places == sorted(places)
    assert places[0] > 0


def test_each_gap_has_all_its_parts_in_order(report):
    with override(report.language):
        labels = [gettext(label) for label in ("Remedy:", "Law note:", "Evidence wanted:")]
    problems = []
    for article, gap in zip(
        report.page.iter("article"),
        (gap for group in report.snapshot["gaps"] for gap in group["items"]),
        strict=True,
    ):
        text = " ".join("".join(article.itertext()).split())
        notes = [labels[1], *(note["title"] for note in gap["law_notes"])] if gap["law_notes"] else []
        parts = [
            gap["gain"], gap["code"], gap["text"], gap["standard"], gap["number"], gap["recommendation"],
            gap["quotation"], gap["option"], gap["severity"], gap["explanation"],
            gap["criterion_head"], gap["criterion"], labels[0], gap["remedy"],
            *notes, labels[2], gap["evidence"],
        ]  # fmt: skip
        place = 0
        for part in parts:
            found = text.find(" ".join(part.split()), place)
            if not part or found < 0:
                problems.append((gap["code"], part))
            place = max(found, place)

    assert problems == []


def test_all_answers_are_in_the_pdf(report):
    text = squeeze("".join(report.pages))
    rows = [row for group in report.snapshot["answers"] for row in group["items"]]

    assert len(rows) == 103
    assert [
        row["code"] for row in rows if squeeze(f"{row['code']} {row['text']}{row['option']}") not in text
    ] == []


# --- the file ------------------------------------------------------------------------------------------------------


def test_fonts_are_the_reports_own_embedded_and_readable(report):
    fonts = {}
    for page in report.reader.pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            (descendant,) = font["/DescendantFonts"]
            fonts[font["/BaseFont"]] = (
                "/FontFile2" in descendant.get_object()["/FontDescriptor"],
                "/ToUnicode" in font,
            )

    assert {re.sub(r"^/[A-Z]{6}\+|,$", "", name) for name in fonts} == {
        "Source-Sans-3",
        "Source-Sans-3-Semi-Bold",
    }
    assert set(fonts.values()) == {(True, True)}


def test_letters_of_the_language_come_out_of_the_pdf(report):
    letters = {
        "kk": "абвгдежзийклмнопрстуфхцчшыьэюяәғқңөұүіӘҚӨҰІ",
        "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "en": "abcdefghijklmnopqrstuvwxyz",
    }[report.language]

    assert set(letters) - set("".join(report.pages)) == set()


def test_nothing_is_left_of_codes_and_templates(report):
    assert re.findall(r"\{[{%]|%\(|not_applicable|&\w+;|�", "".join(report.pages)) == []


def test_language_and_title_are_set(report):
    root, snapshot = report.reader.trailer["/Root"], report.snapshot
    with override(report.language):
        title = f"{gettext('Digital-rights gap report')}: {snapshot['company']}, {snapshot['period']}"

    assert (root["/Lang"], report.reader.metadata.title, root["/ViewerPreferences"]["/DisplayDocTitle"]) == (
        report.language,
        title,
        True,
    )
    assert (root["/MarkInfo"]["/Marked"], b"pdfuaid" in root["/Metadata"].get_data()) == (True, True)


def test_the_only_addresses_outside_are_the_sources(report):
    sources = {source["address"] for source in report.snapshot["method"]["sources"]}
    sources |= {source["address"] for note in report.snapshot["law_notes"] for source in note["sources"]}
    actions = [
        annotation.get_object().get("/A", {})
        for page in report.reader.pages
        for annotation in page.get("/Annots", [])
    ]

    assert {action["/URI"] for action in actions if "/URI" in action} == sources
    assert {action.get("/S") for action in actions} <= {"/URI", "/GoTo", None}


# --- PDF/UA-1 ------------------------------------------------------------------------------------------------------


def find_errors(pdf, folder):
    path = folder / "report.pdf"
    path.write_bytes(pdf)
    result = outloud.check(str(path))
    assert result.error is None
    return [(finding.rule, finding.message) for finding in result.findings if finding.severity == "error"]


def test_a_whole_report_has_no_accessibility_errors(report, tmp_path):
    assert find_errors(report.pdf, tmp_path) == []


LONG = "Қанағаттандырылмағандықтарыңыздан " * 20 + "W" * 300
VARIANTS = {
    "empty": {},
    "draft": {"answers": {"ACC-1": ("mostly", "Text.")}},
    "complete": {"answers": ANSWERS},
    "one pillar left out": {"answers": ANSWERS, "left_out": ["access"], "reason": "Сервиса нет."},
    "not applicable": {"answers": {"ACC-3": ("no_such_service", "None.")}},
    "a smaller questionnaire": {"tier": "core", "subject": make_subject(tags=frozenset())},
    "law notes": {"answers": ANSWERS, "law_notes": [LAW_NOTE], "edition": [(*LAW_NOTES, ["LAW-1"])]},
    "long words": {"answers": {"ACC-1": ("never", LONG)}, "subject": make_subject(company=LONG)},
    "units": {
        "answers": {
            "ACC-1~1": ("mostly", LONG),
            "ACC-1~2": "always",
            "ACC-2": "rarely",
            "ACC-3~1": ("no_such_service", "None."),
        },
        "units": [
            MeasuredUnit("1", "Q" * 100, "service", "Q" * 100),
            MeasuredUnit("2", LONG[:100], "service"),
            MeasuredUnit("3", LONG[:100], "operating_company"),
        ],
        "edition": OF_SERVICES,
    },
    "letters that no font has": {"answers": {"ACC-1": ("never", "Done ✅ 漢字 \u202e\u0007\ufffe")}},
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_no_variant_has_accessibility_errors(variant, tmp_path):
    assert find_errors(render_pdf(make_snapshot(**VARIANTS[variant], language="kk")), tmp_path) == []


def find_right_edge(pages):
    """How far to the right a line begins."""
    right_edges = []

    def note(text, matrix, text_matrix, font, size):
        if text.strip():
            right_edges.append(text_matrix[4] * matrix[0] + matrix[4])

    for page in pages:
        page.extract_text(visitor_text=note)
    return max(right_edges)


def test_a_long_name_and_long_words_stay_inside_the_page():
    pages = pypdf.PdfReader(BytesIO(render_pdf(make_snapshot(**VARIANTS["long words"])))).pages

    header = f"{LONG[:43]}… · 1 January 2026 – 31 December 2026 Self-declared draft"
    assert [page.extract_text().splitlines().count(header) for page in pages[1:]] == [1] * (len(pages) - 1)
    assert find_right_edge(pages) < float(pages[0].mediabox.right)
    lines = "".join(page.extract_text() for page in pages).splitlines()
    assert max(line.count("W") for line in lines) < 80


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_names_of_units_are_broken_and_stay_inside_the_page(language):
    report = make_snapshot(**VARIANTS["units"], language=language)
    pages = pypdf.PdfReader(BytesIO(render_pdf(report))).pages

    text = "".join(page.extract_text() for page in pages)
    assert find_right_edge(pages) < float(pages[0].mediabox.right)
    assert max(line.count("Q") for line in text.splitlines()) < 100
    # In the table of units, in a gap, among what is not applicable, in the table of answers.
    assert text.count("Q") >= 100 * 5


def test_the_same_content_is_the_same_file():
    assert render_pdf(make_snapshot(ANSWERS)) == render_pdf(make_snapshot(ANSWERS))
