"""Levers: how far a figure can go by when, in which shapes, and what a planned value is."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from fractions import Fraction

from peiyu.facts.snapshot import Snapshot
from peiyu.facts.vocabulary.model import STORED_LIMIT, Field
from peiyu.policy.engine.reference.calendar import months_after
from peiyu.policy.path.model import Change


@dataclass(frozen=True, slots=True)
class FigureLever:
    """An annual figure that a firm can change. All amounts are stored units: `present` in the base year, `step`,
    `yearly` the largest plausible change in one year (never under one step). `first_year` is the first fiscal
    year in which a change decided at as-of can show."""

    field: Field
    sign: int
    present: int
    step: int
    yearly: int
    first_year: int


@dataclass(frozen=True, slots=True)
class Shape:
    """How a figure gets to its target: in equal yearly parts reached in `year` (`ramp`), or in that year alone."""

    year: int
    ramp: bool


def figure_levers(field: Field, snapshot: Snapshot, as_of: dt.date) -> tuple[FigureLever, ...]:
    """The levers of an annual field for this firm: none if the vocabulary gives none or the figure is not known."""
    lever, datum = field.lever, snapshot.datum(field.entity, field.code, as_of.year - 1)
    if lever is None or not field.is_numeric or datum is None or datum.is_band or not isinstance(datum.value, int):
        return ()
    step = max(1, int(lever.step * field.scale))
    allowed = [Fraction(step)]
    if lever.yearly_absolute is not None:
        allowed.append(lever.yearly_absolute * field.scale)
    if lever.yearly_relative is not None:
        allowed.append(lever.yearly_relative * abs(datum.value))
    first = months_after(as_of, lever.lag_months).year
    signs = {"up": (1,), "down": (-1,), "either": (1, -1)}[lever.direction]
    return tuple(FigureLever(field, sign, datum.value, step, int(max(allowed)), first) for sign in signs)


def shapes(lever: FigureLever, last_year: int) -> tuple[Shape, ...]:
    """Every way to have changed the figure by `last_year`."""
    ramps = tuple(Shape(year, ramp=True) for year in range(lever.first_year, last_year + 1))
    jumps = tuple(Shape(year, ramp=False) for year in range(lever.first_year + 1, last_year + 1))
    return ramps + jumps


def targets(lever: FigureLever, shape: Shape) -> range:
    """The values that the figure can take under a shape, nearest first: whole steps within the plausible change."""
    years = shape.year - lever.first_year + 1 if shape.ramp else 1
    reach = lever.present + lever.sign * lever.yearly * years
    low, high = _limits(lever.field)
    if lever.sign > 0:
        first = (lever.present // lever.step + 1) * lever.step
        return range(first, min(reach, high) + 1, lever.step)
    first = -((-lever.present) // lever.step + 1) * lever.step
    return range(first, max(reach, low) - 1, -lever.step)


def figure_change(lever: FigureLever, shape: Shape, target: int, as_of: dt.date) -> Change:
    """The change that brings the figure to `target`."""
    values = _by_year(lever, shape, target)
    first_year = values[0][0]
    lag = lever.field.lever.lag_months if lever.field.lever else 0
    start = max(as_of, months_after(dt.date(first_year, 1, 1), -lag))
    size = abs(target - lever.present)
    relative = Fraction(size, abs(lever.present)) if lever.present else Fraction(size, lever.yearly)
    return Change(
        kind="figure", entity=lever.field.entity, field_code=lever.field.code, before=lever.present, values=values,
        relative=relative, start_by=start, effective=dt.date(shape.year + 1, 1, 1),
    )  # fmt: skip


def flag_change(field: Field, snapshot: Snapshot, as_of: dt.date, at: dt.date) -> Change | None:
    """The change that makes a no of the enterprise a yes by `at`; None if it cannot."""
    datum = snapshot.datum(field.entity, field.code)
    if field.lever is None or field.type != "bool" or datum is None or datum.value is not False:
        return None
    if months_after(as_of, field.lever.lag_months) > at:
        return None
    start = max(as_of, months_after(at, -field.lever.lag_months))
    return Change(
        kind="flag", entity=field.entity, field_code=field.code, before=False, values=((0, True),),
        relative=Fraction(1), start_by=start, effective=at,
    )  # fmt: skip


def value_in(lever: FigureLever, shape: Shape, target: int, year: int) -> int:
    """The figure's stored value in a year on its way to `target`."""
    reached = [value for done, value in _by_year(lever, shape, target) if done <= year]
    return reached[-1] if reached else lever.present


def _by_year(lever: FigureLever, shape: Shape, target: int) -> tuple[tuple[int, int], ...]:
    if not shape.ramp:
        return ((shape.year, target),)
    parts = shape.year - lever.first_year + 1
    distance = abs(target - lever.present)
    values = []
    for part in range(1, parts + 1):
        steps = math.ceil(Fraction(distance * part, parts * lever.step))
        moved = min(distance, steps * lever.step, lever.yearly * part)
        values.append((lever.first_year + part - 1, lever.present + lever.sign * moved))
    return tuple(values)


def _limits(field: Field) -> tuple[int, int]:
    low = -STORED_LIMIT if field.minimum is None else int(field.minimum * field.scale)
    high = STORED_LIMIT if field.maximum is None else int(field.maximum * field.scale)
    return low, high
