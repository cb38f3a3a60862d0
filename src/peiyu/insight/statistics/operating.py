"""How many enterprises really operate: they insure staff, pay tax, have premises."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from peiyu.facts.base import FactBase, View
from peiyu.insight.statistics.population import refuse_absent, scanned, spells
from peiyu.problems import Text

SIGNS: dict[str, Text] = {
    "insured": Text("有社保参保人员", "insures staff"), "tax_paid": Text("有税款缴纳", "pays tax"),
    "premises_area": Text("有生产经营场地", "has premises"),
}  # fmt: skip
TOGETHER = {
    "all": Text("三项俱有", "all three"), "two": Text("至少两项", "at least two"),
    "none": Text("三项俱无（请核查）", "none of the three (to be looked into)"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sign:
    """How many enterprises show a sign, do not, or of how many it is not known; the three add up to all."""

    code: str
    name: Text
    yes: int
    no: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Operating:
    """Of `firms` there on the day, by the returns of `year`: each sign, and all three, at least two, none of them."""

    year: int
    firms: int
    signs: tuple[Sign, ...]
    together: tuple[Sign, ...]
    said: Text


def operating(base: FactBase, view: View) -> Operating:
    """Who operates, by the returns of the year before the view's day. FactsError `nothing-held`."""
    refuse_absent(base, "annual_return")
    year = view.as_of.year - 1
    there = spells(base, view).there(view.as_of)
    rows = scanned(base, "annual_return", view, tuple(SIGNS), years=(year,))
    return operated(there.join(rows, on="enterprise", how="left"), year)


def operated(frame: pl.DataFrame, year: int) -> Operating:
    """The signs in a frame of one row an enterprise and a column a sign (null: not known)."""
    truths = [(pl.col(code) > 0).alias(code) for code in SIGNS]
    seen = frame.select(truths)
    columns = [pl.col(code) for code in SIGNS]
    sure, maybe = (pl.sum_horizontal(one.fill_null(end).cast(pl.Int64) for one in columns) for end in (False, True))
    joint = seen.select(
        pl.all_horizontal(columns).alias("all"),
        pl.when(sure >= 2).then(True).when(maybe < 2).then(False).alias("two"),
        (~pl.any_horizontal(columns)).alias("none"),
    )
    signs = tuple(_sign(seen, code, name) for code, name in SIGNS.items())
    together = tuple(_sign(joint, code, name) for code, name in TOGETHER.items())
    return Operating(
        year=year, firms=frame.height, signs=signs, together=together, said=_told(year, frame.height, together)
    )


def _sign(frame: pl.DataFrame, code: str, name: Text) -> Sign:
    yes, no, unknown = (int(frame[code].eq_missing(value).sum()) for value in (True, False, None))
    return Sign(code, name, yes, no, unknown)


def _told(year: int, firms: int, together: tuple[Sign, ...]) -> Text:
    whole, _, none = together
    if not firms:
        return Text("没有在区企业", "there are no enterprises")
    least, most = whole.yes / firms, (whole.yes + whole.unknown) / firms
    return Text(
        f"{firms} 家在区企业中，按{year}年数据社保、纳税、场地三项俱有的 {whole.yes} 家，占 {least:.1%}—{most:.1%}；"
        f"三项俱无的 {none.yes} 家",
        f"of {firms} enterprises {whole.yes} insure staff, pay tax and have premises by the figures of {year}: "
        f"{least:.1%} to {most:.1%}; {none.yes} do none of these",
    )
