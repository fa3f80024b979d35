"""Saving answers: what is refused, what is unchanged, what conflicts, and what the trail says."""

from dataclasses import replace

import pytest
import time_machine

from accounts.models import AuditEvent, Role
from accounts.policies import NotAllowed
from assessment.actions import (
    EXPLANATION_LIMIT,
    AnswerChange,
    ConfidentialityUnknown,
    ExplanationRefused,
    OptionNotOffered,
    ReasonMissing,
    SaveOutcome,
    UnknownQuestion,
    save_answers,
)
from assessment.models import Answer, Assessment
from assessment.queries import load_questionnaire
from tests.assessment.events import count_events, list_events
from tests.factories.assessments import (
    cancel,
    find_answer,
    find_member,
    leave_out,
    make_assessment,
    save_answer,
)
from tests.factories.people import make_member, make_organisation


pytestmark = pytest.mark.django_db

# May be not applicable, and is asked only of companies with messages or content of users.
CONDITIONAL = "FOE-05"


@pytest.fixture
def assessment(request):
    return make_assessment(**getattr(request, "param", {"tags": ["messenger"]}))


@pytest.fixture
def lead(assessment):
    return find_member(assessment)


def change(question="GOV-01", option="yes", explanation="", language="en", version=0):
    return AnswerChange(question, option, explanation, language, version)


def save(assessment, *changes, by=None):
    return save_answers(by=by or find_member(assessment), assessment=assessment, changes=changes)


def count_rows(assessment):
    return Answer.objects.filter(assessment=assessment).count()


def test_first_save(assessment, lead):
    with time_machine.travel("2026-03-01T10:00:00Z", tick=False):
        outcome = save(assessment, change(explanation="Approved by the board.", language="kk"))

    row = find_answer(assessment, "GOV-01")
    assert outcome == SaveOutcome(saved=("GOV-01",))
    assert (row.option, row.explanation, row.explanation_language) == ("yes", "Approved by the board.", "kk")
    assert (row.version, row.updated_by, row.updated_at.isoformat()) == (1, lead, "2026-03-01T10:00:00+00:00")


def test_every_save_counts_the_version_up_and_says_who_and_when(assessment):
    save_answer(assessment, "GOV-01", "no", "Not yet.")
    colleague = find_member(assessment, Role.CONTRIBUTOR)

    with time_machine.travel("2026-03-02T10:00:00Z", tick=False):
        outcome = save(assessment, change(explanation="Now it is.", version=1), by=colleague)

    row = find_answer(assessment, "GOV-01")
    assert outcome == SaveOutcome(saved=("GOV-01",))
    assert (row.option, row.explanation, row.version) == ("yes", "Now it is.", 2)
    assert (row.updated_by, row.updated_at.isoformat()) == (colleague, "2026-03-02T10:00:00+00:00")


def test_saving_answers_is_no_change_of_the_assessment_itself(assessment):
    save_answer(assessment, "GOV-01", "no")

    assert Assessment.objects.get(pk=assessment.pk).version == 1


def test_events_hold_the_values_before_and_after(assessment, lead):
    save_answer(assessment, "GOV-01", "no", "Not yet.")
    save_answer(assessment, "GOV-01", "yes", "Now it is.")

    assert list_events(assessment)[1:] == [
        ("save-answer", {}, {"question": "GOV-01", "option": "no", "explanation": "Not yet."}),
        (
            "save-answer",
            {"option": "no", "explanation": "Not yet."},
            {"question": "GOV-01", "option": "yes", "explanation": "Now it is."},
        ),
    ]
    event = AuditEvent.objects.last()
    assert (event.by, event.organisation) == (lead, assessment.organisation)


def test_an_explanation_may_come_before_the_option(assessment):
    outcome = save(assessment, change(option="", explanation="Still asking."))

    assert outcome.saved == ("GOV-01",)
    assert find_answer(assessment, "GOV-01").option == ""


def test_an_answer_can_be_taken_back(assessment):
    save_answer(assessment, "GOV-01", "no", "Not yet.")

    outcome = save(assessment, change(option="", explanation="", version=1))

    row = find_answer(assessment, "GOV-01")
    assert outcome.saved == ("GOV-01",)
    assert (row.option, row.explanation, row.version) == ("", "", 2)


def test_questions_of_a_pillar_that_is_left_out_can_still_be_answered(assessment):
    leave_out(assessment)

    assert save(assessment, change("HRD-01")).saved == ("HRD-01",)


