"""Which index a page of a list is found by, where the database would guess.

SQLite knows of an index only how many rows a value has on average: it sorts a million rows because there is an index of
the filter, or walks through all of them because there is one of the order. How many rows are left is counted before:
where they are many, so many fit that walking along the order (best within what an index has before the order) meets a
page of them soon; where they are few, they are found by the filters and sorted. PostgreSQL knows how often a value
occurs, and decides for itself.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from django.db import connections
from django.db.models import F, Func, Model, QuerySet
from django.db.models.expressions import Col
from django.db.models.lookups import Exact, In, Lookup
from django.db.models.sql.where import AND, WhereNode


class Unindexed(Func):
    """The same value, for which SQLite uses no index."""

    template = "+%(expressions)s"
    arity = 1


def guided(rows: QuerySet[Any], field: str, *, many: bool | None) -> QuerySet[Any]:
    """The same rows, found along the order by `field` where they are `many`, by the filters where they are not; None:
    as the database thinks."""
    if many is None or not _guesses(rows):
        return rows
    many = many and not _named(rows)
    seen = rows.all()
    kept = {field, *_before(rows, field)}
    seen.query.where = _without_index(seen.query.where, kept if many else {field}, of_order=not many)
    return seen


def ordering(rows: QuerySet[Any], field: str, *, many: bool | None) -> F | Unindexed:
    """What to order by."""
    plain = F(field)
    if many is None or "__" in field or not _guesses(rows):
        return plain
    return plain if many and not _named(rows) else Unindexed(plain)


def between(table: type[Model], field: str) -> str:
    """The field by which an index that begins with `field` is in order before it is by the key; '' without one."""
    key = table._meta.pk.name
    indexes = (index.fields for index in table._meta.indexes if not index.condition)
    return next((fields[1] for fields in indexes if fields[0] == field and fields[2:3] == [key]), "")


def _before(rows: QuerySet[Any], field: str) -> list[str]:
    """The columns that an index of the table has before the order's, where each of them is compared with one value:
    among the rows that are left, that index is in order."""
    where, name = rows.query.where, rows.model._meta.pk.name if field == "pk" else field
    exact = {_column(one) for one in where.children if isinstance(one, Exact) and _compares(one)}
    indexes = (index.fields for index in rows.model._meta.indexes if not index.condition and name in index.fields)
    ahead = (fields[: fields.index(name)] for fields in indexes)
    return max((fields for fields in ahead if where.connector == AND and exact.issuperset(fields)), key=len, default=[])


def _guesses(rows: QuerySet[Any]) -> bool:
    return connections[rows.db].vendor == "sqlite"


def _without_index(node: WhereNode, kept: Set[str], *, of_order: bool) -> WhereNode:
    children = [
        _without_index(one, kept, of_order=of_order)
        if isinstance(one, WhereNode)
        else _changed(one)
        if _compares(one) and (_column(one) in kept) == of_order
        else one
        for one in node.children
    ]
    return node.create(children, node.connector, node.negated)


def _compares(one: Any) -> bool:
    """Whether it compares a column with a value; a choice of rows by their keys is left as it is."""
    return isinstance(one, Lookup) and isinstance(one.lhs, Col) and not isinstance(one, In)


def _named(rows: QuerySet[Any]) -> bool:
    """Whether rows are chosen by their keys: then they are few enough to be sorted, and may stand side by side far down
    the order, as names do that begin alike."""
    return any(
        isinstance(one, In) and isinstance(one.lhs, Col) and one.lhs.target.primary_key
        for one in rows.query.where.children
    )


def _column(one: Any) -> str:
    name: str = one.lhs.target.name
    return name


def _changed(one: Any) -> Any:
    changed = one.copy()
    changed.lhs = Unindexed(one.lhs, output_field=one.lhs.output_field)
    return changed
