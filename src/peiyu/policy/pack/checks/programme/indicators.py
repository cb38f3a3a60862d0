"""Whether indicators count something: kinds and units fit, nothing stands on itself, owners are asked only of what an
enterprise owns."""

from __future__ import annotations

from collections.abc import Iterator

from peiyu.facts.vocabulary.model import Entity
from peiyu.policy.condition import ast
from peiyu.policy.condition.ast import Expr, Span
from peiyu.policy.condition.units import Type, Typing
from peiyu.policy.condition.walk import nodes
from peiyu.policy.pack.checks.circles import cycles
from peiyu.policy.pack.checks.context import Context, subject_of
from peiyu.policy.pack.checks.regions import NOTHING, either, minus
from peiyu.policy.pack.load.programme.units import known_units, measure_of
from peiyu.policy.pack.programme import (
    Among,
    Body,
    ByDefinition,
    ChangeBody,
    EventsBody,
    FirmsBody,
    FirmSumBody,
    Grouping,
    NarrowedBody,
    Programme,
    RatioBody,
    StateBody,
    named_by,
)
from peiyu.problems import Problem

KIND_OF_TYPE = {"money": "money", "persons": "persons", "items": "items", "area": "area", "years": "years",
                "points": "points", "integer": "items", "ratio": "ratio"}  # fmt: skip
COUNTS = ("items", "persons")
SCALES = {1: "", 100: "百", 1000: "千", 10_000: "万", 100_000: "十万", 10**6: "百万", 10**8: "亿"}


def bodies(programme: Programme) -> Iterator[tuple[str, Body, Span, str]]:
    """Every body with its place: the indicator it is of ('' for an option), and that indicator's unit."""
    for id_, one in programme.indicators.items():
        yield id_, one.body, one.span, one.unit
    for definition in programme.definitions.values():
        named = programme.indicators.get(definition.names)
        for option in definition.options:
            yield "", option.body, option.span, named.unit if named else ""


def expressions(programme: Programme) -> Iterator[tuple[Expr, str]]:
    """Every condition or number of a programme, and which it should be: truth or number."""
    for _, body, _, _ in bodies(programme):
        match body:
            case EventsBody() | StateBody():
                yield from ((one, "truth") for one in (body.where,) if one is not None)
            case FirmsBody():
                yield body.when, "truth"
            case FirmSumBody():
                yield body.value, "number"
            case _:
                pass
        yield from ((one.when, "truth") for one in among_of(body))
    for group in programme.groups.values():
        yield from ((one.when, "truth") for one in group.members)
    yield from ((one.addresses, "truth") for one in programme.programmes.values() if one.addresses is not None)


def among_of(body: Body) -> tuple[Among, ...]:
    return () if isinstance(body, RatioBody | ChangeBody | ByDefinition) else body.among


def check_kinds(context: Context) -> Iterator[Problem]:
    """Kinds and units inside every condition of the programme."""
    if context.pack.programme is None:
        return
    typing = Typing(context.scope, context.type_of_ref)
    for expr, kind in expressions(context.pack.programme):
        typing.truth(expr) if kind == "truth" else typing.number(expr)
    yield from dict.fromkeys(typing.problems)


def check_programme_cycles(context: Context) -> Iterator[Problem]:
    """Indicators that stand on themselves, targets that are parts of themselves."""
    programme = context.pack.programme
    if programme is None:
        return
    refers = {id_: list(_stands_on(programme, one.body)) for id_, one in programme.indicators.items()}
    for cycle in cycles(refers):
        span = programme.indicators[cycle[0]].span
        yield context.say("programme-cycle", span, found=cycle[0], cycle=" → ".join(cycle))
    for cycle in cycles({id_: list(one.parts) for id_, one in programme.targets.items()}):
        yield context.say("programme-cycle", programme.targets[cycle[0]].span, found=cycle[0], cycle=" → ".join(cycle))


def _stands_on(programme: Programme, body: Body) -> Iterator[str]:
    yield from named_by(body)
    if isinstance(body, ByDefinition) and body.definition in programme.definitions:
        for option in programme.definitions[body.definition].options:
            yield from named_by(option.body)


def check_indicators(context: Context) -> Iterator[Problem]:
    """What each body asks of what it stands on."""
    programme = context.pack.programme
    if programme is None:
        return
    for _, body, span, unit in bodies(programme):
        yield from _owners(context, body, span)
        match body:
            case RatioBody():
                yield from _ratio(context, programme, body, span, unit)
            case NarrowedBody() if _final(programme, body.of, (RatioBody, ChangeBody)):
                yield context.say("narrowing-unfit", span, found=body.of)
            case ChangeBody() if _final(programme, body.of, (EventsBody, RatioBody, ChangeBody)):
                yield context.say("change-unfit", span, found=body.of)
            case _:
                pass
        yield from _unit(context, programme, body, span, unit)


def _final(programme: Programme, id_: str, kinds: tuple[type[Body], ...]) -> bool:
    """Whether an indicator, or an option of it, is in the end of one of these kinds."""
    seen: set[str] = set()
    waiting = [id_]
    while waiting:
        here = waiting.pop()
        if here in seen or here not in programme.indicators:
            continue
        seen.add(here)
        for body in _readings(programme, programme.indicators[here].body):
            if isinstance(body, kinds):
                return True
            if isinstance(body, NarrowedBody):
                waiting.append(body.of)
    return False


def _readings(programme: Programme, body: Body) -> tuple[Body, ...]:
    """A body, or those of the options that it may be."""
    if not isinstance(body, ByDefinition):
        return (body,)
    definition = programme.definitions.get(body.definition)
    return tuple(one.body for one in definition.options) if definition else ()


