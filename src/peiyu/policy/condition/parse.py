"""Text → condition. Names stay `Name` nodes; resolution (condition/resolve.py) comes after."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from peiyu.policy.condition.ast import Expr, Span
from peiyu.policy.condition.build import Builder
from peiyu.policy.condition.sayings import CONDITION_SAYINGS
from peiyu.policy.condition.walk import depth
from peiyu.problems import PackError

if TYPE_CHECKING:
    from lark import Lark
    from lark.exceptions import UnexpectedInput

LONGEST = 20_000
DEEPEST_BRACKETS = 50
DEEPEST = 100

EXPECTED = {
    "NAME": "名称 name", "NUMBER": "数 number", "COMPARE": ">= <= > < = !=", "IN": "in", "LPAR": "(", "RPAR": ")",
    "CLOSE": "]", "COMMA": ",", "AND": "and", "OR": "or", "PLUS": "+ - * /", "OVER_YEARS": "over n years",
    "WHERE": "where", "OPEN": "[", "WINDOW": "last n fiscal years", "KEY": "包.层级 pack.tier",
}  # fmt: skip


@cache
def _parser() -> Lark:
    from lark import Lark

    grammar = files("peiyu.policy.condition").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="contextual", maybe_placeholders=False)


def parse(text: str, *, file: str = "", line: int = 0, column: int = 0) -> Expr:
    """The condition or number that `text` writes. `file`, `line` and `column` (from 1; 0: unknown) say where the
    text begins, so that every node and every problem has its own place. PackError on any fault, with the place,
    what was found and what is accepted."""
    origin = Span(file, max(line, 1), max(column, 1))
    if not text.strip():
        raise PackError(CONDITION_SAYINGS["condition-empty"].about(origin))
    _refuse_deep_brackets(text, origin)
    if len(text) > LONGEST:
        raise PackError(CONDITION_SAYINGS["condition-too-long"].about(origin, found=text, limit=LONGEST))
    from lark.exceptions import UnexpectedInput

    try:
        tree = _parser().parse(text)
    except UnexpectedInput as fault:
        raise _syntax_fault(fault, text, origin) from None
    expr = Builder(origin).expr(tree)
    if depth(expr) > DEEPEST:
        raise PackError(CONDITION_SAYINGS["condition-too-deep"].about(origin, found=text, limit=DEEPEST))
    return expr


def _refuse_deep_brackets(text: str, origin: Span) -> None:
    """Counted before parsing, so that no depth of brackets can exhaust the stack."""
    open_ = 0
    for index, char in enumerate(text):
        if char in "([（":
            open_ += 1
            if open_ > DEEPEST_BRACKETS:
                place = placed(origin, *_line_and_column(text, index))
                raise PackError(
                    CONDITION_SAYINGS["condition-too-deep"].about(place, found=text[:40], limit=DEEPEST_BRACKETS)
                )
        elif char in ")]）":
            open_ -= 1


def _line_and_column(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def placed(origin: Span, line: int, column: int) -> Span:
    """The place of a character of the text in the file it stands in."""
    return Span(origin.file, origin.line + line - 1, column + (origin.column - 1 if line == 1 else 0))


def _syntax_fault(fault: UnexpectedInput, text: str, origin: Span) -> PackError:
    names = getattr(fault, "accepts", None) or getattr(fault, "expected", None) or getattr(fault, "allowed", None) or ()
    expected = [word for key, word in EXPECTED.items() if key in names]
    given = getattr(fault, "token", None)
    ended = given is not None and given.type == "$END"
    index = len(text) if ended or fault.pos_in_stream is None else fault.pos_in_stream
    token = "到此结束 the end" if ended else str(given or text[index : index + 1])
    line, column = _line_and_column(text, min(index, len(text)))
    return PackError(
        CONDITION_SAYINGS["condition-syntax"].about(
            placed(origin, line, column), found=token, expected=" · ".join(expected) or "条件 a condition"
        )
    )
