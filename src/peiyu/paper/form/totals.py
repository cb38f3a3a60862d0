"""Whether the totals of a filled form agree with their parts: rows and columns headed 合计, 其中, and the form's
formulas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from peiyu.paper.form.entries import Entry
from peiyu.paper.form.formulas.depending import outcomes
from peiyu.paper.form.grid import CellAddress, Form, Sheet
from peiyu.paper.form.headers.cells import column_path
from peiyu.paper.form.headers.labels import Label, label_columns, labels
from peiyu.paper.form.headers.table import Table, tables
from peiyu.paper.form.offer import SHARES
from peiyu.paper.form.propose.parts import WHOLE
from peiyu.paper.form.propose.phrases import spoken
from peiyu.paper.form.propose.terms import plain
from peiyu.paper.form.units import bracketed_unit, kind_of
from peiyu.problems import Level, Problem, Text, Where

TOTAL = frozenset({"合计", "总计", "小计", "共计"})


@dataclass(frozen=True, slots=True)
class Sum:
    """A cell that is to be the sum of others (`exactly`) or at least that."""

    total: CellAddress
    parts: tuple[CellAddress, ...]
    exactly: bool = True


def totals(form: Form, entries: Iterable[Entry]) -> tuple[Problem, ...]:
    """Where a total does not agree with its parts once the entries are in: `form-total-differs` for rows and columns
    headed 合计 and for formulas, `form-part-exceeds` for 其中 that come to more than their whole. Warnings: the parts
    of a form need not be all that there are. Shares are not added; a part without a figure leaves its total alone, and
    numbers that the form itself prints (序号) are no figures."""
    held = tuple(entries)
    values, filled = numbers(form, held), {one.cell for one in held}
    filled |= {sheet.address(cell) for sheet in form.sheets for cell in sheet.cells if cell.formula}
    told = (one for one in sums(form) if not filled.isdisjoint((one.total, *one.parts)))
    return tuple(problem for one in told if (problem := _differs(one, values, form)) is not None)


def numbers(form: Form, entries: Iterable[Entry]) -> dict[CellAddress, Decimal]:
    """The number of every cell: of the form's own, of the entries, of the formulas that can be computed."""
    found = {
        sheet.address(cell): cell.number for sheet in form.sheets for cell in sheet.cells if cell.number is not None
    }
    entered = {one.cell: one for one in entries}
    found |= {at: Decimal(one.value) for at, one in entered.items() if isinstance(one.value, int | Decimal)}
    given = {at: one.value if isinstance(one.value, int | Decimal) else one.text or None for at, one in entered.items()}
    held = {at: Decimal(value) if isinstance(value, int) else value for at, value in given.items()}
    for address, outcome in outcomes(form, held).items():
        if outcome.known and isinstance(outcome.value, int | Decimal):
            found[address] = Decimal(outcome.value)
        else:
            found.pop(address, None)
    return found


def sums(form: Form) -> Iterator[Sum]:
    """What a form says is the sum of what, by its headers alone."""
    for sheet in form.sheets:
        if sheet.hidden:
            continue
        for table in tables(sheet):
            if table.kind == "figures":
                yield from _by_rows(sheet, table)
                yield from _by_columns(sheet, table)


def _by_rows(sheet: Sheet, table: Table) -> Iterator[Sum]:
    named = label_columns(table)
    found = labels(table, named)
    columns = [column for column in table.columns if column not in named and not _is_share(table, column)]
    for section in _sections(found):
        wholes = [row for row in section if _is_total(found[row])]
        rows = [row for row in section if row not in wholes and not found[row].whole]
        if len(wholes) == 1 and len(rows) > 1:
            yield from _sums(sheet, columns, wholes[0], rows)
    for row, parts in _parts_of(found).items():
        for one in _sums(sheet, columns, row, parts):
            yield Sum(one.total, one.parts, exactly=False)


def _sections(found: Mapping[int, Label]) -> Iterable[list[int]]:
    """The rows of a table by the headings above them."""
    held: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for row, label in found.items():
        held[label.headings].append(row)
    return held.values()


