"""The kinds of background work of collection: what goes out, what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peiyu.problems import Text
from peiyu.web.acting.actor import Actor
from peiyu.web.collection.actions import arrivals, closing, starting
from peiyu.web.collection.incoming.bundling import pack
from peiyu.web.collection.incoming.reading import read_waiting
from peiyu.web.collection.models import Correction, Round
from peiyu.web.collection.queries import arrivals as queries
from peiyu.web.collection.queries.closing import CORRECT
from peiyu.web.jobs.kinds import Step, kind


@kind(starting.KIND, Text("下发收表", "sending a round out"))
def start(step: Step) -> Mapping[str, Any]:
    """Makes the units of a round and writes their workbooks."""
    return starting.run(step)


@kind(arrivals.KIND, Text("读取来件", "reading what came"))
def reading(step: Step) -> Mapping[str, Any]:
    """The files of a batch, or one again."""
    batch, arrival = step.arguments.get("batch", ""), step.arguments.get("arrival")
    return {"read": read_waiting(step, batch=batch, arrival=arrival)}


@kind(queries.PACKING, Text("打包核对意见", "packing comments"))
def packing(step: Step) -> Mapping[str, Any]:
    """核对意见 of a round, a workbook a sender."""
    return pack(step)


@kind(closing.KIND, Text("关账入库", "storing a closed round"))
def storing(step: Step) -> Mapping[str, Any]:
    """What was accepted in a round, as one intake."""
    held = Round.objects.select_related("intake").get(pk=step.arguments["round"])
    intake = closing.store(step, held, Actor.system("关账"))
    if not step.done.get("told"):
        closing.tell_units(held)
        step.remember(told=True)
    return {"intake": intake.pk if intake else None, "address": f"/collection/{held.number}/closing/"}


@kind(CORRECT, Text("更正入库", "storing a correction"))
def correcting(step: Step) -> Mapping[str, Any]:
    """What a version after the closing says otherwise, as an intake of its own."""
    held = Correction.objects.select_related("intake", "submission__unit__round", "submission__unit__organisation")
    correction = held.get(pk=step.arguments["correction"])
    intake = closing.store_correction(step, correction, Actor.system("更正"))
    return {"intake": intake.pk if intake else None, "address": f"/collection/corrections/{correction.pk}/"}
