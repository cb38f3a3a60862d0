"""What a register can put into a form: an offer for each of its indicators."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from peiyu.paper.form.offer import Offer, OfferGroup, OfferPart
from peiyu.policy.pack.programme import Body, ByDefinition, ChangeBody, EventsBody, FirmsBody, NarrowedBody, Programme
from peiyu.problems import Text
from peiyu.writing.form.figures import REST
from peiyu.writing.register import Register

UNTOLD = frozenset({"?", "-"})
"""Parts that no form names: what is not decided, what belongs to no part."""
DERIVED = {"quarter": "month"}
"""Measures that follow from another one: a quarter from the totals of its ends."""


def offers(register: Register, programme: Programme | None = None) -> tuple[Offer, ...]:
    """The offers of a register, in the document's order. `programme`: the pack's, from which more is known of each:
    its indicator's name, the years of its target, of what it is a 其中, whether it stands or happens, and the
    breakdowns by rules, measured or not. A ratio's part that is an indicator too is offered once."""
    names = [register.names[code].zh for code in register.names if "." not in code]
    told = (code for code, name in register.names.items() if "." not in code or name.zh not in names)
    return tuple(_offer(register, code, programme) for code in told)


def _offer(register: Register, code: str, programme: Programme | None) -> Offer:
    name = register.names[code]
    measures = tuple(
        dict.fromkeys(key.measure for key in register.figures if key.code == code and not key.group)
    )  # fmt: skip
    measures += tuple(more for more, base in DERIVED.items() if base in measures)
    held = register.held(code)
    aliases = (_bare(name.zh), name.en, *(() if programme is None else _aliases(code, programme)))
    stands = "month" not in measures and "year" not in measures
    return Offer(
        code=code, name=name.zh, aliases=tuple(dict.fromkeys(one for one in aliases if one and one != name.zh)),
        unit="" if held is None else held.unit, measures=measures,
        groups=(*_groups(register, code), *_by_rules(register, programme)),
        whole=_whole(code, programme), years=_years(code, programme),
        stock=stands if programme is None else _stands(code, programme),
    )  # fmt: skip


def _bare(name: str) -> str:
    """A name without the remark in brackets at its end: 专项资金投入（2026年2亿元）."""
    return re.sub(r"[（(][^（）()]*[)）]$", "", name)


def _groups(register: Register, code: str) -> Iterator[OfferGroup]:
    told = {(key.group, key.part) for key in register.figures if key.code == code and key.group}
    for id_, group in register.groups.items():
        parts = tuple(
            OfferPart(key, _names(name)) for key, name in group.parts.items()
            if (id_, key) in told and key not in UNTOLD
        )  # fmt: skip
        if parts:
            yield OfferGroup(id_, _names(group.name), parts)


def _by_rules(register: Register, programme: Programme | None) -> Iterator[OfferGroup]:
    """The breakdowns whose parts the pack itself names, as far as the register has not told them."""
    for id_, group in ({} if programme is None else programme.groups).items():
        if group.members and id_ not in register.groups:
            parts = tuple(OfferPart(one.id, _names(one.name)) for one in group.members)
            yield OfferGroup(id_, _names(group.name), (*parts, OfferPart(REST, _names(group.otherwise))))


def _names(text: Text) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in (text.zh, text.en) if one))


def _aliases(code: str, programme: Programme) -> Iterable[str]:
    """The indicator's own names, where the target says it differently."""
    id_ = _indicator(code, programme)
    if id_ is None or id_ not in programme.indicators:
        return ()
    name = programme.indicators[id_].name
    return (name.zh, name.en)


def _indicator(code: str, programme: Programme) -> str | None:
    if code in programme.targets:
        return programme.targets[code].indicator
    return programme.trends[code].indicator if code in programme.trends else None


def _whole(code: str, programme: Programme | None) -> str:
    """The target of which this one is a part (其中)."""
    if programme is None:
        return ""
    return next((id_ for id_, one in programme.targets.items() if code in one.parts), "")


def _years(code: str, programme: Programme | None) -> tuple[int, int] | None:
    if programme is None or code not in programme.targets:
        return None
    one = programme.targets[code]
    return (one.since or one.by).year, one.by.year


def _stands(code: str, programme: Programme) -> bool:
    """Whether an indicator is a state that does not add up over days. Parts of a ratio are taken for states."""
    id_ = _indicator(code, programme)
    if id_ is None or id_ not in programme.indicators:
        return True
    return not _happens(programme.indicators[id_].body, programme)


def _happens(body: Body, programme: Programme) -> bool:
    """Whether a body counts what happens in a span."""
    match body:
        case EventsBody() | ChangeBody():
            return True
        case FirmsBody():
            return body.first
        case NarrowedBody():
            return _happens(programme.indicators[body.of].body, programme)
        case ByDefinition():
            options = programme.definitions[body.definition.rpartition(".")[2]].options
            return any(_happens(one.body, programme) for one in options)
        case _:
            return False
