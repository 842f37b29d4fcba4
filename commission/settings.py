"""The portal's settings: everything from the environment, safe when nothing is set.

docs/deploy/commission.env lists every variable. A value that cannot be used stops the start
with one sentence (see environment.refuse).
"""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from commission.environment import Environment

# numpy only counts here; for matrices it would start threads, before gunicorn's processes part.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

BASE_DIR = Path(__file__).resolve().parent.parent
environment = Environment(os.environ)

# ── Where it runs ────────────────────────────────────────────────────────────────────────────

DEBUG = environment.boolean("DEBUG", default=False)
DATA_DIR = environment.directory("DATA_DIR", BASE_DIR / "var")
SECRET_KEY = environment.secret_key("SECRET_KEY", kept_in=DATA_DIR / "secret-key")

HOST = environment.text("HOST", "127.0.0.1")
PORT = environment.whole_number("PORT", 8000, least=1, most=65535)
SITE_URL = environment.site_url("SITE_URL", environment.local_address(HOST, PORT))
SITE_HOST = urlsplit(SITE_URL).hostname or ""
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = [f"[{SITE_HOST}]" if ":" in SITE_HOST else SITE_HOST]
if ALLOWED_HOSTS[0] in LOOPBACK:
    ALLOWED_HOSTS = LOOPBACK

WSGI_APPLICATION = "commission.wsgi.application"
ROOT_URLCONF = "commission.urls"

# ── What readers are told ────────────────────────────────────────────────────────────────────

# Under which terms what is here may be used: a name, and the address of its text.
LICENCE = environment.text("LICENCE")
LICENCE_URL = environment.web_address("LICENCE_URL")
# Whom to write to: about the record, and about what endangers the portal (RFC 9116).
CONTACT = environment.mail_or_web_address("CONTACT")
SECURITY_CONTACT = environment.mail_or_web_address("SECURITY_CONTACT")

# ── Mail ─────────────────────────────────────────────────────────────────────────────────────

# How letters to those who follow by mail are sent.  Without it nothing can be followed by mail, but
# for a portal on this machine alone, which keeps them as files.
IS_LOCAL = SITE_HOST in ("127.0.0.1", "localhost", "::1")
MAIL = environment.mail("MAIL_URL", "file" if IS_LOCAL else "", DATA_DIR / "mail")
globals().update(MAIL)
DEFAULT_FROM_EMAIL = environment.mail_address(
    "MAIL_FROM", "records@localhost" if IS_LOCAL else "", is_needed="EMAIL_HOST" in MAIL
)
# The hour of the day, in TIME_ZONE, from which daily letters are sent.
DIGEST_HOUR = environment.whole_number("DIGEST_HOUR", 7, least=0, most=23)
# How many wishes to follow are taken from an address in an hour, by each process.
FOLLOWS_PER_HOUR = environment.whole_number("FOLLOWS_PER_HOUR", 20, least=1, most=1000)

# ── Apps ─────────────────────────────────────────────────────────────────────────────────────

