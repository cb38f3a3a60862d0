"""Score tables: bands, sums, the best of several, expert ranges, computed points and bonuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from peiyu.policy.condition.ast import Expr, Flag, Name, Span
from peiyu.policy.condition.walk import with_parts
from peiyu.policy.pack.load.reader import RULE_KEYS, Inherited, Reader, with_origin
from peiyu.policy.pack.model import (
    Band,
    BandItem,
    BestItem,
    BonusItem,
    ExpertItem,
    PointsItem,
    Score,
    ScoreItem,
    SumItem,
)  # fmt: skip
from peiyu.policy.pack.yaml import Node, Scalar, Sequence, Table
from peiyu.problems import Text

KINDS = ("bands", "items", "best_of", "expert", "if", "points")
ITEM_KEYS = (
    *RULE_KEYS,
    "id",
    "cap",
    "floor",
    "of",
    "bands",
    "items",
    "best_of",
    "expert",
    "fact",
    "if",
    "points",
    "when_undefined",
)
OF = "_"
"""Stands for the item's value while a band is read."""


@dataclass(slots=True)
class Held:
    """One score table that is being read: its key and the ids seen."""

    key: str
    ids: dict[str, Span] = field(default_factory=dict)


def score(reader: Reader, id_: Scalar, node: Node, evidence: str) -> Score:
    where = Text(f"评分表 {id_.text}", f"the score {id_.text}")
    table = reader.table(node, where, (*RULE_KEYS, "cap", "items"), ("items",))
    own = reader.inherited(table, Inherited())
    held = Held(f"{reader.pack}.{id_.text}")
    items = tuple(_item(reader, row, held, own, held.key) for row in reader.rows(table.get("items"), "items"))
    grounds = reader.grounds(table, with_origin(Inherited(), evidence), where)
    return Score(
        **reader.rule(table, held.key, id_.text), **grounds, items=items, cap=reader.amount(table.get("cap"), "cap")
    )


def _item(reader: Reader, node: Node, held: Held, above: Inherited, parent: str) -> ScoreItem:
    table = reader.table(node, Text("评分项", "a score item"), ITEM_KEYS)
    key, word = _key(reader, table, held, parent)
    own = reader.inherited(table, above)
    where = Text(f"评分项 {word}", f"the score item {word}")
    common: dict[str, Any] = {
        **reader.rule(table, key, word), **reader.grounds(table, above, where),
        "cap": reader.amount(table.get("cap"), "cap"), "floor": reader.amount(table.get("floor"), "floor"),
    }  # fmt: skip
    kind = next((one for one in KINDS if one in table), None)
    match kind:
        case "bands":
            return _bands(reader, table, common, where)
        case "items":
            rows = reader.rows(table.get("items"), "items")
            return SumItem(**common, items=tuple(_item(reader, row, held, own, key) for row in rows))
        case "best_of":
            rows = reader.rows(table.get("best_of"), "best_of")
            return BestItem(**common, items=tuple(_item(reader, row, held, own, key) for row in rows))
        case "expert":
            low, high = _range(reader, table.get("expert"), "expert")
            return ExpertItem(**common, low=low, high=high, fact=reader.expr(table.get("fact"), "fact"))
        case "if":
            return BonusItem(
                **common, when=reader.expr(table.get("if"), "if") or Flag(False),
                points=reader.amount(table.get("points"), "points") or Fraction(0),
                when_undefined=reader.when_undefined(table),
            )  # fmt: skip
        case "points":
            points = reader.expr(table.get("points"), "points") or Flag(False)
            return PointsItem(**common, points=points, when_undefined=reader.when_undefined(table))
        case _:
            reader.say(
                "key-missing", table.span, where=where.zh, where_en=where.en, key=" / ".join(KINDS),
                example='of: …, bands: [[">= 30%", 20], [else, 0]]',
            )  # fmt: skip
            return SumItem(**common, items=())


def _key(reader: Reader, table: Table, held: Held, parent: str) -> tuple[str, str]:
    """The key and the word of an item; one without an id is numbered under its parent."""
    node = table.get("id")
    if not isinstance(node, Scalar):
        number = sum(1 for one in held.ids if one.startswith(f"{parent}#")) + 1
        held.ids[f"{parent}#{number}"] = table.span
        return f"{parent}#{number}", f"{parent.rpartition('.')[2]}#{number}"
    reader.check_id(node)
    if node.text in held.ids:
        reader.say("id-twice", node.span, found=node.text, id=node.text, first=held.ids[node.text].line)
    held.ids.setdefault(node.text, node.span)
    return f"{held.key}.{node.text}", node.text


def _bands(reader: Reader, table: Table, common: dict[str, Any], where: Text) -> BandItem:
    if "of" not in table:
        reader.say(
            "key-missing", table.span, where=where.zh, where_en=where.en, key="of", example="of: 科技人员 / 职工总数"
        )
    raw = reader.parsed(table.get("of"), "of")
    of = reader.resolved(raw)
    rows = reader.rows(table.get("bands"), "bands")
    bands = tuple(one for row in rows if raw is not None and of is not None and (one := _band(reader, row, raw)))
    return BandItem(**common, of=of or Flag(False), bands=bands, when_undefined=reader.when_undefined(table))


def _band(reader: Reader, node: Node, of: Expr) -> Band | None:
    if not isinstance(node, Sequence) or len(node.items) != 2:
        reader.wrong(node, "bands", Text("[范围, 分数]", "[range, points]"), '[">= 30%", 20]')
        return None
    bound, points = node.items
    low, high = _range(reader, points, "bands")
    if isinstance(bound, Scalar) and bound.text == "else":
        return Band(when=None, low=low, high=high)
    read = reader.parsed(bound, "bands", before=f"{OF} ")
    when = reader.resolved(None if read is None else _put(read, of))
    return None if when is None else Band(when=when, low=low, high=high)


def _put(band: Expr, of: Expr) -> Expr:
    """The band with the item's value in the place of the mark."""
    return of if isinstance(band, Name) and band.text == OF else with_parts(band, lambda part: _put(part, of))


def _range(reader: Reader, node: Node | None, key: str) -> tuple[Fraction, Fraction]:
    if isinstance(node, Sequence):
        ends = [reader.amount(one, key) for one in node.items]
        if len(ends) == 2 and ends[0] is not None and ends[1] is not None and ends[0] <= ends[1]:
            return ends[0], ends[1]
        if None not in ends:
            reader.wrong(node, key, Text("[低, 高]", "[low, high]"), "[0, 8]")
        return Fraction(0), Fraction(0)
    value = reader.amount(node, key) or Fraction(0)
    return value, value
