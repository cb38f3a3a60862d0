"""The plain objects of a text: parameters, sets, fields, definitions and quantities."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any, get_args

from peiyu.facts.vocabulary.model import NUMERIC_SCALE, Field, FieldType
from peiyu.policy.condition.ast import Flag, Number
from peiyu.policy.pack.load.reader import RULE_KEYS, Inherited, Reader
from peiyu.policy.pack.model import Branch, Dated, Definition, NamedSet, Option, Parameter, Quantity
from peiyu.policy.pack.yaml import Node, Scalar, Table
from peiyu.problems import Text

NOTHING = Inherited()
FIELD_KEYS = (*RULE_KEYS, "entity", "type", "from", "min", "max", "options", "aliases")
FIELD_TYPES: tuple[str, ...] = get_args(FieldType)
DEFINITION_KEYS = (*RULE_KEYS, "names", "default", "options", "locked", "locked_by", "locked_on")


def parameter(reader: Reader, id_: Scalar, node: Node) -> Parameter:
    """`value:` for one that never changes, `values: [{from, value}, …]` for a dated one."""
    where = Text(f"参数 {id_.text}", f"the parameter {id_.text}")
    table = reader.table(node, where, (*RULE_KEYS, "value", "values"))
    rows = reader.rows(table.get("values"), "values")
    if ("value" in table) == bool(rows):
        reader.say("key-missing", table.span, where=where.zh, where_en=where.en, key="value", example="value: 60分")
    values = [_dated(reader, row) for row in rows]
    always = reader.expr(table.get("value"), "value")
    if always is not None:
        values.append(Dated(since=None, until=None, value=always))
    return Parameter(
        **reader.rule(table, f"{reader.pack}.{id_.text}", id_.text), **reader.grounds(table, NOTHING, where),
        values=_without_gaps([one for one in values if one is not None]),
    )  # fmt: skip


def _dated(reader: Reader, node: Node) -> Dated | None:
    row = reader.table(node, Text("参数的一段", "a dated value"), ("from", "until", "value"), ("value",))
    since, until = reader.since_until(row)
    value = reader.expr(row.get("value"), "value")
    return None if value is None else Dated(since=since, until=until, value=value)


def _without_gaps(values: list[Dated]) -> tuple[Dated, ...]:
    """An open end closes on the day before the next value begins."""
    made = []
    for one, following in zip(values, [*values[1:], None], strict=False):
        until = one.until
        if until is None and following is not None and following.since is not None:
            until = following.since - dt.timedelta(days=1)
        made.append(Dated(since=one.since, until=until, value=one.value))
    return tuple(made)


def named_set(reader: Reader, id_: Scalar, node: Node) -> NamedSet:
    where = Text(f"集合 {id_.text}", f"the set {id_.text}")
    table = reader.table(node, where, (*RULE_KEYS, "of"), ("of",))
    return NamedSet(
        **reader.rule(table, f"{reader.pack}.{id_.text}", id_.text), **reader.grounds(table, NOTHING, where),
        of=reader.texts(table, "of"),
    )  # fmt: skip


def own_field(reader: Reader, id_: Scalar, node: Node) -> Field:
    """A field of the pack's own; its code is `pack.id`."""
    where = Text(f"数据项 {id_.text}", f"the field {id_.text}")
    table = reader.table(node, where, FIELD_KEYS, ("name", "entity", "type"))
    type_: Any = reader.one_of(table, "type", FIELD_TYPES, "text")
    entities = reader.scope.vocabulary.entities
    entity = reader.one_of(table, "entity", tuple(entities), "enterprise")
    name = reader.name(table, id_.text)
    if any(one.name.zh == name.zh for code in ("enterprise", "annual_return", entity) for one in entities[code].fields):
        reader.say("field-name-taken", table.span, found=name.zh, name=name.zh)
    options = tuple(
        (code.text, Text(value.text, code.text)) for code, value in reader.named(table.get("options"), "options")
        if isinstance(value, Scalar)
    )  # fmt: skip
    return Field(
        entity=entity, code=f"{reader.pack}.{id_.text}", name=name, type=type_,
        supplier=reader.text(table, "from", "enterprise"), scale=NUMERIC_SCALE.get(type_, 1), options=options,
        minimum=_bound(reader, table, "min"), maximum=_bound(reader, table, "max"),
        aliases=reader.texts(table, "aliases"), note=reader.note(table).zh,
    )  # fmt: skip


