"""Which options a promised number has: the words of its finding against options.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from peiyu.document.model import TargetFinding
from peiyu.policy.pack.load.programme.units import measure_of

Body = Mapping[str, Any]
"""An option's or indicator's body as programme.yaml writes it."""

UNIT_KINDS: Mapping[str, tuple[str, ...]] = {
    "persons": ("人", "名", "位", "人次", "人年"),
    "money": ("元", "美元"),
    "area": ("平方米", "㎡"),
    "share": ("%",),
    "points": ("百分点", "个百分点", "分"),
    "times": ("倍",),
    "time": ("年", "月", "天", "日", "小时", "工作日", "分钟"),
}
"""Kind → units; what stands nowhere is `items`."""

COUNTED_IN = {"人次": "人", "期": "次", "场次": "场", "家次": "次", "户次": "次", "班次": "次", "架": "台", "名": "人"}
"""Units of documents → those in which a pack counts."""

GIANTS = "小巨人"
_NOISE = re.compile(r"[\s“”\"‘’「」『』]")
_CAPITAL = re.compile(r"注册资[本金](?:达到?|在|为)?(?P<amount>[0-9.]+(?:万|亿)?)元?(?P<side>及?以上|以下|以内)")


@dataclass(frozen=True, slots=True)
class Choice:
    """The options of one open definition, the one that is proposed ('' where none is), the helpers they refer to, and
    the unit in which they count."""

    unit: str
    options: Mapping[str, Body] = field(default_factory=dict)
    default: str = ""
    helpers: Mapping[str, Body] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Rule:
    words: re.Pattern[str]
    near: re.Pattern[str] | None
    units: tuple[str, ...]
    owned: bool
    options: Mapping[str, Body]
    proposed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Title:
    title: str
    words: re.Pattern[str]


def unit_kind(unit: str) -> str:
    """items, persons, money, area, share, points, times or time; `per` for 件/万人 and the like."""
    if "/" in unit:
        return "per"
    return next((kind for kind, units in UNIT_KINDS.items() if unit in units), "items")


def choice(finding: TargetFinding, *, whole: str = "") -> Choice:
    """The options for a finding; none where nothing in the vocabulary can count it. `whole`: the indicator of the
    target of which this one is a part (其中)."""
    unit = COUNTED_IN.get(finding.unit, finding.unit)
    if measure_of(unit) is None:
        return Choice(finding.unit)
    narrowed = _by_capital(finding, whole, unit)
    if narrowed is not None:
        return narrowed
    subject = _NOISE.sub("", finding.subject)
    for title in _known().titles:
        if unit_kind(finding.unit) == "items" and title.words.search(subject) and not finding.quantity:
            return _of_title(title.title, finding, unit)
    words = _NOISE.sub("", finding.subject + finding.quantity)
    for rule in _known().rules:
        if _fits(rule, finding, words):
            options = {**_of_giants(rule, finding), **rule.options}
            proposed = rule.proposed[finding.measure]
            giants = f"{proposed}_giants"
            per = "/万人" if any("scale" in body.get("ratio", ()) for body in options.values()) else ""
            unit = unit if "/" in unit else unit + per
            return Choice(unit, options, giants if giants in options else proposed, _helpers(options))
    return Choice(finding.unit)


def _fits(rule: _Rule, finding: TargetFinding, words: str) -> bool:
    return (
        rule.words.search(words) is not None
        and (not rule.units or unit_kind(finding.unit) in rule.units)
        and (rule.near is None or rule.near.search(words + finding.text) is not None)
    )


def _of_title(title: str, finding: TargetFinding, unit: str) -> Choice:
    name = f"「{title}」" if '"' in title else title
    held = f"holding_title{_place(title)}"
    recognised = {"count": "称号资质", "where": f"称号 = {name}", "on": "发证日期"}
    options: dict[str, Body] = {
        "first": {"name": {"zh": "首次认定", "en": "first recognition"}, **recognised, "first": True},
        "recognised": {"name": {"zh": "当期认定（含重新认定）", "en": "every recognition"}, **recognised},
        "holding": {"name": {"zh": "当日有效", "en": "in force at the day"}, "firms": f"holds({name})"},
        "net": {"name": {"zh": "净增", "en": "net increase"}, "change": held},
    }
    if title == "科技型中小企业":
        options["registered"] = {
            "name": {"zh": "新注册", "en": "newly registered"}, "count": "在区记录", "where": "来源途径 = 新注册",
            "on": "进入日期", "among": f"holds({name})",
        }  # fmt: skip
    helper = {"name": {"zh": f"有效的{title}", "en": "enterprises that hold the title"}, "unit": unit}
    helpers = {held: {**helper, "firms": f"holds({name})"}}
    return Choice(unit, options, "first" if finding.measure == "flow" else "holding", helpers)


def _place(title: str) -> int:
    return next(n for n, one in enumerate(_known().titles, 1) if one.title == title)


def _by_capital(finding: TargetFinding, whole: str, unit: str) -> Choice | None:
    """A part of a whole that is told from the rest by registered capital."""
    match = _CAPITAL.search(finding.subject + finding.text)
    if match is None or not whole:
        return None
    sign = ">=" if "以上" in match["side"] else "<"
    condition = f"注册资本 {sign} {match['amount']}元"
    body = {"name": {"zh": "按登记的注册资本", "en": "by registered capital"}, "of": whole, "among": condition}
    return Choice(unit, {"registered_capital": body}, "registered_capital")


def _of_giants(rule: _Rule, finding: TargetFinding) -> Mapping[str, Body]:
    """The options once more, of little giants alone, where the document speaks of theirs."""
    if not rule.owned or GIANTS not in _NOISE.sub("", finding.subject + finding.text):
        return {}
    made = {}
    for key, body in rule.options.items():
        if "ratio" not in body:
            name = {"zh": f"{body['name']['zh']}，限科技小巨人", "en": f"{body['name']['en']}, little giants only"}
            at = {"among_at": "record"} if "on" in body else {}
            made[f"{key}_giants"] = {**body, "name": name, "among": "holds(科技小巨人)", **at}
    return made


def _helpers(options: Mapping[str, Body]) -> dict[str, Body]:
    named = [body["ratio"][side] for body in options.values() if "ratio" in body for side in ("over", "under")]
    return {one: _known().helpers[one] for one in dict.fromkeys(named)}


@dataclass(frozen=True, slots=True)
class _Known:
    titles: tuple[_Title, ...]
    helpers: Mapping[str, Body]
    rules: tuple[_Rule, ...]


@cache
def _known() -> _Known:
    held = yaml.load(
        files(__package__).joinpath("options.yaml").read_text("utf-8"), Loader=yaml.BaseLoader
    )  # `on` is a word
    titles = tuple(
        _Title(one["title"], re.compile(f"(?:{one['words']})(?:总数|总量|数量|数)?$")) for one in held["titles"]
    )
    return _Known(titles, held["helpers"], tuple(_rule(one) for one in held["rules"]))


def _rule(row: Mapping[str, Any]) -> _Rule:
    return _Rule(
        words=re.compile(row["words"]),
        near=re.compile(row["near"]) if "near" in row else None,
        units=tuple(row.get("units", ())),
        owned="owned" in row,
        options=row["options"],
        proposed={"flow": row["flow"], "stock": row["stock"]},
    )
