"""Whom statistics are about: the spells that enterprises spent in the territory, and what was filed for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from peiyu.facts.base import FactBase, View
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.problems import FactsError, Problem, Text, Where

FOREVER = dt.date(9999, 12, 31)
FEN = 100
NO_ROUTE, NO_REASON = "来源不明", "原因不明"

Progress = Callable[[float], None] | None


@dataclass(frozen=True, slots=True)
class Spells:
    """Uninterrupted spells in the territory: `enterprise`, `entered`, `left` (null: still there), `route` by which it
    came, `how` it left. Records that overlap or touch are one spell. undated: records without a day of entry, which
    stand in no spell; crossed: those that end before they begin; open_ended: records that say how the enterprise left
    and not when, counted as still there. since_founding: the base holds no records of stays, so enterprises count
    from their founding."""

    frame: pl.DataFrame
    undated: int
    crossed: int
    open_ended: int

    def there(self, day: dt.date) -> pl.DataFrame:
        """The enterprises that are there at the end of a day: one column, `enterprise`."""
        still = (pl.col("entered") <= day) & (pl.col("left").is_null() | (pl.col("left") > day))
        return self.frame.filter(still).select("enterprise").unique(maintain_order=True)


def aggregate_view(day: dt.date, known_at: dt.date | None = None, precedence: Sequence[str] = ()) -> View:
    """What statistics see: every purpose, statistical micro-data too, because nothing of it is listed. precedence: the
    sources that outrank others, best first."""
    return View(as_of=day, known_at=known_at or day, use="aggregate", precedence=tuple(precedence))


def spells(base: FactBase, view: View) -> Spells:
    """The spells that a view sees. FactsError `nothing-held` where the base has no record of a stay."""
    refuse_absent(base, "stay")
    rows = scanned(base, "stay", view, ("kind", "entered_on", "left_on", "left_how"))
    dated = rows.filter(pl.col("entered_on").is_not_null())
    crossed = (pl.col("left_on") < pl.col("entered_on")).fill_null(False)
    sound = dated.filter(~crossed)
    open_ended = (pl.col("left_on").is_null() & pl.col("left_how").is_not_null()).sum()
    return Spells(
        frame=merged(sound), undated=rows.height - dated.height, crossed=dated.height - sound.height,
        open_ended=int(sound.select(open_ended).item()),
    )  # fmt: skip


def merged(stays: pl.DataFrame) -> pl.DataFrame:
    """Stays that overlap or touch put together: a record that begins on the day another ends goes on with it."""
    ordered = stays.with_columns(pl.col("left_on").fill_null(FOREVER).alias("end"))
    ordered = ordered.sort("enterprise", "entered_on", "end", "record_id")
    before = pl.col("end").cum_max().shift(1).over("enterprise")
    ordered = ordered.with_columns((pl.col("entered_on") > before).fill_null(True).cum_sum().alias("spell"))
    last = pl.col("end") == pl.col("end").max()
    return (
        ordered.group_by("spell", maintain_order=True)
        .agg(
            pl.col("enterprise").first(),
            pl.col("entered_on").first().alias("entered"),
            pl.col("end").max().alias("left"),
            pl.col("kind").first().fill_null(NO_ROUTE).alias("route"),
            pl.col("left_how").filter(last).drop_nulls().last().fill_null(NO_REASON).alias("how"),
        )
        .with_columns(pl.when(pl.col("left") < FOREVER).then("left").alias("left"))
        .select("enterprise", "entered", "left", "route", "how")
    )


def scanned(
    base: FactBase, entity: str, view: View, columns: Sequence[str], *, years: Iterable[int] | None = None
) -> pl.DataFrame:
    """The resolved rows of an entity in all buckets, in the order of its keys; `years` keeps those fiscal years."""
    frames = []
    with base.reading():
        for bucket in range(base.bucket_count):
            rows = base.scan(entity, bucket, view, columns)
            if years is not None:
                rows = rows.filter(pl.col("year").is_in(list(years)))
            frames.append(rows.collect())
    whole = pl.concat(frames)
    keys = [name for name in ("enterprise", "year", "record_id") if name in whole.columns]
    return whole.sort(keys)


def yearly(base: FactBase, view: View, field: str, years: Sequence[int]) -> pl.DataFrame:
    """`enterprise` and a column for each year, named by it: what the annual returns say (null: not known)."""
    refuse_absent(base, "annual_return", field)
    rows = scanned(base, "annual_return", view, (field,), years=years)
    parts = rows.select("enterprise").unique(maintain_order=True)
    for year in years:
        one = rows.filter(pl.col("year") == year).select("enterprise", pl.col(field).alias(str(year)))
        parts = parts.join(one, on="enterprise", how="left", maintain_order="left")
    return parts


def labels(base: FactBase, view: View, field: str) -> pl.DataFrame:
    """`enterprise` and `group`: a text, enum or industry fact of the enterprise as it stands (null: not known)."""
    rows = scanned(base, "enterprise", view, (field,))
    return rows.select("enterprise", pl.col(field).cast(pl.String).alias("group"))


def refuse_absent(base: FactBase, entity: str, field: str | None = None) -> None:
    """FactsError `nothing-held` where the base has no rows of an entity, or none with a field."""
    record = base.manifest.entities.get(entity)
    if record is not None and record.rows and (field is None or field in record.columns):
        return
    whole = vocabulary().entities[entity]
    name = whole.name if field is None else whole.field(field).name
    raise FactsError(
        Problem(
            "nothing-held",
            Text(f"库中没有“{name.zh}”，无法计算", f"the fact base holds nothing of “{name.in_('en')}”"),
            Where(str(base.path)),
            accepted=Text(f"含“{name.zh}”的台账", f"a ledger with “{name.in_('en')}”"),
            next_step=Text(f"载入“{name.zh}”后再算", f"load “{name.in_('en')}”, then ask again"),
        )
    )


def total_of(frame: pl.DataFrame, column: str) -> int:
    """The exact sum of a column of whole numbers, missing ones left out."""
    return int(frame.select(pl.col(column).cast(pl.Int128).sum()).item() or 0)


def yuan(fen: int) -> Fraction:
    return Fraction(fen, FEN)


def share(part: int, whole: int) -> Fraction | None:
    """None of nothing."""
    return Fraction(part, whole) if whole else None
