"""What a report says, as a dictionary: a tiny case by hand, and what changes its key. Without a database."""

import json

import pytest
from django.utils import translation

from reports.snapshot import compute_content_key
from tests.assessment.questionnaires import INTERNET, OF_SERVICES, POSTPAID, PREPAID, SUBSIDIARY
from tests.reports.snapshots import ANSWERS, CHECKSUM, LAW_NOTE, LAW_NOTES, make_snapshot, make_subject


def pick(part, *names):
    return {name: part[name] for name in names}


# --- by hand -------------------------------------------------------------------------------------------------------


def test_title():
    report = make_snapshot(ANSWERS)

    assert pick(
        report, "language", "company", "period", "tier", "generated_on", "assessment", "is_sample",
    ) == {
        "language": "en",
        "company": "Kokjiek",
        "period": "1 January 2026 – 31 December 2026",
        "tier": "All questions",
        "generated_on": "23 November 2026",
        "assessment": "",
        "is_sample": False,
    }  # fmt: skip


def test_editions_with_their_checksums():
    (edition,) = make_snapshot(ANSWERS)["editions"]

    assert edition == {
        "title": "Accessibility list (example)",
        "short_title": "Accessibility",
        "name": "1",
        "slug": "example-access",
        "publisher": "Example Foundation",
        "derived": False,
        "derived_by": "The questions were written by the author of this document; the foundation has not approved them.",
        "status": {"kk": "draft", "ru": "draft", "en": "source"},
        "checksum": CHECKSUM,
    }


def test_scores_with_what_they_are_of():
    report = make_snapshot(ANSWERS)
    names = ("label", "value", "earned", "available", "answered", "applicable")

    # Access: (70 × 5 + 100 × 2) ÷ 7 = 78.57; privacy: 0; total: 39.29; the list: 550 ÷ 900 = 61.11.
    assert [list(pick(score, *names).values()) for score in report["pillars"]] == [
        ["Privacy", "0", "0", "200", 1, 1],
        ["Accessibility", "79", "550", "700", 2, 2],
    ]
    assert [list(pick(score, *names).values()) for score in report["standards"]] == [
        ["Accessibility list (example)", "61", "550", "900", 3, 3]
    ]
    assert pick(report["total"], "value", "answered", "applicable") == {
        "value": "39", "answered": 3, "applicable": 3,
    }  # fmt: skip
    assert pick(report["disclosure"], "value", "answered", "applicable") == {
        "value": "70", "answered": 1, "applicable": 1,
    }  # fmt: skip
    assert [score["gaps"] for score in report["pillars"]] == [1, 1]


def test_thousands_are_grouped():
    heavy = [("questions", 0, "weight", 1000), ("questions", 1, "weight", 1000)]
    access = make_snapshot(ANSWERS, edition=heavy)["pillars"][1]

    assert (access["earned"], access["available"]) == ("170,000", "200,000")


def test_one_gap_in_full():
    report = make_snapshot(
        {"ACC-1": ("mostly", "All pages but the map.")},
        law_notes=[LAW_NOTE],
        edition=[(*LAW_NOTES, ["LAW-1", "LAW-UNKNOWN"])],
    )

    (group,) = report["gaps"]
    (gap,) = group["items"]
    assert pick(group, "code", "label", "gain") == {
        "code": "access", "label": "Accessibility", "gain": "+30.0",
    }  # fmt: skip
    assert gap == {
        "code": "ACC-1",
        "text": "Does the company publish that all pages of the service work by keyboard?",
        "units": [],
        "place": "",
        "option": "Mostly",
        "option_code": "mostly",
        "option_points": 70,
        "explanation": "All pages but the map.",
        "explanation_language": "ru",
        "withheld": "",
        "evidence_behind": [],
        "evidence_withheld": 0,
        "gain": "+30.0",
        "severity": "Blocking",
        "severity_code": "blocking",
        "criterion": "Published for all pages.",
        "criterion_head": "Criterion for “Always”:",
        "remedy": "Publish an accessibility statement.",
        "evidence": "address of the statement",
        "recommendation": "Work by keyboard",
        "number": "Item 1",
        "quotation": "everything can be done without a mouse",
        "quotation_language": "en",
        "standard": "Accessibility",
        "derived": False,
        "law_notes": [{"code": "LAW-1", "title": "Law on keyboards"}],
    }
    assert report["top_gaps"] == [gap]
    assert (report["gap_count"], report["top_gain"]) == (1, "+30.0")
    assert report["law_notes"] == [
        {
            "code": "LAW-1",
            "title": "Law on keyboards",
            "text": "Keyboards must work.",
            "confidence": "A",
            "checked_on": "31 May 2026",
            "sources": [{"title": "zan.kz", "address": "https://zan.example/1"}],
        }
    ]


