"""Amounts in the wrong unit: 1 000, 10 000 or 100 000 000 times too small or too large.

A row is compared with the same company's other years; where there are none, or two that differ and no third to
decide, with what peers have per head. All in powers of ten: a slip is a difference near ±3, ±4 or ±8. Too much a
head is told and not held: a holding company may have few staff.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from peiyu.facts.intake.plausibility.finding import INDEX, Finding, Panel
from peiyu.problems import Text

STEADY = (
    "revenue",
    "revenue_consolidated",
    "sales",
    "main_revenue",
    "output",
    "operating_cost",
    "admin_expense",
    "total_assets",
    "total_liabilities",
    "cost_expense",
    "rd_accounts",
    "rd_119",
    "rd_195",
)
"""Amounts that do not change a thousandfold from year to year."""

PER_HEAD = ("revenue", "revenue_consolidated", "sales", "total_assets")
SLIPS = {3: ("1 千", "1 000"), 4: ("1 万", "10 000"), 8: ("1 亿", "100 000 000")}
NEAR = 0.45
FAR_PER_HEAD = 2.4
USUAL_PER_HEAD = math.log10(6e7)
"""600 000 yuan a head, in fen: what is taken where fewer than 30 peers are known."""


def unit_slips(panel: Panel) -> list[Finding]:
    """Rows and cells whose amounts are off by a unit."""
    fields = [f for f in STEADY if panel.has(f)]
    if not fields:
        return []
    logs = panel.rows.select(INDEX, "enterprise", *(_log(f) for f in fields))
    heads = _per_head(panel)
    against_years = _without_outvoted(panel, _against_years(logs, fields, heads), heads)
    findings = []
    for index, slips in against_years.items():
        findings += _told(panel, index, slips, by="years")
    seen = set(against_years)
    findings += [
        f for i, slip in _against_peers(heads).items() if i not in seen for f in _whole_row(panel, i, slip, by="peers")
    ]
    return findings


def _log(field: str) -> pl.Expr:
    return pl.when(pl.col(field).abs() >= 100).then(pl.col(field).abs().cast(pl.Float64).log10()).alias(field)


def _per_head(panel: Panel) -> dict[int, float]:
    """Index → how far (in powers of ten) its amounts a head are from what peers have."""
    staff = next((s for s in ("staff", "employees") if panel.has(s)), None)
    fields = [f for f in PER_HEAD if panel.has(f)]
    if staff is None or not fields:
        return {}
    heads = pl.when(pl.col(staff) > 0).then(pl.col(staff).cast(pl.Float64).log10())
    logs = panel.rows.select(
        INDEX, *((pl.when(pl.col(f) > 0).then(pl.col(f).cast(pl.Float64).log10()) - heads).alias(f) for f in fields)
    )
    usual = {f: float(logs[f].median() or 0) if logs[f].count() >= 30 else USUAL_PER_HEAD for f in fields}  # type: ignore[arg-type]
    mean = logs.select(INDEX, pl.mean_horizontal(pl.col(f) - usual[f] for f in fields).alias("far")).drop_nulls()
    return dict(mean.iter_rows())


def _against_years(logs: pl.DataFrame, fields: list[str], heads: Mapping[int, float]) -> dict[int, dict[str, int]]:
    """Index → field → power of ten by which it differs from the company's other years."""
    long = logs.unpivot(fields, index=[INDEX, "enterprise"], variable_name="field", value_name="log").drop_nulls()
    group = ["enterprise", "field"]
    long = long.with_columns(
        pl.len().over(group).alias("years"),
        pl.col("log").median().over(group).alias("mid"),
        (pl.col("log").max() - pl.col("log").min()).over(group).alias("span"),
        pl.col("log").mean().over(group).alias("mean"),
    ).filter((pl.col("years") >= 2) & (pl.col("span") > 3 - NEAR))
    away = (
        pl.when(pl.col("years") == 2)
        .then(2 * (pl.col("log") - pl.col("mean")))
        .otherwise(pl.col("log") - pl.col("mid"))
    )
    near = [(pl.col("away").abs() - power).abs() < NEAR for power in SLIPS]
    long = long.with_columns(away.alias("away")).filter(pl.any_horizontal(near))
    found: dict[int, dict[str, int]] = {}
    pairs: dict[tuple[int, str], list[tuple[int, float]]] = {}
    for index, enterprise, field, years, far in long.select(INDEX, "enterprise", "field", "years", "away").iter_rows():
        if years == 2:
            pairs.setdefault((enterprise, field), []).append((index, far))
        else:
            found.setdefault(index, {})[field] = _power(far)
    for (_, field), both in pairs.items():
        index, far = max(both, key=lambda one: (abs(heads.get(one[0], 0.0)), -one[1]))
        found.setdefault(index, {})[field] = _power(far)
    return found


def _without_outvoted(
    panel: Panel, slips: Mapping[int, dict[str, int]], heads: Mapping[int, float]
) -> dict[int, dict[str, int]]:
    """A year that peers find usual is not the one that slipped when they find the company's other years far off."""
    owners = panel.rows["enterprise"].to_list()
    far = {owners[index] for index, off in heads.items() if abs(off) > FAR_PER_HEAD}
    return {i: found for i, found in slips.items() if owners[i] not in far or abs(heads.get(i, 9.0)) > 1}


def _power(far: float) -> int:
    return min(SLIPS, key=lambda power: abs(abs(far) - power)) * (1 if far > 0 else -1)


def _against_peers(heads: Mapping[int, float]) -> dict[int, int]:
    return {i: _power(far) for i, far in heads.items() if abs(far) > FAR_PER_HEAD}


def _told(panel: Panel, index: int, slips: Mapping[str, int], *, by: str) -> list[Finding]:
    """A whole row if two or more of its amounts slip by the same power, else only the cells."""
    powers = list(slips.values())
    common = max(set(powers), key=powers.count)
    if powers.count(common) >= 2:
        return _whole_row(panel, index, common, by=by)
    return [_finding(panel, index, field, power, by=by) for field, power in slips.items()]


def _whole_row(panel: Panel, index: int, power: int, *, by: str) -> list[Finding]:
    """Every amount of the row is held; one finding speaks for all of them."""
    row = panel.rows.row(index, named=True)
    money = [f.code for f in panel.kind.fields if f.type == "money" and row.get(f.code)]
    money.sort(key=lambda code: code not in PER_HEAD)
    findings = [_finding(panel, index, field, power, by=by) for field in money]
    return [replace(f, quiet=number > 0) for number, f in enumerate(findings)]


def _finding(panel: Panel, index: int, field: str, power: int, *, by: str) -> Finding:
    name = panel.named(field)
    zh, en = SLIPS[abs(power)]
    less, small = ("小", "small") if power < 0 else ("大", "large")
    basis, base = (
        ("本企业其他年度", "the company's other years")
        if by == "years"
        else ("同类企业的人均水平", "what peers have per head")
    )
    message = Text(
        f"{name.zh}与{basis}相比约{less}了 {zh}倍：多半是单位写错",
        f"{name.en} is about {en} times too {small} against {base}: probably the wrong unit",
    )
    sign = "×" if power < 0 else "÷"
    few_staff = by == "peers" and power > 0
    return Finding("unit-slip", index, field, message, Text(f"{sign} {zh}", f"{sign} {en}"), holds=not few_staff)
