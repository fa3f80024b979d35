"""Signing in, also in the middle of a form whose session has ended: nothing that was typed is lost.

The sign-in page then carries what was typed in a hidden field, and after signing in the person gets it back with one
button that saves it. It is never stored on the server nor in the browser.
"""

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers


ADDRESS, TYPED = "resume-address", "resume-typed"


class SignInView(LoginView):
    """allauth's sign-in; with something to resume it ends on the page that gives it back."""

    def get_context_data(self, **keywords):
        resume = {"address": self.request.POST.get(ADDRESS, ""), "typed": self.request.POST.get(TYPED, "")}
        return super().get_context_data(resume=resume if resume["address"] else None, **keywords)

    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)
        address = self.request.POST.get(ADDRESS, "")
        if not self.request.user.is_authenticated or not get_adapter().is_safe_url(address):
            return response
        typed = QueryDict(self.request.POST.get(TYPED, ""))
        fields = [(name, value) for name, values in typed.lists() for value in values]
        return render(self.request, "account/resumed.html", {"address": address, "fields": fields})


sign_in = SignInView.as_view()


def ask_to_sign_in_again(request: HttpRequest) -> HttpResponse:
    """The sign-in page that keeps what an anonymous POST brought; status 403, because nothing was done."""
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    view = SignInView()
    view.setup(request)
    context = view.get_context_data(form=view.get_form_class()(request=request))
    context["resume"] = {"address": request.get_full_path(), "typed": typed.urlencode()}
    response = render(request, "account/login.html", context, status=403)
    add_never_cache_headers(response)
    return response
