"""Every page asks for a sign-in unless its view says that it is public; private pages are never stored."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse

from accounts.views.sign_in import ask_to_sign_in_again


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Sends anonymous people to the sign-in page; views marked `login_not_required` are public.

    A POST without a session is usually a session that ended in the middle of a form: what was typed is kept. A
    password is not worth keeping, so the pages of the account itself start again.
    """

    def handle_no_permission(self, request, view_function):
        if request.htmx:
            # The page that asks is still open and keeps what was typed; it opens its own way to sign in.
            return HttpResponse(
                status=401, headers={"WWW-Authenticate": "Session", "Cache-Control": "no-store"}
            )
        if request.method == "POST" and "password" not in "".join(request.POST):
            return ask_to_sign_in_again(request)
        return super().handle_no_permission(request, view_function)


class PrivatePagesMiddleware:
    """Forbids browsers and proxies to keep pages made for a signed-in person."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
        return response