def test_a_law_note_without_a_gap_is_not_printed():
    report = make_snapshot(
        {"ACC-1": "always", "ACC-3": "never"}, law_notes=[LAW_NOTE], edition=[(*LAW_NOTES, ["LAW-1"])]
    )

    assert report["law_notes"] == []


def test_gaps_are_grouped_by_pillar_with_the_gain_of_each():
    report = make_snapshot({"ACC-1": "mostly", "ACC-2": "never", "ACC-3": "never"})

    # 30 × 5 ÷ 14 and 100 × 2 ÷ 14 make 25.
    assert [
        (group["label"], group["gain"], [(gap["code"], gap["gain"]) for gap in group["items"]])
        for group in report["gaps"]
    ] == [
        ("Privacy", "+50.0", [("ACC-3", "+50.0")]),
        ("Accessibility", "+25.0", [("ACC-2", "+14.3"), ("ACC-1", "+10.7")]),
    ]
    assert [gap["code"] for gap in report["top_gaps"]] == ["ACC-3", "ACC-2", "ACC-1"]
    assert report["top_gain"] == "+75.0"


def test_what_is_met():
    (group,) = make_snapshot(ANSWERS)["met"]

    assert (group["label"], [(item["code"], item["option"]) for item in group["items"]]) == (
        "Accessibility",
        [("ACC-2", "Always")],
    )


def test_not_applicable_stands_with_its_reason_and_is_neither_met_nor_a_gap():
    report = make_snapshot({"ACC-3": ("no_such_service", "No app at all.")})

    assert [pick(item, "code", "option", "explanation") for item in report["excluded"]] == [
        {"code": "ACC-3", "option": "No such service", "explanation": "No app at all."}
    ]
    assert (report["gaps"], report["met"], report["total"]["value"]) == ([], [], "")


def test_all_answers_with_points_weight_and_contribution():
    report = make_snapshot({"ACC-1": "mostly", "ACC-3": ("no_such_service", "No app.")})
    rows = {
        row["code"]: (row["option"], row["points"], row["weight"], row["contribution"])
        for group in report["answers"]
        for row in group["items"]
    }

    assert [(group["label"], group["score"]) for group in report["answers"]] == [
        ("Privacy", ""),
        ("Accessibility", "70"),
    ]
    assert rows == {
        "ACC-1": ("Mostly", "70", "5", "70.00"),
        "ACC-2": ("", "–", "2", "–"),
        "ACC-3": ("No such service", "–", "2", "–"),
    }


def test_no_points_are_shown_as_0_and_not_as_nothing():
    (row, _other) = make_snapshot({"ACC-1": "never"})["answers"][1]["items"]

    assert (row["points"], row["contribution"]) == ("0", "0.00")


def test_method():
    method = make_snapshot(ANSWERS)["method"]

    assert method == {
        "pillar": "weighted_mean_of_questions",
        "total": "mean_of_pillars",
        "scale": [
            {"label": "Always", "points": 100},
            {"label": "Mostly", "points": 70},
            {"label": "Rarely", "points": 30},
            {"label": "Never", "points": 0},
            {"label": "No such service", "points": None},
        ],
        "severities": [
            {"label": "Blocking", "weight": 5, "meaning": "a person cannot use the service at all"},
            {"label": "Tiring", "weight": 2, "meaning": "a person can use the service with extra effort"},
        ],
        "rules": ["Answer for the main service."],
        "sources": [
            {
                "title": "A short list for accessible services",
                "language": "en",
                "publisher": "Example Foundation",
                "published_on": "1 May 2026",
                "address": "https://example.org/accessibility",
                "note": "",
            }
        ],
    }


def test_a_source_without_a_date_has_none():
    (source,) = make_snapshot(edition=[("sources", 0, "published_on", None)])["method"]["sources"]

    assert source["published_on"] == ""


# --- drafts, left out, not asked -----------------------------------------------------------------------------------


def test_an_empty_report_is_a_draft_without_scores():
    report = make_snapshot()

    assert pick(report, "answered", "applicable", "is_complete", "gaps", "top_gaps", "met", "excluded") == {
        "answered": 0,
        "applicable": 3,
        "is_complete": False,
        "gaps": [],
        "top_gaps": [],
        "met": [],
        "excluded": [],
    }
    assert [report["total"]["value"], *(score["value"] for score in report["pillars"])] == ["", "", ""]
    assert report["radar"] == ""


