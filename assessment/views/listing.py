"""The list of assessments that a person may see."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import get_language

from accounts.models import Organisation
from assessment.models import Assessment
from assessment.policies import find_startable_organisations
from assessment.queries import describe_assessments


PAGE_SIZE = 10


def list_assessments(request):
    """Newest period first, a page at a time."""
    visible = Assessment.objects.visible_to(request.user).select_related("organisation")
    page = Paginator(visible, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "assessment/list.html",
        {
            "page": page,
            "rows": describe_assessments(page.object_list, get_language()),
            "organisations": Organisation.objects.visible_to(request.user),
            "can_start": find_startable_organisations(request.user).exists(),
        },
    )
