"""The rows behind one indicator, kept as small as they can be, and what they count in any span.

A row that stands for a thing of its own is kept only as a number of rows of one date, certainty and group. Rows that
compete (several records of one thing, several events of which the first counts) are kept one by one, because which of
them counts depends on the span.

Columns: `on` (date; null: not known), `until` (states: the day from which it stands no longer), `certain` (false: only
possible), `hidden` (counted, never listed), `group`; where something is added `low` and `high` in stored units (`high`
null: no end; so is `low` of what may be below zero). Competing rows also have `enterprise`, `record_id` and the columns
`thing` that make one thing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from peiyu.insight.targets.spans import Span
from peiyu.insight.values import Value, change, total

ALWAYS = dt.date(1, 1, 1)
"""`on` of what stands at any day."""
ONE = Fraction(1)
ALIKE = ("on", "until", "certain", "hidden", "group")
ORDER = ("definite", "certain", "on", "enterprise", "record_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How the rows of an indicator are read. state: they stand at a day; otherwise they fall on one. first: of each
    thing only the earliest of all time counts. thing: the columns that make one thing (empty: each row is its own).
    adds: amounts are added, each unit of which is `factor` of the indicator's. signed: an amount may be below zero, so
    that one that is missing leaves the sum without ends. share: a breakdown divides a thing."""

    state: bool = False
    first: bool = False
    thing: tuple[str, ...] = ()
    adds: bool = False
    signed: bool = False
    factor: Fraction = ONE
    share: bool = False

    def inside(self, span: Span) -> pl.Expr:
        """Whether a row lies in the span (a state: stands on its last day); null where a date is not known. In a span
        that ends before it begins nothing lies."""
        on = pl.col("on")
        if self.state:
            return (on <= span.until) & ~(pl.col("until") <= span.until).fill_null(False)
        if span.since is not None and span.until < span.since:
            return pl.lit(False)
        after = pl.lit(True) if span.since is None else on >= span.since
        return (on <= span.until) & after


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What rows come to. value: counted or added up, None where an amount that may be below zero is missing, because
    then nothing bounds the sum; `bare` things lack one, `held` is what the others that are certain add up to. certain
    and possible: things (a thing whose amount is missing is only possible); doubles: rows left out because another one
    is the same thing; hidden: how many of the possible things may not be listed."""

    value: Value | None
    certain: int = 0
    possible: int = 0
    doubles: int = 0
    hidden: int = 0
    bare: int = 0
    held: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Ledger:
    """`plain`: rows of things of their own, with `n` of each kind (`open` of them without a high end, `bare` without a
    low one); `rivals`: competing rows."""

    shape: Shape
    plain: pl.DataFrame
    rivals: pl.DataFrame

    def tally(self, span: Span) -> Tally:
        """Of the whole."""
        found = pl.concat([_counted(self.plain, self.shape, span), settled(self.rivals, self.shape, span)])
        return _tally(found, self.shape)

    def gain(self, before: Span, after: Span) -> Value | None:
        """What a counted state gained between the last days of two spans, tighter than the difference of two values:
        a row that is not decided, or not dated, is the same row on both days."""
        plain = _gained(self.plain, before.until, after.until)
        rivals = Ledger(self.shape, self.plain.clear(), self.rivals)
        ends = rivals.tally(after).value, rivals.tally(before).value
        between = None if ends[0] is None or ends[1] is None else change(ends[0], ends[1])
        return None if between is None else total([plain, between])

    def by_group(self, span: Span) -> dict[str, Tally]:
        """Of each group that occurs. With `share` a thing is divided evenly among its certain holders, or, where none
        is certain, among its possible ones."""
        rivals = shared(self.rivals, self.shape, span) if self.shape.share else settled(self.rivals, self.shape, span)
        found = pl.concat([_counted(self.plain, self.shape, span), rivals])
        return {group: _tally(rows, self.shape) for (group,), rows in found.group_by("group", maintain_order=True)}


PLAIN = {
    "on": pl.Date(), "until": pl.Date(), "certain": pl.Boolean(), "hidden": pl.Boolean(), "group": pl.String(),
    "n": pl.Int64(), "low": pl.Int128(), "high": pl.Int128(), "open": pl.Int64(), "bare": pl.Int64(),
}  # fmt: skip
"""Rows of things of their own: `n` that are alike, their amounts added."""

COUNTED = {
    "group": pl.String(), "definite": pl.Boolean(), "n": pl.Int64(), "low": pl.Int128(), "high": pl.Int128(),
    "open": pl.Int64(), "bare": pl.Int64(), "hidden": pl.Boolean(), "doubles": pl.Int64(), "parts": pl.Int64(),
}  # fmt: skip
"""Rows that count: `n` things, each divided by `parts`."""


def ledger(parts: Sequence[Ledger], shape: Shape) -> Ledger:
    """From what every bucket keeps."""
    plain = pl.concat([one.plain for one in parts]) if parts else pl.DataFrame(schema=PLAIN)
    rivals = pl.concat([one.rivals for one in parts]) if parts else pl.DataFrame(schema=row_schema(shape))
    if rivals.height and not local(shape):
        alone, rivals = _apart(rivals, shape)
        plain = pl.concat([plain, summed(alone, shape)])
    return Ledger(shape, _merged(plain), rivals)


def narrowed(rows: pl.DataFrame, shape: Shape) -> Ledger:
    """What is kept of a bucket's rows: numbers of rows where each is a thing of its own, and the rows that compete, or
    may compete with those of another bucket."""
    if not shape.thing:
        return Ledger(shape, summed(rows, shape), pl.DataFrame(schema=row_schema(shape)))
    if local(shape):
        alone, rivals = _apart(rows, shape)
    else:
        nameless = pl.any_horizontal(pl.col(shape.thing).is_null())
        alone, rivals = rows.filter(nameless), rows.filter(~nameless)
    return Ledger(shape, summed(alone, shape), rivals)


def local(shape: Shape) -> bool:
    """Whether all records of a thing belong to one enterprise, and so to one bucket."""
    return "enterprise" in shape.thing


def row_schema(shape: Shape) -> dict[str, pl.DataType]:
    """The columns of the rows of a shape, without those that make one thing."""
    amounts: dict[str, pl.DataType] = {"low": pl.Int128(), "high": pl.Int128()} if shape.adds else {}
    own: dict[str, pl.DataType] = {"enterprise": pl.Int64(), "record_id": pl.Int64()}
    return {**own, "on": pl.Date(), "until": pl.Date(), "certain": pl.Boolean(), "hidden": pl.Boolean(),
            "group": pl.String(), **amounts}  # fmt: skip


def summed(rows: pl.DataFrame, shape: Shape) -> pl.DataFrame:
    """Rows that are things of their own as numbers of rows that are alike."""
    amounts = [
        pl.col("low").cast(pl.Int128).sum(),
        pl.col("high").cast(pl.Int128).sum(),
        *missing_ends(pl.Expr.sum),
    ]
    counted = rows.group_by(ALIKE).agg(pl.len().cast(pl.Int64).alias("n"), *(amounts if shape.adds else ()))
    return counted.with_columns(() if shape.adds else NO_AMOUNTS).select(*PLAIN)


NO_AMOUNTS = (
    pl.lit(0, pl.Int128).alias("low"), pl.lit(0, pl.Int128).alias("high"), pl.lit(0, pl.Int64).alias("open"),
    pl.lit(0, pl.Int64).alias("bare"),
)  # fmt: skip
"""Of rows that are counted and not added."""


def missing_ends(told: Callable[[pl.Expr], pl.Expr]) -> tuple[pl.Expr, pl.Expr]:
    """`open` and `bare`: whether a row has no high and no low end, `told` of one row or of many."""
    ends = (("high", "open"), ("low", "bare"))
    high, low = (told(pl.col(end).is_null()).cast(pl.Int64).alias(name) for end, name in ends)
    return high, low


def _merged(plain: pl.DataFrame) -> pl.DataFrame:
    """The numbers of rows of several buckets, those that are alike put together."""
    return plain.group_by(ALIKE).agg(pl.col("n", "low", "high", "open", "bare").sum()).select(*PLAIN)


def _apart(rows: pl.DataFrame, shape: Shape) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows that are things of their own, with what is counted of them, and rows that may compete (told by a hash, which
    may take strangers for rivals, never rivals for strangers). A record of which nothing tells what thing it is stands
    for itself. Where the first counts, whatever comes after one that is certain is left out."""
    nameless = pl.any_horizontal(pl.col(shape.thing).is_null())
    single = len(shape.thing) == 1
    thing = pl.col(shape.thing[0]).hash() if single else pl.struct(shape.thing).hash()
    marked = rows.with_columns((thing.is_duplicated() & ~nameless).alias("several"))
    counted = [*ALIKE, *(("low", "high") if shape.adds else ())]
    alone = marked.select(*counted, "several").filter(~pl.col("several")).drop("several")
    rivals = marked.filter("several").drop("several")
    if shape.first and rivals.height:
        sure = pl.col("on").filter(pl.col("certain")).min().over(shape.thing)
        rivals = rivals.filter((pl.col("on") <= sure).fill_null(True))
    return alone, rivals


