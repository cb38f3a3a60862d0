"""Django's settings, all of them from the installation's folder (PEIYU_DATA); see installation.py."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from peiyu.web.accounts.oidc_settings import single_sign_on
from peiyu.web.site.installation import open_installation, secret
from peiyu.web.site.settings_database import database_of
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
    "peiyu.web.look",
    "peiyu.web.trail",
    "peiyu.web.jobs",
    "peiyu.web.accounts",
    "peiyu.web.notes",
    "peiyu.web.enterprises",
    "peiyu.web.policies",
    "peiyu.web.targets",
    "peiyu.web.statistics",
    "peiyu.web.checkups",
    "peiyu.web.collection",
    "peiyu.web.reporting",
    "peiyu.web.briefs",
    "peiyu.web.ferry",
    "peiyu.web.desk",
]
MIDDLEWARE = [
    "peiyu.web.site.metrics.measured",
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
    "peiyu.web.site.bounds.bounded",
]
ROOT_URLCONF = "peiyu.web.site.urls"
WSGI_APPLICATION = "peiyu.web.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["peiyu.web.look.templatetags.look", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "peiyu.web.accounts.pages.frame",
                "peiyu.web.notes.pages.frame",
                "peiyu.web.desk.pages.menu",
            ],
        },
    }
]

DATABASES = {"default": database_of(PEIYU)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.AllowAllUsersModelBackend",  # who may not come in is told why by the sign-in page
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("sign_in", "name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = dt.timedelta(minutes=15)
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
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
SILENCED_SYSTEM_CHECKS: list[str] = []
TEST_RUNNER = "django.test.runner.DiscoverRunner"
