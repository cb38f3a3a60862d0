"""Indicators and their definitions, targets and trends."""

from __future__ import annotations

from peiyu.facts.vocabulary.load import vocabulary
from peiyu.policy.pack.load.programme.bodies import BODY_KEYS, body, flag
from peiyu.policy.pack.load.programme.goals import COMPARATORS, goal, schedule
from peiyu.policy.pack.load.reader import RULE_KEYS, Inherited, Reader
from peiyu.policy.pack.programme import (
    Indicator,
    IndicatorDefinition,
    IndicatorOption,
    Target,
    Trend,
)
from peiyu.policy.pack.yaml import Node, Scalar, Table
from peiyu.problems import Text

INDICATOR_KEYS = (*RULE_KEYS, "unit")
OPTION_KEYS = ("name", "en", "retrospective")
DEFINITION_KEYS = (*RULE_KEYS, "names", "default", "options", "open", "locked", "locked_by", "locked_on")
TARGET_KEYS = (
    *RULE_KEYS, "indicator", *COMPARATORS, "stretch", "since", "by", "parts", "decided_by", "lead", "with", "plan",
)  # fmt: skip
TREND_KEYS = (*RULE_KEYS, "indicator", "since", "lead")


def indicator(reader: Reader, id_: Scalar, node: Node, above: Inherited) -> Indicator | None:
    where = Text(f"指标 {id_.text}", f"the indicator {id_.text}")
    table = reader.table(node, where, (*INDICATOR_KEYS, *BODY_KEYS), ("name", "unit"))
    made = body(reader, table, where, INDICATOR_KEYS)
    rule = {**reader.rule(table, f"{reader.pack}.{id_.text}", id_.text), **reader.grounds(table, above, where)}
    return None if made is None else Indicator(**rule, unit=reader.text(table, "unit").replace("％", "%"), body=made)


def definition(reader: Reader, id_: Scalar, node: Node, above: Inherited) -> IndicatorDefinition:
    """A 口径 with options that are bodies; without options it is open."""
    where = Text(f"口径 {id_.text}", f"the definition {id_.text}")
    table = reader.table(node, where, DEFINITION_KEYS, ("name", "names"))
    held = table.get("options")
    rows = reader.named(held, "options")
    options = tuple(one for key, value in rows if (one := _option(reader, key, value)) is not None)
    open_ = flag(reader, table, "open") or not rows
    for key in ("default", "locked"):
        chosen = reader.text(table, key)
        place = table.get(key)
        if chosen and place is not None and chosen not in [name.text for name, _ in rows]:
            known = " · ".join(name.text for name, _ in rows) or "options: …"
            reader.say("option-default", place.span, found=chosen, name=chosen, options=known)
    if "default" not in table and not open_:
        reader.say(
            "key-missing", table.span, where=where.zh, where_en=where.en, key="default", example="default: recognised"
        )
    return IndicatorDefinition(
        **reader.rule(table, f"{reader.pack}.{id_.text}", id_.text), **reader.grounds(table, above, where),
        names=reader.text(table, "names"), default=reader.text(table, "default"), options=options, open=open_,
        locked=reader.text(table, "locked") or None, locked_by=reader.text(table, "locked_by"),
        locked_on=reader.date(table, "locked_on"),
    )  # fmt: skip


def _option(reader: Reader, key: Scalar, node: Node) -> IndicatorOption | None:
    where = Text(f"选项 {key.text}", f"the option {key.text}")
    table = reader.table(node, where, (*OPTION_KEYS, *BODY_KEYS), ("name",))
    made = body(reader, table, where, OPTION_KEYS)
    if made is None:
        return None
    name = reader.name(table, key.text)
    return IndicatorOption(
        key=key.text, name=name, body=made, retrospective=flag(reader, table, "retrospective"), span=table.span
    )


def target(reader: Reader, id_: Scalar, node: Node, above: Inherited) -> Target | None:
    where = Text(f"目标 {id_.text}", f"the target {id_.text}")
    table = reader.table(node, where, TARGET_KEYS, ("name", "indicator", "by"))
    promised, by = goal(reader, table, where), reader.date(table, "by")
    rule = {**reader.rule(table, f"{reader.pack}.{id_.text}", id_.text), **reader.grounds(table, above, where)}
    since, plan = reader.date(table, "since"), schedule(reader, table.get("plan"))
    decided = reader.said(table, "decided_by", Text("以何为准", "what decides"))
    if promised is None or by is None:
        return None
    return Target(
        **rule, indicator=reader.text(table, "indicator"), goal=promised, since=since, by=by,
        parts=reader.texts(table, "parts"), decided_by=decided.zh,
        decided_by_en=decided.en or date_in_english(decided.zh), lead=reader.text(table, "lead") or None,
        with_=reader.texts(table, "with"), plan=plan,
    )  # fmt: skip


def date_in_english(word: str) -> str:
    """A date of a record by its English name; '' for any other word."""
    dates = (field for entity in vocabulary().entities.values() for field in entity.fields if field.type == "date")
    return next((field.name.en for field in dates if field.name.zh == word), "")


def trend(reader: Reader, id_: Scalar, node: Node, above: Inherited) -> Trend:
    where = Text(f"趋势 {id_.text}", f"the trend {id_.text}")
    table: Table = reader.table(node, where, TREND_KEYS, ("name", "indicator"))
    return Trend(
        **reader.rule(table, f"{reader.pack}.{id_.text}", id_.text), **reader.grounds(table, above, where),
        indicator=reader.text(table, "indicator"), since=reader.date(table, "since"),
        lead=reader.text(table, "lead") or None,
    )  # fmt: skip
