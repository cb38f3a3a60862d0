"""Builds the steps of a plan: equal steps are one, constants are folded, nullness and types are known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from peiyu.policy.compile.plan import (
    Absolute,
    Arithmetic,
    Case,
    Compare,
    Constant,
    DatePart,
    Divide,
    Extreme,
    Floor,
    Input,
    Logic,
    Measured,
    Member,
    Not,
    Outer,
    Prefix,
    Real,
    Step,
    Tally,
    Test,
    Type,
    operands,
)

NEAR = 1e-9
"""Doubles this near to each other, relative to what they were made of, are compared by the reference."""

Holes = frozenset[int]
"""The steps whose nulls make a value null."""

RESULT: dict[type[Step], Type] = {
    Measured: "int", Divide: "float", Real: "float", Floor: "int", Compare: "bool", Logic: "bool", Not: "bool",
    Test: "bool", Tally: "int", Member: "bool", Prefix: "text", DatePart: "int",
}  # fmt: skip


class Graph:
    """Steps under construction. A place is an index into `steps`.

    `holes(place)` is a set of steps such that the value is null exactly when one of them is.
    """

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.types: list[Type] = []
        self._holes: list[Holes] = []
        self._places: dict[Step, int] = {}
        self._near: dict[int, None] = {}
        self._wide: dict[tuple[int, int], int] = {}
        self.true = self.constant(True, "bool")
        self.false = self.constant(False, "bool")
        self.unknown = self.constant(None, "bool")

    def add(self, step: Step) -> int:
        """The place of a step, new only if no equal one stands already."""
        place = self._places.get(step)
        if place is None:
            place = self._places[step] = len(self.steps)
            self.steps.append(step)
            self.types.append(self._type(step))
            self._holes.append(self._find_holes(place, step))
        return place

    def _type(self, step: Step) -> Type:
        match step:
            case Input() | Outer() | Constant():
                return step.type
            case Arithmetic():
                return self.types[step.left]
            case Extreme():
                return self.types[step.of[0]]
            case Absolute():
                return self.types[step.of]
            case Case():
                return self.types[step.otherwise]
            case _:
                return RESULT[type(step)]

    def _find_holes(self, place: int, step: Step) -> Holes:
        match step:
            case Input():
                return frozenset((place,)) if step.part != "stand_in" else frozenset()
            case Outer():
                return frozenset((place,)) if step.nullable else frozenset()
            case Constant():
                return frozenset() if step.value is not None else frozenset((place,))
            case Measured() | Test() | Tally():
                return frozenset()
            case Logic() | Case():
                return frozenset((place,)) if self._joined(results(step)) else frozenset()
            case Divide():
                return self._joined(operands(step)) if self.is_nonzero(step.right) else frozenset((place,))
            case _:
                return self._joined(operands(step))

    def _joined(self, places: Iterable[int]) -> Holes:
        joined: Holes = frozenset()
        for place in places:
            joined |= self._holes[place]
        return joined

    def holes(self, place: int) -> Holes:
        return self._holes[place]

    def is_nullable(self, place: int) -> bool:
        return self._holes[place] != frozenset()

    def is_nonzero(self, place: int) -> bool:
        step = self.steps[place]
        return isinstance(step, Constant) and step.value not in (None, 0, 0.0)

    def constant_of(self, place: int) -> Constant | None:
        step = self.steps[place]
        return step if isinstance(step, Constant) else None

    # --- leaves ---------------------------------------------------------------------------------------------------

    def constant(self, value: int | float | bool | str | dt.date | None, type_: Type) -> int:
        # Python's 1, 1.0 and True are equal as dictionary keys; the type keeps the steps apart.
        return self.add(Constant(value, type_))

    def null(self, type_: Type) -> int:
        return self.constant(None, type_)

    # --- numbers --------------------------------------------------------------------------------------------------

    def arithmetic(self, op: str, left: int, right: int) -> int:
        a, b = self.constant_of(left), self.constant_of(right)
        if a is not None and b is not None and isinstance(a.value, int | float) and isinstance(b.value, int | float):
            value = {"+": a.value + b.value, "-": a.value - b.value, "*": a.value * b.value}[op]
            return self.constant(value, a.type)
        if op == "*" and b is not None and b.value == 1:
            return left
        if op in "+-" and b is not None and b.value == 0:
            return left
        return self.add(Arithmetic(op, left, right))  # type: ignore[arg-type]

    def divide(self, left: int, right: int) -> int:
        a, b = self.constant_of(left), self.constant_of(right)
        if a and b and a.type == b.type == "int" and isinstance(a.value, int) and isinstance(b.value, int) and b.value:
            return self.constant(a.value / b.value, "float")
        return self.add(Divide(left, right))

    def real(self, place: int) -> int:
        step = self.steps[place]
        if self.types[place] == "float":
            return place
        if isinstance(step, Constant):
            return self.constant(None if step.value is None else float(step.value), "float")  # type: ignore[arg-type]
        return self.add(Real(place))

    def extreme(self, fn: str, places: Sequence[int]) -> int:
        unique = tuple(dict.fromkeys(places))
        if len(unique) == 1:
            return unique[0]
        values = [c.value for p in unique if (c := self.constant_of(p)) is not None]
        if len(values) == len(unique):
            if any(v is None for v in values):
                return self.null(self.types[unique[0]])
            best = min(values) if fn == "min" else max(values)  # type: ignore[type-var]
            return self.constant(best, self.types[unique[0]])
        if any(v is None for v in values):
            return self.null(self.types[unique[0]])
        return self.add(Extreme(fn, unique))  # type: ignore[arg-type]

    def floor(self, place: int) -> int:
        return self.add(Floor(place))

    def add_absolute(self, place: int) -> int:
        step = self.steps[place]
        if isinstance(step, Constant) and isinstance(step.value, int | float):
            return self.constant(abs(step.value), step.type)
        return place if isinstance(step, Absolute) else self.add(Absolute(place))

    # --- rows that doubles may decide wrongly ---------------------------------------------------------------------

    def notice(self, condition: int) -> None:
        """Leaves the rows where `condition` is true to the reference."""
        self._near[self.is_true(condition)] = None

    def notice_near(self, left: int, right: int, size: int, exact: int) -> None:
        """Leaves the rows to the reference where two doubles are within 1e-9 of `size` of each other, and not known
        to be exact."""
        apart = self.add_absolute(self.arithmetic("-", left, right))
        near = self.compare("<=", apart, self.arithmetic("*", size, self.constant(NEAR, "float")))
        self.notice(self.and_(near, self.not_(exact)))

    def notice_wide(self, wide: Iterable[tuple[int, int]], limit: int) -> None:
        """Leaves the rows to the reference where a whole column (place, bound) reaches `limit`."""
        for place, bound in wide:
            if bound >= limit:
                key = (place, bound)
                self._wide[key] = min(limit, self._wide.get(key, limit))

    def near(self) -> int | None:
        """The rows to leave to the reference; None if there are none."""
        for (place, _), limit in self._wide.items():
            self.notice(self.compare(">=", self.add_absolute(place), self.constant(limit, "int")))
        place = self.or_(*self._near)
        return None if place == self.false else place

    # --- truth ----------------------------------------------------------------------------------------------------

    def compare(self, op: str, left: int, right: int) -> int:
        a, b = self.constant_of(left), self.constant_of(right)
        if (a and a.value is None) or (b and b.value is None):
            return self.unknown
        if a is not None and b is not None:
            x, y = a.value, b.value
            held = {">=": x >= y, "<=": x <= y, ">": x > y, "<": x < y, "=": x == y, "!=": x != y}[op]  # type: ignore[operator]
            return self.true if held else self.false
        return self.add(Compare(op, left, right))  # type: ignore[arg-type]

    def logic(self, fn: str, places: Iterable[int]) -> int:
        """Kleene's and/or; nested ones of the same kind become one."""
        absorbing, neutral = (self.false, self.true) if fn == "and" else (self.true, self.false)
        flat: dict[int, None] = {}
        for place in places:
            step = self.steps[place]
            inner = step.of if isinstance(step, Logic) and step.fn == fn else (place,)
            flat.update(dict.fromkeys(inner))
        if absorbing in flat:
            return absorbing
        flat.pop(neutral, None)
        if not flat:
            return neutral
        return next(iter(flat)) if len(flat) == 1 else self.add(Logic(fn, tuple(flat)))  # type: ignore[arg-type]

    def and_(self, *places: int) -> int:
        return self.logic("and", places)

    def or_(self, *places: int) -> int:
        return self.logic("or", places)

    def not_(self, place: int) -> int:
        if place in (self.true, self.false, self.unknown):
            return {self.true: self.false, self.false: self.true, self.unknown: self.unknown}[place]
        step = self.steps[place]
        return step.of if isinstance(step, Not) else self.add(Not(place))

    def is_true(self, place: int) -> int:
        if not self.is_nullable(place):
            return place
        return self.false if place == self.unknown else self.add(Test("true", place))

    def is_not_false(self, place: int) -> int:
        if not self.is_nullable(place):
            return place
        return self.true if place == self.unknown else self.add(Test("not_false", place))

    def is_false(self, place: int) -> int:
        return self.not_(self.is_not_false(place))

    def is_null(self, place: int) -> int:
        if not self.is_nullable(place):
            return self.false
        constant = self.constant_of(place)
        return self.true if constant is not None and constant.value is None else self.add(Test("null", place))

    def case(self, when: Iterable[tuple[int, int]], otherwise: int) -> int:
        """First true condition; a null condition is not true. Branches that cannot matter are left out."""
        kept: list[tuple[int, int]] = []
        for condition, value in when:
            sure = self.is_true(condition)
            if sure == self.true:
                otherwise = value
                break
            if sure != self.false:
                kept.append((sure, value))
        while kept and kept[-1][1] == otherwise:
            kept.pop()
        if not kept:
            return otherwise
        return self.add(Case(tuple(kept), otherwise))

    def tally(self, places: Sequence[int]) -> int:
        return self.add(Tally(tuple(places)))

    def shrunk(self, wanted: Sequence[int]) -> tuple[tuple[Step, ...], tuple[Type, ...], dict[int, int]]:
        """Only the steps that the wanted ones need, in order, and where each now stands."""
        needed = bytearray(len(self.steps))
        for place in wanted:
            needed[place] = 1
        for place in range(len(self.steps) - 1, -1, -1):
            if needed[place]:
                for operand in operands(self.steps[place]):
                    needed[operand] = 1
        kept = [place for place in range(len(self.steps)) if needed[place]]
        moved = {old: new for new, old in enumerate(kept)}
        return (
            tuple(renumbered(self.steps[p], moved) for p in kept),
            tuple(self.types[p] for p in kept),
            moved,
        )


def results(step: Logic | Case) -> tuple[int, ...]:
    """The operands that the value may be."""
    return step.of if isinstance(step, Logic) else (*(value for _, value in step.when), step.otherwise)


def renumbered(step: Step, moved: dict[int, int]) -> Step:
    """The same step after its operands have moved."""
    match step:
        case Input() | Measured() | Outer() | Constant():
            return step
        case Arithmetic() | Divide() | Compare():
            return replace(step, left=moved[step.left], right=moved[step.right])
        case Extreme() | Logic() | Tally():
            return replace(step, of=tuple(moved[p] for p in step.of))
        case Case():
            when = tuple((moved[c], moved[v]) for c, v in step.when)
            return replace(step, when=when, otherwise=moved[step.otherwise])
        case _:
            return replace(step, of=moved[step.of])
