"""A tiny standard with its own answers, severities and pillar goes through the whole portal: no code knows one by name.

The numbers are computed by hand. ACC-1 (weight 5) and ACC-2 (weight 2) are the pillar access, ACC-3 (weight 2) is the pillar
privacy; *mostly* earns 70, *rarely* 30, *always* 100, and *no such service* is excluded.
"""

import re
from fractions import Fraction
from html import unescape
from pathlib import Path

import pytest
from django.urls import reverse

from assessment.actions import OptionNotOffered, leave_out_pillar
from assessment.models import Answer
from assessment.queries import load_filled_questionnaire
from reports.queries import load_snapshot
from standards.loader import load_files
from standards.models import Edition
from tests.factories.assessments import find_member, make_assessment, save_answer
from tests.factories.standards import read_example_text


ROOT = Path(__file__).parents[2]
LANGUAGES = ("kk", "ru", "en")
TITLES = {
    "kk": "Қолжетімділік тізімі (мысал)",
    "ru": "Список доступности (пример)",
    "en": "Accessibility list (example)",
}


@pytest.fixture
def example(db, tmp_path):
    """The example is loaded beside the portal's own standards."""
    path = tmp_path / "example.yaml"
    path.write_text(read_example_text(), encoding="utf-8")
    load_files([path], law_notes=None)


@pytest.fixture
def assessment(example):
    """A messenger measured against the example alone."""
    return make_assessment(standards=["example-access"], tags=["messenger"])


@pytest.fixture
def answered(assessment):
    """Everything is answered: mostly, rarely, always."""
    for question, option in {"ACC-1": "mostly", "ACC-2": "rarely", "ACC-3": "always"}.items():
        save_answer(assessment, question, option, f"Why {question}")
    return assessment


def find_values(assessment) -> dict[str, Fraction | None]:
    """Every score of an assessment by name."""
    scorecard = load_filled_questionnaire(assessment, "en").scorecard
    return {
        "total": scorecard.total.value,
        **{score.code: score.value for score in (*scorecard.pillars, *scorecard.standards)},
        "disclosure": scorecard.disclosure.value,
    }


def read_words(response) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages_show_it_in_each_language(client, example, language):
    edition = reverse("standards:edition", args=["example-access", "1"])
    pages = {
        reverse("standards:list"): TITLES[language],
        edition: TITLES[language],
        reverse("standards:question", args=["example-access", "1", "ACC-2"]): {
            "kk": "Хабарламалар пернетақтамен жіберіле ме?",
            "ru": "Отправляются ли сообщения с клавиатуры?",
            "en": "Can messages be sent by keyboard?",
        }[language],
    }
    for address, words in pages.items():
        response = client.get(address, {"lang": language})
        assert response.status_code == 200
        assert words in read_words(response)
    assert client.get(reverse("standards:standard", args=["example-access"])).url == edition


def test_officer_starts_and_answers_it_on_the_site(client, example):
    lead = find_member(make_assessment(tags=["messenger"]))
    client.force_login(lead)
    start = reverse("assessment:start")
    edition = Edition.objects.get(standard__slug="example-access")
    assert "Accessibility list (example) (1)" in read_words(client.get(start, {"lang": "en"}))

    response = client.post(
        start,
        {
            "organisation": lead.memberships.get().organisation_id,
            "period_start": "2025-01-01",
            "period_end": "2025-12-31",
            "editions": [edition.pk],
            "tier": "extended",
        },
    )
    assessment = lead.memberships.get().organisation.assessments.get(period_end="2025-12-31")
    assert response.url == reverse("assessment:detail", args=[assessment.pk])

    pillar = reverse("assessment:pillar", args=[assessment.pk, "access"])
    data = {"ACC-1-option": "mostly", "ACC-1-explanation": "", "ACC-1-version": "0"}
    data |= {"ACC-2-option": "yes", "ACC-2-explanation": "", "ACC-2-version": "0"}
    assert client.post(pillar, data).status_code == 422
    assert client.post(pillar, data | {"ACC-1-version": "1", "ACC-2-option": "rarely"}).url == pillar

    answers = Answer.objects.filter(assessment=assessment).order_by("question__code")
    assert list(answers.values_list("question__code", "option")) == [("ACC-1", "mostly"), ("ACC-2", "rarely")]


def test_scores_are_those_computed_by_hand(answered):
    assert find_values(answered) == {
        "total": Fraction(555, 7),  # (410/7 + 100) / 2
        "privacy": Fraction(100),
        "access": Fraction(410, 7),  # (70 × 5 + 30 × 2) / (5 + 2)
        "example-access": Fraction(610, 9),  # (350 + 60 + 200) / (5 + 2 + 2)
        "disclosure": Fraction(70),  # ACC-1 alone
    }


def test_excluded_answer_needs_a_reason_and_leaves_the_score(answered):
    save_answer(answered, "ACC-3", "no_such_service", "There is only a telephone line.")

    assert find_values(answered) == {
        "total": Fraction(410, 7),
        "privacy": None,
        "access": Fraction(410, 7),
        "example-access": Fraction(410, 7),
        "disclosure": Fraction(70),
    }


