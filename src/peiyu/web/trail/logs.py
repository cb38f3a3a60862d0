"""The log of the installation: one JSON object a line, one file a day under `logs/`, without personal data.

Who did what stands in the trail. The log tells how the program fared: so it takes no message as it is, but without
long numbers, addresses of mail and what the database says about values; and of an error where it arose.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import traceback
from pathlib import Path
from typing import Any

LEAST_DAYS = 183
"""Half a year: logs are kept at least that long by law."""

NAME = "peiyu-{day}.jsonl"
_PERSONAL = re.compile(r"\d{7,}[\dXx]?|[\w.+-]+@[\w-]+\.[\w.]+")
_VALUES = re.compile(r"DETAIL:.*", re.S)


def scrubbed(message: str) -> str:
    """A message without what may tell of a person or an enterprise."""
    return _PERSONAL.sub("…", _VALUES.sub("", message)).strip()


class AsJson(logging.Formatter):
    """A record as one line of JSON: at, level, logger, said, and of an error its type and where it arose."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        told: dict[str, Any] = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": record.process,
            "said": scrubbed(record.getMessage()),
        }
        if isinstance(status := getattr(record, "status_code", None), int):
            told["status"] = status
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            told["error"] = type(error).__name__
            told["why"] = scrubbed(str(error))
            told["where"] = [
                f"{Path(one.filename).name}:{one.lineno} {one.name}"
                for one in traceback.extract_tb(error.__traceback__)
            ]
        return json.dumps(told, ensure_ascii=False)


class DayFile(logging.Handler):
    """Appends to the file of the day; several processes may write to it, each line whole."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.folder = Path(folder)

    def emit(self, record: logging.LogRecord) -> None:
        """Writes one line. A log that cannot be written never stops the work."""
        try:
            day = dt.datetime.fromtimestamp(record.created, dt.UTC).date()
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / NAME.format(day=day)).open("ab", buffering=0) as file:
                file.write((self.format(record) + "\n").encode())
        except OSError:
            self.handleError(record)


def logging_to(folder: Path) -> dict[str, Any]:
    """Django's LOGGING: everything from information up to the files, from warnings up also to the terminal."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": AsJson}},
        "handlers": {
            "file": {"()": DayFile, "folder": str(folder), "formatter": "json", "level": "INFO"},
            "terminal": {"class": "logging.StreamHandler", "formatter": "json", "level": "WARNING"},
        },
        "root": {"handlers": ["file", "terminal"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "propagate": False},
            "axes": {"handlers": [], "propagate": False},
        },
    }


def forget(folder: Path, *, today: dt.date, keep_days: int) -> int:
    """Removes the files of days that are past keeping; never those of the last half year. Gives how many."""
    oldest = today - dt.timedelta(days=max(keep_days, LEAST_DAYS))
    gone = [path for path in folder.glob(NAME.format(day="*")) if _day(path) < oldest]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _day(path: Path) -> dt.date:
    found = re.search(r"\d{4}-\d{2}-\d{2}", path.name)
    return dt.date.fromisoformat(found.group()) if found else dt.date.max
