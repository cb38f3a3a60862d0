"""Reads of the registry and its facts."""

from __future__ import annotations

from django.db.models import Count, Max

from peiyu.web.enterprises.models import Intake

SEEN = ("live",)


def intakes_unseen() -> list[int]:
    """Intakes whose rows are being written or taken away: every reader of fact rows leaves them out."""
    return list(Intake.objects.filter(state__in=("storing", "undoing")).values_list("pk", flat=True))


def facts_version() -> str:
    """Changes whenever a fact does: facts are only appended by intakes and taken away by undoing one."""
    held = Intake.objects.filter(state="live").aggregate(n=Count("pk"), last=Max("live_at"), top=Max("pk"))
    undone = Intake.objects.filter(state="undone").aggregate(n=Count("pk"), last=Max("undone_at"))
    return f"{held} {undone}"
