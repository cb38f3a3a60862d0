"""Which rows are seen, and when they last changed."""

from __future__ import annotations

from django.db.models import Count, Max, Q

from peiyu.web.enterprises.models import Intake, Merge

UNSEEN = ("storing", "undoing")


def intakes_unseen() -> list[int]:
    """Intakes whose rows are being written or taken away: every reader of fact rows leaves them out."""
    return list(Intake.objects.filter(state__in=UNSEEN).values_list("pk", flat=True))


def facts_version() -> str:
    """Changes whenever a fact does: facts are appended by intakes, taken away by undoing one, moved by merges."""
    live = Q(live_at__isnull=False)
    held = Intake.objects.filter(live).aggregate(
        n=Count("pk"), last=Max("live_at"), gone=Count("pk", filter=~Q(state="live")), undone=Max("undone_at")
    )
    moved = Merge.objects.aggregate(n=Count("pk"), last=Max("at"), undone=Max("undone_at"))
    return f"{held} {moved}"
