"""The questionnaire with its answers as a Word document, for reading and printing. Knows no database."""

from io import BytesIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from assessment.questionnaire import AnswerKey, AskedQuestion, FilledQuestionnaire, Pillar
from assessment.workbook.values import clean_text
from assessment.workbook.writing import Words


BRAND = RGBColor(0x00, 0x59, 0x6B)
# How Word names the languages.
LOCALES = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}
EMPTY_BOX = "☐"


def write_document(filled: FilledQuestionnaire, words: Words, language: str) -> bytes:
    """The DOCX file: every question that counts, by pillar and recommendation, with criteria and answers."""
    document = Document()
    _set_up(document, words, language)
    document.add_heading(clean_text(words.title), 0)
    for name, value in words.facts:
        _add(document, value, head=name)
    for pillar in filled.questionnaire.pillars:
        if pillar.code not in filled.left_out:
            _write_pillar(document, filled, words, pillar)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document, words: Words, language: str) -> None:
    """Page, fonts, the language that readers and screen readers hear, page numbers, and nobody's name."""
    core = document.core_properties
    core.author, core.last_modified_by, core.comments = "", "", ""
    core.title, core.language = clean_text(words.title), LOCALES[language]
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    for level in range(4):
        name = f"Heading {level}" if level else "Title"
        document.styles[name].font.color.rgb = BRAND
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    spoken = defaults.find(qn("w:lang"))
    for attribute in ("val", "eastAsia", "bidi"):
        spoken.set(qn(f"w:{attribute}"), LOCALES[language])
    _add_page_number(section.footer.paragraphs[0])


def _add_page_number(paragraph: Paragraph) -> None:
    run = paragraph.add_run()
    for kind in ("begin", "PAGE", "end"):
        if kind == "PAGE":
            part = OxmlElement("w:instrText")
            part.text = kind
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)


def _add(document, text: str, *, head: str, style: str | None = None) -> None:
    """A paragraph with a bold name before the text. Line ends stay line ends."""
    paragraph = document.add_paragraph(style=style)
    paragraph.add_run(f"{clean_text(head)}: ").bold = True
    paragraph.add_run(clean_text(text))


def _write_pillar(document, filled: FilledQuestionnaire, words: Words, pillar: Pillar) -> None:
    document.add_page_break()
    document.add_heading(clean_text(pillar.label), 1)
    for part in pillar.parts:
        recommendation = part.recommendation
        document.add_heading(clean_text(f"{recommendation.number}. {recommendation.title}"), 2)
        for question in part.questions:
            _write_question(document, filled, words, question)


def _write_question(document, filled: FilledQuestionnaire, words: Words, question: AskedQuestion) -> None:
    document.add_heading(clean_text(f"{question.code} {question.definition.text}"), 3)
    for option in question.options:
        _add(document, option.criterion, head=option.label, style="List Bullet")
    if question.definition.evidence:
        _add(document, "; ".join(question.definition.evidence), head=words.columns["evidence"])
    for key in filled.keys_of(question):
        _write_answer(document, filled, words, question, key)


def _write_answer(
    document, filled: FilledQuestionnaire, words: Words, question: AskedQuestion, key: AnswerKey
) -> None:
    answer = filled.answer_to(key)
    option = question.find_option(answer.option)
    boxes = "   ".join(f"{EMPTY_BOX} {each.label}" for each in question.options)
    head = words.columns["option"]
    if filled.has_units:
        head = f"{head} ({words.units[key.unit]})"
    _add(document, option.label if option else boxes, head=head)
    if answer.carried_over:
        _add(document, words.notes[answer.carried_over], head=words.columns["note"])
    if answer.explanation:
        who = words.confidentiality[answer.confidentiality]
        _add(document, answer.explanation, head=f"{words.columns['explanation']} ({who})")
