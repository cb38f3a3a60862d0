"""Lists of enterprises that may fill a superior's form: which there are, who stands in them, what is told of each.

Confidential enterprises stand in none of them. What is told was declared or verified for administration: statistical
returns are never read here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import QuerySet

from peiyu.facts.templates import UNITS
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import Field
from peiyu.paper.form.lists.columns import ListField, ListMapping, Source
from peiyu.paper.form.lists.rows import Told, Value
from peiyu.problems import Text
from peiyu.web.acting.actor import Actor
from peiyu.web.collection.models import Round
from peiyu.web.collection.queries.closing import counting
from peiyu.web.collection.queries.rounds import visible as rounds
from peiyu.web.collection.queries.scope import holders
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.enterprises.queries import scoped
from peiyu.web.enterprises.queries.standing import rows_of, standing
from peiyu.web.enterprises.queries.values import amount, plain
from peiyu.web.policies.queries import prospects, tiers
from peiyu.web.targets.models import Closing, FigureRecord, Line
from peiyu.web.targets.queries.readings import text_of
from peiyu.web.targets.queries.records import records_of

MOST_ROUNDS = 12
"""So many closed rounds are offered, the latest first."""
COMPANY, YEARLY, TITLE = "enterprise", "annual_return", "title"
IN_REGISTRY = frozenset(("name", "code", "park", "district", "founded", "status", "origin_route", "leading_industry"))
UNTOLD = frozenset(("scheme", "sensitive"))
NAMES: Mapping[str, tuple[str, ...]] = {
    "enterprise.name": ("企业全称", "单位名称", "公司名称", "企业"),
    "enterprise.code": ("社会信用代码", "信用代码"),
    "enterprise.park": ("所在园区", "园区"), "enterprise.district": ("所在区", "所属区", "区县"),
    "enterprise.industry_name": ("所属行业", "行业"), "enterprise.leading_industry": ("产业领域", "所属产业"),
    "enterprise.founded": ("成立时间", "注册时间"), "enterprise.address": ("地址", "企业地址"),
    "title.granted_on": ("认定时间", "认定日期", "获批时间", "发证时间"), "title.number": ("证书号",),
    "title.expires_on": ("有效期", "到期时间"), "title.kind": ("资质", "认定类别", "资质类型"),
    "annual_return.employees": ("从业人员数", "从业人数", "职工人数"), "annual_return.tax_paid": ("纳税额", "上缴税金"),
    "annual_return.total_assets": ("资产总计",), "annual_return.rd_accounts": ("研发费用", "研发投入"),
}  # fmt: skip
"""Headers by which superiors ask for what the vocabulary names otherwise."""
AFTER_TIER = ("培育", "后备", "储备", "潜力")


@dataclass(frozen=True, slots=True)
class Offered:
    """A list that may fill a form: its id, its name, and what kind of list it is."""

    id: str
    name: Text
    kind: Text
    names: tuple[str, ...]


@cache
def fields() -> Mapping[str, Field]:
    """What can be told of an enterprise, by `entity.field`."""
    known = vocabulary().entities
    kept = {
        COMPANY: [one for one in known[COMPANY].fields if one.type in ("text", "date", "money", "enum")],
        YEARLY: [one for one in known[YEARLY].fields if one.is_numeric], TITLE: list(known[TITLE].fields),
    }  # fmt: skip
    return {f"{entity}.{one.code}": one for entity, held in kept.items() for one in held if one.code not in UNTOLD}


def list_fields() -> tuple[ListField, ...]:
    """The same, as headers ask for them."""
    return tuple(
        ListField(
            code=code, names=(one.name.zh, *NAMES.get(code, ()), *one.aliases), unit=UNITS.get(one.type, ""),
            yearly=code.startswith(YEARLY),
        )
        for code, one in fields().items()
    )  # fmt: skip


def offered(actor: Actor, pack: str, closing: Closing | None) -> tuple[Offered, ...]:
    """Every list that may fill a form: recognised enterprises, those behind a figure of the closing, those to whom one
    condition is missing, those who answered a round."""
    return (*_recognised(), *_behind(closing), *_short(), *_answered(actor))


def sources(found: Iterable[Offered]) -> tuple[Source, ...]:
    """The same, as titles name them."""
    return tuple(Source(id=one.id, names=one.names) for one in found)


def _recognised() -> Iterator[Offered]:
    for code, name in next(one for one in vocabulary().entities[TITLE].fields if one.code == "kind").options:
        plain_name = name.zh.replace('"', "")
        names = (name.zh, plain_name, plain_name.removesuffix("企业"))
        yield Offered(f"title:{code}", name, Text("已认定", "recognised"), names)


def _behind(closing: Closing | None) -> Iterator[Offered]:
    if closing is None:
        return
    held = Line.objects.filter(reading=closing.reading, figure_records__enterprise__gt=0).distinct()
    for line in held.defer("chart", "breakdowns").order_by("id"):
        name = text_of(line.name)
        yield Offered(f"line:{line.code}", name, Text("目标的名单", "behind a figure"), (name.zh,))


def _short() -> Iterator[Offered]:
    for tier in tiers():
        name = text_of(tier.name)
        names = tuple(f"{name.zh}{word}" for word in AFTER_TIER) + tuple(f"{word}{name.zh}" for word in AFTER_TIER)
        yield Offered(f"short:{tier.key}", name, Text("差一项", "one condition short"), names)


def _answered(actor: Actor) -> Iterator[Offered]:
    for one in rounds(actor).filter(state="closed", purpose="行政").order_by("-ended_at")[:MOST_ROUNDS]:
        yield Offered(f"round:{one.number}", Text(one.title, one.title), Text("收表填报", "a round"), (one.title,))


# --- who stands in a list, and what is told of them -------------------------------------------------------------


def firms(actor: Actor, source: str, closing: Closing) -> list[Enterprise]:
    """Who stands in a list, by park and name; never confidential ones."""
    kind, _, word = source.partition(":")
    held = scoped(actor)
    if kind == "title":
        options = dict(next(one for one in vocabulary().entities[TITLE].fields if one.code == "kind").options)
        named = options[word].zh if word in options else ""
        held = held.filter(key__in=holders((named,), closing.reading.day))
    elif kind == "line":
        held = held.filter(key__in=_records(actor, closing, word).values("enterprise"))
    elif kind == "short":
        held = held.filter(key__in=prospects.rows(actor, "short").filter(tier__key=word).values("enterprise"))
    else:
        held = held.filter(key__in=list(_answers(actor, word)))
    return list(held.order_by("park", "name", "key"))


def _records(actor: Actor, closing: Closing, code: str) -> QuerySet[FigureRecord]:
    """What certainly counts for a figure of the closing."""
    line = Line.objects.filter(reading=closing.reading, code=code).first()
    return FigureRecord.objects.none() if line is None else records_of(actor, line).filter(certain=True)


def told(actor: Actor, one: ListMapping, found: Sequence[Enterprise], closing: Closing) -> list[Told]:
    """What is told of each enterprise of a list, as its columns ask: of a year what is held of it, or the latest."""
    keys = [each.key for each in found]
    wanted = {(each.field, each.year) for each in one.columns if each.field in fields()}
    company = _company(found, {code for code, _ in wanted if code.startswith(COMPANY)})
    yearly = _yearly(keys, wanted, closing.month.year)
    titles = _titles(keys, one.source, closing.reading.day) | _granted(actor, one.source, closing)
    answered = _answers(actor, one.source.partition(":")[2]) if one.source.startswith("round:") else {}
    return [
        {**company.get(key, {}), **yearly.get(key, {}), **titles.get(key, {}), **answered.get(key, {})} for key in keys
    ]


def _company(found: Sequence[Enterprise], codes: Iterable[str]) -> dict[int, dict[tuple[str, int], Value]]:
    """What identifies an enterprise from its entry in the registry, the rest from what was stated of it."""
    wanted = {code.partition(".")[2] for code in codes}
    names = tuple(wanted - IN_REGISTRY)
    rows = standing(rows_of(COMPANY, [one.key for one in found], names), COMPANY, names) if names else {}
    told_: dict[int, dict[tuple[str, int], Value]] = {}
    for one in found:
        row = rows.get((one.key,), {})
        held = {name: getattr(one, name) if name in IN_REGISTRY else row.get(name) for name in wanted}
        told_[one.key] = {(f"{COMPANY}.{name}", 0): _value(f"{COMPANY}.{name}", value) for name, value in held.items()}
    return told_


def _yearly(
    keys: Sequence[int], wanted: Iterable[tuple[str, int]], last: int
) -> dict[int, dict[tuple[str, int], Value]]:
    asked = [(code, code.partition(".")[2], year) for code, year in wanted if code.startswith(YEARLY)]
    names = tuple({name for _, name, _ in asked})
    found: dict[int, dict[tuple[str, int], Value]] = {}
    held = standing(rows_of(YEARLY, keys, names), YEARLY, names) if names else {}
    for (key, year), row in sorted(held.items()):
        for code, name, of in asked:
            if row.get(name) is not None and year == (of or year) and year <= last:
                found.setdefault(key, {})[code, of] = _value(code, row[name])
    return found


def _titles(keys: Sequence[int], source: str, day: dt.date) -> dict[int, dict[tuple[str, int], Value]]:
    """The title by which an enterprise stands in a list of recognised ones, the latest of several."""
    kind, _, word = source.partition(":")
    if kind != "title":
        return {}
    options = dict(next(one for one in vocabulary().entities[TITLE].fields if one.code == "kind").options)
    names = ("kind", "number", "granted_on", "expires_on")
    held = standing(rows_of(TITLE, keys, names), TITLE, names)
    rows = sorted(held.items(), key=lambda each: (each[1]["granted_on"] or dt.date.min, each[0]))
    return {
        key: {(f"{TITLE}.{name}", 0): _value(f"{TITLE}.{name}", row[name]) for name in names}
        for (key, _), row in rows
        if word in options and row["kind"] == options[word].zh and (row["granted_on"] or day) <= day
    }


def _granted(actor: Actor, source: str, closing: Closing) -> dict[int, dict[tuple[str, int], Value]]:
    """Of those behind a figure that counts titles the day of the title that counted."""
    kind, _, code = source.partition(":")
    if kind != "line":
        return {}
    rows = _records(actor, closing, code).filter(entity=TITLE, on__isnull=False).order_by("on")
    return {key: {(f"{TITLE}.granted_on", 0): on} for key, on in rows.values_list("enterprise", "on")}


def _answers(actor: Actor, number: str) -> dict[int, dict[tuple[str, int], Value]]:
    """Of each enterprise what was accepted in a round, told as if of the year: a form asks for 营业收入 alone."""
    held: Round | None = rounds(actor).filter(number=number, purpose="行政").first()
    found: dict[int, dict[tuple[str, int], Value]] = {}
    for one in counting(held, held.ended_at) if held is not None else ():
        for row in one.rows:
            if row["enterprise"]:
                own = found.setdefault(row["enterprise"], {})
                own.update(_answered_row(row["values"]))
    return found


def _answered_row(values: Mapping[str, Any]) -> Iterator[tuple[tuple[str, int], Value]]:
    for name, stored in values.items():
        code = f"{YEARLY}.{name}"
        if code in fields() and stored is not None:
            yield (code, 0), _value(code, stored)


def _value(code: str, stored: Any) -> Value:
    """A stored value in its unit; words as they are typed."""
    field = fields()[code]
    if stored is None or stored == "":
        return None
    if field.is_numeric:
        return Decimal(amount(field, int(stored)))
    return stored if isinstance(stored, dt.date) else plain(field, stored)


def confidential(keys: Iterable[int]) -> bool:
    """Whether one of those who stood in a list has become confidential since."""
    return Enterprise.objects.filter(key__in=list(keys), sensitive=True).exists()
