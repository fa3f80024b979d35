from django.urls import path

from standards.views import editions


app_name = "standards"

urlpatterns = [
    path("", editions.list_standards, name="list"),
    path("<slug:slug>/", editions.show_standard, name="standard"),
    path("<slug:slug>/<str:name>/", editions.show_edition, name="edition"),
    path("<slug:slug>/<str:name>/questions/<str:code>/", editions.show_question, name="question"),
]
