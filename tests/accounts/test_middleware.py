"""Every page asks for a sign-in unless it stands in the list here, and private pages are never stored."""

from urllib.parse import quote

import pytest
from django.urls import URLPattern, get_resolver, reverse

from accounts.models import AuditEvent, Organisation, User
from assessment.actions import add_comment
from assessment.models import Assessment
from tests.accounts.pages import read_form
from tests.factories.assessments import find_member, make_assessment, make_upload, measure
from tests.factories.evidence import make_file
from tests.factories.people import PASSWORD, make_member, make_organisation, make_user


pytestmark = pytest.mark.django_db

# What anybody may read; every other page is private.
PUBLIC = {
    "account_login",
    "account_sign_in_again",
    "account_logout",
    "account_inactive",
    "standards:list",
    "standards:standard",
    "standards:edition",
    "standards:question",
    "crosswalk:search",
    "crosswalk:framework",
    "crosswalk:framework-csv",
    "crosswalk:edition",
    "crosswalk:edition-csv",
    "glossary:list",
    "shortcuts:help",
    "reports:front",
    "reports:sample",
    "reports:sample-pdf",
}


def list_pages(resolver, namespace=""):
    """Name and parameters of every page, the name as in `reverse`."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", sorted(pattern.pattern.converters)
        else:
            yield from list_pages(pattern, f"{pattern.namespace}:" if pattern.namespace else "")


PAGES = dict(list_pages(get_resolver()))
# Rendering them takes seconds; the tests of the reports download them.
PDFS = {"reports:pdf", "reports:sample-pdf"}


def find_address(page):
    """Where the page shows something of the demo."""
    assessment = Assessment.objects.get(organisation__name_en="Kokjiek")
    if "older_id" in PAGES[page]:
        older = make_assessment(lead=find_member(assessment), year=2020)
        return reverse(page, args=[assessment.pk, older.pk])
    if "evidence_id" in PAGES[page]:
        return reverse(page, args=[make_file(assessment.organisation).pk])
    if page == "assessment:unit":
        return reverse(page, args=[assessment.pk, *measure(assessment, "Mobile")])
    if page == "assessment:workbook-file":
        return reverse(page, args=[assessment.pk, "en", "xlsx"])
    if page == "assessment:workbook-changes":
        return reverse(page, args=[assessment.pk, make_upload(assessment, "GOV-01").pk])
    codes = {"standards": "FOE-01", "crosswalk": "rdr-2020"}
    if page == "assessment:comment":
        lead = find_member(assessment)
        comment = add_comment(by=lead, assessment=assessment, question="FOE-01", text="Who knows?")
        return reverse(page, args=[assessment.pk, "FOE-01", comment.pk])
    if page.startswith("assessment:question") or page in (
        "assessment:effect",
        "assessment:languages",
        "assessment:answer-evidence",
    ):
        return reverse(page, args=[assessment.pk, "FOE-01"])
    values = {
        "organisation_id": assessment.organisation_id,
        "assessment_id": assessment.pk,
        "cut": "total",
        "code": codes.get(page.partition(":")[0], "all"),
        "pillar": "hrd" if page.endswith("leave-out") else "expression",
        "recommendation": "DRCQ-FE-1",
        "slug": "drcq",
        "name": "2026",
    }
    return reverse(page, kwargs={name: values[name] for name in PAGES[page]})


def test_public_pages_are_real_pages():
    assert PUBLIC - set(PAGES) == set()


@pytest.mark.parametrize("page", sorted(set(PAGES) - PUBLIC))
def test_private_page_leads_an_anonymous_person_to_the_sign_in_and_back(client, page):
    address = find_address(page) + "?page=2"

    response = client.get(address)

    assert response.status_code == 302
    assert response.url == f"/accounts/sign-in/?next={quote(address)}"
    assert response.content == b""


@pytest.mark.parametrize("method", ["head", "put", "patch", "delete", "options"])
def test_other_methods_are_no_way_in(client, method):
    response = getattr(client, method)("/assessments/")

    assert (response.status_code, response.url) == (302, "/accounts/sign-in/?next=/assessments/")


@pytest.mark.parametrize(
    ("page", "status"),
    [
        (page, 302 if page in ("account_logout", "standards:standard") else 200)
        for page in sorted(PUBLIC - PDFS)
    ],
)
def test_public_page_is_open_to_anybody(client, page, status):
    response = client.get(find_address(page))

    assert response.status_code == status
    assert not response.get("Location", "").startswith("/accounts/")
    assert response.get("Cache-Control", "") != "no-store, private"


@pytest.mark.parametrize("page", sorted(set(PAGES) - PDFS))
def test_page_of_a_signed_in_person_is_never_stored(client, page):
    client.force_login(User.objects.get(email="lead@kokjiek.test"))

    response = client.get(find_address(page))

    # A file that nobody reads would stay open.
    list(response)
    assert response.status_code in (200, 302, 405)
    assert response.headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [("get", "/nothing/", 404), ("get", "/assessments/?lang=de", 404), ("post", "/assessments/start/", 403)],
)
def test_refusal_to_a_signed_in_person_is_never_stored(client, method, address, status):
    client.force_login(make_user())

    response = getattr(client, method)(address)

    assert response.status_code == status
    assert response.headers["Cache-Control"] == "no-store, private"


def test_sign_in_page_that_keeps_what_was_typed_is_never_stored(client):
    response = client.post("/assessments/start/", {"tier": "core"})

    assert response.status_code == 403
    assert "no-store" in response.headers["Cache-Control"]


def test_person_who_is_shut_out_is_out_at_the_next_request(client):
    person = make_member(make_organisation())
    client.force_login(person)
    assert client.get("/assessments/").status_code == 200

    User.objects.filter(pk=person.pk).update(is_active=False)

    assert client.get("/assessments/").status_code == 302


def test_person_who_loses_the_membership_sees_nothing_at_the_next_request(client):
    company = make_organisation()
    person = make_member(company)
    client.force_login(person)
    assert client.get(f"/organisations/{company.pk}/").status_code == 200

    company.memberships.all().delete()

    assert client.get(f"/organisations/{company.pk}/").status_code == 404


def test_anonymous_post_changes_nothing(client):
    company = Organisation.objects.get(name_en="Kokjiek")
    before = AuditEvent.objects.count()

    response = client.post(f"/organisations/{company.pk}/", {"name_en": "Taken", "version": company.version})

    assert response.status_code == 403
    assert Organisation.objects.get(pk=company.pk).name_en == "Kokjiek"
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize(
    "data", [{"oldpassword": PASSWORD, "password1": "new-secret-words"}, {"password": "x"}]
)
def test_password_is_not_kept_when_the_session_has_ended(client, data):
    response = client.post("/accounts/password/", data)

    assert (response.status_code, response.url) == (302, "/accounts/sign-in/?next=/accounts/password/")
    assert "resume-typed" not in read_form(client.get(response.url)).data


def test_sign_out_after_the_session_has_ended_simply_ends(client):
    for response in (client.get("/accounts/sign-out/"), client.post("/accounts/sign-out/")):
        assert (response.status_code, response.url) == (302, "/")
