"""Units as forms write them: which kind they are of, and how large against the register's base unit."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

COUNTS = (
    "家",
    "户",
    "个",
    "件",
    "项",
    "项次",
    "人次",
    "次",
    "场",
    "对",
    "支",
    "只",
    "台",
    "套",
    "本",
    "宗",
    "起",
    "条",
)
KINDS: dict[str, tuple[str, Fraction]] = {
    **{one: ("count", Fraction(1)) for one in COUNTS},
    "人": ("persons", Fraction(1)), "名": ("persons", Fraction(1)), "万人": ("persons", Fraction(10**4)),
    "元": ("money", Fraction(1)), "千元": ("money", Fraction(10**3)), "万元": ("money", Fraction(10**4)),
    "百万元": ("money", Fraction(10**6)), "千万元": ("money", Fraction(10**7)), "亿元": ("money", Fraction(10**8)),
    "㎡": ("area", Fraction(1)), "平方米": ("area", Fraction(1)), "平米": ("area", Fraction(1)),
    "m2": ("area", Fraction(1)), "万㎡": ("area", Fraction(10**4)), "万平方米": ("area", Fraction(10**4)),
    "万平米": ("area", Fraction(10**4)), "万m2": ("area", Fraction(10**4)),
    "%": ("share", Fraction(1, 100)), "百分比": ("share", Fraction(1, 100)), "‰": ("share", Fraction(1, 1000)),
    "个百分点": ("points", Fraction(1, 100)), "百分点": ("points", Fraction(1, 100)), "倍": ("times", Fraction(1)),
    "件/万人": ("件/万人", Fraction(1)), "家/万人": ("家/万人", Fraction(1)),
    "万家": ("count", Fraction(10**4)), "万件": ("count", Fraction(10**4)), "万户": ("count", Fraction(10**4)),
}  # fmt: skip
"""Unit as written (half-width) → its kind, and its size in the base unit of the register: 元, ㎡, 人, 1."""

_BRACKETED = re.compile(r"[（(\[【]\s*(?:单位|计量单位)?\s*[:：]?\s*([^（()）\[\]【】]{1,8}?)\s*[)）\]】]")
_NOTED = re.compile(r"(?:计量单位|数据单位|金额单位|单位)\s*[:：]\s*([^\s,，;；)）。]+(?:[、,，/][^\s,，;；)）。]+)*)")
_LISTED = re.compile(r"[、,，；;]")


def plain_unit(text: str) -> str:
    """A unit as the table above knows it; '' for what is none."""
    folded = unicodedata.normalize("NFKC", text).strip().replace("平方公尺", "平方米").replace("M2", "m2")
    folded = "㎡" if folded in ("m²", "m2") else folded
    folded = folded.replace("万m2", "万㎡")
    return folded if folded in KINDS else ""


def bracketed_unit(text: str) -> str:
    """The unit that stands in brackets in a header: 专项资金（万元） → 万元; '' for none."""
    for found in _BRACKETED.finditer(text):
        unit = plain_unit(found[1])
        if unit:
            return unit
    return ""


def without_unit(text: str) -> str:
    """The header without the unit in brackets."""
    return _BRACKETED.sub(lambda found: "" if plain_unit(found[1]) else found[0], text)


def noted_units(text: str) -> tuple[str, ...]:
    """The units that a line such as 单位：家、万元 names."""
    found = _NOTED.search(text)
    if found is None:
        return ()
    return tuple(unit for word in _LISTED.split(found[1]) if (unit := plain_unit(word)))


def kind_of(unit: str) -> str:
    """count, persons, money, area, share …; the unit itself for one that is not known; '' for none."""
    plain = plain_unit(unit)
    return KINDS[plain][0] if plain else unit


def size_of(unit: str) -> Fraction:
    """How much of the base unit one of it is."""
    plain = plain_unit(unit)
    return KINDS[plain][1] if plain else Fraction(1)


def fits(unit: str, base: str) -> bool:
    """Whether a form's unit can tell a figure of the base unit. Things that are counted count alike."""
    return not unit or not base or kind_of(unit) == kind_of(base)
