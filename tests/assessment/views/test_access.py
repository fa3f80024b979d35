"""Every address of the app × everybody × GET and POST, and that nothing of one company reaches another."""

import io
import zipfile

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.actions import update_organisation_profile
from accounts.models import AuditEvent, Role, User
from assessment.actions import add_comment
from assessment.models import (
    Answer,
    Assessment,
    Assignment,
    Comment,
    Evidence,
    EvidenceUse,
    OmittedPillar,
    SignOff,
    StatusChange,
    WorkbookUpload,
)
from assessment.urls import urlpatterns
from tests.factories.assessments import (
    cancel,
    find_member,
    leave_out,
    make_assessment,
    make_upload,
    measure,
    save_answer,
)
from tests.factories.people import make_member, make_organisation


pytestmark = pytest.mark.django_db

# The person, the demo's company being Kokjiek.
PEOPLE = {
    "anonymous": None,
    "lead": "lead@kokjiek.test",
    "contributor": "contributor@kokjiek.test",
    "viewer": "viewer@kokjiek.test",
    "other lead": "lead@tulpar.test",
    "auditor": "auditor@audit.test",
    "lead auditor": "lead.auditor@audit.test",
    "reader": "reader@ngo.test",
    "operator": "admin@olshem.test",
}

MEMBERS = ("lead", "contributor", "viewer")
OUTSIDERS = ("other lead", "auditor", "lead auditor", "reader", "operator")


def same(members, outsiders=404, anonymous=302):
    """A row in which all members get the same and all outsiders get the same."""
    return [anonymous, *[members] * len(MEMBERS), *[outsiders] * len(OUTSIDERS)]


# Statuses in the order of PEOPLE. An anonymous GET is sent to the sign-in page (302), an anonymous POST gets that page
# with what was typed (403). POSTs are empty: a form that would be saved answers 422, or 302 when nothing is wrong.
GET = {
    "list": same(200, 200),
    "start": [302, 200, 403, 403, 200, 403, 403, 403, 403],
    "detail": same(200),
    "next": same(302),
    "check": same(200),
    "search": same(200),
    "score": same(200),
    "score-json": same(200),
    "since": same(200),
    "units": [302, 200, 403, 403, 404, 404, 404, 404, 404],
    "unit": [302, 200, 403, 403, 404, 404, 404, 404, 404],
    "pillar": same(200),
    "recommendation": same(200),
    "profile": [302, 200, 403, 403, 404, 404, 404, 404, 404],
    "workbook": same(200),
    "workbook-file": same(200),
    # An upload belongs to whoever made it.
    "workbook-changes": [302, 200, 404, 404, 404, 404, 404, 404, 404],
    "cancel": [302, 200, 403, 403, 404, 404, 404, 404, 404],
    "leave-out": [302, 200, 403, 403, 404, 404, 404, 404, 404],
    "assignments": same(200),
    "question": same(200),
    "effect": same(200),
    "languages": same(200),
    "answer-evidence": same(200),
    "stages": same(200),
    "confirm": [302, 200, 200, 403, 404, 404, 404, 404, 404],
    "sign-off": same(200),
    # These are only ever sent.
    "question-assignment": same(405),
    "comment": same(405),
    "presence": same(405),
}
POST = {
    "list": same(200, 200, 403),
    "start": [403, 422, 403, 403, 422, 403, 403, 403, 403],
    "detail": same(200, anonymous=403),
    "next": same(302, anonymous=403),
    "check": same(200, anonymous=403),
    "search": same(200, anonymous=403),
    "score": same(200, anonymous=403),
    "score-json": same(200, anonymous=403),
    "since": same(200, anonymous=403),
    "units": [403, 422, 403, 403, 404, 404, 404, 404, 404],
    "unit": [403, 422, 403, 403, 404, 404, 404, 404, 404],
    "pillar": [403, 302, 302, 403, 404, 404, 404, 404, 404],
    "recommendation": [403, 302, 302, 403, 404, 404, 404, 404, 404],
    "profile": [403, 302, 403, 403, 404, 404, 404, 404, 404],
    "workbook": [403, 422, 422, 403, 404, 404, 404, 404, 404],
    "workbook-file": same(200, anonymous=403),
    "workbook-changes": [403, 422, 404, 404, 404, 404, 404, 404, 404],
    "cancel": [403, 422, 403, 403, 404, 404, 404, 404, 404],
    "leave-out": [403, 422, 403, 403, 404, 404, 404, 404, 404],
    "assignments": [403, 404, 404, 403, 404, 404, 404, 404, 404],
    "effect": same(200, anonymous=403),
    "languages": [403, 422, 422, 403, 404, 404, 404, 404, 404],
    "answer-evidence": [403, 422, 422, 403, 404, 404, 404, 404, 404],
    "stages": same(200, anonymous=403),
    "confirm": [403, 422, 422, 403, 404, 404, 404, 404, 404],
    "question": [403, 422, 422, 403, 404, 404, 404, 404, 404],
    "sign-off": [403, 409, 409, 403, 404, 404, 404, 404, 404],
    "question-assignment": [403, 302, 302, 403, 404, 404, 404, 404, 404],
    "comment": [403, 422, 422, 403, 404, 404, 404, 404, 404],
    "presence": same(200, anonymous=403),
}
ARGUMENTS = {
    "score": {"cut": "total", "code": "all"},
    "score-json": {"cut": "total", "code": "all"},
    "unit": {"code": "1"},
    "workbook-file": {"language": "en", "kind": "xlsx"},
    "pillar": {"pillar": "hrd"},
    "recommendation": {"pillar": "hrd", "recommendation": "USEU-1"},
    "leave-out": {"pillar": "hrd"},
    "question": {"code": "HRD-01"},
    "effect": {"code": "HRD-01"},
    "languages": {"code": "HRD-01"},
    "answer-evidence": {"code": "HRD-01"},
    "confirm": {"pillar": "hrd", "recommendation": "USEU-1"},
    "question-assignment": {"code": "HRD-01"},
    "sign-off": {"pillar": "hrd", "recommendation": "USEU-1"},
}
OLDER_YEAR = 2020


