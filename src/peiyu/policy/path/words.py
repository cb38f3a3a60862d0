"""A path in words: its steps, what stands in the way, and the whole as text or JSON in Chinese and English."""

from __future__ import annotations

from fractions import Fraction

from peiyu.facts.snapshot import Value
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import Field
from peiyu.policy.compile.binding import Binding
from peiyu.policy.condition.ast import Child, Fact, Holds
from peiyu.policy.explain.amounts import Measure
from peiyu.policy.explain.amounts import amount as written
from peiyu.policy.explain.words import Words
from peiyu.policy.pack.model import ChooseCriterion, Combined, Criterion, Group, Negated
from peiyu.policy.path.model import Change, Step
from peiyu.policy.path.reach import nodes
from peiyu.policy.verdict import FactKey
from peiyu.problems import Text

ASSUMPTIONS = (
    Text("按最近一年数据不变推算，计划改变的除外", "Figures stay as in the latest year unless a change is planned"),
    Text("按各日期已知文本推算，文本可能修订", "By the texts known for each date; they may be amended"),
    Text("预判，不作为认定依据", "A forecast; not a basis for recognition"),
)


def amount(field: Field, value: Value | None) -> Text:
    """A stored value with its unit."""
    if value is None:
        return Text("未知", "not known")
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if isinstance(value, int):
        return written(Fraction(value, field.scale), Measure(field.type))
    return Text(str(value), str(value))


def step_of(change: Change, binding: Binding) -> Step:
    """A change as a step with its words."""
    words = Words(binding)
    year = change.values[0][0] if change.values else 0
    key = FactKey(change.entity, change.field_code, year, change.scope if change.kind == "title" else "")
    said = {"figure": _figure, "flag": _flag, "record": _record, "title": _title}[change.kind](change, words)
    return Step(
        fact=key, kind=change.kind, from_value=change.before, to_value=change.after, by_year=change.values,
        start_by=change.start_by, effective=change.effective, words=said,
    )  # fmt: skip


def _figure(change: Change, words: Words) -> Text:
    field = words.field(change.entity, change.field_code)
    before, after = amount(field, change.before), amount(field, change.after)
    assert isinstance(change.after, int)
    assert isinstance(change.before, int)
    up = change.after > change.before
    last = change.values[-1][0]
    way = Text("提高到" if up else "降到", "raise" if up else "lower")
    zh = f"{last}年度{field.name.zh}从{before.zh}{way.zh}{after.zh}"
    en = f"{way.en} {field.name.en} from {before.en} to {after.en} in {last}"
    if len(change.values) > 1:
        between = [(year, amount(field, value)) for year, value in change.values[:-1]]
        zh += "（" + "，".join(f"{year}年{one.zh}" for year, one in between) + "）"
        en += " (" + ", ".join(f"{year}: {one.en}" for year, one in between) + ")"
    return Text(zh, en)


def _flag(change: Change, words: Words) -> Text:
    name = words.field(change.entity, change.field_code).name
    return Text(f"做到「{name.zh}」", f"achieve: {name.en}")


def _record(change: Change, words: Words) -> Text:
    name = words.list_name(change.entity)
    number = len(change.rows)
    kinds: dict[str, None] = {}
    for row in change.rows:
        for code in ("kind", "level"):
            if isinstance(row.values.get(code), str):
                kinds[str(row.values[code])] = None
    which = Text(f"（{'、'.join(kinds)}）", f" ({', '.join(kinds)})") if kinds else Text("", "")
    return Text(f"新增{name.zh}{number}项{which.zh}", f"add {number} × {name.en}{which.en}")


def _title(change: Change, words: Words) -> Text:
    return Text(f"申请并取得「{change.scope}」", f"apply for and obtain the title {change.scope}")


# --- what stands in the way -----------------------------------------------------------------------------------


def obstacle(keys: tuple[str, ...], binding: Binding) -> Text:
    """Why a date cannot be reached: the criteria that nothing turns, and whether they have a lever at all."""
    known = {one.key: one for bound in binding.tiers.values() for one in criteria(bound.tier.met_when)}
    said = [_why(known[key], binding) for key in keys if key in known]
    return Text("；".join(one.zh for one in said), "; ".join(one.en for one in said))


def _why(criterion: Criterion | ChooseCriterion, binding: Binding) -> Text:
    name = criterion.name
    if has_lever(criterion, binding):
        return Text(
            f"「{name.zh}」所需的变化超出每年可行的幅度或尚未到时间",
            f"`{name.en}` needs more change than is plausible in the time",
        )
    return Text(f"「{name.zh}」没有企业自己能改变的数据项", f"`{name.en}` reads nothing that the enterprise can change")


def has_lever(criterion: Criterion | ChooseCriterion, binding: Binding) -> bool:
    """Whether anything that the criterion reads has a lever in the vocabulary."""
    words = Words(binding)
    for node in nodes(criterion, binding, meets=True):
        if isinstance(node, Fact) and words.field(node.entity, node.field_code).lever is not None:
            return True
        if isinstance(node, Holds) or (
            isinstance(node, Child) and vocabulary().entities[node.entity].add_lag_months is not None
        ):
            return True
    return False


def criteria(group: Group) -> tuple[Criterion | ChooseCriterion, ...]:
    """The criteria of a tier in reading order."""
    match group:
        case Combined():
            return tuple(one for part in group.parts for one in criteria(part))
        case Negated():
            return criteria(group.of)
        case _:
            return (group,)
