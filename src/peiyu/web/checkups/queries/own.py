"""What an enterprise sees of its own check-up: its lines in plain words, and what is being done about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from peiyu.problems import Text
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import Subject, decide
from peiyu.web.checkups.access import RULES
from peiyu.web.checkups.models import FollowUp
from peiyu.web.checkups.queries.follow_ups import who
from peiyu.web.checkups.queries.rows import Row, dressed
from peiyu.web.checkups.states import KINDS
from peiyu.web.policies.models import Prospect
from peiyu.web.policies.queries.prospects import found_from


@dataclass(frozen=True, slots=True)
class Told:
    """One thing in plain words: its list, what it is, what can be done, the day that matters."""

    kind: Text
    said: Text
    todo: Text
    on: dt.date | None


@dataclass(frozen=True, slots=True)
class OwnCheckUp:
    """The lines of one enterprise, what is open about them, and as of when; nothing before the first evaluation."""

    day: dt.date | None
    lines: tuple[Told, ...]
    open: tuple[Told, ...]


def own_check_up(actor: Actor, key: int) -> OwnCheckUp:
    """The check-up of an enterprise for which the actor stands."""
    if not decide(RULES, actor, "own.see", Subject(enterprise=key)).allowed:
        return OwnCheckUp(None, (), ())
    found = found_from()
    rows = Prospect.objects.filter(evaluation=found, enterprise=key) if found else Prospect.objects.none()
    order = list(KINDS)
    lines = sorted(dressed(list(rows)), key=lambda one: (order.index(one.row.kind), one.row.on or dt.date.max))
    held = FollowUp.objects.filter(enterprise=key, state="open").select_related("organisation").order_by("due")
    return OwnCheckUp(found.as_of if found else None, tuple(map(told, lines)), tuple(doing(held)))


def told(one: Row) -> Told:
    """A line as the enterprise reads it."""
    tier, kind = one.tier_name, one.row.kind
    if kind == "short":
        what, code, figures = one.said("condition"), one.row.criterion.rpartition(".")[2], _figures(one)
        said = Text(
            f"离{tier.zh}只差一项：{what.zh or code}{figures.zh}",
            f"One short of {tier.en}: {what.en or code}{figures.en}",
        )
        on = one.path.on if one.path else None
        return Told(KINDS[kind], said, one.said("ask"), on)
    if kind == "expiring":
        what = one.said("what")
        return Told(KINDS[kind], Text(f"{what.zh}到期", f"{what.en} runs out"), one.said("todo"), one.row.on)
    cause = one.said("cause")
    said = Text(f"{tier.zh}可能保不住：{cause.zh}", f"{tier.en} may be lost: {cause.en}")
    return Told(KINDS[kind], said, one.said("todo"), one.row.on)


def _figures(one: Row) -> Text:
    has, asks = one.said("present"), one.said("threshold")
    if not asks.zh:
        return Text("", "")
    if not has.zh:
        return Text(f"（要求{asks.zh}）", f" (asked: {asks.en})")
    return Text(f"（现{has.zh}，要求{asks.zh}）", f" (has {has.en}, asked: {asks.en})")


def doing(held: Iterable[FollowUp]) -> Iterator[Told]:
    """What somebody is doing for the enterprise, by when."""
    for one in held:
        doer = who(one)
        said = Text(f"{doer.zh}正在跟进：{one.what}", f"{doer.en} is following up: {one.what}")
        yield Told(KINDS[one.kind], said, Text("", ""), one.due)