def test_what_cannot_be_printed_becomes_a_blank_and_everything_else_stays():
    typed = "bell\x07 nul\x00 vertical\x0b delete\x7f next\x85 none\ufffe\uffff|line\nbreak\ttab ✅ Ә\u202e"
    printed = "bell  nul  vertical  delete  next  none  |line\nbreak\ttab ✅ Ә\u202e"
    report = make_snapshot(
        {"ACC-3": ("never", typed)}, left_out=["access"], reason=typed, subject=make_subject(company=typed)
    )

    assert report["top_gaps"][0]["explanation"] == printed
    assert report["left_out"][0]["reason"] == printed
    assert report["company"] == printed


@pytest.mark.parametrize(
    ("answers", "answered", "complete"),
    [
        ({"ACC-1": "always"}, 1, False),
        ({"ACC-1": "always", "ACC-2": "never"}, 2, False),
        ({"ACC-1": "always", "ACC-2": "never", "ACC-3": ("no_such_service", "None.")}, 3, True),
    ],
)
def test_a_draft_says_how_much_is_answered(answers, answered, complete):
    assert pick(make_snapshot(answers), "answered", "applicable", "is_complete") == {
        "answered": answered, "applicable": 3, "is_complete": complete,
    }  # fmt: skip


def test_a_pillar_that_is_left_out_stands_with_its_reason_and_counts_nowhere():
    report = make_snapshot(ANSWERS, left_out=["access"], reason="Сервиса нет.")

    assert report["left_out"] == [{"pillar": "Accessibility", "reason": "Сервиса нет.", "language": "ru"}]
    assert [(score["label"], score["value"], score["left_out"]) for score in report["pillars"]] == [
        ("Privacy", "0", False),
        ("Accessibility", "", True),
    ]
    assert pick(report, "answered", "applicable", "is_complete") == {
        "answered": 1, "applicable": 1, "is_complete": True,
    }  # fmt: skip
    assert [group["code"] for group in report["answers"]] == ["privacy"]
    assert [gap["code"] for gap in report["top_gaps"]] == ["ACC-3"]
    assert "Accessibility" not in report["bars"]


def test_questions_that_are_not_asked_stand_under_their_reason():
    profile = make_snapshot(subject=make_subject(tags=frozenset()))
    tier = make_snapshot(tier="core", subject=make_subject(tags=frozenset({"messenger"})))
    both = make_snapshot(tier="core", subject=make_subject(tags=frozenset()))

    def list_skipped(report):
        return {group["reason"]: [item["code"] for item in group["items"]] for group in report["skipped"]}

    assert list_skipped(profile) == {"Asked only of companies with this profile: Messenger": ["ACC-2"]}
    assert list_skipped(tier) == {"Asked only when all questions are chosen": ["ACC-2", "ACC-3"]}
    assert list_skipped(both) == {
        "Asked only of companies with this profile: Messenger": ["ACC-2"],
        "Asked only when all questions are chosen": ["ACC-3"],
    }
    assert list_skipped(make_snapshot()) == {}


def test_only_ten_gaps_matter_most():
    question = {
        "recommendation": "A-1", "tier": "core", "kind": "trial", "severity": "tiring", "weight": 2,
    }  # fmt: skip
    text = {"kk": "сұрақ", "ru": "вопрос", "en": "question"}
    criteria = [{"option": "always", "text": text}, {"option": "never", "text": text}]
    common = question | {
        "text": text, "criteria": criteria, "evidence": [text], "weight_reason": text, "remedy": text,
    }  # fmt: skip
    more = [("questions", 3 + number, common | {"code": f"ACC-{4 + number}"}) for number in range(9)]
    report = make_snapshot({f"ACC-{number}": "never" for number in range(1, 13)}, edition=more)

    assert (len(report["top_gaps"]), report["gap_count"]) == (10, 12)
    assert sum(len(group["items"]) for group in report["gaps"]) == 12
    # Privacy 50; access 50 × (5 + 8 × 2) ÷ (5 + 10 × 2).
    assert report["top_gain"] == "+92.0"


def test_a_source_says_what_is_contested_about_it():
    note = {"kk": "Даулы.", "ru": "Оспаривается.", "en": "Contested."}

    (source,) = make_snapshot(ANSWERS, edition=[("sources", 0, "note", note)])["method"]["sources"]

    assert source["note"] == "Contested."


