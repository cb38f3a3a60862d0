"""Parse tree → nodes. A table says what arguments each function takes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from peiyu.policy.condition import ast, literals
from peiyu.policy.condition.ast import Expr, Name, Span
from peiyu.policy.condition.sayings import CONDITION_SAYINGS
from peiyu.problems import PackError

if TYPE_CHECKING:
    from lark import Token, Tree

MOST_YEARS = 50
FOUNDED = Name("成立日期")

USAGE = {
    "min": "min(a, b, …) · min(营业收入 over 3 years)",
    "max": "max(a, b, …) · max(营业收入 over 3 years)",
    "floor": "floor(x)",
    "first_known": "first_known(a, b, …)",
    "prior": "prior(营业收入) · prior(营业收入, 2)",
    "sum": "sum(研发费用 over 3 years) · sum(融资.实缴金额 where 合格机构投资者)",
    "avg": "avg(研发费用 over 2 years)",
    "each": "each(研发费用 / 营业收入 >= 3% over 2 years)",
    "any": "any(营业收入 >= 1亿元 over 2 years)",
    "growth": "growth(主营业务收入)",
    "mean_growth": "mean_growth(净资产 over 3 years)",
    "cagr": "cagr(营业收入 over 2 years)",
    "age": "age · age(成立日期) · age(成立日期, year_end)",
    "full_years": "full_years(成立日期) · full_years(成立日期, year_end)",
    "count": "count(知识产权) · count(知识产权 where 类别 = 发明专利)",
    "exists": "exists(科技奖励 where 级别 = 国家级)",
    "holds": "holds(高新技术企业) · holds(高新技术企业, year_end)",
}

COMPARES = {
    ">=": ">=", "≥": ">=", "<=": "<=", "≤": "<=", ">": ">", "＞": ">", "<": "<", "＜": "<",
    "=": "=", "==": "=", "＝": "=", "!=": "!=", "≠": "!=",
}  # fmt: skip
SIGNS = {"+": "+", "＋": "+", "-": "-", "－": "-", "−": "-", "*": "*", "×": "*", "/": "/", "÷": "/"}


def unquoted(written: str) -> str:
    """A name without its quotes."""
    return written.replace("「", "").replace("」", "")


def whole_number_in(words: str) -> int:
    found = re.search(r"[0-9]+", words)
    return int(found[0][:6]) if found else 0


class Builder:
    """Makes nodes of one text that begins at `origin`."""

    def __init__(self, origin: Span) -> None:
        self.origin = origin

    def expr(self, tree: Tree[Token]) -> Expr:
        make: Callable[[list[Any]], Expr] = getattr(self, "_" + str(tree.data))
        return make(tree.children)

    def span(self, token: Token) -> Span:
        line, column = token.line or 1, token.column or 1
        ahead = self.origin.column - 1 if line == 1 else 0
        return Span(self.origin.file, self.origin.line + line - 1, column + ahead)

    def fault(self, code: str, span: Span, **words: Any) -> PackError:
        return PackError(CONDITION_SAYINGS[code].about(span, **words))

    # --- truth ---------------------------------------------------------------------------------------------

    def _either(self, children: list[Any]) -> Expr:
        found = tuple(self.expr(one) for one in children[::2])
        return ast.Or(found, span=found[0].span)

    def _both(self, children: list[Any]) -> Expr:
        found = tuple(self.expr(one) for one in children[::2])
        return ast.And(found, span=found[0].span)

    def _inverted(self, children: list[Any]) -> Expr:
        *words, inner = children
        made = self.expr(inner)
        for word in reversed(words):
            made = ast.Not(made, span=self.span(word))
        return made

    def _compared(self, children: list[Any]) -> Expr:
        left = self.expr(children[0])
        if len(children) > 3:
            raise self.fault("condition-chain", self.span(children[3]), found=str(children[3]))
        op: Any = COMPARES[str(children[1])]
        return ast.Compare(op, left, self.expr(children[2]), span=left.span)

    def _listed(self, children: list[Any]) -> Expr:
        of, listed = self.expr(children[0]), children[-1].children
        negated = len(children) == 4
        opens, closes = listed[0], listed[-1]
        entries, holes = self._entries(listed[1:-1])
        simple = [one for one in entries if isinstance(one, Name | ast.Number)]
        square = str(opens) == "[" and str(closes) == "]"
        numbers = any(not isinstance(one, Name) for one in entries)
        if square and not holes and len(simple) == len(entries) and not (numbers and len(entries) == 2):
            options = tuple(one.text if isinstance(one, Name) else one.written for one in simple)
            return ast.InSet(of, options, negated, span=of.span)
        if len(entries) + len(holes) != 2 or not entries:
            raise self.fault("range-written", self.span(opens), found=" ".join(str(t) for t in (opens, "…", closes)))
        low = None if 0 in holes else entries[0]
        high = None if 1 in holes else entries[-1]
        made = ast.InRange(of, low, high, str(opens) == "[", str(closes) == "]", span=of.span)
        return ast.Not(made, span=of.span) if negated else made

    def _entries(self, children: list[Any]) -> tuple[list[Expr], list[int]]:
        """The entries of a list and the positions left empty."""
        entries: list[Expr] = []
        holes: list[int] = []
        position, filled = 0, False
        for one in children:
            if hasattr(one, "data"):
                entries.append(self.expr(one))
                filled = True
                continue
            if not filled:
                holes.append(position)
            position, filled = position + 1, False
        if not filled:
            holes.append(position)
        return entries, holes

    def _in_named_set(self, children: list[Any]) -> Expr:
        of = self.expr(children[0])
        return ast.InSet(of, (), len(children) == 4, unquoted(str(children[-1])), span=of.span)

    def _in_window(self, children: list[Any]) -> Expr:
        of, words = self.expr(children[0]), str(children[-1])
        basis: Any = "rolling" if "rolling" in words or "周年" in words else "fiscal"
        years = self._years(children[-1])
        made = ast.InWindow(of, years, basis, words.startswith(("this", "今年")), span=of.span)
        return ast.Not(made, span=of.span) if len(children) == 4 else made

    # --- arithmetic ----------------------------------------------------------------------------------------

    def _sum(self, children: list[Any]) -> Expr:
        made = self.expr(children[0])
        for sign, right in zip(children[1::2], children[2::2], strict=True):
            op: Any = SIGNS[str(sign)]
            made = ast.Binary(op, made, self.expr(right), span=made.span)
        return made

    _product = _sum

    def _negative(self, children: list[Any]) -> Expr:
        *signs, inner = children
        made = self.expr(inner)
        for sign in reversed(signs):
            if isinstance(made, ast.Number) and made.value > 0:
                made = replace(made, value=-made.value, written="-" + made.written, span=self.span(sign))
            else:
                made = ast.Negate(made, span=self.span(sign))
        return made

    def _group(self, children: list[Any]) -> Expr:
        return self.expr(children[1])

    # --- leaves --------------------------------------------------------------------------------------------

    def _number(self, children: list[Any]) -> Expr:
        return literals.number(str(children[0]), self.span(children[0]))

    def _date(self, children: list[Any]) -> Expr:
        return literals.date(str(children[0]), self.span(children[0]))

    def _flag(self, children: list[Any]) -> Expr:
        return ast.Flag(str(children[0]) in ("true", "是"), span=self.span(children[0]))

    def _name(self, children: list[Any]) -> Expr:
        return Name(unquoted(str(children[0])), span=self.span(children[0]))

    def _age_since_founding(self, children: list[Any]) -> Expr:
        span = self.span(children[0])
        return ast.Age(replace(FOUNDED, span=span), span=span)

    def _meets(self, children: list[Any]) -> Expr:
        return ast.Meets(str(children[2]), span=self.span(children[0]))

    # --- functions -----------------------------------------------------------------------------------------

    def _call(self, children: list[Any]) -> Expr:
        function, arguments = children[0], children[2].children
        given: list[Expr] = []
        over: Token | None = None
        where: Expr | None = None
        after_where = False
        for one in arguments:
            if hasattr(one, "data"):
                made = self.expr(one)
                if after_where:
                    where = made
                else:
                    given.append(made)
            elif one.type == "OVER_YEARS":
                over = one
            elif one.type == "WHERE":
                after_where = True
        made_call = self._function(str(function), given, over, where, self.span(function))
        if made_call is None:
            name = str(function)
            raise self.fault("function-arguments", self.span(function), found=name, function=name, usage=USAGE[name])
        return made_call

    def _function(
        self, name: str, given: list[Expr], over: Token | None, where: Expr | None, span: Span
    ) -> Expr | None:
        """The node of a call, or None if its arguments do not fit."""
        fn: Any = name
        first = given[0]
        if over is not None:
            if len(given) != 1 or where is not None:
                return None
            return self._over(fn, first, self._years(over), span)
        if name in ("count", "exists", "sum"):
            return _child(fn, first, where, span) if len(given) == 1 else None
        if where is not None:
            return None
        if name in ("min", "max"):
            return ast.Extreme(fn, tuple(given), span=span) if len(given) > 1 else None
        if name == "first_known":
            return ast.FirstKnown(tuple(given), span=span) if len(given) > 1 else None
        if name in ("floor", "growth"):
            if len(given) != 1:
                return None
            return ast.Floor(first, span=span) if name == "floor" else ast.Growth("growth", first, 1, span=span)
        if name == "prior":
            return self._prior(given, span)
        if name in ("age", "full_years", "holds"):
            return _dated(name, given, span)
        return None

    def _over(self, fn: Any, of: Expr, years: int, span: Span) -> Expr | None:
        if fn in ("mean_growth", "cagr"):
            return ast.Growth(fn, of, years, span=span)
        return ast.Over(fn, of, years, span=span) if fn in ("sum", "avg", "min", "max", "each", "any") else None

    def _prior(self, given: list[Expr], span: Span) -> Expr | None:
        if len(given) == 1:
            return ast.Prior(given[0], span=span)
        if len(given) != 2 or not isinstance(given[1], ast.Number) or given[1].dimension not in ("", "years"):
            return None
        years = given[1].value
        if years.denominator != 1 or not 1 <= years <= MOST_YEARS:
            raise self.fault("window-years", given[1].span, found=given[1].written, limit=MOST_YEARS)
        return ast.Prior(given[0], int(years), span=span)

    def _years(self, token: Token) -> int:
        years = whole_number_in(str(token))
        if not 1 <= years <= MOST_YEARS:
            raise self.fault("window-years", self.span(token), found=str(token), limit=MOST_YEARS)
        return years


def _child(fn: Any, of: Expr, where: Expr | None, span: Span) -> Expr | None:
    if not isinstance(of, Name):
        return None
    entity, _, field = of.text.partition(".")
    if (fn == "sum") != bool(field):
        return None
    return ast.Child(fn, entity, field or None, where, span=span)


def _dated(name: str, given: list[Expr], span: Span) -> Expr | None:
    """age, full_years and holds: of one thing, as of the day or of the year's end."""
    until: Any = "as_of"
    if len(given) == 2 and isinstance(given[1], Name) and given[1].text in ("as_of", "year_end"):
        until = given[1].text
    elif len(given) != 1:
        return None
    if name == "holds":
        return ast.Holds(given[0].text, until, span=span) if isinstance(given[0], Name) else None
    return ast.Age(given[0], until, span=span) if name == "age" else ast.FullYears(given[0], until, span=span)
