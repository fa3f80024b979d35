"""The words of the questionnaire as a spreadsheet, in the language that is active, and why one is refused."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from assessment.models import Assessment, Confidentiality
from assessment.questionnaire import FilledQuestionnaire
from assessment.unit_names import name_unit
from assessment.workbook.difference import Kind
from assessment.workbook.values import FILE_LIMIT, ROW_LIMIT, Problem, Reason, WorkbookRefused
from assessment.workbook.writing import Words


# What is wrong with a file, and what to do about it.
REASONS: Mapping[Reason, str] = {
    Reason.TOO_BIG: gettext_lazy(
        "The file is bigger than %(megabytes)s MB. Take out pictures and whatever else was added to the questionnaire."
    ),
    Reason.EMPTY: gettext_lazy("The file is empty. Save the spreadsheet again and upload that file."),
    Reason.NOT_A_WORKBOOK: gettext_lazy(
        "The file is no Excel workbook (.xlsx). Upload the spreadsheet that you downloaded here and filled in."
    ),
    Reason.PLAIN_TEXT: gettext_lazy(
        "The file is plain text (CSV, for example), whatever its name says. Save the spreadsheet as an Excel workbook (.xlsx)."
    ),
    Reason.OLD_EXCEL: gettext_lazy(
        "The file is in the old format of Excel (.xls), whatever its name says. Save it as an Excel workbook (.xlsx)."
    ),
    Reason.OPEN_DOCUMENT: gettext_lazy(
        "The file is an OpenDocument spreadsheet (.ods), whatever its name says. Save it as an Excel workbook (.xlsx)."
    ),
    Reason.ENCRYPTED: gettext_lazy("The file has a password. Save it without one and upload it again."),
    Reason.MACROS: gettext_lazy(
        "The file has macros. Save it as an Excel workbook without macros (.xlsx) and upload it again."
    ),
    Reason.BROKEN: gettext_lazy(
        "The file is damaged and cannot be read to its end. Save the spreadsheet again, or copy your answers into a fresh one."
    ),
    Reason.UNPACKS_TOO_BIG: gettext_lazy(
        "The file holds far more than a questionnaire. Copy your answers into a freshly downloaded one."
    ),
    Reason.DANGEROUS: gettext_lazy(
        "The file holds instructions that no spreadsheet needs. Copy your answers into a freshly downloaded one."
    ),
    Reason.NOT_OURS: gettext_lazy(
        "The file was not downloaded from this portal, or its hidden sheet is gone. Copy your answers into a freshly downloaded one."
    ),
    Reason.OLDER_FORMAT: gettext_lazy(
        "The file was made by an older version of this portal. Download it again and copy your answers into it."
    ),
    Reason.NEWER_FORMAT: gettext_lazy(
        "The file was made by a newer version of this portal. Upload it there, or download it here again and copy your answers into it."
    ),
    Reason.OTHER_ASSESSMENT: gettext_lazy(
        "The file belongs to another assessment. Upload it there, or download the file of this one."
    ),
    Reason.OTHER_EDITION: gettext_lazy(
        "The file asks the questions of another edition of the standards than this assessment. Download it again and copy your answers into it."
    ),
    Reason.SHEET_MISSING: gettext_lazy(
        "The sheet “%(sheet)s” is missing or was renamed. Give it its name back, or copy your answers into a freshly downloaded file."
    ),
    Reason.SHEET_ADDED: gettext_lazy(
        "The sheet “%(sheet)s” was added or renamed. Take it out, or give it its name back."
    ),
    Reason.COLUMNS_CHANGED: gettext_lazy(
        "The heads of the columns on the sheet “%(sheet)s” were changed. Put them back in row 1 as they were, or copy your answers into a freshly downloaded file."
    ),
    Reason.TOO_MANY_ROWS: gettext_lazy(
        "The sheet “%(sheet)s” has more rows than a questionnaire can have (%(rows)s on all sheets). Take out what was added."
    ),
    Reason.FORMULA: gettext_lazy(
        "The cell %(cell)s of the sheet “%(sheet)s” holds a formula where the code of a question belongs. Type the code there."
    ),
    Reason.CODE_CHANGED: gettext_lazy(
        "The cell %(cell)s of the sheet “%(sheet)s” holds “%(detail)s”, which is no code of this file. Put the code back, or take out the row that was added."
    ),
    Reason.ROW_TWICE: gettext_lazy(
        "%(detail)s stands twice in the file, the second time in the cell %(cell)s of the sheet “%(sheet)s”. Take out one of the two rows."
    ),
    Reason.ROW_MISSING: gettext_lazy(
        "The row of %(detail)s is gone. Copy your answers into a freshly downloaded file."
    ),
}
# Why one answer of a file cannot be accepted.
PROBLEMS: Mapping[Problem, str] = {
    Problem.FORMULA: gettext_lazy("The cell %(detail)s holds a formula. Type the text itself."),
    Problem.UNKNOWN_OPTION: gettext_lazy(
        "“%(typed)s” is no answer to this question. Choose one from the list of the cell."
    ),
    Problem.UNKNOWN_CONFIDENTIALITY: gettext_lazy(
        "“%(detail)s” does not say who may see the explanation. Choose from the list of the cell."
    ),
    Problem.TOO_LONG: gettext_lazy(
        "The explanation has %(length)s characters; at most %(limit)s fit. Shorten it and keep details in the evidence."
    ),
    Problem.NOT_ASKED: gettext_lazy("This assessment does not ask the question any more."),
    Problem.UNIT_NOT_ASKED: gettext_lazy("The question is not asked of this unit any more."),
    Problem.LEFT_OUT: gettext_lazy("The question is in a pillar that is left out."),
    Problem.NO_REASON: gettext_lazy(
        "This answer needs a reason. Write in the explanation why the question cannot apply to the company."
    ),
}
KINDS: Mapping[Kind, str] = {
    Kind.CONFLICTING: gettext_lazy("Changed in the portal meanwhile"),
    Kind.NEW: gettext_lazy("New answers"),
    Kind.CHANGED: gettext_lazy("Changed answers"),
    Kind.CLEARED: gettext_lazy("Emptied cells"),
}


def explain_refusal(refusal: WorkbookRefused) -> str:
    """Why a file is refused, and what to do about it."""
    return REASONS[refusal.reason] % {
        "megabytes": FILE_LIMIT // (1024 * 1024),
        "rows": number_format(ROW_LIMIT, force_grouping=True),
        "sheet": refusal.sheet,
        "cell": refusal.cell,
        "detail": refusal.detail,
    }


def explain_problem(problem: str, *, typed: str, detail: str, limit: int) -> str:
    """Why one row of a file is refused."""
    return PROBLEMS[Problem(problem)] % {
        "typed": typed,
        "detail": detail,
        "length": number_format(detail, force_grouping=True) if problem == Problem.TOO_LONG else "",
        "limit": number_format(limit, force_grouping=True),
    }


def list_confidentiality() -> dict[str, str]:
    """What the drop-down of confidentiality offers, by code."""
    return {choice.value: str(choice.label) for choice in Confidentiality}


def name_columns() -> dict[str, str]:
    return {
        "code": _("Code"),
        "unit": _("Unit"),
        "recommendation": _("Recommendation"),
        "question": _("Question"),
        "criteria": _("What counts as which answer"),
        "evidence": _("Evidence wanted"),
        "option": _("Answer"),
        "explanation": _("Explanation"),
        "confidentiality": _("Who may see the explanation"),
        "note": _("Note"),
    }


def list_facts(assessment: Assessment, filled: FilledQuestionnaire, made_at) -> list[tuple[str, str]]:
    """What a document of the questionnaire says about itself, each with its name."""
    facts = [
        (_("Company"), assessment.organisation.name),
        (_("Period"), assessment.period),
        (
            _("Standards"),
            "; ".join(f"{each.standard.title} ({each.edition})" for each in filled.questionnaire.editions),
        ),
        (_("Language"), str(dict(settings.LANGUAGES)[get_language()])),
        (_("Made"), date_format(made_at, "DATETIME_FORMAT")),
    ]
    left_out = [pillar.label for pillar in filled.questionnaire.pillars if pillar.code in filled.left_out]
    return [*facts, (_("Left out"), "; ".join(left_out))] if left_out else facts


def build_words(assessment: Assessment, filled: FilledQuestionnaire, made_at, limit: int) -> Words:
    """Everything that the spreadsheet says in the active language. `limit` is that of an explanation in characters."""
    return Words(
        title=_("Questionnaire: %(company)s") % {"company": assessment.organisation.name},
        instructions=_("How to fill it in"),
        facts=tuple(list_facts(assessment, filled, made_at)),
        sections=_list_instructions(number_format(limit, force_grouping=True)),
        columns=name_columns(),
        confidentiality=list_confidentiality(),
        units={unit.code: name_unit(unit) for unit in filled.units},
        notes={
            "same": _(
                "Carried over from an older assessment; counts once you change it here or confirm it in the portal."
            ),
            "reworded": _(
                "Carried over from an older assessment, and the question has changed since; counts once you change it here or confirm it in the portal."
            ),
        },
        errors={
            "option": _("Choose one of the answers in the list."),
            "explanation": _("At most %(limit)s characters fit.")
            % {"limit": number_format(limit, force_grouping=True)},
            "confidentiality": _("Choose from the list who may see the explanation."),
        },
        explanation_limit=limit,
    )


def _list_instructions(limit: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (
        (
            _("How to fill it in"),
            (
                _(
                    "Each pillar has a sheet of its own. Answer in the coloured cells, the others explain the question."
                ),
                _(
                    "Choose the answer from the list of the cell. The words of the portal's other languages are understood, too."
                ),
                _(
                    "Explain in up to %(limit)s characters. An answer that takes the question out of the score needs its reason there."
                )
                % {"limit": limit},
                _(
                    "Leave as it is what you do not know. Several people may fill in copies, each their part, and upload them one after the other."
                ),
            ),
        ),
        (
            _("What has to stay"),
            (
                _(
                    "Everything else is protected against accidents. A file with changed codes, columns or names of sheets is refused."
                ),
                _("Text that begins with = + - or @ stays text. A cell with a formula is refused."),
                _("Save it as an Excel workbook (.xlsx), without a password and without macros."),
            ),
        ),
        (
            _("How to bring it back"),
            (
                _(
                    "Upload it on the page “Fill in off line” of the assessment. It first shows what the file would change, and saves only what you accept."
                ),
                _(
                    "What somebody has changed in the portal meanwhile stands beside your answer; nothing is overwritten unasked."
                ),
            ),
        ),
        (
            _("Keep it safe"),
            (
                _(
                    "This file holds answers that are not published. Pass it on to colleagues only, and delete copies that nobody needs any more."
                ),
            ),
        ),
    )
