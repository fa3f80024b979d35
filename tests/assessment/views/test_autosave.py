"""A page that saves by itself: what it sends, what it is told, and that a save that is sent again counts once."""

import uuid
from datetime import UTC, datetime

import pytest
import time_machine
import tinyhtml5
from django.urls import reverse

from accounts.models import AuditEvent, Role
from assessment.models import Answer
from tests.assessment.events import count_events
from tests.assessment.pages import Page, squeeze
from tests.factories.assessments import cancel, find_answer, find_member, make_assessment, save_answer
from tests.factories.people import make_member


pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD = (str(uuid.UUID(int=number)) for number in (1, 2, 3))
NEEDS_REASON = (
    "“Not applicable” needs a reason. Write in the explanation why the question cannot apply to the company."
)


@pytest.fixture
def assessment():
    return make_assessment(tags=["messenger"])


@pytest.fixture
def client(assessment, sign_in):
    return sign_in(find_member(assessment))


@pytest.fixture
def colleague(assessment):
    return make_member(assessment.organisation, Role.CONTRIBUTOR, full_name="Дана Серік")


def locate(assessment, pillar="governance"):
    return reverse("assessment:pillar", args=[assessment.pk, pillar])


def autosave(client, assessment, code="GOV-01", *, pillar="governance", htmx=True, query="", **values):
    """Sends the fields of one answer as the page does."""
    values = {"version": 0, "explanation": ""} | values
    data = {f"{code}-{part}": value for part, value in values.items()}
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(locate(assessment, pillar) + query, data, headers=headers)


def read_pieces(response):
    """What stands in each piece: the text of an element, or the value of a field."""
    pieces = tinyhtml5.parse(response.content.decode(), namespace_html_elements=False)
    return {
        piece.get("id"): piece.get("value", squeeze("".join(piece.itertext())))
        for piece in pieces.iter()
        if piece.get("hx-swap-oob")
    }


def test_an_answer_is_saved_and_the_page_is_told_when_and_which_version_it_has(assessment, client):
    with time_machine.travel(datetime(2026, 3, 1, 6, 0, tzinfo=UTC), tick=False):
        response = autosave(client, assessment, option="yes", explanation="Mine.", saves=FIRST)

    row = find_answer(assessment, "GOV-01")
    assert response.status_code == 200
    assert (row.option, row.explanation, row.version, str(row.save_key)) == ("yes", "Mine.", 1, FIRST)
    assert read_pieces(response) == {
        "GOV-01-notes": "",
        "GOV-01-option-error": "",
        "GOV-01-explanation-error": "",
        "GOV-01-version": "1",
        "GOV-01-saved": f"Saved 01/03/2026 11:00 by {find_member(assessment)}",
        "save-outcome": "",
    }


def test_a_save_that_is_sent_five_times_is_one_row_one_version_and_one_event(assessment, client):
    before = count_events()

    answers = [
        autosave(client, assessment, option="yes", explanation="Mine.", saves=FIRST) for _time in range(5)
    ]

    assert [response.status_code for response in answers] == [200] * 5
    assert [read_pieces(response)["GOV-01-version"] for response in answers] == ["1"] * 5
    assert Answer.objects.filter(assessment=assessment).count() == 1
    assert count_events() == before + 1


def test_a_page_that_never_heard_of_its_save_goes_on_from_it(assessment, client):
    autosave(client, assessment, explanation="Mine.", saves=FIRST)

    response = autosave(client, assessment, explanation="Mine, longer.", saves=f"{FIRST} {SECOND}")

    row = find_answer(assessment, "GOV-01")
    assert response.status_code == 200
    assert (row.explanation, row.version, str(row.save_key)) == ("Mine, longer.", 2, SECOND)


def test_the_same_holds_when_a_button_sends_the_form(assessment, client):
    autosave(client, assessment, explanation="Mine.", saves=FIRST)

    response = autosave(
        client, assessment, explanation="Mine, longer.", saves=f"{FIRST} {SECOND}", htmx=False
    )

    assert response.status_code == 302
    assert find_answer(assessment, "GOV-01").explanation == "Mine, longer."


def test_a_key_of_another_save_is_no_pass(assessment, client, colleague):
    autosave(client, assessment, explanation="Mine.", saves=FIRST)
    save_answer(assessment, "GOV-01", "no", "Theirs.", by=colleague)

    response = autosave(client, assessment, explanation="Mine, longer.", saves=f"{FIRST} {SECOND}")

    assert response.status_code == 409
    assert find_answer(assessment, "GOV-01").explanation == "Theirs."


@pytest.mark.parametrize("saves", ["", "no key", "00000000-0000", "'); drop table"])
def test_what_is_no_key_counts_as_none(assessment, client, saves):
    response = autosave(client, assessment, option="yes", saves=saves)

    assert response.status_code == 200
    assert find_answer(assessment, "GOV-01").save_key is None


