"""What waits for an actor among the targets: what stands in "my work"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from peiyu.problems import Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import decide
from peiyu.web.policies.queries import territory_id
from peiyu.web.targets.access import RULES
from peiyu.web.targets.models import Allocation, Closing, Share
from peiyu.web.targets.queries.closings import month_to_close

MOST = 50


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to do: what, and where."""

    said: Text
    address: str


def work(actor: Actor) -> tuple[Matter, ...]:
    """Shares to answer, requests to decide, allocations to go on with, a month to close. A constant number of
    queries."""
    pack = territory_id()
    if not pack or actor.role is None:
        return ()
    found = (*_answers(actor, pack), *_requests(actor, pack), *_ready(actor, pack), *_closings(actor, pack))
    return found[:MOST]


def _answers(actor: Actor, pack: str) -> Iterator[Matter]:
    if not decide(RULES, actor, "shares.answer").allowed:
        return
    open_ = Share.objects.filter(
        organisation__in=actor.organisations, parent=None, answer="", allocation__pack=pack,
        allocation__state__in=("sent", "answered"),
    ).select_related("allocation")  # fmt: skip
    for one in open_[:MOST]:
        name, number = one.allocation.name, one.number
        yield Matter(
            Text(f"目标分解待回复：{name['zh']}，{one.name} {number}{one.allocation.unit}",
                 f"A share to answer: {name['en']}, {one.name} {number}"),
            f"/targets/allocations/{one.allocation_id}/",
        )  # fmt: skip


def _requests(actor: Actor, pack: str) -> Iterator[Matter]:
    if not decide(RULES, actor, "allocations.make").allowed:
        return
    asked = Share.objects.filter(answer="asked", parent=None, allocation__pack=pack).select_related("allocation")
    for one in asked[:MOST]:
        name = one.allocation.name
        yield Matter(
            Text(f"目标分解要求调整：{one.name}，{name['zh']}，{one.number} → {one.asked}",
                 f"Another number asked for: {one.name}, {name['en']}, {one.number} → {one.asked}"),
            f"/targets/allocations/{one.allocation_id}/",
        )  # fmt: skip


def _ready(actor: Actor, pack: str) -> Iterator[Matter]:
    if not decide(RULES, actor, "allocations.make").allowed:
        return
    words = {"answered": Text("可以商定", "can be agreed"), "agreed": Text("可以下达", "can be issued")}
    for one in Allocation.objects.filter(pack=pack, state__in=words)[:MOST]:
        word = words[one.state]
        yield Matter(
            Text(f"目标分解{word.zh}：{one.name['zh']}（{one.year}年）", f"{one.name['en']} ({one.year}) {word.en}"),
            f"/targets/allocations/{one.pk}/",
        )


def _closings(actor: Actor, pack: str) -> Iterator[Matter]:
    if decide(RULES, actor, "closings.propose").allowed:
        due = month_to_close(pack, clock.today())
        if due is not None:
            yield Matter(Text(f"{due:%Y-%m} 待月结", f"{due:%Y-%m} is to be closed"), "/targets/closings/")
    if decide(RULES, actor, "closings.close").allowed:
        for one in Closing.objects.filter(pack=pack, state="proposed").exclude(by_id=actor.person)[:MOST]:
            yield Matter(
                Text(f"月结待审结：{one.month:%Y-%m}（{one.by_name}提请）",
                     f"A closing to look at: {one.month:%Y-%m}, proposed by {one.by_name}"),
                f"/targets/closings/{one.pk}/",
            )  # fmt: skip
