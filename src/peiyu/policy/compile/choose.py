"""Which text, parameter value and definition option hold: by dates and by what was selected."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from peiyu.policy.compile.binding import Selection
from peiyu.policy.condition.ast import Expr, Flag, Number, TextLiteral
from peiyu.policy.condition.printing import printed
from peiyu.policy.pack.model import Applies, Definition, Pack, Parameter, Statute
from peiyu.policy.pack.programme import IndicatorDefinition
from peiyu.problems import PackError, Problem, Text, UsageError, Where


class Spell(Protocol):
    """Anything in force from a day until another, both inclusive."""

    @property
    def since(self) -> dt.date | None: ...
    @property
    def until(self) -> dt.date | None: ...


S = TypeVar("S", bound=Spell)


def days_outside(spell: Spell, day: dt.date) -> int:
    """0 within the spell, otherwise the days to its nearer end."""
    if spell.since is not None and day < spell.since:
        return (spell.since - day).days
    if spell.until is not None and day > spell.until:
        return (day - spell.until).days
    return 0


def nearest_in_time(spells: Sequence[S], day: dt.date) -> tuple[S, bool]:
    """The spell that holds on `day`, or the nearest one with False; of two that hold the later."""
    ordered = sorted(spells, key=lambda s: s.since or dt.date.min, reverse=True)
    best = min(ordered, key=lambda s: days_outside(s, day))
    return best, days_outside(best, day) == 0


def refuse_unknown(what: Text, word: str, known: Iterable[str], code: str) -> UsageError:
    """The error for a word that nothing is called, naming the nearest."""
    words = sorted(known)
    near = difflib.get_close_matches(word, words, n=3, cutoff=0.4)
    shown, told = "、".join(near or words[:8]), ", ".join(near or words[:8])
    if not words:
        listed, step = Text(f"这里没有{what.zh}", f"there is no {what.en} here"), Text("去掉该选项", "leave it out")
    else:
        listed = Text(f"相近的有：{shown}" if near else shown, f"near it: {told}" if near else told)
        step = Text("改用上列名称之一", "use one of these names")
    return UsageError(
        Problem(
            code,
            Text(f"没有名为 {word} 的{what.zh}", f"there is no {what.en} called {word}"),
            found=word,
            accepted=listed,
            next_step=step,
        )
    )


def statute_of(pack: Pack, day: dt.date) -> tuple[Statute, bool]:
    """The pack's text on `day` and whether it is in force then."""
    if not pack.texts:
        raise PackError(
            Problem(
                "pack-without-text",
                Text(f"政策包 {pack.id} 没有文本", f"pack {pack.id} has no text"),
                Where(pack.folder),
                next_step=Text("在 pack.yaml 的 texts 中登记文本", "list a text under texts in pack.yaml"),
            )
        )
    return nearest_in_time(pack.texts, day)


def row_of(ladder: Pack, tier: str, selection: Selection) -> tuple[Applies, bool]:
    """The row of a ladder for a tier and the selection's event and rules_at."""
    rows = [row for row in ladder.applies if row.tier == tier]
    if not rows:
        raise refuse_unknown(Text("层级", "tier"), f"{ladder.id}.{tier}", tiers_of_ladder(ladder), "unknown-tier")
    fitting = [row for row in rows if row.event == selection.event]
    if not fitting:
        events = "、".join(sorted({row.event for row in rows}))
        raise UsageError(
            Problem(
                "no-text-for-event",
                Text(
                    f"{ladder.id}.{tier} 没有适用于 {selection.event} 的文本",
                    f"{ladder.id}.{tier} has no text for the event {selection.event}",
                ),
                found=selection.event,
                accepted=Text(events, events),
                next_step=Text("换一个事项（--event）", "choose another event (--event)"),
            )
        )
    return nearest_in_time(fitting, selection.rules_at)


def tiers_of_ladder(ladder: Pack) -> tuple[str, ...]:
    """`ladder.tier` of every tier it speaks of, in order of appearance."""
    return tuple(dict.fromkeys(f"{ladder.id}.{row.tier}" for row in ladder.applies))


def value_of_parameter(key: str, parameter: Parameter, selection: Selection) -> Expr:
    """The replacing literal if one was selected, otherwise the value on rules_at."""
    if key in selection.parameters:
        return selection.parameters[key]
    return nearest_in_time(parameter.values, selection.rules_at)[0].value


BARE = ("", "items", "points", "ratio")
"""Dimensions in which a number may be written without its unit."""


def refuse_unfit(key: str, given: Expr, parameter: Parameter) -> None:
    """UsageError where a replacing value is not a literal of the parameter's kind and unit."""
    held = parameter.values[0].value
    if isinstance(given, Number) and isinstance(held, Number):
        bare = not given.dimension and (held.dimension in BARE or given.value == 0)
        if bare or given.dimension == held.dimension:
            return
    elif isinstance(given, Flag | TextLiteral) and type(given) is type(held):
        return
    raise UsageError(
        Problem(
            "parameter-unfit",
            Text(f"参数 {key} 的取值或单位不符", f"the value or its unit does not fit the parameter {key}"),
            found=printed(given, "zh"),
            accepted=Text(f"同 {printed(held, 'zh')} 一类的值", f"a value of the same kind as {printed(held, 'en')}"),
            next_step=Text("改写取值", "write another value"),
        )
    )


def option_of(key: str, definition: Definition | IndicatorDefinition, selection: Selection) -> str:
    """The option's key: the one selected, otherwise the locked one, otherwise the default."""
    chosen = selection.define.get(key, definition.locked or definition.default)
    known = [option.key for option in definition.options]
    if chosen not in known:
        raise refuse_unknown(
            Text(f"口径 {key} 的选项", f"option of the definition {key}"), chosen, known, "unknown-option"
        )
    return chosen
