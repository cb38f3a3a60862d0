"""The API of statistics: tables as they may go out, and no others."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from peiyu.insight.statistics.suppression.hide import MARK
from peiyu.problems import Text
from peiyu.web.acting.asked import actor_of
from peiyu.web.acting.rules import require
from peiyu.web.look.schemas import Said, Word, answers, said
from peiyu.web.statistics.access import RULES
from peiyu.web.statistics.queries import Entry, Seen, latest
from peiyu.web.statistics.schemas import TableOut

router = Router(tags=["statistics"])


@router.get("/{pack}", response=answers(list[TableOut]), operation_id="statistics")
def statistics(request: HttpRequest, pack: Word) -> list[TableOut]:
    """The latest analyses of a pack that may go out; small cells are hidden in them."""
    actor = actor_of(request)
    require(RULES, actor, "outward.see")
    return [_table(one) for one in latest(actor, pack, outward=True) if one.table is not None]


def _table(one: Seen) -> TableOut:
    assert one.table is not None
    return TableOut(
        kind=one.analysis.kind, day=one.analysis.day, title=said(one.table.title),
        headings=[said(each) for each in one.table.headings],
        rows=[[_entry(each) for each in row] for row in one.table.rows],
        notes=[said(each) for each in one.table.notes], hidden=one.table.hidden, made_up=one.analysis.made_up,
    )  # fmt: skip


def _entry(entry: Entry) -> int | float | Said | None:
    if entry == MARK:
        return None
    if isinstance(entry, str):
        return said(Text(entry, entry))
    return said(entry) if isinstance(entry, Text) else entry