def test_several_answers_at_once(assessment):
    save_answer(assessment, "GOV-02", "no")
    save_answer(assessment, "GOV-03", "no")

    outcome = save(
        assessment,
        change("GOV-01"),
        change("GOV-02", version=1),
        change("GOV-03", "no", version=1),
        change("GOV-04", "", ""),
    )

    assert outcome == SaveOutcome(saved=("GOV-01", "GOV-02"), unchanged=("GOV-03", "GOV-04"))
    assert find_answer(assessment, "GOV-03").version == 1
    assert Answer.objects.filter(assessment=assessment, question__code="GOV-04").exists() is False


def test_of_two_changes_to_one_question_the_last_counts(assessment):
    outcome = save(assessment, change(option="no"), change(option="yes"))

    assert outcome.saved == ("GOV-01",)
    assert find_answer(assessment, "GOV-01").option == "yes"


def test_nothing_to_save(assessment):
    before = count_events()

    assert save(assessment) == SaveOutcome()
    assert count_events() == before


# Unchanged


@pytest.mark.parametrize("version", [1, 0, 7])
def test_what_says_the_same_is_not_written_whatever_its_version(assessment, version):
    with time_machine.travel("2026-03-01T10:00:00Z", tick=False):
        save_answer(assessment, "GOV-01", "no", "Not yet.")
    before = count_events()

    outcome = save(assessment, change(option="no", explanation="Not yet.", language="kk", version=version))

    row = find_answer(assessment, "GOV-01")
    assert outcome == SaveOutcome(unchanged=("GOV-01",))
    assert (row.version, row.explanation_language) == (1, "en")
    assert row.updated_at.isoformat() == "2026-03-01T10:00:00+00:00"
    assert count_events() == before


def test_an_empty_answer_without_a_row_is_not_written(assessment):
    assert save(assessment, change(option="", explanation="")) == SaveOutcome(unchanged=("GOV-01",))
    assert count_rows(assessment) == 0


def test_an_explanation_that_is_kept_stays_in_its_language(assessment):
    save_answer(assessment, "GOV-01", "no", "Әлі жоқ.", language="kk")

    save_answer(assessment, "GOV-01", "partially", "Әлі жоқ.", language="en")
    assert find_answer(assessment, "GOV-01").explanation_language == "kk"

    save_answer(assessment, "GOV-01", "partially", "Half of it.", language="en")
    assert find_answer(assessment, "GOV-01").explanation_language == "en"


def test_a_first_answer_without_an_explanation_has_the_language_of_the_page(assessment):
    save_answer(assessment, "GOV-01", "no", language="kk")

    assert find_answer(assessment, "GOV-01").explanation_language == "kk"


# Conflicts


@pytest.mark.parametrize("version", [0, 1, 3, -1])
def test_another_version_is_a_conflict_and_overwrites_nothing(assessment, version):
    save_answer(assessment, "GOV-01", "no", "First.")
    colleague = find_member(assessment, Role.CONTRIBUTOR)
    save_answer(assessment, "GOV-01", "partially", "Second.", by=colleague, language="ru")
    before = count_events()

    outcome = save(assessment, change(explanation="Third.", version=version))

    row = find_answer(assessment, "GOV-01")
    assert (row.option, row.explanation, row.version) == ("partially", "Second.", 2)
    assert count_events() == before
    assert (outcome.saved, outcome.unchanged) == ((), ())
    ((code, there),) = outcome.conflicts.items()
    assert code == "GOV-01"
    assert (there.option, there.explanation, there.explanation_language, there.version) == (
        "partially",
        "Second.",
        "ru",
        2,
    )
    assert (there.updated_by, there.updated_at) == (colleague.full_name, row.updated_at)


def test_a_conflict_does_not_keep_other_answers_from_being_saved(assessment):
    save_answer(assessment, "GOV-01", "no", "First.")

    outcome = save(assessment, change(explanation="Other."), change("GOV-02"))

    assert (outcome.saved, list(outcome.conflicts)) == (("GOV-02",), ["GOV-01"])
    assert find_answer(assessment, "GOV-01").explanation == "First."


def test_saving_again_upon_the_version_of_the_conflict_replaces(assessment):
    save_answer(assessment, "GOV-01", "no", "First.")
    conflict = save(assessment, change(explanation="Mine.")).conflicts["GOV-01"]

    outcome = save(assessment, change(explanation="Mine.", version=conflict.version))

    assert outcome.saved == ("GOV-01",)
    assert find_answer(assessment, "GOV-01").explanation == "Mine."


