"""The questionnaire as a Word document."""

import io
import zipfile

import pytest
from docx import Document

from assessment.word_document import write_document
from tests.assessment.questionnaires import PREPAID
from tests.assessment.workbook.files import fill_in, give, make_words


def open_document(filled, language="en"):
    return Document(io.BytesIO(write_document(filled, make_words(language, filled.units[1:]), language)))


def list_paragraphs(document):
    return [(each.style.name, each.text.strip()) for each in document.paragraphs if each.text.strip()]


def test_document_holds_every_question_by_pillar_and_recommendation():
    filled = fill_in({"ACC-1": give("mostly", "=1\nNext line.", "sealed", carried_over="same")})

    paragraphs = list_paragraphs(open_document(filled))

    assert paragraphs[:2] == [("Title", "Questionnaire"), ("Normal", "Company: =Kokjiek")]
    headings = [text.split()[0] for style, text in paragraphs if style == "Heading 3"]
    assert headings == ["ACC-3", "ACC-1", "ACC-2"]
    assert [text for style, text in paragraphs if style == "Heading 1"] == ["Privacy", "Accessibility"]
    place = paragraphs.index(
        ("Heading 3", "ACC-1 Does the company publish that all pages of the service work by keyboard?")
    )
    assert paragraphs[place + 1 : place + 9] == [
        ("List Bullet", "Always: Published for all pages."),
        ("List Bullet", "Mostly: Published for most pages."),
        ("List Bullet", "Never: Nothing is published."),
        ("Normal", "Evidence: address of the statement"),
        ("Normal", "Option: Mostly"),
        ("Normal", "Note: Carried over."),
        ("Normal", "Explanation (Sealed): =1\nNext line."),
        ("Heading 3", "ACC-2 Can messages be sent by keyboard?"),
    ]


def test_question_without_an_answer_has_boxes_to_tick_on_paper():
    texts = [text for _style, text in list_paragraphs(open_document(fill_in()))]

    assert texts[-1] == "Option: ☐ Always   ☐ Rarely   ☐ Never"


def test_question_without_wanted_evidence_says_nothing_about_it():
    filled = fill_in()
    for question in filled.questions:
        question.definition.evidence = ()

    texts = [text for _style, text in list_paragraphs(open_document(filled))]

    assert [text for text in texts if text.startswith("Evidence")] == []


def test_each_unit_has_its_answer():
    filled = fill_in({"ACC-1~1": give("never")}, units=[PREPAID])

    texts = [text for _style, text in list_paragraphs(open_document(filled))]

    assert [text for text in texts if text.startswith("Option")] == [
        "Option (Prepaid): ☐ Always   ☐ Never   ☐ No such service",
        "Option (Prepaid): Never",
        "Option (The whole): ☐ Always   ☐ Rarely   ☐ Never",
    ]


def test_pillar_that_is_left_out_is_not_there():
    paragraphs = list_paragraphs(open_document(fill_in(left_out=["privacy"])))

    assert [text for style, text in paragraphs if style == "Heading 1"] == ["Accessibility"]


def test_characters_that_no_document_can_hold_are_dropped():
    texts = [
        text
        for _style, text in list_paragraphs(open_document(fill_in({"ACC-2": give("never", "a\x01\x0bb")})))
    ]

    assert texts[-1] == "Explanation (Published): ab"


@pytest.mark.parametrize(("language", "locale"), [("kk", "kk-KZ"), ("ru", "ru-RU"), ("en", "en-GB")])
def test_document_tells_its_language_and_nobody_s_name(language, locale):
    filled = fill_in(language=language)
    data = write_document(filled, make_words(language), language)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        styles, footer = (archive.read(f"word/{name}.xml").decode() for name in ("styles", "footer1"))
    core = Document(io.BytesIO(data)).core_properties

    assert f'<w:lang w:val="{locale}" w:eastAsia="{locale}" w:bidi="{locale}"/>' in styles
    assert (core.author, core.last_modified_by, core.comments) == ("", "", "")
    assert (core.title, core.language) == ("Questionnaire", locale)
    assert footer.count("<w:instrText>PAGE</w:instrText>") == 1
