"""People, organisations and who does what in them. What an organisation may see is decided where the thing lives."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    """Finds people by e-mail without regard to case. People are created by `accounts.actions.create_user`."""

    def get_by_natural_key(self, email):
        return self.get(email=email.lower())

    def create_user(self, email, password=None, **fields):
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The e-mail address, kept in lower case, is the login."""

    email = models.EmailField(_("e-mail address"), unique=True)
    full_name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=[("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")],
        default="ru",
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("operator"), default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique_without_case")]

    def __str__(self):
        return self.full_name or self.email


class OrganisationKind(models.TextChoices):
    COMPANY = "company", _("Company")
    AUDITOR = "auditor", _("Auditing body")
    NGO = "ngo", _("Civil society organisation")


class Sector(models.TextChoices):
    TELECOM = "telecom", _("Telecommunications")
    ONLINE_PLATFORM = "online_platform", _("Online platform or media")
    ECOMMERCE = "ecommerce", _("Electronic commerce")
    FINANCE = "finance", _("Finance")
    SOFTWARE = "software", _("Software and cloud services")
    TRANSPORT = "transport", _("Transport and delivery")
    OTHER = "other", _("Other")


class ProfileTag(models.TextChoices):
    """What a company does; decides which questions it is asked. Editions use the same codes in `applies_to`."""

    USER_CONTENT = "user_content", _("Hosts content created by users")
    MESSENGER = "messenger", _("Offers instant messaging")
    TARGETED_ADS = "targeted_ads", _("Shows targeted advertising or passes data for it")
    AI = "ai", _("Uses user data in algorithmic or AI systems")
    OVER_100K_USERS = (
        "over_100k_users",
        _("Has more than 100,000 daily users in Kazakhstan on monthly average"),
    )
    TELECOM = "telecom", _("Is a telecommunications operator")
    ECOMMERCE = "ecommerce", _("Runs a marketplace or classified ads")


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Organisations the person belongs to."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(memberships__user=user)


class Organisation(models.Model):
    """A company that measures itself, a body that audits, or a civil society organisation that reads.

    `bin` is the business identification number of Kazakhstan (12 digits with a control digit) and is set for
    companies only. `tags` holds `ProfileTag` codes. `version` counts the saves of the profile.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=OrganisationKind.choices)
    name_kk = models.CharField(_("name in Kazakh"), max_length=200)
    name_ru = models.CharField(_("name in Russian"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    bin = models.CharField(
        _("business identification number (BIN)"), max_length=12, null=True, blank=True, unique=True
    )  # noqa: DJ001 - null keeps several organisations without a number apart under the unique constraint
    sector = models.CharField(_("sector"), max_length=20, choices=Sector.choices, blank=True)
    tags = models.JSONField(_("profile"), default=list, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="company", bin__isnull=False)
                | ~models.Q(kind="company") & models.Q(bin__isnull=True),
                name="organisation_bin_for_companies_only",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        """The name in the language of the page."""
        return self.name_in(get_language() or "ru")

    def name_in(self, language):
        return getattr(self, f"name_{language}")


class Role(models.TextChoices):
    LEAD = "lead", pgettext_lazy("role in a company", "Lead")
    CONTRIBUTOR = "contributor", pgettext_lazy("role in a company", "Contributor")
    VIEWER = "viewer", pgettext_lazy("role in a company", "Viewer")
    AUDITOR = "auditor", _("Auditor")
    LEAD_AUDITOR = "lead_auditor", _("Lead auditor")
    READER = "reader", _("Reader")


ROLES_OF_KIND = {
    OrganisationKind.COMPANY: (Role.LEAD, Role.CONTRIBUTOR, Role.VIEWER),
    OrganisationKind.AUDITOR: (Role.AUDITOR, Role.LEAD_AUDITOR),
    OrganisationKind.NGO: (Role.READER,),
}


class Membership(models.Model):
    """A person's role in an organisation; one role in each."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="one_membership_per_person")
        ]

    def __str__(self):
        return f"{self.user} · {self.organisation} · {self.get_role_display()}"


class AuditEvent(models.Model):
    """Who did what to which row, with the values before and after. Written by actions only, never changed.

    `organisation` is whose business it is (null for the portal itself); `subject` names the row as `model:key`.
    """

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=50)
    subject = models.CharField(max_length=120)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject}"