def test_the_newest_hundred_keys_are_looked_at(assessment, client):
    autosave(client, assessment, explanation="Mine.", saves=FIRST)
    others = " ".join(str(uuid.UUID(int=number)) for number in range(10, 110))

    response = autosave(client, assessment, explanation="Mine, longer.", saves=f"{FIRST} {others}")

    assert response.status_code == 409


def test_a_conflict_brings_both_texts_and_overwrites_nothing(assessment, client, colleague):
    save_answer(assessment, "GOV-01", "no", "Theirs.", by=colleague)

    response = autosave(client, assessment, option="yes", explanation="Mine.", saves=FIRST)

    pieces = read_pieces(response)
    assert response.status_code == 409
    assert set(pieces) == {
        "GOV-01-notes",
        "GOV-01-option-error",
        "GOV-01-explanation-error",
        "save-outcome",
    }
    assert pieces["GOV-01-notes"].startswith("Saved meanwhile by Дана Серік")
    assert "No Theirs. Yours, not saved: Yes Mine." in pieces["GOV-01-notes"]
    assert find_answer(assessment, "GOV-01").explanation == "Theirs."


def test_a_conflict_that_nobody_has_decided_is_met_again_by_a_button(assessment, client, colleague):
    save_answer(assessment, "GOV-01", "no", "Theirs.", by=colleague)
    autosave(client, assessment, option="yes", explanation="Mine.", saves=FIRST)

    response = autosave(client, assessment, option="yes", explanation="Mine.", saves=FIRST, htmx=False)

    assert response.status_code == 409
    assert find_answer(assessment, "GOV-01").explanation == "Theirs."


def test_an_answer_that_cannot_be_saved_is_told_why(assessment, client):
    response = autosave(client, assessment, "FOE-05", pillar="expression", option="not_applicable")

    assert response.status_code == 422
    assert read_pieces(response) == {
        "FOE-05-option-error": "",
        "FOE-05-explanation-error": NEEDS_REASON,
        "save-outcome": "",
    }


def test_what_is_right_is_saved_beside_what_is_wrong(assessment, client):
    data = {
        "FOE-05-option": "not_applicable",
        "FOE-05-explanation": "",
        "FOE-05-version": 0,
        "FOE-01-option": "yes",
        "FOE-01-version": 0,
    }

    response = client.post(locate(assessment, "expression"), data, headers={"HX-Request": "true"})

    assert response.status_code == 422
    assert [row.question.code for row in Answer.objects.filter(assessment=assessment)] == ["FOE-01"]
    assert read_pieces(response)["FOE-01-version"] == "1"


def test_who_may_not_save_any_more_is_told_the_reason(assessment, client):
    cancel(assessment)

    response = autosave(client, assessment, option="yes")

    assert response.status_code == 403
    assert read_pieces(response)["save-outcome"] == (
        "This assessment is cancelled. It can be read but not changed."
    )
    assert Answer.objects.filter(assessment=assessment).count() == 0


def test_a_session_that_is_over_is_told_so_without_a_page(assessment, client):
    client.logout()

    response = autosave(client, assessment, option="yes", explanation="Secret.")

    assert (response.status_code, response.content) == (401, b"")
    assert response.headers["Cache-Control"] == "no-store"
    assert Answer.objects.filter(assessment=assessment).count() == 0


def test_another_company_gets_nothing(assessment, sign_in):
    stranger = sign_in(find_member(make_assessment()))

    assert autosave(stranger, assessment, option="yes").status_code == 404
    assert Answer.objects.filter(assessment=assessment).count() == 0


def test_nothing_is_announced_on_the_next_page(assessment, client):
    autosave(client, assessment, option="yes")

    assert Page(client.get(locate(assessment))).messages == []


def test_confirming_what_is_carried_over_takes_the_notice_away(assessment, client):
    save_answer(assessment, "GOV-01", "no", "As before.")
    Answer.objects.filter(assessment=assessment).update(carried_over="same")

    response = autosave(
        client, assessment, option="no", explanation="As before.", version=1, confirm="1", saves=FIRST
    )

    assert read_pieces(response)["GOV-01-notes"] == ""
    assert find_answer(assessment, "GOV-01").carried_over == ""


def test_confidentiality_is_saved_and_told_in_the_trail(assessment, client):
    autosave(client, assessment, option="yes", confidentiality="publishable")
    autosave(client, assessment, option="yes", confidentiality="sealed", version=1)

    assert find_answer(assessment, "GOV-01").confidentiality == "sealed"
    event = AuditEvent.objects.last()
    assert (event.before["confidentiality"], event.after["confidentiality"]) == ("publishable", "sealed")


@pytest.mark.parametrize("forged", ["", "open", "auditor "])
def test_a_forged_confidentiality_leaves_it_as_it_is(assessment, client, forged):
    autosave(client, assessment, option="yes", confidentiality="auditor")

    autosave(client, assessment, option="no", confidentiality=forged, version=1)

    row = find_answer(assessment, "GOV-01")
    assert (row.option, row.confidentiality) == ("no", "auditor")


