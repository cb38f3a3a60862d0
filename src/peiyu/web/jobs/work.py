"""The work that an installation does by itself: the trail is sealed and checked, what is past keeping is removed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session

from peiyu.problems import Text
from peiyu.web import clock
from peiyu.web.jobs.kinds import KINDS, Step, kind
from peiyu.web.jobs.models import Job
from peiyu.web.look import once
from peiyu.web.trail import logs
from peiyu.web.trail.actions import check, seal

PERIODIC_KEPT = dt.timedelta(days=30)


@kind("housekeeping", Text("留痕封存和清理过期记录", "sealing the trail and removing what is past keeping"),
      every=dt.timedelta(hours=1))  # fmt: skip
def keep_house(step: Step) -> Mapping[str, Any]:
    """Seals the trail; removes old logs, sessions that ended, forms that were sent, old rows of periodic work."""
    now = clock.now()
    sealed = seal(told=lambda: step.tell(0.5))
    periodic = [name for name, one in KINDS.items() if one.every is not None]
    return {
        "sealed": sealed,
        "logs": logs.forget(settings.PEIYU.path("logs"), today=now.date(), keep_days=settings.PEIYU.keep_logs_days),
        "sessions": Session.objects.filter(expire_date__lt=now).delete()[0],
        "forms": once.forget(now - once.KEPT),
        "jobs": Job.objects.filter(kind__in=periodic, ended_at__lt=now - PERIODIC_KEPT).delete()[0],
    }


@kind("trail.check", Text("核对留痕链", "checking the chain of the trail"), every=dt.timedelta(days=1))
def check_trail(step: Step) -> Mapping[str, Any]:
    """Goes through the whole chain and keeps what was found."""
    return {"broken": len(check(told=step.tell))}
