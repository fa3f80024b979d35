"""What is measured inside an assessment, and answers that name a unit: what is refused, and what the trail says."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent, Role
from accounts.policies import NotAllowed
from assessment.actions import (
    NAME_LIMIT,
    UNIT_LIMIT,
    AnswerChange,
    ReasonMissing,
    SaveOutcome,
    StaleAssessment,
    TooManyUnits,
    UnitDescription,
    UnitNameTaken,
    UnitNotAllowed,
    UnitNotAsked,
    UnitRefused,
    UnknownQuestion,
    UnknownUnit,
    add_unit,
    change_unit,
    save_answers,
)
from assessment.models import Answer, Assessment
from assessment.queries import load_filled_questionnaire
from tests.assessment.events import count_events, list_events
from tests.factories.assessments import (
    cancel,
    find_answer,
    find_member,
    leave_out,
    make_assessment,
    measure,
    save_answer,
)
from tests.factories.people import make_member, make_organisation


pytestmark = pytest.mark.django_db

# Of services; the third may be not applicable.
OF_SERVICES, ALSO_OF_SERVICES, CONDITIONAL = "PRV-01", "PRV-02", "PRV-07"
OF_COMPANIES = "GOV-01"
MOBILE = {"code": "1", "name": "Mobile", "kind": "service", "bundle": "", "is_measured": True}


@pytest.fixture
def assessment():
    return make_assessment(tags=["messenger", "telecom"])


@pytest.fixture
def lead(assessment):
    return find_member(assessment)


def read_again(assessment):
    """Another instance of the same row, as another person's request has it."""
    return Assessment.objects.get(pk=assessment.pk)


def add(assessment, name="Mobile", *, by=None, version=1, **more):
    unit = UnitDescription(name, **{"kind": "service", **more})
    return add_unit(by=by or find_member(assessment), assessment=assessment, version=version, unit=unit)


def change(assessment, code="1", name="Mobile", *, by=None, version=2, **more):
    unit = UnitDescription(name, **{"kind": "service", **more})
    change_unit(
        by=by or find_member(assessment), assessment=assessment, version=version, code=code, unit=unit
    )


# Adding


def test_a_unit_is_added_with_a_code_of_its_own(assessment, lead):
    codes = [
        add(assessment, "Mobile"),
        add(assessment, "Мобильная компания", version=2, kind="operating_company"),
        add(assessment, "Prepaid", version=3, bundle="mobile"),
    ]

    row = read_again(assessment)
    assert codes == ["1", "2", "3"]
    assert row.units == [
        MOBILE,
        {
            "code": "2",
            "name": "Мобильная компания",
            "kind": "operating_company",
            "bundle": "",
            "is_measured": True,
        },
        {"code": "3", "name": "Prepaid", "kind": "service", "bundle": "mobile", "is_measured": True},
    ]
    assert row.version == 4


def test_events_hold_the_units_before_and_after(assessment, lead):
    add(assessment)
    change(assessment, name="Mobile Internet", is_measured=False)

    renamed = {**MOBILE, "name": "Mobile Internet", "is_measured": False}
    assert list_events(assessment)[1:] == [
        ("add-unit", {"units": []}, {"units": [MOBILE]}),
        ("change-unit", {"units": [MOBILE]}, {"units": [renamed]}),
    ]
    event = AuditEvent.objects.last()
    assert (event.by, event.organisation) == (lead, assessment.organisation)


def test_units_of_one_assessment_leave_others_alone(assessment):
    other = make_assessment(lead=find_member(assessment), year=2023)
    measure(other, "Mail")
    measure(assessment, "Mobile")

    change(assessment, name="Mobile Internet")

    assert [unit["name"] for unit in read_again(assessment).units] == ["Mobile Internet"]
    assert [unit["name"] for unit in read_again(other).units] == ["Mail"]


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("Mobile", UnitNameTaken),
        ("MOBILE", UnitNameTaken),
        ("mobile", UnitNameTaken),
        ("Mobile 2", None),
        ("", UnitNotAllowed),
        (" \t\n", UnitNotAllowed),
        ("ә" * (NAME_LIMIT + 1), UnitNotAllowed),
        ("ә" * NAME_LIMIT, None),
    ],
)
@pytest.mark.parametrize("of", ["service", "operating_company"])
def test_names(assessment, name, refused, of):
    measure(assessment, "Mobile", kind=of)
    before = count_events()

    if refused:
        with pytest.raises(refused):
            add(assessment, name, version=2)
    else:
        add(assessment, name, version=2)

    names = [unit["name"] for unit in read_again(assessment).units]
    assert names == (["Mobile"] if refused else ["Mobile", name])
    assert (read_again(assessment).version, count_events() - before) == ((2, 0) if refused else (3, 1))