def _gained(plain: pl.DataFrame, before: dt.date, after: dt.date) -> Value:
    """Over rows of their own: what each adds to the later day less what it adds to the earlier."""
    on, until = pl.col("on"), pl.col("until")

    def there(day: dt.date) -> pl.Expr:
        return (~(until <= day).fill_null(False)).cast(pl.Int64)

    def begun(day: dt.date) -> pl.Expr:
        return (on <= day).cast(pl.Int64)

    dated = there(after) * begun(after) - there(before) * begun(before)
    undated = [there(after) - there(before), there(after), pl.lit(0, pl.Int64)]
    least = pl.when(on.is_null()).then(pl.min_horizontal(undated)).otherwise(dated)
    most = pl.when(on.is_null()).then(pl.max_horizontal(undated)).otherwise(dated)
    none = pl.lit(0, pl.Int64)
    sure = pl.col("certain")
    least = pl.when(sure).then(least).otherwise(pl.min_horizontal(least, none))
    most = pl.when(sure).then(most).otherwise(pl.max_horizontal(most, none))
    sums = plain.select((least * pl.col("n")).sum().alias("low"), (most * pl.col("n")).sum().alias("high"))
    return Value(Fraction(sums["low"].item()), Fraction(sums["high"].item()))


def _counted(plain: pl.DataFrame, shape: Shape, span: Span) -> pl.DataFrame:
    rows = plain.with_columns(shape.inside(span).alias("inside")).filter(pl.col("inside").ne_missing(False))
    return rows.with_columns(
        (pl.col("certain") & pl.col("inside")).fill_null(False).alias("definite"),
        pl.lit(0, pl.Int64).alias("doubles"),
        pl.lit(1, pl.Int64).alias("parts"),
    ).select(*COUNTED)