def locate(name, assessment):
    if name in ("list", "start"):
        return reverse(f"assessment:{name}")
    if name == "comment":
        arguments = {"code": "HRD-01", "comment_id": find_comment(assessment)}
    elif name == "workbook-changes":
        arguments = {"upload_id": find_upload(assessment)}
    else:
        arguments = {"older_id": find_older(assessment)} if name == "since" else ARGUMENTS.get(name, {})
    return reverse(f"assessment:{name}", kwargs={"assessment_id": assessment.pk, **arguments})


def find_comment(assessment):
    """The key of a comment on the assessment; Kokjiek's for one that does not exist or has none."""
    comments = Comment.objects.filter(question__code="HRD-01")
    own = comments.filter(assessment=assessment.pk).first()
    return (own or comments.first() or assessment).pk


def find_upload(assessment):
    """The key of an upload to the assessment; Kokjiek's for one that does not exist or has none."""
    uploads = WorkbookUpload.objects.all()
    own = uploads.filter(assessment=assessment.pk).first()
    return (own or uploads.first() or assessment).pk


def find_older(assessment):
    """The key of the company's assessment before this one, its own where there is none; Kokjiek's older one for an
    assessment that does not exist."""
    if assessment.organisation_id is None:
        return Assessment.objects.get(organisation__name_en="Kokjiek", period_end__year=OLDER_YEAR).pk
    older = Assessment.objects.filter(
        organisation=assessment.organisation_id, period_end__lt=assessment.period_end
    )
    return older.values_list("pk", flat=True).first() or assessment.pk


def open_browser(person):
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    if PEOPLE[person]:
        client.force_login(User.objects.get(email=PEOPLE[person]))
    return client


