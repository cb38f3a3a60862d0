"""The nodes of a condition: what the grammar parses to and what every later stage reads.

A parsed tree holds `Name` nodes. Resolution (condition/resolve.py) replaces each by `Fact`, `ChildField` or
`Ref`. All numbers are exact fractions in the base unit of their dimension (money: fen).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal


@dataclass(frozen=True, slots=True)
class Span:
    """Where a node stands: file, line and column (from 1)."""

    file: str = ""
    line: int = 0
    column: int = 0


NOWHERE = Span()


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Every node knows its place; the place takes no part in equality."""

    span: Span = field(default=NOWHERE, compare=False, repr=False)


# --- leaves ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A literal. `value` in base units; `dimension` is one of the vocabulary's ('' for a bare number);
    `written` keeps the regulation's own spelling (5000万元) and takes no part in equality."""

    value: Fraction
    dimension: str = ""
    written: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Duration(Node):
    """A literal length of time: exactly one of years, months, days is used with calendar arithmetic."""

    years: int = 0
    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class DateLiteral(Node):
    value: dt.date


@dataclass(frozen=True, slots=True)
class TextLiteral(Node):
    """A word compared with an enum, text or industry fact."""

    value: str


@dataclass(frozen=True, slots=True)
class Flag(Node):
    value: bool


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A name as written; only before resolution."""

    text: str


@dataclass(frozen=True, slots=True)
class Fact(Node):
    """A field of the root entity or of a periodic entity. Periodic facts mean the base year unless inside
    `Prior` or `Over`."""

    entity: str
    field_code: str


@dataclass(frozen=True, slots=True)
class ChildField(Node):
    """A field of the child record under test; only inside `Child.where`."""

    entity: str
    field_code: str


RefKind = Literal["quantity", "score", "item", "parameter", "definition"]


@dataclass(frozen=True, slots=True)
class Ref(Node):
    """A named object of a pack. `key` is `pack.id` (`pack.score.item` for an item)."""

    kind: RefKind
    key: str


# --- arithmetic -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Binary(Node):
    op: Literal["+", "-", "*", "/"]
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Negate(Node):
    of: Expr


@dataclass(frozen=True, slots=True)
class Extreme(Node):
    """min(a, b, …) or max(a, b, …)."""

    fn: Literal["min", "max"]
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Floor(Node):
    of: Expr


@dataclass(frozen=True, slots=True)
class FirstKnown(Node):
    """The first operand that is a point, otherwise the last."""

    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Prior(Node):
    """`of` in the fiscal year `years` before the base year."""

    of: Expr
    years: int = 1


@dataclass(frozen=True, slots=True)
class Over(Node):
    """An aggregate over the last n fiscal years; `each` and `any` take a condition and give one."""

    fn: Literal["sum", "avg", "min", "max", "each", "any"]
    of: Expr
    years: int


@dataclass(frozen=True, slots=True)
class Growth(Node):
    """growth(x): years = 1. mean_growth(x over n years): n values, n − 1 ratios. cagr(x over n years): n growth
    years, compared only."""

    fn: Literal["growth", "mean_growth", "cagr"]
    of: Expr
    years: int


@dataclass(frozen=True, slots=True)
class Age(Node):
    """Time elapsed since a date, to as-of or to 31 December of the base year; only compared with a Duration."""

    since: Expr
    until: Literal["as_of", "year_end"] = "as_of"


@dataclass(frozen=True, slots=True)
class FullYears(Node):
    """Whole years elapsed since a date, a number of dimension years."""

    since: Expr
    until: Literal["as_of", "year_end"] = "as_of"


# --- child records and certificates ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Child(Node):
    """count(c where …), sum(c.x where …), exists(c where …)."""

    fn: Literal["count", "sum", "exists"]
    entity: str
    field_code: str | None
    where: Expr | None


@dataclass(frozen=True, slots=True)
class Holds(Node):
    """A certificate in force (reads `title` rows); `at` year_end reads 31 December of the base year."""

    title: str
    at: Literal["as_of", "year_end"] = "as_of"


@dataclass(frozen=True, slots=True)
class Meets(Node):
    """A verdict computed from another tier; never a certificate."""

    tier: str


# --- truth ----------------------------------------------------------------------------------------------------

CompareOp = Literal[">=", "<=", ">", "<", "=", "!="]


@dataclass(frozen=True, slots=True)
class Compare(Node):
    op: CompareOp
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class InRange(Node):
    """`of` in a numeric range; None is no end."""

    of: Expr
    low: Expr | None
    high: Expr | None
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class InSet(Node):
    """`of` (enum, text, industry) in a set; `set_name` keeps the pack's name of it for printing."""

    of: Expr
    options: tuple[str, ...]
    negated: bool = False
    set_name: str | None = None


@dataclass(frozen=True, slots=True)
class InWindow(Node):
    """A date in the last n fiscal or rolling years; `current` adds this calendar year up to as-of."""

    of: Expr
    years: int
    basis: Literal["fiscal", "rolling"]
    current: bool = False


@dataclass(frozen=True, slots=True)
class And(Node):
    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Not(Node):
    of: Expr


Expr = (
    Number | Duration | DateLiteral | TextLiteral | Flag | Name | Fact | ChildField | Ref
    | Binary | Negate | Extreme | Floor | FirstKnown | Prior | Over | Growth | Age | FullYears
    | Child | Holds | Meets
    | Compare | InRange | InSet | InWindow | And | Or | Not
)  # fmt: skip
