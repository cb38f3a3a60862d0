"""Statistics as tables: in full for the office, with what tells of single enterprises hidden for the outside.

The sentences of a statistic hold its numbers; what goes out is the sheet alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from peiyu.insight.statistics.bridge import Bridge
from peiyu.insight.statistics.concentration import Concentration
from peiyu.insight.statistics.growth import Growth
from peiyu.insight.statistics.operating import Operating, Sign
from peiyu.insight.statistics.revenue import RevenueChange, RevenueStep
from peiyu.insight.statistics.suppression import Cell, Relation, Suppressed, Table, crossed, listed, suppress
from peiyu.insight.statistics.suppression.hide import DOMINANT, LEAST
from peiyu.insight.statistics.suppression.table import ALL, Key
from peiyu.insight.statistics.survival import Cohort, Survival
from peiyu.insight.statistics.transitions import OUTSIDE, Transitions
from peiyu.insight.targets.amounts import amount
from peiyu.problems import Text

FEW = 10
"""Fewer enterprises than this have no mean, no quantile and no survival on a table that goes out."""

Entry = Text | int | str | None
"""None: hidden."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table of a statistic. An entry that is None is hidden; `hidden` counts those. notes: what must stand below."""

    title: Text
    headings: tuple[Text, ...]
    rows: tuple[tuple[Entry, ...], ...]
    notes: tuple[Text, ...] = ()

    @property
    def hidden(self) -> int:
        return sum(entry is None for row in self.rows for entry in row)


_COUNTED = re.compile(r"\d+ [家条]")
COUNT = Text("企业数", "enterprises")
TOTAL = Text("合计", "total")


def told(number: float | None) -> str:
    return "—" if number is None else f"{number:.1%}"


def told_outside(notes: Sequence[Text], *, outward: bool) -> tuple[Text, ...]:
    """The notes of a statistic; for the outside those that count nobody."""
    return tuple(one for one in notes if not (outward and _COUNTED.search(one.zh)))


def hidden_by(table: Table, outward: bool) -> tuple[Collection[Key], tuple[Text, ...]]:
    """The hidden cells, and the sentence about them."""
    if not outward:
        return (), ()
    found: Suppressed = suppress(table)
    return found.hidden, (found.said,)


def bridge_sheet(one: Bridge, *, outward: bool = False) -> Sheet:
    hidden, notes = hidden_by(step_table(one), outward)
    rows = tuple((step.name, None if step.code in hidden else step.count) for step in one.steps)
    title = Text(f"{one.since} 至 {one.until} 企业数变动", f"Enterprises from {one.since} to {one.until}")
    told = told_outside(one.notes, outward=outward)
    return Sheet(title=title, headings=(Text("环节", "step"), COUNT), rows=rows, notes=(*notes, *told))


def step_table(one: Bridge) -> Table:
    """The steps as cells, of which opening + what came − what went − closing is nothing."""
    cells: dict[Key, Cell] = {step.code: Cell(step.count) for step in one.steps}
    signs = [(step.code, step.sign or (1 if step.code == "opening" else -1)) for step in one.steps]
    return Table(cells, (Relation(tuple(signs)),))


def revenue_sheet(one: RevenueChange, *, outward: bool = False) -> Sheet:
    """A class whose amount of either year is hidden is hidden in both: the change is their difference."""
    hidden: set[Key] = set()
    notes: tuple[Text, ...] = ()
    for place in (0, 1):
        found, said = hidden_by(listed({step.code: _money_cell(step, place) for step in one.steps}), outward)
        hidden |= set(found)
        notes = said if found or not notes else notes
    rows: list[tuple[Entry, ...]] = []
    for step in one.steps:
        numbers: tuple[Entry, ...] = (step.firms, *(_yuan(a) for a in (step.before, step.after, step.change)))
        rows.append((step.name, *((None,) * 4 if step.code in hidden else numbers)))
    sums: tuple[Entry, ...] = tuple(_yuan(a) for a in (one.before, one.after, one.after - one.before))
    firms = sum(step.firms for step in one.steps)
    rows.append((TOTAL, *((None,) * 4 if ALL in hidden else (firms, *sums))))
    years = Text(f"{one.year - 1}年", str(one.year - 1)), Text(f"{one.year}年", str(one.year))
    title = Text(f"{one.year}年{one.field.zh}变动", f"Change of {one.field.in_('en')} in {one.year}")
    headings = (Text("类别", "class"), COUNT, *years, Text("变动", "change"))
    return Sheet(title=title, headings=headings, rows=tuple(rows), notes=notes)


