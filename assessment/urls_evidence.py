from django.urls import path

from assessment.views import evidence


app_name = "evidence"

urlpatterns = [
    path("", evidence.show_shelf, name="list"),
    path("<uuid:evidence_id>/", evidence.show, name="detail"),
    path("<uuid:evidence_id>/file/", evidence.download, name="file"),
]
