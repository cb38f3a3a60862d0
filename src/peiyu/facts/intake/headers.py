"""What a header says besides its name: the unit in brackets, the year, the levels above it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from peiyu.facts.numbers import POWERS, plain

UNITS = frozenset(unit for table in POWERS.values() for unit in table if unit)

_BRACKETED = re.compile(r"[(\[【〔{]([^()\[\]【】〔〕{}]*)[)\]】〕}]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:年度?|财年)|^((?:19|20)\d{2})(?!\d)|(?<!\d)((?:19|20)\d{2})$")
_TRAILING_UNIT = re.compile(r"[/,:;_\-]?(亿元|千万元|百万元|万元|千元|百元|%|‰|㎡|万平方米|平方米)$")
_QUARTER = re.compile(r"第?([1-4一二三四])季度")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])月份?(?!\d)")
_SHEET_UNIT = re.compile(r"(?:金额)?(?:计量|货币)?单位[:：]?\s*(?:人民币)?\s*([^\s,，;；、()（）]+)")
_CHINESE_DIGIT = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True, slots=True)
class Header:
    """`path` as written from the outermost level; `words` the levels without unit, year and period, innermost
    last; `unit` the innermost unit met, plain."""

    path: tuple[str, ...]
    words: tuple[str, ...]
    unit: str = ""
    year: int | None = None
    quarter: int | None = None
    month: int | None = None

    @property
    def said(self) -> str:
        return "/".join(self.path)


def normal(text: str) -> str:
    """The form in which headers are compared: half-width, lower-case, Ⅰ = I = 1, without spaces and punctuation."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[\W_]+", "", folded)


def unbracketed(text: str) -> str:
    """The text without anything in brackets."""
    folded = unicodedata.normalize("NFKC", text)
    return _BRACKETED.sub("", folded)


def parse_header(path: Sequence[str]) -> Header:
    """Read one column's header, outermost level first."""
    unit, year, quarter, month = "", None, None, None
    words: list[str] = []
    for level in path:
        rest, unit_here = _unit_of(unicodedata.normalize("NFKC", level).strip())
        unit = unit_here or unit
        if (found := _YEAR.search(rest)) is not None:
            year, rest = int(found[1] or found[2] or found[3]), rest.replace(found[0], "", 1)
        if (found := _QUARTER.search(rest)) is not None:
            quarter, rest = _CHINESE_DIGIT.get(found[1]) or int(found[1]), rest.replace(found[0], "", 1)
        elif (found := _MONTH.search(rest)) is not None and year is not None:
            month, rest = int(found[1]), rest.replace(found[0], "", 1)
        rest = re.sub(r"^[\W_]+|[\s:*#]+$", "", rest)
        if rest and (not words or words[-1] != rest):
            words.append(rest)
    return Header(tuple(path), tuple(words), unit, year, quarter, month)


def without_unit(text: str) -> str:
    """One level of a header, half-width, without its unit; a year stays."""
    return _unit_of(unicodedata.normalize("NFKC", text).strip())[0]


def _unit_of(text: str) -> tuple[str, str]:
    """The text without its unit, and the unit."""
    unit = ""
    for match in _BRACKETED.finditer(text):
        inner = plain(match[1]).removeprefix("单位").lstrip(":").replace("人民币", "")
        if inner in UNITS:
            unit, text = inner, text.replace(match[0], "", 1)
    if not unit and (trailing := _TRAILING_UNIT.search(text)) is not None and trailing.start() > 0:
        unit, text = trailing[1], text[: trailing.start()]
    return text.strip(), unit


def sheet_unit(text: str) -> str | None:
    """The money unit of a line such as 单位：万元, if the text is one (or holds one)."""
    match = _SHEET_UNIT.search(unicodedata.normalize("NFKC", text))
    if match is None:
        return None
    for part in re.split(r"[、,，/]", plain(match[1])):
        if part in POWERS["money"] and part:
            return part
    return None


def year_in(text: str) -> int | None:
    """The only year that a title or a sheet name mentions."""
    years = {int(found) for found in re.findall(r"(?<!\d)((?:19|20)\d{2})(?!\d)", text)}
    return years.pop() if len(years) == 1 else None
