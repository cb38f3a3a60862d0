"""What a check may look at: one text of a pack, the packs it uses, its cases, and the types of its objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from peiyu.policy.condition import ast
from peiyu.policy.condition.ast import Expr, Fact, Ref, Span
from peiyu.policy.condition.scope import Scope
from peiyu.policy.condition.undefined import can_be_undefined
from peiyu.policy.condition.units import POINTS, UNKNOWN, Type, type_of
from peiyu.policy.condition.walk import nodes
from peiyu.policy.pack.checks import regions
from peiyu.policy.pack.checks.regions import Region
from peiyu.policy.pack.checks.sayings import CHECK_SAYINGS, LENIENT_IN_DRAFT
from peiyu.policy.pack.load.names import every_item
from peiyu.policy.pack.model import (
    BandItem,
    BonusItem,
    Case,
    ChooseCriterion,
    Combined,
    Criterion,
    Definition,
    ExpertItem,
    Group,
    Negated,
    Pack,
    Parameter,
    PointsItem,
    Quantity,
    Score,
    ScoreItem,
    Statute,
    Tier,
)  # fmt: skip
from peiyu.problems import Level, Problem

Held = Parameter | Definition | Quantity | Score | ScoreItem


@dataclass(frozen=True, slots=True)
class Context:
    """One statute under check. `objects`: every named object that its conditions can refer to, by key."""

    pack: Pack
    text: Statute | None
    scope: Scope
    objects: Mapping[str, Held]
    cases: tuple[Case, ...] = ()
    types: dict[str, Type] = field(default_factory=dict)
    open: dict[str, bool] = field(default_factory=dict)

    def say(self, code: str, span: Span, **words: Any) -> Problem:
        draft = self.pack.status == "draft" and code in LENIENT_IN_DRAFT
        return CHECK_SAYINGS[code].about(span, level=Level.WARNING if draft else None, **words)

    # --- types ---------------------------------------------------------------------------------------------

    def type_of_ref(self, ref: Ref) -> Type:
        """The type of a named object; unknown while it is being found, so that a circle ends."""
        if ref.key not in self.types:
            self.types[ref.key] = UNKNOWN
            self.types[ref.key] = self._type_of(self.objects.get(ref.key))
        return self.types[ref.key]

    def _type_of(self, held: Held | None) -> Type:
        match held:
            case Parameter():
                values = [one.value for one in held.values]
            case Definition():
                values = [one.value for one in held.options]
            case Quantity():
                values = [one.value for one in held.branches]
            case None:
                return UNKNOWN
            case _:
                return POINTS
        found = [type_of(one, self.scope, self.type_of_ref)[0] for one in values]
        return next((one for one in found if one.kind != "unknown" and not one.zero), found[0] if found else UNKNOWN)

    # --- undefined values ----------------------------------------------------------------------------------

    def undefined(self, expr: Expr) -> bool:
        """Whether a value may be undefined, seen through named objects."""
        return can_be_undefined(expr, lambda ref: self.is_open(ref.key))

    def is_open(self, key: str) -> bool:
        """Whether a named object may be undefined and does not say what then."""
        if key not in self.open:
            self.open[key] = False
            held = self.objects.get(key)
            settled = isinstance(held, Quantity) and held.when_undefined is not None
            if isinstance(held, Quantity | Definition) and not settled:
                self.open[key] = any(self.undefined(one) for one in of_held(held))
        return self.open[key]

    # --- numbers -------------------------------------------------------------------------------------------

    def constant(self, expr: Expr | None) -> Fraction | None:
        """The value of an expression that depends on no fact."""
        match expr:
            case ast.Number():
                return expr.value
            case ast.Negate():
                inner = self.constant(expr.of)
                return None if inner is None else -inner
            case ast.Binary():
                left, right = self.constant(expr.left), self.constant(expr.right)
                return None if left is None or right is None else calculated(expr.op, left, right)
            case ast.Ref(kind="parameter", key=key):
                held = self.objects.get(key)
                single = isinstance(held, Parameter) and len(held.values) == 1
                return self.constant(held.values[0].value) if single and isinstance(held, Parameter) else None
            case _:
                return None

    def region(self, expr: Expr, subject: Expr) -> Region | None:
        """The values of `subject` for which a condition holds; None if it depends on anything else."""
        match expr:
            case ast.Compare() if expr.left == subject:
                value = self.constant(expr.right)
                return None if value is None else regions.compared(expr.op, value)
            case ast.InRange() if expr.of == subject:
                low, high = self.constant(expr.low), self.constant(expr.high)
                if (low is None) != (expr.low is None) or (high is None) != (expr.high is None):
                    return None
                return regions.between(low, high, low_closed=expr.low_closed, high_closed=expr.high_closed)
            case ast.Not():
                inner = self.region(expr.of, subject)
                return None if inner is None else regions.outside(inner)
            case ast.And() | ast.Or():
                join = regions.both if isinstance(expr, ast.And) else regions.either
                made: Region | None = None
                for part in expr.parts:
                    one = self.region(part, subject)
                    if one is None:
                        return None
                    made = one if made is None else join(made, one)
                return made
            case _:
                return None

    def domain(self, subject: Expr) -> Region:
        """The values that a subject can have at all."""
        if isinstance(subject, Fact | ast.ChildField):
            found = self.scope.field_of(subject)
            return regions.between(found.minimum, found.maximum, low_closed=True, high_closed=True)
        if isinstance(subject, ast.Child) and subject.fn in ("count", "sum"):
            return regions.compared(">=", Fraction(0))
        return regions.EVERYTHING

    def whole(self, subject: Expr) -> bool:
        """Whether a subject takes whole numbers only (counts and heads; money is left dense)."""
        if isinstance(subject, Fact | ast.ChildField):
            found = self.scope.field_of(subject)
            return found.type in ("items", "persons", "integer") and found.scale == 1
        if isinstance(subject, ast.Ref):
            held = self.objects.get(subject.key)
            return isinstance(held, Quantity) and all(self.whole(one.value) for one in held.branches)
        if isinstance(subject, ast.Extreme | ast.FirstKnown):
            return all(self.whole(one) for one in subject.args)
        return isinstance(subject, ast.Child) and subject.fn == "count"

    def left_over(self, region: Region, subject: Expr) -> Region:
        """A region without what the subject cannot be."""
        held = regions.both(region, self.domain(subject))
        return regions.of_whole_numbers(held) if self.whole(subject) else held

    def dimension(self, subject: Expr) -> str:
        """The dimension in which a subject's values are said."""
        found = type_of(subject, self.scope, self.type_of_ref)[0]
        if found.kind == "number" and not found.dims:
            return "" if self.whole(subject) else "ratio"
        return found.dims[0][0] if len(found.dims) == 1 and found.dims[0][1] == 1 else ""


