"""The demo: who and what is in it, and that the command fills an empty database once."""

import re

import pytest
from django.core.management import CommandError, call_command

from accounts.identification import check_bin
from accounts.models import AuditEvent, Membership, Organisation, User
from assessment.demo import is_seeded
from assessment.models import (
    Answer,
    Assessment,
    AssessmentEdition,
    Evidence,
    EvidenceUse,
    OmittedPillar,
    StatusChange,
)
from assessment.queries import load_filled_questionnaire
from standards.models import Edition, Question
from tests.factories.people import PASSWORD


pytestmark = pytest.mark.django_db

PEOPLE = {
    "lead@kokjiek.test": ("Kokjiek", "lead"),
    "contributor@kokjiek.test": ("Kokjiek", "contributor"),
    "viewer@kokjiek.test": ("Kokjiek", "viewer"),
    "lead@tulpar.test": ("Tulpar", "lead"),
    "auditor@audit.test": ("Tarazy Audit Bureau", "auditor"),
    "lead.auditor@audit.test": ("Tarazy Audit Bureau", "lead_auditor"),
    "reader@ngo.test": ("Open Network Foundation", "reader"),
}
OPERATOR = "admin@olshem.test"
DEMO = {("Kokjiek", 2026), ("Tulpar", 2025), ("Tulpar", 2026)}


def find(company, year):
    return Assessment.objects.get(organisation__name_en=company, period_end__year=year)


def score(company, year):
    return load_filled_questionnaire(find(company, year), "en").scorecard


def empty_of_demo():
    for model in (
        EvidenceUse,
        Evidence,
        Answer,
        OmittedPillar,
        StatusChange,
        AssessmentEdition,
        Assessment,
        AuditEvent,
    ):
        model.objects.all().delete()
    for model in (Membership, Organisation, User):
        model.objects.all().delete()


def test_people_and_roles_are_exactly_these():
    memberships = Membership.objects.values_list("user__email", "organisation__name_en", "role")

    assert {email: (organisation, role) for email, organisation, role in memberships} == PEOPLE
    assert set(User.objects.values_list("email", flat=True)) == {*PEOPLE, OPERATOR}
    assert list(User.objects.filter(is_staff=True).values_list("email", flat=True)) == [OPERATOR]


def test_everybody_signs_in_with_the_password_and_has_a_name():
    for user in User.objects.all():
        assert user.check_password(PASSWORD), user.email
        assert user.full_name


def test_companies_have_valid_numbers_and_names_in_three_languages():
    companies = Organisation.objects.filter(kind="company")

    assert set(companies.values_list("name_kk", "name_ru", "name_en")) == {
        ("Көкжиек", "Кокжиек", "Kokjiek"),
        ("Тұлпар", "Тулпар", "Tulpar"),
    }
    assert set(companies.values_list("name_en", "sector")) == {
        ("Kokjiek", "telecom"),
        ("Tulpar", "ecommerce"),
    }
    for company in companies:
        assert check_bin(company.bin) is None


def test_assessments_are_one_of_kokjiek_and_two_of_tulpar():
    assessments = Assessment.objects.select_related("organisation")

    assert {(row.organisation.name_en, row.period_end.year) for row in assessments} == DEMO
    assert {row.status for row in assessments} == {"draft"}
    assert set(find("Tulpar", 2026).editions.values_list("standard__slug", flat=True)) == {
        "drcq",
        "us-eu-hrd",
        "kz-context",
    }


@pytest.mark.parametrize(("company", "year"), sorted(DEMO))
def test_every_applicable_question_is_answered_with_an_explanation_of_its_own(company, year):
    filled = load_filled_questionnaire(find(company, year), "en")

    explanations = [filled.answer_to(code).explanation for code in filled.questionnaire.by_code]
    assert filled.unanswered == ()
    assert {key.question for key in filled.answers} == set(filled.questionnaire.by_code)
    assert min(map(len, explanations)) >= 30
    assert len(set(explanations)) == len(explanations)


@pytest.mark.parametrize(("company", "year"), sorted(DEMO))
def test_scores_are_spread_as_those_of_a_real_company(company, year):
    values = [pillar.value for pillar in score(company, year).pillars]

    assert None not in values
    assert all(0 < value < 100 for value in values)


def test_kokjiek_is_weak_on_expression_and_on_defenders():
    kokjiek = {pillar.code: pillar.value for pillar in score("Kokjiek", 2026).pillars}
    tulpar = {pillar.code: pillar.value for pillar in score("Tulpar", 2026).pillars}

    assert max(kokjiek["expression"], kokjiek["hrd"]) < min(kokjiek["governance"], kokjiek["privacy"])
    assert kokjiek["expression"] < tulpar["expression"]
    assert kokjiek["hrd"] < tulpar["hrd"]


