"""Whether rules say something: units, undefined values, impossible and contradictory conditions."""

from __future__ import annotations

from collections.abc import Iterator

from peiyu.policy.condition import ast
from peiyu.policy.condition.ast import Expr, Fact
from peiyu.policy.condition.units import Typing
from peiyu.policy.pack.checks import regions
from peiyu.policy.pack.checks.context import Context, groups, items, subject_of
from peiyu.policy.pack.checks.regions import Region
from peiyu.policy.pack.model import (
    BandItem,
    BonusItem,
    ChooseCriterion,
    Combined,
    Criterion,
    ExpertItem,
    PointsItem,
    ScoreItem,
    WhenUndefined,
)  # fmt: skip
from peiyu.policy.pack.rule import Rule
from peiyu.problems import Problem, Text

ON_CONDITION: tuple[WhenUndefined, ...] = ("not met", "met", "refer")
ON_ITEM: tuple[WhenUndefined, ...] = ("0分", "refer", "not met", "met")
POINTS_DIMS = ((), (("points", 1),))


def check_units(context: Context) -> Iterator[Problem]:
    """Every expression of a text: kinds fit, units meet only their like."""
    if context.text is None:
        return
    typing = Typing(context.scope, context.type_of_ref)
    for parameter in context.text.parameters.values():
        for dated in parameter.values:
            typing.of(dated.value)
    for definition in context.text.definitions.values():
        for option in definition.options:
            typing.of(option.value)
    for quantity in context.text.quantities.values():
        found = None
        for branch in quantity.branches:
            if branch.when is not None:
                typing.truth(branch.when)
            type_ = typing.of(branch.value)
            alike = found is None or "number" not in (found.kind, type_.kind)
            found = type_ if alike or found is None else typing.meet(found, type_, branch.value.span, _COMBINED)
    for item in items(context.text):
        _type_item(typing, item)
    for tier in context.text.tiers.values():
        for group in groups(tier.met_when):
            for when in _guards(group):
                typing.truth(when)
    yield from dict.fromkeys(typing.problems)


_COMBINED = Text("放在同一个 choose 中", "chosen between")


def _guards(group: object) -> list[Expr]:
    match group:
        case Criterion():
            return [group.when]
        case ChooseCriterion():
            return [one.when for one in group.branches if one.when is not None]
        case _:
            return []


def _type_item(typing: Typing, item: ScoreItem) -> None:
    match item:
        case BandItem():
            before = len(typing.problems)
            typing.of(item.of)
            if len(typing.problems) == before:
                for band in item.bands:
                    if band.when is not None:
                        typing.truth(band.when)
        case BonusItem():
            typing.truth(item.when)
        case PointsItem():
            found = typing.number(item.points)
            if found.kind == "number" and found.dims not in POINTS_DIMS:
                said = found.said()
                typing.say("number-expected", item.points.span, found=said.zh, kind=said.zh, kind_en=said.en)
        case ExpertItem() if item.fact is not None:
            typing.number(item.fact)
        case _:
            return


def check_undefined(context: Context) -> Iterator[Problem]:
    """Whatever may be undefined says what then."""
    if context.text is None:
        return
    for tier in context.text.tiers.values():
        for group in groups(tier.met_when):
            if isinstance(group, Criterion):
                yield from _undefined(context, group, group.when, group.when_undefined, ON_CONDITION)
            elif isinstance(group, ChooseCriterion):
                for when in _guards(group):
                    yield from _undefined(context, group, when, None, ON_CONDITION)
    for item in items(context.text):
        match item:
            case BandItem():
                yield from _undefined(context, item, item.of, item.when_undefined, ON_ITEM)
            case BonusItem():
                yield from _undefined(context, item, item.when, item.when_undefined, ON_ITEM)
            case PointsItem():
                yield from _undefined(context, item, item.points, item.when_undefined, ON_ITEM)
            case _:
                continue


def _undefined(
    context: Context, rule: Rule, expr: Expr, given: WhenUndefined | None, accepted: tuple[WhenUndefined, ...]
) -> Iterator[Problem]:
    words = {
        "where": f"「{rule.name.zh}」",
        "where_en": rule.key,
        "accepted": "when_undefined: " + " | ".join(accepted),
    }
    if given is not None and given not in accepted:
        yield context.say("when-undefined-unfit", rule.span, found=given, **words)
    elif given is None and context.undefined(expr):
        yield context.say("when-undefined-missing", expr.span, **words)


def check_limits(context: Context) -> Iterator[Problem]:
    """Conditions that can never or must always hold, alone or together."""
    for tier in context.text.tiers.values() if context.text else ():
        for group in groups(tier.met_when):
            if isinstance(group, Criterion):
                yield from _limits(context, group)
                for expr in _ands(group.when):
                    yield from _contradictions(context, list(expr.parts))
            elif isinstance(group, Combined) and group.how == "all":
                leaves = [one.when for one in group.parts if isinstance(one, Criterion)]
                yield from _contradictions(context, leaves)


def _ands(expr: Expr) -> Iterator[ast.And]:
    match expr:
        case ast.And():
            yield expr
        case ast.Or():
            for part in expr.parts:
                yield from _ands(part)
        case _:
            return


def _limits(context: Context, criterion: Criterion) -> Iterator[Problem]:
    subject = subject_of(criterion.when)
    region = None if subject is None else context.region(criterion.when, subject)
    if subject is None or region is None:
        return
    words = {
        "field": _name(context, subject),
        "domain": regions.said(context.domain(subject), context.dimension(subject)),
    }
    if not context.left_over(region, subject):
        yield context.say("criterion-impossible", criterion.when.span, **words)
    elif not context.left_over(regions.outside(region), subject):
        yield context.say("criterion-always", criterion.when.span, **words)


def _name(context: Context, subject: Expr) -> str:
    return context.scope.field_of(subject).name.zh if isinstance(subject, Fact) else "该值"


def _contradictions(context: Context, conditions: list[Expr]) -> Iterator[Problem]:
    """Conditions that must hold together and about one subject leave it no value."""
    left: dict[Expr, Region] = {}
    for condition in conditions:
        subject = subject_of(condition)
        region = None if subject is None else context.region(condition, subject)
        if subject is None or region is None or not context.left_over(region, subject):
            continue
        before = left.get(subject)
        left[subject] = region if before is None else regions.both(before, region)
        if before is not None and not context.left_over(left[subject], subject):
            yield context.say("all-contradictory", condition.span)
            left[subject] = region