INSTALLED_APPS = [
    # Before the admin, whose classes it replaces.
    "modeltranslation",
    # Before the portal's admin, which takes their pages away.
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    # The portal's apps stand above Django's, so that their templates and commands come first.
    "sessions.apps.SessionsConfig",
    "participants.apps.ParticipantsConfig",
    "commission.apps.CommissionConfig",
    "django_filters",
    "csp",
    "commission.apps.RecordsAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    # WhiteNoise serves files under runserver too, as it does in production.
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    # Templates of form widgets, so that templates/ may hold our own.
    "django.forms",
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

MIDDLEWARE = [
    "commission.middleware.heads_alone",
    "django.middleware.security.SecurityMiddleware",
    "commission.middleware.permissions_policy",
    "commission.middleware.asked_again",
    "sessions.api.middleware.api_answers",
    "commission.middleware.unchanged_pages",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "commission.middleware.TextCompression",
    "commission.middleware.ConditionalGet",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "commission.signing_in.middleware.kept_awake",
    "commission.middleware.ReadersLanguage",
    "django.middleware.common.CommonMiddleware",
    "commission.middleware.ReadOnlyPublic",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "commission.signing_in.middleware.both_steps",
    "commission.history.acting.who_writes",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "commission.templatetags.numbers",
                "commission.templatetags.routed",
            ],
            "libraries": {
                "i18n": "commission.templatetags.translated",
                "static": "commission.templatetags.static_files",
            },
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# ── Database ─────────────────────────────────────────────────────────────────────────────────

DATABASES = {
    "default": environment.database(
        "DATABASE_URL",
        f"sqlite:///{DATA_DIR / 'records.sqlite3'}",
    ),
}
# Where all that writes the record runs on this machine, with this DATA_DIR: see change_mark.py.  SQLite, which
# is quick to answer, is asked: a connection there sees an older state while it is read from.
CHANGE_MARK = (
    environment.file_if(
        "ONE_MACHINE", DATA_DIR / f"latest-change-{DATABASES['default']['NAME']}"
    )
    if DATABASES["default"]["ENGINE"] == "commission.postgresql"
    else None
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ── Languages and time ───────────────────────────────────────────────────────────────────────

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("ru", "Русский"),
    ("kk", "Қазақша"),
    ("tk", "Türkmençe"),
]
# Our own words, and those of Django's that it has in English alone.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "django"]
FORMAT_MODULE_PATH = "commission.formats"
TIME_ZONE = environment.time_zone("TIME_ZONE", "Asia/Ashgabat")
USE_TZ = True

MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
# What a reader of Kazakh or Turkmen meets first, where a text is missing, is Russian.
MODELTRANSLATION_FALLBACK_LANGUAGES = {
    "default": ("en", "ru", "tk", "kk"),
    "kk": ("ru", "en", "tk"),
    "tk": ("ru", "en", "kk"),
}

# ── History ──────────────────────────────────────────────────────────────────────────────────

# Versions are found by their change, never by their day.
SIMPLE_HISTORY_DATE_INDEX = False

# ── Files ────────────────────────────────────────────────────────────────────────────────────

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"
# The downloads of the whole record, as `manage.py build_downloads` makes them.
DOWNLOADS_ROOT = DATA_DIR / "downloads"
# There is no MEDIA_URL: every uploaded file is served by a view that knows who may see it.
# Where nginx serves the bytes, this is its internal location (see docs/deploy/nginx.conf).
ACCEL_REDIRECT_PREFIX = environment.text("ACCEL_REDIRECT_PREFIX")
DOCUMENT_MAX_MB = environment.whole_number("DOCUMENT_MAX_MB", 50, least=1, most=1000)
# A session's page in the admin sends every row of its report and delegations at once.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# Group and others may read what was uploaded, so that nginx may serve it under its own account.
FILE_UPLOAD_PERMISSIONS = 0o644
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        ),
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

# ── Security ─────────────────────────────────────────────────────────────────────────────────

HTTPS = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = HTTPS
# A load balancer asks for it from inside, over plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = (
    environment.whole_number("HSTS_SECONDS", 31536000, least=0, most=63072000)
    if HTTPS
    else 0
)
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
# A proxy may leave the port out of the host it names.
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# Staff choose the language of their pages; the public's is in the address.
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
# A page whose token grew old is not lost.
CSRF_FAILURE_VIEW = "commission.kept_forms.untrusted"
# Readers have one while they report an error, and it goes with the browser's window.
CSRF_COOKIE_AGE = None
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
# The portal does not speak for other sites under its domain, nor for browsers' preload lists.  The
# libraries `i18n` and `static` have two modules on purpose: ours stand in the place of Django's (TEMPLATES).
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "templates.W003"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
    "microphone=(), midi=(), payment=(), publickey-credentials-get=(), usb=(), browsing-topics=()"
)

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# ── Signing in ───────────────────────────────────────────────────────────────────────────────

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL, LOGIN_REDIRECT_URL = "admin:login", "admin:index"
# A code from a telephone after the password.
SECOND_STEP = environment.boolean("SECOND_STEP", default=not DEBUG)
OTP_TOTP_ISSUER = SITE_HOST
# Who does nothing for so long is signed out, and whoever closes the browser.
SESSION_COOKIE_AGE = 60 * environment.whole_number(
    "IDLE_MINUTES", 60, least=5, most=1440
)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# The same name refused so often from the same address waits: others come in meanwhile.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "commission.signing_in.locked.address_of"
AXES_LOCKOUT_CALLABLE = "commission.signing_in.locked.answer"
# The portal has its own log (commission.models.SignIn).
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# Proxies whose X-Forwarded-For is believed, as gunicorn believes their X-Forwarded-Proto.
TRUSTED_PROXIES = environment.text("FORWARDED_ALLOW_IPS", "127.0.0.1,::1").split(",")

# ── API ──────────────────────────────────────────────────────────────────────────────────────

# What an address may ask in a minute, of each process (docs/api.md).
API_PER_MINUTE = environment.whole_number("API_PER_MINUTE", 300, least=1, most=100_000)
# How many error reports are taken from an address in an hour, by each process.
REPORTS_PER_HOUR = environment.whole_number("REPORTS_PER_HOUR", 10, least=1, most=1000)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        # A count for each address of a minute; past this, some are forgotten.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# ── Log ──────────────────────────────────────────────────────────────────────────────────────

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Django's own handlers would mail tracebacks, which hold what visitors sent.
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}
