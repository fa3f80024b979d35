from django.urls import path

from assessment.views import reading


app_name = "shortcuts"

urlpatterns = [
    path("", reading.show_shortcuts, name="help"),
]
