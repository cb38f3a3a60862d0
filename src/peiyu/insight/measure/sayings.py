"""How an indicator is counted, in a sentence of each language: what stands under every figure."""

from __future__ import annotations

from collections.abc import Iterable

from peiyu.facts.vocabulary.load import vocabulary
from peiyu.insight.targets.amounts import decimal
from peiyu.policy.compile.programme import BoundIndicator, BoundProgramme
from peiyu.policy.compile.rewrite import rewritten
from peiyu.policy.condition.ast import Expr, Holds, Meets, Ref
from peiyu.policy.condition.printing import printed
from peiyu.policy.condition.scope import Scope
from peiyu.policy.explain.words import Words
from peiyu.policy.pack.programme import (
    Among,
    BoundBody,
    ChangeBody,
    EventsBody,
    FirmsBody,
    FirmSumBody,
    RatioBody,
    StateBody,
)
from peiyu.problems import Text

RETROSPECTIVE = Text("回溯测算", "worked out by later rules")


def definition_of(programme: BoundProgramme, bound: BoundIndicator) -> Text:
    """The chosen options, then what is counted: 新增口径＝首次认定：称号资质（称号 = 高新技术企业），按发证日期."""
    body = body_said(programme, bound.body)
    if not bound.chosen:
        return body
    zh = "；".join(one.said.zh for one in bound.chosen)
    en = "; ".join(one.said.en for one in bound.chosen)
    mark = Text(f"（{RETROSPECTIVE.zh}）", f" ({RETROSPECTIVE.en})") if bound.retrospective else Text("", "")
    return Text(f"{zh}{mark.zh}：{body.zh}", f"{en}{mark.en}: {body.en}")


def body_said(programme: BoundProgramme, body: BoundBody) -> Text:
    match body:
        case EventsBody():
            on = field_name(body.entity, body.on)
            dated = Text(f"按{on.zh}", f"by {on.in_('en')}")
            first = list(_first(body))
            return _joined(
                _what(programme, body), dated, *_among(programme, body.among), *first, *_once(body.entity, body.once)
            )
        case StateBody():
            return _joined(
                _what(programme, body), *_lasting(body), *_among(programme, body.among), *_once(body.entity, body.once)
            )
        case FirmsBody():
            day = Text("首次符合的年度末", "at the first year's end at which it holds")
            when = condition(programme, body.when)
            what = Text(f"“{when.zh}”的企业", f"enterprises for which: {when.en}")
            return _joined(what, *_also(programme, body.among), *([day] if body.first else []))
        case FirmSumBody():
            value = condition(programme, body.value)
            what = Text(f"各企业“{value.zh}”之和", f"the sum over enterprises of: {value.en}")
            return _joined(what, *_also(programme, body.among))
        case RatioBody():
            over, under = _name(programme, body.over), _name(programme, body.under)
            scale = "" if body.scale == 1 else f" × {decimal(body.scale)}"
            return Text(f"{over.zh} ÷ {under.zh}{scale}", f"{over.in_('en')} ÷ {under.in_('en')}{scale}")
        case ChangeBody():
            of = _name(programme, body.of)
            return Text(f"{of.zh}：期末减期初", f"{of.in_('en')}: at the end less at the beginning")


def _first(body: EventsBody) -> Iterable[Text]:
    """只计首次; with the returns that count anew."""
    if body.again is None:
        if body.first:
            yield Text("只计首次", "the first only")
        return
    months, ends = body.again.after_months, [field_name(body.entity, code) for code in body.again.ends]
    zh, en = "、".join(one.zh for one in ends), ", ".join(one.in_("en") for one in ends)
    yield Text(
        f"每户计首次，退出（{zh}，先到者为准）后{months}个月以内重返的不再计，更晚的重新计",
        f"the first of each enterprise, and a return more than {months} months after it dropped out ({en}, the first)",
    )


def condition(programme: BoundProgramme, expr: Expr) -> Text:
    """A condition as it is written, tiers and titles in words, the packs' own facts by name; in English in words,
    because a condition is written there in codes."""
    binding = programme.binding
    scope = Scope(vocabulary(), fields={(one.entity, one.code): one for one in binding.fields.values()})
    names: dict[str, Text] = {key: one.name for key, one in (*binding.quantities.items(), *binding.scores.items())}
    plain = rewritten(expr, lambda node: _worded(programme, node, names))
    return Text(printed(plain, "zh", scope=scope, names=names), Words(binding).phrase(expr).en)


def _worded(programme: BoundProgramme, node: Expr, names: dict[str, Text]) -> Expr:
    """A reference to a tier or a title as a name: 符合初创期, 持有科技小巨人."""
    match node:
        case Meets(tier=key):
            found = programme.binding.tiers.get(key)
            said = f"符合{key if found is None else found.tier.name.zh}"
        case Holds(title=title):
            key, said = f"holds:{title}", f"持有{title}"
        case _:
            return node
    names[key] = Text(said, said)
    return Ref("quantity", key)


def entity_name(code: str) -> Text:
    return vocabulary().entities[code].name


def _what(programme: BoundProgramme, body: EventsBody | StateBody) -> Text:
    name = entity_name(body.entity)
    zh, en = name.zh, name.en
    if body.sum is not None:
        added = field_name(body.entity, body.sum)
        zh, en = f"{zh}的{added.zh}之和", f"the sum of {added.in_('en')} of {en}"
    if body.where is not None:
        where = condition(programme, body.where)
        zh, en = f"{zh}（{where.zh}）", f"{en} ({where.en})"
    return Text(zh, en)


def _lasting(body: StateBody) -> Iterable[Text]:
    if body.since is not None:
        since = field_name(body.entity, body.since)
        yield Text(f"{since.zh}不晚于当日", f"{since.in_('en')} not after the day")
    if body.until is not None:
        until = field_name(body.entity, body.until)
        yield Text(f"{until.zh}为空或晚于当日", f"{until.in_('en')} empty or after the day")


def _among(programme: BoundProgramme, among: Iterable[Among]) -> Iterable[Text]:
    for one in among:
        when = condition(programme, one.when)
        if one.at == "record":
            yield Text(f"所属企业在该记录日期“{when.zh}”", f"whose enterprise at the record's date: {when.en}")
        else:
            yield Text(f"所属企业当日“{when.zh}”", f"whose enterprise at the day: {when.en}")


def _also(programme: BoundProgramme, among: Iterable[Among]) -> Iterable[Text]:
    """What else must hold of enterprises that are counted themselves."""
    for one in among:
        when = condition(programme, one.when)
        yield Text(f"且“{when.zh}”", f"and for which: {when.en}")


def _once(entity: str, once: Iterable[str]) -> Iterable[Text]:
    names = [field_name(entity, code) if code != "enterprise" else Text("企业", "enterprise") for code in once]
    if names:
        zh, en = "、".join(n.zh for n in names), ", ".join(n.en for n in names)
        yield Text(f"{zh}相同的只计一次", f"those with the same {en} once")


def field_name(entity: str, code: str) -> Text:
    """A field of a record by its name."""
    found = vocabulary().child_field(entity, code)
    return found.name if found is not None else Text(code, code)


def _name(programme: BoundProgramme, id_: str) -> Text:
    return programme.programme.indicators[id_].name


def _joined(*parts: Text) -> Text:
    return Text("，".join(p.zh for p in parts), ", ".join(p.en for p in parts))