def candidates(rivals: pl.DataFrame, shape: Shape, span: Span) -> pl.DataFrame:
    """The competing rows that may count in the span, the one that stands for its thing first, with `definite`: the row
    counts for certain. Where the first counts, no row of a thing is definite unless its first certainly lies inside."""
    rows = rivals.with_columns(shape.inside(span).alias("inside"))
    definite = (pl.col("certain") & pl.col("inside")).fill_null(False)
    if shape.first:
        every = pl.col("inside").fill_null(False).all().over(shape.thing)
        sure = pl.col("on").filter(pl.col("certain")).min().over(shape.thing)
        definite &= every
        past = pl.lit(False) if span.since is None else (sure < span.since).fill_null(False)
        rows = rows.with_columns(definite.alias("definite"), past.alias("past")).filter(~pl.col("past"))
    else:
        rows = rows.with_columns(definite.alias("definite"))
    rows = rows.filter(pl.col("inside").ne_missing(False))
    return rows.sort(ORDER, descending=[True, True, False, False, False], nulls_last=True)


def settled(rivals: pl.DataFrame, shape: Shape, span: Span) -> pl.DataFrame:
    """One row a thing."""
    if rivals.height == 0:
        return pl.DataFrame(schema=COUNTED)
    rows = _with_amounts(candidates(rivals, shape, span), shape)
    things = rows.group_by(shape.thing, maintain_order=True).agg(
        pl.col("group", "definite", "low", "high", "open", "bare").first(),
        pl.col("hidden").first(),
        (pl.len().cast(pl.Int64) - 1).alias("doubles"),
    )
    return things.with_columns(pl.lit(1, pl.Int64).alias("n"), pl.lit(1, pl.Int64).alias("parts")).select(*COUNTED)