@pytest.fixture
def kokjiek():
    kokjiek = Assessment.objects.get(organisation__name_en="Kokjiek")
    measure(kokjiek, "Mobile")
    make_assessment(lead=find_member(kokjiek), year=OLDER_YEAR)
    add_comment(by=find_member(kokjiek), assessment=kokjiek, question="HRD-01", text="Who knows?")
    make_upload(kokjiek, "HRD-01")
    return kokjiek


def read_rows():
    models = (Assessment, Answer, Assignment, Comment, OmittedPillar, SignOff, StatusChange)
    others = (Evidence, EvidenceUse, WorkbookUpload, AuditEvent)
    return [list(model.objects.order_by("pk").values()) for model in (*models, *others)]


def test_every_address_is_in_the_tables():
    names = {pattern.name for pattern in urlpatterns}

    assert set(GET) == names
    assert set(POST) == names


@pytest.mark.parametrize("name", list(GET))
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_gets_what(kokjiek, name, method):
    address = locate(name, kokjiek)
    table = {"get": GET, "post": POST}[method]
    before = read_rows()

    statuses = {person: getattr(open_browser(person), method)(address).status_code for person in PEOPLE}

    assert statuses == dict(zip(PEOPLE, table[name], strict=True))
    assert read_rows() == before


@pytest.mark.parametrize("name", [name for name in GET if name not in ("list", "start")])
def test_an_assessment_that_does_not_exist_looks_like_a_foreign_one(kokjiek, name):
    client = open_browser("other lead")
    unknown = locate(name, Assessment())

    foreign, absent = client.get(locate(name, kokjiek)), client.get(unknown)

    assert (foreign.status_code, absent.status_code) == (404, 404)
    assert foreign.content.replace(str(kokjiek.pk).encode(), b"") == absent.content.replace(
        unknown.split("/")[2].encode(), b""
    )


FOREIGN_POSTS = {
    "pillar": {
        "HRD-01-version": "1",
        "HRD-01-option": "yes",
        "HRD-01-explanation": "Written by somebody else.",
    },
    "recommendation": {"HRD-01-version": "1", "HRD-01-option": "yes", "HRD-01-explanation": "So is this."},
    # The fixture has changed the assessment once.
    "profile": {"version": "2", "profile_version": "1"},
    "cancel": {"version": "2", "note": "Closed by somebody else."},
    "leave-out": {"version": "2", "reason": "Left out by somebody else."},
    "units": {"version": "2", "name": "Measured by somebody else", "kind": "service"},
    "unit": {"version": "2", "name": "Renamed by somebody else", "kind": "service"},
    "question": {"text": "Said by somebody else."},
    "workbook-changes": {"accept": "HRD-01:1"},
    "comment": {"text": "Replied by somebody else."},
    "answer-evidence": {
        "do": "link",
        "link-title": "Kept by somebody else",
        "link-address": "https://else.example/",
        "link-confidentiality": "publishable",
    },
    "languages": {"key": "HRD-01", "language": "kk", "text": "Translated by somebody else.", "version": "0"},
}


@pytest.mark.parametrize("person", ["viewer", *OUTSIDERS])
@pytest.mark.parametrize("name", list(FOREIGN_POSTS))
def test_a_complete_form_of_somebody_without_the_right_changes_nothing(kokjiek, name, person):
    before = read_rows()

    response = open_browser(person).post(locate(name, kokjiek), FOREIGN_POSTS[name])

    assert response.status_code == (403 if person == "viewer" and name != "workbook-changes" else 404)
    assert read_rows() == before


@pytest.mark.parametrize("name", list(FOREIGN_POSTS))
def test_the_same_form_of_the_lead_changes_something(kokjiek, name):
    before = read_rows()

    response = open_browser("lead").post(locate(name, kokjiek), FOREIGN_POSTS[name])

    assert response.status_code == 302
    assert read_rows() != before


def test_a_colleague_whose_membership_has_ended_gets_404_at_once(kokjiek):
    client = open_browser("contributor")
    assert client.get(locate("detail", kokjiek)).status_code == 200

    User.objects.get(email=PEOPLE["contributor"]).memberships.all().delete()

    assert client.get(locate("detail", kokjiek)).status_code == 404
    assert client.post(locate("pillar", kokjiek), FOREIGN_POSTS["pillar"]).status_code == 404


