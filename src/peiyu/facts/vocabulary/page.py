"""The vocabulary as a page: `python -m peiyu.facts.vocabulary.page > docs/reference/vocabulary.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from fractions import Fraction

from peiyu.facts.vocabulary.load import Vocabulary, vocabulary
from peiyu.facts.vocabulary.model import Entity, Field, Lever

INTRODUCTION = """# Vocabulary 词汇表

<!-- Written by `python -m peiyu.facts.vocabulary.page`; a test compares. Change the YAML, not this page. -->

Every entity and field that facts may have. A condition names a field of the enterprise or of its annual return by
its Chinese name or its code, a field of a child record inside that child's `where`. Numbers are stored as whole
numbers: the value in the base unit × scale. Enums are stored as their Chinese text, industries as digits or a
section letter. Aliases are headers met in real ledgers.
"""

PERIODS = {
    "instant": "at a date 时点", "year": "a year 年", "quarter": "a quarter 季", "month": "a month 月",
    "none": "child record 明细",
}  # fmt: skip
UNITS = {
    "money": "fen 分", "persons": "persons 人", "items": "items 件", "ratio": "1", "years": "years 年",
    "points": "points 分", "area": "㎡", "integer": "1",
}  # fmt: skip
DIRECTIONS = {"up": "↑", "down": "↓", "either": "↕"}
HEADER = (
    "| 数据项 field | code | type, base unit × scale | from | range or options | aliases | lever |\n"
    "|---|---|---|---|---|---|---|"
)


def page(words: Vocabulary) -> str:
    """The whole page, Markdown."""
    return "\n".join([INTRODUCTION, *(part for one in words.entities.values() for part in _entity(words, one))]) + "\n"


def _entity(words: Vocabulary, entity: Entity) -> Iterator[str]:
    yield f"## {entity.name.zh} {entity.name.en} `{entity.code}`\n"
    adding = ""
    if entity.add_lag_months is not None:
        adding = f" New records: {entity.add_lag_months} months"
        adding += f", at most {entity.add_yearly} a year." if entity.add_yearly is not None else "."
    whose = " Of the territory 属地区本身." if entity.of == "territory" else ""
    yield f"Period: {PERIODS[entity.period]}.{whose}{adding}\n"
    twin = _twin(words, entity)
    if twin is not None:
        yield f"Fields as of {twin.name.zh} `{twin.code}`.\n"
        return
    yield HEADER
    yield from (_field(one) for one in entity.fields)
    yield ""


def _twin(words: Vocabulary, entity: Entity) -> Entity | None:
    """The first entity with the same fields, if it is another one."""
    mine = [f.code for f in entity.fields]
    first = next(e for e in words.entities.values() if [f.code for f in e.fields] == mine)
    return None if first is entity else first


def _field(field: Field) -> str:
    kind: str = field.type
    if field.is_numeric:
        kind += f", {UNITS[field.type]}" + (f" × {field.scale}" if field.scale != 1 else "")
    cells = [f"{field.name.zh} {field.name.en}", f"`{field.code}`", kind, field.supplier]
    cells += [_range(field), "、".join(field.aliases), _lever(field)]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _range(field: Field) -> str:
    if field.options:
        return "、".join(f"{name.zh} `{code}`" for code, name in field.options)
    ends = [f"{sign} {_number(end)}" for sign, end in (("≥", field.minimum), ("≤", field.maximum)) if end is not None]
    return ", ".join(ends)


def _lever(field: Field) -> str:
    lever = field.lever
    if lever is None:
        return ""
    parts = [f"{DIRECTIONS[lever.direction]} step {_number(lever.step)}", *_yearly(lever)]
    return "; ".join([*parts, f"{lever.lag_months} months"] if lever.lag_months else parts)


def _yearly(lever: Lever) -> list[str]:
    if lever.yearly_relative is not None:
        return [f"≤ {_number(lever.yearly_relative * 100)}% a year"]
    return [f"≤ {_number(lever.yearly_absolute)} a year"] if lever.yearly_absolute is not None else []


def _number(value: Fraction) -> str:
    return str(int(value)) if value.denominator == 1 else str(float(value))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(page(vocabulary()))
