"""What saves work: what an answer would change, stages, confirming at once, the explanation in other languages."""

import pytest
from django.urls import reverse

from accounts.models import Role
from accounts.policies import NotAllowed
from assessment.actions import (
    ExplanationRefused,
    NothingToTranslate,
    StaleTranslation,
    confirm_answers,
    save_translation,
)
from assessment.models import Answer, AnswerTranslation
from assessment.queries import load_questionnaire
from assessment.questionnaire import AnswerKey
from assessment.translations import hash_explanation
from tests.assessment.events import count_events, list_events
from tests.assessment.pages import Page
from tests.assessment.views.test_budgets import count_queries
from tests.factories.assessments import (
    cancel,
    find_answer,
    find_member,
    make_assessment,
    measure,
    save_answer,
)
from tests.factories.people import make_member


pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    return make_assessment(tags=["messenger"])


@pytest.fixture
def lead(assessment):
    return find_member(assessment)


@pytest.fixture
def client(lead, sign_in):
    return sign_in(lead)


def locate(name, assessment, *arguments):
    return reverse(f"assessment:{name}", args=[assessment.pk, *arguments])


# What an answer would change


def test_the_scores_with_every_answer(assessment, client):
    save_answer(assessment, "GOV-01", "no", "Text.")
    save_answer(assessment, "GOV-02", "yes", "Text.")
    before = count_events()

    page = Page(client.get(locate("effect", assessment, "GOV-01")))

    rows = page.rows()
    assert [row[0] for row in rows] == ["As it is now", "Yes", "Partially", "No chosen"]
    assert rows[1][1].startswith("99") is False
    assert rows[1][1] == f"100 (+{100 - int(rows[0][1])}.0)" or "(+" in rows[1][1]
    assert rows[3][1] == f"{rows[0][1]} (0)"
    assert count_events() == before


def test_a_table_for_each_service(assessment, client):
    measure(assessment, "Mobile", "Internet")

    page = Page(client.get(locate("effect", assessment, "PRV-01")))

    assert page.texts(".//main//caption") == ["Mobile", "Internet"]
    assert page.rows(0)[1][1] == "100"


def test_an_unknown_question_has_no_effect(assessment, client):
    assert client.get(locate("effect", assessment, "GOV-99")).status_code == 404


# Stages


def test_an_empty_assessment_invites_to_the_critical_questions(assessment, client):
    home = Page(client.get(locate("detail", assessment)))
    assert home.texts(".//a[@class='button']")[0] == "Start with the 15 critical questions"

    page = Page(client.get(locate("stages", assessment)))

    assert [heading.split(":")[0] for heading in page.texts(".//main//h2")] == [
        "1. The 15 critical questions",
        "2. The rest of the core",
        "3. All others",
    ]
    first = page.find(".//main//a[@class='button']")
    assert first.get("href") == locate("pillar", assessment, "expression") + "?stage=critical"


def test_going_on_leads_through_the_pillars_of_a_stage_and_back_to_the_stages(assessment, client):
    address, visited = locate("pillar", assessment, "expression") + "?stage=critical", []
    while "/pillars/" in address:
        form = Page(client.get(address)).form
        visited.append((address.split("/pillars/")[1], sum(name.endswith("-version") for name in form)))
        address = client.post(address, form | {"then": "next"}).url

    assert address == locate("stages", assessment)
    assert [place.split("/")[0] for place, _count in visited] == [
        "expression",
        "governance",
        "privacy",
        "hrd",
    ]
    assert sum(count for _place, count in visited) == 15


def test_a_stage_that_is_done_is_not_begun_again(assessment, client):
    address = locate("pillar", assessment, "expression") + "?stage=critical"
    while "/pillars/" in address:
        form = Page(client.get(address)).form
        codes = [name.removesuffix("-version") for name in form if name.endswith("-version")]
        address = client.post(
            address, form | {f"{code}-option": "no" for code in codes} | {"then": "next"}
        ).url

    page = Page(client.get(address))

    assert page.texts(".//main//a[@class='button']") == ["Begin this stage: 2"]


# Confirming at once


@pytest.fixture
def carried(assessment):
    """Two answers of one recommendation that wait, and one of another."""
    for code in ("GOV-01", "GOV-02", "PRV-01"):
        save_answer(assessment, code, "no", f"As before at {code}.")
    Answer.objects.filter(assessment=assessment).update(carried_over="same")
    Answer.objects.filter(assessment=assessment, question__code="GOV-02").update(carried_over="reworded")
    return assessment


