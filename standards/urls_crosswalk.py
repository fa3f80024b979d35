from django.urls import path

from standards.views import crosswalk


app_name = "crosswalk"

urlpatterns = [
    path("", crosswalk.show_search, name="search"),
    path("frameworks/<str:code>/", crosswalk.show_framework, name="framework"),
    path("frameworks/<str:code>.csv", crosswalk.download_framework, name="framework-csv"),
    path("standards/<slug:slug>/<str:name>/", crosswalk.show_edition, name="edition"),
    path("standards/<slug:slug>/<str:name>.csv", crosswalk.download_edition, name="edition-csv"),
]
