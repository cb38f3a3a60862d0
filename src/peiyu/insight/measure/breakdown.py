"""Which group an enterprise, or a record of the territory, belongs to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import polars as pl

from peiyu.facts.base import FactBase, View
from peiyu.facts.vocabulary.load import PERIODIC, vocabulary
from peiyu.policy.compile.choose import refuse_unknown
from peiyu.policy.compile.programme import BoundProgramme
from peiyu.policy.condition.ast import Expr, Fact
from peiyu.policy.pack.programme import Grouping
from peiyu.problems import Text

UNDECIDED, WHOLE, OTHER = "?", "-", "~"
NAMES: Mapping[str, Text] = {
    UNDECIDED: Text("待定", "not decided"),
    WHOLE: Text("不分组", "of the territory as a whole"),
}


def grouping_of(programme: BoundProgramme, word: str) -> Grouping:
    """A grouping of the programme by its id or name, or any text, enum, bool or industry fact of the enterprise, the
    packs' own included, by its code or name. UsageError `unknown-group`."""
    for id_, one in programme.groups.items():
        if word in (id_, one.name.zh, one.name.en):
            return one
    found = vocabulary().extended(programme.binding.fields.values()).root_field(word)
    if found is not None and found.type in ("text", "enum", "bool", "industry"):
        return Grouping(key=found.code, name=found.name, by=Fact(found.entity, found.code))
    raise refuse_unknown(Text("分组", "breakdown"), word, programme.groups, "unknown-group")


def firm_labels(
    group: Grouping,
    base: FactBase,
    bucket: int,
    view: View,
    firms: pl.DataFrame | None,
    column: Callable[[Expr], str],
) -> pl.DataFrame:
    """`enterprise` and `group`: the first member that holds, `~` where none does, `?` where that is not decided; by a
    fact its value. `firms` holds the truth of each member in its `column`."""
    if group.by is not None:
        return _by_fact(group.by, base, bucket, view)
    assert firms is not None
    label = pl.lit(OTHER)
    for member in reversed(group.members):
        holds = pl.col(column(member.when))
        label = pl.when(holds.is_null()).then(pl.lit(UNDECIDED)).when(holds).then(pl.lit(member.id)).otherwise(label)
    return firms.select("enterprise", label.alias("group"))


def _by_fact(fact: Fact, base: FactBase, bucket: int, view: View) -> pl.DataFrame:
    rows = base.scan(fact.entity, bucket, view, [fact.field_code])
    if base.vocabulary.entities[fact.entity].period in PERIODIC:
        rows = rows.filter(pl.col("year") == view.as_of.year - 1)
    value = _as_text(fact.field_code, base.vocabulary.field(fact.entity, fact.field_code).type)
    return rows.select("enterprise", value.alias("group")).collect()


def own_label(group: Grouping, columns: Collection[str]) -> pl.Expr:
    """The group of a record of the territory: by a field of its own that bears the name of the grouping's fact."""
    if group.by is None or group.by.field_code not in columns:
        return pl.lit(WHOLE)
    return _as_text(group.by.field_code, "text")


def _as_text(column: str, type_: str) -> pl.Expr:
    value = pl.col(column)
    if type_ == "bool":
        value = pl.when(value).then(pl.lit("是")).when(~value).then(pl.lit("否"))
    return value.cast(pl.String).fill_null(UNDECIDED)


def name_of(group: Grouping, key: str) -> Text:
    """A group's name."""
    if key in NAMES:
        return NAMES[key]
    if key == OTHER:
        return group.otherwise
    if group.by is not None:
        return _said_of(group.by, key)
    return next((one.name for one in group.members if one.id == key), Text(key, key))


def _said_of(fact: Fact, key: str) -> Text:
    """A value as the vocabulary says it: where a fact has options, in both languages."""
    held = vocabulary().entities.get(fact.entity)
    options = next((one.options for one in held.fields if one.code == fact.field_code), ()) if held is not None else ()
    return next((said for _, said in options if said.zh == key), Text(key, key))


def order_of(group: Grouping, keys: Collection[str]) -> list[str]:
    """Groups as the pack lists them, then others by name, 其他 and 待定 last."""
    listed = [one.id for one in group.members]
    last = [OTHER, WHOLE, UNDECIDED]
    free = sorted(key for key in keys if key not in listed and key not in last)
    return [*(k for k in listed if k in keys), *free, *(k for k in last if k in keys)]
