"""Signing in again inside a page that is still open, so that what was typed there stays where it is.

The page asks for these pieces with htmx. Only the person whose page it is can go on in it: what one has typed is never saved
under another's name.
"""

from allauth.account.views import LoginView
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _


PERSON = "person"


class SignInAgainView(LoginView):
    """The form, or the news that somebody is signed in, with the token that the page's forms need from now on."""

    template_name = "account/_sign_in_again.html"

    @method_decorator(login_not_required)
    def dispatch(self, request: HttpRequest, *arguments, **keywords) -> HttpResponse:
        if request.user.is_authenticated:
            return self.show_who_is_signed_in()
        return super().dispatch(request, *arguments, **keywords)

    def form_valid(self, form) -> HttpResponse:
        if str(form.user.pk) != self.request.POST.get(PERSON):
            form.add_error("login", _("This page is somebody else's. Sign in as the person who opened it."))
            return self.form_invalid(form)
        response = super().form_valid(form)
        return self.show_who_is_signed_in() if self.request.user.is_authenticated else response

    def get_context_data(self, **keywords) -> dict:
        person = self.request.POST.get(PERSON) or self.request.GET.get(PERSON, "")
        return super().get_context_data(person=person, **keywords)

    def show_who_is_signed_in(self) -> HttpResponse:
        asked = self.request.POST.get(PERSON) or self.request.GET.get(PERSON)
        is_same = str(self.request.user.pk) == asked
        return render(self.request, "account/_signed_in_again.html", {"is_same": is_same})


sign_in_again = SignInAgainView.as_view()
