"""Collects what a report says: of an assessment, or of the invented company that serves as the sample."""

from functools import lru_cache

import yaml
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from accounts.models import ProfileTag
from assessment.demo import COMPANIES
from assessment.laying_out import lay_out
from assessment.models import Assessment, AssessmentEdition, Tier
from assessment.queries import load_filled_questionnaire, load_translations
from assessment.queries_evidence import load_evidence_behind
from assessment.questionnaire import AnswerKey, FilledQuestionnaire, GivenAnswer
from assessment.translations import translate_answers
from reports.scopes import Scope
from reports.snapshot import Subject, build_snapshot
from standards.catalogue import get_law_notes, get_localised
from standards.models import Edition


SAMPLE = "kokjiek"


def load_snapshot(assessment: Assessment, language: str, scope: Scope = Scope.PUBLISHABLE) -> dict:
    """The snapshot of an assessment's gap report in one language, with explanations in it where the company has written them:
    as it may be passed on, or with all that the company keeps."""
    with override(language):
        subject = Subject(
            company=assessment.organisation.name_in(language),
            period=assessment.period,
            tier=str(Tier(assessment.tier).label),
            tags=frozenset(assessment.tags),
            generated_on=timezone.localdate(),
            assessment=str(assessment.pk),
        )
    filled = load_filled_questionnaire(assessment, language)
    return build_snapshot(
        subject=subject,
        filled=translate_answers(filled, load_translations(assessment, language), language),
        checksums=AssessmentEdition.objects.filter(assessment=assessment).values_list(
            "edition__checksum", flat=True
        ),
        law_notes=get_law_notes(language),
        language=language,
        evidence=load_evidence_behind(assessment),
        scope=scope,
    )


def load_sample_snapshot(language: str) -> dict | None:
    """The report of the invented company, from the demo file and the newest editions; none when those are not loaded."""
    wanted = read_sample()["standards"]
    found = dict(
        Edition.objects.published()
        .filter(standard__slug__in=wanted)
        .order_by("published_on", "pk")
        .values_list("standard__slug", "checksum")
    )
    if len(found) < len(wanted):
        return None
    return _build_sample(tuple(found[slug] for slug in wanted), language)


@lru_cache(maxsize=1)
def read_sample() -> dict:
    path = settings.DEMO_DIR / COMPANIES[SAMPLE]["files"][0]
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=9)
def _build_sample(checksums: tuple[str, ...], language: str) -> dict:
    sample, company = read_sample(), COMPANIES[SAMPLE]
    editions = [get_localised(checksum, language) for checksum in checksums]
    tags = frozenset(ProfileTag(tag).value for tag in company["tags"])
    answers = {
        AnswerKey(code): GivenAnswer(answer["option"], answer["explanation"], sample["language"], 1)
        for code, answer in sample["answers"].items()
    }
    filled = FilledQuestionnaire(lay_out(editions, tier=sample["tier"], tags=tags), answers, {})
    with override(language):
        start, end = sample["period"]["start"], sample["period"]["end"]
        subject = Subject(
            company=company["names"][f"name_{language}"],
            period=f"{date_format(start)} – {date_format(end)}",
            tier=str(Tier(sample["tier"]).label),
            tags=tags,
            generated_on=end,
            is_sample=True,
        )
    return build_snapshot(
        subject=subject,
        filled=filled,
        checksums=checksums,
        law_notes=get_law_notes(language),
        language=language,
    )
