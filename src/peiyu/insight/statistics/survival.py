"""Survival by entry cohort: the Kaplan–Meier estimate (Kaplan and Meier 1958), with log-log intervals (Kalbfleisch and
Prentice 1980), both SciPy's.

Who entered before leaving was recorded is seen only if it lived to see the record begin (left truncation). SciPy has no
delayed entry, so such enterprises are left out, and told.
"""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan

import polars as pl

from peiyu.facts.base import FactBase, View
from peiyu.insight.statistics.population import NO_REASON, Spells, scanned, spells
from peiyu.problems import Text

MARKS = (12, 24, 36)
EXITS = ("迁出", "注销", "吊销", NO_REASON)
"""Ways of leaving that end a survival; one that is not told is taken for one of them. 撤销 of a recognition is none."""
DAYS = 31
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The share that survives `months` after entry, with its 95 % interval. `at_risk`: those followed for so long,
    `exits`: those that left by then.
    share None: nobody was followed so long, so it cannot be told."""

    months: int
    share: float | None
    low: float | None
    high: float | None
    at_risk: int
    exits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """Enterprises by the year of their first entry. curve: (months, share) where the share changes, from (0, 1)."""

    year: int | None
    firms: int
    exits: int
    marks: tuple[Mark, ...]
    curve: tuple[tuple[float, float], ...]
    said: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival:
    """Cohorts in order of year, and all of them together (`whole`). dormant: exits by two years of zero returns in a
    row; begins: the day from which leaving is recorded, as given or as estimated; left_out: those that entered before
    it; notes: what is not known."""

    day: dt.date
    begins: dt.date
    left_out: int
    whole: Cohort
    cohorts: tuple[Cohort, ...]
    dormant: int
    notes: tuple[Text, ...]


def survival(
    base: FactBase, view: View, *, marks: Sequence[int] = MARKS, exits: Sequence[str] = EXITS,
    begins: dt.date | None = None,
) -> Survival:  # fmt: skip
    """Survival of first spells to the day of the view, of those that entered on or after `begins`, the day from which
    leaving is recorded (None: `record_begins`). An exit is leaving in one of the `exits`, or the end of a second
    year in a row with a zero return; whoever leaves otherwise, or is still there, is censored. FactsError
    `nothing-held`."""
    held = spells(base, view)
    first = record_begins(base, view) if begins is None else begins
    every = lifetimes(held, dormant_since(base, view), view.as_of, exits)
    lives = every.filter(pl.col("entered") >= first)
    years = sorted(lives["year"].unique().to_list())
    cohorts = tuple(cohort(lives.filter(pl.col("year") == year), year, marks) for year in years)
    return Survival(
        day=view.as_of, begins=first, left_out=every.height - lives.height, whole=cohort(lives, None, marks),
        cohorts=cohorts, dormant=int(lives["dormant"].sum()),
        notes=(*_truncated(first, every.height - lives.height, given=begins is not None), *_notes(base, held)),
    )  # fmt: skip


def record_begins(base: FactBase, view: View) -> dt.date:
    """From when on leaving is recorded: the day of which the first record of a stay was known, or the first day on
    which anybody left, whichever comes first. The day of the view where nobody was known to stay."""
    rows = scanned(base, "stay", view, ("left_on", "known_from"))
    found = [rows["known_from"].min(), rows["left_on"].min(), view.as_of]
    return min(day for day in found if isinstance(day, dt.date))


def _truncated(begins: dt.date, left_out: int, *, given: bool) -> Iterator[Text]:
    """Who is left out because those who left before the record began are not seen."""
    if not left_out:
        return
    how = Text("指定", "as given") if given else Text("按最早的记录推定", "as the earliest record has it")
    yield Text(
        f"离开自 {begins} 起有记录（{how.zh}），此前进入的只见到留下的，不计入存活率",
        f"leaving is recorded from {begins} ({how.en}); of those that entered before only the survivors are seen: they "
        "are left out",
    )
    yield Text(f"此前进入、不计入的有 {left_out} 家", f"{left_out} entered before and are left out")


def dormant_since(base: FactBase, view: View) -> pl.DataFrame:
    """`enterprise`, `asleep`: the end of each second year in a row with a zero return; without rows where returns do
    not say whether they were zero."""
    record = base.manifest.entities.get("annual_return")
    if record is None or "zero_filed" not in record.columns:
        return pl.DataFrame(schema={"enterprise": pl.Int64(), "asleep": pl.Date()})
    rows = scanned(base, "annual_return", view, ("zero_filed",)).filter(pl.col("zero_filed").fill_null(False))
    rows = rows.with_columns((pl.col("year") - pl.col("year").shift(1).over("enterprise") == 1).alias("again"))
    return rows.filter(pl.col("again")).select("enterprise", pl.date("year", 12, 31).alias("asleep"))


def lifetimes(held: Spells, dormant: pl.DataFrame, day: dt.date, exits: Sequence[str]) -> pl.DataFrame:
    """One row an enterprise that entered by the day: when it first `entered`, the `year` of it, `months` followed,
    whether it ended in an `exit`, and whether by being `dormant`. The second year of zero returns must lie in the spell
    as a whole."""
    first = held.frame.filter(pl.col("entered") <= day).sort("enterprise", "entered")
    first = first.unique("enterprise", keep="first", maintain_order=True)
    slept = first.join(dormant, on="enterprise").filter(
        (pl.col("asleep") <= day)
        & (pl.col("asleep").dt.offset_by("-2y") >= pl.col("entered"))
        & (pl.col("left").is_null() | (pl.col("asleep") < pl.col("left")))
    )
    slept = slept.group_by("enterprise").agg(pl.col("asleep").min())
    first = first.join(slept, on="enterprise", how="left", maintain_order="left")
    gone = pl.col("left").is_not_null() & (pl.col("left") <= day)
    asleep = pl.col("asleep").is_not_null()
    end = pl.when(asleep).then("asleep").when(gone).then("left").otherwise(pl.lit(day))
    return first.with_columns(end.alias("end"), (asleep | (gone & pl.col("how").is_in(exits))).alias("exit")).select(
        "enterprise", "entered", pl.col("entered").dt.year().alias("year"),
        months_between("entered", "end").alias("months"), "exit", asleep.alias("dormant"),
    )  # fmt: skip


def months_between(first: str, last: str) -> pl.Expr:
    """Calendar months between two days: whole at every anniversary of the day in the month, days as parts of 31."""
    start, end = pl.col(first).dt, pl.col(last).dt
    whole = 12 * (end.year() - start.year()) + end.month().cast(pl.Int32) - start.month().cast(pl.Int32)
    days = end.day().cast(pl.Int32) - start.day().cast(pl.Int32)
    return whole + pl.when(days < 0).then((days + DAYS) / DAYS - 1).otherwise(days / DAYS)


def cohort(lives: pl.DataFrame, year: int | None, marks: Sequence[int]) -> Cohort:
    """The estimate of the rows of `lifetimes`."""
    from scipy.stats import CensoredData, ecdf

    months, ended = lives["months"].to_numpy(), lives["exit"].to_numpy()
    if not lives.height:
        return Cohort(year=year, firms=0, exits=0, marks=(), curve=(), said=Text("没有企业", "no enterprises"))
    function = ecdf(CensoredData(uncensored=months[ended], right=months[~ended])).sf
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # where everyone survives, or no one, the interval is open
        bounds = function.confidence_interval(CONFIDENCE, method="log-log") if ended.any() else None
    made = []
    for mark in marks:
        at_risk = int((months >= mark).sum())
        share, left = float(function.evaluate(mark)), int((months[ended] <= mark).sum())
        if not at_risk and share > 0:
            made.append(Mark(months=mark, share=None, low=None, high=None, at_risk=0, exits=left))
            continue
        ends = (None, None) if bounds is None else (bounds.low.evaluate(mark), bounds.high.evaluate(mark))
        low, high = _ends(share, ends, lives.height, at_risk)
        made.append(Mark(months=mark, share=share, low=low, high=high, at_risk=at_risk, exits=left))
    steps = [(0.0, 1.0)]
    for x, y in zip(function.quantiles, function.probabilities, strict=True):
        if y < steps[-1][1]:
            steps.append((float(x), float(y)))
    steps.append((float(months.max()), steps[-1][1]))
    return Cohort(
        year=year, firms=lives.height, exits=int(ended.sum()), marks=tuple(made), curve=tuple(steps),
        said=_told(year, lives.height, int(ended.sum()), made),
    )  # fmt: skip


def _ends(
    share: float, ends: tuple[float | None, float | None], firms: int, at_risk: int
) -> tuple[float, float]:  # fmt: skip
    """The interval; where all or none survive, the exact binomial one of those at risk."""
    low, high = (None if one is None or isnan(one) else float(one) for one in ends)
    half = (1 - CONFIDENCE) / 2
    if share >= 1:
        return half ** (1 / max(at_risk, 1)), 1.0
    if share <= 0:
        return 0.0, 1 - half ** (1 / firms)
    return 0.0 if low is None else low, 1.0 if high is None else high


def _told(year: int | None, firms: int, exits: int, marks: Sequence[Mark]) -> Text:
    who = Text("全部进入企业", "all that entered") if year is None else Text(f"{year}年进入", f"entered in {year}")
    zh, en = [], []
    for one in marks:
        if one.share is None or one.low is None or one.high is None:
            zh.append(f"{one.months}个月尚无从说起")
            en.append(f"{one.months} months cannot be told yet")
        else:
            zh.append(f"{one.months}个月存活 {one.share:.1%}（{one.low:.1%}—{one.high:.1%}）")
            en.append(f"{one.share:.1%} survive {one.months} months ({one.low:.1%} to {one.high:.1%})")
    return Text(
        f"{who.zh} {firms} 家，退出 {exits} 家：" + "，".join(zh), f"{who.en}: {firms}, {exits} exits; " + ", ".join(en)
    )


def _notes(base: FactBase, held: Spells) -> list[Text]:
    notes = []
    if held.undated:
        notes.append(
            Text(f"{held.undated} 条在区记录进入日期为空，未计入", f"{held.undated} records have no day of entry")
        )
    unknown = held.frame.filter(pl.col("left").is_not_null() & (pl.col("how") == NO_REASON)).height
    if unknown:
        notes.append(
            Text(f"{unknown} 家离开原因不明，按退出计", f"{unknown} left for an unknown reason, taken as exits")
        )
    record = base.manifest.entities.get("annual_return")
    if record is None or "zero_filed" not in record.columns:
        notes.append(Text("没有零申报数据，未计连续两年零申报", "zero returns are not held, so none counts as an exit"))
    return notes
