"""Units of labels and findings brought to one form, so that 60 万平方米 and 600 000 ㎡ are one."""

from __future__ import annotations

from fractions import Fraction

LARGE = {"万亿": 10**12, "千亿": 10**11, "亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4}
AREAS = {"平方公里": 10**6, "公顷": 10**4}
ALIKE = {
    "㎡": "平方米", "平米": "平方米", "m²": "平方米", "个百分点": "百分点", "％": "%", "个工作日": "工作日",
    "个小时": "小时", "个月": "月", "人民币": "元",
    "平方公里": "平方米", "公顷": "平方米",
}  # fmt: skip


def base_unit(unit: str) -> str:
    """`万平方米` → `平方米`, `亿元` → `元`, `个工作日` → `工作日`."""
    bare = unit.removeprefix(_large(unit))
    return ALIKE.get(bare, bare)


def base(number: float | str, unit: str) -> Fraction:
    """A number in a written unit as a number in its base unit; a percentage is a part of one."""
    large = _large(unit)
    value = Fraction(str(number)) * LARGE.get(large, 1) * AREAS.get(unit.removeprefix(large), 1)
    return value / 100 if base_unit(unit) == "%" else value


def _large(unit: str) -> str:
    return next((word for word in LARGE if unit.startswith(word)), "")
