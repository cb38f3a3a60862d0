"""Numerals of official documents: 二十三, 二〇一五, ③."""

from __future__ import annotations

_ONES = "零一二三四五六七八九"
_DIGITS = {c: n for n, c in enumerate(_ONES)} | {"〇": 0}


def number_of(numeral: str) -> int:
    """一百二十三, 12 or ③ as a number; 0 for what is none."""
    if numeral.isdecimal():
        return int(numeral)
    if "①" <= numeral <= "⑳":
        return ord(numeral) - ord("①") + 1
    total = digit = 0
    positional = not {"十", "百"} & set(numeral)
    for char in numeral:
        if char in _DIGITS:
            digit = _DIGITS[char] + (digit * 10 if positional else 0)
        else:
            total += (digit or 1) * (100 if char == "百" else 10)
            digit = 0
    return total + digit


def han_number(number: int) -> str:
    """1 to 99 as an official numeral: 一, 十, 二十三."""
    tens, ones = divmod(number, 10)
    written = "" if tens == 0 else ("十" if tens == 1 else f"{_ONES[tens]}十")
    return written + (_ONES[ones] if ones else "")
