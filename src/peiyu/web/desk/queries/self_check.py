"""The self-check: a calculator for every tier, for anybody. What is typed is worked with and forgotten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from peiyu.facts.snapshot import Snapshot
from peiyu.facts.vocabulary.load import Vocabulary, vocabulary
from peiyu.facts.vocabulary.model import Field
from peiyu.policy.explain import Explanation
from peiyu.policy.explain.questions import Question
from peiyu.policy.verdict import FactKey, Outcome
from peiyu.problems import PeiyuError, Problem, Text
from peiyu.web import bridge, clock
from peiyu.web.bridge.asking import Asked
from peiyu.web.policies.queries.texts import standards

HELD, NONE = "held", "none"
TITLES = "title"
COUNTED = "ip_right"
"""The list of which a number of each kind can be typed instead of the records."""
UNITS: Mapping[str, str] = {
    "money": "万元", "persons": "人", "items": "件", "integer": "", "ratio": "%", "years": "年", "points": "分",
    "area": "㎡",
}  # fmt: skip
ENGLISH: Mapping[str, str] = {
    "万元": "10 000 yuan", "人": "persons", "件": "items", "%": "%", "年": "years", "分": "points", "㎡": "m²",
}  # fmt: skip
NO_TEXT = Text("", "")
Options = tuple[tuple[str, Text], ...]
HOLDS: Options = ((HELD, Text("持有且有效", "held and in force")), (NONE, Text("未持有", "not held")))
HAS_NONE: Options = ((NONE, Text("没有", "none")),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One thing that may be typed: `kind` number, text, date or choice (then `options`); `name` carries its fact.
    decisive: every answer settles the verdict; effects: what each answer would mean."""

    name: str
    label: Text
    kind: str
    unit: Text = NO_TEXT
    options: Options = ()
    value: str = ""
    decisive: bool = False
    effects: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The calculator after an answer. open: what still matters, the decisive first; given: what was typed; both keep
    what stands in them. explanation None: what was typed cannot be read, `problems` say why."""

    explanation: Explanation | None
    open: tuple[Input, ...]
    given: tuple[Input, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Offered:
    """A tier that can be checked."""

    key: str
    name: Text
    pack: Text


def offered() -> tuple[Offered, ...]:
    """Every tier that gives a title."""
    bound = bridge.asked(*standards()).bound().tiers
    packs = {one.pack: bridge.pack_of(one.pack).name for one in bound.values()}
    return tuple(
        Offered(key, one.tier.name, packs[one.pack]) for key, one in bound.items() if one.tier.title is not None
    )


def check(tier: str, sent: Mapping[str, str]) -> Checked:
    """The verdict on a tier from what was typed, and what is worth asking next. `sent`: names of inputs → texts."""
    ask = bridge.asked(tier)
    words = vocabulary().extended(ask.bound().fields.values())
    typed = {name: value.strip() for name, value in sent.items() if ":" in name and value.strip()}
    given = tuple(_given(name, value, words) for name, value in typed.items() if _known(name, words))
    try:
        snapshot = bridge.given(facts_of(given, words), ask)
    except PeiyuError as error:
        empty = bridge.given({}, ask)
        return Checked(
            explanation=None, open=_open(empty, tier, ask, words, typed), given=given, problems=error.problems
        )
    explanation = bridge.explain(snapshot, tier, ask)
    still = _open(snapshot, tier, ask, words, typed) if explanation.outcome is Outcome.UNKNOWN else ()
    asked = {one.name for one in still}
    return Checked(explanation=explanation, open=still, given=tuple(one for one in given if one.name not in asked))


def facts_of(given: tuple[Input, ...], words: Vocabulary) -> dict[str, Any]:
    """What was typed as the library takes facts."""
    facts: dict[str, Any] = {}
    complete: list[str] = []
    day = clock.today()
    for one in given:
        fact = _fact(one.name)
        if not fact.field_code:
            _take_list(fact, one.value, facts, complete, words, day)
        else:
            field = words.field(fact.entity, fact.field_code)
            value: Any = one.value + UNITS.get(field.type, "") if one.kind == "number" else one.value
            if fact.year:
                facts.setdefault(field.code, {})[fact.year] = value
            else:
                facts[field.code] = value
    return {**facts, **({"complete": complete} if complete else {})}


def _take_list(
    fact: FactKey, value: str, facts: dict[str, Any], complete: list[str], words: Vocabulary, day: dt.date
) -> None:
    """A list of which it was said that it is empty, that a title is held, or how many of a kind there are."""
    entity = words.entities[fact.entity].name.zh
    rows = facts.setdefault(fact.entity, [])
    if fact.entity == COUNTED and value.isdecimal():
        rows += [{"kind": fact.scope, "status": "有效"} for _ in range(min(int(value), 200))]
        return
    complete.append(f"{entity}：{fact.scope}" if fact.scope else entity)
    if value == HELD:
        year = dt.timedelta(days=365)
        rows.append({"kind": fact.scope, "granted_on": str(day - year), "expires_on": str(day + year)})


def _open(snapshot: Snapshot, tier: str, ask: Asked, words: Vocabulary, typed: Mapping[str, str]) -> tuple[Input, ...]:
    """What still matters, as inputs."""
    asked = bridge.questions(snapshot, [tier], ask)
    return tuple(one for each in asked for one in _inputs(each, words, typed))


def _inputs(one: Question, words: Vocabulary, typed: Mapping[str, str]) -> Iterator[Input]:
    name = _name(one.fact)
    effects = tuple(
        Text(f"{answer.what.zh} → {answer.consequence.zh}", f"{answer.what.en} → {answer.consequence.en}")
        for answer in one.answers
    )
    made = _made(one.fact, one.ask, typed.get(name, ""), words)
    yield Input(
        name=name, label=made.label, kind=made.kind, unit=made.unit, options=made.options, value=made.value,
        decisive=one.decisive, effects=effects,
    )  # fmt: skip
    if one.fact.entity == COUNTED and not one.fact.field_code and not one.fact.scope:
        for _, said in words.field(COUNTED, "kind").options:
            counted = FactKey(COUNTED, "", 0, said.zh)
            label = Text(f"其中：{said.zh}", f"of these: {said.en}")
            value = typed.get(_name(counted), "")
            yield Input(name=_name(counted), label=label, kind="number", unit=Text("件", "items"), value=value)


def _made(fact: FactKey, label: Text, value: str, words: Vocabulary) -> Input:
    name = _name(fact)
    if not fact.field_code:
        return _made_list(fact, label, value)
    field = words.field(fact.entity, fact.field_code)
    if field.type == "bool":
        options: Options = (("是", Text("是", "yes")), ("否", Text("否", "no")))
        return Input(name=name, label=label, kind="choice", options=options, value=value)
    if field.type == "enum":
        return Input(
            name=name, label=label, kind="choice", options=tuple((said.zh, said) for _, said in field.options),
            value=value,
        )  # fmt: skip
    kind = "number" if field.is_numeric else "date" if field.type == "date" else "text"
    unit = UNITS.get(field.type, "")
    return Input(name=name, label=label, kind=kind, unit=Text(unit, ENGLISH.get(unit, unit)), value=value)


def _made_list(fact: FactKey, label: Text, value: str) -> Input:
    if fact.entity == COUNTED and fact.scope:
        return Input(name=_name(fact), label=label, kind="number", unit=Text("件", "items"), value=value)
    options = HOLDS if fact.entity == TITLES and fact.scope else HAS_NONE
    return Input(name=_name(fact), label=label, kind="choice", options=options, value=value)


def _given(name: str, value: str, words: Vocabulary) -> Input:
    fact = _fact(name)
    if fact.field_code:
        field: Field = words.field(fact.entity, fact.field_code)
        year = Text(f"{fact.year}年度", f"{fact.year} ") if fact.year else NO_TEXT
        label = Text(f"{year.zh}{field.name.zh}", f"{year.en}{field.name.en}")
    else:
        entity = words.entities[fact.entity].name
        scope = Text(f"：{fact.scope}", f": {fact.scope}") if fact.scope else NO_TEXT
        label = Text(f"{entity.zh}{scope.zh}", f"{entity.en}{scope.en}")
    return _made(fact, label, value, words)


def _name(fact: FactKey) -> str:
    return f"{fact.entity}:{fact.field_code}:{fact.year}:{fact.scope}"


def _fact(name: str) -> FactKey:
    entity, field_code, year, scope = name.split(":", 3)
    return FactKey(entity, field_code, int(year), scope)


def _known(name: str, words: Vocabulary) -> bool:
    """Whether a name is one that the form writes."""
    parts = name.split(":", 3)
    if len(parts) != 4 or parts[0] not in words.entities or not (parts[2].isdecimal() and len(parts[2]) <= 4):
        return False
    return not parts[1] or any(one.code == parts[1] for one in words.entities[parts[0]].fields)
