"""What this portal decides differently from allauth's defaults."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts.actions import change_password


class AccountAdapter(DefaultAccountAdapter):
    """People are invited; nobody opens an account alone. Messages are the portal's own, in its three languages."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "The e-mail address or the password is not right. Check both and try again."
        ),
        "too_many_login_attempts": _("Too many attempts failed. Wait a few minutes, then try again."),
        "enter_current_password": _("This is not your current password. Type it again."),
    }

    told = {"account/messages/password_changed.txt": _("Your password is changed.")}

    def is_open_for_signup(self, request):
        return False

    def is_safe_url(self, url):
        """Whether a sign-in may lead there: to a path of this site and nowhere else."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def set_password(self, user, password):
        change_password(by=user, password=password)

    def add_message(
        self, request, level, message_template=None, message_context=None, extra_tags="", message=None
    ):
        """Says only what a person needs to be told; signing in and out show for themselves."""
        if message_template in self.told:
            messages.add_message(request, level, self.told[message_template], extra_tags)
