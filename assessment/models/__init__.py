"""A company's live work. Rows are written only by `assessment.actions`."""

from assessment.models.answers import Answer, AnswerTranslation, CarriedOver, Confidentiality
from assessment.models.assessments import (
    Assessment,
    AssessmentEdition,
    AssessmentQuerySet,
    OmittedPillar,
    StatusChange,
    StatusChoices,
    Tier,
    UnitKind,
)
from assessment.models.evidence import Evidence, EvidenceQuerySet, EvidenceUse
from assessment.models.together import Assignment, Comment, Presence, SignOff
from assessment.models.workbooks import WorkbookUpload


__all__ = [
    "Answer",
    "AnswerTranslation",
    "Assessment",
    "AssessmentEdition",
    "AssessmentQuerySet",
    "Assignment",
    "CarriedOver",
    "Comment",
    "Confidentiality",
    "Evidence",
    "EvidenceQuerySet",
    "EvidenceUse",
    "OmittedPillar",
    "Presence",
    "SignOff",
    "StatusChange",
    "StatusChoices",
    "Tier",
    "UnitKind",
    "WorkbookUpload",
]
