"""What a list consists of, as its app declares it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from peiyu.problems import Text

Kind = Literal["text", "choice", "yes_no", "days", "numbers"]
ROWS = Text("条", "rows")
NOTHING = Text("没有符合条件的记录", "Nothing matches")
Options = Sequence[tuple[str, Text | str]]
Choices = Options | Callable[[], Options]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `key` names it in the query string and, without `value`, the attribute of a row that it shows.

    value: what a row has there: a plain value or one of `look.cells`. order: the database field by which the list can
    be ordered (it needs an index where the table is large); empty: it cannot. number: aligned right. shown: there
    before anyone chose columns. fixed: always there. unit: written below the name. on_screen: not in what is taken away
    (boxes to tick).
    """

    key: str
    name: Text
    value: Callable[[Any], Any] | None = None
    order: str = ""
    number: bool = False
    shown: bool = True
    fixed: bool = False
    unit: Text | None = None
    on_screen: bool = False

    def of(self, row: Any) -> Any:
        """What a row has here."""
        if self.value is not None:
            return self.value(row)
        return row[self.key] if isinstance(row, dict) else getattr(row, self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One way to narrow. `field`: the database field (the key, if empty); `narrow`: instead of a field, a function of
    queryset and given value. `options` of a choice: (value, name), or a function that reads them. `factor`: what a
    number that people type is multiplied by (万元 → fen: 1 000 000). more: shown only when opened. count_to: while it
    is used, rows are counted no further, because no index tells who fits."""

    key: str
    name: Text
    kind: Kind = "choice"
    field: str = ""
    options: Choices = ()
    narrow: Callable[[Any, Any], Any] | None = None
    factor: int = 1
    hint: Text | None = None
    more: bool = False
    count_to: int | None = None


@dataclass(frozen=True, slots=True)
class Paging:
    """How many rows a page has, and up to where rows are counted."""

    size: int = 50
    count_to: int = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class List:
    """A list. `order`: the column's key that orders it at first, with - before it from the greatest down. `download`:
    whether it can be taken away as seen. `nothing`: what is said where no row is left, with what to do."""

    name: str
    said: Text
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    order: str
    download: bool = False
    paging: Paging = Paging()
    counted: Text = ROWS
    nothing: Text = NOTHING

    def __post_init__(self) -> None:
        orderable = {one.key for one in self.columns if one.order}
        if self.order.lstrip("-") not in orderable:
            raise ValueError(f"{self.name}: no column orders by {self.order}")

    def column(self, key: str) -> Column | None:
        return next((one for one in self.columns if one.key == key), None)
