"""A confirmed mapping carried to the next form: what has the same headers keeps its meaning, wherever it stands now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from peiyu.paper.form.grid import CellAddress, Form
from peiyu.paper.form.headers.cells import Fillable, Headers, fillable
from peiyu.paper.form.mapping import FormMapping, Mapped
from peiyu.paper.form.propose.phrases import spoken
from peiyu.paper.form.propose.questions import Period, period_of
from peiyu.paper.form.units import plain_unit
from peiyu.problems import Text

UNKNOWN = Text("新表上才有的格，请定含义", "a cell that only the new form has: say what it means")


@dataclass(frozen=True, slots=True)
class Moved:
    """A cell that stands elsewhere now."""

    before: CellAddress
    after: Mapped


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What became of a mapping. mapping: for the new form, with what was kept and what moved; gone: cells whose headers
    the new form does not have (or has twice, so that it cannot be told which); new: cells of the new form that the
    mapping does not know, in it as cells to be asked about."""

    mapping: FormMapping
    kept: tuple[Mapped, ...]
    moved: tuple[Moved, ...]
    gone: tuple[Mapped, ...]
    new: tuple[Fillable, ...]


# --- by what a cell is found again ------------------------------------------------------------------------------

Key = Callable[[Headers, str, Period], Hashable]


def full_key(headers: Headers, sheet: str, period: Period) -> Hashable:
    """Sheet, title and path."""
    return (
        _plain(sheet, period),
        tuple(_plain(one, period) for one in headers.titles[-2:]),
        path_key(headers, sheet, period),
    )


def titled_key(headers: Headers, sheet: str, period: Period) -> Hashable:
    """Title and path, on whatever sheet."""
    return (tuple(_plain(one, period) for one in headers.titles[-1:]), path_key(headers, sheet, period))


def path_key(headers: Headers, sheet: str, period: Period) -> Hashable:
    """Headings, rows and columns; years, the form's month and numbering apart; with the unit."""
    paths = (headers.headings, headers.rows, headers.columns, (headers.whole,))
    unit = plain_unit(headers.unit) or tuple(sorted(set(headers.units)))
    return (*(tuple(_plain(one, period) for one in path) for path in paths), unit)


KEYS: tuple[Key, ...] = (full_key, titled_key, path_key)
"""Tried in this order; what one of them matches the next ones leave alone."""


def _plain(text: str, period: Period) -> Hashable:
    """A header without what changes from form to form: its year as a distance from the form's, the form's own month."""
    read = spoken(text)
    phrases = tuple(
        (one.what, one.annual, 0 if one.upto == period.month else one.upto) for one in read.phrases
    )  # fmt: skip
    years = tuple(year - period.year if period.year else 0 for year in read.years)
    return (read.rest, phrases, years)


# --- carrying -------------------------------------------------------------------------------------------------


def carry(mapping: FormMapping, form: Form) -> Carried:
    """Carries a mapping to another blank by the path of headers, years and the form's own month apart.

    First cells whose sheet, title and headers agree, then those whose headers alone do, each time only where they are
    the one such cell on both sides: nothing is carried by its place. A cell whose unit is another is not the same.
    """
    cells = fillable(form)
    before = period_of(
        (line for one in mapping.cells for line in one.headers.titles), Period(year=mapping.year, month=mapping.month)
    )
    after = period_of(dict.fromkeys(line for one in cells for line in (*one.headers.titles, *one.headers.notes)))
    pairs: dict[CellAddress, Fillable] = {}
    for key in KEYS:
        old = [one for one in mapping.cells if one.cell not in pairs]
        taken = {one.cell for one in pairs.values()}
        free = [one for one in cells if one.cell not in taken]
        pairs |= _matched(old, free, key, before, after)
    return _carried(mapping, form, pairs, cells, after)


def _matched(
    old: Sequence[Mapped], new: Sequence[Fillable], key: Key, before: Period, after: Period
) -> dict[CellAddress, Fillable]:
    """Old cell → new cell, where a key stands once on both sides."""
    mine, theirs = defaultdict(list), defaultdict(list)
    for one in old:
        mine[key(one.headers, one.cell.sheet, before)].append(one)
    for other in new:
        theirs[key(other.headers, other.cell.sheet, after)].append(other)
    return {
        found[0].cell: theirs[anchor][0]
        for anchor, found in mine.items()
        if len(found) == 1 and len(theirs.get(anchor, ())) == 1
    }


def _carried(
    mapping: FormMapping, form: Form, pairs: dict[CellAddress, Fillable], cells: Iterable[Fillable], after: Period
) -> Carried:
    kept, moved, gone = [], [], []
    for one in mapping.cells:
        other = pairs.get(one.cell)
        if other is None:
            gone.append(one)
            continue
        now = replace(one, cell=other.cell, headers=other.headers)
        if other.cell == one.cell:
            kept.append(now)
        else:
            moved.append(Moved(one.cell, now))
    places = {other.cell for other in pairs.values()}
    new = tuple(one for one in cells if one.cell not in places)
    unknown = (Mapped(cell=one.cell, headers=one.headers, why=UNKNOWN) for one in new)
    carried = sorted((*kept, *(one.after for one in moved), *unknown), key=lambda one: one.cell)
    return Carried(
        mapping=replace(
            mapping, form=form.file, sha256=form.sha256, cells=tuple(carried), year=after.year, month=after.month
        ),
        kept=tuple(kept), moved=tuple(moved), gone=tuple(gone), new=new,
    )  # fmt: skip
