from django.urls import path

from assessment.views import (
    answer_evidence,
    assignments,
    check,
    confirm,
    detail,
    languages,
    listing,
    pillar,
    presence,
    question,
    score,
    sign_off,
    since,
    stages,
    start,
    status,
    units,
    what_if,
    workbook,
)


app_name = "assessment"

urlpatterns = [
    path("", listing.list_assessments, name="list"),
    path("start/", start.start, name="start"),
    path("<uuid:assessment_id>/", detail.show, name="detail"),
    path("<uuid:assessment_id>/next/", pillar.go_to_next_unanswered, name="next"),
    path("<uuid:assessment_id>/check/", check.check, name="check"),
    path("<uuid:assessment_id>/search/", check.search, name="search"),
    path("<uuid:assessment_id>/scores/<slug:cut>/<str:code>/", score.show_score, name="score"),
    path(
        "<uuid:assessment_id>/scores/<slug:cut>/<str:code>/score.json", score.export_score, name="score-json"
    ),
    path("<uuid:assessment_id>/since/<uuid:older_id>/", since.compare, name="since"),
    path("<uuid:assessment_id>/units/", units.list_units, name="units"),
    path("<uuid:assessment_id>/units/<str:code>/", units.edit_unit, name="unit"),
    path("<uuid:assessment_id>/workbook/", workbook.show_workbook, name="workbook"),
    path(
        "<uuid:assessment_id>/workbook/<slug:language>.<slug:kind>", workbook.download, name="workbook-file"
    ),
    path("<uuid:assessment_id>/workbook/<uuid:upload_id>/", workbook.decide, name="workbook-changes"),
    path("<uuid:assessment_id>/profile/", status.profile, name="profile"),
    path("<uuid:assessment_id>/stages/", stages.show, name="stages"),
    path("<uuid:assessment_id>/questions/<str:code>/effect/", what_if.show, name="effect"),
    path("<uuid:assessment_id>/questions/<str:code>/languages/", languages.edit, name="languages"),
    path(
        "<uuid:assessment_id>/pillars/<str:pillar>/<str:recommendation>/confirm/",
        confirm.show,
        name="confirm",
    ),
    path("<uuid:assessment_id>/assignments/", assignments.show, name="assignments"),
    path("<uuid:assessment_id>/presence/", presence.tell, name="presence"),
    path("<uuid:assessment_id>/questions/<str:code>/", question.show, name="question"),
    path(
        "<uuid:assessment_id>/questions/<str:code>/assignment/",
        question.assign_question,
        name="question-assignment",
    ),
    path(
        "<uuid:assessment_id>/questions/<str:code>/comments/<uuid:comment_id>/",
        question.change_thread,
        name="comment",
    ),
    path("<uuid:assessment_id>/questions/<str:code>/evidence/", answer_evidence.edit, name="answer-evidence"),
    path("<uuid:assessment_id>/cancel/", status.cancel, name="cancel"),
    path("<uuid:assessment_id>/pillars/<str:pillar>/", pillar.answer, name="pillar"),
    path("<uuid:assessment_id>/pillars/<str:pillar>/leave-out/", status.leave_out, name="leave-out"),
    path(
        "<uuid:assessment_id>/pillars/<str:pillar>/<str:recommendation>/sign-off/",
        sign_off.show,
        name="sign-off",
    ),
    path(
        "<uuid:assessment_id>/pillars/<str:pillar>/<str:recommendation>/",
        pillar.answer,
        name="recommendation",
    ),
]