def list_waiting(assessment):
    rows = Answer.objects.filter(assessment=assessment).exclude(carried_over="").order_by("question__code")
    return [row.question.code for row in rows]


def find_section(client, assessment, code):
    page = Page(client.get(locate("pillar", assessment, "governance")))
    links = [
        link.get("href") for link in page.select(".//main//a") if link.get("href", "").endswith("confirm/")
    ]
    return next(link for link in links if code in client.get(link).content.decode())


def test_what_is_ticked_is_confirmed_and_what_was_reworded_has_to_be_ticked(carried, client):
    section = find_section(client, carried, "GOV-01")
    form = Page(client.get(section)).form

    response = client.post(section, form, follow=True)

    assert Page(response).messages == ["1 answer is confirmed."]
    assert list_waiting(carried) == ["GOV-02", "PRV-01"]
    row = find_answer(carried, "GOV-01")
    assert (row.option, row.explanation, row.version) == ("no", "As before at GOV-01.", 2)


def test_an_answer_that_was_saved_meanwhile_is_not_confirmed(carried, client):
    section = find_section(client, carried, "GOV-01")
    data = {"confirm": ["GOV-01"], "GOV-01-version": "7"}

    page = Page(client.post(section, data))

    assert (page.status, page.messages) == (
        409,
        ["Somebody has saved an answer here meanwhile. Read it again."],
    )
    assert list_waiting(carried) == ["GOV-01", "GOV-02", "PRV-01"]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"confirm": "GOV-99", "GOV-99-version": "1"},
        {"confirm": "GOV-03", "GOV-03-version": "0"},
    ],
)
def test_nothing_that_waits_is_ticked(carried, client, data):
    section = find_section(client, carried, "GOV-01")

    assert client.post(section, data).status_code == 422
    assert list_waiting(carried) == ["GOV-01", "GOV-02", "PRV-01"]


@pytest.mark.parametrize("version", ["", "x", "-1", "١", "9" * 30])
def test_a_version_that_cannot_be_read_confirms_nothing(carried, client, version):
    section = find_section(client, carried, "GOV-01")

    assert client.post(section, {"confirm": "GOV-01", "GOV-01-version": version}).status_code == 409
    assert list_waiting(carried) == ["GOV-01", "GOV-02", "PRV-01"]


def test_a_page_confirms_nothing_of_another_recommendation(carried, client):
    section = find_section(client, carried, "GOV-01")

    response = client.post(section, {"confirm": "PRV-01", "PRV-01-version": "1"})

    assert response.status_code == 422
    assert list_waiting(carried) == ["GOV-01", "GOV-02", "PRV-01"]


def test_an_answer_that_needs_a_reason_waits_for_it_and_holds_up_no_other(assessment, lead, client):
    for code in ("PRV-01", "PRV-07"):
        save_answer(assessment, code, "no", "Text.")
    Answer.objects.filter(assessment=assessment).update(carried_over="same")
    Answer.objects.filter(assessment=assessment, question__code="PRV-07").update(
        option="not_applicable", explanation=""
    )
    versions = {AnswerKey("PRV-07"): 1, AnswerKey("PRV-01"): 1, AnswerKey("PRV-01", "9"): 1}

    outcome = confirm_answers(by=lead, assessment=assessment, versions=versions)

    assert (outcome.saved, list_waiting(assessment)) == (("PRV-01",), ["PRV-07"])
    asked = load_questionnaire(assessment, "en").by_code["PRV-07"]
    page = Page(client.get(locate("confirm", assessment, "privacy", asked.recommendation.code)))
    assert "This answer needs a reason. Write it at the question." in page.text()
    assert page.select(".//main//input[@type='checkbox']") == []


def test_an_answer_without_an_option_has_nothing_to_confirm(carried, lead):
    Answer.objects.filter(assessment=carried, question__code="GOV-01").update(option="")

    outcome = confirm_answers(by=lead, assessment=carried, versions={AnswerKey("GOV-01"): 1})

    assert (outcome.saved, list_waiting(carried)) == ((), ["GOV-01", "GOV-02", "PRV-01"])


def test_who_only_reads_confirms_nothing(carried):
    viewer = make_member(carried.organisation, Role.VIEWER)

    with pytest.raises(NotAllowed):
        confirm_answers(by=viewer, assessment=carried, versions={AnswerKey("GOV-01"): 1})


# The explanation in other languages


def translate(assessment, by, text="Мәтін.", version=0, language="kk", code="GOV-01", source="Text."):
    return save_translation(
        by=by,
        assessment=assessment,
        key=AnswerKey(code),
        language=language,
        text=text,
        source_hash=hash_explanation(source),
        version=version,
    )


