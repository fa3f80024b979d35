from django.urls import path

from reports import views


app_name = "reports"

urlpatterns = [
    path("", views.show_front, name="front"),
    path("sample-report/", views.show_sample, name="sample"),
    path("sample-report.pdf", views.download_sample, name="sample-pdf"),
    path("assessments/<uuid:assessment_id>/report/", views.show_report, name="detail"),
    path("assessments/<uuid:assessment_id>/report.pdf", views.download_report, name="pdf"),
]