def prepared(context: Context) -> Context:
    """The same context with the types of its objects found, those referred to first, so that a long chain of
    quantities needs no deep recursion."""
    for key in _dependencies_first(context.objects):
        context.type_of_ref(Ref("quantity", key))
        context.is_open(key)
    return context


def _dependencies_first(objects: Mapping[str, Held]) -> Iterator[str]:
    done: set[str] = set()
    for start in objects:
        path: dict[str, Iterator[str]] = {} if start in done else {start: _referred(objects[start])}
        while path:
            here, ahead = next(reversed(path.items()))
            key = next(ahead, None)
            if key is None:
                done.add(here)
                del path[here]
                yield here
            elif key in objects and key not in done and key not in path:
                path[key] = _referred(objects[key])


def _referred(held: Held) -> Iterator[str]:
    return (node.key for expr in of_held(held) for node in nodes(expr) if isinstance(node, Ref))


def calculated(op: str, left: Fraction, right: Fraction) -> Fraction | None:
    """One step of arithmetic; None for a division by zero."""
    if op == "/":
        return left / right if right else None
    return left + right if op == "+" else left - right if op == "-" else left * right


def subject_of(expr: Expr) -> Expr | None:
    """What a condition is about: the left side of its first comparison."""
    match expr:
        case ast.Compare():
            return expr.left
        case ast.InRange():
            return expr.of
        case ast.And() | ast.Or():
            return subject_of(expr.parts[0])
        case ast.Not():
            return subject_of(expr.of)
        case _:
            return None


# --- going through a text ---------------------------------------------------------------------------------------


def groups(group: Group) -> Iterator[Group]:
    """A group and every group inside it, guards' branches too."""
    yield group
    match group:
        case Combined():
            for part in group.parts:
                yield from groups(part)
        case Negated():
            yield from groups(group.of)
        case ChooseCriterion():
            for branch in group.branches:
                yield from groups(branch.then)
        case Criterion():
            return


def items(text: Statute) -> Iterator[ScoreItem]:
    for score in text.scores.values():
        yield from every_item(score.items)


def of_group(group: Group) -> Iterator[Expr]:
    """The expressions of a tier's condition."""
    for one in groups(group):
        if isinstance(one, Criterion):
            yield one.when
        elif isinstance(one, ChooseCriterion):
            yield from (branch.when for branch in one.branches if branch.when is not None)


def of_item(item: ScoreItem) -> Iterator[Expr]:
    """The expressions of one score item, not of those inside it."""
    match item:
        case BandItem():
            yield item.of
            yield from (band.when for band in item.bands if band.when is not None)
        case BonusItem():
            yield item.when
        case PointsItem():
            yield item.points
        case ExpertItem() if item.fact is not None:
            yield item.fact
        case _:
            return


def of_held(held: Held | Tier) -> Iterator[Expr]:
    """Every expression of a named object."""
    match held:
        case Parameter():
            yield from (one.value for one in held.values)
        case Definition():
            yield from (one.value for one in held.options)
        case Quantity():
            for branch in held.branches:
                if branch.when is not None:
                    yield branch.when
                yield branch.value
        case Tier():
            yield from of_group(held.met_when)
        case Score():
            for one in every_item(held.items):
                yield from of_item(one)
        case _:
            for one in every_item((held,)):
                yield from of_item(one)


def named(text: Statute) -> Iterator[Held | Tier]:
    """Every named object of a text that holds expressions."""
    for held in (text.parameters, text.definitions, text.quantities, text.scores, text.tiers):
        yield from held.values()
