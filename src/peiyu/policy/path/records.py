"""Child records that a firm could add: a row that passes a condition's test, as many as are plausible by a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from peiyu.facts.snapshot import Child as Row
from peiyu.facts.snapshot import Snapshot, Value
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.facts.vocabulary.model import Entity, Field
from peiyu.policy.condition.ast import (
    Age,
    And,
    Child,
    ChildField,
    Compare,
    Expr,
    Flag,
    FullYears,
    InRange,
    InSet,
    InWindow,
    Not,
    Number,
    Or,
    TextLiteral,
)
from peiyu.policy.engine.reference.calendar import months_after
from peiyu.policy.path.model import Change

Fields = dict[str, Value]


def record_change(
    test: Child, number: int, snapshot: Snapshot, vocabulary: Vocabulary, *, as_of: dt.date, at: dt.date
) -> Change | None:
    """`number` more rows that pass `test`, all counting by `at`; None if the list has no lever, so many are not
    plausible by then, or no row can be made that passes."""
    entity = vocabulary.entities[test.entity]
    days = tuple(_effective_days(entity, number, as_of))
    if len(days) < number or days[-1] > at:
        return None
    rows: list[Row] = []
    for place, day in enumerate(days):
        values: Fields = {}
        if test.where is not None and not _fill(test.where, True, values, entity, day):
            return None
        rows.append(Row(test.entity, -1 - place, values, source="计划"))
    lag = entity.add_lag_months or 0
    dated = any(isinstance(value, dt.date) for row in rows for value in row.values.values())
    soon = dated or number > 1
    start = as_of if soon else max(as_of, months_after(at, -lag))
    present = len(snapshot.rows(test.entity))
    return Change(
        kind="record", entity=test.entity, field_code="", scope=repr(test.where), before=present, rows=tuple(rows),
        relative=Fraction(number, max(1, present)), start_by=start, effective=days[-1] if soon else at,
    )  # fmt: skip


def most_rows(entity: Entity, as_of: dt.date, at: dt.date) -> int:
    """How many rows can have been added by `at`."""
    if entity.add_lag_months is None or entity.code == "title":
        return 0
    first, batches = months_after(as_of, entity.add_lag_months), 0
    while months_after(first, 12 * batches) <= at:
        batches += 1
    return batches * (entity.add_yearly or 1)


def _effective_days(entity: Entity, number: int, as_of: dt.date) -> Iterator[dt.date]:
    if entity.add_lag_months is None or entity.code == "title":
        return
    for place in range(number):
        yield months_after(as_of, entity.add_lag_months + 12 * (place // (entity.add_yearly or 1)))


def _fill(test: Expr, want: bool, values: Fields, entity: Entity, day: dt.date) -> bool:
    """Puts into `values` what makes `test` true (or false); False if this is not a test that can be satisfied."""
    if isinstance(test, And if want else Or):
        return all(_fill(part, want, values, entity, day) for part in test.parts)
    if isinstance(test, Or if want else And):
        return any(_fill(part, want, values, entity, day) for part in test.parts)
    if isinstance(test, Not):
        return _fill(test.of, not want, values, entity, day)
    if isinstance(test, ChildField):
        return _put(values, test, want)
    if isinstance(test, InSet) and isinstance(test.of, ChildField):
        return _fill_set(test, want, values, entity)
    if isinstance(test, InWindow) and isinstance(test.of, ChildField):
        return want and _put(values, test.of, day)
    if isinstance(test, InRange) and isinstance(test.of, ChildField):
        bound = test.low if test.low_closed else test.high if test.high_closed else None
        return want and isinstance(bound, Number) and _put_number(values, test.of, bound.value, entity)
    return isinstance(test, Compare) and _fill_comparison(test, want, values, entity, day)


def _fill_set(test: InSet, want: bool, values: Fields, entity: Entity) -> bool:
    assert isinstance(test.of, ChildField)
    field = entity.field(test.of.field_code)
    inside = want is not test.negated
    known = values.get(field.code)
    if known is not None:
        return (known in test.options) is inside
    if inside:
        return bool(test.options) and _put(values, test.of, test.options[0])
    other = next((code for code, _ in field.options if code not in test.options), None)
    return other is not None and _put(values, test.of, other)


def _fill_comparison(test: Compare, want: bool, values: Fields, entity: Entity, day: dt.date) -> bool:
    of, bound = test.left, test.right
    if isinstance(of, Age | FullYears) and isinstance(of.since, ChildField):
        return want and _put(values, of.since, day)
    if not isinstance(of, ChildField):
        return False
    if entity.field(of.field_code).type == "date":
        return want and test.op in (">=", ">") and _put(values, of, day)
    if isinstance(bound, Flag) and test.op in ("=", "!="):
        return _put(values, of, bound.value is ((test.op == "=") is want))
    if isinstance(bound, TextLiteral) and test.op in ("=", "!="):
        as_set = InSet(of, (bound.value,), negated=test.op == "!=")
        return _fill_set(as_set, want, values, entity)
    if isinstance(bound, Number):
        shift = {">=": 0, "<=": 0, "=": 0, ">": 1, "<": -1}.get(test.op)
        if shift is None or not want:
            return False
        return _put_number(values, of, bound.value + shift, entity)
    return False


def _put_number(values: Fields, of: ChildField, value: Fraction, entity: Entity) -> bool:
    field: Field = entity.field(of.field_code)
    stored = value * field.scale
    return stored.denominator == 1 and _put(values, of, int(stored))


def _put(values: Fields, of: ChildField, value: Value) -> bool:
    return values.setdefault(of.field_code, value) == value
