"""Whether everything that a programme names is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from peiyu.policy.condition.ast import Span
from peiyu.policy.condition.scope import near
from peiyu.policy.pack.load.reader import Reader
from peiyu.policy.pack.programme import Body, ByDefinition, Programme, named_by
from peiyu.problems import Text

Reference = tuple[str, str, Span]
"""Section, local id, and where it is named."""

SECTION_OF = {
    "target": "targets", "trend": "trends", "indicator": "indicators", "programme": "programmes",
    "measure": "measures", "responsibility": "responsibilities", "fund": "funds", "list": "lists", "group": "groups",
    "definition": "definitions", "tier": "tiers", "actor": "actors",
}  # fmt: skip
"""Where the objects that cover a clause stand."""

SAID = {
    "targets": Text("目标", "target"), "trends": Text("趋势", "trend"), "indicators": Text("指标", "indicator"),
    "programmes": Text("计划", "programme"), "measures": Text("措施", "measure"),
    "responsibilities": Text("责任", "responsibility"), "funds": Text("资金", "fund"), "lists": Text("清单", "list"),
    "groups": Text("分组", "group"), "definitions": Text("口径", "definition"), "tiers": Text("层级", "tier"),
    "actors": Text("主体", "actor"),
}  # fmt: skip


def check_references(
    reader: Reader, programme: Programme, written: Mapping[str, frozenset[str]], tiers: frozenset[str]
) -> None:
    """`no-such-object` for every name that nothing has; `written` are the ids by section."""
    known = {**written, "tiers": tiers}
    for section, id_, span in references(programme):
        if id_ not in known[section]:
            what = SAID[section]
            options = " · ".join(near(id_, known[section]) or sorted(known[section])) or "—"
            reader.say("no-such-object", span, found=id_, what=what.zh, what_en=what.en, name=id_, options=options)


def references(programme: Programme) -> Iterator[Reference]:
    """Everything that the objects of a programme name."""
    for one in programme.indicators.values():
        yield from _of_body(one.body, one.span)
    for definition in programme.definitions.values():
        yield "indicators", definition.names, definition.span
        for option in definition.options:
            yield from _of_body(option.body, option.span)
    for target in programme.targets.values():
        yield "indicators", target.indicator, target.span
        yield from (("targets", part, target.span) for part in target.parts)
        yield from (("actors", who, target.span) for who in (*_one(target.lead), *target.with_))
    for trend in programme.trends.values():
        yield "indicators", trend.indicator, trend.span
        yield from (("actors", who, trend.span) for who in _one(trend.lead))
    for support in programme.programmes.values():
        yield from (("measures", measure, support.span) for measure in support.measures)
    for measure in programme.measures.values():
        yield from (("actors", who, measure.span) for who in _one(measure.lead))
    for duty in programme.responsibilities.values():
        yield from (("actors", who, duty.span) for who in (duty.lead, *duty.with_))
    for covered in programme.coverage.values():
        yield from ((SECTION_OF[one.kind], one.id, one.span) for one in covered.objects)


def _of_body(body: Body, span: Span) -> Iterator[Reference]:
    if isinstance(body, ByDefinition):
        yield "definitions", body.definition, span
    else:
        yield from (("indicators", other, span) for other in named_by(body))


def _one(name: str | None) -> tuple[str, ...]:
    return () if name is None else (name,)
