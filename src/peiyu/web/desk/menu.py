"""The menu of every page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from peiyu.problems import Text
from peiyu.web.acting.roles import ADMINISTRATORS, INSIDE, Role

REGISTRY = "/enterprises/"
MENU: tuple[tuple[str, Text, frozenset[Role]], ...] = (
    ("/document/", Text("政策文件", "Document"), INSIDE),
    ("/progress/", Text("工作进展", "Progress"), INSIDE),
    ("/my-work/", Text("我的待办", "My work"), frozenset(Role)),
    (REGISTRY, Text("企业", "Enterprises"), INSIDE),
    ("/targets/", Text("目标", "Targets"), INSIDE),
    ("/statistics/", Text("统计", "Statistics"), INSIDE),
    ("/checkups/", Text("体检", "Check-ups"), INSIDE - {Role.FINANCE, Role.CADRE}),
    ("/collection/", Text("收表", "Collection"), INSIDE - {Role.LEADER} | {Role.ENTERPRISE}),
    ("/reporting/", Text("上报表", "Forms"), frozenset({Role.OFFICE, Role.ANALYST})),
    ("/briefs/", Text("简报", "Briefs"), INSIDE),
    ("/policies/", Text("政策包", "Policies"), INSIDE),
    ("/own/", Text("本企业", "Own enterprise"), frozenset({Role.ENTERPRISE})),
    ("/own/", Text("代企业填报", "For enterprises"), frozenset({Role.PARK, Role.SERVICE})),
    ("/people/", Text("人员", "People"), ADMINISTRATORS | {Role.OFFICE}),
    ("/trail/", Text("留痕", "Trail"), frozenset({Role.AUDIT, Role.AUDITOR})),
)
"""Address, name, and the roles that see it; what is behind it decides for itself."""


def menu(request: HttpRequest) -> dict[str, Any]:
    """The entries of the menu for the role of the one who asks, and whether it may look enterprises up."""
    actor = getattr(request, "actor", None)
    role = actor.role if actor is not None else None
    shown = [
        {"address": address, "name": name, "here": request.path.startswith(address)}
        for address, name, roles in MENU
        if role in roles
    ]
    return {"menu": shown, "searches": any(one["address"] == REGISTRY for one in shown)}
