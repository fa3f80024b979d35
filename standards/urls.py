from django.urls import path

from standards import views


app_name = "standards"

urlpatterns = [
    path("", views.list_standards, name="list"),
    path("<slug:slug>/", views.show_standard, name="standard"),
    path("<slug:slug>/<str:name>/", views.show_edition, name="edition"),
    path("<slug:slug>/<str:name>/questions/<str:code>/", views.show_question, name="question"),
]
