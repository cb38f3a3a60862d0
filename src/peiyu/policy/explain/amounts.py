"""Numbers in the words of a regulation: 5000万元, 31.25%, 30人."""

from __future__ import annotations

from typing import NamedTuple

from peiyu.policy.verdict import Exact, Interval
from peiyu.problems import Text

MONEY = {"亿元": 10**10, "万元": 10**6, "千元": 10**5, "元": 100}
UNITS = {
    "persons": Text("人", " persons"),
    "items": Text("件", ""),
    "years": Text("年", " years"),
    "points": Text("分", " points"),
    "area": Text("㎡", " m²"),
}
NO_UNIT = Text("", "")
PER_CENT = Text("%", "%")
UNKNOWN = Text("未知", "not known")


class Measure(NamedTuple):
    """How an amount is written: its dimension, the unit of money, and the number that it must not be mistaken for."""

    dimension: str = ""
    unit: str = ""
    beside: Exact | None = None


def unit_in(written: str) -> str:
    """The unit of money in a regulation's own spelling; '' if there is none."""
    return next((unit for unit in MONEY if written.endswith(unit)), "")


def digits(value: Exact, beside: Exact | None, *, times: int = 1, over: int = 1, places: int = 2) -> tuple[str, bool]:
    """`value` × `times` ÷ `over` as a decimal of as few places as needed, and whether it is exact. It never looks
    like `beside`, nor as if it lay on its other side."""
    above, below = value.numerator * times, value.denominator * over
    limit = None if beside is None else (beside.numerator * times, beside.denominator * over)
    for count in range(places, places + 11):
        size = 10**count
        rounded = nearest(above * size, below)
        if rounded * below == above * size:
            return plain(rounded, count), True
        if not misleading((rounded, size), (above, below), limit):
            return plain(rounded, count), False
    return plain(nearest(above * 10 ** (places + 10), below), places + 10), False


def nearest(above: int, below: int) -> int:
    """The whole number nearest to a quotient, the even one of two."""
    whole, rest = divmod(above, below)
    return whole + (2 * rest > below or (2 * rest == below and whole % 2 == 1))


def misleading(rounded: tuple[int, int], value: tuple[int, int], beside: tuple[int, int] | None) -> bool:
    """Whether a rounded decimal looks like `beside` or as if it lay on its other side; each as a quotient."""
    if beside is None:
        return False
    said, true = rounded[0] * beside[1], beside[0] * rounded[1]
    return said == true or (said > true) != (value[0] * beside[1] > beside[0] * value[1])


def plain(scaled: int, places: int) -> str:
    """A decimal of `places`, given as a whole number of its last place, without trailing zeros."""
    whole, rest = divmod(abs(scaled), 10**places)
    text = f"{whole}.{rest:0{places}d}".rstrip("0").rstrip(".") if places else str(whole)
    return "-" + text if scaled < 0 else text


def amount(value: Exact, measure: Measure) -> Text:
    """One number in its unit, in both languages; 约 stands before a rounded one."""
    if measure.dimension == "money":
        return money(value, measure)
    share = measure.dimension == "ratio"
    text, exact = digits(value, measure.beside, times=100 if share else 1)
    unit = PER_CENT if share else UNITS.get(measure.dimension, NO_UNIT)
    return about(Text(text + unit.zh, text + unit.en), exact)


def money(value: Exact, measure: Measure) -> Text:
    """In the regulation's unit, otherwise, or where nothing of that would be left, in the largest that gives one or
    more."""
    unit = measure.unit or largest_unit(value)
    text, exact = digits(value, measure.beside, over=MONEY[unit])
    if text in ("0", "-0") and value:
        unit = largest_unit(value)
        text, exact = digits(value, measure.beside, over=MONEY[unit])
    yuan, _ = digits(value, measure.beside, over=100)
    whole, _, rest = yuan.partition(".")
    grouped = f"{int(whole):,}" + (f".{rest}" if rest else "")
    return about(Text(text + unit, f"{grouped} yuan"), exact)


def largest_unit(value: Exact) -> str:
    """The largest unit of money that gives one or more; 千元 is only written where a regulation does."""
    size = abs(value.numerator)
    return next((u for u, one in MONEY.items() if u != "千元" and size >= one * value.denominator), "元")


def about(text: Text, exact: bool) -> Text:
    return text if exact else Text("约" + text.zh, "about " + text.en)


def range_of(value: Interval, measure: Measure) -> Text:
    """An interval in words."""
    if value.is_open:
        return UNKNOWN
    low = None if value.low is None else amount(value.low, measure)
    high = None if value.high is None else amount(value.high, measure)
    if low is None and high is not None:
        return Text(f"不超过{high.zh}", f"at most {high.en}")
    if high is None and low is not None:
        return Text(f"不少于{low.zh}", f"at least {low.en}")
    assert low is not None
    assert high is not None
    return low if value.is_point else Text(f"{low.zh}至{high.zh}", f"{low.en} to {high.en}")


def difference(value: Exact, measure: Measure) -> Text:
    """The size of a gap; shares differ by percentage points."""
    size = value if value >= 0 else -value
    if measure.dimension != "ratio":
        return amount(size, Measure(measure.dimension, measure.unit, 0))
    text, exact = digits(size, 0, times=100)
    return about(Text(f"{text}个百分点", f"{text} percentage points"), exact)
