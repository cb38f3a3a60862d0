"""How much the leading industries hold together: shares, the Herfindahl–Hirschman index, location quotients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import polars as pl

from peiyu.facts.base import FactBase, View
from peiyu.insight.statistics.population import spells, yearly
from peiyu.problems import Text

Of = Literal["firms", "revenue", "employees"]
NAMES: dict[Of, Text] = {
    "firms": Text("企业数", "enterprises"), "revenue": Text("营业收入", "revenue"),
    "employees": Text("从业人员", "employees"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShare:
    """One group: its enterprises, its stored amount, its share of what is known [least, most: as those without a group
    fall elsewhere or here], the largest enterprise's part of it, and its location quotient (None: no base given)."""

    group: str
    name: Text
    firms: int
    amount: int
    share: Fraction
    least: Fraction
    most: Fraction
    largest: Fraction
    quotient: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """Shares over the groups that are known. hhi: the sum of squared shares, 1/n to 1 (None over nothing). undecided:
    enterprises without a group; without: enterprises whose amount is missing."""

    of: Of
    groups: tuple[GroupShare, ...]
    hhi: Fraction | None
    undecided: int
    without: int
    said: Text


def concentration(
    base: FactBase, view: View, groups: pl.DataFrame, *, names: Mapping[str, Text] | None = None, of: Of = "firms",
    against: Mapping[str, Fraction | int] | None = None,
) -> Concentration:  # fmt: skip
    """The concentration of the enterprises there on the view's day.

    groups: `enterprise` and `group` (`labels` of a fact, `labelled` of a pack's breakdown; null or `?`: undecided).
    Amounts are those of the base year (the year before the day). against: what a given base (the city, the country)
    has of each group, of the same kind; the quotient is share here ÷ share there.
    """
    there = spells(base, view).there(view.as_of).join(groups, on="enterprise", how="left")
    year = view.as_of.year - 1
    if of == "firms":
        there = there.with_columns(pl.lit(1, pl.Int64).alias("amount"))
    else:
        figures = yearly(base, view, of, (year,)).rename({str(year): "amount"})
        there = there.join(figures, on="enterprise", how="left")
    return concentrated(there, names or {}, of, against)


def concentrated(
    frame: pl.DataFrame, names: Mapping[str, Text], of: Of, against: Mapping[str, Fraction | int] | None = None
) -> Concentration:
    """The shares of a frame of `group` (null or `?`: undecided) and `amount` (null: not known), one row a firm."""
    known = frame.filter(pl.col("amount").is_not_null())
    grouped = pl.col("group").is_not_null() & (pl.col("group") != "?")
    sums = (
        known.filter(grouped)
        .group_by("group")
        .agg(pl.len().alias("firms"), pl.col("amount").cast(pl.Int128).sum(), pl.col("amount").max().alias("largest"))
        .sort("amount", "group", descending=[True, False])
    )
    vague = known.filter(~grouped.fill_null(False))
    apart = int(vague.select(pl.col("amount").cast(pl.Int128).sum()).item() or 0)
    total = sum(sums["amount"].to_list())
    base_total = sum((Fraction(one) for one in (against or {}).values()), Fraction(0))
    made = []
    for group, firms, amount, largest in sums.iter_rows():
        if not total:
            continue
        share = Fraction(amount, total)
        there = Fraction((against or {}).get(group, 0)) / base_total if base_total else Fraction(0)
        made.append(
            GroupShare(
                group=group, name=names.get(group, Text(group, group)), firms=firms, amount=int(amount), share=share,
                least=Fraction(amount, total + apart), most=Fraction(amount + apart, total + apart),
                largest=Fraction(largest, amount) if amount else Fraction(0), quotient=share / there if there else None,
            )
        )  # fmt: skip
    hhi = sum((one.share**2 for one in made), Fraction(0)) if made else None
    return Concentration(
        of=of, groups=tuple(made), hhi=hhi, undecided=frame.height - frame.filter(grouped).height,
        without=frame.height - known.height, said=_told(of, made, hhi, frame.height - frame.filter(grouped).height),
    )  # fmt: skip


def _told(of: Of, groups: list[GroupShare], hhi: Fraction | None, undecided: int) -> Text:
    name = NAMES[of]
    if hhi is None:
        return Text(f"按{name.zh}算不出集中度：没有数据", f"no concentration by {name.en}: no data")
    top, index = groups[0], float(hhi)
    apart = (
        Text(f"；{undecided} 家未归类，另计", f"; {undecided} without a group are set apart")
        if undecided
        else Text("", "")
    )
    return Text(
        f"按{name.zh}，{top.name.zh}占 {float(top.share):.1%} 居首，赫芬达尔指数 {index:.3f}"
        f"（共 {len(groups)} 类，均分为 {1 / len(groups):.3f}）{apart.zh}",
        f"by {name.en} {top.name.in_('en')} leads with {float(top.share):.1%}; the Herfindahl index is {index:.3f} "
        f"({len(groups)} groups; {1 / len(groups):.3f} if alike){apart.en}",
    )
