"""allauth's forms in the portal's words."""

from allauth.account.forms import ChangePasswordForm, LoginForm
from django.utils.translation import gettext_lazy as _


REQUIRED = _("This field is empty. Fill it in.")


class SignInForm(LoginForm):
    """E-mail address and password."""

    def __init__(self, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        login, password = self.fields["login"], self.fields["password"]
        login.label = _("E-mail address")
        login.error_messages = {
            "required": REQUIRED,
            "invalid": _("This is not a whole e-mail address. Example: name@company.kz"),
        }
        password.label = _("Password")
        password.help_text = ""
        password.error_messages = {"required": REQUIRED}
        for field in (login, password):
            field.widget.attrs.pop("placeholder", None)
        login.widget.attrs["autocomplete"] = "username"


class PasswordForm(ChangePasswordForm):
    """The current password and twice the new one."""

    def __init__(self, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        labels = {
            "oldpassword": _("Current password"),
            "password1": _("New password"),
            "password2": _("New password again"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].error_messages = {"required": REQUIRED}
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["password1"].help_text = _(
            "At least 12 characters. Several unrelated words are easy to remember."
        )
