"""The application's settings under test: a data folder of its own, quick passwords, and SQLite or, where
PEIYU_TEST_DATABASE says so, PostgreSQL."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

DATA = Path(tempfile.mkdtemp(prefix="peiyu-tests-"))
os.environ["PEIYU_DATA"] = str(DATA)
if database := os.environ.get("PEIYU_TEST_DATABASE"):
    (DATA / "peiyu.toml").write_text(f'database = "{database}"\n', "utf-8")

from peiyu.web.site.installation import make  # noqa: E402 -- the folder must be there first

make(DATA)
(DATA / "static").mkdir()  # white noise looks for it; tests find static files where they are written

from peiyu.web.site.settings import *  # noqa: E402, F403 -- settings are a module

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