@pytest.mark.parametrize(("first", "second"), [("Әлем", "ӘЛЕМ"), ("Связь", "сВЯЗЬ"), ("Straße", "STRASSE")])
def test_capitals_of_every_alphabet_are_the_same_name(assessment, first, second):
    add(assessment, first)

    with pytest.raises(UnitNameTaken):
        add(assessment, second, version=2)


def test_a_name_that_is_not_measured_any_more_is_taken_too(assessment):
    add(assessment)
    change(assessment, is_measured=False)

    with pytest.raises(UnitNameTaken):
        add(assessment, "mobile", version=3)


def test_another_assessment_may_use_the_same_name(assessment):
    add(assessment)

    assert add(make_assessment(lead=find_member(assessment), year=2023)) == "1"


@pytest.mark.parametrize(
    ("more", "allowed"),
    [
        ({"kind": "service"}, True),
        ({"kind": "operating_company"}, True),
        ({"kind": "group"}, False),
        ({"kind": ""}, False),
        ({"kind": "SERVICE"}, False),
        ({"bundle": "b" * NAME_LIMIT}, True),
        ({"bundle": "b" * (NAME_LIMIT + 1)}, False),
    ],
)
def test_kinds_and_bundles(assessment, more, allowed):
    if allowed:
        add(assessment, **more)
    else:
        with pytest.raises(UnitNotAllowed):
            add(assessment, **more)

    assert len(read_again(assessment).units) == allowed


def test_there_is_a_limit_and_changing_goes_on(assessment):
    codes = measure(assessment, *(f"Service {number}" for number in range(UNIT_LIMIT)))
    before = count_events()

    with pytest.raises(TooManyUnits):
        add(assessment, "One more", version=UNIT_LIMIT + 1)

    assert (len(read_again(assessment).units), UNIT_LIMIT, codes[-1]) == (50, 50, "50")
    assert count_events() == before
    change(assessment, "50", "The last one", version=UNIT_LIMIT + 1)
    assert read_again(assessment).units[-1]["name"] == "The last one"


def test_units_that_are_not_measured_count_towards_the_limit(assessment):
    """Their answers are kept, so they are still there."""
    measure(assessment, *(f"Service {number}" for number in range(UNIT_LIMIT)))
    change(assessment, "1", "Service 0", version=UNIT_LIMIT + 1, is_measured=False)

    with pytest.raises(TooManyUnits):
        add(assessment, "One more", version=UNIT_LIMIT + 2)


def test_a_code_is_never_used_again(assessment):
    measure(assessment, "Mobile", "Internet")
    change(assessment, "2", "Internet", version=3, is_measured=False)

    assert add(assessment, "Television", version=4) == "3"
    assert [unit["code"] for unit in read_again(assessment).units] == ["1", "2", "3"]


# Changing


def test_a_change_replaces_what_is_said_and_keeps_code_and_place(assessment):
    measure(assessment, "Mobile", "Internet")

    change(assessment, "1", "Mobile company", version=3, kind="operating_company", bundle="group of ten")

    first, second = read_again(assessment).units
    assert first == {
        "code": "1",
        "name": "Mobile company",
        "kind": "operating_company",
        "bundle": "group of ten",
        "is_measured": True,
    }
    assert second == {**MOBILE, "code": "2", "name": "Internet"}


@pytest.mark.parametrize(
    ("code", "name", "refused"),
    [
        ("1", "Mobile", None),
        ("1", "MOBILE", None),
        ("1", "Internet", UnitNameTaken),
        ("1", "INTERNET", UnitNameTaken),
        ("1", "", UnitNotAllowed),
        ("1", "x" * (NAME_LIMIT + 1), UnitNotAllowed),
        ("3", "Television", UnknownUnit),
        ("", "Television", UnknownUnit),
        ("01", "Television", UnknownUnit),
    ],
)
def test_changes(assessment, code, name, refused):
    measure(assessment, "Mobile", "Internet")
    before = count_events()

    if refused:
        with pytest.raises(refused):
            change(assessment, code, name, version=3)
    else:
        change(assessment, code, name, version=3)

    assert [unit["name"] for unit in read_again(assessment).units] == [
        "Mobile" if refused else name,
        "Internet",
    ]
    assert count_events() - before == (0 if refused else 1)


