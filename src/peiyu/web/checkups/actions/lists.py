"""Lists that people bring: pasted codes or names, a line each."""

from __future__ import annotations

from django.db import transaction

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.checkups.access import RULES
from peiyu.web.checkups.models import FirmList
from peiyu.web.checkups.queries.lists import matched
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.actions import record

MOST_LINES = 2_000


def bring(actor: Actor, *, name: str, text: str) -> FirmList:
    """Keeps the enterprises that the lines of a text name. Refusals `not-allowed`, `list-too-long`, `list-empty`."""
    require(RULES, actor, "lists.bring")
    lines = [line.strip() for line in text.replace("\t", "\n").splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise Refusal(_too_long(len(lines)), status=422)
    found = matched(actor, lines)
    if not found.keys:
        raise Refusal(_nobody(lines), status=422)
    with transaction.atomic():
        made = FirmList.objects.create(
            name=name.strip()[:80], keys=list(found.keys), missed=[one[:200] for one in found.missed],
            organisation=actor.organisation, by_id=actor.person, by_name=actor.name, at=clock.now(),
        )  # fmt: skip
        record(actor, "list.bring", "list", made.pk, said=made.name,
               after={"found": len(found.keys), "missed": len(found.missed)})  # fmt: skip
    return made


def _too_long(lines: int) -> Problem:
    return Problem(
        "list-too-long", Text("名单太长", "the list is too long"), found=f"{lines:,}",
        accepted=Text(f"不超过 {MOST_LINES:,} 行", f"at most {MOST_LINES:,} lines"),
        next_step=Text("分成几份，或改用筛选", "divide it, or use the filters"),
    )  # fmt: skip


def _nobody(lines: list[str]) -> Problem:
    return Problem(
        "list-empty", Text("名单里没有名录中可列示的企业", "the list names no enterprise of the registry"),
        found="、".join(lines[:3])[:120],
        accepted=Text("每行一个统一社会信用代码或企业全称", "a credit code or a whole name on each line"),
        next_step=Text("核对名称或代码；不在本单位管辖范围内的企业不能列入",
                       "check the names and codes; enterprises outside your area cannot be listed"),
    )  # fmt: skip
