"""The background work of this app."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peiyu.problems import Text
from peiyu.web.acting.actor import Actor
from peiyu.web.enterprises.actions.projection import project
from peiyu.web.enterprises.actions.sources import PROJECTING
from peiyu.web.enterprises.intake.marking import mark_up
from peiyu.web.enterprises.intake.reading import read
from peiyu.web.enterprises.intake.storing import store, undo
from peiyu.web.enterprises.models import Intake
from peiyu.web.jobs.kinds import Step, kind

PROJECTED = Text("企业名录", "registry")


@kind("enterprises.read", Text("读取台账", "read a ledger"))
def reading(step: Step) -> Mapping[str, Any]:
    """An upload, read and compared; nothing of it is stored."""
    intake = _intake(step)
    if intake.state == "reading":
        read(step, intake)
    return {"intake": intake.pk}


@kind("enterprises.store", Text("台账入库", "store a ledger"))
def storing(step: Step) -> Mapping[str, Any]:
    """The rows of an upload, all of them or none seen."""
    intake = _intake(step)
    store(step, intake, Actor.system("入库"))
    return {"intake": intake.pk}


@kind("enterprises.undo", Text("撤销导入", "undo an import"))
def undoing(step: Step) -> Mapping[str, Any]:
    """The rows of an intake, taken away."""
    intake = _intake(step)
    undo(step, intake, Actor.system("撤销"))
    return {"intake": intake.pk}


@kind("enterprises.mark_up", Text("生成批注表", "mark up a ledger"))
def marking(step: Step) -> Mapping[str, Any]:
    """The ledger again with what was found as comments on its cells."""
    intake = _intake(step)
    mark_up(intake)
    return {"intake": intake.pk}


@kind(PROJECTING, Text("重新整理企业名录", "re-make the registry"))
def projecting(step: Step) -> Mapping[str, Any]:
    """The registry by the order of sources that holds now."""
    return {"enterprises": project(None, told=lambda share: step.tell(0.98 * share, PROJECTED))}


def _intake(step: Step) -> Intake:
    return Intake.objects.get(pk=step.arguments["intake"])
