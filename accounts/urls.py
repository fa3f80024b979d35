from django.urls import path

from accounts.views import organisation


app_name = "accounts"

urlpatterns = [path("<uuid:organisation_id>/", organisation.show, name="organisation")]
