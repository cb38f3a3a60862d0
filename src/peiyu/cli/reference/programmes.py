"""What a territory's pack promises and how it is counted, for docs/reference/packs.md."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from peiyu.insight.measure.sayings import body_said
from peiyu.insight.targets.pace import goal_said
from peiyu.policy.compile.binding import Selection
from peiyu.policy.compile.programme import BoundProgramme, bind_programme
from peiyu.policy.pack.load import PackRegistry
from peiyu.policy.pack.model import Pack
from peiyu.policy.pack.programme import ByDefinition, Indicator, IndicatorDefinition, IndicatorOption, Programme
from peiyu.policy.pack.rule import Rule

Rows = tuple[tuple[str, ...], Sequence[tuple[str, ...]]]
"""The heads of a table and its rows."""


def tables(registry: PackRegistry, pack: Pack, programme: Programme) -> Iterator[tuple[str, Rows]]:
    """Headings of a programme's parts, each with its table, which may be without rows."""
    bound = bind_programme(registry, pack.id, _selection(pack, programme))
    yield "目标 Targets", _targets(programme)
    yield "未量化目标 Goals without a number", _trends(programme)
    yield "指标口径 Definitions of indicators", _definitions(registry, pack, programme)
    yield "指标 Indicators", _indicators(bound, programme)
    yield "计划与措施 Programmes and measures", _measures(programme)
    yield "尚未落实的条款 Clauses not carried out yet", _planned(programme)


def _selection(pack: Pack, programme: Programme, **define: str) -> Selection:
    """The defaults, on a day in the midst of the targets."""
    days = [one.by for one in programme.targets.values()]
    day = max(days, default=dt.date(2026, 1, 1))
    chosen = {f"{pack.id}.{id_}": option for id_, option in define.items()}
    return Selection(as_of=day, known_at=day, rules_at=day, define=chosen)


def _targets(programme: Programme) -> Rows:
    heads = ("目标 target", "数 goal", "起止 term", "指标 indicator", "以何为准 decided by", "条款 clause", "evidence")
    rows = [
        (_named(one), f"{goal_said(one.goal).zh} {goal_said(one.goal).en}", f"{one.since or '…'} — {one.by}",
         f"`{one.indicator}`", f"{one.decided_by} {one.decided_by_en}".strip(), *_grounds(one))
        for one in programme.targets.values()
    ]  # fmt: skip
    return heads, rows


def _trends(programme: Programme) -> Rows:
    rows = [(_named(one), f"`{one.indicator}`", *_grounds(one)) for one in programme.trends.values()]
    return ("趋势 trend", "指标 indicator", "条款 clause", "evidence"), rows


def _definitions(registry: PackRegistry, pack: Pack, programme: Programme) -> Rows:
    rows = []
    for id_, one in programme.definitions.items():
        for option in one.options:
            bound = bind_programme(registry, pack.id, _selection(pack, programme, **{id_: option.key}))
            said = body_said(bound, bound.indicators[one.names].body).zh
            rows.append((_named(one), _option(one, option), said, *_grounds(one)))
    return ("口径 definition", "取法 option (default bold)", "怎样算 how", "条款 clause", "evidence"), rows


def _option(definition: IndicatorDefinition, option: IndicatorOption) -> str:
    said = f"{option.name.zh} {option.name.en} `{option.key}`"
    marks = ["待定 open"] if definition.open else []
    marks += ["回溯测算 retrospective"] if option.retrospective else []
    whole = f"**{said}**" if option.key == definition.default else said
    return f"{whole}（{'，'.join(marks)}）" if marks else whole


def _indicators(bound: BoundProgramme, programme: Programme) -> Rows:
    rows = [
        (_named(one), one.unit, _counted(bound, id_, one), *_grounds(one)) for id_, one in programme.indicators.items()
    ]
    return ("指标 indicator", "单位 unit", "怎样算 how", "条款 clause", "evidence"), rows


def _counted(bound: BoundProgramme, id_: str, indicator: Indicator) -> str:
    if isinstance(indicator.body, ByDefinition):
        return f"按口径 by `{indicator.body.definition}`"
    return body_said(bound, bound.indicators[id_].body).zh if id_ in bound.indicators else "口径待定 undecided"


def _measures(programme: Programme) -> Rows:
    of = {id_: one.name.zh for one in programme.programmes.values() for id_ in one.measures}
    rows = [
        (_named(one), of.get(id_, ""), one.gives.zh, one.pays.zh, *_grounds(one))
        for id_, one in programme.measures.items()
    ]
    return ("措施 measure", "所属计划 programme", "给什么 gives", "付什么 pays", "条款 clause", "evidence"), rows


def _planned(programme: Programme) -> Rows:
    held = [one for one in programme.coverage.values() if one.how == "planned"]
    return ("条款 clause", "说明", "why"), [(one.address, one.reason.zh, one.reason.en) for one in held]


def _named(rule: Rule) -> str:
    return f"{rule.name.zh} {rule.name.en} `{rule.key}`"


def _grounds(rule: Rule) -> tuple[str, str]:
    return rule.cite, f"`{rule.evidence}`"
