"""Every page of an assessment gets it from here: outsiders get 404."""

from functools import wraps

from django.shortcuts import get_object_or_404

from assessment.models import Assessment


def load_assessment(view):
    """Turns `assessment_id` of the address into the assessment, if the person may see it."""

    @wraps(view)
    def wrapper(request, assessment_id, **keywords):
        visible = Assessment.objects.visible_to(request.user).select_related("organisation")
        return view(request, get_object_or_404(visible, pk=assessment_id), **keywords)

    return wrapper
