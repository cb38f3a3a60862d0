"""What the document enumerates, breaks down by, supports with, pays for and makes someone's duty."""

from __future__ import annotations

import re
from typing import Any, get_args

from peiyu.policy.condition.ast import Fact
from peiyu.policy.pack.load.programme.goals import number
from peiyu.policy.pack.load.reader import RULE_KEYS, Inherited, Reader
from peiyu.policy.pack.programme import (
    OTHER,
    Actor,
    ActorKind,
    Enumeration,
    Fund,
    Grouping,
    GroupMember,
    Measure,
    MeasureKind,
    Responsibility,
    SupportProgramme,
    TiedTo,
)
from peiyu.policy.pack.yaml import Node, Scalar, Table
from peiyu.problems import Text

MEASURE_KINDS: tuple[str, ...] = get_args(MeasureKind)
ACTOR_KINDS: tuple[str, ...] = get_args(ActorKind)
TIES: tuple[str, ...] = get_args(TiedTo)
EVERY = ("month", "quarter", "half_year", "year")
MEASURE_KEYS = (*RULE_KEYS, "kind", "gives", "pays", "basis", "review", "from", "until", "tied_to", "lead")
DUTY_KEYS = (*RULE_KEYS, "duty", "lead", "with", "by", "every")


def enumeration(reader: Reader, id_: Scalar, node: Node, above: Inherited) -> Enumeration:
    where = Text(f"清单 {id_.text}", f"the list {id_.text}")
    table = reader.table(node, where, (*RULE_KEYS, "of"), ("name", "of"))
    return Enumeration(
        **reader.rule(table, f"{reader.pack}.{id_.text}", id_.text), **reader.grounds(table, above, where),
        of=reader.texts(table, "of"),
    )  # fmt: skip


def _loose_grounds(reader: Reader, table: Table, above: Inherited) -> dict[str, Any]:
    """Of what is an office's own arrangement: a clause may be named and need not be."""
    own = reader.inherited(table, above)
    return {"cite": own.cite, "evidence": own.evidence or "unverified"}


def grouping(reader: Reader, id_: Scalar, node: Node, above: Inherited) -> Grouping:
    """`of:` members with conditions and `else`, or `by:` a fact of the enterprise."""
    where = Text(f"分组 {id_.text}", f"the group {id_.text}")
    table = reader.table(node, where, (*RULE_KEYS, "of", "else", "by"), ("name",))
    if ("of" in table) == ("by" in table):
        reader.say(
            "key-missing", table.span, where=where.zh, where_en=where.en, key="of / by",
            example="by: 所属区县 · of: [{id: large, name: 大, if: 职工总数 > 300人}]",
        )  # fmt: skip
    members = tuple(one for row in reader.rows(table.get("of"), "of") if (one := _member(reader, row)) is not None)
    return Grouping(
        **reader.rule(table, f"{reader.pack}.{id_.text}", id_.text),
        **_loose_grounds(reader, table, above),
        members=members,
        otherwise=reader.said(table, "else", Text("其余", "the rest")) if "else" in table else OTHER,
        by=_fact(reader, table.get("by")),
    )


def _member(reader: Reader, node: Node) -> GroupMember | None:
    table = reader.table(node, Text("分组的一部分", "a part of a group"), ("id", "name", "en", "if"), ("id", "if"))
    id_ = table.get("id")
    if isinstance(id_, Scalar):
        reader.check_id(id_)
    when, name = reader.expr(table.get("if"), "if"), reader.text(table, "id")
    return None if when is None else GroupMember(id=name, name=reader.name(table, name), when=when, span=table.span)


def _fact(reader: Reader, node: Node | None) -> Fact | None:
    found = reader.expr(node, "by")
    if node is None or found is None:
        return None
    if isinstance(found, Fact) and reader.scope.field_of(found).type in ("text", "enum", "bool", "industry"):
        return found
    reader.wrong(
        node,
        "by",
        Text("企业的文本、选项、是否或行业数据项", "a text, option, yes/no or industry fact"),
        "by: 所属区县",
    )
    return None


