"""What an indicator counts, read: events, states, firms, sums over firms, ratios, changes, narrowed ones."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from peiyu.facts.vocabulary.model import Entity, Field
from peiyu.policy.condition.ast import ChildField, Expr
from peiyu.policy.condition.scope import near
from peiyu.policy.pack.load.reader import Reader
from peiyu.policy.pack.programme import (
    Again,
    Among,
    Body,
    ByDefinition,
    ChangeBody,
    EventsBody,
    FirmsBody,
    FirmSumBody,
    NarrowedBody,
    RatioBody,
    StateBody,
)
from peiyu.policy.pack.yaml import Node, Scalar, Table
from peiyu.problems import Text

AMONG = ("among", "among_at")
RECORDS = ("count", "where", "sum", "once", "share", *AMONG)
KEYS: Mapping[str, tuple[str, ...]] = {
    "by": ("by",),
    "ratio": ("ratio",),
    "change": ("change",),
    "of": ("of", *AMONG),
    "firms": ("firms", "first", *AMONG),
    "of_firms": ("of_firms", "sum", *AMONG),
    "on": ("on", "first", "again", *RECORDS),
    "count": ("from", "to", *RECORDS),
}
"""The keys that may stand together, by the key that tells the kind; the first that is there decides."""

BODY_KEYS = tuple(dict.fromkeys(key for keys in KEYS.values() for key in keys))
ENTITY_EXAMPLE = "count: 知识产权, where: 类别 = 发明专利, on: 申请日期"


def body(reader: Reader, table: Table, where: Text, beside: tuple[str, ...]) -> Body | None:
    """The body that a table gives; `beside` are the keys that stand in it for other reasons. None if it is at fault."""
    kind = next((key for key in KEYS if key in table), None)
    if kind is None:
        reader.say("indicator-body", table.span, where=where.zh, where_en=where.en)
        return None
    reader.table(table, where, (*beside, *KEYS[kind]))
    match kind:
        case "by":
            return ByDefinition(definition=reader.text(table, "by"))
        case "ratio":
            return _ratio(reader, table.get("ratio"))
        case "change":
            return ChangeBody(of=reader.text(table, "change"))
        case "of":
            return _narrowed(reader, table, where)
        case "firms":
            when = reader.expr(table.get("firms"), "firms")
            first = flag(reader, table, "first")
            return None if when is None else FirmsBody(when=when, among=_among(reader, table), first=first)
        case "of_firms":
            value = reader.expr(table.get("sum"), "sum")
            if "sum" not in table or not flag(reader, table, "of_firms"):
                reader.say("indicator-body", table.span, where=where.zh, where_en=where.en)
            return None if value is None else FirmSumBody(value=value, among=_among(reader, table))
        case _:
            return _records(reader, table, where)


def _ratio(reader: Reader, node: Node | None) -> RatioBody:
    table = reader.table(node, Text("比率", "a ratio"), ("over", "under", "scale"), ("over", "under"))
    written = reader.text(table, "scale", "1")
    scale = Fraction(written) if written.isascii() and written.isdigit() and int(written) > 0 else None
    place = table.get("scale")
    if scale is None and place is not None:
        reader.wrong(place, "scale", Text("正整数", "a whole number above 0"), "scale: 10000")
    return RatioBody(over=reader.text(table, "over"), under=reader.text(table, "under"), scale=scale or Fraction(1))


def _narrowed(reader: Reader, table: Table, where: Text) -> Body | None:
    among = _among(reader, table)
    if "among" not in table:
        reader.say(
            "key-missing", table.span, where=where.zh, where_en=where.en, key="among",
            example="among: 注册资本 >= 2000万元",
        )  # fmt: skip
    return NarrowedBody(of=reader.text(table, "of"), among=among) if among else None


def _among(reader: Reader, table: Table) -> tuple[Among, ...]:
    at = reader.one_of(table, "among_at", ("day", "record"), "day")
    when = reader.expr(table.get("among"), "among")
    return () if when is None else (Among(when=when, at=at),)


def _records(reader: Reader, table: Table, where: Text) -> Body | None:
    node = table.get("count")
    if node is None:
        reader.say("key-missing", table.span, where=where.zh, where_en=where.en, key="count", example=ENTITY_EXAMPLE)
        return None
    entity = _entity(reader, node)
    if entity is None:
        return None
    condition: Expr | None = reader.expr(table.get("where"), "where", child=entity.code)
    shared: dict[str, Any] = {
        "entity": entity.code, "where": condition, "sum": _summed(reader, table, entity),
        "among": _among(reader, table), "share": flag(reader, table, "share"),
        "once": tuple(code for one in reader.rows(table.get("once"), "once") if (code := _code(reader, one, entity))),
    }  # fmt: skip
    if "on" in table:
        on = _date(reader, table, "on", entity)
        first, again = flag(reader, table, "first"), _again(reader, table, entity)
        return None if on is None else EventsBody(on=on, first=first, again=again, **shared)
    return StateBody(since=_date(reader, table, "from", entity), until=_date(reader, table, "to", entity), **shared)


def _entity(reader: Reader, node: Node) -> Entity | None:
    """A kind of record: an enterprise's list or a territory's own."""
    word = node.text if isinstance(node, Scalar) else ""
    found = reader.scope.vocabulary.entity(word)
    if found is not None and found.period == "none":
        return found
    names = [one.name.zh for one in reader.scope.vocabulary.entities.values() if one.period == "none"]
    reader.say("list-unknown", node.span, found=word, name=word, options=" · ".join(near(word, names) or names))
    return None


def _field(reader: Reader, node: Node, entity: Entity) -> Field | None:
    """A field of the records that are counted."""
    word = node.text if isinstance(node, Scalar) else ""
    found = [one for one in reader.scope.meanings(word, entity.code) if isinstance(one, ChildField)]
    if len(found) == 1:
        return reader.scope.field_of(found[0])
    names = [one.name.zh for one in entity.fields]
    reader.say(
        "record-field-unknown", node.span, found=word, name=word, entity=entity.name.zh, entity_en=entity.name.en,
        options=" · ".join(near(word, names) or names),
    )  # fmt: skip
    return None


OWNER = ("enterprise", "企业")
"""What `once` may name beside the fields: the enterprise that owns the record."""


def _code(reader: Reader, node: Node, entity: Entity) -> str | None:
    if isinstance(node, Scalar) and node.text in OWNER:
        return OWNER[0]
    found = _field(reader, node, entity)
    return None if found is None else found.code


def _date(reader: Reader, table: Table, key: str, entity: Entity) -> str | None:
    node = table.get(key)
    found = None if node is None else _field(reader, node, entity)
    if node is None or found is None:
        return None
    if found.type != "date":
        reader.say("date-expected", node.span, found=found.name.zh, kind=found.type, kind_en=found.type)
        return None
    return found.code


def _again(reader: Reader, table: Table, entity: Entity) -> Again | None:
    """`again: {after_months: 24, ends: [失效日期, 撤销日期]}`: what returns later than that counts anew."""
    if "again" not in table:
        return None
    node = table.get("again")
    given = reader.table(node, Text("重返", "a return"), ("after_months", "ends"), ("after_months", "ends"))
    written, place = reader.text(given, "after_months"), given.get("after_months")
    months = int(written) if written.isascii() and written.isdigit() else 0
    if months == 0 and place is not None:
        reader.wrong(place, "after_months", Text("正整数", "a whole number above 0"), "after_months: 24")
    found = [_field(reader, one, entity) for one in reader.rows(given.get("ends"), "ends")]
    for one in found:
        if one is not None and one.type != "date":
            reader.say("date-expected", table.span, found=one.name.zh, kind=one.type, kind_en=one.type)
    return Again(after_months=months, ends=tuple(one.code for one in found if one is not None))


def _summed(reader: Reader, table: Table, entity: Entity) -> str | None:
    node = table.get("sum")
    found = None if node is None else _field(reader, node, entity)
    if node is None or found is None:
        return None
    if not found.is_numeric:
        reader.say("number-expected", node.span, found=found.name.zh, kind=found.type, kind_en=found.type)
    elif found.minimum is None or found.minimum < 0:
        reader.say("sum-may-fall", node.span, found=found.name.zh)
    return found.code


def flag(reader: Reader, table: Table, key: str) -> bool:
    """`true` or 是; absent: no."""
    return reader.one_of(table, key, ("true", "false", "是", "否"), "false") in ("true", "是")