# Six queries: session, person, the assessment and its lock, the answers, the write, the trail.


@pytest.mark.parametrize("codes", [["GOV-01"], ["GOV-01", "GOV-02", "GOV-03"]])
def test_six_queries_whatever_is_saved(assessment, client, codes, django_assert_num_queries):
    client.get(locate(assessment))
    data = {}
    for code in codes:
        data |= {f"{code}-option": "yes", f"{code}-version": 0, f"{code}-saves": FIRST}

    with django_assert_num_queries(8):  # With BEGIN and COMMIT, or a savepoint and its release.
        response = client.post(locate(assessment), data, headers={"HX-Request": "true"})

    assert response.status_code == 200


# Without JavaScript: the buttons of a conflict, and of another language


@pytest.fixture
def conflict(assessment, client, colleague):
    """The form of a page that shows a conflict, with another change beside it."""
    save_answer(assessment, "GOV-01", "no", "Theirs.", by=colleague)
    page = Page(autosave(client, assessment, option="yes", explanation="Mine.", htmx=False))
    assert page.status == 409
    return page.form | {"GOV-02-option": "yes", "GOV-02-explanation": "", "GOV-02-version": "0"}


def list_answers(assessment):
    rows = Answer.objects.filter(assessment=assessment).order_by("question__code")
    return [(row.question.code, row.option, row.explanation, row.version) for row in rows]


def test_keeping_theirs_drops_mine_alone(assessment, client, conflict):
    response = client.post(locate(assessment), conflict | {"then": "theirs:GOV-01"})

    assert (response.status_code, response.url) == (302, f"{locate(assessment)}#GOV-01")
    assert list_answers(assessment) == [("GOV-01", "no", "Theirs.", 1), ("GOV-02", "yes", "", 1)]
    assert Page(client.get(locate(assessment))).form["GOV-01-explanation"] == "Theirs."


def test_keeping_theirs_forgets_what_was_wrong_with_mine(assessment, client, conflict):
    response = client.post(
        locate(assessment), conflict | {"GOV-01-explanation": "x" * 10_001, "then": "theirs:GOV-01"}
    )

    assert response.status_code == 302


def test_saving_mine_replaces_theirs(assessment, client, conflict):
    response = client.post(locate(assessment), conflict | {"then": "at:GOV-01"})

    assert (response.status_code, response.url) == (302, f"{locate(assessment)}#GOV-01")
    assert list_answers(assessment) == [("GOV-01", "yes", "Mine.", 2), ("GOV-02", "yes", "", 1)]


def test_both_texts_are_put_into_the_field_and_not_saved(assessment, client, conflict):
    page = Page(client.post(locate(assessment), conflict | {"then": "merge:GOV-01"}))

    assert page.status == 200
    assert page.form["GOV-01-explanation"] == "Theirs.\n\nMine."
    assert page.form["GOV-01-version"] == "1"
    assert page.text(page.by_id("GOV-01-notes")) == (
        "Both texts stand in the field now and are not saved yet. Make one of them and save."
    )
    assert list_answers(assessment) == [("GOV-01", "no", "Theirs.", 1), ("GOV-02", "yes", "", 1)]

    assert client.post(locate(assessment), page.form).status_code == 302
    assert list_answers(assessment)[0] == ("GOV-01", "yes", "Theirs.\n\nMine.", 2)


def test_another_language_keeps_the_place_and_saves_in_the_language_it_was_typed_in(assessment, client):
    response = autosave(client, assessment, explanation="Typed.", htmx=False, query="?show=all&lang=kk")
    assert response.status_code == 302
    assert find_answer(assessment, "GOV-01").explanation_language == "kk"

    data = {"GOV-02-version": 0, "GOV-02-explanation": "Typed.", "typed-in": "en", "then": "at:GOV-02"}
    response = client.post(f"{locate(assessment)}?show=all&lang=ru", data)

    assert response.url == f"{locate(assessment)}?show=all&lang=ru#GOV-02"
    assert find_answer(assessment, "GOV-02").explanation_language == "en"


def test_another_language_keeps_what_cannot_be_saved(assessment, client):
    data = {
        "FOE-05-option": "not_applicable",
        "FOE-05-explanation": " ",
        "FOE-05-version": 0,
        "typed-in": "en",
        "then": "at:FOE-05",
    }

    page = Page(client.post(f"{locate(assessment, 'expression')}?lang=ru", data))

    assert page.status == 422
    assert page.root.get("lang") == "ru"
    assert page.form["FOE-05-option"] == "not_applicable"
    assert page.form["typed-in"] == "en"


@pytest.mark.parametrize("then", ["at://elsewhere.test/", "at:GOV-01\r\nX: y", 'theirs:"><b>'])
def test_a_forged_place_stays_on_the_page(assessment, client, then):
    response = client.post(locate(assessment), {"GOV-01-version": 0, "then": then})

    assert response.status_code == 302
    assert response.url.partition("#")[0] == locate(assessment)
