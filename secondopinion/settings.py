"""The one settings file. What differs between places is read by env.py alone."""

from csp.constants import NONE, SELF

from secondopinion import env as environment
from secondopinion import logs, storage

ROOT = environment.ROOT
env = environment.load()

# The site
DEPLOYMENT = env.deployment
VAR = env.var
BASE_URL = env.base_url
HTTPS = env.https
LIMITS = env.limits
TRUSTED_PROXIES = env.trusted_proxies
METRICS_TOKEN = env.metrics_token
CLAMD_URL = env.clamd_url
SITE_ORG = "Second Opinion Center"
FILE_MAX_BYTES, FORM_FILE_MAX_BYTES = 5 * 1024**3, 1024**3  # a form, without script, cannot go on after a cut
CASE_MAX_BYTES, CASE_MAX_FILES = 50 * 1024**3, 10_000
REQUEST_MAX_BYTES = 4 * 1024**3  # a form that is larger is refused before it is read
DISK_FLOOR = 5 * 1024**3  # free bytes, or a twentieth of the disk if that is less: below it no upload begins
SCAN_MAX_BYTES = 2000 * 1024**2  # the scanner's engine takes no more than 2 GB
MAX_AGE = 21  # years; older people are shown other ways

# Secrets
DEBUG = False
SECRET_KEY = env.secret_key
FILE_KEYS = env.file_keys
FILE_KEY_ID = list(FILE_KEYS)[-1]

# Parts
INSTALLED_APPS = [
    "secondopinion",
    "intake",
    "records",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "csp",
    "django_countries",
    "django_structlog",
    "pgtrigger",
    "phonenumber_field",
]
MIDDLEWARE = [
    "secondopinion.middleware.language",
    "secondopinion.middleware.client",
    "secondopinion.middleware.trace",
    "secondopinion.middleware.headers",
    "secondopinion.middleware.Gzip",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "secondopinion.middleware.refuse",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "intake.middleware.staff_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "intake.middleware.reference_data",
    "intake.middleware.time_zone",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "intake.middleware.session_time",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "intake.middleware.Answers",
]
ROOT_URLCONF = "secondopinion.urls"
WSGI_APPLICATION = "secondopinion.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ]
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_FAIL_SILENTLY = False
SILENCED_SYSTEM_CHECKS: list[str] = []

# Data
DATABASES = {"default": env.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STORAGES = storage.storages(env.var, env.files)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env.redis_url}}

# Requests
ALLOWED_HOSTS = env.allowed_hosts
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024**2
DATA_UPLOAD_MAX_NUMBER_FIELDS, DATA_UPLOAD_MAX_NUMBER_FILES = 1000, 100
FILE_UPLOAD_HANDLERS = ["secondopinion.incoming.Incoming"]
FILE_UPLOAD_TEMP_DIR, PARTIALS = env.incoming, env.partials
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "secondopinion.errors.csrf"
_PREFIX = "__Host-" if HTTPS else ""
CSRF_COOKIE_NAME = f"{_PREFIX}csrftoken"
SESSION_COOKIE_NAME = f"{_PREFIX}sessionid"
LANGUAGE_COOKIE_NAME = f"{_PREFIX}language"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "django.contrib.sessions.backends.db"  # a lost Redis must not sign a family out
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_SSL_REDIRECT = HTTPS and TRUSTED_PROXIES > 0
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **{key: [NONE] for key in ("default-src", "base-uri", "frame-ancestors")},
        **{key: [SELF] for key in ("connect-src", "font-src", "form-action", "img-src", "script-src", "style-src")},
    }
}

# People (the account pages: intake/views/account.py)
AUTH_USER_MODEL = "intake.User"
LOGIN_URL = "/account/login/"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["secondopinion.hashers.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Of allauth we use the second factor and the list of sessions; its pages are not mounted, ours hold the limits.
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False  # ours are in PostgreSQL
MFA_ADAPTER = "intake.domain.sign_in.factors.Adapter"  # seals the seeds
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_ORG

# Words
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español"), ("ar", "العربية")]
FORMAT_MODULE_PATH = ["secondopinion.formats"]
LOCALE_PATHS = [ROOT / "secondopinion" / "locale"]
TIME_ZONE = env.time_zone
USE_TZ = True
PHONENUMBER_DEFAULT_REGION = "US"
COUNTRIES_FIRST = ["US", "MX", "CA"]

# Static files: what is built stands in static/site/, its sources beside it are not served
STATIC_URL = "/static/"
STATIC_ROOT = env.var / "static"
STATICFILES_DIRS = [ROOT / "static" / "site"]
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Mail
MAIL_FROM = DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.mail_from
MAIL_FOLDER = env.var / "mail"
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if env.email else "secondopinion.storage.FolderBackend"
EMAIL_HOST = env.email.get("host", "")
EMAIL_PORT = env.email.get("port", 25)
EMAIL_HOST_USER = env.email.get("user", "")
EMAIL_HOST_PASSWORD = env.email.get("password", "")
EMAIL_USE_TLS = env.email.get("tls", False)
EMAIL_USE_SSL = env.email.get("ssl", False)
EMAIL_TIMEOUT = 20

# Logs
LOGGING = logs.logging(env.log_level)
LOGGING_CONFIG = "logging.config.dictConfig"
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
