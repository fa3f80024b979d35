"""Workbooks of a test: the example questionnaire written in a language, filled in by hand, and damaged."""

import io
import re
import zipfile
from dataclasses import replace

from openpyxl import load_workbook

from assessment.laying_out import lay_out
from assessment.questionnaire import AnswerKey, FilledQuestionnaire, GivenAnswer
from assessment.workbook.difference import Vocabulary, compare, list_changes
from assessment.workbook.reading import read_workbook
from assessment.workbook.values import COLUMNS, Source
from assessment.workbook.writing import Words, write_workbook
from tests.assessment.questionnaires import ALL_TAGS, OF_SERVICES, fill, make_edition


ASSESSMENT, CHECKSUM = "one assessment", "c" * 64
LIMIT = 10_000
CONFIDENTIALITY = {
    "kk": {"publishable": "Жарияланады", "auditor": "Аудиторға", "sealed": "Жабық"},
    "ru": {"publishable": "Публикуется", "auditor": "Аудитору", "sealed": "Закрыто"},
    "en": {"publishable": "Published", "auditor": "Auditor", "sealed": "Sealed"},
}
# Where the answers stand on the sheets of a company that is measured as a whole.
OPTION, EXPLANATION, WHO = "F", "G", "H"


def make_questionnaire(language="en", *, services=False):
    """ACC-3 on the sheet Privacy, ACC-1 and ACC-2 on the sheet Accessibility."""
    changes = OF_SERVICES if services else []
    return lay_out([make_edition(*changes, language=language)], tier="extended", tags=ALL_TAGS)


def fill_in(answers=(), *, language="en", units=(), left_out=()) -> FilledQuestionnaire:
    """The questionnaire with answers by key, each a `GivenAnswer`."""
    filled = fill(make_questionnaire(language, services=bool(units)), (), left_out, units=units)
    return replace(filled, answers={AnswerKey(key): answer for key, answer in dict(answers).items()})


def give(option="", explanation="", confidentiality="publishable", version=1, **keywords) -> GivenAnswer:
    return GivenAnswer(
        option=option,
        explanation=explanation,
        confidentiality=confidentiality,
        version=version,
        **keywords,
    )


def make_words(language="en", units=(), **keywords) -> Words:
    words = {
        "title": "Questionnaire",
        "instructions": "Read me",
        "facts": (("Company", "=Kokjiek"),),
        "sections": (("Rules", ("One.", "+Two.")),),
        "columns": {column: column.title() for column in COLUMNS},
        "confidentiality": CONFIDENTIALITY[language],
        "units": {"": "The whole", **{unit.code: unit.name for unit in units}},
        "notes": {"same": "Carried over.", "reworded": "Carried over, reworded."},
        "errors": {
            "option": "From the list.",
            "explanation": "Too long.",
            "confidentiality": "From the list!",
        },
        "explanation_limit": LIMIT,
    }
    return Words(**words | keywords)


def write(filled=None, *, language="en", source=(), **keywords) -> bytes:
    filled = filled or fill_in(language=language)
    facts = {
        "assessment": ASSESSMENT,
        "editions": (("access 1", CHECKSUM),),
        "language": language,
        "made_at": "2026-11-25T12:00:00+05:00",
    }
    return write_workbook(
        filled, Source(**facts | dict(source)), make_words(language, filled.units[1:], **keywords)
    )


def read(data: bytes):
    return read_workbook(data, assessment=ASSESSMENT, checksums=[CHECKSUM])


def edit(data: bytes, change) -> bytes:
    """The workbook after `change(workbook)`, as a spreadsheet program saves it."""
    workbook = load_workbook(io.BytesIO(data))
    change(workbook)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def put(data: bytes, sheet: str, **cells) -> bytes:
    """The workbook with other values in some cells of a sheet; a text that looks like a formula stays text."""

    def change(workbook):
        for name, value in cells.items():
            workbook[sheet][name].value = value
            if isinstance(value, str):
                workbook[sheet][name].data_type = "s"

    return edit(data, change)


def put_formula(data: bytes, sheet: str, cell: str, formula: str = "=1+1") -> bytes:
    return edit(data, lambda workbook: workbook[sheet].__setitem__(cell, formula))


def find_changes(data: bytes, language="en", *, services=False):
    """The rows that are not as they were exported; words of all languages are understood."""
    manifest, rows = read(data)
    languages = sorted(CONFIDENTIALITY, key=lambda each: each != language)
    vocabulary = Vocabulary(
        [make_questionnaire(each, services=services) for each in languages],
        [CONFIDENTIALITY[each] for each in languages],
    )
    return list_changes(manifest, rows, vocabulary, explanation_limit=LIMIT)


def find_differences(data: bytes, now: FilledQuestionnaire) -> list:
    services = now.has_units
    return compare(find_changes(data, services=services), now)


def repack(data: bytes, *, without=(), **changed) -> bytes:
    """The archive with other parts: `changed` maps names, their dots and slashes written as they are, to contents."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in without and name not in changed:
                new.writestr(name, old.read(name))
        for name, content in changed.items():
            new.writestr(name, content)
    return file.getvalue()


def read_part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


STRING = re.compile(rb't="inlineStr"><is>(<t.*?</t>|<t ?/>)</is>', re.DOTALL)
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def share_strings(data: bytes) -> bytes:
    """The workbook as Excel and LibreOffice save it: cells hold the numbers of texts that stand in a part of their own."""
    texts: list[bytes] = []

    def share(match):
        texts.append(match[1])
        return b't="s"><v>%d</v>' % (len(texts) - 1)

    parts = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                parts[name] = STRING.sub(share, archive.read(name))
        types = archive.read("[Content_Types].xml").decode()
    items = b"".join(b"<si>%b</si>" % text for text in texts)
    parts["xl/sharedStrings.xml"] = b'<sst xmlns="%b">%b</sst>' % (SPREADSHEET.encode(), items)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    parts["[Content_Types].xml"] = types.replace("</Types>", override)
    return repack(data, **parts)
