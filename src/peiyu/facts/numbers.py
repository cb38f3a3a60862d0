"""Numbers as people write them → whole stored numbers.

A stored number is an int: the value in the base unit × the field's scale (docs/explanation/library.md §2). All units
that are accepted are powers of ten of the base unit, so that reading is exact: no float is ever computed with.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Literal

from peiyu.facts.vocabulary.model import STORED_LIMIT

Kind = Literal["known", "missing", "none", "ditto", "unreadable", "not_whole", "wrong_unit", "over_limit"]
"""`none` is a written "there is none" (无), `missing` a blank or a dash, `ditto` 同上."""

POWERS: dict[str, dict[str, int]] = {
    "money": {
        "": 2,
        "分": 0,
        "元": 2,
        "百元": 4,
        "千元": 5,
        "万": 6,
        "万元": 6,
        "百万元": 8,
        "千万元": 9,
        "亿": 10,
        "亿元": 10,
    },
    "persons": {"": 0, "人": 0, "名": 0, "位": 0, "个": 0, "万人": 4},
    "items": {"": 0, "件": 0, "项": 0, "个": 0, "家": 0, "本": 0, "次": 0, "万件": 4},
    "ratio": {"": 0, "%": -2, "‰": -3},
    "years": {"": 0, "年": 0},
    "points": {"": 0, "分": 0},
    "area": {
        "": 0,
        "㎡": 0,
        "m2": 0,
        "平方米": 0,
        "平米": 0,
        "万㎡": 4,
        "万m2": 4,
        "万平方米": 4,
        "公顷": 4,
        "平方公里": 6,
    },
    "integer": {"": 0, "名": 0, "位": 0, "年": 0, "个": 0},
}
"""Unit → power of ten in base units (money: fen)."""

MISSING = frozenset(
    (
        "",
        "-",
        "--",
        "---",
        "/",
        "//",
        "\\",
        "—",
        "——",
        "–",
        "*",
        "n/a",
        "na",
        "nan",
        "null",
        "none",
        "#n/a",
        "?",
        "??",
        "未知",
        "不详",
        "不明",
        "未填",
        "未报",
        "待定",
        "待补",
        "待核",
        "待核实",
        "暂缺",
        "缺",
        "空",
        "无数据",
        "未统计",
        "保密",
    )
)
NONE = frozenset(("无", "没有", "暂无", "零"))
DITTO = frozenset(("同上", "″", "〃", '"', "''", "′′"))

_APPROXIMATE = re.compile(r"^(约|大约|近|将近|超过|超|逾|不足|不到|~|≈|>|≥|<|≤)|(左右|以上|以下|上下|余|多|\+)$")
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+\.?\d*|\.\d+)(?P<power>e[+-]?\d{1,3})?"
    r"(?P<more>余|多)?(?P<unit>[^\d.,+\-]*)"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one written number says. `value` is the stored number when `kind` is known (or none: 0); `approximate`
    tells that it was written as about, nearly, more than …"""

    value: int | None
    kind: Kind
    approximate: bool = False


def plain(text: str) -> str:
    """Half-width, lower-case, without spaces; every dash and minus one sign."""
    folded = unicodedata.normalize("NFKC", text).strip().lower()
    folded = folded.replace("−", "-").replace("﹣", "-").replace("，", ",").replace("¥", "").replace("￥", "")
    return re.sub(r"\s+", "", folded)


def power_of(type_: str, scale: int, unit: str) -> int | None:
    """The power of ten that takes a number in `unit` to stored units; None when the unit does not fit the type."""
    table = POWERS.get(type_, {})
    name = plain(unit).replace("人民币", "").removesuffix("rmb").removeprefix("rmb")
    if name not in table:
        return None
    return table[name] + len(str(scale)) - 1


def absence(text: str) -> Kind | None:
    """missing, none or ditto if the (plain) text is one of the ways to write it."""
    if text in MISSING or set(text) <= {"-", "—"}:
        return "missing"
    if text in NONE:
        return "none"
    return "ditto" if text in DITTO else None


def read_number(text: str, *, type_: str, scale: int = 1, unit: str = "") -> Reading:
    """Read one number. `unit` is the column's; a unit written in the cell wins over it.

    Money and other scaled types are rounded half up to the stored unit (a fen); a count of persons or items that is
    not whole is `not_whole`; a magnitude over 2⁵³ stored units is `over_limit`.
    """
    said = plain(text)
    absent = absence(said)
    if absent is not None:
        return Reading(0 if absent == "none" else None, absent)
    bare = _APPROXIMATE.sub("", said)
    bare = _APPROXIMATE.sub("", bare)
    approximate = bare != said
    bracketed = re.fullmatch(r"\((.+)\)(%?)", bare)
    if bracketed is not None:
        bare = "-" + bracketed[1] + bracketed[2]
    match = _NUMBER.fullmatch(bare.replace("人民币", ""))
    if match is None:
        return Reading(None, "unreadable")
    power = power_of(type_, scale, match["unit"] or unit)
    if power is None:
        return Reading(None, "wrong_unit" if match["unit"] else "unreadable")
    return _stored(match, power, approximate=approximate or bool(match["more"]))


def _stored(match: re.Match[str], power: int, *, approximate: bool) -> Reading:
    try:
        exact = Decimal(match["sign"] + match["digits"].replace(",", "") + (match["power"] or "")).scaleb(power)
    except InvalidOperation:
        return Reading(None, "over_limit")
    if abs(exact) > STORED_LIMIT:
        return Reading(None, "over_limit")
    whole = exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    if power == 0 and abs(whole - exact) > Decimal("1e-9"):
        return Reading(None, "not_whole")
    return Reading(int(whole), "known", approximate)


def written(value: float | int) -> str:
    """A number of a spreadsheet as text with at most its 15 true digits: 0.1 + 0.2 is written 0.3."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value)) if abs(value) < 10**15 else repr(value)
    return f"{value:.15g}"
