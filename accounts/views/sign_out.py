"""Signing out, after which the back button shows nothing."""

from allauth.account.views import LogoutView
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator


@method_decorator(login_not_required, name="dispatch")
class SignOutView(LogoutView):
    """allauth's sign-out. Public: whose session has ended is signed out already and is not asked to sign in for it."""

    def post(self, request: HttpRequest, *arguments, **keywords) -> HttpResponse:
        """Tells the browser, too, to forget the pages that it may have kept in memory to go back to."""
        response = super().post(request, *arguments, **keywords)
        response.headers["Clear-Site-Data"] = '"cache"'
        return response


sign_out = SignOutView.as_view()
