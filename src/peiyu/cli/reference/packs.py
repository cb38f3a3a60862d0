"""docs/reference/packs.md: what the carried packs say, tier by tier and criterion by criterion."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from peiyu.cli.reference.programmes import tables
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.policy.condition.ast import Expr
from peiyu.policy.condition.printing import printed
from peiyu.policy.condition.scope import Scope
from peiyu.policy.explain.render import EVIDENCE
from peiyu.policy.pack.load import PackRegistry, load_pack
from peiyu.policy.pack.model import (
    BandItem,
    BestItem,
    BonusItem,
    ChooseCriterion,
    Combined,
    Criterion,
    Definition,
    ExpertItem,
    Group,
    Negated,
    Pack,
    Parameter,
    PointsItem,
    Quantity,
    Score,
    ScoreItem,
    Statute,
    SumItem,
    Tier,
)  # fmt: skip
from peiyu.policy.pack.rule import Rule
from peiyu.problems import Text

INTRODUCTION = """# The carried packs 自带的政策包

<!-- Written by `make reference` from the packs; a test compares. -->

Every tier with its criteria, the score tables and quantities that they read, their clauses and how sure each is; of a
territory its targets and how each is counted, by every definition; and what could not be established. Conditions are
printed in the library's canonical form, not in the documents' wording. The documents count, not this page.
以文件原文为准。

