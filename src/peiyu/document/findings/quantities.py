"""Numbers with a unit, with what stands before and after them: 不少于 · 超过…以上 · 3—5个 · 力争达到4家."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from peiyu.document.findings.lexicon import Dimension, Unit, alternatives, lexicon
from peiyu.document.findings.numerals import NUMBER, number
from peiyu.document.model import Comparator

_DASH = r"\s*(?:[—–－~～-]{1,2}|至|到)\s*"
_PER = "(?P<per>/(?:人|亩|户|公顷|平方公里|平方米|万人))?"
"""20万元/亩."""
_OR = "(?:[（(][套次名个家人项件户种][）)])?"
"""台（套）, 个（名）."""
_TENTHS = r"[一二两三四五六七八九]成(?![立果为员就长本交效都功熟分品套堆])"
_PARTS = r"[二三四五六七八九十]分之[一二三四五六七八九]"
_HALF = "一半|半数"
_GROWN = ("翻一番", "翻两番", "翻番", "倍增")
_ORDINAL = ("期", "届")
"""With a Chinese numeral these count the place in a row: 科创园二期."""
_SENSES = ("stretch", "floor", "above", "ceiling", "below", "about")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the text. [start, end) takes in its comparators; the number and unit alone are [inner, outer).

    `low` and `high` are the written ends in the base unit, whatever the comparator says of them. `vague` numbers
    (50多, 10余) are written as no exact number. `reached` tells of 达到, 为, 增至 before the number.
    """

    start: int
    inner: int
    outer: int
    end: int
    low: Fraction
    high: Fraction
    unit: str
    dimension: Dimension
    comparator: Comparator
    stretch: bool = False
    reached: bool = False
    vague: bool = False
    article: bool = False
    """一家, 一个: may be no number at all."""
    hanzi: bool = False
    """Written in Chinese numerals."""

    @property
    def ends(self) -> tuple[Fraction | None, Fraction | None]:
        """The ends that the comparator leaves closed."""
        if self.comparator in ("floor", "above"):
            return self.low, None
        if self.comparator in ("ceiling", "below"):
            return None, self.high
        return self.low, self.high


def quantities(text: str, start: int, end: int, *, shut: tuple[tuple[int, int], ...] = ()) -> tuple[Quantity, ...]:
    """The quantities of text[start:end] in order; none overlaps a stretch of `shut` (dates, titles, quoted names)."""
    found: list[Quantity] = []
    floor = start
    for match in _pattern().finditer(text, start, end):
        if match.start() < floor or any(a < match.end() and match.start() < b for a, b in shut):
            continue
        one = _read(text, match, floor=max([floor, *(b for _, b in shut if b <= match.start())]), end=end)
        if one is not None:
            found.append(one)
            floor = one.end
    return tuple(found)


@cache
def _pattern() -> re.Pattern[str]:
    units = alternatives(lexicon().units)
    percent = r"百分之(?:[零一二三四五六七八九十百点]+|\d+(?:\.\d+)?)"
    first = rf"(?P<first>{NUMBER})\s*(?P<firstunit>{units})?{_DASH}"
    plain = rf"(?:{first})?(?P<number>{NUMBER})\s*(?P<plus>\+)?(?P<vague>[余多几])?\s*(?P<unit>{units}){_OR}{_PER}"
    bare = r"(?P<bare>\d+(?:\.\d+)?[万亿])(?=以上|以下|以内|及以上|左右)"
    return re.compile(
        rf"(?<![A-Za-z0-9.第〔\[])(?:(?P<percent>{percent})|(?P<share>{_PARTS}|{_TENTHS}|{_HALF})|(?P<grown>{'|'.join(_GROWN)})|{plain}|{bare})"
    )


def _read(text: str, match: re.Match[str], *, floor: int, end: int) -> Quantity | None:
    value = _value(text, match)
    if value is None:
        return None
    low, high, unit, dimension = value
    start, before = _before(text, match.start(), floor)
    outer = match.end()
    stop, after = _after(text, outer, end)
    said = [s for s, _ in (*before, *after)]
    plus = bool(match["plus"])
    comparator = _comparator([*said, *(["floor"] if plus else [])], ranged=low != high)
    written = match["number"] or ""
    return Quantity(
        start,
        match.start(),
        outer,
        stop,
        low,
        high,
        unit,
        dimension,
        comparator,
        stretch="stretch" in said,
        reached="reach" in said or any(w.endswith(("达到", "突破", "实现")) for _, w in before),
        vague=bool(match["vague"]) or "余" in written or "多" in written,
        article=written == "一" and comparator == "exactly",
        hanzi=bool(written) and not written[0].isdigit(),
    )


