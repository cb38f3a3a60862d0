"""Lists taken away: exactly what is on the screen, as a workbook; every one is logged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.db import transaction

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.enterprises.access import RULES
from peiyu.web.enterprises.models import ExportLog
from peiyu.web.files.sheets import write
from peiyu.web.look import cells
from peiyu.web.look.lists import Shown
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.actions import record

MOST_ROWS = 100_000
"""Rows of one file: more are no list any more that a person reads."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was made, under the name that people see."""

    path: Path
    name: str


def take_list(actor: Actor, shown: Shown, *, what: str = "registry") -> Taken:
    """The list as it is seen, every row of it, and an entry in the log. Refusal `export-too-large`."""
    require(RULES, actor, "registry.export")
    rows = shown.narrowed.order_by().values("pk")[: MOST_ROWS + 1].count()
    if rows > MOST_ROWS:
        raise Refusal(_too_large())
    said, day = cells.words(shown.declared.said), clock.today()
    path = settings.PEIYU.path("exports")
    path.mkdir(parents=True, exist_ok=True)
    heads, lines = shown.table()
    with NamedTemporaryFile(dir=path, prefix="list-", suffix=".xlsx", delete=False) as file:
        made = Path(file.name)
    write(made, _lead(actor, said, day, shown.said_filters()), heads, lines)
    with transaction.atomic():
        ExportLog.objects.create(
            at=clock.now(), by_id=actor.person, by_name=actor.name, organisation=actor.organisation, what=what,
            filtered=shown.said_filters(), rows=rows, file=made.name,
        )  # fmt: skip
        record(actor, "registry.export", "list", what, said=said,
               after={"rows": rows, "filters": shown.said_filters(), "columns": heads})  # fmt: skip
    return Taken(made, f"{said}{day:%Y%m%d}.xlsx")


def _lead(actor: Actor, said: str, day: dt.date, filters: dict[str, str]) -> list[str]:
    in_words: Callable[[Text], str] = cells.words
    lines = [said, in_words(Text(f"数据截止日 {day}；导出人 {actor.name}", f"as of {day}; taken by {actor.name}"))]
    if filters:
        shown = "；".join(f"{name}：{value}" for name, value in filters.items())
        lines.append(in_words(Text("筛选：", "Filters: ")) + shown)
    if settings.PEIYU.made_up:
        lines.append(in_words(Text("虚构数据", "Made-up data")))
    return lines


def _too_large() -> Problem:
    return Problem(
        "export-too-large",
        Text(f"超过 {MOST_ROWS:,} 行，不能一次下载", f"more than {MOST_ROWS:,} rows cannot be taken at once"),
        next_step=Text("先按园区、区县等筛选后再下载", "narrow the list by park, district or another filter first"),
    )