Evidence 依据强度: {evidence}.
"""
HOW = {"all": Text("同时", "all of"), "any": Text("任一", "any of")}
EVENTS = {
    "new": Text("新申报", "new"), "review": Text("复核", "review"), "standing": Text("在册", "standing"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """How conditions of all packs are printed: the names of their objects and their own fields."""

    names: Mapping[str, Text]
    scope: Scope
    registry: PackRegistry

    def said(self, expr: Expr) -> str:
        return printed(expr, "zh", scope=self.scope, names=self.names)


def packs_page() -> str:
    """The page, Markdown."""
    registry = PackRegistry.of()
    packs = [load_pack(name, registry=registry) for name in sorted(registry.ids())]
    names = {rule.key: rule.name for pack in packs for rule in _rules(pack)}
    fields = {(f.entity, f.code): f for pack in packs for text in pack.texts for f in text.fields.values()}
    words = Words(names, Scope(vocabulary(), fields=fields), registry)
    evidence = " · ".join(f"`{mark}` {said.zh or '已核原文'}" for mark, said in EVIDENCE.items())
    return "\n".join([INTRODUCTION.format(evidence=evidence), *(part for pack in packs for part in _pack(pack, words))])


def _rules(pack: Pack) -> Iterator[Rule]:
    for text in pack.texts:
        for held in (text.parameters, text.definitions, text.quantities, text.scores, text.tiers):
            yield from held.values()
        for score in text.scores.values():
            yield from _items(score.items)


def _items(items: Iterable[ScoreItem]) -> Iterator[ScoreItem]:
    for one in items:
        yield one
        if isinstance(one, SumItem | BestItem):
            yield from _items(one.items)


def _pack(pack: Pack, words: Words) -> Iterator[str]:
    yield f"## {pack.name.zh} `{pack.id}`\n"
    status = "" if pack.status == "released" else f" Status: {pack.status}."
    yield f"{pack.name.en}.{status}\n"
    if pack.document is not None:
        held = pack.document
        issued = f"，{held.issued}" if held.issued else ""
        yield f"《{held.title}》{held.number}{issued}，{'、'.join(held.issuers)}（`{held.evidence}`）\n"
    if pack.applies:
        followed = [
            (f"`{a.tier}`", f"{EVENTS[a.event].zh} {a.event}", _days(a.since, a.until), f"`{a.text}`", a.cite,
             f"`{a.evidence}`")
            for a in pack.applies
        ]  # fmt: skip
        yield _table(("层级 tier", "事项 event", "日期 days", "文本 text", "依据 clause", "evidence"), followed)
    for text in pack.texts:
        yield from _statute(pack, text, words)
    for heading, (heads, rows) in tables(words.registry, pack, pack.programme) if pack.programme else ():
        if rows:
            yield f"### {heading}\n"
            yield _table(heads, rows)
    if pack.not_established:
        yield "### 未能查实 Not established\n"
        rows = [(one.what.zh, one.what.en, one.mark, one.cite) for one in pack.not_established]
        yield _table(("事项", "what", "mark", "依据 clause"), rows)


def _statute(pack: Pack, text: Statute, words: Words) -> Iterator[str]:
    if len(pack.texts) > 1 or text.since or text.until:
        yield f"### 文本 Text `{text.id}`: {_days(text.since, text.until)}\n\n{text.cite}（`{text.evidence}`）\n"
    if text.parameters:
        rows = [(*_heading(one), _values(one, words), *_grounds(one)) for one in text.parameters.values()]
        yield _table(("参数 parameter", "取值 value", "依据 clause", "evidence"), rows)
    if text.definitions:
        rows = [(*_heading(one), _options(one, words), *_grounds(one)) for one in text.definitions.values()]
        yield _table(("口径 definition", "取法 options (default bold)", "依据 clause", "evidence"), rows)
    if text.sets:
        rows = [(*_heading(one), "、".join(one.of), *_grounds(one)) for one in text.sets.values()]
        yield _table(("集合 set", "含 of", "依据 clause", "evidence"), rows)
    for tier in text.tiers.values():
        yield from _tier(tier, words)
    for score in text.scores.values():
        yield from _score(score, words)
    if text.quantities:
        yield "#### 计算项 Quantities\n"
        rows = [(*_heading(one), _quantity(one, words), *_grounds(one)) for one in text.quantities.values()]
        yield _table(("计算项 quantity", "怎样算 is", "依据 clause", "evidence"), rows)


def _heading(rule: Rule) -> tuple[str]:
    return (f"{rule.name.zh} `{rule.key}`",)


def _grounds(rule: Rule) -> tuple[str, str]:
    return rule.cite, f"`{rule.evidence}`"


def _values(one: Parameter, words: Words) -> str:
    return "；".join(
        (f"{_days(v.since, v.until)}：" if v.since or v.until else "") + words.said(v.value) for v in one.values
    )


def _options(one: Definition, words: Words) -> str:
    """The options; the default's name is bold."""
    bold = {o.key: "**" if o.key == one.default else "" for o in one.options}
    return "；".join(f"{bold[o.key]}{o.name.zh} `{o.key}`{bold[o.key]}：`{words.said(o.value)}`" for o in one.options)


def _tier(tier: Tier, words: Words) -> Iterator[str]:
    yield f"#### {tier.name.zh} {tier.name.en} `{tier.key}`\n"
    if tier.title:
        valid = f"，有效期 {tier.valid_for} 个月 (months)" if tier.valid_for else ""
        yield f"称号 title：{tier.title}{valid}\n"
    heads = ("条件 criterion", "写法 condition", "依据 clause", "evidence")
    yield _table(heads, _group(tier.met_when, 0, words))


def _group(group: Group, depth: int, words: Words) -> Iterator[tuple[str, str, str, str]]:
    """Rows of a tree: name (indented), condition, clause, evidence."""
    indent = "　" * depth
    match group:
        case Criterion():
            yield f"{indent}{_named(group)}", f"`{words.said(group.when)}`", group.cite, f"`{group.evidence}`"
        case ChooseCriterion():
            yield f"{indent}{_named(group)}", "；".join(_choices(group, words)), group.cite, f"`{group.evidence}`"
        case Negated():
            yield f"{indent}不得 not", "", "", ""
            yield from _group(group.of, depth + 1, words)
        case Combined():
            head = HOW.get(group.how, Text(f"至少 {group.need} 项", f"at least {group.need} of"))
            title = f"：{group.name.zh}" if group.name.zh else ""
            yield f"{indent}{head.zh} {head.en}{title}", "", group.cite, ""
            for part in group.parts:
                yield from _group(part, depth + 1, words)


