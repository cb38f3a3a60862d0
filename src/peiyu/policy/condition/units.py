"""The type of every expression: what is measured, in which units; yuan never meets persons.

Units are exponents of base dimensions, so that yuan a person is money¹·persons⁻¹ and yuan over yuan is a plain
ratio. `Scope` gives the types of facts; `types` those of named objects.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from peiyu.facts.vocabulary.model import Field
from peiyu.policy.condition import ast
from peiyu.policy.condition.ast import Expr, Ref, Span
from peiyu.policy.condition.sayings import CONDITION_SAYINGS
from peiyu.policy.condition.scope import Scope
from peiyu.policy.condition.walk import nodes
from peiyu.problems import Problem, Text

Kind = Literal["number", "truth", "date", "words", "age", "duration", "cagr", "unknown"]
KIND_NAMES: dict[Kind, Text] = {
    "number": Text("数", "a number"), "truth": Text("条件或是/否", "a condition or yes/no"),
    "date": Text("日期", "a date"),
    "words": Text("选项或文字", "a word"), "age": Text("年龄", "an age"), "duration": Text("时长", "a length of time"),
    "cagr": Text("复合增长率", "a compound growth rate"), "unknown": Text("不明", "unknown"),
}  # fmt: skip
PLAIN = ("ratio", "integer", "")
BARE_ALLOWED = ((), (("items", 1),))
DIMENSION_NAMES = {
    "money": Text("金额（元）", "money (yuan)"), "persons": Text("人数", "persons"), "items": Text("件数", "items"),
    "years": Text("年数", "years"), "points": Text("分数", "points"), "area": Text("面积（㎡）", "area (㎡)"),
}  # fmt: skip

Dims = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Type:
    """`dims`: exponents of a number's dimensions, in order. `bare`: a literal without a unit, which takes the unit
    of what it meets where that is allowed; `zero`: 0, which takes any."""

    kind: Kind
    dims: Dims = ()
    bare: bool = False
    zero: bool = False

    def said(self) -> Text:
        """The type in words."""
        if self.kind != "number":
            return KIND_NAMES[self.kind]
        if not self.dims:
            return Text("无单位的数", "a plain number")
        parts = [(DIMENSION_NAMES[name], power) for name, power in self.dims]
        return Text(
            "·".join(t.zh + ("" if p == 1 else f"^{p}") for t, p in parts),
            "·".join(t.en + ("" if p == 1 else f"^{p}") for t, p in parts),
        )


UNKNOWN = Type("unknown")
TRUTH = Type("truth")
POINTS = Type("number", (("points", 1),))
TypeOf = Callable[[Ref], Type]


def of_field(field: Field) -> Type:
    """The type of a fact."""
    if field.is_numeric:
        return Type("number", () if field.type in PLAIN else ((field.type, 1),))
    kinds: dict[str, Kind] = {"bool": "truth", "date": "date"}
    return Type(kinds.get(field.type, "words"))


def type_of(expr: Expr, scope: Scope, types: TypeOf) -> tuple[Type, tuple[Problem, ...]]:
    """The type of a resolved expression and every fault of units or kinds inside it."""
    typing = Typing(scope, types)
    return typing.of(expr), tuple(typing.problems)


class Typing:
    """One pass over an expression; a part at fault is `unknown` and causes no further problem."""

    def __init__(self, scope: Scope, types: TypeOf) -> None:
        self.scope = scope
        self.types = types
        self.problems: list[Problem] = []

    def say(self, code: str, span: Span, **words: Any) -> Type:
        self.problems.append(CONDITION_SAYINGS[code].about(span, **words))
        return UNKNOWN

    def of(self, expr: Expr) -> Type:
        match expr:
            case ast.Number():
                plain = expr.dimension in PLAIN
                bare = expr.dimension == ""
                return Type("number", () if plain else ((expr.dimension, 1),), bare, expr.value == 0)
            case ast.Flag():
                return TRUTH
            case ast.DateLiteral():
                return Type("date")
            case ast.Duration():
                return Type("duration")
            case ast.TextLiteral():
                return Type("words")
            case ast.Fact() | ast.ChildField():
                return of_field(self.scope.field_of(expr))
            case ast.Ref():
                return self.types(expr)
            case ast.Name():
                return UNKNOWN
            case ast.Binary():
                return self.binary(expr)
            case ast.Extreme() | ast.FirstKnown():
                return self.alike(expr.args, expr.span)
            case ast.Negate() | ast.Floor():
                return self.number(expr.of)
            case ast.Prior():
                return self.prior(expr)
            case ast.Over():
                return self.over(expr)
            case ast.Growth():
                return self.growth(expr)
            case ast.Age() | ast.FullYears():
                return self.since(expr)
            case ast.Child():
                return self.child(expr)
            case ast.Compare():
                return self.compare(expr)
            case ast.InRange():
                return self.in_range(expr)
            case ast.InWindow():
                self.date(expr.of)
                return TRUTH
            case ast.And() | ast.Or():
                for part in expr.parts:
                    self.truth(part)
                return TRUTH
            case ast.Not():
                self.truth(expr.of)
                return TRUTH
            case ast.InSet() | ast.Holds() | ast.Meets():
                return TRUTH

    # --- expectations --------------------------------------------------------------------------------------

    def expect(self, expr: Expr, kind: Kind, code: str) -> Type:
        found = self.of(expr)
        if found.kind in (kind, "unknown"):
            return found
        if found.kind == "age":
            return self.say("age-compared", expr.span)
        if found.kind == "cagr":
            return self.say("cagr-compared", expr.span)
        return self.say(code, expr.span, found=found.said().zh, kind=found.said().zh, kind_en=found.said().en)

    def number(self, expr: Expr) -> Type:
        return self.expect(expr, "number", "number-expected")

    def truth(self, expr: Expr) -> Type:
        return self.expect(expr, "truth", "condition-expected")

    def date(self, expr: Expr) -> Type:
        return self.expect(expr, "date", "date-expected")

    def meet(self, left: Type, right: Type, span: Span, action: Text) -> Type:
        """The type of two numbers that are added or compared."""
        if "unknown" in (left.kind, right.kind):
            return UNKNOWN if left.kind == right.kind else (left if right.kind == "unknown" else right)
        if left.zero or right.zero:
            return right if left.zero else left
        for bare, other in ((left, right), (right, left)):
            if bare.bare:
                if other.dims in BARE_ALLOWED:
                    return other
                expected = other.said()
                return self.say("unit-missing", span, found="…", expected=f"{expected.zh} / {expected.en}")
        if left.dims != right.dims:
            found = f"{left.said().zh} ↔ {right.said().zh} ({left.said().en}, {right.said().en})"
            return self.say("units-differ", span, found=found, action=action.zh, action_en=action.en)
        return left

    # --- numbers -------------------------------------------------------------------------------------------

    def binary(self, expr: ast.Binary) -> Type:
        left, right = self.number(expr.left), self.number(expr.right)
        if expr.op in "+-":
            return self.meet(left, right, expr.right.span, Text("相加减", "added"))
        if "unknown" in (left.kind, right.kind):
            return UNKNOWN
        sign = 1 if expr.op == "*" else -1
        powers = dict(left.dims)
        for name, power in right.dims:
            powers[name] = powers.get(name, 0) + sign * power
        dims = tuple(sorted((name, power) for name, power in powers.items() if power))
        return Type("number", dims, left.bare and right.bare)

    def alike(self, args: tuple[Expr, ...], span: Span) -> Type:
        found = self.number(args[0])
        for one in args[1:]:
            found = self.meet(found, self.number(one), one.span, Text("相比", "compared"))
        return found

    def yearly(self, expr: Expr, function: str) -> None:
        """A window needs something that has a value each year."""
        for one in nodes(expr):
            if isinstance(one, ast.Ref) or (isinstance(one, ast.Fact) and self.scope.is_yearly(one)):
                return
        self.say("year-fact-expected", expr.span, function=function)

    def prior(self, expr: ast.Prior) -> Type:
        self.yearly(expr.of, "prior")
        return self.number(expr.of)

    def over(self, expr: ast.Over) -> Type:
        self.yearly(expr.of, expr.fn)
        return self.truth(expr.of) if expr.fn in ("each", "any") else self.number(expr.of)

    def growth(self, expr: ast.Growth) -> Type:
        self.yearly(expr.of, expr.fn)
        found = self.number(expr.of)
        if found.kind == "unknown":
            return UNKNOWN
        return Type("cagr") if expr.fn == "cagr" else Type("number")

    def since(self, expr: ast.Age | ast.FullYears) -> Type:
        self.date(expr.since)
        return Type("age") if isinstance(expr, ast.Age) else Type("number", (("years", 1),))

    def child(self, expr: ast.Child) -> Type:
        if expr.where is not None:
            self.truth(expr.where)
        if expr.fn == "exists":
            return TRUTH
        if expr.fn == "count" or expr.field_code is None:
            return Type("number", (("items", 1),))
        field = self.scope.field_of(ast.ChildField(expr.entity, expr.field_code))
        if field.minimum is None or field.minimum < 0:
            return self.say("sum-may-fall", expr.span, found=field.name.zh)
        return of_field(field)

    # --- comparisons ---------------------------------------------------------------------------------------

    def compare(self, expr: ast.Compare) -> Type:
        self.against(self.of(expr.left), expr.left, expr.right, expr.op)
        return TRUTH

    def in_range(self, expr: ast.InRange) -> Type:
        left = self.of(expr.of)
        for end in (expr.low, expr.high):
            if end is not None:
                self.against(left, expr.of, end, ">=")
        return TRUTH

    def against(self, left: Type, of: Expr, other: Expr, op: str) -> None:
        right = self.of(other)
        if "unknown" in (left.kind, right.kind):
            return
        pair = {left.kind, right.kind}
        if "age" in pair or "duration" in pair:
            if pair != {"age", "duration"}:
                self.say("age-compared", other.span, found=right.said().zh)
            elif op in ("=", "!="):
                self.say("parts-compared", other.span, found=op, expected="年龄用 >= > <= < / >= > <= < for an age")
        elif "cagr" in pair:
            if pair != {"cagr", "number"} or (left.kind != "cagr") or right.dims:
                self.say("cagr-compared", other.span, found=right.said().zh)
        elif pair == {"number"}:
            self.meet(left, right, other.span, Text("比较", "compared"))
        elif left.kind != right.kind or (left.kind == "truth" and op not in ("=", "!=")) or "words" in pair:
            if pair == {"words"} and op in ("=", "!="):
                return
            expected = f"{left.said().zh} {op} {left.said().zh} / {left.said().en} on both sides"
            self.say("parts-compared", other.span, found=f"{left.said().zh} {op} {right.said().zh}", expected=expected)