def read_fields(client, address, key="GOV-01", language="kk"):
    """What the form of one language sends as it stands."""
    page = Page(client.get(address))
    forms = page.select(".//main//form[@method='post']")
    sent = [{field.get("name"): field.get("value") for field in form.iter("input")} for form in forms]
    (fields,) = (row for row in sent if (row["key"], row["language"]) == (key, language))
    fields.pop("csrfmiddlewaretoken")
    return fields


def test_a_translation_is_written_changed_and_removed(assessment, lead):
    save_answer(assessment, "GOV-01", "no", "Text.")
    row = translate(assessment, lead)
    assert (row.text, row.language, row.version, row.updated_by) == ("Мәтін.", "kk", 1, lead)
    assert translate(assessment, lead, version=0).version == 1
    assert translate(assessment, lead, "Жаңа мәтін.", 1).version == 2
    assert translate(assessment, lead, "  ", 2) is None

    assert AnswerTranslation.objects.count() == 0
    assert [event[0] for event in list_events(assessment)][2:] == [
        "translate-explanation",
        "translate-explanation",
        "remove-translation",
    ]


def test_a_stale_translation_overwrites_nothing(assessment, lead):
    save_answer(assessment, "GOV-01", "no", "Text.")
    translate(assessment, lead)

    for text in ("Mine.", ""):
        with pytest.raises(StaleTranslation):
            translate(assessment, lead, text)
    assert AnswerTranslation.objects.get().text == "Мәтін."


@pytest.mark.parametrize("language", ["en", "de", ""])
def test_only_the_other_languages_are_written(assessment, lead, language):
    save_answer(assessment, "GOV-01", "no", "Text.")

    with pytest.raises(NothingToTranslate):
        translate(assessment, lead, language=language)


def test_without_an_explanation_there_is_nothing_to_translate(assessment, lead):
    with pytest.raises(NothingToTranslate):
        translate(assessment, lead)
    save_answer(assessment, "GOV-01", "no")
    with pytest.raises(NothingToTranslate):
        translate(assessment, lead)


@pytest.mark.parametrize("text", ["x" * 10_001, "NUL \x00"])
def test_texts_that_are_refused(assessment, lead, text):
    save_answer(assessment, "GOV-01", "no", "Text.")

    with pytest.raises(ExplanationRefused):
        translate(assessment, lead, text)


def test_nobody_translates_what_is_cancelled(assessment, lead):
    save_answer(assessment, "GOV-01", "no", "Text.")
    cancel(assessment)

    with pytest.raises(NotAllowed):
        translate(assessment, lead)


def test_a_text_is_started_from_the_explanation_saved_and_marked_when_it_is_outdated(assessment, client):
    save_answer(assessment, "GOV-01", "no", "Two\nlines.")
    address = locate("languages", assessment, "GOV-01")
    fields = read_fields(client, address)

    started = Page(client.post(address, fields | {"start": "1", "text": ""}))
    assert started.text(started.by_id("GOV-01-kk-text")) == "Two lines."
    assert AnswerTranslation.objects.count() == 0

    response = client.post(address, fields | {"text": "Екі\r\nжол."})
    assert response.url == f"{address}#GOV-01-kk"
    assert AnswerTranslation.objects.get().text == "Екі\nжол."
    assert "The explanation has changed since" not in Page(client.get(address)).text()

    save_answer(assessment, "GOV-01", "no", "Three lines.")
    page = Page(client.get(address))
    assert page.texts(".//p[@class='notice']") == [
        "The explanation has changed since this text was written. Read both and save the text again when it fits."
    ]


def test_two_who_translate_see_both_texts(assessment, client, lead):
    save_answer(assessment, "GOV-01", "no", "Text.")
    translate(assessment, lead, "Олардікі.")
    address = locate("languages", assessment, "GOV-01")
    data = {"key": "GOV-01", "language": "kk", "text": "Менікі.", "version": "0"}

    page = Page(client.post(address, data))

    assert page.status == 409
    assert page.texts(".//p[@class='conflict__text']") == ["Олардікі."]
    assert page.text(page.by_id("GOV-01-kk-text")) == "Менікі."
    assert client.post(address, data | {"version": "1"}).status_code == 302