def _money_cell(step: RevenueStep, place: int) -> Cell:
    sums = (step.before, step.after)
    return Cell(step.firms, int(sums[place] * 100), int(step.largest[place] * 100))


def _yuan(number: Fraction) -> Text:
    return amount(number, "元")


def growth_sheet(one: Growth, *, outward: bool = False) -> Sheet:
    """The classes of growth; below them the growth of the total, the mean and the quantiles, for the outside only of
    a cohort that is large enough, and of a total that no enterprise dominates."""
    names = {str(place): Text(said, said) for place, said in enumerate(_bins_said(one))}
    names |= {"zero": Text("上年为零", "from zero"), "unknown": Text("缺数据", "figures missing")}
    counts = {str(place): bin_.count for place, bin_ in enumerate(one.bins)}
    counts |= {"zero": one.from_zero, "unknown": one.unknown}
    hidden, notes = hidden_by(listed(dict(counts)), outward)
    rows: list[tuple[Entry, ...]] = [(names[k], None if k in hidden else n) for k, n in counts.items()]
    rows.append((TOTAL, None if ALL in hidden else sum(counts.values())))
    few = outward and one.cohort < FEW
    summary = (
        (Text("总量增速", "growth of the total"), one.of_total, few or (outward and one.largest > DOMINANT)),
        (Text("各家增速平均", "mean of the growths"), one.mean, few),
        *((Text(f"{at:.0%} 分位", f"quantile {at:.0%}"), value, few) for at, value in one.quantiles),
    )
    rows += [(name, None if away else told(value)) for name, value, away in summary]
    title = Text(f"{one.year}年{one.field.zh}增速分布", f"Growth of {one.field.in_('en')} in {one.year}")
    headings = (Text("增速", "growth"), Text("企业数或增速", "enterprises, or growth"))
    return Sheet(title=title, headings=headings, rows=tuple(rows), notes=notes)


def _bins_said(one: Growth) -> list[str]:
    said = []
    for bin_ in one.bins:
        low = "" if bin_.low is None else f"{bin_.low:.0%}"
        high = "" if bin_.high is None else f"{bin_.high:.0%}"
        said.append(f"<{high}" if not low else f"≥{low}" if not high else f"{low} – {high}")
    return said


def transitions_sheet(one: Transitions, *, outward: bool = False) -> Sheet:
    cells = {(a, b): one.counts.get((a, b), 0) for a in one.groups for b in one.groups}
    hidden, notes = hidden_by(crossed(cells), outward)
    sums: dict[tuple[str, str], int] = dict(cells)
    sums |= {(a, ALL): one.row(a) for a in one.groups} | {(ALL, b): one.column(b) for b in one.groups}
    sums[ALL, ALL] = sum(one.counts.values())
    absent = Text("期初不在区", "not there at the beginning")
    names: Mapping[str, Text] = {**one.names, ALL: TOTAL}
    keys = (*one.groups, ALL)
    rows = tuple(
        (absent if a == OUTSIDE else names[a], *(None if (a, b) in hidden else sums[a, b] for b in keys)) for a in keys
    )
    title = Text(f"{one.name.zh}：{one.since} → {one.until}", f"{one.name.in_('en')}: {one.since} → {one.until}")
    headings = (Text("期初＼期末", "from \\ to"), *(names[key] for key in keys))
    return Sheet(title=title, headings=headings, rows=rows, notes=notes)


def survival_sheet(one: Survival, *, outward: bool = False) -> Sheet:
    rows = tuple(_cohort_row(cohort, outward) for cohort in (*one.cohorts, one.whole))
    marks = tuple(mark.months for mark in one.whole.marks)
    headings = (
        Text("进入年份", "entered in"), COUNT, Text("退出", "exits"),
        *(Text(f"{m}个月存活", f"after {m} months") for m in marks),
    )  # fmt: skip
    few = Text(f"不足 {FEW} 家、退出不足 {LEAST} 家的存活率，以及退出数，不对外列示",
               f"shares of fewer than {FEW}, or changed by fewer than {LEAST} exits, and exits are hidden")  # fmt: skip
    title = Text("按进入年份的存活率（95% 区间）", "Survival by year of entry (95 % interval)")
    notes = told_outside(one.notes, outward=outward)
    return Sheet(title=title, headings=headings, rows=rows, notes=(*((few,) if outward else ()), *notes))


