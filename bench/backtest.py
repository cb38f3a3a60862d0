"""`python -m bench.backtest CSV`: the growth model against real history, as Markdown tables.

Revenues of listed companies 2019–2021: fitted on 2019 and 2020, asked which companies below a line in 2020 are across
it in 2021, for several lines, against the straight line (last year's growth repeated) and the base rate (the share that
crossed the same line the year before). Brier score, log loss, calibration, and how often the count lay in its interval.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from peiyu.insight.forecast.growth import Across, Crossing, Law, Panel, crossing, fit
from peiyu.insight.forecast.spread import HIGH, LOW, Floats, of_counts

LINES = (1e8, 2e8, 5e8, 1e9, 2e9, 5e9, 1e10)
"""Yuan."""
KNOWN, ASKED = 2020, 2021
YEARS = (2019, 2020, 2021)
LEAST_CANDIDATES = 20
"""Companies below a line in an industry, without which its count is not judged."""
LEAST_REVENUE = 1e6
"""A listed company's revenue below this was written in 万元 or 千元 (a known defect of the file) and is not held."""
SUREST = 0.01
"""No chance is taken as surer than this where a logarithm is taken of it."""
EDGES = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
METHODS = ("model", "straight line", "base rate")


@dataclass(frozen=True, slots=True)
class Line:
    """What each method said of the companies below a line, and what came."""

    line: float
    said: Mapping[str, Floats]
    came: npt.NDArray[np.bool_]
    industries: npt.NDArray[np.int64]
    found: Crossing


@dataclass(frozen=True, slots=True)
class Counted:
    """A count that was predicted: expected, its interval, and the real one."""

    name: str
    candidates: int
    expected: float
    low: int
    high: int
    real: int


def panel_of(source: Path) -> tuple[Panel, Floats, Sequence[str]]:
    """The panel of the years known, the revenues of the year asked for, and the industries' names. Revenues that
    cannot be in yuan are not held."""
    rows = pl.read_csv(
        source, columns=["股票代码", "报告年份", "申万三级行业", "营业收入"], schema_overrides={"股票代码": pl.String}
    )
    rows = rows.filter(pl.col("报告年份").is_in(YEARS)).with_columns(pl.col("营业收入").cast(pl.Float64, strict=False))
    wide = rows.pivot("报告年份", index="股票代码", values="营业收入", aggregate_function="first").sort("股票代码")
    trades = rows.sort("报告年份").group_by("股票代码").agg(pl.col("申万三级行业").drop_nulls().last())
    wide = wide.join(trades, on="股票代码", how="left", maintain_order="left")
    names = sorted(set(wide["申万三级行业"].drop_nulls()))
    codes = wide["申万三级行业"].replace_strict({n: i for i, n in enumerate(names)}, default=-1, return_dtype=pl.Int64)
    values = wide.select(str(year) for year in YEARS).to_numpy().astype(np.float64)
    values = np.where(values >= LEAST_REVENUE, values, np.nan)
    panel = Panel(np.arange(wide.height), codes.to_numpy(), YEARS, values)
    return panel.until(KNOWN), values[:, -1], names


def predicted(panel: Panel, later: Floats, law: Law, line: float) -> Line:
    """The companies below a line whose next figure is held."""
    last, before = panel.values[:, -1], panel.values[:, -2]
    below = (last > 0) & (last < line) & (later > 0)
    some = Panel(panel.firms[below], panel.industries[below], panel.years, panel.values[below])
    found = crossing(law, some, Across(line=line, since=ASKED, until=ASKED, first=True))
    grown = np.where(before[below] > 0, last[below] ** 2 / np.where(before[below] > 0, before[below], 1), last[below])
    earlier = (before > 0) & (before < line) & (last > 0)
    rate = float((last[earlier] >= line).mean())
    said = {
        "model": found.marginal,
        "straight line": (grown >= line).astype(np.float64),
        "base rate": np.full(int(below.sum()), rate),
    }
    return Line(line, said, later[below] >= line, some.industries, found)


def back_test(source: Path) -> tuple[Law, list[Line], Sequence[str]]:
    """The law fitted on what was known, and what it says for every line."""
    panel, later, names = panel_of(source)
    law = fit(panel)
    assert law is not None
    return law, [predicted(panel, later, law, line) for line in LINES], names


