"""工作进展一览: everything that a leader needs on one sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from peiyu.policy.pack.model import Pack
from peiyu.problems import Text
from peiyu.web.acting.actor import Actor
from peiyu.web.desk.queries.clauses import document_of
from peiyu.web.desk.queries.standing import MISSING, Stand, Standing, stand_of
from peiyu.web.policies.models import PackText
from peiyu.web.policies.queries.definitions import definitions
from peiyu.web.targets.models import Allocation, Closing
from peiyu.web.targets.queries import lines
from peiyu.web.targets.queries.readings import text_of
from peiyu.web.targets.queries.records import Listed, key_firms, named

MOST_FIRMS = 8
MONEY = "元"
LIKELY = 0.5
"""A target with a smaller chance is expected to be missed."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that waits for somebody's decision, and where it is taken."""

    said: Text
    address: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A target whose figure is another than when the last month was closed."""

    name: Text
    before: Text
    after: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The whole sheet. firms: (target, enterprise) pairs that could close a gap; since: the month closed last."""

    pack: Pack
    stand: Stand
    missed: tuple[Standing, ...]
    firms: tuple[Listed, ...]
    money: tuple[Standing, ...]
    decisions: tuple[Decision, ...]
    since: Closing | None
    moved: tuple[Moved, ...]

    @property
    def on_track(self) -> int:
        return sum(one.pace in ("on_track", "met", "over") for one in self.stand.targets)


def progress_of(actor: Actor, pack: Pack) -> Progress:
    """The sheet of a pack as of its latest reading."""
    stand = stand_of(pack.id)
    since = _last_closed(pack.id, stand)
    return Progress(
        pack=pack,
        stand=stand,
        missed=tuple(one for one in stand.targets if _will_miss(one)),
        firms=_firms(actor, stand),
        money=tuple(one for one in stand.all if one.row.line.unit == MONEY),
        decisions=tuple(_decisions(pack)),
        since=since,
        moved=tuple(_moved(since, stand)) if since is not None else (),
    )


def _will_miss(one: Standing) -> bool:
    """By its outlook, or where there is none by its pace."""
    chance = one.row.line.outlook.get("probability")
    return one.pace in MISSING if chance is None else chance < LIKELY


def _firms(actor: Actor, stand: Stand) -> tuple[Listed, ...]:
    """The likeliest of those on whom the outlooks depend."""
    if stand.reading is None:
        return ()
    likeliest = key_firms(actor, stand.reading).order_by("-chance", "pk")[:MOST_FIRMS]
    return tuple(one for one in named(actor, list(likeliest)) if one.firm is not None)


def _decisions(pack: Pack) -> Iterator[Decision]:
    """Open definitions, drafts that wait for a second person, clauses that nobody leads, allocations on the way."""
    undecided = sum(one.open and one.lock is None for one in definitions() if one.pack == pack.id)
    if undecided:
        yield Decision(Text(f"{undecided} 项口径待定", f"{undecided} definitions are open"), "/policies/definitions/")
    waiting = PackText.objects.filter(state="submitted").count()
    if waiting:
        yield Decision(Text(f"{waiting} 份政策文本待发布", f"{waiting} texts wait for release"), "/policies/")
    document = document_of(pack)
    unowned = sum(one.unowned for one in document.clauses) if document is not None else 0
    if unowned:
        yield Decision(Text(f"{unowned} 条待明确牵头单位", f"{unowned} clauses need a lead"), "/document/?only=unowned")
    asked = Allocation.objects.filter(pack=pack.id, state__in=("answered", "agreed")).count()
    if asked:
        yield Decision(Text(f"{asked} 项指标分解待下达", f"{asked} allocations wait to be issued"), "/targets/")


def _last_closed(pack: str, stand: Stand) -> Closing | None:
    held = Closing.objects.filter(pack=pack, state="closed").select_related("reading").order_by("-month", "-issue")
    if stand.reading is not None:
        held = held.exclude(reading=stand.reading)
    return held.first()


def _moved(since: Closing, stand: Stand) -> Iterator[Moved]:
    before = {row.line.code: row for row in lines(since.reading)}
    for one in stand.targets:
        was = before.get(one.row.line.code)
        if was is not None and was.line.confirmed != one.row.line.confirmed:
            yield Moved(text_of(one.row.line.name), was.said("total"), one.figure)
