"""Which sheet of which round's form a returned sheet is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from peiyu.facts.intake.headers import Header, normal
from peiyu.facts.intake.markup import LIST
from peiyu.facts.intake.sheets import Sheet
from peiyu.facts.intake.tables import Table, find_table
from peiyu.facts.round import guidance
from peiyu.facts.round.model import Asked, AskedSheet
from peiyu.facts.round.reading import saying
from peiyu.facts.round.reading.file import printed_on
from peiyu.facts.round.reading.guessing import guessed
from peiyu.facts.round.reading.headers import Around, Fitted, fit, matcher
from peiyu.facts.round.reading.seats import Rounds, Seat
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.problems import Problem

BESIDE = frozenset((guidance.SHEET, LIST))
"""Sheets of ours that ask nothing."""

SHORT = 12
"""Characters of a text over the headers that may group columns; a longer one is a title or a line of its own."""

ENOUGH = 0.5
"""The share of a form's fields that a sheet without a mark must have."""


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet that is a form of a round. No `fitted`: it does not say whose its rows are. `is_own`: it has the printed
    line or the name of the form's sheet; one that has neither may be something of the sender's own."""

    table: Table
    asked: AskedSheet
    seat: Seat
    fitted: Fitted | None
    is_own: bool = True


@dataclass(frozen=True, slots=True)
class _Match:
    round: Asked
    sheet: AskedSheet
    fitted: Fitted

    @property
    def is_whole(self) -> bool:
        """Whether the table has enough of the form's columns to be taken for it."""
        return len(self.fitted.fields) >= ENOUGH * len(self.sheet.fields)


def form_of(sheet: Sheet, seat: Seat | Problem | None, rounds: Rounds, words: Vocabulary) -> Form | Problem | None:
    """The form that a sheet is; a problem if it cannot be told (of level error: it waits; else it is only said); None:
    nothing is asked on it."""
    if not sheet.cells.height or any(sheet.name.startswith(name) for name in BESIDE):
        return None
    candidates = [seat.asked] if isinstance(seat, Seat) else [*rounds.values()]
    table = _table(sheet, candidates, words)
    matches = [m for one in candidates if (m := _best(table, one, seat, words)) is not None] if table else []
    if table is None or not matches:
        return _without_table(sheet, seat, words)
    if isinstance(seat, Problem):
        return seat
    if seat is None:
        found = guessed(table, [one.round for one in matches if one.is_whole])
        if not isinstance(found, Seat):
            return found or saying.sheet_unclear(sheet)
        seat = found
    match = next(one for one in matches if one.round.id == seat.asked.id)
    entity = words.entities[match.sheet.entity]
    is_own = printed_on(sheet) is not None or normal(sheet.name).startswith(normal(entity.name.zh))
    if not is_own and not match.is_whole:
        return saying.sheet_not_asked(sheet)
    named = entity.of == "territory" or any(key in match.fitted.found for key in ("#name", "#code"))
    return Form(table, match.sheet, seat, match.fitted if named else None, is_own)


def _without_table(sheet: Sheet, seat: Seat | Problem | None, words: Vocabulary) -> Problem | None:
    if isinstance(seat, Seat) and any(words.entities[s.entity].name.zh == sheet.name for s in seat.asked.sheets):
        return saying.table_missing(sheet)
    return saying.sheet_not_asked(sheet) if not sheet.is_hidden else None


def _table(sheet: Sheet, candidates: Sequence[Asked], words: Vocabulary) -> Table | None:
    known = [matcher(one, words) for asked in candidates for one in asked.sheets]
    seen: dict[Header, bool] = {}

    def is_known(header: Header) -> bool:
        if header not in seen:
            seen[header] = any(one.knows(header) for one in known)
        return seen[header]

    return find_table(sheet, is_known)


def _best(table: Table, asked: Asked, seat: Seat | Problem | None, words: Vocabulary) -> _Match | None:
    """The sheet of a round of which the table has most fields; of equals the one that has its name."""
    mark = seat.mark if isinstance(seat, Seat) else None
    matches, over = [], _over(table)
    for one in asked.sheets:
        marked = mark.sheet(one.entity) if mark is not None else None
        order = marked.columns if marked is not None else None
        around = Around(order, asked.span, table.unit or "", over, isinstance(seat, Seat))
        fitted = fit(table.headers, matcher(one, words), around)
        named = normal(words.entities[one.entity].name.zh) == normal(table.sheet.name)
        matches.append((len(fitted.fields) + named, named, _Match(asked, one, fitted)))
    best = max(matches, key=lambda one: one[:2])
    return best[2] if best[2].fitted.fields else None


def _over(table: Table) -> tuple[str, ...]:
    """The short texts in the row over the headers, merged blocks filled: they may group columns under a word that makes
    other figures of them (上年同期)."""
    row, cells = table.header_rows[0] - 1, table.sheet.cells
    if row < 0:
        return ("",) * cells.width
    texts = list(cells.row(row))
    for block in table.sheet.merged:
        if block.top <= row <= block.bottom:
            right = min(block.right + 1, cells.width)
            texts[block.left : right] = [cells[block.top, block.left]] * (right - block.left)
    return tuple(text if text is not None and len(text) <= SHORT else "" for text in texts)
