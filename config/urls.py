"""One place from which every address can be followed to its view."""

from django.urls import include, path


urlpatterns = [
    path("accounts/", include("accounts.allauth_urls")),
    path("organisations/", include("accounts.urls")),
    path("standards/", include("standards.urls")),
    path("crosswalk/", include("standards.urls_crosswalk")),
    path("assessments/", include("assessment.urls")),
    path("", include("reports.urls")),
]

handler404 = "config.errors.show_not_found"
