"""Every change of what is measured inside an assessment."""

from dataclasses import asdict, dataclass

from django.db import transaction

from accounts.audit import record_event
from accounts.models import User
from assessment.actions.assessments import StaleAssessment, change_assessment
from assessment.models import Assessment, UnitKind
from assessment.policies import check_user_can_change_assessment


UNIT_LIMIT = 50
NAME_LIMIT = 100


class UnitRefused(Exception):
    """A unit that may not be measured."""


class UnitNameTaken(UnitRefused):
    """The assessment has a unit of this name already; one that is not measured any more counts too."""


class TooManyUnits(UnitRefused):
    """The assessment has `UNIT_LIMIT` units."""


class UnitNotAllowed(UnitRefused):
    """No name, one that is too long, or a kind that is not in `UnitKind`."""


class UnknownUnit(UnitRefused):
    """The assessment has no unit with this code."""


@dataclass(frozen=True)
class UnitDescription:
    """What a unit is called, what it is (`UnitKind`), and with which others it counts as one value."""

    name: str
    kind: str
    bundle: str = ""
    is_measured: bool = True


@transaction.atomic
def add_unit(*, by: User, assessment: Assessment, version: int, unit: UnitDescription) -> str:
    """Measures an operating company or a service apart; returns its code.

    Raises `NotAllowed`, a `UnitRefused`, or `StaleAssessment` when the assessment was changed since it was read.
    """
    check_user_can_change_assessment(by, assessment)
    units = _read_units(assessment, version)
    if len(units) >= UNIT_LIMIT:
        raise TooManyUnits
    _check_unit(unit, [other["name"] for other in units])
    code = str(max((int(other["code"]) for other in units), default=0) + 1)
    _write_units(by, assessment, version, "add-unit", units, [*units, {"code": code, **asdict(unit)}])
    return code


@transaction.atomic
def change_unit(*, by: User, assessment: Assessment, version: int, code: str, unit: UnitDescription) -> None:
    """Renames a unit, says what it is, or stops or resumes measuring it. Its answers stay, and count again when it is
    measured again. Raises as `add_unit` does.
    """
    check_user_can_change_assessment(by, assessment)
    units = _read_units(assessment, version)
    if code not in [other["code"] for other in units]:
        raise UnknownUnit(code)
    _check_unit(unit, [other["name"] for other in units if other["code"] != code])
    changed = [other if other["code"] != code else {"code": code, **asdict(unit)} for other in units]
    _write_units(by, assessment, version, "change-unit", units, changed)


def _read_units(assessment: Assessment, version: int) -> list[dict]:
    """The units as they are in this version, so that what is checked is what is changed."""
    units = (
        Assessment.objects.filter(pk=assessment.pk, version=version).values_list("units", flat=True).first()
    )
    if units is None:
        raise StaleAssessment
    return units


def _write_units(
    by: User, assessment: Assessment, version: int, verb: str, before: list[dict], after: list[dict]
) -> None:
    change_assessment(assessment, version, units=after)
    record_event(
        by=by,
        organisation=assessment.organisation,
        verb=verb,
        subject=assessment,
        before={"units": before},
        after={"units": after},
    )


def _check_unit(unit: UnitDescription, taken: list[str]) -> None:
    named = unit.name.strip() and len(unit.name) <= NAME_LIMIT and len(unit.bundle) <= NAME_LIMIT
    if not named or unit.kind not in UnitKind.values:
        raise UnitNotAllowed
    if unit.name.casefold() in {name.casefold() for name in taken}:
        raise UnitNameTaken