def _cohort_row(cohort: Cohort, outward: bool) -> tuple[Entry, ...]:
    """For the outside no share that one or two exits more have changed: it would tell of them."""
    name = TOTAL if cohort.year is None else Text(f"{cohort.year}年", str(cohort.year))
    small = outward and cohort.firms < FEW
    shares: list[Entry] = []
    before = 0
    for mark in cohort.marks:
        if small or (outward and mark.share is not None and (mark.at_risk < FEW or 0 < mark.exits - before < LEAST)):
            shares.append(None)
        elif mark.share is None:
            shares.append("—")
        else:
            before = mark.exits
            shares.append(f"{told(mark.share)} ({told(mark.low)} – {told(mark.high)})")
    return (name, None if small else cohort.firms, None if outward else cohort.exits, *shares)


def concentration_sheet(one: Concentration, *, outward: bool = False) -> Sheet:
    """Shares tell amounts, and the index binds the shares: it is hidden as soon as one of them is. A range tells what
    those without a group have: it goes out where they are counted alone, and are shown."""
    cells = {g.group: Cell(g.firms, g.amount, int(g.largest * g.amount)) for g in one.groups}
    hidden, notes = hidden_by(listed({**cells, "?": Cell(one.undecided, 0, 0)}), outward)
    vague = outward and bool(one.undecided) and (one.of != "firms" or "?" in hidden)
    rows: list[tuple[Entry, ...]] = []
    for g in one.groups:
        quotient = "—" if g.quotient is None else f"{float(g.quotient):.2f}"
        full: tuple[Entry, ...] = (
            g.firms,
            told(float(g.share)),
            None if vague else f"{told(float(g.least))} – {told(float(g.most))}",
            quotient,
        )
        rows.append((g.name, *((None,) * 4 if g.group in hidden else full)))
    rows.append((Text("未归类", "without a group"), None if "?" in hidden else one.undecided, "—", "—", "—"))
    index = None if hidden else "—" if one.hhi is None else f"{float(one.hhi):.3f}"
    rows.append((Text("赫芬达尔指数", "Herfindahl index"), "—", index, "—", "—"))
    headings = (Text("类别", "group"), COUNT, Text("占比", "share"), Text("占比范围", "least to most"),
                Text("区位商", "location quotient"))  # fmt: skip
    title = Text("主导产业集中度", "Concentration in the leading industries")
    return Sheet(title=title, headings=headings, rows=tuple(rows), notes=notes)


def operating_sheet(one: Operating, *, outward: bool = False) -> Sheet:
    """For the outside the three signs alone: how they combine would bind one row to another."""
    signs: Sequence[Sign] = one.signs if outward else (*one.signs, *one.together)
    cells: dict[Key, Cell] = {ALL: Cell(one.firms)}
    relations = []
    for sign in signs:
        cells |= {(sign.code, at): Cell(number) for at, number in _answers(sign).items()}
        relations.append(Relation((*(((sign.code, at), 1) for at in _answers(sign)), (ALL, -1))))
    hidden, notes = hidden_by(Table(cells, tuple(relations)), outward)
    rows = tuple(
        (sign.name, *(None if (sign.code, at) in hidden else number for at, number in _answers(sign).items()))
        for sign in signs
    )  # fmt: skip
    headings = (Text("情形", "sign"), Text("是", "yes"), Text("否", "no"), Text("不明", "not known"))
    title = Text(
        f"{one.firms} 家在区企业的实际经营（{one.year}年）", f"{one.firms} enterprises in {one.year}: operating"
    )
    if ALL in hidden:
        title = Text(f"在区企业的实际经营（{one.year}年）", f"Enterprises operating in {one.year}")
    return Sheet(title=title, headings=headings, rows=rows, notes=notes)


def _answers(sign: Sign) -> dict[str, int]:
    return {"yes": sign.yes, "no": sign.no, "unknown": sign.unknown}
