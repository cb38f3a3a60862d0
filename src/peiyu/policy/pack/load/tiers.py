"""Tiers: criteria and how they combine."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from peiyu.policy.condition.ast import Flag, Span
from peiyu.policy.pack.load.reader import RULE_KEYS, Inherited, Reader, with_origin
from peiyu.policy.pack.model import ChooseCriterion, Combined, Criterion, Group, GuardedGroup, Negated, Tier
from peiyu.policy.pack.yaml import Node, Scalar, Table
from peiyu.problems import Text

TIER_KEYS = (*RULE_KEYS, "title", "valid_for", "met_when")
GROUP_KEYS = (*RULE_KEYS, "id", "all", "any", "at_least", "of", "not", "if", "choose", "when_undefined")
KINDS = ("all", "any", "at_least", "not", "if", "choose")


@dataclass(slots=True)
class Held:
    """A tier that is being read: its key, the ids seen and the groups counted."""

    key: str
    ids: dict[str, Span] = field(default_factory=dict)
    groups: int = 0
    inside: str = ""


def tier(reader: Reader, id_: Scalar, node: Node, evidence: str) -> Tier:
    where = Text(f"层级 {id_.text}", f"the tier {id_.text}")
    table = reader.table(node, where, TIER_KEYS, ("met_when",))
    held = Held(f"{reader.pack}.{id_.text}")
    own = reader.inherited(table, Inherited())
    met_when = _group(reader, table.get("met_when") or Table((), table.span), held, own)
    grounds = reader.grounds(table, with_origin(Inherited(cite="—"), evidence), where)
    grounds["cite"] = own.cite
    return Tier(
        **reader.rule(table, held.key, id_.text), **grounds, met_when=met_when, title=_title(reader, table),
        valid_for=_months(reader, table),
    )  # fmt: skip


def _title(reader: Reader, table: Table) -> str | None:
    node, written = table.get("title"), reader.text(table, "title")
    if not written or node is None:
        return None
    for code, text in reader.scope.vocabulary.field("title", "kind").options:
        if written in (code, text.zh):
            return text.zh
    reader.say("title-unknown", node.span, found=written, name=written, options=" · ".join(reader.scope.titles()))
    return None


def _months(reader: Reader, table: Table) -> int | None:
    node, written = table.get("valid_for"), reader.text(table, "valid_for")
    if not written or node is None:
        return None
    match = re.fullmatch(r"([0-9]{1,4})\s*(年|月|个月)", written)
    if match is None:
        reader.wrong(node, "valid_for", Text("年数或月数", "years or months"), "valid_for: 3年")
        return None
    return int(match[1]) * (12 if match[2] == "年" else 1)


def _group(reader: Reader, node: Node, held: Held, above: Inherited) -> Group:
    table = reader.table(node, Text("条件", "a criterion"), GROUP_KEYS)
    kinds = [one for one in KINDS if one in table]
    if len(kinds) != 1:
        reader.say(
            "key-missing", table.span, found=" · ".join(kinds), where="条件", where_en="a criterion",
            key=" / ".join(KINDS), example="{id: staff, if: 职工总数 <= 500人, cite: 第六条}",
        )  # fmt: skip
        return _combined(reader, table, held, above, "all", ())
    kind = kinds[0]
    own = reader.inherited(table, above)
    if kind == "if":
        return _criterion(reader, table, held, above)
    if kind == "choose":
        return _choose(reader, table, held, above)
    if kind == "not":
        inner = _group(reader, table.get("not") or table, held, own)
        return Negated(**_unnamed(reader, table, held, own), of=inner)
    parts_of = "of" if kind == "at_least" else kind
    parts = tuple(_group(reader, row, held, own) for row in reader.rows(table.get(parts_of), parts_of))
    return _combined(reader, table, held, above, kind, parts)


def _combined(
    reader: Reader, table: Table, held: Held, above: Inherited, how: Any, parts: tuple[Group, ...]
) -> Combined:
    need = {"all": len(parts), "any": 1}.get(how, 0)
    if how == "at_least":
        written = reader.text(table, "at_least")
        need = int(written) if re.fullmatch("[0-9]{1,4}", written) else 0
        if not 1 <= need <= max(len(parts), 1):
            node = table.get("at_least") or table
            reader.wrong(
                node,
                "at_least",
                Text(f"1 至 {len(parts)} 的整数", f"a whole number from 1 to {len(parts)}"),
                "at_least: 2",
            )
    return Combined(**_unnamed(reader, table, held, reader.inherited(table, above)), how=how, need=need, parts=parts)


def _unnamed(reader: Reader, table: Table, held: Held, own: Inherited) -> dict[str, Any]:
    """A group's rule: its id if it has one, else its number in the tier."""
    held.groups += 1
    key = _identity(reader, table, held) or f"{held.key}#{held.groups}"
    rule = reader.rule(table, key, "")
    return {**rule, "cite": own.cite, "evidence": own.evidence or "unverified"}


def _identity(reader: Reader, table: Table, held: Held) -> str | None:
    node = table.get("id")
    if not isinstance(node, Scalar):
        return None
    reader.check_id(node)
    if node.text in held.ids:
        reader.say("id-twice", node.span, found=node.text, id=node.text, first=held.ids[node.text].line)
    held.ids.setdefault(node.text, node.span)
    return f"{held.key}.{node.text}"


def _leaf(reader: Reader, table: Table, held: Held, above: Inherited, written: str) -> dict[str, Any]:
    """A leaf's rule. It needs an id, unless a choose around it has one; there its condition is its name."""
    key = _identity(reader, table, held)
    named = written or (key or "").rpartition(".")[2]
    if key is None:
        held.groups += 1
        key = f"{held.inside or held.key}#{held.groups}"
        if not held.inside:
            reader.say(
                "key-missing",
                table.span,
                where="条件",
                where_en="a criterion",
                key="id",
                example="{id: staff, if: 职工总数 <= 500人}",
            )
    where = Text(f"条件 {key}", f"the criterion {key}")
    return {**reader.rule(table, key, "" if held.inside else named), **reader.grounds(table, above, where)}


def _criterion(reader: Reader, table: Table, held: Held, above: Inherited) -> Criterion:
    node = table.get("if")
    written = node.text if isinstance(node, Scalar) else ""
    return Criterion(
        **_leaf(reader, table, held, above, written), when=reader.expr(node, "if") or Flag(False),
        when_undefined=reader.when_undefined(table),
    )  # fmt: skip


def _choose(reader: Reader, table: Table, held: Held, above: Inherited) -> ChooseCriterion:
    rule = _leaf(reader, table, held, above, "")
    own = reader.inherited(table, above)
    outside, held.inside = held.inside, rule["key"]
    branches = tuple(_guarded(reader, row, held, own) for row in reader.rows(table.get("choose"), "choose"))
    held.inside = outside
    return ChooseCriterion(**rule, branches=branches)


def _guarded(reader: Reader, node: Node, held: Held, above: Inherited) -> GuardedGroup:
    where = Text("choose 的一行", "a row of choose")
    if isinstance(node, Table) and "else" in node:
        row = reader.table(node, where, ("else",))
        return GuardedGroup(when=None, then=_group(reader, row.get("else") or row, held, above))
    row = reader.table(node, where, ("when", "then"), ("when", "then"))
    when = reader.expr(row.get("when"), "when") or Flag(False)
    return GuardedGroup(when=when, then=_group(reader, row.get("then") or Table((), row.span), held, above))
