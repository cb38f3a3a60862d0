"""Reads of the trail: its rows, and whether its chain holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Max, QuerySet
from django.utils import timezone

from peiyu.problems import Problem, Text
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import reach_of
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.access import RULES
from peiyu.web.trail.chain import START, link
from peiyu.web.trail.models import Check, Entry, Seal

CHUNK = 2_000
MOST_BREAKS = 100


@dataclass(frozen=True, slots=True)
class Break:
    """A place at which the chain does not hold, and how."""

    place: int
    said: Text

    def written(self) -> dict[str, object]:
        """As JSON."""
        return {"place": self.place, "zh": self.said.zh, "en": self.said.en}


def scoped(actor: Actor) -> QuerySet[Entry]:
    """The rows that the actor may see: all or none."""
    return Entry.objects.all() if reach_of(RULES, actor, "trail.see") == "all" else Entry.objects.none()


def about(kind: str, subject: object) -> QuerySet[Entry]:
    """The rows about one record, newest first, for the page of that record; its app decides who sees them."""
    return Entry.objects.filter(kind=kind, subject=str(subject)).order_by("-pk")


def changed_meanwhile(kind: str, subject: object) -> Refusal:
    """The refusal of a change to a record that another had changed since it was opened; it says who was first."""
    first = about(kind, subject).first()
    who = f"{first.name} {timezone.localtime(first.at):%Y-%m-%d %H:%M}" if first else ""
    return Refusal(
        Problem(
            "changed-meanwhile",
            Text(
                "您打开之后，这条记录已被他人改动，未覆盖", "another changed this since you opened it; nothing is lost"
            ),
            found=who,
            next_step=Text(
                "重新打开，对照后再改；您填的内容仍在本页", "open it anew and compare; what you typed is here"
            ),
        )
    )


def sealed_upto() -> int:
    """The last place of the chain; 0 when nothing is sealed."""
    return Seal.objects.aggregate(last=Max("place"))["last"] or 0


def head() -> Seal | None:
    """The end of the chain as it was last sealed: written down elsewhere, it proves what was there."""
    return Seal.objects.order_by("-place").first()


def unsealed() -> int:
    """How many rows wait to be sealed; counted up to 10 000."""
    return Entry.objects.filter(place=None).order_by()[:10_000].count()


def last_check() -> Check | None:
    """What the last walk through the whole chain found."""
    return Check.objects.order_by("-pk").first()


def broken(*, after: int = 0, told: Callable[[float], None] = lambda share: None) -> tuple[Break, ...]:
    """Where the chain does not hold, from the place after `after` on: rows changed, taken out, put in, or cut off at
    the end; at most 100 places. `told` hears the share that is done."""
    found: list[Break] = []
    seals = dict(Seal.objects.filter(place__gt=after).values_list("place", "chain"))
    last = max(seals, default=after)
    place, chain = after, _chain_at(after)
    for row in _sealed(after):
        assert row.place is not None
        if row.place != place + 1:
            found.append(_missing(place + 1, row.place - 1))
        elif link(chain, row.place, row) != row.chain:
            found.append(Break(row.place, Text("这一条的内容被改动过", "this row was changed")))
        elif row.place in seals and seals[row.place] != row.chain:
            found.append(Break(row.place, Text("封存记录与此处不符", "the seal of this place says otherwise")))
        place, chain = row.place, row.chain
        if place % CHUNK == 0:
            told((place - after) / max(last - after, 1))
        if len(found) >= MOST_BREAKS:
            return tuple(found)
    if place < last:
        found.append(_missing(place + 1, last))
    return tuple(found)


def _chain_at(place: int) -> str:
    if not place:
        return START
    return Entry.objects.filter(place=place).values_list("chain", flat=True).first() or ""


def _sealed(after: int) -> Iterator[Entry]:
    place = after
    while rows := list(Entry.objects.filter(place__gt=place).order_by("place")[:CHUNK]):
        yield from rows
        place = rows[-1].place or place


def _missing(first: int, last: int) -> Break:
    if first == last:
        return Break(first, Text("这一条不见了", "this row is gone"))
    return Break(first, Text(f"第 {first} 至 {last} 条不见了", f"rows {first} to {last} are gone"))
