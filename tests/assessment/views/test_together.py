"""The pages on which colleagues share an assessment: a question with its talk, who answers what, sign-offs, who is where."""

import re

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Role
from assessment.actions import add_comment, assign, note_presence, reply, resolve_thread
from assessment.models import Assignment, Comment, Presence, SignOff
from tests.assessment.pages import Page, squeeze
from tests.assessment.views.test_budgets import count_queries
from tests.factories.assessments import cancel, find_member, make_assessment, save_answer
from tests.factories.people import make_member


pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def assessment():
    return make_assessment(tags=["messenger"])


@pytest.fixture
def lead(assessment):
    return find_member(assessment)


@pytest.fixture
def contributor(assessment):
    return make_member(assessment.organisation, Role.CONTRIBUTOR, full_name="Дана Серік")


@pytest.fixture
def client(lead, sign_in):
    return sign_in(lead)


def locate(name, assessment, *arguments):
    return reverse(f"assessment:{name}", args=[assessment.pk, *arguments])


def say(assessment, by, text="Who knows?", code="GOV-01", **keywords):
    return add_comment(by=by, assessment=assessment, question=code, text=text, **keywords)


def read_threads(page):
    return [page.text(element) for element in page.select(".//article") if "thread" in element.get("class")]


# Talk


def test_a_comment_is_posted_and_shown_to_colleagues_as_it_was_typed(
    assessment, client, sign_in, contributor
):
    address = locate("question", assessment, "GOV-01")

    response = client.post(address, {"text": f"Line one.\r\n{SCRIPT}", "mentions": [contributor.pk]})

    assert (response.status_code, response.url) == (302, f"{address}#talk")
    comment = Comment.objects.get()
    assert (comment.text, list(comment.mentions.all())) == (f"Line one.\n{SCRIPT}", [contributor])
    page = Page(sign_in(contributor).get(address))
    (thread,) = read_threads(page)
    assert f"Line one. {SCRIPT}" in thread
    assert "· for Дана Серік" in thread


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"text": ""}, "This field is empty. Fill it in."),
        ({"text": "x" * 4001}, "The comment has 4001 characters; at most 4000 fit. Shorten it."),
    ],
)
def test_a_comment_that_cannot_be_posted_stays_typed(assessment, client, data, message):
    response = client.post(locate("question", assessment, "GOV-01"), data)

    assert response.status_code == 422
    assert message in squeeze(response.content.decode())
    assert data["text"] in response.content.decode()
    assert Comment.objects.count() == 0


def test_a_mention_that_was_forged_is_refused(assessment, client, contributor):
    stranger = find_member(make_assessment())

    response = client.post(
        locate("question", assessment, "GOV-01"), {"text": "You!", "mentions": [stranger.pk]}
    )

    assert response.status_code == 422
    assert Comment.objects.count() == 0


def test_a_thread_is_replied_to_resolved_opened_and_withdrawn(assessment, client, lead, contributor):
    opener = say(assessment, contributor, mentions=[lead.pk])
    address = locate("comment", assessment, "GOV-01", opener.pk)

    for do in ("reply", "resolve", "reopen", "withdraw"):
        response = client.post(address, {"do": do, "text": "I do."})
        assert response.url == f"{locate('question', assessment, 'GOV-01')}#talk"

    texts = list(Comment.objects.order_by("at").values_list("text", "resolved_at", "withdrawn_at"))
    assert texts[1] == ("I do.", None, None)
    assert texts[0][:2] == ("", None)
    (thread,) = read_threads(Page(client.get(locate("question", assessment, "GOV-01"))))
    assert "This comment was withdrawn." in thread


def test_a_reply_that_cannot_be_posted_stays_typed_at_its_thread(assessment, client, contributor):
    opener = say(assessment, contributor)

    response = client.post(locate("comment", assessment, "GOV-01", opener.pk), {"text": "y" * 4001})

    page = Page(response)
    assert page.status == 422
    (details,) = (each for each in page.select(".//article//details") if "open" in each.attrib)
    assert "y" * 4001 in page.text(details)


def test_resolved_threads_stand_below_the_open_ones(assessment, client, lead):
    first, _second = say(assessment, lead, "First."), say(assessment, lead, "Second.")
    resolve_thread(by=lead, thread=first)

    threads = read_threads(Page(client.get(locate("question", assessment, "GOV-01"))))

    assert ["Second." in threads[0], "First." in threads[1], "Resolved by" in threads[1]] == [True] * 3


