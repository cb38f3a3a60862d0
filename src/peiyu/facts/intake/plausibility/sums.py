"""Figures that must add up, and R&D that the firm could not have paid for."""

from __future__ import annotations

import polars as pl

from peiyu.facts.intake.plausibility.finding import Finding, Panel, found
from peiyu.problems import Text

SUMS: tuple[tuple[str, tuple[str, str]], ...] = (
    ("total_assets", ("total_liabilities", "net_assets")),
    ("sales", ("main_revenue", "other_revenue")),
    ("revenue", ("main_revenue", "other_revenue")),
)
"""Whole, its two parts."""

TOLD, HELD = 0.005, 0.05
"""A gap of half a percent is told; of five percent the three cells are held."""

RD = ("rd_accounts", "rd_119", "rd_195")


def sums(panel: Panel) -> list[Finding]:
    """资产 = 负债 + 净资产; 主营 + 其他 = 销售收入 or 营业收入."""
    findings = []
    for whole, (one, other) in SUMS:
        if not panel.has(whole, one, other):
            continue
        gap = (pl.col(one) + pl.col(other) - pl.col(whole)).abs() / pl.max_horizontal(pl.col(whole).abs(), 1)
        names = [panel.named(f) for f in (one, other, whole)]
        message = Text(f"{names[0].zh}＋{names[1].zh}≠{names[2].zh}", f"{names[0].en} + {names[1].en} ≠ {names[2].en}")
        for index in found(panel.rows, gap > HELD):
            findings += [Finding("sum-differs", index, field, message) for field in (whole, one, other)]
        slight = found(panel.rows, (gap > TOLD) & (gap <= HELD))
        findings += [Finding("sum-differs", index, whole, message, holds=False) for index in slight]
    return findings


def rd_over_revenue(panel: Panel) -> list[Finding]:
    """R&D of more than ten times the revenue: told; also more than all assets: held."""
    revenue = next((r for r in ("revenue", "revenue_consolidated", "sales") if panel.has(r)), None)
    findings = []
    for field in [f for f in RD if revenue is not None and panel.has(f)]:
        over = (pl.col(field) > pl.col(revenue or "") * 10) & (pl.col(revenue or "") > 0)
        beyond = pl.col(field) > pl.col("total_assets") if panel.has("total_assets") else pl.lit(False)
        name = panel.named(field)
        message = Text(f"{name.zh}超过收入的 10 倍", f"{name.en} is more than ten times the revenue")
        hint = Text("核对单位，或确为尚无收入的研发型企业", "check the unit, or it is a firm without revenue yet")
        held = set(found(panel.rows, over & beyond))
        findings += [Finding("rd-over-revenue", i, field, message, hint, i in held) for i in found(panel.rows, over)]
    return findings


def shares(panel: Panel) -> list[Finding]:
    """A printed share that does not follow from its parts by more than a percentage point (the mapping's `shares`)."""
    findings = []
    for share in panel.mapping.shares:
        printed = f"share:{share.of.code}"
        if share.of.entity != panel.entity or not panel.has(printed, share.of.code, share.to.code):
            continue
        real = pl.col(share.of.code) / pl.col(share.to.code)
        off = (real - pl.col(printed) / 10**8).abs() > 0.01
        message = Text(
            f"{share.of.name.zh}÷{share.to.name.zh}与所印比率不符",
            f"{share.of.name.en} ÷ {share.to.name.en} is not the printed share",
        )
        rows = found(panel.rows, off & (pl.col(share.to.code) > 0) & (pl.col(printed) > 0))
        findings += [Finding("share-differs", i, share.of.code, message) for i in rows]
    return findings
