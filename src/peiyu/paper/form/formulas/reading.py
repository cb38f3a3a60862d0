"""A formula as a tree, and the blocks of cells that it reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from peiyu.facts.intake.sheets import Range, column_of

LAST_ROW, LAST_COLUMN = 1_048_575, 16_383

_SHEET = r"(?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<bare>[\w.]+))!)?"
_TOKEN = re.compile(
    rf"""(?P<space>\s+)
    | (?P<text>"(?:[^"]|"")*")
    | (?P<block>{_SHEET}(?:
        \$?(?P<c1>[A-Za-z]{{1,3}})\$?(?P<r1>[1-9]\d{{0,6}})(?::\$?(?P<c2>[A-Za-z]{{1,3}})\$?(?P<r2>[1-9]\d{{0,6}}))?
        | \$?(?P<c3>[A-Za-z]{{1,3}}):\$?(?P<c4>[A-Za-z]{{1,3}})
        | \$?(?P<r3>[1-9]\d{{0,6}}):\$?(?P<r4>[1-9]\d{{0,6}})
      )(?![\w(.!:\[]))
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.]))
    | (?P<function>[A-Za-z_][\w.]*)\(
    | (?P<name>[^\W\d][\w.\\?]*)(?![\w(!\[])
    | (?P<sign><=|>=|<>|[-+*/^%(),=<>&])""",
    re.VERBOSE,
)
_ELSEWHERE = re.compile(r"'[^']*\[[^\]]*\][^']*'!\$?\w+(?::\$?\w+)?|\[\d+\][\w.]*!\$?\w+(?::\$?\w+)?")
"""A reference to another file: nothing of this form."""
UNTOLD = frozenset(("INDIRECT", "OFFSET", "CELL", "INDEX"))
"""Functions that may read cells which the formula does not name."""


@dataclass(frozen=True, slots=True)
class Block:
    """Cells that a formula reads: a sheet ("": its own) and the rows and columns."""

    sheet: str
    cells: Range


@dataclass(frozen=True, slots=True)
class Call:
    """A function or an operator and what it is applied to."""

    name: str
    arguments: tuple[Expression, ...]


Expression = Decimal | str | Block | Call | None
"""None: an argument that was left out."""


@dataclass(frozen=True, slots=True)
class Formula:
    """`tree`: None when it is more than sums and simple arithmetic. `blocks`: what it reads. `untold`: it may read
    cells that it does not name (through a function, or several sheets at once)."""

    tree: Expression
    blocks: tuple[Block, ...]
    untold: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    said: str
    block: Block | None = None


class _NotSimpleError(Exception):
    """The formula has something that is not read."""


@lru_cache(maxsize=20_000)
def read_formula(said: str, names: tuple[tuple[str, str], ...] = ()) -> Formula:
    """A formula without its ``=``. `names`: defined names in lower case with what they stand for."""
    tokens, untold = _tokens(said, dict(names))
    blocks = tuple(one.block for one in tokens if one.block is not None)
    untold = untold or any(one.kind == "function" and one.said in UNTOLD for one in tokens)
    untold = untold or any(":" in one.sheet for one in blocks)
    try:
        if untold or any(one.kind == "unread" for one in tokens):
            raise _NotSimpleError
        tree = _Reader(tokens).whole()
    except (_NotSimpleError, RecursionError):
        return Formula(None, blocks, untold)
    return Formula(tree, blocks, untold)


def _tokens(said: str, names: Mapping[str, str]) -> tuple[list[_Token], bool]:
    """The tokens; and whether something is named whose cells cannot be told (a table's column, an unknown name)."""
    here = _ELSEWHERE.sub(" #elsewhere ", said)
    tokens: list[_Token] = []
    at, untold = 0, False
    while at < len(here):
        match = _TOKEN.match(here, at)
        if match is None:
            at += len("#elsewhere") if here.startswith("#elsewhere", at) else 1
            untold = untold or here[at - 1] == "["
            tokens.append(_Token("unread", here[at - 1]))
            continue
        at = match.end()
        kind = match.lastgroup or ""
        if match["block"]:
            tokens.append(_Token("block", match["block"], _block(match)))
        elif match["name"] and match["name"].upper() not in ("TRUE", "FALSE"):
            meant = _TOKEN.fullmatch(names.get(match["name"].lower(), ""))
            block = _block(meant) if meant is not None and meant["block"] else None
            untold = untold or block is None
            tokens.append(_Token("block", match["name"], block) if block else _Token("unread", match["name"]))
        elif not match["space"]:
            tokens.append(_Token(kind, match[kind].upper() if kind == "function" else match[kind]))
    return tokens, untold


def _block(match: re.Match[str]) -> Block:
    sheet = (match["quoted"] or "").replace("''", "'") or match["bare"] or ""
    if match["c3"]:
        rows, columns = (0, LAST_ROW), (column_of(match["c3"]), column_of(match["c4"]))
    elif match["r3"]:
        rows, columns = (int(match["r3"]) - 1, int(match["r4"]) - 1), (0, LAST_COLUMN)
    else:
        rows = (int(match["r1"]) - 1, int(match["r2"] or match["r1"]) - 1)
        columns = (column_of(match["c1"]), column_of(match["c2"] or match["c1"]))
    return Block(sheet, Range(min(rows), min(columns), max(rows), max(columns)))


class _Reader:
    """Recursive descent: comparison < sum < product < power < sign < percent < value."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens, self._at = tokens, 0

    def whole(self) -> Expression:
        tree = self._binary(0)
        if self._at < len(self._tokens):
            raise _NotSimpleError
        return tree

    _LEVELS = (("=", "<>", "<", ">", "<=", ">="), ("+", "-"), ("*", "/"))

    def _binary(self, level: int) -> Expression:
        if level == len(self._LEVELS):
            return self._signed()
        tree = self._binary(level + 1)
        while (sign := self._next(*self._LEVELS[level])) is not None:
            tree = Call(sign, (tree, self._binary(level + 1)))
        return tree

    def _signed(self) -> Expression:
        sign = self._next("+", "-")
        if sign is not None:
            inner = self._signed()
            return Call("-", (Decimal(0), inner)) if sign == "-" else inner
        tree = self._value()
        while self._next("%") is not None:
            tree = Call("/", (tree, Decimal(100)))
        return tree

    def _value(self) -> Expression:
        if self._next("(") is not None:
            tree = self._binary(0)
            self._need(")")
            return tree
        token = self._token()
        self._at += 1
        if token.block is not None:
            return token.block
        if token.kind == "number":
            return Decimal(token.said)
        if token.kind == "text":
            return token.said[1:-1].replace('""', '"')
        if token.kind == "function":
            return Call(token.said, self._arguments())
        raise _NotSimpleError

    def _arguments(self) -> tuple[Expression, ...]:
        given: list[Expression] = []
        if self._next(")") is not None:
            return ()
        while True:
            given.append(None if self._token().said in (",", ")") else self._binary(0))
            if self._next(",") is None:
                self._need(")")
                return tuple(given)

    def _token(self) -> _Token:
        if self._at >= len(self._tokens):
            raise _NotSimpleError
        return self._tokens[self._at]

    def _next(self, *signs: str) -> str | None:
        if self._at < len(self._tokens) and self._tokens[self._at].kind == "sign":
            said = self._tokens[self._at].said
            if said in signs:
                self._at += 1
                return said
        return None

    def _need(self, sign: str) -> None:
        if self._next(sign) is None:
            raise _NotSimpleError
