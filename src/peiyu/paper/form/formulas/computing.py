"""What a formula comes to: sums and simple arithmetic, exact, as a spreadsheet computes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Context, Decimal, InvalidOperation, localcontext

from peiyu.paper.form.formulas.reading import Block, Call, Expression

Value = Decimal | str | bool | None
"""A cell's content; None: blank."""
Read = Callable[[Block], list[Value]]
"""The contents of a block's cells."""

DIGITS = Context(prec=40, Emin=-9999, Emax=9999)
STORED = Context(prec=15, Emin=-9999, Emax=9999)
"""What is computed with, and what a cell holds of it."""
LARGEST = Decimal("1e300")
ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))


class FormulaError(Exception):
    """The formula comes to an error, ``#DIV/0!``; it is told as it stands in the cell."""


class NotComputed(Exception):  # noqa: N818 (it is no error: a program with every function will compute it)
    """The formula uses something that is not computed here."""


def compute(tree: Expression, read: Read) -> Value:
    """The result. FormulaError for an error value, NotComputed for what only a spreadsheet program can tell."""
    with localcontext(DIGITS):
        try:
            result = _value(tree, read)
        except (InvalidOperation, OverflowError, RecursionError) as fault:
            raise NotComputed from fault
    if isinstance(result, Decimal) and not (result.is_finite() and abs(result) < LARGEST):
        raise NotComputed
    return Decimal(0) if result is None else result


def _value(tree: Expression, read: Read) -> Value:
    """The value of an expression; a single cell gives its content."""
    if isinstance(tree, Block):
        cells = read(tree)
        if len(cells) != 1:
            raise NotComputed
        return _sound(cells[0])
    if not isinstance(tree, Call):
        return tree
    if tree.name in OPERATORS:
        left, right = (_value(one, read) for one in tree.arguments)
        return OPERATORS[tree.name](left, right)
    if tree.name in LAZY:
        return LAZY[tree.name](tree.arguments, read)
    if tree.name in OVER_NUMBERS:
        return OVER_NUMBERS[tree.name](list(_numbers(tree.arguments, read)))
    if tree.name in ROUNDING and len(tree.arguments) == 2:
        number, places = (_number(_value(one, read)) for one in tree.arguments)
        return _rounded(number, int(places), ROUNDING[tree.name])
    raise NotComputed


def _sound(value: Value) -> Value:
    """A cell that holds an error hands it on."""
    if isinstance(value, str) and value in ERRORS:
        raise FormulaError(value)
    return value


def _number(value: Value) -> Decimal:
    """A number; a text that a program may take for one (12, 5月) is left to it."""
    if value is None:
        return Decimal(0)
    if isinstance(value, bool):
        return Decimal(int(value))
    if isinstance(value, Decimal):
        return value
    if any(sign.isdigit() for sign in value):
        raise NotComputed
    raise FormulaError("#VALUE!")


def _numbers(arguments: tuple[Expression, ...], read: Read) -> Iterator[Decimal]:
    """The numbers among the arguments: in blocks text and blanks are passed over, elsewhere programs do not agree."""
    for one in arguments:
        if isinstance(one, Block):
            yield from (value for cell in read(one) if isinstance(value := _sound(cell), Decimal))
        else:
            value = _value(one, read)
            if value is None or isinstance(value, str):
                raise NotComputed
            yield _number(value)


def _count(arguments: tuple[Expression, ...], read: Read) -> Value:
    """How many numbers there are in blocks; errors do not count."""
    if not all(isinstance(one, Block) for one in arguments):
        raise NotComputed
    return Decimal(sum(isinstance(cell, Decimal) for one in arguments if isinstance(one, Block) for cell in read(one)))


def _divided(left: Value, right: Value) -> Value:
    over, under = _number(left), _number(right)
    if under == 0:
        raise FormulaError("#DIV/0!")
    return over / under


def _compared(test: Callable[[Decimal, Decimal], bool]) -> Callable[[Value, Value], Value]:
    def compared(left: Value, right: Value) -> Value:
        if isinstance(left, str) or isinstance(right, str):
            one, other = ("" if value is None else value for value in (left, right))
            if not (isinstance(one, str) and isinstance(other, str)):
                raise NotComputed
            same = Decimal(int(one.casefold() != other.casefold()))
            if test(Decimal(0), Decimal(1)) != test(Decimal(1), Decimal(0)):
                raise NotComputed
            return test(same, Decimal(0))
        return test(STORED.plus(_number(left)), STORED.plus(_number(right)))

    return compared


OPERATORS: dict[str, Callable[[Value, Value], Value]] = {
    "+": lambda left, right: _number(left) + _number(right),
    "-": lambda left, right: _number(left) - _number(right),
    "*": lambda left, right: _number(left) * _number(right),
    "/": _divided,
    "=": _compared(lambda left, right: left == right),
    "<>": _compared(lambda left, right: left != right),
    "<": _compared(lambda left, right: left < right),
    ">": _compared(lambda left, right: left > right),
    "<=": _compared(lambda left, right: left <= right),
    ">=": _compared(lambda left, right: left >= right),
}


def _mean(numbers: list[Decimal]) -> Value:
    return _divided(sum(numbers, Decimal(0)), Decimal(len(numbers)))


def _product(numbers: list[Decimal]) -> Value:
    result = Decimal(1)
    for one in numbers:
        result *= one
    return result


def _size(numbers: list[Decimal]) -> Value:
    if len(numbers) != 1:
        raise NotComputed
    return abs(numbers[0])


OVER_NUMBERS: dict[str, Callable[[list[Decimal]], Value]] = {
    "SUM": lambda numbers: sum(numbers, Decimal(0)),
    "AVERAGE": _mean,
    "MIN": lambda numbers: min(numbers, default=Decimal(0)),
    "MAX": lambda numbers: max(numbers, default=Decimal(0)),
    "PRODUCT": _product,
    "ABS": _size,
}
ROUNDING = {"ROUND": ROUND_HALF_UP, "ROUNDUP": ROUND_UP, "ROUNDDOWN": ROUND_DOWN}


def _rounded(number: Decimal, places: int, how: str) -> Value:
    if abs(places) > 30:
        raise NotComputed
    return number.quantize(Decimal(1).scaleb(-places), rounding=how)


def _if(arguments: tuple[Expression, ...], read: Read) -> Value:
    if len(arguments) not in (2, 3):
        raise NotComputed
    test = _value(arguments[0], read)
    if isinstance(test, str):
        raise FormulaError("#VALUE!")
    if test:
        return _value(arguments[1], read)
    return _value(arguments[2], read) if len(arguments) == 3 else False


def _if_error(arguments: tuple[Expression, ...], read: Read) -> Value:
    if len(arguments) != 2:
        raise NotComputed
    try:
        return _value(arguments[0], read)
    except FormulaError:
        return _value(arguments[1], read)


LAZY: dict[str, Callable[[tuple[Expression, ...], Read], Value]] = {
    "IF": _if,
    "IFERROR": _if_error,
    "COUNT": _count,
}