def test_every_refusal_is_one_kind_of_error():
    kinds = (UnitNameTaken, TooManyUnits, UnitNotAllowed, UnknownUnit)

    assert all(issubclass(kind, UnitRefused) for kind in kinds)
    assert not issubclass(StaleAssessment, UnitRefused)


# Who, when, and upon which version


def find_person(name, assessment):
    if name == "lead of another company":
        return make_member(make_organisation(), Role.LEAD)
    return find_member(assessment, Role(name))


@pytest.mark.parametrize("person", ["contributor", "viewer", "lead of another company"])
def test_only_the_lead_changes_what_is_measured(assessment, person):
    measure(assessment, "Mobile")
    other = find_person(person, assessment)
    before = count_events()

    with pytest.raises(NotAllowed):
        add(assessment, "Mail", by=other, version=2)
    with pytest.raises(NotAllowed):
        change(assessment, name="Mail", by=other)

    assert (read_again(assessment).units, count_events()) == ([MOBILE], before)


def test_nothing_changes_in_a_cancelled_assessment(assessment):
    measure(assessment, "Mobile")
    cancel(assessment)

    with pytest.raises(NotAllowed):
        add(assessment, "Mail", version=3)
    with pytest.raises(NotAllowed):
        change(assessment, name="Mail", version=3)

    assert read_again(assessment).units == [MOBILE]


def test_a_cancellation_meanwhile_makes_it_stale(assessment, lead):
    early = read_again(assessment)
    measure(assessment, "Mobile")
    cancel(assessment)

    for version in (1, 2):
        with pytest.raises(StaleAssessment):
            add(early, "Mail", by=lead, version=version)
    with pytest.raises(StaleAssessment):
        change(early, name="Mail", by=lead, version=3)

    assert read_again(assessment).units == [MOBILE]


@pytest.mark.parametrize("version", [0, 1, 3, -1])
def test_what_was_not_read_is_stale(assessment, version):
    measure(assessment, "Mobile")
    before = count_events()

    with pytest.raises(StaleAssessment):
        add(assessment, "Mail", version=version)
    with pytest.raises(StaleAssessment):
        change(assessment, name="Mail", version=version)

    assert (read_again(assessment).units, read_again(assessment).version) == ([MOBILE], 2)
    assert count_events() == before


def test_any_other_change_of_the_assessment_makes_it_stale_and_answers_do_not(assessment):
    save_answer(assessment, OF_COMPANIES, "yes")
    add(assessment)
    leave_out(assessment)

    with pytest.raises(StaleAssessment):
        add(assessment, "Mail", version=2)

    assert add(assessment, "Mail", version=3) == "2"


def test_of_two_who_add_at_once_one_wins(assessment, lead):
    first, second = read_again(assessment), read_again(assessment)

    add(first, "Mobile", by=lead)
    with pytest.raises(StaleAssessment):
        add(second, "Internet", by=make_member(assessment.organisation, Role.LEAD))

    assert [unit["name"] for unit in read_again(assessment).units] == ["Mobile"]


# Answers that name a unit


def answer(question=OF_SERVICES, unit="", option="yes", explanation="", version=0, language="en"):
    return AnswerChange(question, option, explanation, language, version, unit)


def save(assessment, *changes):
    return save_answers(by=find_member(assessment), assessment=assessment, changes=changes)


def list_rows(assessment):
    rows = Answer.objects.filter(assessment=assessment).order_by("question__code", "unit")
    return [(row.question.code, row.unit, row.option, row.explanation, row.version) for row in rows]


