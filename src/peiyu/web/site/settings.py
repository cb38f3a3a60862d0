"""Django's settings, all of them from the installation's folder (PEIYU_DATA); see installation.py."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from peiyu.web.accounts.oidc_settings import single_sign_on
from peiyu.web.site.installation import open_installation, secret
from peiyu.web.trail.logs import logging_to

PEIYU = open_installation(Path(os.environ.get("PEIYU_DATA", "peiyu-data")).resolve())
SECRET_KEY = secret(PEIYU.folder)
DEBUG = PEIYU.debug
ALLOWED_HOSTS = list(PEIYU.hosts)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "django_filters",
    "django_tables2",
    "peiyu.web.look",
    "peiyu.web.trail",
    "peiyu.web.jobs",
    "peiyu.web.accounts",
    "peiyu.web.notes",
    "peiyu.web.enterprises",
    "peiyu.web.policies",
    "peiyu.web.targets",
    "peiyu.web.statistics",
    "peiyu.web.desk",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "peiyu.web.look.middleware.content_security",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "peiyu.web.accounts.middleware.the_actor",
    "peiyu.web.look.middleware.language",
    "peiyu.web.look.middleware.refusals",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "peiyu.web.site.urls"
WSGI_APPLICATION = "peiyu.web.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["peiyu.web.look.templatetags.look"],
            "context_processors": [
                "django.template.context_processors.request",
                "peiyu.web.accounts.pages.frame",
                "peiyu.web.notes.pages.frame",
                "peiyu.web.desk.pages.menu",
            ],
        },
    }
]


def _database(url: str) -> dict[str, object]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(PEIYU.path("peiyu.sqlite3")),
            "TEST": {"NAME": str(PEIYU.path("test.sqlite3"))},
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
                " PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456;",
            },
        }
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": asked.get("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database(PEIYU.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.AllowAllUsersModelBackend",  # who may not come in is told why by the sign-in page
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_USERNAME_FORM_FIELD = "sign_in"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "peiyu.web.accounts.pages.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
LOGIN_URL = "/sign-in/"

SESSION_COOKIE_AGE = PEIYU.idle_minutes * 60
SESSION_SAVE_EVERY_REQUEST = False  # accounts.middleware puts the end off, once a minute
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if PEIYU.https:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000

if PEIYU.oidc:
    INSTALLED_APPS.append("mozilla_django_oidc")
    AUTHENTICATION_BACKENDS.append("peiyu.web.accounts.oidc.SingleSignOn")
    globals().update(single_sign_on(PEIYU.oidc))

LOGGING = logging_to(PEIYU.path("logs"))

LANGUAGE_CODE = "zh-hans"
USE_I18N = False
USE_TZ = True
TIME_ZONE = PEIYU.time_zone
STATIC_URL = "/static/"
STATIC_ROOT = str(PEIYU.path("static"))
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
SILENCED_SYSTEM_CHECKS: list[str] = []
TEST_RUNNER = "django.test.runner.DiscoverRunner"
