"""Every page asks for a sign-in unless its view says that it is public; private pages are never stored."""

from django.contrib.auth.middleware import LoginRequiredMiddleware


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Sends anonymous people to the sign-in page; views marked `login_not_required` are public."""


class PrivatePagesMiddleware:
    """Forbids browsers and proxies to keep pages made for a signed-in person."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
        return response
