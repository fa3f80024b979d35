"""The page of an organisation: members read it, the lead of a company changes its profile, outsiders find nothing."""

import re
from html import unescape
from uuid import uuid4

import pytest

from accounts.actions import update_organisation_profile
from accounts.models import AuditEvent, Organisation, OrganisationKind, ProfileTag, Role, User
from tests.accounts.pages import read_error_summary, read_form, read_forms, read_heading, read_messages
from tests.factories.people import make_bin, make_member, make_organisation, make_user


pytestmark = pytest.mark.django_db

FIELDS = ("name_kk", "name_ru", "name_en", "bin", "sector", "tags")


@pytest.fixture(autouse=True)
def speak_english(client):
    client.cookies["olshem_language"] = "en"


@pytest.fixture
def company():
    return make_organisation(name="Steppe Data", tags=[ProfileTag.AI])


@pytest.fixture
def lead(company):
    return make_member(company, Role.LEAD, full_name="Асқар")


def find_address(organisation):
    return f"/organisations/{organisation.pk}/"


def describe(organisation):
    """What is saved, freshly read."""
    saved = Organisation.objects.get(pk=organisation.pk)
    return {field: getattr(saved, field) for field in (*FIELDS, "version")}


def make_data(organisation, **changes):
    return describe(organisation) | changes


def list_facts(response):
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", response.content.decode(), re.DOTALL)
    return {name: unescape(re.sub(r"<[^>]+>", "", value)) for name, value in pairs}


def list_people(response):
    rows = re.findall(r"<tbody>(.*?)</tbody>", response.content.decode(), re.DOTALL)[-1].split("</tr>")[:-1]
    return [[unescape(cell) for cell in re.findall(r">([^<>]+)</t[hd]>", row)] for row in rows]


# --- who reads what


def test_page_shows_the_profile_and_the_people(client, company, lead):
    make_member(company, Role.VIEWER, full_name="Жанар", email="zhanar@factory.test")
    client.force_login(lead)

    page = client.get(find_address(company))

    assert (page.status_code, read_heading(page)) == (200, "Steppe Data")
    assert list_facts(page) == {
        "Kind": "Company",
        "Names": "Steppe Data (kk) · Steppe Data (ru) · Steppe Data",
        "Business identification number (BIN)": company.bin,
        "Sector": "Software and cloud services",
        "What the company does": "Uses user data in algorithmic or AI systems",
    }
    assert list_people(page) == [
        ["Асқар", lead.email, "Lead"],
        ["Жанар", "zhanar@factory.test", "Viewer"],
    ]


def test_company_without_tags_is_asked_what_every_company_is_asked(client):
    company = make_organisation()
    client.force_login(make_member(company, Role.VIEWER))

    facts = list_facts(client.get(find_address(company)))

    assert facts["What the company does"] == (
        "Nothing of the list: only questions for every company are asked."
    )


def test_person_without_a_name_stands_there_by_the_address(client, company, lead):
    User.objects.filter(pk=lead.pk).update(full_name="")
    client.force_login(lead)

    assert list_people(client.get(find_address(company))) == [[lead.email, lead.email, "Lead"]]


def test_name_with_markup_stays_text(client, lead):
    company = make_organisation(name="<script>alert(1)</script> & «Ұлы»")
    client.force_login(make_member(company, Role.VIEWER, full_name="<b>Асқар</b>"))

    page = client.get(find_address(company))

    assert read_heading(page) == "<script>alert(1)</script> & «Ұлы»"
    assert list_people(page)[0][0] == "<b>Асқар</b>"
    assert "<script>" not in page.content.decode()


@pytest.mark.parametrize(
    ("kind", "role", "facts"),
    [
        ("auditor", "lead_auditor", {"Kind": "Auditing body"}),
        ("ngo", "reader", {"Kind": "Civil society organisation"}),
    ],
)
def test_other_organisations_have_no_profile_to_change(client, kind, role, facts):
    organisation = make_organisation(kind, name="Tarazy")
    client.force_login(make_member(organisation, role))

    page = client.get(find_address(organisation))

    assert list_facts(page) == facts | {"Names": "Tarazy (kk) · Tarazy (ru) · Tarazy"}
    assert read_forms(page) == []
    refusal = client.post(find_address(organisation), {"name_en": "Changed"})
    assert refusal.status_code == 403
    assert describe(organisation)["name_en"] == "Tarazy"


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VIEWER])
def test_colleagues_read_and_do_not_change(client, company, role):
    client.force_login(make_member(company, role))
    before = describe(company)

    page = client.get(find_address(company))
    refusal = client.post(find_address(company), make_data(company, name_en="Changed"))

    assert (page.status_code, read_forms(page)) == (200, [])
    assert (refusal.status_code, read_heading(refusal)) == (403, "You may not do this")
    assert "<p>Only the lead of a company changes its profile.</p>" in refusal.content.decode()
    assert describe(company) == before