@pytest.mark.parametrize(("question", "option"), [("ACC-1", "yes"), ("ACC-1", "rarely"), ("ACC-3", "mostly")])
def test_answers_of_other_scales_and_without_criterion_are_refused(assessment, question, option):
    with pytest.raises(OptionNotOffered):
        save_answer(assessment, question, option)


def test_core_asks_only_its_core_questions(example):
    assessment = make_assessment(standards=["example-access"], tags=["messenger"], tier="core")

    assert list(load_filled_questionnaire(assessment, "en").questionnaire.by_code) == ["ACC-1"]


def test_profile_decides_what_is_asked(example):
    assessment = make_assessment(standards=["example-access"], tags=["ai"])

    questionnaire = load_filled_questionnaire(assessment, "en").questionnaire
    assert list(questionnaire.by_code) == ["ACC-3", "ACC-1"]
    assert questionnaire.skipped == ("ACC-2",)
    assert load_snapshot(assessment, "en")["skipped"] == [
        {
            "reason": "Asked only of companies with this profile: Messenger",
            "items": [{"code": "ACC-2", "text": "Can messages be sent by keyboard?"}],
        }
    ]


def test_its_pillar_may_be_left_out_and_the_shared_one_may_not(answered):
    lead = find_member(answered)
    leave_out_pillar(
        by=lead,
        assessment=answered,
        version=answered.version,
        pillar="access",
        reason="No screens.",
        language="en",
    )

    questionnaire = load_filled_questionnaire(answered, "en").questionnaire
    assert {pillar.code: pillar.may_be_left_out for pillar in questionnaire.pillars} == {
        "privacy": False,
        "access": True,
    }
    assert find_values(answered)["total"] == 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_says_it_all_in_each_language(answered, language):
    report = load_snapshot(answered, language)

    assert [edition["title"] for edition in report["editions"]] == [TITLES[language]]
    assert (report["total"]["value"], report["disclosure"]["value"]) == ("79", "70")
    assert [(score["code"], score["value"]) for score in report["pillars"]] == [
        ("privacy", "100"),
        ("access", "59"),
    ]
    assert [(gap["code"], gap["option_code"], gap["severity_code"]) for gap in report["top_gaps"]] == [
        ("ACC-1", "mostly", "blocking"),
        ("ACC-2", "rarely", "tiring"),
    ]
    gain = {"kk": "+10,7", "ru": "+10,7", "en": "+10.7"}[language]  # (100 − 70) × 5/7 / 2
    assert report["top_gaps"][0]["gain"] == gain
    assert [(group["code"], [item["code"] for item in group["items"]]) for group in report["met"]] == [
        ("privacy", ["ACC-3"])
    ]
    assert [option["points"] for option in report["method"]["scale"]] == [100, 70, 30, 0, None]
    assert [severity["weight"] for severity in report["method"]["severities"]] == [5, 2]
    assert report["law_notes"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_the_assessment_renders_in_each_language(client, answered, language):
    client.force_login(find_member(answered))
    names = {
        "assessment:detail": [],
        "assessment:check": [],
        "assessment:search": [],
        "assessment:pillar": ["access"],
        "assessment:recommendation": ["privacy", "A-2"],
        "assessment:leave-out": ["access"],
        "assessment:score": ["standard", "example-access"],
        "reports:detail": [],
    }
    for name, arguments in names.items():
        address = reverse(name, args=[answered.pk, *arguments])
        assert (name, client.get(address, {"lang": language}).status_code) == (name, 200)


def test_severities_of_the_edition_are_what_the_filter_offers(client, answered):
    client.force_login(find_member(answered))
    page = reverse("assessment:pillar", args=[answered.pk, "access"])

    words = read_words(client.get(page, {"severity": "tiring", "lang": "en"}))

    assert "Can messages be sent by keyboard?" in words
    assert "Does the company publish that all pages of the service work by keyboard?" not in words


def test_it_shares_a_pillar_with_the_other_standards(example):
    assessment = make_assessment(tags=["messenger"])

    pillars = load_filled_questionnaire(assessment, "en").questionnaire.pillars

    assert [pillar.code for pillar in pillars] == ["expression", "governance", "privacy", "hrd", "access"]
    assert [part.code for part in pillars[2].parts[-2:]] == ["KZ-12", "A-2"]
    assert {part.edition.standard.slug for part in pillars[2].parts} == {
        "drcq",
        "kz-context",
        "example-access",
    }


@pytest.mark.parametrize("name", ["drcq", "us-eu-hrd", "kz-context"])
def test_no_code_and_no_template_knows_a_standard_by_name(name):
    apps = ("config", "accounts", "standards", "assessment", "reports")
    files = [path for app in apps for path in (ROOT / app).rglob("*.py")]
    files += (ROOT / "templates").rglob("*.html")

    assert len(files) > 100
    assert [
        str(path.relative_to(ROOT)) for path in files if name in path.read_text(encoding="utf-8").lower()
    ] == []
