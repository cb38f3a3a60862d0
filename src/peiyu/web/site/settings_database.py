"""Django's database, as peiyu.toml names it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from peiyu.web.site.installation import Installation


def database_of(installation: Installation) -> dict[str, Any]:
    """SQLite in the data folder, or the PostgreSQL of the address; what stands behind its question mark (`sslmode`,
    `options` …) is the connection's."""
    if not installation.database:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(installation.path("peiyu.sqlite3")),
            "TEST": {"NAME": str(installation.path("test.sqlite3"))},
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
                " PRAGMA temp_store=MEMORY; PRAGMA mmap_size=2147418112;",
            },
        }
    parts = urlsplit(installation.database)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": options.pop("port", str(parts.port or "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