# Nothing of company A reaches the lead of company B

EXPLANATION = "canary explanation of A"
REASON = "canary reason of A"
NOTE = "canary note of A"
NAMES = ("Canary Company A", "Canary Lead A")
CANARIES = (EXPLANATION, REASON, NOTE, *NAMES)


@pytest.fixture
def company_a():
    """Two assessments of company A, one cancelled, with canaries in everything that people type."""
    company = make_organisation(name=NAMES[0], tags=["messenger"])
    lead = make_member(company, Role.LEAD, full_name=NAMES[1])
    assessment = make_assessment(lead=lead, year=2026)
    save_answer(assessment, "GOV-01", "no", EXPLANATION)
    save_answer(assessment, "HRD-01", "no", EXPLANATION)
    make_upload(assessment, "GOV-02", EXPLANATION)
    leave_out(assessment, reason=REASON)
    closed = make_assessment(lead=lead, year=2025)
    save_answer(closed, "GOV-01", "no", EXPLANATION)
    cancel(closed, note=NOTE)
    return [assessment, closed]


@pytest.fixture
def lead_b():
    """The lead of another company, with an assessment of the same period and standards."""
    assessment = make_assessment(year=2026, tags=["messenger"])
    save_answer(assessment, "GOV-01", "yes", "explanation of B")
    return find_member(assessment)


def collect_responses(client, assessments):
    """Every page about these assessments, and every form sent to them, plus what has no assessment in its address."""
    addresses = [locate(name, assessment) for assessment in assessments for name in GET]
    addresses += [f"{locate('search', assessment)}?q=canary" for assessment in assessments]
    addresses += [f"{locate('check', assessment)}?show=gaps" for assessment in assessments]
    addresses += [reverse("reports:detail", args=[assessment.pk]) for assessment in assessments] + [
        reverse("accounts:organisation", args=[assessment.organisation_id]) for assessment in assessments
    ]
    responses = [client.get(address, follow=True) for address in addresses]
    for name, data in FOREIGN_POSTS.items():
        responses += [client.post(locate(name, assessment), data, follow=True) for assessment in assessments]
    return responses


def read_text(response):
    """What the response says, a spreadsheet or document part by part."""
    if not response.content.startswith(b"PK"):
        return response.content.decode()
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        return "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def find_canaries(responses):
    texts = [read_text(response) for response in responses]
    return {canary for canary in CANARIES for text in texts if canary in text}


def test_no_canary_of_a_reaches_the_lead_of_b(company_a, lead_b, sign_in):
    mine = list(Assessment.objects.visible_to(lead_b))

    responses = collect_responses(sign_in(lead_b), [*company_a, *mine])

    assert len(responses) > 50
    assert find_canaries(responses) == set()


def test_the_lead_of_a_sees_every_canary(company_a, sign_in):
    client = sign_in(find_member(company_a[0]))

    pages = [client.get(locate(name, assessment)) for assessment in company_a for name in GET]

    assert find_canaries(pages) == set(CANARIES)


def test_no_canary_after_the_same_profile_and_the_same_answers(company_a, lead_b, sign_in):
    """Words of editions are kept in the process by profile; words of a company never are."""
    client_a, client_b = sign_in(find_member(company_a[0])), sign_in(lead_b)
    company = lead_b.memberships.get().organisation
    update_organisation_profile(
        by=lead_b,
        organisation=company,
        version=1,
        tags=company_a[0].tags,
        **{name: getattr(company, name) for name in ("name_kk", "name_ru", "name_en", "bin", "sector")},
    )
    mine = Assessment.objects.visible_to(lead_b).get()
    for name in ("pillar", "check", "score", "detail"):
        client_a.get(locate(name, company_a[0]))

    responses = [client_b.get(locate(name, mine)) for name in ("pillar", "check", "score", "detail")]

    assert [response.status_code for response in responses] == [200] * 4
    assert find_canaries(responses) == set()