def test_each_unit_has_an_answer_of_its_own(assessment):
    measure(assessment, "Mobile", "Internet")

    outcome = save(
        assessment,
        answer(unit="1", option="yes", explanation="Mobile only."),
        answer(unit="2", option="no"),
        answer(OF_COMPANIES, option="partially"),
    )

    assert outcome == SaveOutcome(saved=("PRV-01~1", "PRV-01~2", "GOV-01"))
    assert list_rows(assessment) == [
        ("GOV-01", "", "partially", "", 1),
        ("PRV-01", "1", "yes", "Mobile only.", 1),
        ("PRV-01", "2", "no", "", 1),
    ]


def test_an_event_names_the_answer_with_its_unit(assessment):
    measure(assessment, "Mobile", "Internet")
    save_answer(assessment, OF_SERVICES, "no", "Not yet.", unit="2")
    save_answer(assessment, OF_SERVICES, "yes", "Now.", unit="2")

    assert list_events(assessment)[3:] == [
        ("save-answer", {}, {"question": "PRV-01~2", "option": "no", "explanation": "Not yet."}),
        (
            "save-answer",
            {"option": "no", "explanation": "Not yet."},
            {"question": "PRV-01~2", "option": "yes", "explanation": "Now."},
        ),
    ]


@pytest.mark.parametrize(
    ("question", "unit", "asked"),
    [
        (OF_SERVICES, "1", True),
        (OF_SERVICES, "2", False),
        (OF_SERVICES, "3", False),
        (OF_SERVICES, "4", False),
        (OF_SERVICES, "", False),
        (OF_SERVICES, "all", False),
        (OF_SERVICES, "\x00", False),
        (OF_COMPANIES, "", True),
        (OF_COMPANIES, "1", False),
        (OF_COMPANIES, "3", True),
    ],
)
def test_a_question_is_answered_only_for_the_units_it_is_asked_of(assessment, question, unit, asked):
    """1 is a service, 2 one that is not measured any more, 3 an operating company; there is no 4."""
    measure(assessment, "Mobile", "Internet")
    measure(assessment, "Subsidiary", kind="operating_company")
    change(assessment, "2", "Internet", version=4, is_measured=False)
    assessment.refresh_from_db()

    if asked:
        assert save(assessment, answer(question, unit)).saved
    else:
        with pytest.raises(UnitNotAsked) as refusal:
            save(assessment, answer(OF_COMPANIES), answer(question, unit))
        assert refusal.value.question == question

    assert bool(list_rows(assessment)) is asked


@pytest.mark.parametrize(("unit", "asked"), [("", True), ("1", False)])
def test_a_company_measured_as_a_whole_answers_everything_for_itself(assessment, unit, asked):
    if asked:
        assert save(assessment, answer(unit=unit)).saved == ("PRV-01",)
    else:
        with pytest.raises(UnitNotAsked):
            save(assessment, answer(unit=unit))


def test_an_operating_company_alone_is_asked_what_services_are_asked(assessment):
    measure(assessment, "Subsidiary", kind="operating_company")

    outcome = save(assessment, answer(), answer(unit="1"), answer(OF_COMPANIES, "1"))

    assert outcome.saved == ("PRV-01", "PRV-01~1", "GOV-01~1")


def test_a_question_that_is_not_asked_is_unknown_for_every_unit(assessment):
    measure(assessment, "Mobile")

    for unit in ("", "1", "9"):
        with pytest.raises(UnknownQuestion):
            save(assessment, answer("GOV-99", unit))


def test_each_unit_needs_a_reason_of_its_own(assessment):
    measure(assessment, "Mobile", "Internet")
    changes = [
        answer(CONDITIONAL, "1", "not_applicable", "It has no accounts."),
        answer(CONDITIONAL, "2", "not_applicable", " "),
    ]

    with pytest.raises(ReasonMissing):
        save(assessment, *changes)
    assert list_rows(assessment) == []

    assert save(assessment, changes[0]).saved == (f"{CONDITIONAL}~1",)


def test_a_conflict_at_one_unit_leaves_the_others_alone(assessment):
    measure(assessment, "Mobile", "Internet", "Television")
    for unit in ("1", "2"):
        save_answer(assessment, OF_SERVICES, "no", f"Theirs {unit}.", unit=unit)

    outcome = save(
        assessment,
        answer(unit="1", explanation="Mine 1.", version=1),
        answer(unit="2", explanation="Mine 2."),
        answer(unit="3", explanation="Mine 3."),
    )

    assert (outcome.saved, list(outcome.conflicts)) == (("PRV-01~1", "PRV-01~3"), ["PRV-01~2"])
    assert outcome.conflicts["PRV-01~2"].explanation == "Theirs 2."
    assert [row[3:] for row in list_rows(assessment)] == [("Mine 1.", 2), ("Theirs 2.", 1), ("Mine 3.", 1)]


