"""Values outside what a field can be, parts above their whole, zeros that mean "not known", impossible dates."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import polars as pl

from peiyu.facts.dates import ENDLESS
from peiyu.facts.intake.plausibility.finding import Finding, Panel, found
from peiyu.facts.numbers import written
from peiyu.facts.vocabulary.model import Field
from peiyu.problems import Text

PARTS: tuple[tuple[str, str], ...] = (
    ("rd_staff", "staff"),
    ("sci_staff", "staff"),
    ("college_staff", "staff"),
    ("rd_staff", "employees"),
    ("sci_staff", "employees"),
    ("college_staff", "employees"),
    ("sci_staff_195", "staff_195"),
    ("hightech_income", "total_income"),
    ("rd_195_domestic", "rd_195"),
    ("main_revenue", "revenue"),
    ("main_revenue", "sales"),
)
"""Part, whole: the part is never more."""

FIRST_DAY = dt.date(1949, 1, 1)
MANY_ZEROS = 0.3


def out_of_range(panel: Panel) -> list[Finding]:
    """Below the field's minimum (negative revenue, costs, staff) or above its maximum (a share over 1)."""
    findings = []
    for field in panel.kind.fields:
        if not field.is_numeric or not panel.has(field.code):
            continue
        low = field.minimum if field.code != "operating_cost" else 0
        if low is not None:
            least = amount_said(field, Fraction(low))
            message = Text(f"{field.name.zh}不应小于 {least.zh}", f"{field.name.en} cannot be below {least.en}")
            below = found(panel.rows, pl.col(field.code) < int(low * field.scale))
            findings += [Finding("value-too-small", i, field.code, message) for i in below]
        if field.maximum is not None:
            top = int(field.maximum * field.scale)
            most = amount_said(field, field.maximum)
            message = Text(f"{field.name.zh}不应大于 {most.zh}", f"{field.name.en} cannot be above {most.en}")
            hint = Text("可能漏写了 %", "the % sign may be left off") if field.type == "ratio" else None
            above = found(panel.rows, pl.col(field.code) > top)
            findings += [Finding("value-too-large", i, field.code, message, hint) for i in above]
    return findings


def amount_said(field: Field, amount: Fraction) -> Text:
    """A bound in base units as people write it: 1000万元, 90%, 0."""
    if field.type == "ratio":
        return Text(f"{_decimal(amount * 100)}%", f"{_decimal(amount * 100)}%")
    if field.type != "money" or not amount:
        return Text(_decimal(amount), _decimal(amount))
    yuan = amount / 100
    if yuan % 10_000:
        return Text(f"{_decimal(yuan)}元", f"{_decimal(yuan)} yuan")
    return Text(f"{_decimal(yuan / 10_000)}万元", f"{_decimal(yuan)} yuan")


def _decimal(number: Fraction) -> str:
    return written(float(number))


def part_over_whole(panel: Panel) -> list[Finding]:
    """More R&D or S&T staff than staff, more of an income than all of it (half a percent is let pass)."""
    findings = []
    for part, whole in PARTS:
        if not panel.has(part, whole):
            continue
        one, other = panel.named(part), panel.named(whole)
        message = Text(f"{one.zh}多于{other.zh}", f"{one.en} is more than {other.en}")
        over = (pl.col(part) * 1000 > pl.col(whole) * 1005) & (pl.col(whole) > 0)
        findings += [Finding("part-over-whole", i, part, message) for i in found(panel.rows, over)]
    return findings


def zero_for_unknown(panel: Panel) -> list[Finding]:
    """No staff with revenue, no assets at all; and columns in which zeros stand where blanks would."""
    findings = []
    revenue = next((r for r in ("revenue", "revenue_consolidated", "sales") if panel.has(r)), None)
    for field in ("staff", "employees"):
        if panel.has(field) and revenue is not None:
            message = Text("有收入而人数为 0：0 多半表示“未填”", "Revenue but no staff: the 0 probably means not known")
            rows = found(panel.rows, (pl.col(field) == 0) & (pl.col(revenue) > 0))
            findings += [Finding("zero-for-unknown", i, field, message) for i in rows]
    if panel.has("total_assets"):
        message = Text("资产总额为 0：0 多半表示“未填”", "Total assets of 0: it probably means not known")
        rows = found(panel.rows, pl.col("total_assets") == 0)
        findings += [Finding("zero-for-unknown", i, "total_assets", message) for i in rows]
    return findings + _many_zeros(panel, revenue)


def _many_zeros(panel: Panel, revenue: str | None) -> list[Finding]:
    fields = [f for f in ("revenue", "sales", "main_revenue", "rd_accounts", "sci_staff", "rd_staff") if panel.has(f)]
    findings = []
    for field in fields if panel.rows.height >= 20 and revenue is not None else []:
        column = panel.rows[field]
        zeros, blanks = int((column == 0).sum()), column.null_count()
        if zeros > MANY_ZEROS * column.len() and blanks < 0.02 * column.len():
            first = found(panel.rows, pl.col(field) == 0)[0]
            name = panel.named(field)
            message = Text(
                f"{name.zh}有 {zeros} 个 0 而几乎没有空白：0 可能表示“未填”",
                f"{name.en} has {zeros} zeros and hardly a blank: 0 may mean not known",
            )
            hint = Text("若是，请在对应表写 zero_means: missing", "if so, say zero_means: missing in a mapping")
            findings.append(Finding("zeros-many", first, field, message, hint, holds=False))
    return findings


def impossible_dates(panel: Panel) -> list[Finding]:
    """Founded before 1949, anything that happened after the facts were known, an end before its beginning."""
    findings = []
    for field in panel.kind.fields:
        if field.type != "date" or not panel.has(field.code):
            continue
        early = found(panel.rows, pl.col(field.code) < FIRST_DAY)
        message = Text(f"{field.name.zh}早于 1949 年", f"{field.name.en} is before 1949")
        findings += [Finding("date-too-early", i, field.code, message) for i in early]
        if field.local not in ("expires_on", "through", "until", "lifted_on"):
            late = found(panel.rows, (pl.col(field.code) > pl.col("known_from")) & (pl.col(field.code) != ENDLESS))
            message = Text(f"{field.name.zh}晚于数据掌握日期", f"{field.name.en} is after the facts were known")
            findings += [Finding("date-in-future", i, field.code, message) for i in late]
    if panel.has("granted_on", "expires_on"):
        message = Text("有效期至早于发证日期", "It expires before it was granted")
        rows = found(panel.rows, pl.col("expires_on") < pl.col("granted_on"))
        findings += [Finding("dates-reversed", i, "expires_on", message) for i in rows]
    return findings