def shared(rivals: pl.DataFrame, shape: Shape, span: Span) -> pl.DataFrame:
    """One row a holder of a thing, with the number of holders that it is divided among."""
    if rivals.height == 0:
        return pl.DataFrame(schema=COUNTED)
    rows = _with_amounts(candidates(rivals, shape, span), shape)
    sure = pl.col("definite").sum().over(shape.thing).cast(pl.Int64)
    rows = rows.with_columns(sure.alias("sure"), pl.len().over(shape.thing).cast(pl.Int64).alias("holders"))
    rows = rows.filter(pl.col("definite") | (pl.col("sure") == 0))
    holders = pl.when(pl.col("sure") > 0).then("sure").otherwise("holders")
    return rows.with_columns(
        pl.lit(1, pl.Int64).alias("n"), pl.lit(0, pl.Int64).alias("doubles"), holders.alias("parts")
    ).select(*COUNTED)


def _with_amounts(rows: pl.DataFrame, shape: Shape) -> pl.DataFrame:
    if not shape.adds:
        return rows.with_columns(NO_AMOUNTS)
    rows = rows.with_columns(missing_ends(lambda missing: missing))
    return rows.with_columns(pl.col("low", "high").cast(pl.Int128).fill_null(0))


def _tally(counted: pl.DataFrame, shape: Shape) -> Tally:
    """Sums of rows that count, by the number of parts, exactly."""
    definite, n = pl.col("definite"), pl.col("n")
    by = counted.group_by("parts").agg(
        n.filter(definite).sum().alias("certain"),
        pl.col("open").filter(definite).sum().alias("unsaid"),
        n.sum().alias("possible"),
        pl.when(definite).then("low").otherwise(pl.min_horizontal("low", pl.lit(0, pl.Int128))).sum().alias("low"),
        pl.col("high").sum(),
        pl.col("low").filter(definite).sum().alias("held"),
        pl.col("open", "bare").sum(),
        n.filter(pl.col("hidden")).sum().alias("hidden"),
        pl.col("doubles").sum(),
    )
    low, high, held, endless = Fraction(0), Fraction(0), Fraction(0), False
    certain = possible = hidden = doubles = bare = 0
    for row in by.iter_rows(named=True):
        low += Fraction(row["low"] if shape.adds else row["certain"], row["parts"])
        high += Fraction(row["high"] if shape.adds else row["possible"], row["parts"])
        held += Fraction(row["held"], row["parts"])
        endless, bare = endless or row["open"] > 0, bare + row["bare"]
        certain, possible = certain + row["certain"] - row["unsaid"], possible + row["possible"]
        hidden, doubles = hidden + row["hidden"], doubles + row["doubles"]
    factor = shape.factor if shape.adds else ONE
    value = None if bare else Value(low * factor, None if endless else high * factor)
    return Tally(
        value=value, certain=certain, possible=possible, doubles=doubles, hidden=hidden, bare=bare, held=held * factor
    )
