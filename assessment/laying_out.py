"""Merges the editions that an assessment has pinned into one questionnaire by pillar and recommendation. Pure: no database.

Texts are in one language: editions come as `standards.catalogue.get_localised` returns them.
"""

from collections.abc import Iterable
from types import SimpleNamespace

from assessment.questionnaire import AskedQuestion, OfferedOption, Part, Pillar, Questionnaire
from standards.definition import count_points


CORE = "core"


def lay_out(editions: Iterable[SimpleNamespace], *, tier: str, tags: frozenset[str]) -> Questionnaire:
    """The questionnaire of these editions for a company with these profile tags.

    `tier` core asks the questions of the tier "core"; any other value asks all. Pillars of several editions meet
    under their code, ordered by the position that the editions give.
    """
    editions = tuple(editions)
    parts: dict[str, list[Part]] = {}
    skipped: list[str] = []
    for edition in editions:
        for part in _parts_of(edition, tier, tags, skipped):
            parts.setdefault(part.pillar, []).append(part)
    headings = {}
    for edition in editions:
        for pillar in edition.pillars:
            headings.setdefault(pillar.code, pillar)
    pillars = tuple(
        Pillar(heading.code, heading.label, heading.may_be_left_out, tuple(parts[heading.code]))
        for heading in sorted(headings.values(), key=lambda heading: (heading.position, heading.code))
        if heading.code in parts
    )
    return Questionnaire(editions=editions, pillars=pillars, skipped=tuple(skipped))


def _parts_of(edition: SimpleNamespace, tier: str, tags: frozenset[str], skipped: list[str]):
    kinds = {kind.code: kind for kind in edition.kinds}
    severities = {severity.code: severity for severity in edition.severities}
    sources = {source.code: source for source in edition.sources}
    scale = {option.code: option for option in edition.scale}
    for recommendation in edition.recommendations:
        asked: dict[str, list[AskedQuestion]] = {}
        for question in edition.questions:
            if question.recommendation != recommendation.code:
                continue
            applies = not question.applies_to or not tags.isdisjoint(question.applies_to)
            if not applies or (tier == CORE and question.tier != CORE):
                skipped.append(question.code)
                continue
            pillar = question.pillar or recommendation.pillar
            asked.setdefault(pillar, []).append(
                AskedQuestion(
                    code=question.code,
                    pillar=pillar,
                    standard=edition.standard.slug,
                    definition=question,
                    recommendation=recommendation,
                    source=sources[recommendation.source],
                    edition=edition,
                    severity=severities[question.severity],
                    kind=kinds[question.kind],
                    options=_offer(question, scale),
                )
            )
        for pillar, questions in asked.items():
            yield Part(recommendation, pillar, edition, tuple(questions))


def _offer(question: SimpleNamespace, scale: dict[str, SimpleNamespace]) -> tuple[OfferedOption, ...]:
    criteria = {criterion.option: criterion.text for criterion in question.criteria}
    return tuple(
        OfferedOption(
            option.code,
            option.label,
            count_points(option, question.reversed),
            criteria[option.code],
        )
        for option in scale.values()
        if option.code in criteria
    )