def support(reader: Reader, id_: Scalar, node: Node, above: Inherited) -> SupportProgramme:
    where = Text(f"计划 {id_.text}", f"the programme {id_.text}")
    table = reader.table(node, where, (*RULE_KEYS, "for", "measures", "alias"), ("name",))
    return SupportProgramme(
        **reader.rule(table, f"{reader.pack}.{id_.text}", id_.text), **reader.grounds(table, above, where),
        addresses=reader.expr(table.get("for"), "for"), measures=reader.texts(table, "measures"),
        alias=reader.text(table, "alias"),
    )  # fmt: skip


def measure(reader: Reader, id_: Scalar, node: Node, above: Inherited) -> Measure:
    where = Text(f"措施 {id_.text}", f"the measure {id_.text}")
    table = reader.table(node, where, MEASURE_KEYS, ("name", "kind", "gives"))
    since, until = reader.since_until(table)
    ties: list[Any] = []
    for one in reader.rows(table.get("tied_to"), "tied_to"):
        if isinstance(one, Scalar) and one.text in TIES:
            ties.append(one.text)
        else:
            found = one.text if isinstance(one, Scalar) else "…"
            reader.say("value-unknown", one.span, found=found, key="tied_to", accepted=" · ".join(TIES))
    return Measure(
        **reader.rule(table, f"{reader.pack}.{id_.text}", id_.text), **reader.grounds(table, above, where),
        kind=reader.one_of(table, "kind", MEASURE_KINDS, "service"),
        gives=reader.said(table, "gives", Text("给什么", "what it gives")),
        pays=reader.said(table, "pays", Text("付什么", "what it pays")),
        basis=reader.text(table, "basis"), review=reader.text(table, "review"), since=since, until=until,
        tied_to=tuple(ties), lead=reader.text(table, "lead") or None,
    )  # fmt: skip


def actor(reader: Reader, id_: Scalar, node: Node, above: Inherited) -> Actor:
    where = Text(f"主体 {id_.text}", f"the actor {id_.text}")
    table = reader.table(node, where, (*RULE_KEYS, "kind"), ("name", "kind"))
    return Actor(
        **reader.rule(table, f"{reader.pack}.{id_.text}", id_.text), **_loose_grounds(reader, table, above),
        kind=reader.one_of(table, "kind", ACTOR_KINDS, "other"),
    )  # fmt: skip


def responsibility(reader: Reader, id_: Scalar, node: Node, above: Inherited) -> Responsibility:
    where = Text(f"责任 {id_.text}", f"the responsibility {id_.text}")
    table = reader.table(node, where, DUTY_KEYS, ("duty", "lead"))
    duty = reader.said(table, "duty", Text("职责", "the duty"))
    rule = reader.rule(table, f"{reader.pack}.{id_.text}", id_.text)
    if "name" not in table:
        rule["name"] = duty
    return Responsibility(
        **rule, **reader.grounds(table, above, where), duty=duty, lead=reader.text(table, "lead"),
        with_=reader.texts(table, "with"), by=reader.date(table, "by"),
        every=reader.one_of(table, "every", EVERY, None),
    )  # fmt: skip


def fund(reader: Reader, id_: Scalar, node: Node, above: Inherited) -> Fund:
    where = Text(f"资金 {id_.text}", f"the fund {id_.text}")
    table = reader.table(node, where, (*RULE_KEYS, "amount", "year", "purposes"), ("name",))
    place = table.get("amount")
    amount = number(reader, place, "amount")
    if amount is not None and place is not None and amount[1] != "元":
        reader.say("goal-written", place.span, found=amount[1], key="amount")
    year, written = table.get("year"), reader.text(table, "year")
    if year is not None and not re.fullmatch(r"[0-9]{4}", written):
        reader.wrong(year, "year", Text("四位年份", "a year of four digits"), "year: 2012")
        written = ""
    return Fund(
        **reader.rule(table, f"{reader.pack}.{id_.text}", id_.text), **reader.grounds(table, above, where),
        amount=amount[0] if amount else None, year=int(written) if written else None,
        purposes=reader.texts(table, "purposes"),
    )  # fmt: skip
