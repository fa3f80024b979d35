"""What the nodes of a score are called, in the language of the page."""

from django.utils.translation import gettext as _

from assessment.questionnaire import FilledQuestionnaire
from assessment.scoring import Method, Score, name_composite
from assessment.unit_names import name_unit


def name_composites(method: Method) -> dict[str, str]:
    """What the kinds of units that a composite averages are called together."""
    kinds = {
        "group": _("Company as a whole"),
        "operating_company": _("Operating companies"),
        "service": _("Services"),
    }
    return {
        name_composite(composite): ", ".join(kinds[kind] for kind in composite)
        for composite in method.composites
    }


class Labels:
    """Names for every node of every score of one set of answers."""

    def __init__(self, filled: FilledQuestionnaire):
        editions = filled.questionnaire.editions
        recommendations = {item.code: item.title for edition in editions for item in edition.recommendations}
        self.names = {
            "pillar": {pillar.code: pillar.label for pillar in filled.questionnaire.pillars},
            "standard": {edition.standard.slug: edition.standard.title for edition in editions},
            "recommendation": recommendations,
            "family": recommendations,
            "unit": {unit.code: name_unit(unit) for unit in filled.units},
            "composite": name_composites(filled.questionnaire.method),
            "total": {"all": _("Total")},
            "disclosure": {"all": _("Disclosure only")},
        }

    def find(self, level: str, code: str) -> str:
        """The name of a node; its code when it has no other name, as questions and bundles have none."""
        return self.names.get(level, {}).get(code, code)

    def __call__(self, score: Score) -> str:
        return self.find(score.level, score.code)