@pytest.mark.parametrize("version", [5, -1])
def test_where_no_answer_is_a_version_protects_nothing(assessment, version):
    assert save(assessment, change(version=version)).saved == ("GOV-01",)
    assert find_answer(assessment, "GOV-01").version == 1


def test_the_same_question_of_another_assessment_is_no_conflict(assessment):
    save_answer(make_assessment(), "GOV-01", "no", "Another company.")

    assert save(assessment, change()).saved == ("GOV-01",)


# Refusals


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (change("GOV-99"), UnknownQuestion),
        (change(""), UnknownQuestion),
        (change("FOE-20"), None),
        (change(option="perhaps"), OptionNotOffered),
        (change(option="YES"), OptionNotOffered),
        (change(option="not_applicable", explanation="Reason."), OptionNotOffered),
        (change(CONDITIONAL, "not_applicable"), ReasonMissing),
        (change(CONDITIONAL, "not_applicable", " \n"), ReasonMissing),
        (change(CONDITIONAL, "not_applicable", "Reason."), None),
        (change(explanation="x" * (EXPLANATION_LIMIT + 1)), ExplanationRefused),
        (change(option="", explanation="x" * (EXPLANATION_LIMIT + 1)), ExplanationRefused),
        (change(explanation="x" * EXPLANATION_LIMIT), None),
        (change(explanation="a\x00b"), ExplanationRefused),
    ],
    ids=lambda value: f"{value.question} {value.option}" if isinstance(value, AnswerChange) else "",
)
def test_one_wrong_change_and_nothing_is_saved(assessment, wrong, error):
    before = count_events()

    if error is None:
        assert save(assessment, change("GOV-02"), wrong).saved == ("GOV-02", wrong.question)
        return
    with pytest.raises(error) as refusal:
        save(assessment, change("GOV-02"), wrong)

    assert refusal.value.question == wrong.question
    assert count_rows(assessment) == 0
    assert count_events() == before


@pytest.mark.parametrize(
    ("assessment", "question"),
    [({"tags": ["telecom"]}, CONDITIONAL), ({"tier": "core"}, "GOV-03"), ({"standards": ["drcq"]}, "HRD-01")],
    indirect=["assessment"],
)
def test_a_question_that_is_not_asked_is_unknown(assessment, question):
    assert question not in load_questionnaire(assessment, "en").by_code
    with pytest.raises(UnknownQuestion):
        save(assessment, change(question))


@pytest.mark.parametrize("name", ["viewer", "lead of another company"])
def test_who_may_not_answer_saves_nothing(assessment, name):
    person = (
        find_member(assessment, Role.VIEWER)
        if name == "viewer"
        else make_member(make_organisation(), Role.LEAD)
    )
    before = count_events()

    with pytest.raises(NotAllowed):
        save(assessment, change(), by=person)

    assert (count_rows(assessment), count_events()) == (0, before)


def test_contributors_answer(assessment):
    assert save(assessment, change(), by=find_member(assessment, Role.CONTRIBUTOR)).saved == ("GOV-01",)


def test_a_cancelled_assessment_takes_no_answer_even_from_an_early_page(assessment, lead):
    early = Assessment.objects.visible_to(lead).get(pk=assessment.pk)
    cancel(assessment)

    with pytest.raises(NotAllowed):
        save(early, change(), by=lead)

    assert count_rows(assessment) == 0


# Cost


@pytest.mark.parametrize("versions", [0, 1])
def test_number_of_queries_does_not_depend_on_the_number_of_answers(
    assessment, lead, versions, django_assert_num_queries
):
    codes = [
        code for code in load_questionnaire(assessment, "en").by_code if code not in ("GOV-01", CONDITIONAL)
    ]
    if versions:
        save(assessment, *(change(code, "no") for code in ["GOV-01", *codes[:40]]))
    # The lock, the role, the rows, the answers, the events; and the savepoint around them.
    with django_assert_num_queries(7):
        save(assessment, change(version=versions), by=lead)
    with django_assert_num_queries(7):
        outcome = save(assessment, *(change(code, version=versions) for code in codes[:40]), by=lead)

    assert len(outcome.saved) == 40


@pytest.mark.parametrize("confidentiality", ["", "open", "SEALED"])
def test_who_may_see_an_explanation_is_one_of_three(assessment, confidentiality):
    forged = replace(change(), confidentiality=confidentiality)

    with pytest.raises(ConfidentialityUnknown):
        save(assessment, forged)
    assert count_rows(assessment) == 0