# --- units ---------------------------------------------------------------------------------------------------------

SERVICES = (PREPAID, POSTPAID, INTERNET)
BY_UNIT = {
    "ACC-1~1": ("always", "Of prepaid."),
    "ACC-1~2": ("never", "Of postpaid."),
    "ACC-1~3": ("mostly", "Of the internet."),
    "ACC-2": ("rarely", "Of the company."),
    "ACC-3~1": ("no_such_service", "No data."),
    "ACC-3~2": "never",
}


def make_unit_snapshot(answers=None, *, units=SERVICES, **more):
    return make_snapshot(BY_UNIT if answers is None else answers, units=units, edition=OF_SERVICES, **more)


def test_scores_by_unit_by_hand():
    assert make_unit_snapshot()["units"] == [
        {
            "code": "",
            "label": "Company as a whole",
            "kind": "",
            "total": "30",
            "pillars": [{"code": "privacy", "value": ""}, {"code": "access", "value": "30"}],
            "answered": 1,
            "applicable": 1,
        },
        {
            "code": "1",
            "label": "Prepaid",
            "kind": "Service, counts together with “mobile”",
            "total": "100",
            "pillars": [{"code": "privacy", "value": ""}, {"code": "access", "value": "100"}],
            "answered": 2,
            "applicable": 2,
        },
        {
            "code": "2",
            "label": "Postpaid",
            "kind": "Service, counts together with “mobile”",
            "total": "0",
            "pillars": [{"code": "privacy", "value": "0"}, {"code": "access", "value": "0"}],
            "answered": 2,
            "applicable": 2,
        },
        {
            "code": "3",
            "label": "Internet",
            "kind": "Service",
            "total": "70",
            "pillars": [{"code": "privacy", "value": ""}, {"code": "access", "value": "70"}],
            "answered": 1,
            "applicable": 2,
        },
    ]


def test_a_company_that_measures_only_itself_has_no_scores_by_unit():
    report = make_snapshot(ANSWERS)

    assert report["units"] == []
    items = [item for group in (*report["met"], *report["gaps"]) for item in group["items"]]
    assert [(item["place"], item["units"]) for item in items] == [("", [])] * 3
    assert {row["place"] for group in report["answers"] for row in group["items"]} == {""}


def test_a_gap_at_some_services_names_them_and_what_closing_it_there_would_add():
    report = make_unit_snapshot()

    # Access weighs 5 + 2 and is half of the total. ACC-1: postpaid is a quarter of the question, internet half;
    # (100 × 1/4 + 30 × 1/2) × 5/14 = 14.3. ACC-2: 70 × 2/14 = 10. ACC-3: postpaid alone counts, 100 × 1/2 = 50.
    assert [(gap["code"], gap["gain"], gap["option"]) for gap in report["top_gaps"]] == [
        ("ACC-3", "+50.0", "Postpaid: Never"),
        ("ACC-1", "+14.3", "Postpaid: Never; Internet: Mostly"),
        ("ACC-2", "+10.0", "Company as a whole: Rarely"),
    ]
    assert (report["gap_count"], report["top_gain"]) == (3, "+74.3")
    (_privacy, access) = report["gaps"]
    names = ("place", "option", "option_points", "explanation")
    assert [[pick(answer, *names) for answer in gap["units"]] for gap in access["items"]] == [
        [
            {"place": "Postpaid", "option": "Never", "option_points": 0, "explanation": "Of postpaid."},
            {"place": "Internet", "option": "Mostly", "option_points": 70, "explanation": "Of the internet."},
        ],
        [
            {
                "place": "Company as a whole",
                "option": "Rarely",
                "option_points": 30,
                "explanation": "Of the company.",
            }
        ],
    ]


def test_a_question_may_be_met_by_one_service_and_a_gap_at_another():
    report = make_unit_snapshot()

    assert [
        (item["code"], [pick(answer, "place", "option") for answer in item["units"]])
        for group in report["met"]
        for item in group["items"]
    ] == [("ACC-1", [{"place": "Prepaid", "option": "Always"}])]
    assert [
        (item["code"], [pick(answer, "place", "explanation") for answer in item["units"]])
        for item in report["excluded"]
    ] == [("ACC-3", [{"place": "Prepaid", "explanation": "No data."}])]