@pytest.mark.parametrize("other", ["question", "assessment"])
def test_a_comment_of_another_place_is_not_found(assessment, client, lead, other):
    mine = make_assessment(lead=lead, year=2020)
    comment = say(assessment if other == "question" else mine, lead, code="GOV-02")

    response = client.post(locate("comment", assessment, "GOV-01", comment.pk), {"do": "withdraw"})

    assert response.status_code == 404
    assert Comment.objects.get().withdrawn_at is None


def test_a_viewer_reads_and_has_no_forms(assessment, lead, sign_in):
    say(assessment, lead)
    viewer = sign_in(make_member(assessment.organisation, Role.VIEWER))

    page = Page(viewer.get(locate("question", assessment, "GOV-01")))

    assert len(read_threads(page)) == 1
    assert page.select(".//main//form") == []


def test_an_unknown_question_is_not_found(assessment, client):
    assert client.get(locate("question", assessment, "GOV-99")).status_code == 404


def test_comments_never_reach_the_report_or_the_scores(assessment, client, lead):
    canary = "canary-of-a-comment"
    reply(by=lead, thread=say(assessment, lead, canary), text=canary)
    save_answer(assessment, "GOV-01", "no", "An explanation.")
    addresses = [
        reverse("reports:detail", args=[assessment.pk]),
        reverse("assessment:score", args=[assessment.pk, "total", "all"]),
        reverse("assessment:score-json", args=[assessment.pk, "total", "all"]),
        locate("check", assessment),
        locate("pillar", assessment, "governance"),
    ]

    found = [address for address in addresses if canary in client.get(address).content.decode()]

    assert found == []


# Who answers what


def test_the_lead_assigns_a_pillar(assessment, client, contributor):
    address = locate("assignments", assessment)

    response = client.post(
        address,
        {
            "pillar": "governance",
            "governance-assignee": contributor.pk,
            "governance-due_on": "2099-04-01",
            "governance-version": 0,
        },
    )

    assert (response.status_code, response.url) == (302, address)
    row = Assignment.objects.get()
    assert (row.pillar, row.assignee, row.due_on.isoformat()) == ("governance", contributor, "2099-04-01")
    section = Page(client.get(address)).by_id("assign-governance")
    assert section is not None


def test_a_question_is_assigned_and_shown_on_the_pillar_page(assessment, client, contributor):
    response = client.post(
        locate("question-assignment", assessment, "GOV-01"),
        {"assignee": contributor.pk, "due_on": "2099-04-01", "version": 0},
    )

    assert response.url == f"{locate('question', assessment, 'GOV-01')}#assignment"
    page = Page(client.get(locate("pillar", assessment, "governance")))
    tools = page.by_id("GOV-01").find(".//ul[@class='question__tools']")
    assert page.text(tools.findall("li")[0]) == "Дана Серік, until 01/04/2099"


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"due_on": "2001-01-01"}, "This day is over. Choose today or a later one."),
        ({"due_on": "tomorrow"}, "This is not a date. Write it as 2026-03-31."),
    ],
)
def test_a_day_that_does_not_fit_is_told_beside_the_field(assessment, client, lead, sent, message):
    data = {"assignee": lead.pk, "version": 0} | sent

    response = client.post(locate("question-assignment", assessment, "GOV-01"), data)

    page = Page(response)
    assert page.status == 422
    assert message in page.text()
    assert Assignment.objects.count() == 0


def test_a_stale_assignment_shows_both_and_overwrites_nothing(assessment, client, lead, contributor):
    assign(by=lead, assessment=assessment, assignee=contributor.pk, version=0, question="GOV-01")

    data = {"assignee": lead.pk, "version": 0}
    page = Page(client.post(locate("question-assignment", assessment, "GOV-01"), data))

    assert page.status == 409
    assert page.texts(".//div[@class='conflict']") == ["Saved meanwhile: Дана Серік"]
    assert Assignment.objects.get().assignee == contributor

    data["version"] = page.by_id("id_version").get("value")
    assert client.post(locate("question-assignment", assessment, "GOV-01"), data).status_code == 302
    assert Assignment.objects.get().assignee == lead


