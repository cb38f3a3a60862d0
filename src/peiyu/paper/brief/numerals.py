"""Numerals as officials write them in running text, each with its place, exact value and how finely it is written.

Read are 1067 · 1,067 · 1 067 · １０６７ · 1.2亿元 · 3千户 · 78.4% · 百分之七十八 · 三分之一 · 十二家 · 2012年9月30日
and codes that mix letters and digits. Left out are the ordinals that begin a line (1. （2） 3、), the running number in
the first cell of a table's row, idioms without a digit (千家万户) and 一 as an article (一个、一项、一批).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Kind = Literal["number", "date", "code"]

POWERS = {"": 0, "十": 1, "百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "百亿": 10, "千亿": 11, "万亿": 12}
UNITS = (
    "个百分点|平方公里|平方米|平米|公里|公顷|人次|户次|元|家|户|件|项|个|名|人|位|次|份|台|套|亩|米|吨|倍|成|分|篇|期|批|"
    "年|月|日|天|㎡"
)
"""What may follow an Arabic numeral as its unit; the longest first."""
ALIKE = ({"家", "户", "个"}, {"人", "名", "位"}, {"件", "项", "个"}, {"㎡", "平方米", "平米"})
"""Units that say the same of one figure."""
COUNTED = "个百分点|平方米|平米|家|户|件|项|个|名|人|位|元|倍|成|次|份|年|亩"
"""What makes a Chinese numeral a figure."""
ARTICLES = ("个", "项", "名", "位", "次", "份", "成", "年", "倍")
"""After a lone 一 these make no count: 一个重点、一年来."""
DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
PLACES = {"十": 10, "百": 100, "千": 1000}

_HAN = "[零〇一二两三四五六七八九十百千万亿]"
_BLANKS = " \u00a0\u2009\u202f"
_GAP = f"[{_BLANKS}]?"
_GROUPED = rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?!\d)|\d{{1,3}}(?:[{_BLANKS}]\d{{3}})+(?:\.\d+)?(?!\d)"
_PATTERN = re.compile(
    rf"(?P<date>\d{{4}}年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?|(?<!\d)\d{{4}}-\d{{2}}-\d{{2}}(?!\d))"
    rf"|(?P<code>(?<![0-9A-Za-z])(?:\d+[A-Za-z][0-9A-Za-z]*|[A-Za-z]+\d[0-9A-Za-z]*))"
    rf"|百分之(?P<share>{_HAN}+(?:点[零〇一二三四五六七八九]+)?|\d+(?:\.\d+)?)"
    rf"|(?P<under>{_HAN}+)分之(?P<over>{_HAN}+)"
    rf"|(?P<sign>(?<![\dA-Za-z.])[-−])?(?P<digits>{_GROUPED}|\d+(?:\.\d+)?)(?P<more>余|多)?{_GAP}"
    rf"(?P<power>万亿|千亿|百亿|千万|百万|亿|万|千|百)?(?P<more2>余|多)?{_GAP}(?P<unit>%|‰|{UNITS})?"
    rf"|(?P<han>{_HAN}+)(?P<more3>余|多)?(?P<han_unit>{COUNTED})"
)
_ORDINAL = re.compile(r"\s*[(（]?\d{1,3}(?:[)）]|[.、．](?!\d)|(?=\t))")
_WIDE = {ord(wide): unicodedata.normalize("NFKC", wide) for wide in "０１２３４５６７８９．％－，"} | {ord("﹪"): "%"}


@dataclass(frozen=True, slots=True)
class Numeral:
    """One numeral at [start, end) of its text, its unit included. `value` is in the bare unit (1.2亿元 is 120000000
    of 元, 78.4% is 784/1000 of %); None for a date or a code, which are compared as `said`. `step` is what its last
    written digit counts (1.2亿: 10000000); `about` tells 余 and 多."""

    start: int
    end: int
    said: str
    kind: Kind = "number"
    value: Fraction | None = None
    unit: str = ""
    step: Fraction = Fraction(1)
    about: bool = False


def plain(text: str) -> str:
    """Full-width digits and signs as half-width ones, character for character."""
    return text.translate(_WIDE)


def numerals(text: str) -> tuple[Numeral, ...]:
    """Every numeral of a text, in order."""
    said = plain(text)
    skipped = _ORDINAL.match(said)
    start = skipped.end() if skipped else 0
    found = (_numeral(match) for match in _PATTERN.finditer(said, start))
    return tuple(one for one in found if one is not None)


def masked(text: str, found: tuple[Numeral, ...], *, mask: str = "#") -> str:
    """The text with every numeral as one `mask` and without blanks: what two wordings of a sentence share."""
    parts, last = [], 0
    for one in found:
        parts += [text[last : one.start], mask]
        last = one.end
    return re.sub(r"[ \u3000\u00a0]", "", "".join((*parts, text[last:])))


def same_unit(one: str, other: str) -> bool:
    """Whether two written units may stand for each other; a unit left out says nothing against it."""
    return one == other or not one or not other or any({one, other} <= group for group in ALIKE)


def _numeral(match: re.Match[str]) -> Numeral | None:
    said = re.sub(r"\s", "", match[0])
    if match["date"] or match["code"]:
        return Numeral(match.start(), match.end(), said, "date" if match["date"] else "code")
    if match["digits"]:
        return _arabic(match, said)
    if match["share"]:
        spoken, step = _spoken(match["share"])
        return Numeral(match.start(), match.end(), said, value=spoken / 100, unit="%", step=step / 100)
    if match["under"]:
        parts = Fraction(han(match["over"]), max(1, han(match["under"])))
        return Numeral(match.start(), match.end(), said, value=parts, unit="%")
    return _chinese(match, said)


def _arabic(match: re.Match[str], said: str) -> Numeral:
    bare = re.sub(r"[,\s\u00a0\u2009\u202f]", "", match["digits"])
    unit = match["unit"] or ""
    power = POWERS[match["power"] or ""] - {"%": 2, "‰": 3}.get(unit, 0)
    scale = Fraction(10) ** power
    decimals = len(bare.partition(".")[2])
    value = Fraction(bare) * scale * (-1 if match["sign"] else 1)
    about = bool(match["more"] or match["more2"])
    step = scale / 10**decimals
    return Numeral(
        match.start(), match.end(), said, value=value, unit="%" if unit == "‰" else unit, step=step, about=about
    )


def _chinese(match: re.Match[str], said: str) -> Numeral | None:
    written, unit = match["han"], match["han_unit"]
    if not set(written) & (DIGITS.keys() | {"十"}) or (written == "一" and unit in ARTICLES):
        return None
    return Numeral(
        match.start(), match.end(), said, value=Fraction(han(written)), unit=unit, about=bool(match["more3"])
    )


def _spoken(written: str) -> tuple[Fraction, Fraction]:
    """七十八点四 or 78.4 as a number, and what its last digit counts."""
    if written[0].isdigit():
        return Fraction(written), Fraction(1, 10 ** len(written.partition(".")[2]))
    whole, _, decimals = written.partition("点")
    step = Fraction(1, 10 ** len(decimals))
    return Fraction(han(whole)) + sum(DIGITS[c] * Fraction(1, 10**n) for n, c in enumerate(decimals, 1)), step


def han(written: str) -> int:
    """A Chinese numeral as an integer: 一千零六十七 → 1067, 二〇一二 → 2012, 三亿五千万 → 350000000."""
    if not set(written) & (PLACES.keys() | {"万", "亿"}):
        return int("".join(str(DIGITS[c]) for c in written))
    total = section = digit = 0
    for c in written:
        if c in DIGITS:
            digit = DIGITS[c]
        elif c in PLACES:
            section, digit = section + (digit or 1) * PLACES[c], 0
        elif c == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        else:
            total, section, digit = (total + section + digit) * 10**8, 0, 0
    return total + section + digit
