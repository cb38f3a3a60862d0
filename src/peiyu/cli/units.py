"""The units of an allocation as an office writes them: a table in Excel or CSV, or YAML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from peiyu.facts.intake.workbooks import open_file
from peiyu.insight.allocation import Cell, Unit
from peiyu.problems import InputError, Problem, Text, Where, has_errors

UNIT, WITHIN, WEIGHT = "单位", "上级", "权重"
BOUNDS = ("下限", "上限", "已商定")
ENGLISH = {
    "unit": UNIT, "id": UNIT, "within": WITHIN, "weight": WEIGHT,
    "floor": "下限", "ceiling": "上限", "agreed": "已商定",
}  # fmt: skip
ASIDE = ("序号", "编号", "备注", "说明", "负责人", "责任人", "责任领导", "联系人", "联系电话", "电话")
"""Columns of an office's table that are no factor."""
SUMS = ("合计", "总计", "小计")
"""Rows that are no unit: the sums are computed."""
PARTED = "/"
"""Between a bound and the part that it is of: 下限/大额."""


@dataclass(slots=True)
class Asked:
    """What a file of units says. factors: name → unit → value; bounds: 下限, 上限, 已商定 → cell → number; counts: how
    much each factor counts; parts: the parts of the number, where the file gives them; measure: 家."""

    units: list[Unit] = field(default_factory=list)
    weights: dict[Cell, Fraction] = field(default_factory=dict)
    factors: dict[str, dict[str, Fraction]] = field(default_factory=dict)
    bounds: dict[str, dict[Cell, int]] = field(default_factory=lambda: {one: {} for one in BOUNDS})
    counts: dict[str, Fraction] = field(default_factory=dict)
    parts: dict[str, int] = field(default_factory=dict)
    measure: str = ""


def read_units(path: Path) -> Asked:
    """The units of a file: one row a unit, with 单位, 上级, 权重, 下限, 上限, 已商定 (of one part: 下限/大额); every
    other column is a factor (产能, 历史) unless it is one of `ASIDE`; rows of sums are passed over. InputError
    `units-written`, `units-number`, or what opening the file finds.
    """
    if path.suffix.lower() in (".yaml", ".yml"):
        return _from_yaml(path)
    opened = open_file(path)
    if has_errors(opened.problems) or not opened.sheets:
        raise InputError(*(opened.problems or (_unreadable(Where(str(path)), ""),)))
    sheet = opened.sheets[0]
    lines = [[_blank(cell) for cell in row] for row in sheet.cells.iter_rows()]
    head = next((place for place, row in enumerate(lines) if UNIT in map(_named, row)), None)
    if head is None:
        raise InputError(_unreadable(sheet.where(), "、".join(one for one in lines[0] if one) if lines else ""))
    names = [_named(one) for one in lines[head]]
    rows = [(sheet.where(place), _row(names, row)) for place, row in enumerate(lines[head + 1 :], head + 1) if any(row)]
    return _asked(rows, {})


def _blank(cell: str | None) -> str:
    return (cell or "").strip()


def _named(heading: str) -> str:
    bound, sign, part = heading.partition(PARTED)
    return ENGLISH.get(bound.strip().lower(), bound.strip()) + sign + part.strip()


def _row(names: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    return {name: value for name, value in zip(names, row, strict=False) if name and value}


def _from_yaml(path: Path) -> Asked:
    try:
        given = yaml.safe_load(path.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise InputError(_unreadable(Where(str(path)), str(fault).splitlines()[0])) from fault
    if not isinstance(given, Mapping) or not isinstance(given.get("units"), Sequence):
        raise InputError(_unreadable(Where(str(path)), type(given).__name__))
    rows = []
    for place, row in enumerate(given["units"], 1):
        where = Where(f"{path}: units[{place}]")
        if not isinstance(row, Mapping):
            raise InputError(_unreadable(where, str(row)))
        rows.append((where, {_named(str(key)): str(value) for key, value in row.items() if value is not None}))
    return _asked(rows, {str(key): value for key, value in given.items()} | {"file": str(path)})


def _asked(rows: Sequence[tuple[Where, Mapping[str, str]]], around: Mapping[str, Any]) -> Asked:
    asked, problems = Asked(measure=str(around.get("unit", ""))), []
    for where, row in rows:
        problems += list(_take(asked, where, row))
    place = Where(str(around.get("file", "")))
    for key in ("counts", "parts"):
        for name, value in (around.get(key) or {}).items():
            number = _number(str(value))
            if number is None or (key == "parts" and number.denominator != 1):
                problems.append(_no_number(place, f"{key}: {name}", str(value)))
            elif key == "counts":
                asked.counts[str(name)] = number
            else:
                asked.parts[str(name)] = int(number)
    if problems:
        raise InputError(*problems)
    return asked


def _take(asked: Asked, where: Where, row: Mapping[str, str]) -> Iterator[Problem]:
    """Adds one row; what cannot be read is told."""
    id_ = row.get(UNIT, "")
    if id_ in SUMS:
        return
    if not id_:
        yield _unreadable(where, "、".join(row.values()))
        return
    asked.units.append(Unit(id=id_, name=Text(id_, id_), within=row.get(WITHIN, "")))
    for name, value in row.items():
        bound, _, part = name.partition(PARTED)
        if name in (UNIT, WITHIN, *ASIDE):
            continue
        number = _number(value)
        if number is None or (bound in BOUNDS and number.denominator != 1):
            yield _no_number(where, name, value)
        elif bound in BOUNDS:
            asked.bounds[bound][(id_, part) if part else id_] = int(number)
        elif bound == WEIGHT:
            asked.weights[(id_, part) if part else id_] = number
        else:
            asked.factors.setdefault(name, {})[id_] = number


def _number(text: str) -> Fraction | None:
    try:
        written = text.replace(",", "").replace("，", "").strip()
        return Fraction(written[:-1]) / 100 if written.endswith(("%", "％")) else Fraction(written)
    except (ValueError, ZeroDivisionError):
        return None


def _unreadable(where: Where, found: str) -> Problem:
    columns = "、".join((UNIT, WITHIN, WEIGHT, *BOUNDS))
    return Problem(
        "units-written", Text("看不出有哪些单位", "the units cannot be read"), where, found=found,
        accepted=Text(f"一行一个单位，列名 {columns} 及各项权重因素", f"a row a unit, with {columns} and factors"),
        next_step=Text("补上“单位”一列", "give a column 单位 (unit)"),
    )  # fmt: skip


def _no_number(where: Where, name: str, value: str) -> Problem:
    return Problem(
        "units-number", Text("这一格应是数", "this must be a number"), where, found=f"{name} {value}",
        accepted=Text("数；上下限和已商定的数为整数", "a number; bounds and what is agreed are whole"),
        next_step=Text(
            "改写这一格；这一列若不是权重因素，删去该列", "write it anew; a column that is no factor: remove it"
        ),
    )  # fmt: skip
