"""How a yearly amount grew, enterprise by enterprise and as a whole: the cohort that is known in both years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

import polars as pl

from peiyu.facts.base import FactBase, View
from peiyu.insight.statistics.population import spells, total_of, yearly, yuan
from peiyu.problems import Text

QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
EDGES = (-0.5, -0.2, 0.0, 0.1, 0.2, 0.4, 1.0)
"""Where the classes of growth meet; below the first and from the last on there is no end."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Enterprises that grew by `low` to less than `high` (None: no end)."""

    low: float | None
    high: float | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """Growth from `year` − 1 to `year`.

    cohort: enterprises there at both year-ends whose amount is known in both; of_total: growth of their sum; of_all:
    growth of the sums of everyone there in each year, entries and exits included (None over nothing). mean, median,
    quantiles: of the single growths, over bases above zero; from_zero: those of the cohort with a base of zero, which
    have no growth. unknown: there at both ends, an amount missing. largest: the greatest part of either sum
    that one enterprise of the cohort has.
    """

    year: int
    field: Text
    cohort: int
    before: Fraction
    after: Fraction
    of_total: float | None
    of_all: float | None
    mean: float | None
    median: float | None
    quantiles: tuple[tuple[float, float], ...]
    bins: tuple[Bin, ...]
    from_zero: int
    unknown: int
    largest: Fraction
    said: Text


def growth(
    base: FactBase, view: View, *, year: int, field: str = "revenue", edges: Sequence[float] = EDGES
) -> Growth:  # fmt: skip
    """The growth of a yearly money field of the enterprises of the territory. FactsError `nothing-held`."""
    held = spells(base, view)
    was, is_ = (held.there(dt.date(one, 12, 31)) for one in (year - 1, year))
    figures = yearly(base, view, field, (year - 1, year))
    figures = figures.rename({str(year - 1): "before", str(year): "after"})
    sums = [total_of(figures.join(who, on="enterprise"), name) for who, name in ((was, "before"), (is_, "after"))]
    both = was.join(is_, on="enterprise", how="inner").join(figures, on="enterprise", how="left")
    return grown(both, year, base.vocabulary.field("annual_return", field).name, edges=edges,
                 of_all=sums[1] / sums[0] - 1 if sums[0] > 0 else None)  # fmt: skip


def grown(
    both: pl.DataFrame, year: int, field: Text, *, edges: Sequence[float] = EDGES, of_all: float | None = None
) -> Growth:  # fmt: skip
    """The growth in a frame of `before` and `after` (stored units), one row an enterprise there in both years."""
    cohort = both.filter(pl.col("before").is_not_null() & pl.col("after").is_not_null())
    before, after = total_of(cohort, "before"), total_of(cohort, "after")
    based = cohort.filter(pl.col("before") > 0)
    single = (based["after"] / based["before"] - 1).sort()
    quantiles = tuple((at, _at(single, at)) for at in QUANTILES) if single.len() else ()
    mean = single.mean()
    made = Growth(
        year=year, field=field, cohort=cohort.height, before=yuan(before), after=yuan(after),
        of_total=after / before - 1 if before > 0 else None, of_all=of_all,
        mean=float(mean) if isinstance(mean, float) else None, median=_at(single, 0.5) if single.len() else None,
        quantiles=quantiles, bins=bins_of(single, edges), from_zero=cohort.height - based.height,
        unknown=both.height - cohort.height,
        largest=max(_part(cohort, "before", before), _part(cohort, "after", after)), said=Text("", ""),
    )  # fmt: skip
    return _with_sentence(made)


def _part(cohort: pl.DataFrame, column: str, total: int) -> Fraction:
    most = cohort.select(pl.col(column).max()).item()
    return Fraction(int(most), total) if most and total else Fraction(0)


def _at(single: pl.Series, share: float) -> float:
    """A quantile between the two nearest (Hyndman and Fan's seventh)."""
    found = single.quantile(share, interpolation="linear")
    assert found is not None
    return float(found)


def bins_of(single: pl.Series, edges: Sequence[float]) -> tuple[Bin, ...]:
    ends = [None, *edges, None]
    made = []
    for low, high in pairwise(ends):
        inside = pl.Series([True]).new_from_index(0, single.len())
        if low is not None:
            inside &= single >= low
        if high is not None:
            inside &= single < high
        made.append(Bin(low, high, int(inside.sum())))
    return tuple(made)


def _with_sentence(one: Growth) -> Growth:
    apart = Text(f"；{one.unknown} 家缺数据，另计", f"; {one.unknown} with figures missing are set apart")
    if one.of_total is None or one.mean is None or one.median is None:
        said = Text(f"两年都有数据且基数大于零的企业不足，算不出增速{apart.zh}", f"too few with both years{apart.en}")
    else:
        zero = Text(f"，{one.from_zero} 家上年为零", f", {one.from_zero} from zero") if one.from_zero else Text("", "")
        said = Text(
            f"{one.year}年两年可比的 {one.cohort} 家：总量增长 {one.of_total:.1%}，各家增速平均 {one.mean:.1%}、"
            f"中位 {one.median:.1%}{zero.zh}{apart.zh}",
            f"{one.cohort} comparable in {one.year}: their total grew {one.of_total:.1%}, the mean of their growths is "
            f"{one.mean:.1%}, the median {one.median:.1%}{zero.en}{apart.en}",
        )
    return replace(one, said=said)
