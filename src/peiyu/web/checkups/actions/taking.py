"""Files of a run that are taken away: each is logged."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from peiyu.web.acting.actor import Actor
from peiyu.web.checkups.models import CheckUp
from peiyu.web.checkups.queries.runs import file_of
from peiyu.web.trail.actions import record


def take(actor: Actor, run: CheckUp, file: str) -> tuple[Path, str]:
    """A file and its name for people. Http404, and Refusal `check-up-stale`, as `file_of`."""
    found = file_of(actor, run, file)
    with transaction.atomic():
        record(actor, "check_up.take", "check_up", run.pk, said=found[1])
    return found
