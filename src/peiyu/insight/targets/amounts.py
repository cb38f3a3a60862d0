"""Numbers as officials read them: 万 and 亿 where they help, at most two decimals, exact where it is exact."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from peiyu.insight.values import Value
from peiyu.problems import Text

LARGE = ((Fraction(10**8), "亿"), (Fraction(10**4), "万"))
SCALED_UNITS = ("元", "㎡")
"""Units before which 万 and 亿 are written."""
ENGLISH_UNITS = {
    "家": "", "户": "", "个": "", "件": "", "项": "", "人": " persons", "元": " yuan", "㎡": " m²", "%": "%",
    "件/万人": " per 10,000 employees", "倍": " times", "场": "", "对": " pairs",
}  # fmt: skip


def decimal(number: Fraction, places: int = 2) -> str:
    """Rounded half up to at most `places` decimals, no trailing zeros, thousands not separated."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{rounded:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) if rounded else "0"


def amount(number: Fraction, unit: str = "") -> Text:
    """One number with its unit."""
    if unit == "%":
        written = decimal(number * 100)
        return Text(f"{written}%", f"{written}%")
    if unit in SCALED_UNITS:
        for size, word in LARGE:
            if abs(number) >= size:
                scaled = decimal(number / size)
                english = decimal(number / 10**6) + " million" if abs(number) >= 10**6 else decimal(number)
                return Text(f"{scaled}{word}{unit}", english + ENGLISH_UNITS[unit])
    written = decimal(number)
    return Text(written + unit, written + ENGLISH_UNITS.get(unit, f" {unit}"))


def said(value: Value | None, unit: str = "") -> Text:
    """A value: one number, a range, or a least number without an end. 无数据 where there is none."""
    if value is None:
        return Text("无数据", "no data")
    low = amount(value.low, unit)
    if value.is_point:
        return low
    if value.high is None:
        return Text(f"{low.zh}以上（上限未知）", f"{low.en} or more (no upper end)")
    high = amount(value.high, unit)
    least = low.en if unit == "%" or unit in SCALED_UNITS else decimal(value.low)
    return Text(f"{low.zh}—{high.zh}", f"{least} to {high.en}")


def percent(number: Fraction | None) -> str:
    """A share as a percentage with one decimal; empty where there is none."""
    return "" if number is None else decimal(number * 100, 1) + "%"
