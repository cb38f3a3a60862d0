"""Following up: somebody takes a row up, says what is done by when, and ends it with what came of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.accounts.models import Organisation
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.checkups.access import RULES, subject_of
from peiyu.web.checkups.models import FollowUp
from peiyu.web.checkups.queries.follow_ups import Doer, doers, follow_up_of
from peiyu.web.checkups.queries.rows import Row, dressed, matter_of, of_now
from peiyu.web.checkups.states import KINDS, next_state
from peiyu.web.enterprises.access import subject_of as subject_of_firm
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.enterprises.queries import scoped
from peiyu.web.look.refusal import Refusal
from peiyu.web.notes.actions import tell
from peiyu.web.trail.actions import record

MOST_WHAT, MOST_RESULT = 400, 1000


def row_of(actor: Actor, *, kind: str, enterprise: int, matter: str) -> Row:
    """The row of the latest evaluation on an enterprise and a matter. Http404 for an enterprise that the actor may not
    list; Refusal `row-gone` where the list was renewed since."""
    if kind not in KINDS or not scoped(actor).filter(key=enterprise).exists():
        raise Http404("no such enterprise")
    found = dressed(list(of_now(actor, kind, scoped(actor).filter(key=enterprise))))
    for one in found:
        if matter_of(one.row, one.tier) == matter:
            return one
    raise Refusal(_gone())


def take_up(actor: Actor, row: Row, *, what: str, doer: str, due: dt.date, informs: bool = True) -> FollowUp:
    """Opens a follow-up on a row. informs: whoever is to do it is told of this one (who takes up several tells of all
    at once). Refusals `not-allowed`, `what-missing`, `due-past`, `doer-unknown`, `doer-elsewhere`,
    `followed-up-already`."""
    require(RULES, actor, "follow_ups.open", subject_of_firm(row.enterprise))
    said, chosen = sentence(what), doer_of(actor, doer, row.enterprise)
    refuse_past(due)
    values = topic_of(row) | {
        "what": said, "organisation_id": chosen.organisation, "person_id": chosen.person,
        "person_name": chosen.name, "due": due, "by_id": actor.person, "by_name": actor.name, "at": clock.now(),
    }  # fmt: skip
    try:
        with transaction.atomic():
            made = FollowUp.objects.create(**values)
            record(actor, "follow_up.open", "follow_up", made.pk, said=made.firm, after=_after(made))
            if informs:
                inform(actor, made)
    except IntegrityError:
        raise Refusal(_already(row)) from None
    return made


def topic_of(row: Row) -> dict[str, Any]:
    """What a follow-up keeps of its row."""
    return {
        "enterprise": row.enterprise.key, "firm": row.enterprise.name[:200], "kind": row.row.kind,
        "tier_id": row.tier.pk if row.tier else None, "matter": matter_of(row.row, row.tier), "topic": row.row.said,
        "before": row.row.value, "on": row.row.on, "evaluation_id": row.row.evaluation_id,
    }  # fmt: skip


def revise(actor: Actor, pk: int, *, version: int, what: str, doer: str, due: dt.date) -> FollowUp:
    """Says anew what is done, by whom, by when. Refusals as `take_up`, `changed-meanwhile`, `follow-up-state`."""
    held = follow_up_of(actor, pk)
    require(RULES, actor, "follow_ups.end", subject_of(held))
    next_state(held.state, "revise")
    said, chosen = sentence(what), doer_of(actor, doer, firm_of(held))
    if due != held.due:
        refuse_past(due)
    changes = {
        "what": said, "organisation_id": chosen.organisation, "person_id": chosen.person,
        "person_name": chosen.name, "due": due,
    }  # fmt: skip
    with transaction.atomic():
        before = _after(held)
        _change(held, version, changes)
        made = FollowUp.objects.select_related("organisation").get(pk=pk)
        record(actor, "follow_up.revise", "follow_up", pk, said=held.firm, before=before, after=_after(made))
        if (made.organisation_id, made.person_id) != (held.organisation_id, held.person_id):
            inform(actor, made)
    return made


def finish(actor: Actor, pk: int, *, version: int, result: str) -> None:
    """Ends a follow-up with what was done. Refusals `not-allowed`, `result-missing`, `follow-up-state`,
    `changed-meanwhile`."""
    end(actor, pk, version=version, verb="finish", result=result)


def drop(actor: Actor, pk: int, *, version: int, why: str) -> None:
    """Gives a follow-up up, with the reason. Refusals as `finish`."""
    end(actor, pk, version=version, verb="drop", result=why)


def end(actor: Actor, pk: int, *, version: int, verb: str, result: str) -> None:
    """Ends a follow-up by a verb (`finish`, `drop`). Refusals as `finish`."""
    held = follow_up_of(actor, pk)
    require(RULES, actor, "follow_ups.end", subject_of(held))
    to = next_state(held.state, verb)
    said = result.strip()[:MOST_RESULT]
    if not said:
        raise Refusal(no_result(verb), status=422)
    with transaction.atomic():
        _change(held, version, {"state": to, "result": said, "ended_by": actor.name, "ended_at": clock.now()})
        record(actor, f"follow_up.{verb}", "follow_up", pk, said=held.firm, why=said)


def _change(held: FollowUp, version: int, changes: dict[str, Any]) -> None:
    """A conditional update. Refusal `changed-meanwhile`."""
    mine = FollowUp.objects.filter(pk=held.pk, state="open", version=version)
    if not mine.update(**changes, version=version + 1):
        raise Refusal(
            Problem(
                "changed-meanwhile", Text("这项跟进刚刚被他人改动", "somebody changed this follow-up just now"),
                next_step=Text("刷新页面，看过改动后再办", "reload the page, see what changed, then go on"),
            )
        )  # fmt: skip


def doer_of(actor: Actor, key: str, firm: Enterprise | None) -> Doer:
    """Whom a form names. Refusals `doer-unknown`; `doer-elsewhere` for a park or district in which the enterprise does
    not lie."""
    found = next((one for one in doers(actor) if one.key == key), None)
    if found is None:
        raise Refusal(_no_doer(key), status=422)
    area = Organisation.objects.filter(pk=found.organisation, kind__in=("park", "district")).first()
    if area is not None and firm is not None and area.area not in (firm.park, firm.district):
        raise Refusal(_elsewhere(found, firm), status=422)
    return found


def firm_of(held: FollowUp) -> Enterprise | None:
    """The enterprise of a follow-up."""
    return Enterprise.objects.filter(key=held.enterprise).first()


def sentence(what: str) -> str:
    """What is going to be done. Refusal `what-missing`."""
    said = what.strip()[:MOST_WHAT]
    if not said:
        raise Refusal(
            Problem(
                "what-missing", Text("请写明要做什么", "say what is going to be done"),
                accepted=Text("如：上门指导归集研发费用", "such as: visit and help to gather R&D expense"),
            ),
            status=422,
        )  # fmt: skip
    return said


def refuse_past(due: dt.date) -> None:
    """Refusal `due-past`."""
    if due < clock.today():
        raise Refusal(
            Problem(
                "due-past", Text("完成期限已过", "the day by which it is to be done has passed"), found=str(due),
                accepted=Text("今天或以后的日期", "today or later"),
            ),
            status=422,
        )  # fmt: skip


def inform(actor: Actor, made: FollowUp) -> None:
    """Tells who is to do it, unless that is the actor."""
    said = Text(
        f"{made.firm}：请跟进“{KINDS[made.kind].zh}”，{made.due} 前完成：{made.what}",
        f"{made.firm}: please follow up ({KINDS[made.kind].en}) by {made.due}: {made.what}",
    )
    address = f"/checkups/follow-ups/{made.pk}/"
    if made.person_id is not None and made.person_id != actor.person:
        tell(said, address, people=[made.person_id])
    elif made.person_id is None and made.organisation_id != actor.organisation:
        tell(said, address, organisations=[made.organisation_id])


def _after(one: FollowUp) -> dict[str, Any]:
    return {
        "kind": one.kind, "matter": one.matter, "what": one.what, "organisation": one.organisation_id,
        "person": one.person_id, "due": str(one.due),
    }  # fmt: skip


def _already(row: Row) -> Problem:
    held = FollowUp.objects.filter(
        state="open", enterprise=row.enterprise.key, kind=row.row.kind, matter=matter_of(row.row, row.tier)
    ).first()
    return Problem(
        "followed-up-already", Text("这一项已有人在跟进", "somebody is following this up already"),
        found=f"{held.what}（{held.due}）" if held else "",
        next_step=Text("打开那项跟进查看或调整", "open that follow-up to see or change it"),
    )  # fmt: skip


def _gone() -> Problem:
    return Problem(
        "row-gone", Text("这一项已不在最近的清单上", "this is not on the latest list any more"),
        next_step=Text("清单已随新的预判更新，请回清单查看", "a later evaluation renewed the list: see it again"),
    )  # fmt: skip


def _no_doer(key: str) -> Problem:
    return Problem(
        "doer-unknown", Text("请选择承办人或承办单位", "choose who does it"), found=key[:40],
        accepted=Text("本单位人员或所列单位", "people of your organisation or an organisation listed"),
    )  # fmt: skip


def _elsewhere(found: Doer, firm: Enterprise) -> Problem:
    return Problem(
        "doer-elsewhere", Text("这家企业不在该单位的辖区内", "the enterprise does not lie in that organisation's area"),
        found=found.said,
        accepted=Text(f"{firm.park or firm.district or '办公室或部门'}", firm.park or firm.district or "a department"),
        next_step=Text("改选企业所在园区、区县或部门", "choose its own park or district, or a department"),
    )  # fmt: skip


def no_result(verb: str) -> Problem:
    """That an end without a sentence is none."""
    said = {
        "finish": Text("请写明办理结果", "say what was done"),
        "drop": Text("请写明终止原因", "say why it is dropped"),
    }
    return Problem("result-missing", said[verb])
