"""What a reference to a sheet says once rows were put in: of cells, of ranges, in formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

from peiyu.paper.form.markup import MarkupError

_CELL = re.compile(r"(\$?[A-Za-z]{1,3}\$?)(\d{1,7})")
_RANGE = re.compile(r"(\$?[A-Za-z]{1,3}\$?|\$?)(\d{1,7}):(\$?[A-Za-z]{1,3}\$?|\$?)(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Insertion:
    """`count` rows put in below row `after` (from 0) of a sheet. What ends in that row takes them in, so that a total
    over a list's rows is one over all of them; what begins below moves down."""

    sheet: str
    after: int
    count: int

    def row(self, at: int) -> int:
        """Where a row stands now."""
        return at if at <= self.after else at + self.count

    def end(self, at: int) -> int:
        """The last row of a range now."""
        return at if at < self.after else at + self.count


def moved(said: str, one: Insertion, *, takes_in: bool = False, own: bool = False) -> str:
    """``C5``, ``$A$2:F9``, ``3:9`` after an insertion; whatever else it says stays. takes_in: a single cell of the row
    above the new ones stands for these, too (rules and choices of cells). own: a formula of that very row says it,
    whose sums end with it."""
    if (match := _RANGE.fullmatch(said)) is not None:
        first, below = one.row(int(match[2]) - 1), int(match[4]) - 1
        last = one.row(below) if own else one.end(below)
        return f"{match[1]}{first + 1}:{match[3]}{last + 1}"
    if (match := _CELL.fullmatch(said)) is None:
        return said
    at = int(match[2]) - 1
    if takes_in and at == one.after:
        return f"{said}:{match[1]}{one.end(at) + 1}"
    return f"{match[1]}{one.row(at) + 1}"


def all_moved(said: str, one: Insertion, *, takes_in: bool = True) -> str:
    """The same of several references with blanks between them."""
    return " ".join(moved(each, one, takes_in=takes_in) for each in said.split())


def in_formula(said: str, sheet: str, one: Insertion, *, row: int = -1) -> str:
    """A formula (without ``=``) of a sheet, in a row of it, after an insertion. MarkupError for one that cannot be
    told: a reference over several sheets, or no formula."""
    own = sheet == one.sheet and row == one.after
    try:
        tokens = Tokenizer(f"={said}")
        tokens_said = [_token(each, sheet, one, own=own) for each in tokens.items]
    except TokenizerError as fault:
        raise MarkupError(f"formula {said[:40]!r}") from fault
    return "".join(tokens_said)


def _token(token: Token, sheet: str, one: Insertion, *, own: bool) -> str:
    said: str = token.value
    if token.type != Token.OPERAND or token.subtype != Token.RANGE:
        return said
    name, mark, place = said.rpartition("!")
    if not mark:
        return moved(said, one, own=own) if sheet == one.sheet else said
    bare = name.strip("'").replace("''", "'")
    if ":" in bare and "[" not in bare:
        raise MarkupError(f"formula over several sheets: {said[:40]}")
    return f"{name}!{moved(place, one, own=own)}" if bare == one.sheet else said


def row_after(insertions: Iterable[Insertion], sheet: str, row: int) -> int:
    """Where a row of the blank stands once all of them are done."""
    return row + sum(one.count for one in insertions if one.sheet == sheet and one.after < row)