def test_a_contributor_takes_a_question_and_is_told_why_not_another(assessment, lead, contributor, sign_in):
    client = sign_in(contributor)
    data = {"assignee": contributor.pk, "version": 0}
    assert client.post(locate("question-assignment", assessment, "GOV-01"), data).status_code == 302

    page = Page(
        client.post(locate("question-assignment", assessment, "GOV-02"), {"assignee": lead.pk, "version": 0})
    )

    assert page.status == 403
    assert "The lead assigns. You may take what is assigned to nobody, and give it back." in page.text()
    assert Assignment.objects.get().question.code == "GOV-01"


def test_my_part_stands_on_the_home_page_and_the_filters_find_it(assessment, lead, contributor, sign_in):
    assign(by=lead, assessment=assessment, assignee=contributor.pk, version=0, question="GOV-01")
    say(assessment, lead, code="GOV-02", mentions=[contributor.pk])
    client = sign_in(contributor)

    home = Page(client.get(locate("detail", assessment)))
    mine = Page(client.get(f"{locate('pillar', assessment, 'governance')}?show=mine"))
    waiting = Page(client.get(f"{locate('check', assessment)}?show=waiting"))

    assert home.texts(".//section[@aria-labelledby='my-work']") == [
        (
            "Your part 1 question is assigned to you. 1 has no answer yet. Show them "
            "At 1 question talk waits for you. Show them: talk that waits for me"
        )
    ]
    assert [name for name in mine.ids if re.fullmatch(r"[A-Z]+-\d+", name)] == ["GOV-01"]
    assert [name for name in waiting.ids if re.fullmatch(r"[A-Z]+-\d+", name)] == ["GOV-02"]
    assert (
        Page(sign_in(lead).get(locate("detail", assessment))).texts(".//section[@aria-labelledby='my-work']")
        == []
    )


# Sign-off


@pytest.fixture
def complete():
    """An assessment with one section that is complete."""
    assessment = make_assessment(standards=["us-eu-hrd"])
    page = reverse("assessment:recommendation", args=[assessment.pk, "hrd", "USEU-1"])
    return assessment, page


def complete_section(client, assessment, page):
    for code in [name for name in Page(client.get(page)).ids if re.fullmatch(r"HRD-\d+", name)]:
        save_answer(assessment, code, "no", "Text.")


def test_a_section_is_signed_off_and_taken_back(complete, sign_in):
    assessment, section = complete
    client = sign_in(find_member(assessment))
    address = locate("sign-off", assessment, "hrd", "USEU-1")
    assert Page(client.get(address)).texts(".//form/p[@class='notice']") == [
        "An answer is missing here. Answer every question first."
    ]
    complete_section(client, assessment, section)

    page = Page(client.get(address))
    assert client.post(address, page.form).status_code == 302
    assert SignOff.objects.count() == 1
    assert "Signed off by" in Page(client.get(section)).text()
    assert Page(client.get(section)).text().count("About this sign-off") == 1

    page = Page(client.get(address))
    assert client.post(address, page.form | {"withdraw": "1"}).status_code == 302
    assert SignOff.objects.count() == 0


def test_what_was_saved_meanwhile_is_not_signed(complete, sign_in):
    assessment, section = complete
    client = sign_in(find_member(assessment))
    complete_section(client, assessment, section)
    address = locate("sign-off", assessment, "hrd", "USEU-1")
    form = Page(client.get(address)).form
    save_answer(assessment, "HRD-01", "yes", "Meanwhile.")

    page = Page(client.post(address, form))

    assert page.status == 409
    assert page.messages == [
        "Something was saved here meanwhile, and nothing is signed. Read the answers again."
    ]
    assert SignOff.objects.count() == 0


def test_a_section_that_is_not_complete_is_not_signed(complete, sign_in):
    assessment, _section = complete
    client = sign_in(find_member(assessment))

    page = Page(client.post(locate("sign-off", assessment, "hrd", "USEU-1"), {"version": 0}))

    assert (page.status, SignOff.objects.count()) == (422, 0)


@pytest.mark.parametrize("place", [("weather", "USEU-1"), ("hrd", "DRCQ-CG-1")])
def test_a_section_that_is_not_asked_is_not_found(assessment, client, place):
    assert client.get(locate("sign-off", assessment, *place)).status_code == 404
    assert client.post(locate("sign-off", assessment, *place)).status_code == 404


