"""Public pages that lead from another standard to our questions and back, as tables and as CSV files."""

from types import SimpleNamespace

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from standards import crosswalk
from standards.catalogue import get_localised
from standards.models import Edition
from standards.spreadsheet import write_csv
from standards.values import LANGUAGES
from standards.views.editions import find_edition, load_published, localise_newest


LONGEST_QUERY = 200


@login_not_required
def show_search(request: HttpRequest) -> HttpResponse:
    """Asks from the other side which of our questions touch an item, and lists the tables."""
    published = load_published()
    newest = localise_newest(published, request.LANGUAGE_CODE)
    tables = crosswalk.build_tables(newest)
    query = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    found = crosswalk.search(query, tables, list_names(published))
    own = crosswalk.find_question(query, newest)
    overlaps = crosswalk.find_neighbours(own.edition, newest).get(own.question.code, ()) if own else ()
    shown = [touch for table in found for item in table.items for touch in item.touches]
    shown += [touch for touch, _note in overlaps] + ([own] if own else [])
    page = {
        "query": query,
        "tables": tables.values(),
        "editions": newest,
        "examples": ", ".join(crosswalk.list_examples(tables.values())),
        "found": found,
        "own": own,
        "overlaps": overlaps,
        "count": len({touch.question.code for touch in shown}),
    }
    return render(request, "standards/crosswalk.html", page)


@login_not_required
def show_framework(request: HttpRequest, code: str) -> HttpResponse:
    """The items of a framework and the questions of all newest editions that touch each."""
    return render(request, "standards/crosswalk_framework.html", {"table": find_table(request, code)})


@login_not_required
def download_framework(request: HttpRequest, code: str) -> HttpResponse:
    """The table of a framework as a file."""
    rows = crosswalk.list_framework_rows(find_table(request, code))
    return answer_file(request, code, crosswalk.FRAMEWORK_COLUMNS, rows)


@login_not_required
def show_edition(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The questions of an edition and the items and questions that each touches."""
    definition, newest = load_edition(request, slug, name)
    tables = crosswalk.build_tables(newest)
    neighbours = crosswalk.find_neighbours(definition, newest)
    page = {
        "definition": definition,
        "frameworks": [(framework, framework.code in tables) for framework in definition.frameworks],
        "rows": [
            (
                question,
                [touch for touch, _note in neighbours.get(question.code, ())],
                crosswalk.list_references(definition, question, tables),
            )
            for question in definition.questions
        ],
    }
    return render(request, "standards/crosswalk_edition.html", page)


@login_not_required
def download_edition(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The table of an edition as a file."""
    definition, newest = load_edition(request, slug, name)
    rows = crosswalk.list_edition_rows(definition, crosswalk.find_neighbours(definition, newest))
    return answer_file(request, f"{slug}-{name}", crosswalk.list_edition_columns(definition), rows)


def find_table(request: HttpRequest, code: str) -> crosswalk.Table:
    tables = crosswalk.build_tables(localise_newest(load_published(), request.LANGUAGE_CODE))
    if code not in tables:
        raise Http404(_("None of our questions is mapped to such a standard."))
    return tables[code]


def load_edition(request: HttpRequest, slug: str, name: str) -> tuple[SimpleNamespace, list[SimpleNamespace]]:
    """An edition and the newest edition of each standard, in the language of the page."""
    published = load_published()
    edition = find_edition(published, slug, name)
    return get_localised(edition.checksum, request.LANGUAGE_CODE), localise_newest(
        published, request.LANGUAGE_CODE
    )


def list_names(published: list[Edition]) -> dict[str, list[str]]:
    """What frameworks are called, by code; in every language, because people search in theirs."""
    names: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for edition in localise_newest(published, language):
            for framework in edition.frameworks:
                names.setdefault(framework.code, []).append(framework.title)
    return names


def answer_file(
    request: HttpRequest, title: str, columns: tuple[str, ...], rows: list[tuple]
) -> HttpResponse:
    """A CSV file whose name says what it holds and in which language."""
    name = f"crosswalk-{title}-{request.LANGUAGE_CODE}.csv"
    return HttpResponse(
        write_csv(columns, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )
