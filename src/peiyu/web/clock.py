"""The one module that reads the clock. An installation may stand still on a day (`day` in peiyu.toml), as the
demonstrations on made-up places do."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone


def today() -> dt.date:
    """The day on which the office works: the date of its time zone, or the day on which the installation stands."""
    fixed: dt.date | None = settings.PEIYU.day
    return fixed or timezone.localdate()


def now() -> dt.datetime:
    """The instant, aware; the trail, leases and sessions always go by the real one."""
    return timezone.now()
