"""A sheet that nothing marks: which of the open rounds it can only belong to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from peiyu.facts.intake.headers import normal
from peiyu.facts.intake.tables import Table
from peiyu.facts.round.model import Asked
from peiyu.facts.round.reading.seats import Seat
from peiyu.problems import Problem, Text

_PERIOD = re.compile(
    r"((?:19|20)\d{2})年(?:度|第?([1-4])季度|(\d{1,2})月(?!\d{1,2}日))?(?:[(（](当月|当季|累计)[)）])?"
)
_STATED = "统计期间"


def guessed(table: Table, candidates: Sequence[Asked]) -> Seat | Problem | None:
    """The only round whose sheet this can be. A time or a title above the table tells rounds of one form apart; one
    that says another time than every round is of none of them."""
    said = _above(table)
    times = {asked.id: _agreement(said, asked) for asked in candidates}
    fitting = [asked for asked in candidates if times[asked.id] is not False]
    sure = [asked for asked in fitting if times[asked.id]] or fitting
    titled = [asked for asked in sure if normal(asked.title) in normal(said)] or sure
    if len(titled) == 1:
        return Seat(titled[0], None, 0, "headers")
    if not candidates:
        return None
    where = table.sheet.where()
    if not titled:
        message = Text("表上写的统计期间不是正在进行的收表的", "the period that the sheet states is of no open round")
        return Problem("round-other-span", message, where, found=said[:80], accepted=_said(candidates))
    return Problem(
        "round-unclear",
        Text("表上没有标记，几次收表都可能是它", "nothing marks the sheet, and several rounds may be meant"),
        where,
        accepted=_said(titled),
        next_step=Text(
            "由办理人指明属于哪次收表，或用原表重报", "say which round it is, or send the form as it went out"
        ),
    )


def _above(table: Table) -> str:
    rows = table.sheet.cells.head(table.header_rows[0]).iter_rows()
    return unicodedata.normalize("NFKC", " ".join(text for row in rows for text in row if text))


def _agreement(said: str, asked: Asked) -> bool | None:
    """Whether the times that stand above a table are the round's; None where none stands there."""
    stated = said.partition(_STATED)[2]
    first = _PERIOD.search(stated)
    found = [first] if first is not None else [one for one in _PERIOD.finditer(said) if one[2] or one[3]]
    if not found:
        return None
    span = asked.span
    return any(
        (int(one[1]), _int(one[2]), _int(one[3])) == (span.year, span.quarter, span.month)
        and one[4] in (None, span.basis, "当季" if span.quarter and span.basis == "当月" else span.basis)
        for one in found
    )


def _int(said: str | None) -> int | None:
    return int(said) if said else None


def _said(rounds: Sequence[Asked]) -> Text:
    return Text(
        "、".join(f"{one.id}（{one.span.said.zh}）" for one in rounds),
        ", ".join(f"{one.id} ({one.span.said.en})" for one in rounds),
    )
