"""The questionnaire saves by itself and tells the truth about it: off line, a server that fails, a session that is over, a
colleague who was faster."""

import re
from urllib.parse import parse_qs

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from accounts.models import AuditEvent
from assessment.models import Answer, Assessment
from tests.factories.people import PASSWORD


LEAD = "lead@kokjiek.test"
TYPED = 'Қазақша: ә ғ қ ң ө ұ ү һ і.\nSecond line with <b>marks</b> & "quotes" 100 % + more; Ёлка.'
OTHER = "Another text of a colleague."
OFFLINE = (
    "Not saved: no connection to the portal. Keep this page open; it saves as soon as the connection is back. "
    "Answers that wait: {count}."
)
STORED = "() => [localStorage.length, sessionStorage.length, JSON.stringify(history.state)]"


def find_assessment():
    return Assessment.objects.get(organisation__name_en="Kokjiek")


def read_answer(code):
    return Answer.objects.get(assessment=find_assessment(), question__code=code)


def open_pillar(page, pillar="governance", *, lang="en"):
    page.goto(f"/assessments/{find_assessment().pk}/pillars/{pillar}/?lang={lang}")
    return page.locator("#save-state-text")


def choose_other(page, code):
    """Chooses another of the options yes and no."""
    option = "no" if read_answer(code).option == "yes" else "yes"
    page.locator(f"#{code}-is-{option}").check()
    return option


@pytest.fixture
def state(open_page, enter):
    page = open_page("en")
    enter(page, LEAD)
    return open_pillar(page)


def test_an_answer_is_saved_as_it_is_given(state):
    page = state.page
    version = read_answer("GOV-01").version

    option = choose_other(page, "GOV-01")
    expect(state).to_have_text(re.compile(r"^Everything is saved, \S+ \d\d:\d\d\.$"))
    page.locator("#GOV-01-explanation").fill(TYPED)
    expect(state).to_have_text("Not saved yet.")
    expect(state).to_have_text(re.compile("^Everything is saved"))

    row = read_answer("GOV-01")
    assert (row.option, row.explanation, row.version) == (option, TYPED, version + 2)
    # Buttons of other states are not offered.
    expect(page.locator("#save-state :is(button, a):visible")).to_have_count(0)
    assert re.match(r"Saved \S+ \d\d:\d\d by ", page.locator("#GOV-01-saved").inner_text())
    assert page.locator("#GOV-01-version").input_value() == str(row.version)
    assert page.evaluate(STORED) == [0, 0, "null"]


def test_ten_minutes_off_line_lose_nothing(state):
    page = state.page
    page.clock.install()
    page.context.set_offline(True)
    option = choose_other(page, "GOV-01")
    page.clock.run_for(2_000)
    expect(state).to_have_text(OFFLINE.format(count=1))
    page.locator("#GOV-01-explanation").fill(TYPED)
    page.locator("#GOV-02-explanation").fill(OTHER)
    page.clock.run_for(10 * 60 * 1_000)
    expect(state).to_have_text(OFFLINE.format(count=2))
    events = AuditEvent.objects.count()

    page.context.set_offline(False)
    page.clock.run_for(5_000)

    expect(state).to_have_text(re.compile("^Everything is saved"))
    row = read_answer("GOV-01")
    assert (row.option, row.explanation) == (option, TYPED)
    assert read_answer("GOV-02").explanation == OTHER
    assert AuditEvent.objects.count() == events + 2


def test_answers_of_the_server_that_never_arrive_make_one_row(state):
    """The server saves, and the connection breaks before it can say so: four times."""
    page, sent = state.page, []

    def break_after_saving(route):
        sent.append(parse_qs(route.request.post_data)["GOV-01-saves"][0].split())
        if len(sent) > 4:
            return route.continue_()
        route.fetch()
        return route.abort("connectionreset")

    version, events = read_answer("GOV-01").version, AuditEvent.objects.count()
    page.route("**/pillars/**", break_after_saving)
    page.locator("#GOV-01-explanation").fill(TYPED)

    expect(state).to_have_text(re.compile("^Everything is saved"), timeout=15_000)
    row = read_answer("GOV-01")
    assert (row.explanation, row.version) == (TYPED, version + 1)
    assert AuditEvent.objects.count() == events + 1
    assert len(sent) == 5
    assert {tuple(keys) for keys in sent} == {(str(row.save_key),)}


def test_a_server_that_restarts_and_one_that_hangs_are_told_and_nothing_is_lost(state):
    page = state.page
    page.clock.install()
    page.route("**/pillars/**", lambda route: route.fulfill(status=503, body="Restarting"))
    page.locator("#GOV-01-explanation").fill(TYPED)
    page.clock.run_for(2_000)
    expect(state).to_have_text(OFFLINE.format(count=1))
    page.unroute_all(behavior="ignoreErrors")
    page.clock.run_for(5_000)
    expect(state).to_have_text(re.compile("^Everything is saved"))
    assert read_answer("GOV-01").explanation == TYPED

    page.route("**/pillars/**", lambda route: None)
    page.locator("#GOV-01-explanation").fill(OTHER)
    page.clock.run_for(2_000)
    expect(state).to_have_text(
        "Not saved yet: the portal has not answered. Keep this page open; it goes on trying."
    )
    page.unroute_all(behavior="ignoreErrors")
    page.clock.run_for(40_000)
    expect(state).to_have_text(re.compile("^Everything is saved"))
    assert read_answer("GOV-01").explanation == OTHER


