"""Builds the demo through the actions: two invented companies with their answers, an auditing body and an NGO.

Answers and explanations are written by hand in `fixtures/demo/*.yaml`. Nothing here describes a real company.
"""

from pathlib import Path

import yaml
from django.db import transaction

from accounts.actions import add_member, create_organisation, create_user
from accounts.identification import complete_bin
from accounts.models import Organisation, OrganisationKind, ProfileTag, Role, Sector, User
from assessment.actions import (
    AnswerChange,
    EvidenceFacts,
    Use,
    add_file,
    add_link,
    attach_evidence,
    save_answers,
    start_assessment,
)
from assessment.models import Assessment
from standards.models import Edition


COMPANIES = {
    "kokjiek": {
        "names": {"name_kk": "Көкжиек", "name_ru": "Кокжиек", "name_en": "Kokjiek"},
        "bin": complete_bin("15034000001"),
        "sector": Sector.TELECOM,
        "tags": [ProfileTag.TARGETED_ADS, ProfileTag.AI, ProfileTag.OVER_100K_USERS, ProfileTag.TELECOM],
        "people": {
            "lead@kokjiek.test": ("Айгерім Сәрсен", Role.LEAD, "ru"),
            "contributor@kokjiek.test": ("Данияр Ахмет", Role.CONTRIBUTOR, "ru"),
            "viewer@kokjiek.test": ("Ольга Ким", Role.VIEWER, "ru"),
        },
        "files": ["kokjiek-2026.yaml"],
    },
    "tulpar": {
        "names": {"name_kk": "Тұлпар", "name_ru": "Тулпар", "name_en": "Tulpar"},
        "bin": complete_bin("18114000002"),
        "sector": Sector.ECOMMERCE,
        "tags": [
            ProfileTag.USER_CONTENT,
            ProfileTag.MESSENGER,
            ProfileTag.TARGETED_ADS,
            ProfileTag.AI,
            ProfileTag.OVER_100K_USERS,
            ProfileTag.ECOMMERCE,
        ],
        "people": {"lead@tulpar.test": ("Нұрлан Оспан", Role.LEAD, "kk")},
        "files": ["tulpar-2025.yaml", "tulpar-2026.yaml"],
    },
}

OTHERS = [
    (
        OrganisationKind.AUDITOR,
        {
            "name_kk": "Таразы аудит бюросы",
            "name_ru": "Аудиторское бюро «Таразы»",
            "name_en": "Tarazy Audit Bureau",
        },
        {
            "lead.auditor@audit.test": ("Майра Жүсіп", Role.LEAD_AUDITOR, "kk"),
            "auditor@audit.test": ("Сергей Ли", Role.AUDITOR, "ru"),
        },
    ),
    (
        OrganisationKind.NGO,
        {
            "name_kk": "Ашық желі қоры",
            "name_ru": "Фонд «Открытая сеть»",
            "name_en": "Open Network Foundation",
        },
        {"reader@ngo.test": ("Әсел Төлеген", Role.READER, "en")},
    ),
]

OPERATOR = "admin@olshem.test"


class StandardsMissing(Exception):
    """The demo answers standards that are not published here; the text lists them."""


def is_seeded() -> bool:
    return User.objects.filter(email=OPERATOR).exists()


@transaction.atomic
def seed_demo(*, password: str, folder: Path) -> list[Assessment]:
    """Makes everything at once or nothing. All people share the password. Returns the assessments.

    Raises `StandardsMissing`.
    """
    operator = create_user(
        by=None, email=OPERATOR, full_name="Olshem", language="en", password=password, is_operator=True
    )
    for kind, names, people in OTHERS:
        organisation = create_organisation(by=operator, kind=kind, **names)
        _add_people(operator, organisation, people, password)
    assessments = []
    for company in COMPANIES.values():
        organisation = create_organisation(
            by=operator,
            kind=OrganisationKind.COMPANY,
            bin=company["bin"],
            sector=company["sector"],
            tags=company["tags"],
            **company["names"],
        )
        people = _add_people(operator, organisation, company["people"], password)
        assessments += [_answer(people[0], organisation, folder / name) for name in company["files"]]
    return assessments


def _add_people(operator: User, organisation: Organisation, people: dict, password: str) -> list[User]:
    users = []
    for email, (full_name, role, language) in people.items():
        user = create_user(
            by=operator, email=email, full_name=full_name, language=language, password=password
        )
        add_member(by=operator, organisation=organisation, user=user, role=role)
        users.append(user)
    return users


def _answer(lead: User, organisation: Organisation, path: Path) -> Assessment:
    demo = yaml.safe_load(path.read_text(encoding="utf-8"))
    editions = Edition.objects.published().filter(standard__slug__in=demo["standards"])
    missing = set(demo["standards"]).difference(editions.values_list("standard__slug", flat=True))
    if missing:
        raise StandardsMissing(", ".join(sorted(missing)))
    assessment = start_assessment(
        by=lead,
        organisation=organisation,
        period_start=demo["period"]["start"],
        period_end=demo["period"]["end"],
        editions=list(editions),
        tier=demo["tier"],
    )
    changes = [
        AnswerChange(
            question=code,
            option=answer["option"],
            explanation=answer["explanation"],
            language=demo["language"],
            version=0,
        )
        for code, answer in demo["answers"].items()
    ]
    save_answers(by=lead, assessment=assessment, changes=changes)
    for piece in demo.get("evidence", ()):
        _keep_evidence(lead, assessment, piece, path.parent / "evidence")
    return assessment


def _keep_evidence(lead: User, assessment: Assessment, piece: dict, folder: Path) -> None:
    """Puts a file or a link on the company's shelf and behind its answers."""
    keywords = {
        "by": lead,
        "organisation": assessment.organisation,
        "facts": EvidenceFacts(
            title=piece["title"],
            document_date=piece["date"],
            language=piece["language"],
            confidentiality=piece["confidentiality"],
        ),
    }
    if "address" in piece:
        evidence = add_link(**keywords, address=piece["address"])
    else:
        with (folder / piece["file"]).open("rb") as file:
            evidence = add_file(**keywords, file=file, file_name=piece["file"])
    for question, place in piece["behind"].items():
        attach_evidence(by=lead, evidence=evidence, use=Use(assessment, question, place=place))