def brier(said: Floats, came: npt.NDArray[np.bool_]) -> float:
    """Mean squared distance of what was said from what came (Brier 1950)."""
    return float(((said - came) ** 2).mean())


def log_loss(said: Floats, came: npt.NDArray[np.bool_]) -> float:
    clipped = np.clip(said, SUREST, 1 - SUREST)
    return float(-np.where(came, np.log(clipped), np.log(1 - clipped)).mean())


def pooled(lines: Sequence[Line], method: str) -> tuple[Floats, npt.NDArray[np.bool_]]:
    return np.concatenate([one.said[method] for one in lines]), np.concatenate([one.came for one in lines])


def counts(lines: Sequence[Line], names: Sequence[str]) -> tuple[list[Counted], list[Counted]]:
    """The number across each line: of all, and of every industry with enough companies below it."""
    whole, parts = [], []
    for one in lines:
        told = f"{one.line / 1e8:g}亿元"
        whole.append(counted(told, one, np.ones(len(one.came), bool)))
        for trade in np.unique(one.industries[one.industries >= 0]):
            mine = one.industries == trade
            if mine.sum() >= LEAST_CANDIDATES:
                parts.append(counted(f"{names[trade]} {told}", one, mine))
    return whole, parts


def counted(name: str, one: Line, mine: npt.NDArray[np.bool_]) -> Counted:
    spread = of_counts(Crossing(one.found.chances[:, mine], one.found.weights, one.found.trades[mine]).pmf())
    ends = int(spread.quantile(LOW)), int(spread.quantile(HIGH))
    return Counted(name, int(mine.sum()), spread.mean, *ends, int(one.came[mine].sum()))


def report(source: Path) -> list[str]:
    """Markdown tables."""
    law, lines, names = back_test(source)
    made = [f"Fitted on {law.growths} growth rates of 2019→2020; asked of 2021.", ""]
    made += ["| line | companies | crossed | " + " | ".join(f"Brier, {m}" for m in METHODS) + " |", "|---" * 6 + "|"]
    for one in lines:
        scores = " | ".join(f"{brier(one.said[m], one.came):.4f}" for m in METHODS)
        made.append(f"| {one.line / 1e8:g}亿元 | {len(one.came)} | {int(one.came.sum())} | {scores} |")
    came = pooled(lines, "model")[1]
    scores = " | ".join(f"{brier(*pooled(lines, m)):.4f}" for m in METHODS)
    made.append(f"| all | {len(came)} | {int(came.sum())} | {scores} |")
    losses = ", ".join(f"{m} {log_loss(*pooled(lines, m)):.4f}" for m in METHODS)
    made += ["", f"Log loss (chances clipped at {SUREST}): {losses}.", ""]
    made += ["| said | pairs | mean said | came |", "|---|---|---|---|"]
    said, came = pooled(lines, "model")
    for low, high in pairwise(EDGES):
        some = (said >= low) & ((said < high) | (high == 1.0))
        if some.any():
            made.append(
                f"| {low:.0%}–{high:.0%} | {int(some.sum())} | {said[some].mean():.1%} | {came[some].mean():.1%} |"
            )
    whole, parts = counts(lines, names)
    made += ["", "| line | below | expected | 10–90 % | real | |", "|---|---|---|---|---|---|"]
    made += [
        f"| {one.name} | {one.candidates} | {one.expected:.1f} | {one.low}–{one.high} | {one.real} | {mark(one)} |"
        for one in whole
    ]
    inside, surely_inside = coverage(parts)
    made += ["", f"By line and industry ({len(parts)} counts): {inside:.1%} inside 10–90 % (at least 80 % is meant)."]
    made += [f"Above the interval {surely_inside[0]}, below it {surely_inside[1]}.", ""]
    return made


def mark(one: Counted) -> str:
    return "inside" if one.low <= one.real <= one.high else "MISSED"


def coverage(parts: Sequence[Counted]) -> tuple[float, tuple[int, int]]:
    """The share of counts inside their interval; how many lay above and below."""
    above, below = sum(one.real > one.high for one in parts), sum(one.real < one.low for one in parts)
    return 1 - (above + below) / max(len(parts), 1), (above, below)


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    print("\n".join(report(Path(sys.argv[1]))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
