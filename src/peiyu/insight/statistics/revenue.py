"""How a yearly amount changed: what continuing enterprises, those that came, went or changed their group made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from peiyu.facts.base import FactBase, View
from peiyu.insight.statistics.population import aggregate_view, labels, spells, total_of, yearly, yuan
from peiyu.insight.targets.amounts import amount
from peiyu.problems import Text

CLASSES: dict[str, Text] = {
    "continuing": Text("持续在区企业", "continuing enterprises"),
    "reclassified": Text("持续在区、变更归类的企业", "continuing enterprises that changed their group"),
    "entering": Text("进入企业", "enterprises that came"),
    "leaving": Text("离开企业", "enterprises that left"),
    "incomplete": Text("持续在区、缺一年数据的企业", "continuing enterprises with one year missing"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueStep:
    """One class: `firms` with a figure, the amounts of both years in yuan, how many figures are missing, the
    largest single amount of either year, a sentence."""

    code: str
    name: Text
    firms: int
    before: Fraction
    after: Fraction
    missing: int
    largest: tuple[Fraction, Fraction]
    said: Text

    @property
    def change(self) -> Fraction:
        return self.after - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueChange:
    """From `year` − 1 to `year`: before + the changes of all classes = after, exactly, over the figures held."""

    year: int
    field: Text
    before: Fraction
    after: Fraction
    steps: tuple[RevenueStep, ...]
    said: Text


def revenue_change(
    base: FactBase, view: View, *, year: int, field: str = "revenue", group: str = "leading_industry"
) -> RevenueChange:  # fmt: skip
    """The change of a yearly money field. Enterprises count in a year when they were there at its end; `group` is the
    fact of the enterprise whose change makes it reclassified (not known on either day: it did not change)."""
    held = spells(base, view)
    ends = [dt.date(year - 1, 12, 31), dt.date(year, 12, 31)]
    figures = yearly(base, view, field, (year - 1, year))
    frame = held.there(ends[0]).with_columns(pl.lit(True).alias("was"))
    frame = frame.join(held.there(ends[1]).with_columns(pl.lit(True).alias("is")), on="enterprise", how="full",
                       coalesce=True)  # fmt: skip
    frame = frame.join(figures, on="enterprise", how="left").rename({str(year - 1): "before", str(year): "after"})
    for end, name in zip(ends, ("old", "new"), strict=True):
        seen = labels(base, aggregate_view(end, view.known_at, view.precedence), group).rename({"group": name})
        frame = frame.join(seen, on="enterprise", how="left")
    return changed(frame.with_columns(_class()), year, base.vocabulary.field("annual_return", field).name)


def _class() -> pl.Expr:
    """Which class an enterprise is of; the amount of a year in which it was not there is not its own."""
    was, is_ = pl.col("was").fill_null(False), pl.col("is").fill_null(False)
    one_known = pl.col("before").is_null() != pl.col("after").is_null()
    return (
        pl.when(is_ & ~was).then(pl.lit("entering"))
        .when(was & ~is_).then(pl.lit("leaving"))
        .when(one_known).then(pl.lit("incomplete"))
        .when((pl.col("old") != pl.col("new")).fill_null(False)).then(pl.lit("reclassified"))
        .otherwise(pl.lit("continuing")).alias("class")
    )  # fmt: skip


def changed(frame: pl.DataFrame, year: int, field: Text) -> RevenueChange:
    """The steps of a frame of `class`, `before` and `after` (fen)."""
    own = frame.with_columns(
        pl.when(pl.col("class") != "entering").then("before").alias("before"),
        pl.when(pl.col("class") != "leaving").then("after").alias("after"),
    )
    steps = tuple(_step(code, name, own.filter(pl.col("class") == code)) for code, name in CLASSES.items())
    before, after = yuan(total_of(own, "before")), yuan(total_of(own, "after"))
    return RevenueChange(
        year=year, field=field, before=before, after=after, steps=steps, said=_told(field, year, before, after, steps)
    )


def _step(code: str, name: Text, rows: pl.DataFrame) -> RevenueStep:
    known = {"entering": pl.col("after").is_not_null(), "leaving": pl.col("before").is_not_null()}
    either = pl.col("before").is_not_null() | pl.col("after").is_not_null()
    firms = rows.filter(known.get(code, either)).height
    missing = rows.height - firms if code != "incomplete" else rows.height
    before, after = yuan(total_of(rows, "before")), yuan(total_of(rows, "after"))
    moved = _signed(after - before)
    said = Text(f"{name.zh} {firms} 家，{moved.zh}", f"{name.en}: {firms}, {moved.en}")
    if missing:
        said = Text(f"{said.zh}（{missing} 家缺数据）", f"{said.en} ({missing} with figures missing)")
    largest = (_most(rows, "before"), _most(rows, "after"))
    return RevenueStep(
        code=code, name=name, firms=firms, before=before, after=after, missing=missing, largest=largest, said=said
    )


def _most(rows: pl.DataFrame, column: str) -> Fraction:
    return yuan(int(rows.select(pl.col(column).max()).item() or 0))


def _signed(change: Fraction) -> Text:
    size = amount(abs(change), "元")
    if change < 0:
        return Text(f"减少 {size.zh}", f"down {size.en}")
    return Text(f"增加 {size.zh}", f"up {size.en}")


def _told(field: Text, year: int, before: Fraction, after: Fraction, steps: Sequence[RevenueStep]) -> Text:
    first, last, moved = amount(before, "元"), amount(after, "元"), _signed(after - before)
    parts = [one for one in steps if one.change]
    zh = "、".join(f"{one.name.zh}{_signed(one.change).zh}" for one in parts) or "无变动"
    en = ", ".join(f"{one.name.en} {_signed(one.change).en}" for one in parts) or "no change"
    return Text(
        f"{field.zh}：{year - 1}年 {first.zh}，{year}年 {last.zh}，{moved.zh}；其中{zh}",
        f"{field.in_('en')}: {first.en} in {year - 1}, {last.en} in {year}, {moved.en}; of which {en}",
    )
