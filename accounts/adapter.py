"""What this portal decides differently from allauth's defaults."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """People are invited; nobody opens an account alone."""

    def is_open_for_signup(self, request):
        return False
