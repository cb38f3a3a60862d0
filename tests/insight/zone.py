"""A small territory's pack and fact bases of few rows, for tests."""

# ruff: noqa: E501 -- YAML of a pack, a line an object

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from peiyu.facts.base import FactBase, FactBaseWriter
from peiyu.facts.base.schema import columns, header
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.policy.pack.load import PackRegistry

DAY = dt.date(2012, 9, 30)
PACK = """
pack: zone
name: {zh: 试验区, en: The zone}
kind: territory
status: draft
document: {title: 工作安排, number: 试〔2012〕1号, issuers: [试验区管委会], issued: 2012-02-01, evidence: verified, mended: mended.txt}
texts: [{id: "2012", file: criteria.yaml, from: 2012-01-01, until: null, evidence: verified, cite: 二}]
"""
CRITERIA = """
definitions: {}
tiers:
  giant:
    name: 科技小巨人
    en: little giant
    met_when: {all: [{id: sales, name: 销售收入, if: 营业收入 >= 1亿元, cite: 二, evidence: verified}]}
"""
MENDED = "【标题】工作安排\n【二】目标\n"
PROGRAMME = """
groups:
  size: {name: 规模, cite: 二, of: [{id: large, name: 大, if: 注册资本 >= 2000万元}], else: 小}
  place: {name: 园区, by: 所属园区, cite: 二}
  capital:
    name: 资本档
    cite: 二
    of: [{id: big, name: 两千万以上, if: 注册资本 >= 2000万元}, {id: mid, name: 一千万以上, if: 注册资本 >= 1000万元}]
    else: 其他
indicators:
  sme_new: {name: {zh: 新增科技型中小企业, en: new SMEs}, unit: 家, by: D4, cite: 二, evidence: verified}
  sme_large: {name: {zh: 大企业, en: large}, unit: 家, of: sme_new, among: 注册资本 >= 2000万元, cite: 二, evidence: verified}
  sme_small: {name: {zh: 小企业, en: small}, unit: 家, of: sme_new, among: 注册资本 < 2000万元, cite: 二, evidence: verified}
  filed: {name: {zh: 发明专利申请, en: filed}, unit: 件, count: 知识产权, where: 类别 = 发明专利, on: 申请日期, once: [专利号或登记号],
          share: true, cite: 二, evidence: verified}
  giant_filed: {name: {zh: 小巨人申请, en: filed by giants}, unit: 件, count: 知识产权, where: 类别 = 发明专利, on: 申请日期,
                among: holds(科技小巨人), among_at: record, cite: 二, evidence: verified}
  raised: {name: {zh: 融资额, en: raised}, unit: 元, sum: 实缴金额, count: 融资, on: 到账日期, cite: 二, evidence: verified}
  giants: {name: {zh: 小巨人, en: giants}, unit: 家, firms: meets(zone.giant), cite: 二, evidence: verified}
  giants_first: {name: {zh: 新增小巨人, en: new giants}, unit: 家, firms: meets(zone.giant), first: true, cite: 二,
                 evidence: verified}
  giants_net: {name: {zh: 净增小巨人, en: net giants}, unit: 家, change: giants, cite: 二, evidence: verified}
  staff: {name: {zh: 从业人员, en: staff}, unit: 人, sum: 职工总数, of_firms: true, cite: 二, evidence: verified}
  per_10k: {name: {zh: 每万人申请, en: per 10k}, unit: 件/万人, ratio: {over: filed, under: staff, scale: 10000}, cite: 二,
            evidence: verified}
  there: {name: {zh: 在区企业, en: there}, unit: 家, count: 在区记录, from: 进入日期, to: 离开日期, once: [enterprise], cite: 二,
          evidence: verified}
  institutions: {name: {zh: 金融机构, en: institutions}, unit: 家, count: 金融机构, from: 进区日期, to: 离开日期, cite: 二,
                 evidence: verified}
  area: {name: {zh: 竣工面积, en: area}, unit: ㎡, sum: 建筑面积, count: 孵化载体项目, on: 竣工备案日期, cite: 二, evidence: verified}
definitions:
  D4:
    name: {zh: 新增口径, en: what is new}
    names: sme_new
    default: recognised
    cite: 二
    evidence: verified
    options:
      recognised: {name: {zh: 首次认定, en: first recognised}, count: 称号资质, where: 称号 = 科技型中小企业, on: 发证日期, first: true}
      registered: {name: {zh: 新注册, en: registered}, count: 在区记录, where: 来源途径 = 新注册, on: 进入日期}
targets:
  new: {name: {zh: 新增1000家, en: "1,000 new"}, indicator: sme_new, floor: 4家, since: 2012-01-01, by: 2012-12-31, parts: [large, small],
        decided_by: 发证日期, plan: {quarters: [15%, 25%, 25%, 35%]}, cite: 二, evidence: verified}
  large: {name: {zh: 大, en: large}, indicator: sme_large, floor: 1家, since: 2012-01-01, by: 2012-12-31, cite: 二, evidence: verified}
  small: {name: {zh: 小, en: small}, indicator: sme_small, floor: 3家, since: 2012-01-01, by: 2012-12-31, cite: 二,
          evidence: verified}
  density: {name: {zh: 密度, en: density}, indicator: per_10k, floor: 30件/万人, since: 2012-01-01, by: 2012-12-31, cite: 二,
            evidence: verified}
  state: {name: {zh: 金融机构, en: institutions}, indicator: institutions, range: [3家, 5家], since: 2012-01-01, by: 2012-12-31,
          cite: 二, evidence: verified}
trends:
  growth: {name: {zh: 规模发展, en: growth}, indicator: there, cite: 二}
"""
COVERAGE = "标题: context\n二: context\n"


def pack_in(folder: Path, programme: str = PROGRAMME) -> PackRegistry:
    """A registry whose pack `zone` is made of the texts above."""
    place = folder / "zone"
    place.mkdir(parents=True)
    parts = {"pack.yaml": PACK, "criteria.yaml": CRITERIA, "programme.yaml": programme, "coverage.yaml": COVERAGE}
    for name, text in {**parts, "mended.txt": MENDED}.items():
        (place / name).write_text(text, "utf-8")
    return PackRegistry.of([folder])


def base_of(target: Path, buckets: int | None = None, **entities: list[Mapping[str, Any]]) -> FactBase:
    """A fact base of plain rows by entity; enterprises without a row get one, the header is filled in."""
    keys = {row["enterprise"] for rows in entities.values() for row in rows if row.get("enterprise")}
    named = {row["enterprise"] for row in entities.get("enterprise", [])}
    firms = [*entities.get("enterprise", []), *({"enterprise": key} for key in sorted(keys - named))]
    with FactBaseWriter(target, buckets=buckets) as writer:
        for entity, rows in {**entities, "enterprise": firms}.items():
            if not rows:
                continue
            kept = vocabulary().entities[entity]
            codes = dict.fromkeys(code for row in rows for code in row if code not in header(kept))
            schema = columns(kept, codes)
            stamp = {"known_from": dt.date(2000, 1, 1), "source": "台账", "purpose": "行政", "enterprise": 0}
            named_rows = [dict.fromkeys(schema) | stamp | {"record_id": n} | dict(row) for n, row in enumerate(rows, 1)]
            writer.add(entity, pl.DataFrame(named_rows, schema=schema))
        return writer.finish()
