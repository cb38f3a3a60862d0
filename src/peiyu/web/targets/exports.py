"""The table of targets as a workbook and an allocation as a document, as they are seen; each is logged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from peiyu.paper.allocation import AllocationPaper, Part, write_allocation
from peiyu.paper.workbook.targets import TargetLine, write_targets
from peiyu.problems import Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.targets.access import RULES
from peiyu.web.targets.models import Allocation, Reading
from peiyu.web.targets.queries.allocations import Node
from peiyu.web.targets.queries.readings import Row, text_of
from peiyu.web.trail.actions import record

WITHOUT_NUMBER = Text("未量化", "no number")


def take_table(actor: Actor, reading: Reading, rows: Sequence[Row], *, lang: str) -> tuple[Path, str]:
    """The table of a reading, and the name of its file. Refusal `not-allowed`."""
    require(RULES, actor, "targets.see")
    path = fresh("targets-", ".xlsx")
    name = text_of(reading.name)
    title = Text(f"{name.zh}：目标进展", f"{name.en}: targets")
    lines = [target_line(one) for one in rows]
    write_targets(lines, path, title=title, as_of=reading.day, made_up=reading.made_up, lang=lang)
    with transaction.atomic():
        record(actor, "targets.export", "reading", reading.pk, said=title.zh, after={"lines": len(lines)})
    return path, f"{title.in_(lang)}{reading.day:%Y%m%d}.xlsx"


def target_line(row: Row) -> TargetLine:
    """A line as it is printed."""
    line, trend = row.line, row.line.kind == "trend"
    rule, notes = row.said("rule"), row.said("notes")
    remarks = [one for one in (rule, notes, row.said("outlook_said")) if one.zh]
    return TargetLine(
        name=row.name, clause=line.clause, unit=line.unit, goal=WITHOUT_NUMBER if trend else row.said("goal"),
        month=row.said("month"), total=row.said("total"), rate=str(line.said.get("rate", "")), plan=row.said("plan"),
        before=row.said("before"), growth=str(line.said.get("yoy", "")), pace=row.said("pace"),
        definition=row.said("definition"), outlook=row.said("outlook"),
        note=Text("；".join(one.zh for one in remarks), "; ".join(one.en for one in remarks)),
    )  # fmt: skip


def fresh(prefix: str, suffix: str) -> Path:
    """A new empty file among what is written for people."""
    folder: Path = settings.PEIYU.path("exports")
    folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, prefix=prefix, suffix=suffix, delete=False) as file:
        return Path(file.name)


def take_allocation(actor: Actor, held: Allocation, nodes: Sequence[Node], *, lang: str) -> tuple[Path, str]:
    """分解指标表 of an allocation, and the name of its file. Refusal `not-allowed`; ValueError unless the nodes are all
    of it."""
    require(RULES, actor, "allocations.make")
    name = Text(f"{held.name['zh']}{held.year}年分解指标表", f"{held.name['en']} {held.year}, broken down")
    path = fresh("allocation-", ".docx")
    parts: list[Part] = []
    for node in nodes:
        parts.append(Part(name=node.share.name, depth=0, number=node.share.number,
                          reason=text_of(node.share.reason).in_(lang)))  # fmt: skip
        parts += [Part(name=one.name, depth=1, number=one.number) for one in node.people]
    issued = held.issued_at
    write_allocation(
        AllocationPaper(
            title=name.in_(lang), goal=text_of(held.goal).in_(lang), clause=held.clause, unit=held.unit,
            total=held.total, parts=tuple(parts), issuer=actor.organisation_name or settings.PEIYU.name,
            number=f"{held.code}-{held.year}-{held.issue}",
            date=timezone.localtime(issued).date() if issued else clock.today(), issued=held.state == "issued",
            made_up=settings.PEIYU.made_up, lang="en" if lang == "en" else "zh",
        ),
        path,
    )  # fmt: skip
    with transaction.atomic():
        record(actor, "allocation.export", "allocation", held.pk, said=name.zh)
    return path, f"{name.in_(lang)}.docx"
