"""How many queries a page costs, the person's session included, and that rows never add any."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from assessment.models import Answer
from tests.factories.assessments import cancel, find_member, leave_out, make_assessment, save_answer


pytestmark = pytest.mark.django_db

CODES = ("GOV-01", "GOV-02", "GOV-03")


@pytest.fixture
def assessment():
    return make_assessment(tags=["messenger"])


@pytest.fixture
def client(assessment, sign_in):
    return sign_in(find_member(assessment))


def count_queries(job, *, status=200):
    """Statements of the second time: a process that has just started also reads editions and law notes, once."""
    assert job().status_code == status
    with CaptureQueriesContext(connection) as captured:
        assert job().status_code == status
    return len(captured)


def locate(name, assessment, *arguments):
    return reverse(f"assessment:{name}", args=[assessment.pk, *arguments])


def read(name, *arguments):
    return lambda client, assessment: lambda: client.get(locate(name, assessment, *arguments))


def save_one(client, assessment):
    """A job that saves something new each time it runs, upon the version that is there."""

    def job():
        version = getattr(Answer.objects.filter(assessment=assessment).first(), "version", 0)
        data = {"GOV-01-version": version, "GOV-01-option": "no", "GOV-01-explanation": f"Text {version}."}
        return client.post(locate("pillar", assessment, "governance"), data)

    return job


# The job, the status of its answer, the most statements. The test's own look at the version is the ninth statement of a save.
BUDGETS = {
    # With evidence, talk, assignments and what is signed off.
    "pillar page": (read("pillar", "expression"), 200, 10),
    "assessment home": (read("detail"), 200, 8),
    "saving one answer": (save_one, 302, 9),
}


@pytest.mark.parametrize("name", list(BUDGETS))
def test_budget_holds_with_1_and_with_30_more_assessments(assessment, client, name):
    make_job, status, budget = BUDGETS[name]
    job = make_job(client, assessment)

    alone = count_queries(job, status=status)
    for year in range(1990, 2005):
        make_assessment(lead=find_member(assessment), year=year)
        save_answer(make_assessment(year=year), "GOV-01", "yes")
    among_others = count_queries(job, status=status)

    assert among_others == alone <= budget


def test_saving_costs_the_same_for_one_answer_and_for_all_of_a_pillar(assessment, client):
    address = locate("pillar", assessment, "expression")
    client.get(address)

    def save(codes):
        data = {f"{code}-version": "0" for code in codes} | {f"{code}-option": "no" for code in codes}
        with CaptureQueriesContext(connection) as captured:
            assert client.post(address, data).status_code == 302
        return len(captured)

    assert save(["FOE-01"]) == save(["FOE-02", "FOE-03", "FOE-04", "FOE-05", "FOE-06"]) <= 8


PAGES = {
    "detail": (),
    "check": (),
    "search": (),
    "score": ("total", "all"),
    "pillar": ("governance",),
    "recommendation": ("governance", "DRCQ-CG-1"),
}


@pytest.mark.parametrize("name", list(PAGES))
def test_a_page_costs_the_same_with_1_and_with_3_answers(assessment, client, name):
    address = locate(name, assessment, *PAGES[name]) + ("?q=a" if name == "search" else "")
    save_answer(assessment, CODES[0], "no", "Text.")
    with_one = count_queries(lambda: client.get(address))
    for code in CODES[1:]:
        save_answer(assessment, code, "no", "Text.")
    with_three = count_queries(lambda: client.get(address))

    assert with_three == with_one <= (10 if name in ("pillar", "recommendation") else 8)


def test_a_conflict_page_costs_the_same_with_1_and_with_3_conflicts(assessment, client):
    address = locate("pillar", assessment, "governance")
    for code in CODES:
        save_answer(assessment, code, "no", "Theirs.", by=find_member(assessment, Role.CONTRIBUTOR))

    def post(codes):
        data = {f"{code}-version": "0" for code in codes} | {f"{code}-option": "yes" for code in codes}
        return count_queries(lambda: client.post(address, data), status=409)

    assert post(CODES[:1]) == post(CODES)


@pytest.mark.parametrize("name", ["profile", "cancel", "leave-out"])
def test_small_forms_stay_small(assessment, client, name):
    address = locate(name, assessment, *(["hrd"] if name == "leave-out" else []))

    assert count_queries(lambda: client.get(address)) <= 8


def test_the_list_costs_the_same_with_1_and_with_3_rows(assessment, client):
    address = reverse("assessment:list")
    with_one = count_queries(lambda: client.get(address))
    for year in (2021, 2022):
        save_answer(make_assessment(lead=find_member(assessment), year=year), "GOV-01", "no")
    with_three = count_queries(lambda: client.get(address))

    assert with_three == with_one <= 9


def test_the_start_page_costs_the_same_with_1_and_with_3_companies(assessment, client):
    lead, address = find_member(assessment), reverse("assessment:start")
    with_one = count_queries(lambda: client.get(address))
    with_three_before = lead.memberships.count()
    for _number in range(2):
        make_assessment().organisation.memberships.create(user=lead, role=Role.LEAD)
    with_three = count_queries(lambda: client.get(address))

    assert with_three_before == 1
    # With one company the page names it, with several it asks.
    assert with_three <= with_one


def test_a_cancelled_assessment_and_a_pillar_that_is_left_out_cost_nothing_more(assessment, client):
    address = locate("detail", assessment)
    before = count_queries(lambda: client.get(address))
    leave_out(assessment)
    assert count_queries(lambda: client.get(address)) == before
    cancel(assessment)
    assert count_queries(lambda: client.get(address)) == before