# Who is where


def test_the_page_tells_where_i_am_and_is_told_about_the_others(assessment, client, lead, contributor):
    note_presence(by=contributor, assessment=assessment, pillar="governance", question="GOV-02")
    address = locate("presence", assessment)

    here = client.post(address, {"pillar": "governance", "question": "GOV-01"}).content.decode()
    elsewhere = client.post(address, {"pillar": "privacy", "question": SCRIPT}).content.decode()
    note_presence(by=contributor, assessment=assessment, pillar="privacy")
    same = client.post(address, {"pillar": "privacy"}).content.decode()

    assert "<li>Дана Серік is at GOV-02</li>" in here
    assert "<li>Дана Серік is in “Corporate governance”</li>" in elsewhere
    assert "<li>Дана Серік is on this page</li>" in same
    assert 'id="progress-governance" hx-swap-oob="true">0 of' in here
    row = Presence.objects.get(user=lead)
    assert (row.pillar, row.question) == ("privacy", "")


def test_presence_of_an_unknown_pillar_is_nowhere(assessment, client, lead):
    assert client.post(locate("presence", assessment), {"pillar": "weather"}).status_code == 200
    assert Presence.objects.get(user=lead).pillar == ""


# Queries


@pytest.mark.parametrize(
    ("name", "arguments", "budget"),
    [
        ("question", ["GOV-01"], 12),
        ("assignments", [], 10),
        ("pillar", ["governance"], 10),
        ("detail", [], 8),
        ("sign-off", ["governance", "DRCQ-CG-1"], 8),
    ],
)
def test_a_page_costs_the_same_with_1_and_with_3_of_everything(
    assessment, client, lead, contributor, name, arguments, budget
):
    def fill(codes):
        for code in codes:
            thread = say(assessment, contributor, code="GOV-01", mentions=[lead.pk])
            reply(by=lead, thread=thread, text="I do.", mentions=[contributor.pk])
            say(assessment, contributor, code=code)
            assign(by=lead, assessment=assessment, assignee=lead.pk, version=0, question=code)
            save_answer(assessment, code, "no", "Text.")

    def job():
        return client.get(locate(name, assessment, *arguments))

    fill(["GOV-01"])
    with_one = count_queries(job)
    fill(["GOV-02", "GOV-03"])
    with_three = count_queries(job)

    assert with_three == with_one <= budget


def test_presence_costs_seven_queries_whoever_is_there(assessment, client, contributor):
    """Session, person, assessment, answers and pillars left out for the progress, the note itself, the others."""
    address, data = locate("presence", assessment), {"pillar": "privacy"}
    alone = count_queries(lambda: client.post(address, data))
    for person in (contributor, make_member(assessment.organisation, Role.CONTRIBUTOR)):
        note_presence(by=person, assessment=assessment, pillar="privacy")

    assert count_queries(lambda: client.post(address, data)) == alone <= 9  # With BEGIN and COMMIT.


def test_what_is_old_is_forgotten_by_the_next_who_comes(assessment, client, contributor):
    with time_machine.travel("2020-01-01T10:00:00Z", tick=False):
        note_presence(by=contributor, assessment=assessment, pillar="privacy")

    client.post(locate("presence", assessment), {"pillar": "privacy"})

    assert Presence.objects.filter(user=contributor).count() == 0


@pytest.mark.parametrize("name", ["question", "comment"])
def test_a_comment_to_what_is_cancelled_meanwhile_is_given_back(assessment, client, lead, name):
    opener = say(assessment, lead)
    address = locate(name, assessment, "GOV-01", *([opener.pk] if name == "comment" else []))
    cancel(assessment)

    page = Page(client.post(address, {"text": "Typed for long."}))

    assert page.status == 403
    assert page.texts(".//div[@class='conflict']") == ["Your comment, which is not saved:Typed for long."]
    assert Comment.objects.count() == 1


def test_talk_stays_readable_when_the_assessment_is_cancelled(assessment, client, lead):
    say(assessment, lead)
    cancel(assessment)

    page = Page(client.get(locate("question", assessment, "GOV-01")))

    assert (len(read_threads(page)), page.select(".//main//form")) == (1, [])
