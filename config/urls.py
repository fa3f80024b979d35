"""One place from which every address can be followed to its view."""

from django.urls import include, path


urlpatterns = [
    path("accounts/", include("accounts.allauth_urls")),
    path("organisations/", include("accounts.urls")),
    path("standards/", include("standards.urls")),
    path("crosswalk/", include("standards.urls_crosswalk")),
    path("glossary/", include("standards.urls_glossary")),
    path("shortcuts/", include("assessment.urls_shortcuts")),
    path("assessments/", include("assessment.urls")),
    path("evidence/", include("assessment.urls_evidence")),
    path("", include("reports.urls")),
]

handler404 = "config.errors.show_not_found"
