"""Answering the questions of a pillar."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from accounts.models import Role
from assessment.models import Answer, Assessment
from tests.assessment.pages import Page
from tests.factories.assessments import (
    cancel,
    find_answer,
    find_member,
    leave_out,
    make_assessment,
    save_answer,
)
from tests.factories.people import make_member


pytestmark = pytest.mark.django_db

# May be not applicable.
CONDITIONAL = "FOE-05"
NEEDS_REASON = (
    "“Not applicable” needs a reason. Write in the explanation why the question cannot apply to the company."
)
TOO_LONG = (
    "The explanation has 100,000 characters; at most 10,000 fit. Shorten it and keep details in the evidence."
)
HOLDS_NUL = "The explanation holds a character that cannot be stored (NUL). Type the text again or paste it as plain text."
LISTED = "Choose one of the options listed here."


@pytest.fixture
def assessment():
    return make_assessment(tags=["messenger"])


@pytest.fixture
def lead(assessment):
    return find_member(assessment)


@pytest.fixture
def client(lead, sign_in):
    return sign_in(lead)


def locate(assessment, pillar="governance", query=""):
    return reverse("assessment:pillar", args=[assessment.pk, pillar]) + query


def send(code, option=None, explanation="", version="0"):
    """The fields of one question as a browser sends them; without an option no radio button is chosen."""
    fields = {f"{code}-explanation": explanation, f"{code}-version": version}
    return fields if option is None else {**fields, f"{code}-option": option}


def shown_codes(page):
    return [
        element.get("id")
        for element in page.select(".//div[@class]")
        if "question" in element.get("class").split()
    ]


def chosen_option(page, code):
    chosen = [
        radio.get("value")
        for radio in page.by_id(code).findall(".//input[@type='radio']")
        if "checked" in radio.attrib
    ]
    return chosen[0] if chosen else ""


def read_sides(page, conflict):
    """What stands side by side: theirs, then mine."""
    sides = conflict.findall(".//div[@class='conflict__side']")
    return [[page.text(paragraph) for paragraph in side.findall("p")] for side in sides]


# Reading


def test_the_page_shows_every_question_of_the_pillar_with_its_options_and_criteria(assessment, client):
    save_answer(assessment, "GOV-01", "partially", "Half of it.")

    page = Page(client.get(locate(assessment)))

    assert page.status == 200
    assert page.heading == "Corporate governance"
    codes = shown_codes(page)
    assert codes[:3] == ["GOV-01", "GOV-02", "GOV-03"]
    assert set(page.form) == {
        *(f"{code}-{part}" for code in codes for part in ("explanation", "confidentiality", "version")),
        "GOV-01-option",
        "typed-in",
    }
    assert {key: page.form[key] for key in ("GOV-01-option", "GOV-01-explanation", "GOV-01-version")} == {
        "GOV-01-option": "partially",
        "GOV-01-explanation": "Half of it.",
        "GOV-01-version": "1",
    }
    assert (page.form["GOV-02-explanation"], page.form["GOV-02-version"]) == ("", "0")


def test_every_radio_button_is_described_by_its_criterion(assessment, client):
    page = Page(client.get(locate(assessment)))

    for radio in page.select(".//input[@type='radio']"):
        assert page.text(page.by_id(radio.get("aria-describedby"))) != ""


def test_ids_are_unique(assessment, client):
    page = Page(client.get(locate(assessment)))

    assert sorted(set(page.ids)) == sorted(page.ids)


def test_not_applicable_is_offered_only_where_it_is_allowed(assessment, client):
    page = Page(client.get(locate(assessment, "expression")))

    offered = {
        code: [radio.get("value") for radio in page.by_id(code).findall(".//input[@type='radio']")]
        for code in ("FOE-01", CONDITIONAL)
    }
    assert offered == {
        "FOE-01": ["yes", "partially", "no"],
        CONDITIONAL: ["yes", "partially", "no", "not_applicable"],
    }


def test_the_page_says_when_and_by_whom_by_the_clock_of_kazakhstan(assessment, client):
    with time_machine.travel(datetime(2026, 3, 1, 20, 30, tzinfo=UTC), tick=False):
        save_answer(assessment, "GOV-01", "no", by=find_member(assessment, Role.CONTRIBUTOR))
    name = find_member(assessment, Role.CONTRIBUTOR).full_name

    page = Page(client.get(locate(assessment)))

    # 20:30 UTC is 01:30 of the next day in Almaty.
    assert page.text(page.by_id("GOV-01").find(".//p[@class='muted']")) == f"Saved 02/03/2026 01:30 by {name}"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_an_empty_explanation_has_the_language_of_the_page_and_a_kept_one_its_own(
    assessment, lead, sign_in, language
):
    save_answer(assessment, "GOV-01", "no", "Not yet.", language="en")

    page = Page(sign_in(lead, language).get(locate(assessment)))

    assert page.by_id("GOV-01-explanation").get("lang") == "en"
    assert page.by_id("GOV-02-explanation").get("lang") == language


def test_a_pillar_that_is_left_out_says_so(assessment, client):
    leave_out(assessment)

    page = Page(client.get(locate(assessment, "hrd")))

    assert page.texts(".//p[@class='notice']") == [
        "This pillar is left out; its questions count in no score."
    ]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("pillar", ["weather", "GOVERNANCE", "\x00"])
def test_an_unknown_pillar_is_not_found(assessment, client, method, pillar):
    response = getattr(client, method)(locate(assessment, pillar), send("GOV-01", "yes"))

    assert response.status_code == 404
    assert "This assessment asks nothing here." in Page(response).text()


# Saving


def test_saving_says_how_many_and_returns_to_the_page(assessment, client):
    data = {**send("GOV-01", "yes", "Approved."), **send("GOV-02", "no"), **send("GOV-03")}

    response = client.post(locate(assessment), {**data, "then": "stay"}, follow=True)

    assert response.redirect_chain == [(locate(assessment), 302)]
    assert Page(response).messages == ["2 answers saved."]
    assert find_answer(assessment, "GOV-01").explanation == "Approved."
    assert Answer.objects.filter(assessment=assessment).count() == 2


def test_an_explanation_is_in_the_language_of_the_page(assessment, lead, sign_in):
    sign_in(lead, "kk").post(locate(assessment), send("GOV-01", "yes", "Бекітілген."))

    assert find_answer(assessment, "GOV-01").explanation_language == "kk"


@pytest.mark.parametrize(
    "text", ["One line.", "\nAfter a line end.", "\n\nAfter two,\n\twith a tab. \n", "  Indented."]
)
def test_a_text_is_kept_as_it_was_typed_and_saving_the_page_as_it_is_changes_nothing(
    assessment, client, text
):
    client.post(locate(assessment), send("GOV-01", "no", text.replace("\n", "\r\n")))
    assert find_answer(assessment, "GOV-01").explanation == text

    response = client.post(locate(assessment), Page(client.get(locate(assessment))).form, follow=True)

    assert Page(response).messages == ["Everything is saved already."]
    assert find_answer(assessment, "GOV-01").version == 1


def test_blanks_alone_are_no_explanation(assessment, client):
    client.post(locate(assessment), send("GOV-01", "no", " \r\n\t"))

    assert find_answer(assessment, "GOV-01").explanation == ""


def test_line_ends_of_a_browser_are_no_change(assessment, client):
    save_answer(assessment, "GOV-01", "no", "One.\n\nTwo.")

    response = client.post(
        locate(assessment), send("GOV-01", "no", "One.\r\n\r\nTwo.", version="1"), follow=True
    )

    assert Page(response).messages == ["Everything is saved already."]
    assert find_answer(assessment, "GOV-01").version == 1


def test_an_empty_form_saves_nothing(assessment, client):
    response = client.post(locate(assessment), follow=True)

    assert Page(response).messages == ["Everything is saved already."]
    assert Answer.objects.filter(assessment=assessment).exists() is False


def test_html_in_an_explanation_is_shown_as_it_was_typed(assessment, client):
    text = "</textarea><script>alert(1)</script> & \"quoted\" 'text' {{ 7|add:7 }}"

    client.post(locate(assessment), send("GOV-01", "no", text))

    page = Page(client.get(locate(assessment)))
    assert page.form["GOV-01-explanation"] == text
    assert page.select(".//main//script") == []


# Where "save and go on" leads


@pytest.mark.parametrize(
    ("pillar", "question", "target"),
    [
        ("expression", "FOE-01", "pillars/governance/"),
        ("governance", "GOV-01", "pillars/privacy/"),
        ("privacy", "PRV-01", "pillars/hrd/"),
        ("hrd", "HRD-01", "check/"),
    ],
)
def test_going_on_leads_to_the_next_pillar_and_at_the_end_to_the_check(
    assessment, client, pillar, question, target
):
    home = reverse("assessment:detail", args=[assessment.pk])

    response = client.post(locate(assessment, pillar), {**send(question, "no"), "then": "next"})

    assert (response.status_code, response.url) == (302, home + target)
    links = [link.get("href") for link in Page(client.get(locate(assessment, pillar))).select(".//main//a")]
    assert links[-1] == home + target


def test_going_on_stays_when_something_is_wrong(assessment, client):
    response = client.post(
        locate(assessment), {**send("GOV-01", "no"), **send("GOV-02", "perhaps"), "then": "next"}
    )

    assert response.status_code == 422


# What is wrong is explained, what is right is saved


def test_what_is_right_is_saved_and_what_is_wrong_stands_as_it_was_typed(assessment, client):
    data = {
        **send("FOE-01", "yes", "Approved."),
        **send(CONDITIONAL, "not_applicable", "  "),
        **send("FOE-02", "perhaps", "Typed beside a wrong option."),
    }

    page = Page(client.post(locate(assessment, "expression"), data))

    assert page.status == 422
    assert page.messages == ["1 answer saved."]
    assert find_answer(assessment, "FOE-01").explanation == "Approved."
    assert Answer.objects.filter(assessment=assessment).count() == 1
    assert page.errors == [
        ("FOE-02-is-yes", f"FOE-02: {LISTED}"),
        (f"{CONDITIONAL}-explanation", f"{CONDITIONAL}: {NEEDS_REASON}"),
    ]
    assert page.text(page.by_id("FOE-02-option-error")) == LISTED
    assert page.text(page.by_id(f"{CONDITIONAL}-explanation-error")) == NEEDS_REASON
    assert chosen_option(page, CONDITIONAL) == "not_applicable"
    assert page.form["FOE-02-explanation"] == "Typed beside a wrong option."
    assert (page.form["FOE-01-option"], page.form["FOE-01-version"]) == ("yes", "1")
    assert shown_codes(page) == ["FOE-01", "FOE-02", CONDITIONAL]


def test_every_link_of_the_error_summary_leads_to_an_element(assessment, client):
    save_answer(assessment, "FOE-03", "no", "Saved by somebody.")
    data = {
        **send(CONDITIONAL, "not_applicable"),
        **send("FOE-02", "perhaps", "x" * 10_001),
        **send("FOE-03", "yes", "Mine."),
        **send("FOE-99", "yes"),
    }

    page = Page(client.post(locate(assessment, "expression"), data))

    assert page.status == 409
    targets = [target for target, _message in page.errors]
    assert targets == [
        "",
        "FOE-02-is-yes",
        "FOE-02-explanation",
        "FOE-03-conflict",
        f"{CONDITIONAL}-explanation",
    ]
    assert set(targets) - {""} <= set(page.ids)


def test_fields_with_an_error_name_it(assessment, client):
    data = send("FOE-02", "perhaps", "x" * 10_001)

    page = Page(client.post(locate(assessment, "expression"), data))

    explanation = page.by_id("FOE-02-explanation")
    assert explanation.get("aria-invalid") == "true"
    assert explanation.get("aria-describedby") == "FOE-02-explanation-error"
    fieldset = page.by_id("FOE-02").find(".//fieldset")
    assert fieldset.get("aria-describedby") == "FOE-02-option-error"
    assert page.find(".//title").text.startswith("Error: ")


@pytest.mark.parametrize(
    ("option", "offered"),
    [
        ("perhaps", False),
        ("YES", False),
        ("not_applicable", False),
        ("\x00", False),
        ("x" * 1000, False),
        ("no", True),
    ],
)
def test_an_option_that_is_not_offered_is_refused(assessment, client, option, offered):
    response = client.post(locate(assessment), send("GOV-01", option, "Reason."))

    assert response.status_code == (302 if offered else 422)
    assert Answer.objects.filter(assessment=assessment).exists() is offered
    if not offered:
        assert Page(response).errors == [("GOV-01-is-yes", f"GOV-01: {LISTED}")]


def test_not_applicable_with_a_reason_is_saved(assessment, client):
    response = client.post(
        locate(assessment, "expression"), send(CONDITIONAL, "not_applicable", "We host nothing.")
    )

    assert response.status_code == 302
    assert find_answer(assessment, CONDITIONAL).option == "not_applicable"


def test_100_000_characters_are_refused_and_kept_in_the_field(assessment, client):
    text = "ә" * 100_000

    page = Page(client.post(locate(assessment), send("GOV-01", "no", text)))

    assert page.errors == [("GOV-01-explanation", f"GOV-01: {TOO_LONG}")]
    assert page.text(page.by_id("GOV-01-explanation-error")) == TOO_LONG
    assert page.form["GOV-01-explanation"] == text
    assert Answer.objects.filter(assessment=assessment).exists() is False


def test_exactly_10_000_characters_fit(assessment, client):
    assert client.post(locate(assessment), send("GOV-01", "no", "ә" * 10_000)).status_code == 302
    assert len(find_answer(assessment, "GOV-01").explanation) == 10_000


def test_a_nul_is_refused_with_what_to_do(assessment, client):
    page = Page(client.post(locate(assessment), send("GOV-01", "no", "a\x00b")))

    assert page.errors == [("GOV-01-explanation", f"GOV-01: {HOLDS_NUL}")]
    assert Answer.objects.filter(assessment=assessment).exists() is False


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_explanations_of_errors_are_in_the_language_of_the_page(assessment, lead, sign_in, language):
    page = Page(sign_in(lead, language).post(locate(assessment), send("GOV-01", "perhaps")))

    with translation.override(language):
        message = gettext(LISTED)
    assert message != LISTED
    assert page.errors == [("GOV-01-is-yes", f"GOV-01: {message}")]


# Questions that are not on the page


@pytest.mark.parametrize("code", ["GOV-99", "FOE-01", "HRD-01"])
def test_a_question_that_is_not_here_is_named_and_its_text_given_back(assessment, client, code):
    data = {**send("GOV-01", "yes"), **send(code, "no", "My\nlong <b>text</b>.")}

    page = Page(client.post(locate(assessment), data))

    assert page.status == 422
    assert page.messages == ["1 answer saved."]
    assert page.errors == [
        ("", f"Question {code} is not on this page. Nothing was saved for it; load the page again.")
    ]
    assert page.texts(".//p[@class='conflict__text']") == ["My long <b>text</b>."]
    assert list(Answer.objects.filter(assessment=assessment).values_list("question__code", flat=True)) == [
        "GOV-01"
    ]


def test_a_question_without_its_version_is_not_touched(assessment, client):
    save_answer(assessment, "GOV-01", "no", "There.")
    data = send("GOV-01", "yes", "Without a version.")
    del data["GOV-01-version"]

    page = Page(client.post(locate(assessment), data))

    assert page.status == 422
    assert page.errors == [
        ("", "Question GOV-01 is not on this page. Nothing was saved for it; load the page again.")
    ]
    assert page.texts(".//p[@class='conflict__text']") == ["Without a version."]
    assert find_answer(assessment, "GOV-01").explanation == "There."


# The assessment has changed since the page was read


def set_tags(assessment, *tags):
    """As if the lead had adopted another profile."""
    Assessment.objects.filter(pk=assessment.pk).update(tags=list(tags))


def test_what_is_no_longer_asked_is_given_back_and_the_rest_is_saved(assessment, client):
    form = Page(client.get(locate(assessment, "expression"))).form
    set_tags(assessment)

    page = Page(
        client.post(
            locate(assessment, "expression"),
            {**form, "FOE-01-option": "yes", f"{CONDITIONAL}-explanation": "Typed for nothing?"},
        )
    )

    assert page.status == 422
    assert page.messages == ["1 answer saved."]
    assert f"Question {CONDITIONAL} is not on this page. Nothing was saved for it; load the page again." in [
        message for _target, message in page.errors
    ]
    assert page.texts(".//p[@class='conflict__text']") == ["Typed for nothing?"]
    assert find_answer(assessment, "FOE-01").option == "yes"


@pytest.mark.parametrize("end", ["cancelled", "role taken away"])
def test_who_may_no_longer_save_gets_the_typed_text_back(assessment, lead, client, end):
    save_answer(assessment, "GOV-01", "no", "There.")
    make_member(assessment.organisation, Role.LEAD)
    if end == "cancelled":
        cancel(assessment)
    else:
        lead.memberships.update(role=Role.VIEWER)

    page = Page(client.post(locate(assessment), send("GOV-01", "yes", "Typed in vain.", version="1")))

    reason = {
        "cancelled": "This assessment is cancelled. It can be read but not changed.",
        "role taken away": "You may read this assessment. Its lead and its contributors answer.",
    }[end]
    assert page.status == 403
    assert page.errors == [("", reason)]
    assert page.text(page.by_id("GOV-01-explanation")) == "Typed in vain."
    assert find_answer(assessment, "GOV-01").explanation == "There."


# Somebody else has saved meanwhile


@pytest.fixture
def colleague(assessment):
    return make_member(assessment.organisation, Role.CONTRIBUTOR, full_name="Дана Серік")


def test_a_stale_answer_shows_both_texts_and_overwrites_nothing(assessment, client, colleague):
    with time_machine.travel(datetime(2026, 3, 1, 6, 0, tzinfo=UTC), tick=False):
        save_answer(assessment, "GOV-01", "no", "Theirs,\nin two lines.", by=colleague, language="ru")

    page = Page(client.post(locate(assessment), send("GOV-01", "yes", "Mine.")))

    assert page.status == 409
    assert page.errors == [
        ("GOV-01-conflict", "GOV-01: somebody saved this answer meanwhile. Compare both texts and decide.")
    ]
    conflict = page.by_id("GOV-01-conflict")
    assert read_sides(page, conflict) == [
        ["Saved meanwhile by Дана Серік, 01/03/2026 11:00:", "No", "Theirs, in two lines."],
        ["Yours, not saved:", "Yes", "Mine."],
    ]
    assert conflict.find(".//p[@class='conflict__text conflict__text--theirs']").get("lang") == "ru"
    assert (chosen_option(page, "GOV-01"), page.form["GOV-01-explanation"]) == ("yes", "Mine.")
    assert page.form["GOV-01-version"] == "1"
    assert find_answer(assessment, "GOV-01").explanation == "Theirs,\nin two lines."


def test_saving_the_shown_page_again_replaces(assessment, client, colleague):
    save_answer(assessment, "GOV-01", "no", "Theirs.", by=colleague)
    page = Page(client.post(locate(assessment), send("GOV-01", "yes", "Mine.")))

    response = client.post(locate(assessment), page.form)

    row = find_answer(assessment, "GOV-01")
    assert response.status_code == 302
    assert (row.option, row.explanation, row.version) == ("yes", "Mine.", 2)


def test_a_conflict_about_an_answer_without_an_option_says_so(assessment, client, colleague):
    save_answer(assessment, "GOV-01", "", "Theirs.", by=colleague)

    page = Page(client.post(locate(assessment), send("GOV-01", "yes", "Mine.")))

    (theirs, mine) = read_sides(page, page.by_id("GOV-01-conflict"))
    assert (theirs[1], mine[1]) == ("No option chosen", "Yes")


def test_other_answers_of_the_same_page_are_saved(assessment, client, colleague):
    save_answer(assessment, "GOV-01", "no", "Theirs.", by=colleague)

    page = Page(client.post(locate(assessment), {**send("GOV-01", "yes", "Mine."), **send("GOV-02", "no")}))

    assert (page.status, page.messages) == (409, ["1 answer saved."])
    assert find_answer(assessment, "GOV-02").option == "no"


def test_an_answer_with_an_error_keeps_the_version_that_was_read(assessment, client, colleague):
    """Otherwise mending the error would overwrite what somebody has saved meanwhile."""
    save_answer(assessment, "GOV-01", "no", "Theirs.", by=colleague)

    page = Page(client.post(locate(assessment), send("GOV-01", "perhaps", "Mine.")))
    assert (page.status, page.form["GOV-01-version"]) == (422, "0")

    again = client.post(locate(assessment), {**page.form, "GOV-01-option": "yes"})
    assert again.status_code == 409
    assert find_answer(assessment, "GOV-01").explanation == "Theirs."


@pytest.mark.parametrize("version", ["", "garbage", "-1", "1.5", "\x00", "9" * 5000, "١"])
def test_a_version_that_cannot_be_read_overwrites_nothing(assessment, client, version):
    save_answer(assessment, "GOV-01", "no", "First.")
    save_answer(assessment, "GOV-01", "no", "Theirs.")

    page = Page(client.post(locate(assessment), send("GOV-01", "yes", "Mine.", version=version)))

    assert page.status == 409
    assert page.form["GOV-01-version"] == "2"
    assert page.form["GOV-01-explanation"] == "Mine."
    assert find_answer(assessment, "GOV-01").explanation == "Theirs."


@pytest.mark.parametrize("version", ["", "garbage", "-1"])
def test_a_version_that_cannot_be_read_loses_nothing_where_nothing_is_stored(assessment, client, version):
    assert client.post(locate(assessment), send("GOV-01", "yes", "Mine.", version=version)).status_code == 302
    assert find_answer(assessment, "GOV-01").explanation == "Mine."


# Filters


@pytest.fixture
def some_answers(assessment):
    save_answer(assessment, "GOV-01", "yes")
    save_answer(assessment, "GOV-02", "no")


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ("", {"GOV-01", "GOV-02", "GOV-03"}, set()),
        ("?show=unanswered", {"GOV-03"}, {"GOV-01", "GOV-02"}),
        ("?show=gaps", {"GOV-02"}, {"GOV-01", "GOV-03"}),
        ("?show=weather&severity=fatal", {"GOV-01", "GOV-02", "GOV-03"}, set()),
        ("?show=gaps&severity=low", set(), {"GOV-01", "GOV-02", "GOV-03"}),
    ],
)
def test_filters(assessment, client, some_answers, query, there, absent):
    page = Page(client.get(locate(assessment, query=query)))

    codes = shown_codes(page)
    assert page.status == 200
    assert there <= set(codes)
    assert not absent & set(codes)
    assert f"{len(codes)} question" in page.texts(".//main/p[@role='status']")[0]


def test_a_severity_shows_exactly_its_questions(assessment, client):
    every = Page(client.get(locate(assessment)))
    wanted = [
        code
        for code in shown_codes(every)
        if every.by_id(code).find(".//p[@class='question__facts']/span").get("class") == "tag tag--high"
    ]

    page = Page(client.get(locate(assessment, query="?severity=high")))

    assert wanted
    assert shown_codes(page) == wanted
    chosen = [option.get("value") for option in page.select(".//form[@class='filter']//option[@selected]")]
    assert chosen == ["high"]


def test_saving_on_a_filtered_page_works_although_the_filter_would_not_show_it_any_more(assessment, client):
    address = locate(assessment, query="?show=unanswered")
    form = Page(client.get(address)).form

    response = client.post(address, {**form, "GOV-01-option": "yes", "then": "stay"}, follow=True)

    assert response.redirect_chain == [(address, 302)]
    page = Page(response)
    assert page.messages == ["1 answer saved."]
    assert "GOV-01" not in shown_codes(page)


def test_a_filtered_page_survives_that_a_colleague_has_answered_meanwhile(assessment, client, colleague):
    address = locate(assessment, query="?show=unanswered")
    form = Page(client.get(address)).form
    save_answer(assessment, "GOV-01", "no", "Theirs.", by=colleague)

    page = Page(client.post(address, {**form, "GOV-01-option": "yes", "GOV-01-explanation": "Mine."}))

    assert page.status == 409
    assert page.form["GOV-01-explanation"] == "Mine."
    assert read_sides(page, page.by_id("GOV-01-conflict"))[0][2] == "Theirs."


# People who only read


def test_a_viewer_reads_a_disabled_form_with_the_reason(assessment, sign_in):
    save_answer(assessment, "GOV-01", "no", "Not <b>yet</b>.\nSoon.")

    page = Page(sign_in(find_member(assessment, Role.VIEWER)).get(locate(assessment)))

    assert page.status == 200
    assert page.texts(".//p[@class='notice']") == [
        "You may read this assessment. Its lead and its contributors answer."
    ]
    fieldsets = page.select(".//form[@method='post']//fieldset")
    assert fieldsets
    assert all("disabled" in fieldset.attrib for fieldset in fieldsets)
    assert page.select(".//main//textarea") == []
    assert page.select(".//form[@method='post']//button") == []
    assert page.text(page.by_id("GOV-01-explanation")) == "Not <b>yet</b>. Soon."


def test_a_cancelled_assessment_can_be_read(assessment, client):
    save_answer(assessment, "GOV-01", "no", "Not yet.")
    cancel(assessment)

    page = Page(client.get(locate(assessment)))

    assert page.texts(".//p[@class='notice']") == [
        "This assessment is cancelled. It can be read but not changed."
    ]
    assert page.text(page.by_id("GOV-01-explanation")) == "Not yet."


def test_a_contributor_saves(assessment, sign_in):
    client = sign_in(find_member(assessment, Role.CONTRIBUTOR))

    assert client.post(locate(assessment), send("GOV-01", "yes")).status_code == 302
    assert find_answer(assessment, "GOV-01").updated_by == find_member(assessment, Role.CONTRIBUTOR)
