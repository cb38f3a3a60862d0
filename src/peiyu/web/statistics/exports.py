"""Analyses as workbooks, each logged."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.db import transaction

from peiyu.paper.workbook.plain import Plain, write_plain
from peiyu.problems import Text
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.bridge.analyses import NAMES
from peiyu.web.statistics.access import RULES
from peiyu.web.statistics.queries import Seen
from peiyu.web.trail.actions import record

OUTWARD = Text("对外版：能看出单个企业的数已遮盖", "For the outside: what tells of single enterprises is hidden")
INWARD = Text("内部版：不得对外", "For the office only")


def take_table(actor: Actor, seen: Seen, *, lang: str) -> tuple[Path, str]:
    """The table as it is seen, and the name of the file. Refusal `not-allowed`; ValueError where there is no table."""
    require(RULES, actor, "outward.see" if seen.outward else "analyses.see")
    table, kept = seen.table, seen.analysis
    if table is None:
        raise ValueError(kept.kind)
    folder: Path = settings.PEIYU.path("exports")
    folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, prefix="table-", suffix=".xlsx", delete=False) as file:
        path = Path(file.name)
    word = OUTWARD if seen.outward else INWARD
    write_plain(
        Plain(
            title=table.title, sheet=NAMES[kept.kind], headings=table.headings, rows=table.rows,
            notes=(word, *table.notes), as_of=kept.day, made_up=kept.made_up,
        ),
        path, lang=lang,
    )  # fmt: skip
    with transaction.atomic():
        record(actor, "analysis.export", "analysis", kept.pk, said=NAMES[kept.kind].zh, after={"outward": seen.outward})
    name = NAMES[kept.kind].in_(lang)
    return path, f"{name}{kept.day:%Y%m%d}{'' if not seen.outward else Text('（对外）', '-outward').in_(lang)}.xlsx"
