"""Stored values as people read them: by the field's type, in the unit of templates."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from peiyu.facts.numbers import power_of
from peiyu.facts.templates import UNITS
from peiyu.facts.vocabulary.model import Field
from peiyu.problems import Text
from peiyu.web.enterprises.words import words
from peiyu.web.look import language
from peiyu.web.look.cells import NOTHING, grouped
from peiyu.web.look.cells import words as in_words

UNITS_EN = {"万元": "10,000 yuan", "人": "persons", "件": "items", "年": "years", "分": "points", "%": "%", "㎡": "㎡"}
TEN_THOUSAND = 10_000
YES_NO = (Text("是", "yes"), Text("否", "no"))


def field_of(entity: str, code: str) -> Field | None:
    """A field of the vocabulary with packs' own; None if a pack that had it is gone."""
    kind = words().entities.get(entity)
    return next((one for one in kind.fields if one.code == code), None) if kind else None


def unit_of(field: Field) -> Text:
    """The unit in which a field is shown and typed; empty for what has none."""
    unit = UNITS.get(field.type, "")
    return Text(unit, UNITS_EN.get(unit, unit))


def with_measure(field: Field) -> Text:
    """A field's name with its unit behind it, as heads of tables have it."""
    unit = unit_of(field)
    return Text(f"{field.name.zh}（{unit.zh}）", f"{field.name.en} ({unit.en})") if unit.zh else field.name


def amount(field: Field, stored: int) -> Decimal:
    """A stored number in its unit, exactly."""
    power = power_of(field.type, field.scale, UNITS.get(field.type, "")) or 0
    return Decimal(stored).scaleb(-power)


def plain(field: Field | None, stored: Any) -> str:
    """As it is typed: digits without groups, no unit."""
    if stored is None:
        return ""
    if isinstance(stored, bool) or (field is not None and field.type == "bool"):
        return YES_NO[0 if stored else 1].zh
    if field is not None and field.is_numeric:
        written = f"{amount(field, int(stored)):f}"
        return written.rstrip("0").rstrip(".") if "." in written else written
    return stored.isoformat() if isinstance(stored, dt.date) else str(stored)


def shown(field: Field | None, stored: Any) -> str:
    """As it is read, without its unit; a dash for nothing."""
    if stored is None or stored == "":
        return NOTHING
    if isinstance(stored, bool) or (field is not None and field.type == "bool"):
        return in_words(YES_NO[0 if stored else 1])
    if field is not None and field.is_numeric:
        return grouped(amount(field, int(stored)))
    if field is not None and field.options:
        return next((in_words(said) for _, said in field.options if said.zh == stored), str(stored))
    return stored.isoformat() if isinstance(stored, dt.date) else str(stored)


def with_unit(field: Field | None, stored: Any) -> str:
    """As it is read, with its unit. Where 万元 is no word of the language, an amount of money stands in yuan."""
    said = shown(field, stored)
    if field is not None and field.type == "money" and said != NOTHING and language.current() == "en":
        return f"{grouped(amount(field, int(stored)) * TEN_THOUSAND)} yuan"
    unit = in_words(unit_of(field)) if field is not None and field.is_numeric and said != NOTHING else ""
    return f"{said} {unit}" if unit and unit != "%" else said + unit