def _bound(reader: Reader, table: Table, key: str) -> Fraction | None:
    node = table.get(key)
    value = reader.parsed(node, key)
    if isinstance(value, Number):
        return value.value
    if node is not None and value is not None:
        reader.wrong(node, key, Text("数", "a number"), f"{key}: 0")
    return None


def definition(reader: Reader, id_: Scalar, node: Node) -> Definition:
    where = Text(f"口径 {id_.text}", f"the definition {id_.text}")
    table = reader.table(node, where, DEFINITION_KEYS, ("options",))
    options = tuple(
        one for key, value in reader.named(table.get("options"), "options") if (one := _option(reader, key, value))
    )
    default = reader.text(table, "default")
    known = [key.text for key, _ in reader.named(table.get("options"), "options")]
    if default and default not in known:
        reader.say(
            "option-default",
            (table.get("default") or table).span,
            found=default,
            name=default,
            options=" · ".join(known),
        )
    return Definition(
        **reader.rule(table, f"{reader.pack}.{id_.text}", id_.text), **reader.grounds(table, NOTHING, where),
        names=reader.text(table, "names"), default=default, options=options,
        locked=reader.text(table, "locked") or None, locked_by=reader.text(table, "locked_by"),
        locked_on=reader.date(table, "locked_on"),
    )  # fmt: skip


def _option(reader: Reader, key: Scalar, node: Node) -> Option | None:
    table = reader.table(node, Text(f"选项 {key.text}", f"the option {key.text}"), ("name", "en", "is"), ("is",))
    value = reader.expr(table.get("is"), "is")
    return None if value is None else Option(key=key.text, name=reader.name(table, key.text), value=value)


def quantity(reader: Reader, id_: Scalar, node: Node) -> Quantity:
    """`is:` one expression, or `choose:` rows of {when, is} and {else}."""
    where = Text(f"计算项 {id_.text}", f"the quantity {id_.text}")
    table = reader.table(node, where, (*RULE_KEYS, "is", "choose", "when_undefined"))
    if ("is" in table) == ("choose" in table):
        reader.say(
            "key-missing",
            table.span,
            where=where.zh,
            where_en=where.en,
            key="is / choose",
            example="is: 科技人员 / 职工总数",
        )
    branches = tuple(one for row in reader.rows(table.get("choose"), "choose") if (one := _branch(reader, row)))
    plain = reader.expr(table.get("is"), "is")
    if plain is not None:
        branches = (Branch(when=None, value=plain),)
    return Quantity(
        **reader.rule(table, f"{reader.pack}.{id_.text}", id_.text), **reader.grounds(table, NOTHING, where),
        branches=branches or (Branch(when=None, value=Flag(False)),), when_undefined=reader.when_undefined(table),
    )  # fmt: skip


def _branch(reader: Reader, node: Node) -> Branch | None:
    where = Text("choose 的一行", "a row of choose")
    if isinstance(node, Table) and "else" in node:
        row = reader.table(node, where, ("else",))
        value = reader.expr(row.get("else"), "else")
        return None if value is None else Branch(when=None, value=value)
    row = reader.table(node, where, ("when", "is"), ("when", "is"))
    when, value = reader.expr(row.get("when"), "when"), reader.expr(row.get("is"), "is")
    return None if when is None or value is None else Branch(when=when, value=value)
