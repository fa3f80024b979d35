"""Every page of an assessment gets it from here: outsiders get 404."""

from functools import wraps

from django.shortcuts import get_object_or_404

from assessment.models import Assessment, AssessmentQuerySet


def find_assessment(assessments: AssessmentQuerySet, user, assessment_id) -> Assessment:
    """The assessment with its company, if the person may see it; else 404."""
    return get_object_or_404(assessments.visible_to(user).select_related("organisation"), pk=assessment_id)


def load_assessment(view):
    """Turns `assessment_id` of the address into the assessment, if the person may see it."""

    @wraps(view)
    def wrapper(request, assessment_id, **keywords):
        return view(request, find_assessment(Assessment.objects, request.user, assessment_id), **keywords)

    return wrapper
