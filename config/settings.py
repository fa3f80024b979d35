"""All settings, driven by the environment. `.env.example` lists every variable; a test compares the two."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import env


BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.get_text("OLSHEM_DATA_DIR", str(BASE_DIR / "var")))

SECRET_KEY = env.get_text("OLSHEM_SECRET_KEY")
DEBUG = env.get_bool("OLSHEM_DEBUG", False)
HTTPS = env.get_bool("OLSHEM_HTTPS", True)
ALLOWED_HOSTS = env.get_list("OLSHEM_ALLOWED_HOSTS", "localhost,127.0.0.1")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in ("localhost", "127.0.0.1")]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "csp",
    "django_htmx",
    "django_tasks",
    "config",
    "accounts",
    "standards",
    "assessment",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.compression.PagesGZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SignInRequiredMiddleware",
    "accounts.middleware.PrivatePagesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.language.language_links",
            ],
        },
    }
]
CRISPY_TEMPLATE_PACK = "olshem"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("olshem",)

DATABASE_KIND = env.get_choice("OLSHEM_DATABASE", ("sqlite", "postgresql"))
if DATABASE_KIND == "postgresql":
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": env.get_text("OLSHEM_DATABASE_NAME", "olshem"),
            "USER": env.get_text("OLSHEM_DATABASE_USER", "olshem"),
            "PASSWORD": env.get_text("OLSHEM_DATABASE_PASSWORD", " ").strip(),
            "HOST": env.get_text("OLSHEM_DATABASE_HOST", "127.0.0.1"),
            "PORT": env.get_int("OLSHEM_DATABASE_PORT", 5432),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"options": "-c synchronous_commit=on"},
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "olshem.sqlite3",
            "CONN_MAX_AGE": 0 if DEBUG else 600,
            # FULL, not NORMAL: an acknowledged save survives a power cut.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                # Fifty people who save at once wait for each other, not in the order in which they came.
                "timeout": 60,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
            "TEST": {"NAME": DATA_DIR / "test" / "olshem.sqlite3"},
        }
    }

CACHES = {
    # Sign-in limits are counted here; the database is the one place that all processes share.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entries"}
}

TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "full_name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "assessment:list"
LOGOUT_REDIRECT_URL = "reports:front"

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "accounts.forms.sign_in.SignInForm",
    "change_password": "accounts.forms.sign_in.PasswordForm",
}
ACCOUNT_LOGOUT_REDIRECT_URL = "reports:front"
# How many proxies stand before the portal: limits on sign-ins count per address, which only they know.
ALLAUTH_TRUSTED_PROXY_COUNT = env.get_int("OLSHEM_TRUSTED_PROXIES", 0)

LANGUAGE_CODE = "ru"
LANGUAGES = [("kk", _("Kazakh")), ("ru", _("Russian")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "olshem_language"
# The second holds texts of Django and allauth that those packages lack in Kazakh.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "libraries"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Almaty"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "config.storage.DurableFileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Evidence: bytes of one file; pieces, and bytes of all uploads, of one organisation; pieces behind one answer.
EVIDENCE_FILE_BYTES = env.get_int("OLSHEM_EVIDENCE_FILE_MB", 20) * 1024 * 1024
EVIDENCE_TOTAL_BYTES = env.get_int("OLSHEM_EVIDENCE_TOTAL_MB", 1024) * 1024 * 1024
EVIDENCE_COUNT = env.get_int("OLSHEM_EVIDENCE_COUNT", 500)
EVIDENCE_COUNT_PER_ANSWER = env.get_int("OLSHEM_EVIDENCE_COUNT_PER_ANSWER", 20)
FILE_UPLOAD_HANDLERS = [
    "config.uploads.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
STANDARDS_DIR = BASE_DIR / "fixtures" / "standards"
LAW_NOTES_FILE = BASE_DIR / "fixtures" / "law-notes.yaml"
GLOSSARY_FILE = BASE_DIR / "fixtures" / "glossary.yaml"
DEMO_DIR = BASE_DIR / "fixtures" / "demo"

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = env.get_text("OLSHEM_MAIL_FROM", "olshem@localhost")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
# A pillar page of long explanations stays far below this; the explanation limit is per field.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # The PDF renderer would log style rules it skips, and addresses that somebody typed into an answer.
    "loggers": {name: {"level": "CRITICAL", "propagate": False} for name in ("weasyprint", "fontTools")},
}
