"""A list as it is seen: the rows of one page, what they were narrowed and ordered by, and the addresses around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.safestring import SafeString

from peiyu.problems import Problem
from peiyu.web.look import cells
from peiyu.web.look.lists.declared import Column, List
from peiyu.web.look.lists.filters import Given, narrow
from peiyu.web.look.lists.keyset import Cursor, Order, Page, page

PAGE_WORDS = ("after", "before")
Load = Callable[[list[Any]], Sequence[Any]]
CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: how it is ordered now, and the address that orders by it."""

    column: Column
    sort: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the template shows and the download takes away. `whole`: every row that is left, in order, in chunks."""

    declared: List
    columns: tuple[Column, ...]
    heads: tuple[Head, ...]
    rows: tuple[tuple[tuple[Column, SafeString | str], ...], ...]
    filters: tuple[Given, ...]
    problems: tuple[Problem, ...]
    count: int
    more_than_count: bool
    previous: str
    next: str
    clear: str
    download: str
    hidden: tuple[tuple[str, str], ...]
    narrowed: QuerySet[Any]
    order: Order
    load: Load

    @property
    def counted(self) -> str:
        """10,000+ where there are more than are counted."""
        return f"{self.count:,}" + ("+" if self.more_than_count else "")

    @property
    def choices(self) -> tuple[tuple[Column, bool], ...]:
        """Every column that may be left out, and whether it is there."""
        return tuple((one, one in self.columns) for one in self.declared.columns if not one.fixed)

    @property
    def has_more(self) -> bool:
        return any(one.filter.more for one in self.filters)

    @property
    def more_used(self) -> bool:
        return any(one.used for one in self.filters if one.filter.more)

    def whole(self) -> Iterator[Any]:
        """Every row as seen: same filters, same order; read page by page so that memory stays small."""
        after: Cursor | None = None
        while True:
            found = page(self.narrowed, self.order, size=CHUNK, after=after, before=None)
            yield from self.load(found.rows)
            after = found.after
            if after is None:
                return

    def table(self) -> tuple[list[str], Iterator[list[Any]]]:
        """Heads and rows for a file, in the columns as seen."""
        columns = [one for one in self.columns if not one.on_screen]
        heads = [cells.words(one.name) + (f"（{cells.words(one.unit)}）" if one.unit else "") for one in columns]
        return heads, ([cells.written(one.of(row)) for one in columns] for row in self.whole())

    def said_filters(self) -> dict[str, str]:
        """What was filtered, in words: for the log of exports and the head of the file."""
        return {
            cells.words(one.filter.name): " – ".join(value for _, value in one.values)
            for one in self.filters
            if one.used
        }


def read(one: List, params: QueryDict, rows: QuerySet[Any], *, load: Load = list) -> Shown:
    """The list in the state that the query string says. `load` adds to the rows of a page what they show, with a
    constant number of queries."""
    columns = _columns(one, params.getlist("columns"))
    order, ordering = _order(one, params.get("order", ""))
    narrowed, filters, problems = narrow(one, rows, params)
    most = _counted_to(one, filters)
    count = narrowed.order_by().values("pk")[: most + 1].count()
    order = replace(order, many=count > most)
    found = _page(narrowed, order, one, params) if count else Page([], None, None)
    state = _state(params)
    return Shown(
        declared=one,
        columns=columns,
        heads=tuple(_head(column, ordering, state) for column in columns),
        rows=tuple(tuple((column, cells.shown(column.of(row))) for column in columns) for row in load(found.rows)),
        filters=filters,
        problems=problems,
        count=min(count, most),
        more_than_count=count > most,
        previous=_with(state, before=found.before.written()) if found.before else "",
        next=_with(state, after=found.after.written()) if found.after else "",
        clear=_cleared(state),
        download=_with(state, download="1") if one.download else "",
        hidden=tuple((name, value) for name, value in _kept(one, state)),
        narrowed=narrowed,
        order=order,
        load=load,
    )


def _counted_to(one: List, filters: Sequence[Given]) -> int:
    bounds = (each.filter.count_to for each in filters if each.used)
    return min((bound for bound in bounds if bound is not None), default=one.paging.count_to)


def _columns(one: List, chosen: Sequence[str]) -> tuple[Column, ...]:
    known = {column.key for column in one.columns}
    if not known & set(chosen):
        return tuple(column for column in one.columns if column.shown or column.fixed)
    return tuple(column for column in one.columns if column.fixed or column.key in chosen)


def _order(one: List, given: str) -> tuple[Order, str]:
    column = one.column(given.lstrip("-"))
    if column is None or not column.order:
        given = one.order
        column = one.column(given.lstrip("-"))
    assert column is not None
    return Order(column.order, given.startswith("-")), given


def _page(rows: QuerySet[Any], order: Order, one: List, params: QueryDict) -> Page:
    after, before = (Cursor.parse(params.get(word, "")) if word in params else None for word in PAGE_WORDS)
    try:
        return page(rows, order, size=one.paging.size, after=after, before=before)
    except (ValueError, TypeError, ValidationError):
        return page(rows, order, size=one.paging.size, after=None, before=None)


def _head(column: Column, ordering: str, state: QueryDict) -> Head:
    if not column.order:
        return Head(column, "", "")
    now = ordering.lstrip("-") == column.key
    down = now and ordering.startswith("-")
    sort = "descending" if down else "ascending" if now else "none"
    first, other = (f"-{column.key}", column.key) if column.number else (column.key, f"-{column.key}")
    return Head(column, sort, _with(state, order=other if now and ordering == first else first))


def _state(params: QueryDict) -> QueryDict:
    """The query string without what belongs to one page or one answer, and without what is empty."""
    state = QueryDict(mutable=True)
    for name, values in params.lists():
        if name not in (*PAGE_WORDS, "download", "lang") and any(values):
            state.setlist(name, [value for value in values if value])
    return state


def _with(state: QueryDict, **more: str) -> str:
    changed = state.copy()
    for name, value in more.items():
        changed[name] = value
    return "?" + changed.urlencode()


def _cleared(state: QueryDict) -> str:
    kept = state.copy()
    for name in list(kept):
        if name not in ("order", "columns"):
            del kept[name]
    return "?" + kept.urlencode()


def _kept(one: List, state: QueryDict) -> Iterator[tuple[str, str]]:
    """What the form of filters hands on as it is: the order, and whatever else stands in the address."""
    own = {"columns"}
    for each in one.filters:
        own |= {each.key, *(f"{each.key}_{end}" for end in ("after", "before", "min", "max"))}
    for name, values in state.lists():
        if name not in own:
            yield from ((name, value) for value in values)