@pytest.mark.parametrize(
    "make_outsider",
    [
        make_user,
        lambda: make_member(make_organisation(), Role.LEAD),
        lambda: make_member(make_organisation(OrganisationKind.AUDITOR), Role.LEAD_AUDITOR),
        lambda: User.objects.get(email="admin@olshem.test"),
    ],
    ids=["nobody's member", "lead elsewhere", "auditor", "operator"],
)
def test_outsiders_find_the_same_as_for_a_company_that_does_not_exist(client, company, lead, make_outsider):
    client.force_login(make_outsider())
    before = describe(company)

    answers = [
        ask(f"/organisations/{key}/", make_data(company, name_en="Changed") if ask == client.post else None)
        for key in (company.pk, uuid4())
        for ask in (client.get, client.post)
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert {read_heading(answer) for answer in answers} == {"There is nothing here"}
    assert all("Steppe" not in answer.content.decode() for answer in answers)
    assert describe(company) == before


@pytest.mark.parametrize("members", [1, 3])
def test_number_of_queries_does_not_depend_on_the_members(
    client, company, lead, members, django_assert_num_queries
):
    for _ in range(members - 1):
        make_member(company, Role.VIEWER)
    client.force_login(lead)

    # Session, person, organisation, whether they lead, members.
    with django_assert_num_queries(5):
        page = client.get(find_address(company))

    assert len(list_people(page)) == members


# --- what the lead changes


def test_form_shows_what_is_saved(client, company, lead):
    client.force_login(lead)

    form = read_form(client.get(find_address(company)))

    assert {name: form.data[name] for name in (*FIELDS, "version")} == {
        "name_kk": ["Steppe Data (kk)"],
        "name_ru": ["Steppe Data (ru)"],
        "name_en": ["Steppe Data"],
        "bin": [company.bin],
        "sector": ["software"],
        "tags": ["ai"],
        "version": ["1"],
    }


def test_lead_saves(client, company, lead):
    client.force_login(lead)
    change = {
        "name_kk": "Дала деректері",
        "name_ru": "Данные степи",
        "name_en": "Steppe",
        "bin": make_bin(),
        "sector": "telecom",
        "tags": ["telecom", "user_content"],
    }

    response = client.post(find_address(company), change | {"version": 1})

    assert (response.status_code, response.url) == (302, find_address(company))
    assert describe(company) == change | {"tags": ["user_content", "telecom"], "version": 2}
    assert read_messages(client.get(response.url)) == ["The profile is saved."]
    event = AuditEvent.objects.latest("id")
    assert (event.by, event.organisation, event.verb) == (lead, company, "update-organisation-profile")


def test_lead_takes_every_tag_away(client, company, lead):
    client.force_login(lead)
    data = make_data(company)
    del data["tags"]

    assert client.post(find_address(company), data).status_code == 302
    assert describe(company)["tags"] == []


def test_bin_is_accepted_with_the_blanks_of_the_certificate(client, company, lead):
    client.force_login(lead)

    client.post(find_address(company), make_data(company, bin=" 200140\xa0000 014 "))

    assert describe(company)["bin"] == "200140000014"


def test_fields_that_the_form_does_not_have_are_ignored(client, company, lead):
    client.force_login(lead)
    before = Organisation.objects.get(pk=company.pk)

    response = client.post(
        find_address(company),
        make_data(
            company, name_en="Steppe", kind="ngo", id=str(uuid4()), created_at="2020-01-01", version_=9
        ),
    )

    after = Organisation.objects.get(pk=company.pk)
    assert response.status_code == 302
    assert (after.name_en, after.kind, after.created_at) == ("Steppe", "company", before.created_at)


EMPTY = "This field is empty. Fill it in."
BIN = "Business identification number (BIN)"
WRONG_CONTROL_DIGIT = (
    "The last digit does not fit the first eleven, so one digit is wrong. Compare it with the certificate of "
    "registration."
)
LISTED = "Select a valid choice. {} is not one of the available choices."


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"name_kk": ""}, [f"Name in Kazakh: {EMPTY}"]),
        ({"name_ru": " \t "}, [f"Name in Russian: {EMPTY}"]),
        (
            {"name_en": "x" * 201},
            ["Name in English: Ensure this value has at most 200 characters (it has 201)."],
        ),
        ({"name_en": "a\x00b"}, ["Name in English: Null characters are not allowed."]),
        ({"bin": ""}, [f"{BIN}: {EMPTY}"]),
        (
            {"bin": "2001400000I4"},
            [f"{BIN}: A BIN has digits only. Remove letters, blanks and signs."],
        ),
        ({"bin": "20014000001"}, [f"{BIN}: A BIN has 12 digits. Count them again."]),
        ({"bin": "2" * 100_000}, [f"{BIN}: A BIN has 12 digits. Count them again."]),
        (
            {"bin": "200140000015"},
            [f"{BIN}: {WRONG_CONTROL_DIGIT}"],
        ),
        ({"sector": "piracy"}, [f"Sector: {LISTED.format('piracy')}"]),
        ({"tags": ["ai", "magic"]}, [f"What the company does: {LISTED.format('magic')}"]),
        (
            {"name_kk": "", "bin": "1"},
            [f"Name in Kazakh: {EMPTY}", f"{BIN}: A BIN has 12 digits. Count them again."],
        ),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, company, lead, change, errors):
    client.force_login(lead)
    before, events = describe(company), AuditEvent.objects.count()
    data = make_data(company, name_ru="Данные степи") | change

    response = client.post(find_address(company), data)

    assert (response.status_code, read_error_summary(response)) == (422, errors)
    form = read_form(response)
    for name in ("name_kk", "name_ru", "name_en", "bin"):
        assert form.data[name] == [data[name]]
    assert (describe(company), AuditEvent.objects.count()) == (before, events)


