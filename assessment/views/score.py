"""A score down to the answers it came from: the tree of its parts, the table of its questions, and both as data."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from assessment.models import Assessment
from assessment.queries import find_checksums, load_filled_questionnaire
from assessment.questionnaire import FilledQuestionnaire
from assessment.score_document import (
    EditionDocument,
    ScoreDocument,
    describe_method,
    describe_node,
    describe_unit,
    show_value,
)
from assessment.scoring import MeasuredUnit, Score
from assessment.views.decorators import load_assessment
from assessment.views.labels import Labels
from assessment.views.navigation import describe_lines, describe_pillars


@load_assessment
def show_score(request: HttpRequest, assessment: Assessment, cut: str, code: str) -> HttpResponse:
    """The page of a score; `?unit=` scores the answers of one unit alone."""
    filled = load_filled_questionnaire(assessment, request.LANGUAGE_CODE)
    unit, score = find_score(request, filled, cut, code)
    labels = Labels(filled)
    lines = describe_lines(filled, cut, score, assessment, unit)
    omitted = {row["left_out"].pillar: row["left_out"] for row in lines if row["left_out"]}
    context = {
        "assessment": assessment,
        "pillars": describe_pillars(filled, assessment),
        "cut": cut,
        "score": score,
        "label": labels(score),
        "unit": unit and {"code": unit.code, "label": labels.find("unit", unit.code)},
        "method": filled.questionnaire.method,
        "tree": describe_node(score, labels, filled.left_out),
        "left_out": [(labels.find("pillar", code), row) for code, row in omitted.items()],
        "lines": lines,
    }
    return render(request, "assessment/score.html", context)


@load_assessment
def export_score(request: HttpRequest, assessment: Assessment, cut: str, code: str) -> HttpResponse:
    """The same as data (docs/score.schema.json)."""
    filled = load_filled_questionnaire(assessment, request.LANGUAGE_CODE)
    unit, score = find_score(request, filled, cut, code)
    editions = zip(filled.questionnaire.editions, find_checksums(assessment.pk), strict=True)
    document = ScoreDocument(
        language=request.LANGUAGE_CODE,
        assessment=str(assessment.pk),
        cut=cut,
        code=code,
        unit=unit.code if unit else None,
        exact=None if score.value is None else str(score.value),
        shown=show_value(score),
        method=describe_method(filled.questionnaire.method),
        editions=[
            EditionDocument(standard=edition.standard.slug, edition=edition.edition, sha256=checksum)
            for edition, checksum in editions
        ],
        units=[describe_unit(unit) for unit in filled.units],
        tree=describe_node(score, Labels(filled), filled.left_out),
    )
    headers = {"Content-Disposition": 'attachment; filename="score.json"'}
    return HttpResponse(
        document.model_dump_json(indent=2), "application/json; charset=utf-8", headers=headers
    )


def find_score(
    request: HttpRequest, filled: FilledQuestionnaire, cut: str, code: str
) -> tuple[MeasuredUnit | None, Score]:
    """The score that the address names, and the unit when it names one; 404 when there is no such score."""
    unit, scorecard = None, filled.scorecard
    if "unit" in request.GET:
        named = (pair for pair in filled.unit_scorecards if pair[0].code == request.GET["unit"])
        unit, scorecard = next(named, (None, None))
    score = scorecard.find(cut, code) if scorecard else None
    if score is None:
        raise Http404(_("This assessment has no such score."))
    return unit, score
