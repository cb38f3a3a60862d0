"""Numbers as documents write them → exact fractions: 1,200 · 2.5亿 · 3千 · 二十 · 两 · 百亿."""

from __future__ import annotations

import re
from fractions import Fraction

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8}

ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
HANZI = "[零〇一二三四五六七八九两十百千]+"
ALONE = r"(?<![\d千百十万])亿(?=元)|(?<=[超过破逾])万(?=[家户件人名项个亩吨])"
"""亿元以上, 过万件: a multiplier for one of it."""
NUMBER = rf"(?:{ARABIC}[余多]?[十百千]?[余多]?万?亿?|{HANZI}[余多]?万?亿?|{ALONE})"
"""A number with its multiplier; 余 and 多 may stand within (10余万)."""

_ARABIC = re.compile(ARABIC)


def number(written: str) -> Fraction | None:
    """The value; None when the characters are no number (二〇 of a year's name aside: digits in a row are read so)."""
    text = re.sub("[余多,]", "", written)
    multiplier = Fraction(1)
    while text and text[-1] in LARGE:
        multiplier *= LARGE[text[-1]]
        text = text[:-1]
    if not text:
        return multiplier
    arabic = _ARABIC.match(text)
    if arabic is not None:
        value = Fraction(arabic[0])
        for char in text[arabic.end() :]:
            value *= SMALL[char]
        return value * multiplier
    hanzi = _hanzi(text)
    return None if hanzi is None else hanzi * multiplier


def _hanzi(text: str) -> Fraction | None:
    if len(text) > 1 and all(c in DIGITS for c in text):
        return Fraction(int("".join(str(DIGITS[c]) for c in text)))
    total, digit = 0, None
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in SMALL:
            total += (1 if digit is None else digit) * SMALL[char]
            digit = None
        else:
            return None
    return Fraction(total + (digit or 0))