def test_bin_of_another_company_is_refused(client, company, lead):
    other = make_organisation()
    client.force_login(lead)
    before = describe(company)

    response = client.post(find_address(company), make_data(company, bin=other.bin))

    assert response.status_code == 422
    assert read_error_summary(response) == [
        f"{BIN}: Another company here has this BIN. Check the number; if it is right, ask the operator."
    ]
    assert read_form(response).data["bin"] == [other.bin]
    assert other.name_en not in response.content.decode()
    assert describe(company) == before


@pytest.mark.parametrize("version", ["", "one", "1.5", "2", "0", "9" * 30])
def test_form_with_any_other_version_is_stale(client, company, lead, version):
    client.force_login(lead)

    response = client.post(find_address(company), make_data(company, name_en="Changed", version=version))

    assert response.status_code == 409
    assert read_form(response).data["version"] == ["1"]
    assert describe(company)["name_en"] == "Steppe Data"


def test_stale_form_shows_both_texts_and_saves_nothing(client, company, lead):
    colleague = make_member(company, Role.LEAD)
    client.force_login(lead)
    mine = make_data(company, name_en="My name", tags=["telecom"])
    update_organisation_profile(
        by=colleague,
        organisation=company,
        **make_data(company, name_en="Their name", sector="finance", tags=["messenger"]),
    )
    saved, events = describe(company), AuditEvent.objects.count()

    response = client.post(find_address(company), mine)

    assert response.status_code == 409
    assert read_error_summary(response) == [
        "Somebody saved the profile meanwhile. Compare both and save again, or leave it."
    ]
    facts = list_facts(response)
    assert facts["Names"] == "Steppe Data (kk) · Steppe Data (ru) · Their name"
    assert (facts["Sector"], facts["What the company does"]) == ("Finance", "Offers instant messaging")
    form = read_form(response)
    assert (form.data["name_en"], form.data["sector"], form.data["tags"]) == (
        ["My name"],
        ["software"],
        ["telecom"],
    )
    assert form.data["version"] == ["2"]
    assert (describe(company), AuditEvent.objects.count()) == (saved, events)

    assert client.post(find_address(company), form.data).status_code == 302
    assert describe(company) == mine | {"version": 3}