def test_all_answers_stand_in_a_row_for_each_service_and_add_up_to_the_score():
    report = make_unit_snapshot()

    rows = {
        group["label"]: [
            (row["code"], row["place"], row["option"], row["points"], row["weight"], row["contribution"])
            for row in group["items"]
        ]
        for group in report["answers"]
    }
    # Access is 360 ÷ 7 = 51.43.
    assert rows == {
        "Privacy": [
            ("ACC-3", "Prepaid", "No such service", "–", "2", "–"),
            ("ACC-3", "Postpaid", "Never", "0", "2", "0.00"),
            ("ACC-3", "Internet", "", "–", "2", "–"),
        ],
        "Accessibility": [
            ("ACC-1", "Prepaid", "Always", "100", "5", "17.86"),
            ("ACC-1", "Postpaid", "Never", "0", "5", "0.00"),
            ("ACC-1", "Internet", "Mostly", "70", "5", "25.00"),
            ("ACC-2", "Company as a whole", "Rarely", "30", "2", "8.57"),
        ],
    }
    assert [group["score"] for group in report["answers"]] == ["0", "51"]
    assert pick(report, "answered", "applicable", "is_complete") == {
        "answered": 6, "applicable": 7, "is_complete": False,
    }  # fmt: skip


def test_a_subsidiary_stands_beside_the_company():
    report = make_unit_snapshot({"ACC-2": "never", "ACC-2~4": "always"}, units=[SUBSIDIARY])

    assert [pick(unit, "label", "kind", "total") for unit in report["units"]] == [
        {"label": "Company as a whole", "kind": "", "total": "0"},
        {"label": "Subsidiary", "kind": "Operating company", "total": "100"},
    ]
    (gap,) = report["top_gaps"]
    assert (gap["gain"], gap["option"], report["total"]["value"]) == (
        "+50.0",
        "Company as a whole: Never",
        "50",
    )


@pytest.mark.parametrize(
    ("language", "whole", "kind"),
    [("kk", "Тұтас компания", "Сервис"), ("ru", "Компания в целом", "Сервис"), ("en", "Company as a whole", "Service")],
)  # fmt: skip
def test_units_are_told_in_the_language_asked_for_and_named_as_they_were_typed(language, whole, kind):
    units = make_unit_snapshot(units=[INTERNET], language=language)["units"]

    assert [(unit["label"], unit["kind"]) for unit in units] == [(whole, ""), ("Internet", kind)]


def test_a_report_with_units_is_plain_data():
    report = make_unit_snapshot()

    assert json.loads(json.dumps(report)) == report


# --- languages and keys --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "label", "date", "gain"),
    [
        ("kk", "Сервис көмекші бағдарламалар туралы дерек жинаудан бас тарта ма?", "Ешқашан", "23 қараша 2026 ж.", "+50,0"),
        ("ru", "Воздерживается ли сервис от сбора данных о вспомогательных программах?", "Никогда", "23 ноября 2026 г.", "+50,0"),
        ("en", "Does the service abstain from collecting data about assistive programs?", "Never", "23 November 2026", "+50.0"),
    ],
)  # fmt: skip
def test_texts_dates_and_numbers_are_in_the_language_asked_for(language, text, label, date, gain):
    with translation.override("en"):
        report = make_snapshot(ANSWERS, language=language)
        assert translation.get_language() == "en"

    gap = report["top_gaps"][0]
    assert (gap["text"], gap["option"], report["generated_on"], gap["gain"]) == (text, label, date, gain)
    assert gap["explanation"] == "We count screen readers."


def test_a_snapshot_is_plain_data():
    report = make_snapshot(ANSWERS, left_out=["privacy"], law_notes=[LAW_NOTE])

    assert json.loads(json.dumps(report)) == report


def test_the_same_content_has_the_same_key():
    key = compute_content_key(make_snapshot(ANSWERS))

    assert compute_content_key(make_snapshot(dict(reversed(ANSWERS.items())))) == key
    assert len(key) == 64


@pytest.mark.parametrize(
    "changes",
    [
        {"answers": ANSWERS | {"ACC-2": "never"}},
        {"answers": ANSWERS | {"ACC-3": ("never", "We count screen readers!")}},
        {"left_out": ["access"]},
        {"language": "ru"},
        {"subject": make_subject(company="Tulpar")},
        {"subject": make_subject(assessment="4711")},
        {"subject": make_subject(is_sample=True)},
        {"units": [INTERNET]},
    ],
    ids=["option", "explanation", "pillar left out", "language", "company", "assessment", "sample", "units"],
)
def test_other_content_has_another_key(changes):
    same = {"answers": ANSWERS}

    assert compute_content_key(make_snapshot(**same | changes)) != compute_content_key(make_snapshot(**same))