def test_versions_and_languages_are_counted_for_each_unit(assessment):
    measure(assessment, "Mobile", "Internet")
    save_answer(assessment, OF_SERVICES, "no", "Жоқ.", unit="1", language="kk")

    outcome = save(
        assessment,
        answer(unit="1", option="yes", explanation="Жоқ.", version=1, language="ru"),
        answer(unit="2", option="no", explanation="Жоқ.", language="ru"),
    )

    assert outcome.saved == ("PRV-01~1", "PRV-01~2")
    rows = [find_answer(assessment, OF_SERVICES, unit) for unit in ("1", "2")]
    assert [(row.version, row.explanation_language) for row in rows] == [(2, "kk"), (1, "ru")]


def test_the_same_answers_again_are_unchanged(assessment):
    measure(assessment, "Mobile", "Internet")
    changes = [answer(unit=unit, explanation="Same.") for unit in ("1", "2")]
    save(assessment, *changes)

    outcome = save(assessment, *changes)

    assert outcome == SaveOutcome(unchanged=("PRV-01~1", "PRV-01~2"))


def test_units_that_have_changed_since_the_row_was_read_are_read_again(assessment):
    """What is asked is decided by the row as it is at the moment of saving."""
    early = read_again(assessment)
    measure(assessment, "Mobile")

    with pytest.raises(UnitNotAsked):
        save(early, answer())

    assert save(early, answer(unit="1")).saved == ("PRV-01~1",)


# Answers stay when the units change


def read_progress(assessment):
    total = load_filled_questionnaire(read_again(assessment), "en").scorecard.total
    return total.value, total.answered


def test_a_unit_that_is_not_measured_keeps_its_answers_and_counts_again(assessment):
    measure(assessment, "Mobile", "Internet")
    save_answer(assessment, OF_SERVICES, "yes", "Ours.", unit="1")
    save_answer(assessment, OF_SERVICES, "no", "Theirs.", unit="2")
    assert read_progress(assessment) == (50, 2)

    change(assessment, "2", "Internet", version=3, is_measured=False)
    assert read_progress(assessment) == (100, 1)
    assert find_answer(assessment, OF_SERVICES, "2").explanation == "Theirs."

    change(assessment, "2", "Internet", version=4, is_measured=True)
    assert read_progress(assessment) == (50, 2)


def test_an_answer_for_the_whole_company_counts_again_when_no_service_is_measured(assessment):
    save_answer(assessment, OF_SERVICES, "partially", "As a whole.")
    measure(assessment, "Mobile")
    assert read_progress(assessment) == (None, 0)

    change(assessment, version=2, is_measured=False)

    assert read_progress(assessment) == (50, 1)
    assert list_rows(assessment) == [(OF_SERVICES, "", "partially", "As a whole.", 1)]


# What it costs


def count_queries(job):
    with CaptureQueriesContext(connection) as captured:
        job()
    return len(captured)


def test_saving_costs_the_same_for_one_unit_and_for_three(assessment):
    person = find_member(assessment)
    codes = measure(assessment, "Mobile", "Internet", "Television")
    save(assessment, answer(OF_COMPANIES, explanation="So that the editions are read."))

    def save_all(units, option):
        changes = [answer(unit=unit, option=option, version=1) for unit in units]
        return count_queries(lambda: save_answers(by=person, assessment=assessment, changes=changes))

    with_one, with_three = save_all(codes[:1], "no"), save_all(codes, "yes")
    assert with_one == with_three <= 7


def test_adding_and_changing_cost_the_same_with_any_number_of_units(assessment):
    person = find_member(assessment)
    alone = (
        count_queries(lambda: add(read_again(assessment), by=person)),
        count_queries(lambda: change(read_again(assessment), by=person)),
    )
    measure(assessment, "Internet", "Television")

    among_others = (
        count_queries(lambda: add(read_again(assessment), "Mail", by=person, version=5)),
        count_queries(lambda: change(read_again(assessment), "4", "Post", by=person, version=6)),
    )

    assert among_others == alone
