"""The portal with a page that fails, for the tests of what people see then."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.urls import include, path


@login_not_required
def fail(request):
    raise RuntimeError("the secret answer is 42")


@login_not_required
def miss(request):
    raise Http404(["not", "a", "sentence"])


urlpatterns = [path("fails/", fail), path("misses/", miss), path("", include("config.urls"))]

handler404 = "config.errors.show_not_found"
