"""Which headers name a part of a breakdown (甲园, 新能源, 初创期), a whole (合计), or a place that the register does
not know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from peiyu.paper.form.offer import Offer, OfferGroup
from peiyu.paper.form.propose.terms import plain, terms

WHOLE = re.compile(
    r"^(合计|总计|共计|全市|全区|全县|全省|全市合计|全区合计|全区总计|高新区|高新区合计|园区合计|汇总|总体|total)$",
    re.I,
)
SUBTOTAL = re.compile(r"^小计$")
ALIKE: tuple[tuple[str, ...], ...] = (
    ("旗县区", "区县", "县区", "县市区", "旗县", "地区", "行政区", "区域", "属地", "所属区县"),
    ("园区", "所属园区", "分园", "功能区", "片区"),
    ("主导产业", "产业", "产业领域", "领域", "行业领域", "所属产业", "重点产业", "行业", "技术领域"),
    ("培育阶段", "阶段", "发展阶段", "成长阶段"),
    ("企业规模", "规模", "划型", "规模类型"),
    ("来源途径", "来源", "途径", "增加途径", "新增途径", "新增方式"),
    ("注册资本规模", "注册资金规模", "注册资本", "注册资金"),
    ("梯度层级", "层级", "梯度"),
)
"""Headings of breakdowns that say the same."""
PLACES = ("旗县区", "园区")


@dataclass(frozen=True, slots=True)
class PartFound:
    """A part that a header names. group '' and part '': the whole. loose: the name is not quite the register's.
    unknown: the header is a part by its column's heading, and the register has none of that name."""

    group: str = ""
    part: str = ""
    name: str = ""
    loose: bool = False
    unknown: bool = False
    several: tuple[str, ...] = ()


def heading_key(text: str) -> str:
    """The usual heading of a breakdown for one that says the same; '' for none."""
    bare = re.sub(r"[（(].*?[)）]", "", plain(text)).removeprefix("所属").removesuffix("名称").removesuffix("分类")
    bare = re.sub(r"^[分按各](.+?)(分|分组|分类|划分|统计)?$", r"\1", bare)
    return next((one[0] for one in ALIKE if bare in one or f"所属{bare}" in one), "")


def heads(group: OfferGroup, text: str) -> bool:
    """Whether a heading names a breakdown."""
    key = heading_key(text)
    own = {heading_key(name) or plain(name) for name in group.names}
    return bool(plain(text)) and (plain(text) in {plain(name) for name in group.names} or (bool(key) and key in own))


def groups_of(offers: Iterable[Offer]) -> tuple[OfferGroup, ...]:
    """Every breakdown of the offers, each once with all its parts."""
    found: dict[str, OfferGroup] = {}
    for offer in offers:
        for one in offer.groups:
            held = found.get(one.id)
            parts = tuple(dict.fromkeys((*(held.parts if held else ()), *one.parts)))
            found[one.id] = OfferGroup(one.id, one.names, parts)
    return tuple(found.values())


def parts_of(labels: Sequence[str], heading: str, groups: Sequence[OfferGroup]) -> dict[str, PartFound]:
    """Of the labels along one side of a table those that name parts, or the whole.

    The breakdown is the one that the heading names, else the one to which most labels belong; two that have the same
    labels are told apart by nothing, and then `several` names them. A label that names what an indicator counts (a tier
    of the ladder, say) is never a part.
    """
    wanted = [one for one in dict.fromkeys(labels) if not _counts(one)]
    named = [one for one in groups if heading and heads(one, heading)]
    found = {one: PartFound(name=one) for one in wanted if WHOLE.match(plain(one))}
    scores = {group.id: _scores(group, wanted) for group in groups}
    pool = [one for one in (named or groups) if scores[one.id]]
    for label, part in _best(pool, scores, heading).items():
        found.setdefault(label, part)
    if (named and pool) or heading_key(heading) in PLACES:
        rest = (one for one in wanted if one not in found and not SUBTOTAL.match(plain(one)))
        found |= {one: PartFound(name=one, unknown=True) for one in rest}
    return found


def _counts(label: str) -> bool:
    return any(one.kind == "subject" for one in terms(label))


def _scores(group: OfferGroup, labels: Iterable[str]) -> dict[str, PartFound]:
    """The labels that name parts of a breakdown."""
    return {label: part for label in labels if (part := _part(group, label)) is not None}


def _best(
    pool: Sequence[OfferGroup], scores: Mapping[str, Mapping[str, PartFound]], heading: str
) -> Mapping[str, PartFound]:
    """The parts of the breakdown to which most labels belong."""
    most = max((len(scores[one.id]) for one in pool), default=0)
    best = [one for one in pool if len(scores[one.id]) == most]
    best = [one for one in best if heading and plain(heading) in {plain(name) for name in one.names}] or best
    if not best:
        return {}
    several = tuple(one.names[0] for one in best) if len(best) > 1 else ()
    return {label: replace(part, several=several) for label, part in scores[best[0].id].items()}


def _part(group: OfferGroup, label: str) -> PartFound | None:
    """The part of a breakdown that a label names."""
    bare = plain(label)
    if not bare:
        return None
    for part in group.parts:
        if bare in {plain(name) for name in part.names}:
            return PartFound(group.id, part.key, part.names[0])
    near = [part for part in group.parts if any(_near(plain(name), bare) for name in part.names)]
    return PartFound(group.id, near[0].key, near[0].names[0], loose=True) if len(near) == 1 else None


def _near(name: str, label: str) -> bool:
    """Whether a short and a long name of one part may be meant: 新能源产业 and 新能源, 云州区 and 云州."""
    short, long = sorted((name, label), key=len)
    return len(short) >= 2 and len(long) - len(short) <= 3 and (long.startswith(short) or long.endswith(short))
