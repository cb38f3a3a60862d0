"""Reads of sources: which there are, which outrank which, and who said so."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from peiyu.web.enterprises.models import Intake, SourceOrder
from peiyu.web.enterprises.sources import NAMES


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source: how many live imports it has, and its place in the order that holds (0: after those that are named)."""

    name: str
    intakes: int
    place: int


def precedence() -> tuple[str, ...]:
    """The sources that outrank the others, best first; nothing while the office has said nothing."""
    found = SourceOrder.objects.order_by("-pk").values_list("sources", flat=True).first()
    return tuple(found or ())


def last_order() -> SourceOrder | None:
    """The order that holds, with who said it, when and why."""
    return SourceOrder.objects.order_by("-pk").first()


def orders() -> tuple[SourceOrder, ...]:
    """Every order that was ever given, the latest first."""
    return tuple(SourceOrder.objects.order_by("-pk")[:50])


def known_sources() -> tuple[SourceLine, ...]:
    """Every source that is stated by hand, brought by a live import, or named in the order: the named ones first."""
    live = Intake.objects.filter(state="live").exclude(source="").order_by().values_list("source")
    brought = dict(live.annotate(n=Count("pk")))
    places = {name: place for place, name in enumerate(precedence(), 1)}
    names = dict.fromkeys((*places, *NAMES, *sorted(brought)))
    return tuple(SourceLine(name, brought.get(name, 0), places.get(name, 0)) for name in names)
