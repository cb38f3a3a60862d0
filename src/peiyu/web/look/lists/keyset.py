"""Pages by key: a page begins after the last row of the one before, so that the thousandth costs what the first does.

Rows that are alike in the ordering field stand by the key; where an index of that field has another before the key
(park, name, key), by that first. Rows whose ordering field is empty come last in either direction. They are a section
of their own, so that both databases walk along an index: no two agree where empty values stand in it.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q, QuerySet

from peiyu.web.look.lists.walked import between, guided, ordering


@dataclass(frozen=True, slots=True)
class Order:
    """By a field and then by the key, both in one direction. `many`: whether many rows are left to order."""

    field: str
    down: bool = False
    many: bool | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """The row at which a page begins or ends: its value of the ordering field, as text, and its key; between them the
    value of a field that comes before the key."""

    value: str | int | float | None
    key: int | str
    then: str | int | float | None = None

    def written(self) -> str:
        then = () if self.then is None else (self.then,)
        text = json.dumps([self.value, self.key, *then], ensure_ascii=False, separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, given: str) -> Cursor | None:
        """None for what no page has written."""
        try:
            value, key, *then = json.loads(base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)))
        except (ValueError, binascii.Error, TypeError):
            return None
        fits = all(isinstance(one, str | int | float | None) for one in (value, *then)) and isinstance(key, int | str)
        return cls(value, key, *then[:1]) if fits else None


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and whether there are more before and after them."""

    rows: list[Any]
    before: Cursor | None
    after: Cursor | None


def page(rows: QuerySet[Any], order: Order, *, size: int, after: Cursor | None, before: Cursor | None) -> Page:
    """The rows after a cursor, or the ones before one; the first without either."""
    backwards = before is not None and after is None
    cursor = before if backwards else after
    found = _walk(rows, order, size + 1, cursor, backwards)
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    earlier = more if backwards else cursor is not None
    later = True if backwards else more
    return Page(
        rows=found,
        before=cursor_of(found[0], order) if found and earlier else None,
        after=cursor_of(found[-1], order) if found and later else None,
    )


def cursor_of(row: Any, order: Order) -> Cursor:
    then = "" if isinstance(row, dict) else between(type(row), order.field)
    return Cursor(_plain(row, order.field), held(row, "pk"), _plain(row, then) if then else None)


def _plain(row: Any, field: str) -> str | int | float | None:
    value = held(row, field)
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | None) else str(value)


def held(row: Any, field: str) -> Any:
    """A field of a row, along `__`."""
    if isinstance(row, dict):
        return row[field]
    for part in field.split("__"):
        row = getattr(row, part) if row is not None else None
    return row


def _walk(rows: QuerySet[Any], order: Order, wanted: int, cursor: Cursor | None, backwards: bool) -> list[Any]:
    """Section by section from the cursor's on: those with a value, those without one; the other way when going back."""
    sections: list[bool | None] = [True, False] if _may_be_empty(rows, order.field) else [None]
    if backwards:
        sections.reverse()
    if cursor is not None and len(sections) > 1:
        sections = sections[sections.index(cursor.value is not None) :]
    found: list[Any] = []
    for place, filled in enumerate(sections):
        section = _section(rows, order, filled, cursor if place == 0 else None, backwards)
        found += section[: wanted - len(found)]
        if len(found) >= wanted:
            break
    return found


def _section(
    rows: QuerySet[Any], order: Order, filled: bool | None, cursor: Cursor | None, backwards: bool
) -> QuerySet[Any]:
    down, then = order.down != backwards, "" if rows.query.values_select else between(rows.model, order.field)
    if filled is False:
        rows = rows.filter(**{f"{order.field}__isnull": True})
        if cursor is not None:
            rows = rows.filter(**{"pk__lt" if down else "pk__gt": cursor.key})
        return _ordered(rows, order, ("pk",), down)
    if filled:
        rows = rows.filter(**{f"{order.field}__isnull": False})
    if cursor is not None:
        side = "lt" if down else "gt"
        alike = Q(**{f"pk__{side}": cursor.key})
        if then and cursor.then is not None:
            alike = Q(**{f"{then}__{side}": cursor.then}) | Q(**{then: cursor.then}) & alike
        beyond = Q(**{f"{order.field}__{side}": cursor.value}) | alike
        rows = rows.filter(beyond, **{f"{order.field}__{side}e": cursor.value})
    fields = (order.field, then, "pk") if order.field != "pk" else ("pk",)
    return _ordered(rows, order, tuple(one for one in fields if one), down)


def _ordered(rows: QuerySet[Any], order: Order, fields: tuple[str, ...], down: bool) -> QuerySet[Any]:
    by = [ordering(rows, field, many=order.many) for field in fields]
    found = guided(rows, order.field, many=order.many)
    return found.order_by(*(one.desc() if down else one.asc() for one in by))


def _may_be_empty(rows: QuerySet[Any], field: str) -> bool:
    if field == "pk":
        return False
    model: Any = rows.model
    for part in field.split("__"):
        try:
            found = model._meta.get_field(part)
        except FieldDoesNotExist:
            return True
        if found.null:
            return True
        model = found.related_model
    return False
