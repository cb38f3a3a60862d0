"""Allocations begun, worked out, issued; what every write of one has in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Max

from peiyu.insight.targets.pace import goal_said
from peiyu.policy.pack.programme import Target
from peiyu.problems import Problem, Text
from peiyu.web import bridge, clock
from peiyu.web.accounts.models import Organisation
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.look.refusal import Refusal
from peiyu.web.targets.access import RULES
from peiyu.web.targets.balance import Settled, settled
from peiyu.web.targets.models import Allocation, Move, Share
from peiyu.web.targets.states import next_state
from peiyu.web.targets.worded import both
from peiyu.web.trail.actions import record

WHOLE_UNITS = ("家", "户", "个", "件", "项", "人", "名", "对", "场", "㎡", "元")
MOST = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is asked of an organisation's share: the values its weight is made of, bounds, a number that stands."""

    capacity: int = 0
    history: int = 0
    floor: int | None = None
    ceiling: int | None = None
    fixed: int | None = None


def draft(actor: Actor, *, pack: str, code: str, year: int, total: int, asked: Mapping[int, Ask]) -> Allocation:
    """Begins to break a target's number down over organisations (`asked`: organisation → what its share is made of). A
    target that was broken down for the year already gets its next issue. Refusals `not-allowed`, `target-unknown`,
    `target-not-summable`, `total-unfit`, `allocation-open`, and those of the library."""
    require(RULES, actor, "allocations.make")
    target = _target(pack, code)
    if not 0 < total <= MOST:
        raise Refusal(
            Problem("total-unfit", Text("要分解的数应为正整数", "what is broken down is a whole number above zero"),
                    found=str(total), accepted=Text("如 1000", "such as 1000"))
        )  # fmt: skip
    units = {one.pk: one for one in Organisation.objects.filter(pk__in=asked, until=None).order_by("kind", "name")}
    if not units:
        raise Refusal(Problem("allocation-no-unit", Text("请选择承担任务的单位", "choose who takes a share")))
    with transaction.atomic():
        same = Allocation.objects.filter(pack=pack, code=code, year=year)
        if same.exclude(state="issued").exists():
            raise Refusal(
                Problem("allocation-open", Text("本年度该目标的分解正在办理", "this target is being broken down"),
                        found=f"{code} {year}", next_step=Text("在那一份上办理", "go on with that one"))
            )  # fmt: skip
        made = Allocation.objects.create(
            pack=pack, code=code, name=both(target.name), clause=target.cite, unit=target.goal.unit, year=year,
            issue=(same.aggregate(last=Max("issue"))["last"] or 0) + 1, goal=both(goal_said(target.goal)), total=total,
            counts={}, by_name=actor.name, at=clock.now(),
        )  # fmt: skip
        for place, unit in enumerate(units.values()):
            one = asked[unit.pk]
            Share.objects.create(
                allocation=made, organisation=unit, name=unit.name, place=place, capacity=one.capacity,
                history=one.history, floor=one.floor, ceiling=one.ceiling, fixed=one.fixed is not None,
                number=one.fixed or 0,
            )  # fmt: skip
        work_out(actor, made)
        record(actor, "allocation.draft", "allocation", made.pk, said=str(made), after={"total": total})
    return made


def _target(pack: str, code: str) -> Target:
    inside = bridge.pack_of(pack).programme
    target = inside.targets.get(code) if inside else None
    if target is None:
        raise Refusal(Problem("target-unknown", Text("没有这个目标", "there is no such target"), found=code))
    if target.goal.unit not in WHOLE_UNITS:
        raise Refusal(
            Problem("target-not-summable", Text("比率类目标不能分解相加", "a ratio does not add up"),
                    found=target.goal.unit, accepted=Text("按个数、面积、金额计的目标", "what is counted or summed"))
        )  # fmt: skip
    return target


def settle(
    actor: Actor, *, allocation: int, version: int, total: int, counts: Mapping[str, int], asked: Mapping[int, Ask]
) -> Allocation:
    """Works a draft out anew from what was changed (`asked`: share → what it is made of). Refusals `not-allowed`,
    `allocation-state`, `changed-meanwhile`, and those of the library."""
    require(RULES, actor, "allocations.make")
    with transaction.atomic():
        held = step_on(actor, allocation, "settle", version=version)
        Allocation.objects.filter(pk=held.pk).update(total=total, counts=dict(counts))
        for pk, one in asked.items():
            Share.objects.filter(pk=pk, allocation=held, parent=None).update(
                capacity=one.capacity, history=one.history, floor=one.floor, ceiling=one.ceiling,
                fixed=one.fixed is not None, **({"number": one.fixed} if one.fixed is not None else {}),
            )  # fmt: skip
        held.refresh_from_db()
        work_out(actor, held)
        record(actor, "allocation.settle", "allocation", held.pk, after={"total": total, "counts": dict(counts)})
    return held


def work_out(actor: Actor, held: Allocation) -> None:
    """The numbers of a draft, what is fixed standing."""
    shares = tops(held)
    fixed = {one.pk: one.number for one in shares if one.fixed}
    keep(actor, held, settled(held.total, shares, held.counts, held.unit, fixed), shares, verb="")


def tops(held: Allocation) -> list[Share]:
    """The shares of organisations."""
    return list(Share.objects.filter(allocation=held, parent=None))


def keep(
    actor: Actor, held: Allocation, numbers: Mapping[int, Settled], shares: Sequence[Share], *, verb: str
) -> list[Share]:
    """Writes what differs; with a verb each change is a row of the log. Gives the shares that changed."""
    changed = []
    for share in shares:
        now = numbers[share.pk]
        if now.number == share.number and verb:
            continue
        Share.objects.filter(pk=share.pk).update(number=now.number, reason=both(now.reason))
        if now.number != share.number:
            changed.append(share)
        if verb:
            log(actor, held, share, verb, before=share.number, after=now.number)
    return changed


def log(
    actor: Actor, held: Allocation, share: Share | None, verb: str, *, before: int | None = None,
    after: int | None = None, said: str = "",
) -> Move:  # fmt: skip
    """A row of the negotiation log."""
    return Move.objects.create(
        allocation=held, share=share, name=share.name if share else "", verb=verb, before=before, after=after,
        said=said, by_name=actor.name, organisation=actor.organisation_name, at=clock.now(),
    )  # fmt: skip


def step_on(actor: Actor, allocation: int, verb: str, *, version: int | None = None) -> Allocation:
    """Takes an allocation for a change, within the caller's transaction: whoever else changes it meanwhile loses.
    Refusals `allocation-unknown`, `allocation-state`, `changed-meanwhile`."""
    held = Allocation.objects.filter(pk=allocation).first()
    if held is None:
        raise Refusal(Problem("allocation-unknown", Text("没有这份分解", "there is no such allocation")), status=404)
    to = next_state(held.state, verb) or held.state
    mine = Allocation.objects.filter(pk=held.pk, version=held.version if version is None else version)
    if not mine.update(version=F("version") + 1, state=to):
        last = Move.objects.filter(allocation=held).order_by("-pk").first()
        raise Refusal(
            Problem("changed-meanwhile", Text("这份分解刚被别人改过", "somebody else has just changed this"),
                    found=f"{last.by_name} {last.at:%H:%M}" if last else "",
                    next_step=Text("刷新页面后再办理", "reload the page, then do it"))
        )  # fmt: skip
    held.refresh_from_db()
    return held
