"""Whether figures crowd just above a line that pays: questions to be checked, never verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from peiyu.facts.base import FactBase, View
from peiyu.insight.statistics.population import refuse_absent, scanned, spells, yearly, yuan
from peiyu.insight.targets.amounts import amount
from peiyu.problems import Text

WIDTH = Fraction(1, 10)
"""A window is a tenth of the line, below it and from it on."""
SIGNIFICANT = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Enterprises just below a line [line × 0.9, line) and from it on [line, line × 1.1). chance: of so many or more
    above if either side were as likely (one-sided binomial; None: nobody near). asks: worth a look. question: what to
    check."""

    field: Text
    line: Fraction
    below: int
    above: int
    unknown: int
    chance: float | None
    asks: bool
    question: Text


def bunching(base: FactBase, view: View) -> tuple[Crowd, ...]:
    """The two lines of the documents: registered capital at 20 million yuan, revenue of the base year at 100 million,
    of the enterprises there on the view's day. FactsError `nothing-held`."""
    refuse_absent(base, "enterprise", "registered_capital")
    there = spells(base, view).there(view.as_of)
    year = view.as_of.year - 1
    capital = scanned(base, "enterprise", view, ("registered_capital",))
    revenue = yearly(base, view, "revenue", (year,)).rename({str(year): "revenue"})
    both = there.join(capital, on="enterprise", how="left").join(revenue, on="enterprise", how="left")
    names = base.vocabulary
    return (
        crowd(both["registered_capital"], 2 * 10**9, names.field("enterprise", "registered_capital").name),
        crowd(both["revenue"], 10**10, names.field("annual_return", "revenue").name),
    )


def crowd(amounts: pl.Series, line: int, field: Text) -> Crowd:
    """The crowd of amounts (fen, null: not known) at a line (fen)."""
    from scipy.stats import binomtest

    width = int(line * WIDTH)
    below = int(((amounts >= line - width) & (amounts < line)).sum())
    above = int(((amounts >= line) & (amounts < line + width)).sum())
    near = below + above
    chance = float(binomtest(above, near, 0.5, alternative="greater").pvalue) if near else None
    asks = chance is not None and chance < SIGNIFICANT
    where, sides = amount(yuan(line), "元"), Text(f"线下 {below} 家、线上 {above} 家", f"{below} below, {above} above")
    if asks:
        question = Text(
            f"{field.zh} {where.zh} 附近{sides.zh}，线上偏多：请核对是否凑线申报；整数本身也会扎堆，此非结论",
            f"{field.in_('en')} near {where.en}: {sides.en}. Please check whether figures were made to reach the line; "
            "round sums crowd by themselves, and this is no finding",
        )
    else:
        question = Text(
            f"{field.zh} {where.zh} 附近{sides.zh}，未见异常", f"{field.in_('en')} near {where.en}: {sides.en}"
        )
    return Crowd(field=field, line=yuan(line), below=below, above=above, unknown=amounts.null_count(), chance=chance,
                 asks=asks, question=question)  # fmt: skip
