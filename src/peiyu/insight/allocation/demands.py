"""What is asked of an allocation, checked: the tree of units, their weights, the bounds of every cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from peiyu.insight.allocation.model import WHOLE, Cell, Unit, Weight, above
from peiyu.insight.allocation.weigh import Given, as_weight
from peiyu.problems import Problem, Text, UsageError


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most of a cell, both whole numbers."""

    low: int
    high: int


@dataclass(slots=True, kw_only=True)
class Demands:
    """Units, parts, weights and bounds; `weight` and `bounds` answer for every cell, what lies within added up."""

    parts: Mapping[str, int]
    units: Sequence[Unit]
    weights: Mapping[Cell, Given]
    floors: Mapping[Cell, int]
    ceilings: Mapping[Cell, int]
    agreed: Mapping[Cell, int]
    known: dict[tuple[str, str], Bounds] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.parts.values())

    def children(self, unit: str) -> list[Unit]:
        return [one for one in self.units if one.within == unit]

    def weight(self, unit: str, part: str = WHOLE) -> Weight:
        """The weight of a cell: its own, else the unit's, else of a whole the mean of its parts', else what lies
        within added up. UsageError `weight-missing`."""
        for cell in ((unit, part), unit):
            if cell in self.weights:
                return as_weight(self.weights[cell])
        if part == WHOLE and WHOLE not in self.parts and all((unit, one) in self.weights for one in self.parts):
            return Weight(sum((self.weight(unit, one).value for one in self.parts), Fraction(0)) / len(self.parts))
        inside = self.children(unit)
        if not inside:
            raise UsageError(no_weight_of(unit))
        return Weight(sum((self.weight(one.id, part).value for one in inside), Fraction(0)))

    def bounds(self, unit: str, part: str = WHOLE) -> Bounds:
        """The bounds of a cell: stated, those of what lies within, of a whole those of its parts. What is agreed
        overrides stated bounds; a cell of no weight takes no more than its least."""
        cell = (unit, part)
        if cell not in self.known:
            self.known[cell] = self._bounds(unit, part)
        return self.known[cell]

    def _bounds(self, unit: str, part: str) -> Bounds:
        agreed = self.stated(self.agreed, unit, part)
        if agreed is not None:
            return Bounds(agreed, agreed)
        low = self.stated(self.floors, unit, part) or 0
        ceiling = self.stated(self.ceilings, unit, part)
        most = self.total if part == WHOLE else self.parts[part]
        high = most if ceiling is None else min(ceiling, most)
        inner = [self.bounds(one.id, part) for one in self.children(unit)]
        for some in (inner, self._of_parts(unit, part)):
            if some:
                low, high = max(low, sum(one.low for one in some)), min(high, sum(one.high for one in some))
        if not self.weight(unit, part).value:
            high = min(high, max(low, 0))
        return Bounds(low, high)

    def _of_parts(self, unit: str, part: str) -> list[Bounds]:
        named = part == WHOLE and WHOLE not in self.parts
        return [self.bounds(unit, one) for one in self.parts] if named else []

    def stated(self, numbers: Mapping[Cell, int], unit: str, part: str) -> int | None:
        """What is stated of a cell; a bare unit id means its whole."""
        if part == WHOLE and unit in numbers:
            return numbers[unit]
        return numbers.get((unit, part))


def checked(demands: Demands) -> Demands:
    """The same. UsageError with every `allocation-number`, `allocation-no-unit`,
    `allocation-unit-twice`, `allocation-unit-unknown`, `allocation-units-cycle`, `allocation-part-unknown`,
    `allocation-bounds` and
    `weight-negative` that there is."""
    problems = [*_numbers(demands), *_units(demands), *_weights(demands)]
    if problems:
        raise UsageError(*problems)
    problems = [
        _crossed(unit, part, found)
        for unit in demands.units
        for part in dict.fromkeys((WHOLE, *demands.parts))
        if (found := demands.bounds(unit.id, part)).low > found.high
    ]
    if problems:
        raise UsageError(*problems)
    return demands


def _numbers(demands: Demands) -> Iterator[Problem]:
    stated: list[tuple[str, int]] = list(demands.parts.items())
    for numbers in (demands.floors, demands.ceilings, demands.agreed):
        stated += [(cell_said(cell), number) for cell, number in numbers.items()]
    for name, number in stated:
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            yield Problem(
                "allocation-number", Text("分解的数应为不小于零的整数", "numbers to decompose are whole, zero or more"),
                found=f"{name} {number}".strip(), next_step=Text("改写这个数", "write the number anew"),
            )  # fmt: skip


def _units(demands: Demands) -> Iterator[Problem]:
    ids = [one.id for one in demands.units]
    if not ids:
        yield _strange("allocation-no-unit", "", Text("没有可承担任务的单位", "there is no unit to take a share"), ids)
    for id_ in dict.fromkeys(ids):
        if ids.count(id_) > 1:
            yield _strange("allocation-unit-twice", id_, Text("单位重复", "a unit stands twice"), ids)
    for unit in demands.units:
        if unit.within and unit.within not in ids:
            yield _strange(
                "allocation-unit-unknown",
                unit.within,
                Text("上级单位不在名单里", "the unit above is not among the units"),
                ids,
            )
        elif unit.id in above(unit, demands.units):
            yield _strange(
                "allocation-units-cycle", unit.id, Text("单位的隶属关系成环", "units lie within each other"), ids
            )
    cells = (demands.weights, demands.floors, demands.ceilings, demands.agreed)
    for cell in dict.fromkeys(cell for numbers in cells for cell in numbers):
        unit_id, part = (cell, WHOLE) if isinstance(cell, str) else cell
        if unit_id not in ids:
            yield _strange("allocation-unit-unknown", unit_id, Text("没有这个单位", "there is no such unit"), ids)
        elif part != WHOLE and part not in demands.parts:
            yield _strange(
                "allocation-part-unknown", part, Text("没有这个分项", "there is no such part"), demands.parts
            )


def _weights(demands: Demands) -> Iterator[Problem]:
    for cell, given in demands.weights.items():
        value = as_weight(given).value
        if value < 0:
            yield Problem("weight-negative", Text("权重不能小于零", "a weight cannot be below zero"),
                          found=f"{cell_said(cell)}: {value}", accepted=Text("零或正数", "zero or more"))  # fmt: skip


def no_weight_of(unit: str) -> Problem:
    return Problem(
        "weight-missing", Text("这个单位没有权重", "this unit has no weight"), found=unit,
        next_step=Text("补上权重；确实不承担的写 0", "give a weight; 0 where it takes nothing"),
    )  # fmt: skip


def cell_said(cell: Cell) -> str:
    return cell if isinstance(cell, str) else "/".join(one for one in cell if one)


def _strange(code: str, found: str, message: Text, known: Iterable[str]) -> Problem:
    listed = [one for one in known if one][:20]
    return Problem(
        code, message, found=found,
        accepted=Text("、".join(listed), ", ".join(listed)) if listed else None,
        next_step=Text("核对单位名单", "check the list of units"),
    )  # fmt: skip


def _crossed(unit: Unit, part: str, found: Bounds) -> Problem:
    place = "/".join(one for one in (unit.name.zh, part) if one)
    return Problem(
        "allocation-bounds",
        Text("下限高于上限（下级和分项的上下限已合计在内）", "a floor is above its ceiling (those within added up)"),
        found=f"{place}: {found.low} > {found.high}",
        next_step=Text("放宽其中一个", "loosen one of them"),
    )
