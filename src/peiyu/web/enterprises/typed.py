"""What people type into a field, read as the library reads a cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction

from peiyu.facts.dates import read_date
from peiyu.facts.industry import canonical
from peiyu.facts.intake.columns import FALSE, TRUE
from peiyu.facts.numbers import read_number
from peiyu.facts.templates import UNITS
from peiyu.facts.vocabulary.model import Field
from peiyu.problems import FactsError, Problem, Text
from peiyu.web.enterprises.queries.values import unit_of
from peiyu.web.look.refusal import Refusal

Stored = int | bool | str | dt.date

NUMBER_FAULTS: Mapping[str, Text] = {
    "unreadable": Text("不是数字", "not a number"),
    "not_whole": Text("应为整数", "a whole number is expected"),
    "wrong_unit": Text("单位与数据项不符", "the unit does not fit"),
    "over_limit": Text("数值超出上限", "over the limit"),
}


def typed(field: Field, text: str) -> Stored | None:
    """The stored value; None for a blank. Refusal `value-unfit` with what is accepted."""
    written = text.strip()
    if not written:
        return None
    if field.is_numeric:
        return _number(field, written)
    if field.type == "date":
        return _date(field, written)
    if field.type == "bool":
        return _yes_no(field, written)
    if field.type == "enum":
        return _option(field, written)
    return _industry(field, written) if field.type == "industry" else written[:2_000]


def _number(field: Field, written: str) -> int | None:
    read = read_number(written, type_=field.type, scale=field.scale, unit=UNITS.get(field.type, ""))
    if read.kind in NUMBER_FAULTS or read.kind == "ditto":
        raise _unfit(field, written, NUMBER_FAULTS.get(read.kind, NUMBER_FAULTS["unreadable"]))
    if read.value is None:
        return None
    base = Fraction(read.value, field.scale)
    low, high = field.minimum, field.maximum
    if (low is not None and base < low) or (high is not None and base > high):
        raise _unfit(field, written, Text("超出可能的范围", "outside what is possible"))
    return read.value


def _date(field: Field, written: str) -> dt.date:
    read = read_date(written)
    if read.value is None or read.precision != "day":
        raise _unfit(field, written, Text("不是日期", "not a date"), Text("如 2026-03-31", "such as 2026-03-31"))
    return read.value


def _yes_no(field: Field, written: str) -> bool:
    plain = written.lower()
    if plain in TRUE:
        return True
    if plain in FALSE:
        return False
    raise _unfit(field, written, Text("应为是或否", "yes or no is expected"), Text("是、否", "是, 否"))


def _option(field: Field, written: str) -> str:
    found = next((said.zh for code, said in field.options if written in (code, said.zh, said.en)), None)
    if found is None:
        options = Text("、".join(said.zh for _, said in field.options), ", ".join(c for c, _ in field.options))
        raise _unfit(field, written, Text("不在选项之内", "not one of the options"), options)
    return found


def _industry(field: Field, written: str) -> str:
    try:
        return canonical(written)
    except FactsError as fault:
        raise Refusal(*fault.problems, status=422) from fault


def _unfit(field: Field, written: str, said: Text, accepted: Text | None = None) -> Refusal:
    unit = unit_of(field)
    expected = accepted or Text(f"以{unit.zh or '数字'}填写", f"in {unit.en or 'figures'}")
    return Refusal(
        Problem(
            "value-unfit",
            Text(f"「{field.name.zh}」{said.zh}", f"{field.name.en}: {said.en}"),
            found=written[:80],
            accepted=expected,
            next_step=Text("改正后再保存", "correct it and save again"),
        ),
        status=422,
    )
