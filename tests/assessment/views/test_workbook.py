"""The questionnaire off line: downloads, the upload, and the page that shows what a file would change."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from docx import Document
from openpyxl import load_workbook

from accounts.models import AuditEvent, Role
from assessment.actions.workbook import BATCH, UPLOAD_LIFETIME
from assessment.models import Answer, Assessment, OmittedPillar, WorkbookUpload
from assessment.workbook.values import FILE_LIMIT, MACHINE_SHEET, Problem, Reason
from assessment.workbook_texts import PROBLEMS, REASONS
from tests.assessment.interleaving import just_before
from tests.assessment.pages import Page
from tests.assessment.workbook.files import edit, put, put_formula
from tests.factories.assessments import (
    cancel,
    find_answer,
    find_member,
    leave_out,
    make_assessment,
    measure,
    save_answer,
)
from tests.factories.people import make_member, make_organisation


pytestmark = pytest.mark.django_db

GOVERNANCE = {"en": "Corporate governance", "ru": "Корпоративное управление", "kk": "Корпоративтік басқару"}
NO = {"en": "No", "ru": "Нет", "kk": "Жоқ"}
FIELD = "The filled-in spreadsheet (.xlsx): "
HOSTILE = '=HYPERLINK("http://x.test")\n\'@ +1 <b>жоқ</b> 😀 '


@pytest.fixture
def assessment():
    return make_assessment(standards=["drcq"])


@pytest.fixture
def client(assessment, sign_in):
    return sign_in(find_member(assessment))


def locate(assessment, upload=None):
    if upload:
        return reverse("assessment:workbook-changes", args=[assessment.pk, upload.pk])
    return reverse("assessment:workbook", args=[assessment.pk])


def download(client, assessment, language="en", kind="xlsx"):
    return client.get(reverse("assessment:workbook-file", args=[assessment.pk, language, kind]))


def fetch(client, assessment, language="en"):
    return download(client, assessment, language).content


def send(client, assessment, data, name="filled.xlsx"):
    return client.post(locate(assessment), {"file": SimpleUploadedFile(name, data)})


def find_cells(data, code, sheet=GOVERNANCE["en"], *, apart=False):
    """Where option, explanation and confidentiality of an answer stand; a column further with units."""
    rows = load_workbook(io.BytesIO(data))[sheet].iter_rows(max_col=1)
    (number,) = [cell.row for (cell,) in rows if cell.value == code]
    return [f"{column}{number}" for column in ("GHI" if apart else "FGH")]


def fill(data, answers, sheet=GOVERNANCE["en"]):
    """The file with option and explanation typed at codes."""
    cells = {}
    for code, (option, explanation) in answers.items():
        place, text, _who = find_cells(data, code, sheet)
        cells |= {place: option, text: explanation}
    return put(data, sheet, **cells)


def upload(client, assessment, data):
    """The upload that the file makes, which leads to its page."""
    response = send(client, assessment, data)
    kept = WorkbookUpload.objects.latest("at")
    assert (response.status_code, response.url) == (302, locate(assessment, kept))
    return kept


def read_rows():
    models = (Assessment, Answer, OmittedPillar, AuditEvent, WorkbookUpload)
    return [list(model.objects.order_by("pk").values()) for model in models]


def read_answers(assessment):
    rows = Answer.objects.filter(assessment=assessment).order_by("question__code", "unit")
    return list(rows.values_list("question__code", "unit", "option", "explanation", "version"))


def count_queries(job):
    with CaptureQueriesContext(connection) as captured:
        job()
    return len(captured)


def test_page_offers_all_files_in_all_languages(client, assessment):
    page = Page(client.get(locate(assessment)))

    assert page.status == 200
    assert [link.get("href").rpartition("/")[2] for link in page.select(".//td/a")] == [
        f"{language}.{kind}" for language in ("kk", "ru", "en") for kind in ("xlsx", "docx")
    ]
    assert page.heading == "Fill in off line"


def test_home_of_the_assessment_leads_to_the_page(client, assessment):
    page = Page(client.get(reverse("assessment:detail", args=[assessment.pk])))

    links = [link.get("href") for link in page.select(".//main//a")]
    assert links.count(locate(assessment)) == 1


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_files_are_in_the_language_they_are_asked_for_in_whatever_the_page_speaks(
    client, assessment, language
):
    save_answer(assessment, "GOV-01", "no", HOSTILE)

    sheets, document = download(client, assessment, language), download(client, assessment, language, "docx")

    workbook = load_workbook(io.BytesIO(sheets.content))
    place, text, _who = find_cells(sheets.content, "GOV-01", GOVERNANCE[language])
    sheet = workbook[GOVERNANCE[language]]
    assert (sheet[place].value, sheet[text].value, sheet[text].data_type) == (NO[language], HOSTILE, "s")
    headings = [each.text for each in Document(io.BytesIO(document.content)).paragraphs]
    assert headings.count(GOVERNANCE[language]) == 1
    assert [
        (response["Content-Disposition"], response["Content-Type"], response["Cache-Control"])
        for response in (sheets, document)
    ] == [
        (f'attachment; filename="{name}"', kind, "no-store, private")
        for name, kind in (
            (
                f"olshem-{assessment.organisation.name_en.lower().replace(' ', '-')}-2024-{language}.xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ),
            (
                f"olshem-{assessment.organisation.name_en.lower().replace(' ', '-')}-2024-{language}.docx",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ),
        )
    ]


@pytest.mark.parametrize("name", ["de.xlsx", "en.xls", "en.pdf"])
def test_there_are_no_other_files(client, assessment, name):
    assert client.get(f"{locate(assessment)}{name}").status_code == 404


def test_file_names_the_pillar_that_is_left_out(sign_in):
    assessment = make_assessment()
    leave_out(assessment)

    data = fetch(sign_in(find_member(assessment)), assessment)

    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(data)).worksheets[0].iter_rows()]
    assert [row[1] for row in rows if row[0] == "Left out"] == ["Protection of human rights defenders"]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_file_that_nobody_changed_changes_nothing(client, assessment, language):
    for code, text in (("GOV-01", HOSTILE), ("GOV-02", "a\r\nb\x0b"), ("GOV-03", "x" * 10_000)):
        save_answer(assessment, code, "partially", text)
    before = read_rows()

    response = send(client, assessment, fetch(client, assessment, language))

    assert (response.status_code, response.url) == (302, locate(assessment))
    assert Page(client.get(response.url)).messages == [
        "The file says what it said when it was downloaded: there is nothing to save."
    ]
    assert read_rows() == before


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_what_is_ticked_is_saved_and_nothing_else(client, assessment, language):
    save_answer(assessment, "GOV-02", "no", "Old.")
    sheet = GOVERNANCE[language]
    data = fetch(client, assessment, language)
    typed = {
        "GOV-01": (NO[language], HOSTILE),
        "GOV-02": (NO[language], "New."),
        "GOV-03": (NO[language], None),
    }
    before = read_answers(assessment)

    kept = upload(client, assessment, fill(data, typed, sheet))
    page = Page(client.get(locate(assessment, kept)))

    assert read_answers(assessment) == before
    assert page.texts(".//main//h2") == ["New answers (2)", "Changed answers (1)"]
    ticked = [box.get("value") for box in page.select(".//input[@name='accept']") if "checked" in box.attrib]
    assert ticked == ["GOV-01:0", "GOV-03:0", "GOV-02:1"]

    response = client.post(locate(assessment, kept), {"accept": ["GOV-01:0", "GOV-02:1"]})

    assert (response.status_code, response.url) == (
        302,
        reverse("assessment:detail", args=[assessment.pk]),
    )
    assert Page(client.get(response.url)).messages == ["2 answers saved."]
    assert read_answers(assessment) == [
        ("GOV-01", "", "no", HOSTILE, 1),
        ("GOV-02", "", "no", "New.", 2),
    ]
    assert find_answer(assessment, "GOV-01").explanation_language == language
    assert WorkbookUpload.objects.count() == 0


def test_changes_stand_beside_what_the_portal_has(client, assessment):
    save_answer(assessment, "GOV-01", "no", "Old <b>text</b>.")
    kept = upload(
        client, assessment, fill(fetch(client, assessment), {"GOV-01": ("Yes", "New <i>text</i>.")})
    )

    ((question, portal, file),) = Page(client.get(locate(assessment, kept))).rows()

    assert question.split()[0] == "GOV-01"
    assert (portal, file) == ("NoOld <b>text</b>.", "YesNew <i>text</i>.")


def test_confidentiality_is_shown_where_it_changes(client, assessment):
    save_answer(assessment, "GOV-01", "no", "Text.")
    data = fetch(client, assessment)
    _place, _text, who = find_cells(data, "GOV-01")
    kept = upload(client, assessment, put(data, GOVERNANCE["en"], **{who: "Sealed: inside the company only"}))

    ((_question, portal, file),) = Page(client.get(locate(assessment, kept))).rows()
    client.post(locate(assessment, kept), {"accept": "GOV-01:1"})

    assert (portal, file) == ("NoText.May be published", "NoText.Sealed: inside the company only")
    assert find_answer(assessment, "GOV-01").confidentiality == "sealed"


def test_answers_of_services_go_to_their_units(client, assessment):
    first, second = measure(assessment, "Mobile", "Internet")
    data = fetch(client, assessment)
    place, text, _who = find_cells(data, f"PRV-01~{second}", "Privacy", apart=True)
    kept = upload(client, assessment, put(data, "Privacy", **{place: "No", text: "Not there."}))

    ((question, _portal, _file),) = Page(client.get(locate(assessment, kept))).rows()
    client.post(locate(assessment, kept), {"accept": f"PRV-01~{second}:0"})

    assert question.startswith("PRV-01, Internet ")
    assert read_answers(assessment) == [("PRV-01", second, "no", "Not there.", 1)]


def test_emptied_cells_are_listed_and_not_ticked(client, assessment):
    save_answer(assessment, "GOV-01", "no", "Text.")
    kept = upload(client, assessment, fill(fetch(client, assessment), {"GOV-01": (None, None)}))

    page = Page(client.get(locate(assessment, kept)))

    assert page.texts(".//main//h2") == ["Emptied cells (1)"]
    assert [box.attrib.get("checked") for box in page.select(".//input[@name='accept']")] == [None]
    client.post(locate(assessment, kept), {"accept": "GOV-01:1"})
    assert read_answers(assessment) == [("GOV-01", "", "", "", 2)]


def make_conflict(client, assessment):
    save_answer(assessment, "GOV-01", "no", "Old.")
    data = fill(fetch(client, assessment), {"GOV-01": ("Yes", "Mine."), "GOV-02": ("Yes", "New.")})
    save_answer(assessment, "GOV-01", "partially", "Theirs.")
    return upload(client, assessment, data)


def test_answer_that_somebody_changed_since_the_download_is_kept_unless_one_chooses(client, assessment):
    kept = make_conflict(client, assessment)

    page = Page(client.get(locate(assessment, kept)))

    assert page.texts(".//main//h2") == ["Changed in the portal meanwhile (1)", "New answers (1)"]
    ((_question, portal, file),) = page.rows(0)
    person = find_member(assessment).full_name
    assert (portal.startswith("PartiallyTheirs."), portal.endswith(f"by {person}")) == (True, True)
    assert file == "YesMine."
    assert page.form == {"decide-GOV-01": "", "accept": "GOV-02:0"}

    client.post(locate(assessment, kept), page.form)
    assert read_answers(assessment) == [
        ("GOV-01", "", "partially", "Theirs.", 2),
        ("GOV-02", "", "yes", "New.", 1),
    ]


def test_answer_of_the_file_replaces_the_other_when_one_chooses(client, assessment):
    kept = make_conflict(client, assessment)

    client.post(locate(assessment, kept), {"decide-GOV-01": "GOV-01:2"})

    assert read_answers(assessment) == [("GOV-01", "", "yes", "Mine.", 3)]


def test_answer_that_changed_after_the_page_was_made_is_shown_again(client, assessment):
    kept = upload(
        client,
        assessment,
        fill(fetch(client, assessment), {"GOV-01": ("Yes", "Mine."), "GOV-02": ("No", "New.")}),
    )
    sent = {"accept": ["GOV-01:0", "GOV-02:0"]}
    save_answer(assessment, "GOV-01", "partially", "Theirs.")

    page = Page(client.post(locate(assessment, kept), sent))

    assert page.status == 409
    assert page.errors == [
        ("", "Some answers were changed while you decided. They are not saved; decide again about these.")
    ]
    assert page.texts(".//main//h2")[1:] == ["Changed in the portal meanwhile (1)"]
    assert read_answers(assessment) == [
        ("GOV-01", "", "partially", "Theirs.", 1),
        ("GOV-02", "", "no", "New.", 1),
    ]
    client.post(locate(assessment, kept), {"decide-GOV-01": "GOV-01:1"})
    assert read_answers(assessment)[0] == ("GOV-01", "", "yes", "Mine.", 2)


def test_copies_of_two_people_do_not_disturb_each_other(client, assessment, sign_in):
    colleague = sign_in(find_member(assessment, Role.CONTRIBUTOR))
    blank = fetch(client, assessment)
    mine = upload(client, assessment, fill(blank, {"GOV-01": ("Yes", "Mine.")}))
    theirs = upload(colleague, assessment, fill(blank, {"GOV-02": ("No", "Theirs.")}))

    client.post(locate(assessment, mine), {"accept": "GOV-01:0"})
    colleague.post(locate(assessment, theirs), {"accept": "GOV-02:0"})

    assert read_answers(assessment) == [
        ("GOV-01", "", "yes", "Mine.", 1),
        ("GOV-02", "", "no", "Theirs.", 1),
    ]


def test_rows_that_are_refused_say_why_and_give_the_text_back(client, assessment):
    data = fill(
        fetch(client, assessment), {"GOV-01": ("Perhaps", "Kept text."), "GOV-02": ("No", "x" * 10_001)}
    )
    formula = find_cells(data, "GOV-03")[1]
    kept = upload(client, assessment, put_formula(data, GOVERNANCE["en"], formula, "=A1"))

    page = Page(client.get(locate(assessment, kept)))

    assert page.texts(".//main//h2") == ["Refused (3)"]
    assert [why for _question, why, _where in page.rows()] == [
        "“Perhaps” is no answer to this question. Choose one from the list of the cell.Kept text.",
        "The explanation has 10,001 characters; at most 10,000 fit. Shorten it and keep details in the evidence."
        + "x" * 10_000,
        f"The cell {formula} holds a formula. Type the text itself.",
    ]
    assert [where for _question, _why, where in page.rows()] == [
        f"{GOVERNANCE['en']}, {find_cells(data, code)[0][1:]}" for code in ("GOV-01", "GOV-02", "GOV-03")
    ]
    assert page.texts(".//main//form//button") == ["Discard the file"]


def test_answer_in_a_pillar_that_is_left_out_is_refused(sign_in):
    assessment = make_assessment()
    client = sign_in(find_member(assessment))
    sheet = "Protection of human rights"
    data = fill(fetch(client, assessment), {"HRD-01": ("No", "None.")}, sheet)
    leave_out(assessment)
    kept = upload(client, assessment, data)

    page = Page(client.get(locate(assessment, kept)))

    assert [why for _question, why, _where in page.rows()] == [
        "The question is in a pillar that is left out.None."
    ]


def test_nothing_ticked_saves_nothing_and_keeps_the_upload(client, assessment):
    kept = upload(client, assessment, fill(fetch(client, assessment), {"GOV-01": ("Yes", "Mine.")}))
    before = read_rows()

    page = Page(client.post(locate(assessment, kept), {"accept": "nonsense", "decide-GOV-02": ""}))

    assert (page.status, page.errors) == (
        422,
        [("", "Nothing is ticked. Tick what you want to save, or discard the file.")],
    )
    assert read_rows() == before


def test_discarded_file_changes_nothing(client, assessment):
    kept = upload(client, assessment, fill(fetch(client, assessment), {"GOV-01": ("Yes", "Mine.")}))

    response = client.post(locate(assessment, kept), {"then": "discard", "accept": "GOV-01:0"})

    assert response.url == locate(assessment)
    assert Page(client.get(response.url)).messages == ["The file is discarded. The answers are as they were."]
    assert (read_answers(assessment), WorkbookUpload.objects.count()) == ([], 0)


def test_rows_that_are_in_the_portal_by_now_are_not_shown(client, assessment):
    kept = upload(client, assessment, fill(fetch(client, assessment), {"GOV-01": ("Yes", "Mine.")}))
    save_answer(assessment, "GOV-01", "yes", "Mine.")

    page = Page(client.get(locate(assessment, kept)))

    assert page.text().count("All of it is in the portal already.") == 1
    assert page.select(".//main//table") == []


def test_many_rows_are_decided_in_parts(client, assessment):
    kept = upload(client, assessment, fill(fetch(client, assessment), {"GOV-01": ("Yes", "Mine.")}))
    (row,) = kept.changes["rows"]
    kept.changes["rows"] = [row, *(row | {"key": f"OLD-{number}"} for number in range(BATCH))]
    kept.save()

    page = Page(client.get(locate(assessment, kept)))
    response = client.post(locate(assessment, kept), {"accept": "GOV-01:0"})

    assert page.text().count("The file holds more: 1 row is shown after you have decided about these.") == 1
    assert response.url == locate(assessment, kept)
    assert read_answers(assessment) == [("GOV-01", "", "yes", "Mine.", 1)]
    assert Page(client.get(response.url)).texts(".//main//h2") == ["Refused (1)"]


def test_own_uploads_wait_on_the_page_and_nobody_else_sees_them(client, assessment, sign_in):
    kept = upload(client, assessment, fill(fetch(client, assessment), {"GOV-01": ("Yes", "Mine.")}))
    colleague = sign_in(find_member(assessment, Role.CONTRIBUTOR))
    before = read_rows()

    links = [
        [link.get("href") for link in Page(each.get(locate(assessment))).select(".//main//li/a")]
        for each in (client, colleague)
    ]

    assert links == [[locate(assessment, kept)], []]
    assert colleague.get(locate(assessment, kept)).status_code == 404
    assert colleague.post(locate(assessment, kept), {"accept": "GOV-01:0"}).status_code == 404
    assert read_rows() == before


def test_upload_of_another_assessment_is_not_found(client, assessment):
    kept = upload(client, assessment, fill(fetch(client, assessment), {"GOV-01": ("Yes", "Mine.")}))
    other = make_assessment(lead=find_member(assessment), year=2020)

    assert client.get(locate(other, kept)).status_code == 404


def test_upload_that_waited_too_long_is_not_found(client, assessment):
    kept = upload(client, assessment, fill(fetch(client, assessment), {"GOV-01": ("Yes", "Mine.")}))
    WorkbookUpload.objects.update(at=timezone.now() - UPLOAD_LIFETIME - timedelta(seconds=1))

    assert client.get(locate(assessment, kept)).status_code == 404
    assert Page(client.get(locate(assessment))).select(".//main//li/a") == []


def test_upload_is_decided_in_one_tab(client, assessment):
    kept = upload(client, assessment, fill(fetch(client, assessment), {"GOV-01": ("Yes", "Mine.")}))

    with just_before("SAVEPOINT", WorkbookUpload.objects.all().delete):
        response = client.post(locate(assessment, kept), {"accept": "GOV-01:0"})

    assert response.url == locate(assessment)
    assert Page(client.get(response.url)).messages == ["This file was decided about already."]
    assert read_answers(assessment) == []
    assert client.post(locate(assessment, kept), {"accept": "GOV-01:0"}).status_code == 404


def test_viewer_downloads_but_does_not_upload(assessment, sign_in):
    viewer = sign_in(find_member(assessment, Role.VIEWER))
    before = read_rows()
    data = fetch(viewer, assessment)

    page = Page(viewer.get(locate(assessment)))

    assert page.select(".//main//form") == []
    assert page.text().count("You may read this assessment. Its lead and its contributors answer.") == 1
    assert send(viewer, assessment, data).status_code == 403
    assert read_rows() == before


def test_outsider_finds_nothing(assessment, sign_in):
    kept = upload(
        sign_in(find_member(assessment)),
        assessment,
        fill(fetch(sign_in(find_member(assessment)), assessment), {"GOV-01": ("Yes", "Mine.")}),
    )
    outsider = sign_in(make_member(make_organisation()))
    before = read_rows()

    assert [
        response.status_code
        for response in (
            outsider.get(locate(assessment)),
            download(outsider, assessment),
            download(outsider, assessment, kind="docx"),
            send(outsider, assessment, b"PK"),
            outsider.get(locate(assessment, kept)),
            outsider.post(locate(assessment, kept), {"accept": "GOV-01:0"}),
        )
    ] == [404] * 6
    assert read_rows() == before


def test_cancelled_assessment_can_be_downloaded_and_uploads_only_discarded(client, assessment):
    data = fill(fetch(client, assessment), {"GOV-01": ("Yes", "Mine.")})
    kept = upload(client, assessment, data)
    cancel(assessment)

    page = Page(client.get(locate(assessment, kept)))

    assert page.texts(".//main//form//button") == ["Discard the file"]
    assert page.select(".//input[@name='accept']") == []
    assert download(client, assessment).status_code == 200
    assert send(client, assessment, data).status_code == 403
    assert client.post(locate(assessment, kept), {"accept": "GOV-01:0"}).status_code == 403
    assert client.post(locate(assessment, kept), {"then": "discard"}).status_code == 302
    assert (read_answers(assessment), WorkbookUpload.objects.count()) == ([], 0)


def rename(data, old, new):
    def change(book):
        book[old].title = new

    return edit(data, change)


def add_rows(data):
    def change(book):
        for number in range(100, 10_100):
            book[GOVERNANCE["en"]].cell(number, 1, "GOV-01")

    return edit(data, change)


# How a file of the assessment is spoilt; the reason, and the words in its message.
SPOILT = {
    "empty": (lambda data: b"", Reason.EMPTY, {}),
    "csv": (lambda data: "Код;Ответ".encode(), Reason.PLAIN_TEXT, {}),
    "xls": (lambda data: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Reason.OLD_EXCEL, {}),
    "broken zip": (lambda data: data[: len(data) // 2], Reason.BROKEN, {}),
    "too big": (lambda data: data + bytes(FILE_LIMIT), Reason.TOO_BIG, {"megabytes": 5}),
    "older format": (lambda data: put(data, MACHINE_SHEET, B1="0"), Reason.OLDER_FORMAT, {}),
    "older edition": (
        lambda data: put(data, MACHINE_SHEET, B3='[["drcq 2025", "0"]]'),
        Reason.OTHER_EDITION,
        {},
    ),
    "renamed sheet": (
        lambda data: rename(data, GOVERNANCE["en"], "Governance"),
        Reason.SHEET_MISSING,
        {"sheet": GOVERNANCE["en"]},
    ),
    "added sheet": (
        lambda data: edit(data, lambda book: book.create_sheet("Notes")),
        Reason.SHEET_ADDED,
        {"sheet": "Notes"},
    ),
    "10,000 rows": (add_rows, Reason.TOO_MANY_ROWS, {"sheet": GOVERNANCE["en"], "rows": "8,000"}),
    "formula": (
        lambda data: put_formula(data, GOVERNANCE["en"], "A2"),
        Reason.FORMULA,
        {"sheet": GOVERNANCE["en"], "cell": "A2"},
    ),
    "edited code": (
        lambda data: put(data, GOVERNANCE["en"], A2="GOV-99"),
        Reason.CODE_CHANGED,
        {"sheet": GOVERNANCE["en"], "cell": "A2", "detail": "GOV-99"},
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_file_that_is_refused_says_why_and_changes_nothing(client, assessment, name):
    spoil, reason, words = SPOILT[name]
    save_answer(assessment, "GOV-01", "no", "Text.")
    data = spoil(fetch(client, assessment))
    before = read_rows()

    page = Page(send(client, assessment, data))

    assert page.status == 422
    with translation.override("en"):
        assert page.errors == [("id_file", FIELD + str(REASONS[reason]) % words)]
    assert read_rows() == before


def test_file_of_another_assessment_is_refused(client, assessment):
    other = make_assessment(lead=find_member(assessment), year=2020, standards=["drcq"])
    data = fill(fetch(client, other), {"GOV-01": ("Yes", "Other.")})
    before = read_rows()

    page = Page(send(client, assessment, data))

    with translation.override("en"):
        message = FIELD + str(REASONS[Reason.OTHER_ASSESSMENT])
    assert (page.status, page.errors) == (422, [("id_file", message)])
    assert read_rows() == before


def test_form_without_a_file_says_what_to_choose(client, assessment):
    page = Page(client.post(locate(assessment)))

    assert (page.status, page.errors) == (
        422,
        [("id_file", f"{FIELD}Choose the spreadsheet that you downloaded here and filled in.")],
    )


def test_every_reason_has_its_message():
    assert set(REASONS) == set(Reason)
    assert set(PROBLEMS) == set(Problem)
    assert len({str(message) for message in REASONS.values()}) == len(Reason)
    assert len({str(message) for message in PROBLEMS.values()}) == len(Problem)


def test_workbook_in_a_language_that_the_portal_does_not_speak_is_read_all_the_same(client, assessment):
    data = fill(fetch(client, assessment), {"GOV-01": ("Yes", "Mine.")})

    kept = upload(client, assessment, put(data, MACHINE_SHEET, B4="de"))

    assert kept.changes["language"] == "kk"


def test_pages_cost_the_same_for_one_row_and_for_three(client, assessment):
    blank = fetch(client, assessment)
    counts = []
    for codes in (["GOV-01"], ["GOV-01"], ["GOV-02", "GOV-03", "GOV-04"]):
        data = fill(blank, dict.fromkeys(codes, ("Yes", "Mine.")))
        sent = count_queries(lambda data=data: send(client, assessment, data))
        kept = WorkbookUpload.objects.latest("at")
        shown = count_queries(lambda kept=kept: client.get(locate(assessment, kept)))
        accept = {"accept": [f"{code}:0" for code in codes]}
        saved = count_queries(lambda kept=kept, accept=accept: client.post(locate(assessment, kept), accept))
        counts.append((sent, shown, saved))
        if codes == ["GOV-01"]:
            Answer.objects.filter(assessment=assessment).delete()

    assert counts[1] == counts[2]
    assert counts[2][1] <= 8


def test_downloads_cost_the_same_for_one_answer_and_for_three(client, assessment):
    counts = []
    for codes in ([], ["GOV-01"], ["GOV-02", "GOV-03"]):
        for code in codes:
            save_answer(assessment, code, "no", "Text.")
        counts.append(
            [
                count_queries(lambda kind=kind: download(client, assessment, "en", kind))
                for kind in ("xlsx", "docx")
            ]
        )

    assert counts[1] == counts[2]
