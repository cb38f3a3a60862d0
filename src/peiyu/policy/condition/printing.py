"""Conditions written canonically, in Chinese or English; reading what was printed gives the condition again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import Field
from peiyu.policy.condition import ast
from peiyu.policy.condition.ast import ChildField, Expr, Fact, Ref
from peiyu.policy.condition.literals import UNITS
from peiyu.policy.condition.scope import Scope
from peiyu.problems import Text

Lang = Literal["zh", "en"]

BARE_NAME = re.compile(r"[^\W\d]\w*(\.\w+)*")
BARE_NUMBER = re.compile(r"[0-9]+")
RESERVED = re.compile(
    r"or|and|not|in|where|true|false|age|meets|[或且非是否]|属于|其中|(今年及)?近[0-9]+(年|财年|周年)|"
    r"min|max|floor|first_known|prior|sum|avg|each|any|growth|mean_growth|cagr|full_years|count|exists|holds"
)
WORDS: dict[Lang, dict[str, str]] = {
    "en": {"or": "or", "and": "and", "not": "not", "in": "in", "where": "where", "true": "true", "false": "false"},
    "zh": {"or": "或", "and": "且", "not": "非", "in": "属于", "where": "其中", "true": "是", "false": "否"},
}
MONEY = ("亿元", "万元", "元")
UNIT_OF = {"persons": "人", "items": "件", "years": "年", "points": "分", "area": "㎡", "integer": "", "": ""}
FOUNDED = Fact("enterprise", "founded")

EITHER, BOTH, NEGATED, COMPARED, SUM, PRODUCT, SIGNED, ATOM = range(8)
"""How tightly a node binds; a looser one inside a tighter place takes brackets."""


def printed(
    expr: Expr, lang: Lang = "zh", *, scope: Scope | None = None, names: Mapping[str, Text] | None = None
) -> str:
    """The condition as text. With the `scope` in which it was resolved the text reads back to the same condition;
    `names` (key of a named object → its name) is for showing conditions of several packs side by side."""
    return Printer(lang, scope or Scope(vocabulary()), names or {}).at(expr, EITHER, None)


def written_number(value: Fraction, dimension: str) -> str:
    """A number with the largest unit in which it is whole: 5000万元, 1亿元, 3%, 12.5."""
    if dimension == "money":
        unit = next((u for u in MONEY if value and (value / UNITS[u][1]).denominator == 1), "元")
        return _decimal(value / UNITS[unit][1]) + unit
    if dimension == "ratio":
        return _decimal(value * 100) + "%"
    return _decimal(value) + UNIT_OF.get(dimension, "")


def _decimal(value: Fraction) -> str:
    """Exact decimal digits; a value without an end is cut at 12 places."""
    places, scaled = 0, value
    while scaled.denominator != 1 and places < 12:
        places, scaled = places + 1, scaled * 10
    digits = str(abs(int(scaled))).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def quoted(word: str) -> str:
    """A name in 「」 where it needs them."""
    plain = BARE_NAME.fullmatch(word) and not RESERVED.fullmatch(word)
    return word if plain else f"「{word}」"


class Printer:
    """Prints in one language; `child` is the entity of the record under test."""

    def __init__(self, lang: Lang, scope: Scope, names: Mapping[str, Text]) -> None:
        self.lang = lang
        self.scope = scope
        self.names = names
        self.say = WORDS[lang]
        self._words: dict[Expr, list[str]] | None = None

    def at(self, expr: Expr, place: int, child: str | None) -> str:
        """The node where something binding as tightly as `place` is expected."""
        text, level = self.node(expr, child)
        return text if level >= place else f"({text})"

    def node(self, expr: Expr, child: str | None) -> tuple[str, int]:
        match expr:
            case ast.Or():
                return f" {self.say['or']} ".join(self.at(p, BOTH, child) for p in expr.parts), EITHER
            case ast.And():
                return f" {self.say['and']} ".join(self.at(p, NEGATED, child) for p in expr.parts), BOTH
            case ast.Not(of=ast.InRange() | ast.InWindow() as inner):
                return self.membership(inner, child, negated=True), COMPARED
            case ast.Not():
                return f"{self.say['not']} {self.at(expr.of, NEGATED, child)}", NEGATED
            case ast.Compare():
                return f"{self.at(expr.left, SUM, child)} {expr.op} {self.right(expr, child)}", COMPARED
            case ast.InRange() | ast.InSet() | ast.InWindow():
                negated = isinstance(expr, ast.InSet) and expr.negated
                return self.membership(expr, child, negated=negated), COMPARED
            case ast.Binary(op="+" | "-"):
                return f"{self.at(expr.left, SUM, child)} {expr.op} {self.at(expr.right, PRODUCT, child)}", SUM
            case ast.Binary():
                return f"{self.at(expr.left, PRODUCT, child)} {expr.op} {self.at(expr.right, SIGNED, child)}", PRODUCT
            case ast.Negate():
                return f"-{self.at(expr.of, ATOM, child)}", SIGNED
            case ast.Number():
                return written_number(expr.value, expr.dimension), SIGNED if expr.value < 0 else ATOM
            case _:
                return self.atom(expr, child), ATOM

    def atom(self, expr: Expr, child: str | None) -> str:
        match expr:
            case ast.Duration():
                return f"{expr.years}年" if expr.years else f"{expr.months}月" if expr.months else f"{expr.days}天"
            case ast.DateLiteral():
                return expr.value.isoformat()
            case ast.TextLiteral():
                return self.word(expr.value, None)
            case ast.Flag():
                return self.say["true" if expr.value else "false"]
            case ast.Name():
                return quoted(expr.text)
            case ast.Fact() | ast.ChildField() | ast.Ref():
                return self.name(expr, child)
            case ast.Age(since=since, until="as_of") if since == FOUNDED:
                return "age"
            case ast.Meets():
                return f"meets({expr.tier})"
            case ast.Holds():
                return f"holds({self.title(expr.title)}{_until(expr.at)})"
            case ast.Child():
                return self.child(expr)
            case _:
                return self.call(expr, child)

    def call(self, expr: Expr, child: str | None) -> str:
        def inner(of: Expr) -> str:
            return self.at(of, EITHER, child)

        match expr:
            case ast.Extreme():
                return f"{expr.fn}({', '.join(map(inner, expr.args))})"
            case ast.FirstKnown():
                return f"first_known({', '.join(map(inner, expr.args))})"
            case ast.Floor():
                return f"floor({inner(expr.of)})"
            case ast.Prior():
                return f"prior({inner(expr.of)})" if expr.years == 1 else f"prior({inner(expr.of)}, {expr.years})"
            case ast.Growth(fn="growth"):
                return f"growth({inner(expr.of)})"
            case ast.Over() | ast.Growth():
                years = f"近{expr.years}年" if self.lang == "zh" else f"over {expr.years} years"
                return f"{expr.fn}({inner(expr.of)} {years})"
            case ast.Age() | ast.FullYears():
                function = "age" if isinstance(expr, ast.Age) else "full_years"
                return f"{function}({inner(expr.since)}{_until(expr.until)})"
            case _:
                raise TypeError(type(expr).__name__)

    def child(self, expr: ast.Child) -> str:
        entity = self.scope.vocabulary.entities[expr.entity]
        of = entity.name.zh if self.lang == "zh" else entity.code
        if expr.field_code is not None:
            field = self.scope.field_of(ChildField(expr.entity, expr.field_code))
            of = f"{of}.{field.name.zh if self.lang == 'zh' else field.code}"
        where = "" if expr.where is None else f" {self.say['where']} {self.at(expr.where, EITHER, expr.entity)}"
        return f"{expr.fn}({quoted(of)}{where})"

    # --- comparisons ---------------------------------------------------------------------------------------

    def right(self, expr: ast.Compare, child: str | None) -> str:
        if isinstance(expr.right, ast.TextLiteral):
            return self.word(expr.right.value, self.field(expr.left))
        return self.at(expr.right, SUM, child)

    def membership(self, expr: ast.InRange | ast.InSet | ast.InWindow, child: str | None, *, negated: bool) -> str:
        of = self.at(expr.of, SUM, child)
        within = f"{self.say['not']} {self.say['in']}" if negated else self.say["in"]
        match expr:
            case ast.InWindow():
                return f"{of} {within} {self.window(expr)}"
            case ast.InSet(set_name=str() as name):
                return f"{of} {within} {quoted(name)}"
            case ast.InSet():
                field = self.field(expr.of)
                return f"{of} {within} [{', '.join(self.word(one, field) for one in expr.options)}]"
            case ast.InRange():
                low = "" if expr.low is None else self.at(expr.low, SUM, child)
                high = "" if expr.high is None else self.at(expr.high, SUM, child)
                return f"{of} {within} {'[' if expr.low_closed else '('}{low}, {high}{']' if expr.high_closed else ')'}"

    def window(self, expr: ast.InWindow) -> str:
        if self.lang == "zh":
            return f"{'今年及' if expr.current else ''}近{expr.years}{'财年' if expr.basis == 'fiscal' else '周年'}"
        return f"{'this and ' if expr.current else ''}last {expr.years} {expr.basis} years"

    # --- words ---------------------------------------------------------------------------------------------

    def field(self, expr: Expr) -> Field | None:
        return self.scope.field_of(expr) if isinstance(expr, Fact | ChildField) else None

    def word(self, value: str, field: Field | None) -> str:
        """An option or a text; in English an option's code."""
        if field is not None and self.lang == "en":
            value = next((code for code, text in field.options if text.zh == value), value)
        return value if BARE_NUMBER.fullmatch(value) else quoted(value)

    def title(self, title: str) -> str:
        return self.word(title, self.scope.vocabulary.field("title", "kind"))

    def name(self, node: Fact | ChildField | Ref, child: str | None) -> str:
        """The first word that means this node here, and nothing else."""
        if isinstance(node, Ref) and node.key in self.names:
            return quoted(self.names[node.key].in_(self.lang))
        candidates = self.candidates(node)
        chosen = next((w for w in candidates if self.scope.meanings(w, child) == (node,)), candidates[0])
        return quoted(chosen)

    def candidates(self, node: Fact | ChildField | Ref) -> list[str]:
        words = [] if isinstance(node, ChildField) else list(self.words().get(node, ()))
        if isinstance(node, Ref):
            ordered = sorted(words or [node.key], key=lambda w: (w.isascii() == (self.lang == "zh"), w.count(".")))
            return [*ordered, node.key]
        field = self.scope.field_of(node)
        entity = self.scope.vocabulary.entities[node.entity]
        if self.lang == "zh":
            return [field.name.zh, f"{entity.name.zh}.{field.name.zh}", *words]
        return [field.code, f"{entity.code}.{field.code}", *words]

    def words(self) -> Mapping[Expr, list[str]]:
        if self._words is None:
            self._words = {}
            for word, meant in self.scope.objects.items():
                for one in meant:
                    self._words.setdefault(one, []).append(word)
        return self._words


def _until(until: str) -> str:
    return ", year_end" if until == "year_end" else ""