def test_a_session_that_is_over_is_renewed_in_place(state):
    page = state.page
    page.locator("#GOV-01-explanation").focus()
    Session.objects.all().delete()
    page.locator("#GOV-01-explanation").fill(TYPED)

    dialog = page.locator("#sign-in-again")
    expect(dialog.locator("input[name=login]")).to_have_value(LEAD)
    expect(state).to_have_text("Not saved: your session is over. Sign in again; nothing you typed is lost.")
    expect(dialog.locator("input[name=password]")).to_be_focused()
    dialog.locator("input[name=password]").fill("not the password")
    dialog.locator("button[type=submit]").click()
    expect(dialog.locator(".error-summary")).to_have_count(1)
    dialog.locator("input[name=password]").fill(PASSWORD)
    dialog.locator("button[type=submit]").click()

    expect(state).to_have_text(re.compile("^Everything is saved"))
    expect(dialog).to_be_hidden()
    expect(page.locator("#GOV-01-explanation")).to_be_focused()
    assert read_answer("GOV-01").explanation == TYPED
    # The page has the new token: a button works too.
    page.locator("#GOV-02-explanation").fill(OTHER)
    page.locator("button[name=then][value=stay]").last.click()
    expect(page.locator(".messages li")).to_have_count(1)
    assert read_answer("GOV-02").explanation == OTHER


@pytest.mark.parametrize(
    ("choice", "shown", "stored"),
    [
        ("Keep theirs", OTHER, OTHER),
        ("Save mine instead", TYPED, TYPED),
        ("Put both texts into the field", f"{OTHER}\n\n{TYPED}", f"{OTHER}\n\n{TYPED}"),
    ],
)
def test_of_two_who_change_one_answer_the_second_compares_and_decides(
    state, open_page, enter, choice, shown, stored
):
    colleague = open_page("en")
    enter(colleague, "contributor@kokjiek.test")
    their_state = open_pillar(colleague)
    colleague.locator("#GOV-01-explanation").fill(OTHER)
    expect(their_state).to_have_text(re.compile("^Everything is saved"))

    page = state.page
    page.locator("#GOV-01-explanation").fill(TYPED)
    expect(state).to_have_text(re.compile("^Not saved: a colleague has saved the same answer meanwhile."))
    conflict = page.locator("#GOV-01-conflict")
    assert conflict.locator(".conflict__text--theirs").text_content() == OTHER
    assert conflict.locator(".conflict__text--mine").text_content().replace("\r\n", "\n") == TYPED
    assert read_answer("GOV-01").explanation == OTHER

    conflict.get_by_text(choice).click()

    expect(conflict).to_have_count(0)
    expect(page.locator("#GOV-01-explanation")).to_be_focused()
    assert page.locator("#GOV-01-explanation").input_value() == shown
    expect(state).to_have_text(re.compile("^Everything is saved"))
    assert read_answer("GOV-01").explanation == stored


def test_what_cannot_be_saved_is_told_beside_the_field_until_it_is_mended(open_page, enter):
    page = open_page("en")
    enter(page, LEAD)
    state = open_pillar(page, "expression")
    radio = page.locator("input[value=not_applicable]").first
    code = radio.get_attribute("name").removesuffix("-option")
    page.locator(f"#{code}-explanation").fill("")
    radio.check()

    error = page.locator(f"#{code}-explanation-error .field-error")
    expect(error).to_have_count(1)
    expect(state).to_have_text("Not saved: an answer needs your attention. The reason stands beside it.")
    assert page.locator(f"#{code}-explanation").get_attribute("aria-invalid") == "true"

    page.locator(f"#{code}-explanation").fill("There are no such services.")
    expect(state).to_have_text(re.compile("^Everything is saved"))
    expect(error).to_have_count(0)
    assert read_answer(code).option == "not_applicable"


def test_leaving_with_something_unsaved_asks_first(state):
    page, asked = state.page, []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.context.set_offline(True)
    page.locator("#GOV-01-explanation").press_sequentially("x")

    page.evaluate("location.reload()")
    expect(state).to_have_text(OFFLINE.format(count=1))

    assert asked == ["beforeunload"]
    page.context.set_offline(False)
    expect(state).to_have_text(re.compile("^Everything is saved"))


@pytest.mark.parametrize("javascript", [True, False])
def test_another_language_at_a_question_keeps_place_and_text(open_page, enter, javascript):
    page = open_page("en", javascript=javascript)
    enter(page, LEAD)
    open_pillar(page)
    page.locator("#GOV-04-explanation").fill(TYPED)

    page.locator("#GOV-04 button[lang=kk]").click()
    page.wait_for_url("**#GOV-04")

    assert page.locator("html").get_attribute("lang") == "kk"
    assert page.locator("#GOV-04-explanation").input_value() == TYPED
    assert page.locator("#GOV-04-explanation").get_attribute("lang") == "en"
    assert page.locator("#GOV-04").evaluate("element => Math.abs(element.getBoundingClientRect().top) < 100")


def test_the_header_changes_the_language_at_the_question_that_is_being_answered(state):
    page = state.page
    page.locator("#GOV-05-explanation").fill(TYPED)

    page.locator(".site-header button[lang=ru]").click()
    page.wait_for_url("**#GOV-05")

    assert page.locator("html").get_attribute("lang") == "ru"
    assert page.locator("#GOV-05-explanation").input_value() == TYPED