def _value(text: str, match: re.Match[str]) -> tuple[Fraction, Fraction, str, Dimension] | None:
    """Both ends in base units, the unit and its dimension; None when the characters are no quantity."""
    if match["percent"]:
        ratio = _percent(match["percent"][3:])
        return None if ratio is None else (ratio, ratio, "%", "ratio")
    if match["share"]:
        part = _share(match["share"])
        return part, part, "%", "ratio"
    if match["grown"]:
        times = Fraction({"翻两番": 4}.get(match["grown"], 2))
        return times, times, "倍", "times"
    if match["bare"]:
        value = number(match["bare"])
        return None if value is None else (value, value, "元", "money")
    unit = lexicon().units[match["unit"]]
    if text[: match.start()].endswith("每") and unit.dimension == "count":
        return None
    if text.startswith(unit.not_before, match.end()) and unit.not_before:
        return None
    written = match["number"]
    if not written[0].isdigit() and (unit.written in _ORDINAL or _in_a_word(text, match.start())):
        return None
    high = number(written)
    if high is None:
        return None
    low = _first(match, written, unit)
    if low is None or low > high * unit.factor:
        low = high * unit.factor
    base = match.group("unit") if unit.dimension == "time" else unit.base
    return low, high * unit.factor, base + (match["per"] or ""), unit.dimension


def _first(match: re.Match[str], written: str, unit: Unit) -> Fraction | None:
    """The low end of a range in base units; 3—5万 shares its multiplier."""
    if not match["first"]:
        return None
    low = number(match["first"])
    if low is None:
        return None
    tail = re.search("[万亿]+$", written)
    if tail and match["first"][-1] not in "万亿" and not match["firstunit"]:
        low *= number("1" + tail[0]) or 1
    own = lexicon().units.get(match["firstunit"] or "", unit)
    return low * own.factor


def _share(written: str) -> Fraction:
    """六成 · 三分之一 · 一半 as parts of one."""
    whole, over, part = written.partition("分之")
    if over:
        return (number(part) or Fraction(0)) / (number(whole) or Fraction(1))
    return Fraction(1, 2) if "半" in written else (number(written[0]) or Fraction(0)) / 10


def _percent(written: str) -> Fraction | None:
    whole, _, rest = written.partition("点")
    value = number(whole)
    if value is None:
        return None
    if rest:
        digits = [number(c) for c in rest]
        value += sum((d or 0) * Fraction(1, 10 ** (i + 1)) for i, d in enumerate(digits))
    return value / 100


def _in_a_word(text: str, start: int) -> bool:
    """第一家, 同一个, 之一项: the numeral belongs to a word."""
    return start > 0 and text[start - 1] in "第同统之唯任某另逐万专单"


def _before(text: str, at: int, floor: int) -> tuple[int, list[tuple[str, str]]]:
    """Where the comparators before the number begin, and what they are."""
    found: list[tuple[str, str]] = []
    while True:
        match = _backwards().search(text[max(floor, at - 8) : at])
        if match is None:
            return at, found
        word = match[0].strip()
        if word:
            found.append((_sense_before()[word], word))
        at -= len(match[0])


def _after(text: str, at: int, end: int) -> tuple[int, list[tuple[str, str]]]:
    found: list[tuple[str, str]] = []
    while True:
        match = _forwards().match(text, at, end)
        if match is None:
            return at, found
        found.append((_sense_after()[match[0]], match[0]))
        at = match.end()


def _comparator(said: list[str], *, ranged: bool) -> Comparator:
    """超过…以上 is above; a range with 以上 stays a range."""
    if ranged:
        return "range"
    for sense in ("above", "ceiling", "below", "floor", "about"):
        if sense in said:
            return sense
    return "exactly"


@cache
def _sense_before() -> dict[str, str]:
    words = lexicon()
    return {w: sense for sense in (*_SENSES[::-1], "reach", "stretch") for w in words[f"comparators.before.{sense}"]}


@cache
def _sense_after() -> dict[str, str]:
    words = lexicon()
    return {
        w: sense
        for sense in ("floor", "about", "ceiling", "range", "mark")
        for w in words[f"comparators.after.{sense}"]
    }


@cache
def _backwards() -> re.Pattern[str]:
    guards = {name.rpartition(".")[2]: "".join(of) for name, of in lexicon().lists.items() if ".guards." in name}
    guarded = [rf"(?<![{of}]){word}" for word, of in guards.items()]
    plain = alternatives(w for w in _sense_before() if w not in guards)
    return re.compile(rf"(?:{plain}|{'|'.join(guarded)})$|\s+$")


@cache
def _forwards() -> re.Pattern[str]:
    return re.compile(alternatives(_sense_after()))
