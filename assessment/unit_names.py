"""What is measured, in the language of the page."""

from django.utils.translation import gettext as _

from assessment.models import UnitKind
from assessment.scoring import MeasuredUnit


def name_unit(unit: MeasuredUnit) -> str:
    return unit.name or _("Company as a whole")


def describe_kind(unit: MeasuredUnit) -> str:
    """Its kind, and with which others it counts as one value; empty for the company as a whole."""
    if not unit.name:
        return ""
    kind = UnitKind(unit.kind).label
    if not unit.bundle:
        return str(kind)
    return _("%(kind)s, counts together with “%(bundle)s”") % {"kind": kind, "bundle": unit.bundle}