def _choices(criterion: ChooseCriterion, words: Words) -> Iterator[str]:
    for branch in criterion.branches:
        guard = f"`{words.said(branch.when)}`" if branch.when is not None else "其余 else"
        yield f"{guard} → {_inline(branch.then, words)}"


def _inline(group: Group, words: Words) -> str:
    match group:
        case Criterion():
            return f"`{words.said(group.when)}`"
        case ChooseCriterion():
            return "（" + "；".join(_choices(group, words)) + "）"
        case Negated():
            return f"不得 not {_inline(group.of, words)}"
        case Combined():
            head = HOW.get(group.how, Text(f"至少 {group.need} 项", f"at least {group.need} of"))
            return f"{head.zh}（{'，'.join(_inline(part, words) for part in group.parts)}）"


def _named(rule: Rule) -> str:
    return f"{rule.name.zh} `{rule.key.rsplit('.', 1)[-1]}`"


def _quantity(one: Quantity, words: Words) -> str:
    said = "；".join(
        (f"`{words.said(b.when)}` → " if b.when is not None else "其余 else → " if len(one.branches) > 1 else "")
        + f"`{words.said(b.value)}`"
        for b in one.branches
    )
    return said + (f"（不存在时 when undefined：{one.when_undefined}）" if one.when_undefined else "")


# --- scores -------------------------------------------------------------------------------------------------------


def _score(score: Score, words: Words) -> Iterator[str]:
    yield f"#### 评分表 Score: {score.name.zh} `{score.key}`\n"
    rows = [row for item in score.items for row in _item(item, 0, words)]
    if score.cap is not None:
        rows.append(("合计上限 cap", _points(score.cap), score.cite, f"`{score.evidence}`"))
    yield _table(("评分项 item", "分数 points", "依据 clause", "evidence"), rows)


def _item(item: ScoreItem, depth: int, words: Words) -> Iterator[tuple[str, str, str, str]]:
    said = _scored(item, words)
    limits = [
        f"{word} {_points(end)}" for word, end in (("至多 ≤", item.cap), ("至少 ≥", item.floor)) if end is not None
    ]
    whole = "，".join(filter(None, (said, *limits)))
    yield f"{'　' * depth}{_named(item)}", whole, item.cite, f"`{item.evidence}`"
    if isinstance(item, SumItem | BestItem):
        for part in item.items:
            yield from _item(part, depth + 1, words)


def _scored(item: ScoreItem, words: Words) -> str:
    match item:
        case BandItem():
            bands = "；".join(
                (f"`{words.said(b.when)}`" if b.when is not None else "其余 else") + f" → {_range(b.low, b.high)}"
                for b in item.bands
            )
            return bands + (f"（不存在时 when undefined：{item.when_undefined}）" if item.when_undefined else "")
        case SumItem():
            return "相加 sum"
        case BestItem():
            return "取最高 best of"
        case ExpertItem():
            return f"专家评 expert {_range(item.low, item.high)}"
        case PointsItem():
            return f"`{words.said(item.points)}`"
        case BonusItem():
            return f"`{words.said(item.when)}` → {_points(item.points)}"


def _range(low: Fraction, high: Fraction) -> str:
    return _points(low) if low == high else f"{_points(low)}—{_points(high)}"


def _points(value: Fraction) -> str:
    return f"{float(value):g} 分"


# --- words --------------------------------------------------------------------------------------------------------


def _days(since: dt.date | None, until: dt.date | None) -> str:
    return f"{since or '…'} — {until or '…'}"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "".join("| " + " | ".join(c.replace("|", "\\|").replace("\n", " ") for c in row) + " |\n" for row in lines)
