"""The units of a round as a list."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet

from peiyu.problems import Text
from peiyu.web import clock
from peiyu.web.collection.models import Round, RoundUnit
from peiyu.web.collection.queries.units import standing
from peiyu.web.collection.states import UNANSWERED, UNIT
from peiyu.web.look.cells import Link, Mark
from peiyu.web.look.lists import Column, Filter, List

STANDINGS = (
    ("unanswered", Text("未报送", "not submitted")),
    ("late", Text("逾期未报", "late")),
    ("begun", Text("填了一部分", "begun")),
    ("whole", Text("已填完未报送", "filled in, not submitted")),
)


def unit_list(held: Round) -> List:
    """Their state, due day, cells, last activity. Ordered by name: nobody is ranked."""
    address = f"/collection/{held.number}/units/"
    return List(
        name="units", said=Text("报送单位", "Units"), order="name", download=True, counted=Text("个单位", "units"),
        nothing=Text("没有符合条件的报送单位", "No unit matches"),
        columns=(
            Column(key="name", name=Text("报送单位", "Unit"), order="name", fixed=True,
                   value=lambda one: Link(one.name, f"{address}{one.pk}/")),
            Column(key="state", name=Text("状态", "State"), order="state", value=_state),
            Column(key="due", name=Text("截止日", "Due"), order="due"),
            Column(key="firms_count", name=Text("企业", "Enterprises"), number=True, order="firms_count"),
            Column(key="done", name=Text("已填", "Filled in"), number=True),
            Column(key="asked", name=Text("应填", "Asked"), number=True),
            Column(key="prefilled", name=Text("已预填", "Prefilled"), number=True, shown=False),
            Column(key="last_at", name=Text("最近动静", "Last activity"), order="last_at"),
        ),
        filters=(
            Filter(key="q", name=Text("名称", "Name"), kind="text", narrow=_named),
            Filter(key="state", name=Text("状态", "State"), options=tuple((key, one[0]) for key, one in UNIT.items())),
            Filter(key="standing", name=Text("进度", "Progress"), options=STANDINGS, narrow=_standing),
        ),
    )  # fmt: skip


def _state(one: RoundUnit) -> tuple[Mark, ...]:
    state = UNIT[one.state]
    more = standing(one)
    return (Mark(*state), *((Mark(*more),) if more else ()))


def _named(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    return rows.filter(name__icontains=words.strip())


def _standing(rows: QuerySet[Any], given: str) -> QuerySet[Any]:
    narrowed = {
        "unanswered": Q(state__in=UNANSWERED), "late": Q(state__in=UNANSWERED, due__lt=clock.today()),
        "begun": Q(state__in=UNANSWERED, done__gt=0, done__lt=F("asked")),
        "whole": Q(state__in=UNANSWERED, done__gte=F("asked")),
    }  # fmt: skip
    return rows.filter(narrowed[given]) if given in narrowed else rows