def _parts_of(found: Mapping[int, Label]) -> dict[int, list[int]]:
    """Row → the rows below it that are its 其中."""
    held: dict[int, list[int]] = {}
    last: int | None = None
    for row, label in found.items():
        if not label.whole:
            last = row
        elif last is not None:
            held.setdefault(last, []).append(row)
    return held


def _is_total(label: Label) -> bool:
    return any(plain(one) in TOTAL or WHOLE.match(plain(one)) for one in label.own)


def _sums(sheet: Sheet, columns: Iterable[int], total: int, rows: Iterable[int]) -> Iterator[Sum]:
    for column in columns:
        cells = [sheet.at(row, column) for row in (total, *rows)]
        held = [cell for cell in cells if cell is not None and cell.column == column]
        if len(held) == len(cells):
            yield Sum(sheet.address(held[0]), tuple(sheet.address(one) for one in held[1:]))


def _by_columns(sheet: Sheet, table: Table) -> Iterator[Sum]:
    paths = {column: column_path(table, column) for column in table.columns}
    named = label_columns(table)
    for column, path in paths.items():
        if not path or plain(path[-1]) not in TOTAL:
            continue
        beside = [
            other for other in table.columns
            if other != column and other not in named and paths[other] and paths[other][:-1] == path[:-1]
            and not _is_share(table, other) and _alike(paths[other][-1])
        ]  # fmt: skip
        for row in table.body:
            cells = [sheet.at(row, one) for one in (column, *beside)]
            held = [cell for cell in cells if cell is not None and cell.row == row]
            if len(held) == len(cells) > 2:
                yield Sum(sheet.address(held[0]), tuple(sheet.address(one) for one in held[1:]))


def _alike(text: str) -> bool:
    """Whether a column beside a total is one of its parts: a month, a quarter, a name; no goal, no sum so far."""
    return all(one.what in ("month", "quarter") for one in spoken(text).phrases) and plain(text) not in TOTAL


def _is_share(table: Table, column: int) -> bool:
    path = column_path(table, column)
    shares = any(phrase.what in SHARES for text in path for phrase in spoken(text).phrases)
    return shares or any(kind_of(bracketed_unit(text)) == "share" for text in path)


def _differs(one: Sum, values: Mapping[CellAddress, Decimal], form: Form) -> Problem | None:
    total = values.get(one.total)
    parts = [values.get(cell) for cell in one.parts]
    known = [part for part in parts if part is not None]
    if total is None or len(known) < 1 or (one.exactly and len(known) != len(parts)):
        return None
    sum_ = sum(known, Decimal(0))
    if sum_ == total or (not one.exactly and sum_ <= total):
        return None
    cell = form.cell(one.total)
    return _problem(one, total, sum_, form, formula=cell is not None and bool(cell.formula))


def _problem(one: Sum, total: Decimal, sum_: Decimal, form: Form, *, formula: bool) -> Problem:
    where = Where(form.file, sheet=one.total.sheet, cell=one.total.place)
    places = f"{one.parts[0].place}…{one.parts[-1].place}" if len(one.parts) > 1 else one.parts[0].place
    if not one.exactly:
        return Problem(
            "form-part-exceeds", Text("其中项之和大于总数", "the parts come to more than their whole"), where,
            Level.WARNING, f"{total:f} < {sum_:f} ({places})",
            Text("其中项之和不大于总数", "parts that come to no more than the whole"),
            Text("核对其中项的口径", "check how the parts are counted"),
        )  # fmt: skip
    return Problem(
        "form-total-differs",
        Text("合计公式与各分项之和不一致", "the formula of the total does not give the sum of the parts")
        if formula
        else Text("合计与各分项之和不一致", "the total is not the sum of the parts"),
        where, Level.WARNING, f"{total:f} ≠ {sum_:f} ({places})",
        Text("合计等于各分项之和", "a total that is the sum of its parts"),
        Text(
            "看表上是否缺了分项（如待定、其他），或公式漏行",
            "see whether a part is not in the form (not decided, others), or the formula leaves a row out",
        ),
    )  # fmt: skip
