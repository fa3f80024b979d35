"""A new assessment that starts from an old one: carried over, to be confirmed, and the old one untouched."""

from datetime import date

import pytest
import yaml
from django.conf import settings

from accounts.models import Role
from accounts.policies import NotAllowed
from assessment.actions import AnswerChange, OlderNotAllowed, save_answers, start_assessment
from assessment.models import Answer, Assessment
from assessment.queries import describe_assessments, load_filled_questionnaire
from assessment.questionnaire import Progress
from standards.loader import load_files
from standards.models import Edition
from tests.assessment.events import list_events
from tests.factories.assessments import (
    find_answer,
    find_member,
    leave_out,
    make_assessment,
    measure,
    save_answer,
)


pytestmark = pytest.mark.django_db

FIELDS = ("option", "explanation", "explanation_language", "carried_over", "version")


def load_drcq_2027(folder, change) -> Edition:
    """A next edition of DRCQ's standard; `change` changes its document."""
    document = yaml.safe_load((settings.STANDARDS_DIR / "drcq-2026.yaml").read_text(encoding="utf-8"))
    document |= {"edition": "2027", "published_on": "2027-01-15"}
    change({question["code"]: question for question in document["questions"]})
    path = folder / "drcq-2027.yaml"
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    load_files([path], law_notes=None)
    return Edition.objects.get(standard__slug="drcq", name="2027")


def start_from(older, *, editions=None, tier="extended", **changes):
    lead = find_member(older)
    arguments = {
        "by": lead,
        "organisation": older.organisation,
        "period_start": date(2027, 1, 1),
        "period_end": date(2027, 12, 31),
        "editions": editions or list(older.editions.select_related("standard")),
        "tier": tier,
        "older": older,
    }
    return start_assessment(**arguments | changes)


def list_answers(assessment):
    rows = Answer.objects.filter(assessment=assessment).order_by("question__code", "unit")
    return {(row.question.code, row.unit): tuple(getattr(row, name) for name in FIELDS) for row in rows}


@pytest.fixture
def older():
    older = make_assessment(standards=["drcq"])
    save_answer(older, "GOV-01", "yes", "Бар.", language="kk")
    save_answer(older, "GOV-02", "no")
    save_answer(older, "GOV-03", "", "Still asking.")
    return older


def test_answers_are_carried_over_with_their_words(older):
    assessment = start_from(older)

    assert list_answers(assessment) == {
        ("GOV-01", ""): ("yes", "Бар.", "kk", "same", 1),
        ("GOV-02", ""): ("no", "", "en", "same", 1),
        ("GOV-03", ""): ("", "Still asking.", "en", "same", 1),
    }
    assert list_events(assessment)[-1] == (
        "carry-over-answers",
        {},
        {"older": str(older.pk), "answers": 3},
    )


def test_the_old_assessment_stays_as_it_is(older):
    before = list_answers(older), load_filled_questionnaire(older, "en").scorecard

    assessment = start_from(older)
    save_answer(assessment, "GOV-01", "no")

    assert (list_answers(older), load_filled_questionnaire(older, "en").scorecard) == before


def test_they_do_not_count_before_they_are_confirmed(older):
    assessment = start_from(older)

    filled = load_filled_questionnaire(assessment, "en")

    assert filled.scorecard.total.value is None
    assert filled.scorecard.total.answered == 0
    assert "GOV-01" in [question.code for question in filled.unanswered]
    assert filled.is_carried_over(filled.questionnaire.by_code["GOV-01"]) is True
    assert describe_assessments([assessment], "en")[0]["progress"] == Progress(0, len(filled.results))


def confirm(assessment, code, option, explanation="", *, version=1, confirms=True):
    change = AnswerChange(code, option, explanation, "en", version, confirms=confirms)
    return save_answers(by=find_member(assessment), assessment=assessment, changes=[change])


def test_a_confirmed_answer_counts_with_the_words_it_had(older):
    assessment = start_from(older)

    assert confirm(assessment, "GOV-01", "yes", "Бар.").saved == ("GOV-01",)

    assert list_answers(assessment)["GOV-01", ""] == ("yes", "Бар.", "kk", "", 2)
    assert load_filled_questionnaire(assessment, "en").scorecard.total.value == 100


def test_saving_the_page_confirms_nothing(older):
    assessment = start_from(older)

    assert confirm(assessment, "GOV-01", "yes", "Бар.", confirms=False).unchanged == ("GOV-01",)

    assert find_answer(assessment, "GOV-01").carried_over == "same"


def test_a_changed_answer_is_confirmed(older):
    assessment = start_from(older)

    assert confirm(assessment, "GOV-01", "partially", "Бар.", confirms=False).saved == ("GOV-01",)

    assert list_answers(assessment)["GOV-01", ""] == ("partially", "Бар.", "kk", "", 2)


