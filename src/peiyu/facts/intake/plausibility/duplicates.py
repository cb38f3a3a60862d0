"""The same company twice, the same company-year twice, one company under two codes."""

from __future__ import annotations

import polars as pl

from peiyu.facts.base.schema import KEYS
from peiyu.facts.intake.plausibility.finding import INDEX, Finding, Panel
from peiyu.problems import Text

OWN = {"record_id", "known_from", "source", "purpose", "at", "_row", INDEX, "former_names"}


def twice(panel: Panel) -> list[Finding]:
    """Two records of one company and period from one table: the cells that differ are held."""
    key = list(KEYS[panel.kind.period])
    if "record_id" in key:
        return []
    fields = [c for c in panel.rows.columns if c not in OWN and c not in key and not c.startswith(("_", "share:"))]
    group = [*key, "known_from", "_part"]
    rows = panel.rows
    if panel.entity == "enterprise":
        rows = rows.filter(~pl.col("_part").is_in(list(panel.by_year)))
    again = rows.filter(pl.len().over(group) > 1)
    if not again.height or not fields:
        return []
    differs = again.select(INDEX, *((pl.col(f).drop_nulls().n_unique().over(group) > 1).alias(f) for f in fields))
    first = again.select(pl.col(INDEX).min().over(group).alias("first"), INDEX)
    others = dict(first.select(INDEX, "first").iter_rows())
    findings = []
    for row in differs.iter_rows(named=True):
        index = row[INDEX]
        wrong = [f for f in fields if row[f]]
        if not wrong and others[index] != index:
            findings.append(_same(panel, index))
        findings += [_different(panel, index, field) for field in wrong]
    return findings


def _same(panel: Panel, index: int) -> Finding:
    field = "name" if panel.entity == "enterprise" else "year"
    message = Text("同一企业重复出现，内容不矛盾", "The same company again, without contradiction")
    return Finding("company-twice", index, field, message, Text("删去重复行", "delete the repeated row"), holds=False)


def _different(panel: Panel, index: int, field: str) -> Finding:
    name = panel.named(field)
    message = Text(f"同一企业重复出现，{name.zh}前后不一", f"The same company again with another {name.en}")
    holds = panel.entity != "enterprise" or field not in ("scheme", "code", "name")
    return Finding(
        "company-twice-differs", index, field, message, Text("核对后只留一行", "look, and keep one row"), holds
    )


def two_codes(panel: Panel) -> list[Finding]:
    """One name under two codes; one company by its old and its new code."""
    if panel.entity != "enterprise" or not panel.has("name"):
        return []
    rows = panel.rows.drop_nulls("name")
    many = rows.filter(pl.col("enterprise").n_unique().over("name") > 1)
    message = Text("同名企业有不同的代码", "One name stands with different codes")
    findings = [Finding("name-two-codes", i, "name", message, holds=False) for i in many[INDEX]]
    schemes = rows.filter(pl.col("scheme").n_unique().over("enterprise") > 1).filter(pl.col("scheme") == "org")
    message = Text(
        "旧组织机构代码与统一社会信用代码是同一企业，已合并", "The old and the new code are one enterprise: joined"
    )
    return findings + [Finding("old-and-new-code", i, "name", message, holds=False) for i in schemes[INDEX]]