def test_a_translation_of_an_explanation_that_changed_meanwhile_is_outdated_from_the_start(
    assessment, client
):
    save_answer(assessment, "GOV-01", "no", "Text.")
    address = locate("languages", assessment, "GOV-01")
    fields = read_fields(client, address)
    save_answer(assessment, "GOV-01", "no", "Another text.")

    client.post(address, fields | {"text": "Мәтін."})

    outdated = "The explanation has changed since this text was written."
    assert outdated in Page(client.get(address)).text()
    client.post(address, read_fields(client, address) | {"text": "Мәтін."})
    assert outdated not in Page(client.get(address)).text()


@pytest.mark.parametrize("forged", ["", "x" * 64, "A" * 64, "0" * 65])
def test_what_names_no_explanation_makes_the_text_outdated(assessment, client, forged):
    save_answer(assessment, "GOV-01", "no", "Text.")
    address = locate("languages", assessment, "GOV-01")

    client.post(address, read_fields(client, address) | {"text": "Мәтін.", "source_hash": forged})

    assert AnswerTranslation.objects.get().source_hash == ""


@pytest.mark.parametrize("typed", [{"start": "1"}, {"text": "x" * 10_001}])
def test_a_text_shown_again_does_not_overwrite_one_that_was_saved_meanwhile(assessment, client, lead, typed):
    save_answer(assessment, "GOV-01", "no", "Text.")
    address = locate("languages", assessment, "GOV-01")
    fields = read_fields(client, address)
    translate(assessment, lead, "Олардікі.")

    client.post(address, fields | typed)
    shown = Page(client.post(address, fields | typed))
    version = shown.select(".//main//form[@method='post']")[0].find(".//input[@name='version']").get("value")
    page = Page(client.post(address, fields | {"text": "Менікі.", "version": version}))

    assert (page.status, page.texts(".//p[@class='conflict__text']")) == (409, ["Олардікі."])
    assert AnswerTranslation.objects.get().text == "Олардікі."


@pytest.mark.parametrize(("explanation", "language"), [("", "en"), ("Енді қазақша жазылған.", "kk")])
def test_a_text_without_a_field_any_more_is_given_back(assessment, client, explanation, language):
    save_answer(assessment, "GOV-01", "no", "Text.")
    address = locate("languages", assessment, "GOV-01")
    fields = read_fields(client, address)
    save_answer(assessment, "GOV-01", "no", explanation, language=language)

    page = Page(client.post(address, fields | {"text": "Менікі."}))

    assert page.status == 422
    assert page.texts(".//p[@class='conflict__text']") == ["Менікі."]
    assert "There is no explanation here to put into this language." in page.text()


def test_the_page_of_a_question_saves_nothing_at_another_one(assessment, client):
    for code in ("GOV-01", "GOV-02"):
        save_answer(assessment, code, "no", "Text.")
    address = locate("languages", assessment, "GOV-01")

    response = client.post(address, read_fields(client, address) | {"key": "GOV-02", "text": "Мәтін."})

    assert (response.status_code, AnswerTranslation.objects.count()) == (422, 0)


def test_a_text_that_is_too_long_stays_typed(assessment, client):
    save_answer(assessment, "GOV-01", "no", "Text.")
    data = {"key": "GOV-01", "language": "kk", "text": "x" * 10_001, "version": "0"}

    page = Page(client.post(locate("languages", assessment, "GOV-01"), data))

    assert page.status == 422
    assert page.text(page.by_id("GOV-01-kk-text")) == "x" * 10_001


def test_a_viewer_reads_the_languages(assessment, lead, sign_in):
    save_answer(assessment, "GOV-01", "no", "Text.")
    translate(assessment, lead)
    viewer = sign_in(make_member(assessment.organisation, Role.VIEWER))

    page = Page(viewer.get(locate("languages", assessment, "GOV-01")))

    assert page.select(".//main//form") == []
    assert "Мәтін." in page.text()
    assert "There is no text in this language." in page.text()


def test_an_answer_without_an_explanation_has_no_languages(assessment, client):
    assert (
        "There is no explanation here yet."
        in Page(client.get(locate("languages", assessment, "GOV-01"))).text()
    )


@pytest.mark.parametrize("name", ["effect", "languages", "stages", "confirm"])
def test_a_page_costs_the_same_with_1_and_with_3_answers(assessment, client, lead, name):
    arguments = {"stages": [], "confirm": ["governance", "DRCQ-CG-1"]}.get(name, ["GOV-01"])

    def job():
        return client.get(locate(name, assessment, *arguments))

    save_answer(assessment, "GOV-01", "no", "Text.")
    translate(assessment, lead)
    with_one = count_queries(job)
    for code in ("GOV-02", "GOV-03"):
        save_answer(assessment, code, "no", "Text.")
    translate(assessment, lead, language="ru")

    assert count_queries(job) == with_one <= 8