def test_tulpar_keeps_evidence_behind_its_answers_of_2026():
    uses = EvidenceUse.objects.select_related("evidence").order_by("pk")

    assert {use.assessment for use in uses} == {find("Tulpar", 2026)}
    assert [
        (use.question.code, use.evidence.address or use.evidence.file_name, use.evidence.confidentiality)
        for use in uses
    ] == [
        ("FOE-01", "https://tulpar.example/kk/adam-quqyqtary", "publishable"),
        ("FOE-08", "https://tulpar.example/kk/adam-quqyqtary", "publishable"),
        ("GOV-01", "tulpar-order-2026.txt", "auditor"),
        ("GOV-05", "tulpar-training-2026.csv", "publishable"),
    ]


def test_tulpar_has_moved_on_since_last_year():
    assert score("Tulpar", 2025).total.value < score("Tulpar", 2026).total.value
    assert score("Kokjiek", 2026).total.value < score("Tulpar", 2026).total.value


def test_everything_was_made_through_the_actions():
    saved = AuditEvent.objects.filter(verb="save-answer").count()
    count = {verb: AuditEvent.objects.filter(verb=verb).count() for verb in ("create-user", "add-member")}

    assert saved == Answer.objects.count()
    assert count == {"create-user": len(PEOPLE) + 1, "add-member": len(PEOPLE)}
    assert AuditEvent.objects.filter(verb="start-assessment").count() == len(DEMO)
    assert AuditEvent.objects.filter(verb="create-organisation").count() == Organisation.objects.count()
    assert list(StatusChange.objects.values_list("to_status", flat=True)) == ["draft"] * len(DEMO)


def test_running_it_again_is_refused_and_changes_nothing():
    before = AuditEvent.objects.count()

    with pytest.raises(CommandError, match="^the demo is already there; nothing was changed$"):
        call_command("seed_demo", password=PASSWORD)

    assert AuditEvent.objects.count() == before


MISSING = r"^not loaded: the standards {}; first type: \./run manage load_standards$"


def test_without_standards_the_command_says_what_to_type():
    empty_of_demo()
    Question.objects.all().delete()
    Edition.objects.all().delete()

    with pytest.raises(CommandError, match=MISSING.format("drcq, kz-context, us-eu-hrd")):
        call_command("seed_demo")

    assert is_seeded() is False


def test_with_a_part_of_the_standards_nothing_is_made():
    empty_of_demo()
    Edition.objects.filter(standard__slug="kz-context").update(status="draft")

    with pytest.raises(CommandError, match=MISSING.format("kz-context")):
        call_command("seed_demo")

    assert is_seeded() is False
    assert Organisation.objects.exists() is False
    assert AuditEvent.objects.exists() is False


@pytest.mark.parametrize("options", [{}, {"password": ""}])
def test_a_password_that_is_made_up_is_printed_and_works(options, capsys):
    empty_of_demo()

    call_command("seed_demo", **options)

    printed = capsys.readouterr().out
    assert printed.splitlines()[0].startswith("3 assessments; people: lead@kokjiek.test, ")
    password = re.search(r"^password of all: (\S+)$", printed, re.MULTILINE)[1]
    assert len(password) >= 20
    assert User.objects.get(email="lead@tulpar.test").check_password(password)


def test_a_password_that_was_given_is_not_printed(capsys):
    empty_of_demo()

    call_command("seed_demo", password=PASSWORD)

    assert PASSWORD not in capsys.readouterr().out
    assert User.objects.get(email="lead@tulpar.test").check_password(PASSWORD)


def test_silent_when_asked_to_be(capsys):
    empty_of_demo()

    call_command("seed_demo", password=PASSWORD, verbosity=0)

    assert capsys.readouterr().out == ""
    assert is_seeded() is True


# Total, disclosure only, pillars and standards, as the first engine computed them by `sum(points × weight) / sum(weight)`.
KEPT = {
    ("Kokjiek", 2026): [
        "26701/714",
        "3340/117",
        *("1300/51", "50", "1150/21", "58/3"),
        *("50", "58/3", "1200/41"),
    ],
    ("Tulpar", 2025): [
        "32975105/1013454",
        "11005/528",
        *("1950/71", "450/13", "3000/61", "170/9"),
        *("1600/37", "350/19", "200/9"),
    ],
    ("Tulpar", 2026): [
        "28908835/376159",
        "1472755/20124",
        *("8500/109", "1600/21", "7600/87", "1120/17"),
        *("3225/37", "2450/39", "7100/97"),
    ],
}


@pytest.mark.parametrize(("company", "year"), sorted(DEMO))
def test_the_three_editions_keep_their_results(company, year):
    scorecard = score(company, year)

    scores = [scorecard.total, scorecard.disclosure, *scorecard.pillars, *scorecard.standards]
    assert [str(each.value) for each in scores] == KEPT[company, year]
