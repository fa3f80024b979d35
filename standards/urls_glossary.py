from django.urls import path

from standards.views import glossary


app_name = "glossary"

urlpatterns = [
    path("", glossary.list_terms, name="list"),
]