def _owners(context: Context, body: Body, span: Span) -> Iterator[Problem]:
    entity = _entity(context, body)
    among = among_of(body)
    if entity is not None and entity.of == "territory" and (among or (isinstance(body, EventsBody) and body.first)):
        yield context.say("owner-unfit", span, found=entity.name.zh, entity=entity.name.zh, entity_en=entity.name.en)
    if isinstance(body, EventsBody | StateBody) and body.share and not body.once:
        yield context.say("share-unfit", span)
    if isinstance(body, EventsBody) and ((body.first and body.sum) or (body.again and (not body.first or body.once))):
        yield context.say("first-unfit", span)
    dated = entity is not None or isinstance(body, NarrowedBody)
    for one in among:
        if one.at == "record" and not (dated and _only_holds(one.when)):
            yield context.say("among-at-record", one.when.span, found="among_at: record")


def _entity(context: Context, body: Body) -> Entity | None:
    return context.scope.vocabulary.entities[body.entity] if isinstance(body, EventsBody | StateBody) else None


def _only_holds(expr: Expr) -> bool:
    return all(
        isinstance(one, ast.And | ast.Or | ast.Not) or (isinstance(one, ast.Holds) and one.at == "as_of")
        for one in nodes(expr)
    )


# --- units ----------------------------------------------------------------------------------------------------


def _ratio(context: Context, programme: Programme, body: RatioBody, span: Span, unit: str) -> Iterator[Problem]:
    if body.over == body.under:
        yield context.say("ratio-unfit", span, found=f"{body.over} / {body.under}")
        return
    over, under = (programme.indicators.get(one) for one in (body.over, body.under))
    if over is None or under is None:
        return
    top, bottom, asked = measure_of(over.unit), measure_of(under.unit), measure_of(unit)
    if None in (top, bottom, asked) or top is None or bottom is None:
        return
    multiple = SCALES.get(int(body.scale))
    fits = asked == (*top, (multiple or "", bottom[0][1])) if multiple is not None else False
    alike = top == bottom and ((asked == (("", "ratio"),) and body.scale == 1) or asked == (("", "times"),))
    if not fits and not alike:
        yield context.say("ratio-unfit", span, found=f"{over.unit} / {under.unit} × {body.scale} → {unit}")


def _unit(context: Context, programme: Programme, body: Body, span: Span, unit: str) -> Iterator[Problem]:
    """A simple unit has no multiple, and is what the body counts or adds."""
    measure = measure_of(unit)
    if not unit or (isinstance(body, ByDefinition) and not _readings(programme, body)):
        return  # where nothing can count it yet, the document's own unit stands
    if measure is None or (len(measure) == 1 and measure[0][0]):
        yield context.say("indicator-unit", span, found=unit, unit=unit, accepted=known_units())
        return
    accepted = _kinds(context, programme, body)
    if accepted is not None and (len(measure) != 1 or measure[0][1] not in accepted):
        yield context.say("indicator-unit", span, found=unit, unit=unit, accepted=" · ".join(accepted))


def _kinds(context: Context, programme: Programme, body: Body) -> tuple[str, ...] | None:
    """The kinds of unit that a body's values may have; None where that is not known here."""
    match body:
        case EventsBody() | StateBody():
            if body.sum is None:
                return COUNTS
            found = context.scope.field_of(ast.ChildField(body.entity, body.sum))
            return (KIND_OF_TYPE[found.type],) if found.type in KIND_OF_TYPE else None
        case FirmsBody():
            return ("items",)
        case FirmSumBody():
            return _of_type(Typing(context.scope, context.type_of_ref).of(body.value))
        case NarrowedBody() | ChangeBody():
            base = programme.indicators.get(body.of)
            measure = measure_of(base.unit) if base else None
            return (measure[0][1],) if measure is not None and len(measure) == 1 else None
        case _:
            return None


def _of_type(found: Type) -> tuple[str, ...] | None:
    if found.kind != "number" or len(found.dims) > 1 or (found.dims and found.dims[0][1] != 1):
        return None
    return (found.dims[0][0],) if found.dims else ("ratio", "items", "times")


# --- definitions and groups -----------------------------------------------------------------------------------


def check_definitions(context: Context) -> Iterator[Problem]:
    """A definition is what its indicator is counted by, and somebody has decided."""
    programme = context.pack.programme
    if programme is None:
        return
    for id_, one in programme.definitions.items():
        named = programme.indicators.get(one.names)
        if named is not None and named.body != ByDefinition(definition=id_):
            yield context.say("definition-names", one.span, found=one.names, name=one.names, id=id_)
        if one.open or not one.default:
            options = " | ".join(option.key for option in one.options) or "options: …"
            yield context.say("definition-open", one.span, found=one.key, name=one.name.zh, options=options)


def check_groups(context: Context) -> Iterator[Problem]:
    """Parts of a breakdown that can never be taken."""
    for group in context.pack.programme.groups.values() if context.pack.programme else ():
        yield from _members(context, group)


def _members(context: Context, group: Grouping) -> Iterator[Problem]:
    ids: set[str] = set()
    before: list[Expr] = []
    taken = NOTHING
    subject = subject_of(group.members[0].when) if group.members else None
    for member in group.members:
        region = None if subject is None else context.region(member.when, subject)
        nothing_left = (
            region is not None and subject is not None and not context.left_over(minus(region, taken), subject)
        )
        if member.id in ids or member.when in before or nothing_left:
            yield context.say("group-unreachable", member.span, found=member.id, name=member.name.zh)
        ids.add(member.id)
        before.append(member.when)
        if region is not None:
            taken = either(taken, region)
