"""The plan: what every engine but the reference runs.

A plan is a list of single-assignment steps over one wide row an enterprise; a step names its operands by their
place in the list, so that a shared value stands once. Child records have steps of their own, whose sums become
columns of the wide row. There is nothing here that an engine may read in two ways: division is guarded, a boolean
is never added, a missing value is null and stays null unless a step says otherwise.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Type = Literal["bool", "int", "float", "text", "date"]
Part = Literal["value", "stand_in"]


@dataclass(frozen=True, slots=True)
class Input:
    """A stored column. `year` is 0 for instant facts and for child records; `part` chooses the value
    or whether a stand-in supplied it (never null)."""

    entity: str
    field_code: str
    type: Type
    year: int = 0
    part: Part = "value"


@dataclass(frozen=True, slots=True)
class Measured:
    """Sum number `index` of a child table; 0 where the enterprise has no such record. Never null."""

    entity: str
    index: int


@dataclass(frozen=True, slots=True)
class Outer:
    """A step of the wide row, beside each of the enterprise's records: stands among a child table's steps only.
    `step` is its place among the plan's steps; `nullable`: whether it may be null there."""

    step: int
    type: Type
    nullable: bool


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal; None is the null of `type`."""

    value: int | float | bool | str | dt.date | None
    type: Type


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`+ − ×` of two int64 or of two doubles; null if an operand is null."""

    op: Literal["+", "-", "*"]
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Divide:
    """One double division; null if an operand is null or the divisor is zero."""

    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Real:
    """An int64 as a double."""

    of: int


@dataclass(frozen=True, slots=True)
class Floor:
    """The greatest whole number ≤ a double, as int64."""

    of: int


@dataclass(frozen=True, slots=True)
class Absolute:
    of: int


@dataclass(frozen=True, slots=True)
class Extreme:
    """The least or greatest of the operands; null if any is null."""

    fn: Literal["min", "max"]
    of: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """Two values of one type; null if an operand is null."""

    op: Literal[">=", "<=", ">", "<", "=", "!="]
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Logic:
    """Kleene's and/or."""

    fn: Literal["and", "or"]
    of: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Not:
    of: int


@dataclass(frozen=True, slots=True)
class Test:
    """A question about a null that is itself never null: is it true, not false, null?"""

    question: Literal["true", "not_false", "null"]
    of: int


@dataclass(frozen=True, slots=True)
class Case:
    """The value beside the first condition that is true, otherwise the last value. Conditions are never null."""

    when: tuple[tuple[int, int], ...]
    otherwise: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the conditions are true, an int64; they are never null."""

    of: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """Whether a text is one of the options; null if it is null."""

    of: int
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """The first `length` characters of a text."""

    of: int
    length: int


@dataclass(frozen=True, slots=True)
class DatePart:
    """Year, or month × 100 + day, of a date, an int64."""

    part: Literal["year", "month_day"]
    of: int


Step = (
    Input | Measured | Outer | Constant | Arithmetic | Divide | Real | Floor | Absolute | Extreme
    | Compare | Logic | Not | Test | Case | Tally | Member | Prefix | DatePart
)  # fmt: skip
"""Every kind of step. Beside the leaves and conversions, fifteen operations."""


def operands(step: Step) -> tuple[int, ...]:
    """The places of the steps that a step reads."""
    match step:
        case Input() | Measured() | Outer() | Constant():
            return ()
        case Arithmetic() | Divide() | Compare():
            return (step.left, step.right)
        case Extreme() | Logic() | Tally():
            return step.of
        case Case():
            return (*(place for pair in step.when for place in pair), step.otherwise)
        case _:
            return (step.of,)


def outer_name(place: int) -> str:
    """The column under which a step of the wide row stands beside records."""
    return f"outer#{place}"


@dataclass(frozen=True, slots=True)
class ChildTable:
    """A child entity: steps over one record, and the steps whose sums by enterprise are wanted (int64 or boolean,
    never null; a true counts 1). indexes: by which `Measured` names each sum. outer: the steps of the wide row that
    stand beside every record (none: the records are read alone)."""

    entity: str
    steps: tuple[Step, ...]
    types: tuple[Type, ...]
    sums: tuple[int, ...]
    indexes: tuple[int, ...]
    outer: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Output:
    """A written column: a verdict (nullable boolean), a stand-in mark (boolean) or the end of a score (double,
    null for no end)."""

    name: str
    step: int
    kind: Literal["verdict", "stand_in", "points"]


@dataclass(frozen=True, slots=True)
class Plan:
    """`children` stand in the order in which they are summed: the `outer` steps of one need only sums before it.
    `near` marks rows on which doubles may decide wrongly: the reference decides them (None: there are none).
    `root` is the entity whose records get a row each; its key is `enterprise`."""

    root: str
    as_of: dt.date
    steps: tuple[Step, ...]
    types: tuple[Type, ...]
    children: tuple[ChildTable, ...]
    outputs: tuple[Output, ...]
    near: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What a fact base says of itself, so that a plan carries no column that is empty anyway: fields with attested
    bands (their enterprises are left to the reference), fields that a stand-in may supply, conditions that an
    office has confirmed."""

    bands: frozenset[tuple[str, str]] = frozenset()
    stand_ins: frozenset[tuple[str, str]] = frozenset()
    attested: frozenset[str] = frozenset()
