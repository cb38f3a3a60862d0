"""Names → what they mean (docs/explanation/library.md §5); words compared with options → stored words."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

from peiyu.facts.vocabulary.model import Field
from peiyu.policy.condition import ast
from peiyu.policy.condition.ast import ChildField, Expr, Fact, Name, Span
from peiyu.policy.condition.sayings import CONDITION_SAYINGS
from peiyu.policy.condition.scope import ROOTS, Scope, aliased, near
from peiyu.policy.condition.walk import with_parts
from peiyu.problems import PackError, Problem

WORDED = ("enum", "text", "industry")
INDUSTRY = re.compile(r"[A-T]([0-9]{2,4})?|[0-9]{2,4}")


def resolve(expr: Expr, scope: Scope, *, child: str | None = None) -> Expr:
    """The condition with every name replaced by a Fact, ChildField or Ref, every title and tier checked, every
    option by its 中文 word, and `2年` beside an age by a Duration. `child`: the entity whose record
    the condition is about. PackError carries every fault found."""
    resolver = Resolver(scope)
    made = resolver.expr(expr, child)
    if resolver.problems:
        raise PackError(*resolver.problems)
    return made


class Resolver:
    """One resolution; `problems` gathers what was found. A faulty part stays as it was."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.problems: list[Problem] = []

    def say(self, code: str, span: Span, **words: Any) -> None:
        self.problems.append(CONDITION_SAYINGS[code].about(span, **words))

    def expr(self, expr: Expr, child: str | None) -> Expr:
        """`child` is the entity of the record under test, inside a where."""
        match expr:
            case ast.Name():
                return self.name(expr, child)
            case ast.Compare():
                return self.compare(expr, child)
            case ast.InSet():
                return self.in_set(expr, child)
            case ast.InRange():
                return self.in_range(expr, child)
            case ast.Child():
                return self.child(expr)
            case ast.Holds():
                return self.holds(expr)
            case ast.Meets():
                return self.meets(expr)
            case _:
                return with_parts(expr, lambda part: self.expr(part, child))

    def name(self, name: Name, child: str | None) -> Expr:
        found = self.scope.meanings(name.text, child)
        if len(found) == 1:
            return replace(found[0], span=name.span)
        if found:
            self.say(
                "name-ambiguous", name.span, found=name.text, name=name.text, choices=" · ".join(map(described, found))
            )
        else:
            self.say("name-unknown", name.span, found=name.text, name=name.text, near=self.suggestion(name.text, child))
        return name

    def suggestion(self, word: str, child: str | None) -> str:
        roots = (one for root in ROOTS for one in self.scope.vocabulary.entities[root].fields)
        words = (*aliased(word, roots), *near(word, self.scope.words(child)))
        return " · ".join(dict.fromkeys(words)) or "词表与本包中的名称 names of the vocabulary and of this pack"

    # --- words and options ---------------------------------------------------------------------------------

    def worded(self, expr: Expr) -> Field | None:
        """The field, if the expression reads one that holds words."""
        if isinstance(expr, Fact | ChildField):
            field = self.scope.field_of(expr)
            return field if field.type in WORDED else None
        return None

    def option(self, field: Field, word: str, span: Span) -> str:
        """A word as it is stored: options by their 中文, given in 中文 or by code."""
        if field.type == "text":
            return word
        if field.type == "industry":
            if not INDUSTRY.fullmatch(word):
                self.say(
                    "option-unknown", span, found=word, field=field.name.zh, option=word,
                    options="C · 51 · 6513 · C39（GB/T 4754）",
                )  # fmt: skip
            return word
        for code, text in field.options:
            if word in (code, text.zh):
                return text.zh
        options = " · ".join(text.zh for _, text in field.options)
        self.say("option-unknown", span, found=word, field=field.name.zh, option=word, options=options)
        return word

    def compare(self, node: ast.Compare, child: str | None) -> Expr:
        left = self.expr(node.left, child)
        field = self.worded(left)
        if field is None:
            right = self.expr(node.right, child)
            if isinstance(left, ast.Age) or isinstance(right, ast.Age):
                left, right = self.duration(left), self.duration(right)
            return replace(node, left=left, right=right)
        word = written(node.right)
        if word is None or node.op not in ("=", "!="):
            self.say(
                "parts-compared", node.right.span, found=f"{field.name.zh} {node.op} …",
                expected=f"{field.name.zh} = 词、!= 词、in [词, 词] / a word after =, != or in",
            )  # fmt: skip
            return replace(node, left=left)
        literal = ast.TextLiteral(self.option(field, word, node.right.span), span=node.right.span)
        return replace(node, left=left, right=literal)

    def in_set(self, node: ast.InSet, child: str | None) -> Expr:
        of = self.expr(node.of, child)
        field = self.worded(of)
        options = node.options
        if node.set_name is not None:
            known = self.scope.sets.get(node.set_name)
            if known is None:
                names = " · ".join(near(node.set_name, self.scope.sets) or self.scope.sets) or "sets: …"
                self.say("set-unknown", node.span, found=node.set_name, name=node.set_name, options=names)
                return replace(node, of=of)
            options = known
        elif field is None and len(options) == 2:
            ends = [self.expr(Name(word, span=node.span), child) for word in options]
            made = ast.InRange(of, ends[0], ends[1], True, True, span=node.span)
            return ast.Not(made, span=node.span) if node.negated else made
        if field is None:
            if not isinstance(of, Name):
                self.say(
                    "parts-compared",
                    node.span,
                    found="in",
                    expected="集合只用于选项、文本和行业 / sets are for options, text and industries",
                )
            return replace(node, of=of)
        return replace(node, of=of, options=tuple(self.option(field, word, node.span) for word in options))

    def in_range(self, node: ast.InRange, child: str | None) -> Expr:
        of = self.expr(node.of, child)
        field = self.worded(of)
        if field is None:
            low = None if node.low is None else self.expr(node.low, child)
            high = None if node.high is None else self.expr(node.high, child)
            if isinstance(of, ast.Age):
                low, high = low and self.duration(low), high and self.duration(high)
            return replace(node, of=of, low=low, high=high)
        words = [written(end) for end in (node.low, node.high) if end is not None]
        if len(words) != 2 or None in words or not (node.low_closed and node.high_closed):
            self.say("parts-compared", node.span, found="in", expected=f"{field.name.zh} in [词, 词] / in [word, word]")
            return replace(node, of=of)
        options = tuple(self.option(field, word, node.span) for word in words if word is not None)
        return ast.InSet(of, options, span=node.span)

    def duration(self, expr: Expr) -> Expr:
        """`2年` beside an age is calendar time."""
        if not isinstance(expr, ast.Number) or expr.dimension != "years":
            return expr
        months = expr.value * 12
        if months.denominator != 1 or months > Fraction(12 * 1000):
            self.say("number-written", expr.span, found=expr.written)
            return expr
        if expr.value.denominator == 1:
            return ast.Duration(years=int(expr.value), span=expr.span)
        return ast.Duration(months=int(months), span=expr.span)

    # --- lists, titles, tiers ------------------------------------------------------------------------------

    def child(self, node: ast.Child) -> Expr:
        entity = self.scope.entity(node.entity)
        if entity is None:
            lists = self.scope.lists()
            names = " · ".join(near(node.entity, lists) or lists)
            problem = "list-of-territory" if self.scope.of_territory(node.entity) else "list-unknown"
            self.say(problem, node.span, found=node.entity, name=node.entity, options=names)
            return node
        code = node.field_code
        if code is not None:
            found = self.scope.meanings(code, entity.code)
            if len(found) == 1 and isinstance(found[0], ChildField):
                code = found[0].field_code
            else:
                names = " · ".join(one.name.zh for one in entity.fields if one.is_numeric)
                self.say("option-unknown", node.span, found=code, field=entity.name.zh, option=code, options=names)
        where = None if node.where is None else self.expr(node.where, entity.code)
        return replace(node, entity=entity.code, field_code=code, where=where)

    def holds(self, node: ast.Holds) -> Expr:
        for code, text in self.scope.vocabulary.field("title", "kind").options:
            if node.title in (code, text.zh):
                return replace(node, title=text.zh)
        titles = self.scope.titles()
        names = " · ".join(near(node.title, titles) or titles)
        self.say("title-unknown", node.span, found=node.title, name=node.title, options=names)
        return node

    def meets(self, node: ast.Meets) -> Expr:
        key = self.scope.tiers.get(node.tier)
        if key is not None:
            return replace(node, tier=key)
        names = " · ".join(near(node.tier, self.scope.tiers) or self.scope.tiers) or "tiers: …"
        self.say("tier-unknown", node.span, found=node.tier, name=node.tier, options=names)
        return node


def written(expr: Expr) -> str | None:
    """The word that a literal or a name writes."""
    match expr:
        case ast.Name():
            return expr.text
        case ast.Number() if not expr.dimension:
            return expr.written
        case ast.TextLiteral():
            return expr.value
        case ast.Flag():
            return "是" if expr.value else "否"
        case _:
            return None


def described(node: Expr) -> str:
    match node:
        case ast.Ref():
            return f"{node.kind} {node.key}"
        case ast.Fact() | ast.ChildField():
            return f"{node.entity}.{node.field_code}"
        case _:
            return type(node).__name__