def test_of_two_who_confirm_and_change_one_is_a_conflict(older):
    assessment = start_from(older)
    confirm(assessment, "GOV-01", "yes", "Бар.")

    outcome = confirm(assessment, "GOV-01", "no", "Бар.", version=1)

    assert list(outcome.conflicts) == ["GOV-01"]
    assert find_answer(assessment, "GOV-01").option == "yes"


def test_an_unconfirmed_answer_is_not_carried_further(older):
    second = start_from(older)
    confirm(second, "GOV-02", "no")

    third = start_from(second, period_start=date(2028, 1, 1), period_end=date(2028, 12, 31))

    assert list(list_answers(third)) == [("GOV-02", "")]


def test_a_question_whose_words_or_points_have_changed_says_so(older, tmp_path):
    def change(questions):
        questions["GOV-01"]["text"]["en"] = "Is somebody responsible?"
        questions["GOV-02"]["remedy"]["en"] = "Another remedy."
        questions["GOV-03"]["criteria"][0]["text"]["en"] = "Another criterion."

    edition = load_drcq_2027(tmp_path, change)

    carried = list_answers(start_from(older, editions=[edition]))

    assert {code: row[3] for (code, _unit), row in carried.items()} == {
        "GOV-01": "reworded",
        "GOV-02": "same",
        "GOV-03": "reworded",
    }


def test_an_option_that_is_not_offered_any_more_leaves_its_explanation(tmp_path):
    older = make_assessment(standards=["drcq"])
    save_answer(older, "GOV-01", "partially", "Half of it.")

    def change(questions):
        criteria = questions["GOV-01"]["criteria"]
        questions["GOV-01"]["criteria"] = [item for item in criteria if item["option"] != "partially"]

    edition = load_drcq_2027(tmp_path, change)

    assert list_answers(start_from(older, editions=[edition])) == {
        ("GOV-01", ""): ("", "Half of it.", "en", "reworded", 1)
    }


def test_codes_that_are_not_asked_any_more_are_not_carried_over(older, tmp_path):
    def change(questions):
        questions["GOV-01"]["code"] = "GOV-01b"

    edition = load_drcq_2027(tmp_path, change)

    assert {code for code, _unit in list_answers(start_from(older, editions=[edition]))} == {
        "GOV-02",
        "GOV-03",
    }


def test_answers_of_a_standard_that_is_not_measured_any_more_stay_behind():
    older = make_assessment(standards=["drcq", "us-eu-hrd"])
    save_answer(older, "GOV-01", "yes")
    save_answer(older, "HRD-01", "no")

    assessment = start_from(older, editions=list(older.editions.filter(standard__slug="drcq")))

    assert list(list_answers(assessment)) == [("GOV-01", "")]


def test_units_and_their_answers_come_along():
    older = make_assessment(standards=["drcq"])
    app, shop = measure(older, "App", "Shop")
    save_answer(older, "PRV-01", "yes", unit=app)
    save_answer(older, "PRV-01", "no", unit=shop)

    assessment = start_from(older)

    assert assessment.units == older.units
    assert {key: row[0] for key, row in list_answers(assessment).items()} == {
        ("PRV-01", "1"): "yes",
        ("PRV-01", "2"): "no",
    }


def test_a_pillar_that_was_left_out_is_asked_again(older):
    leaving = make_assessment()
    leave_out(leaving)

    assert load_filled_questionnaire(start_from(leaving), "en").left_out == {}


def test_the_number_of_queries_does_not_depend_on_the_answers(older, django_assert_max_num_queries):
    start_from(older)
    with django_assert_max_num_queries(20) as few:
        start_from(older, period_start=date(2028, 1, 1), period_end=date(2028, 12, 31))
    for number in range(1, 8):
        save_answer(older, f"PRV-{number:02}", "no")

    with django_assert_max_num_queries(20) as many:
        start_from(older, period_start=date(2029, 1, 1), period_end=date(2029, 12, 31))

    assert len(many) == len(few)


def test_answers_of_another_company_are_never_taken(older):
    mine = make_assessment()

    with pytest.raises(OlderNotAllowed):
        start_assessment(
            by=find_member(mine),
            organisation=mine.organisation,
            period_start=date(2027, 1, 1),
            period_end=date(2027, 12, 31),
            editions=list(mine.editions.select_related("standard")),
            tier="extended",
            older=older,
        )

    assert Assessment.objects.filter(organisation=mine.organisation).count() == 1


def test_only_the_lead_starts_from_an_older_one(older):
    with pytest.raises(NotAllowed):
        start_from(older, by=find_member(older, Role.CONTRIBUTOR))
