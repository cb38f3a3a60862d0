"""References: what is never used, what refers to itself, definitions left open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from peiyu.policy.condition import ast
from peiyu.policy.condition.walk import nodes
from peiyu.policy.pack.checks.circles import cycles
from peiyu.policy.pack.checks.context import Context, named, of_held
from peiyu.policy.pack.checks.programme.indicators import expressions
from peiyu.policy.pack.load.names import every_item
from peiyu.policy.pack.model import ExpertItem
from peiyu.problems import Problem, Text

KINDS = (
    ("parameters", Text("参数", "parameter")), ("definitions", Text("口径", "definition")),
    ("quantities", Text("计算项", "quantity")), ("sets", Text("集合", "set")),
)  # fmt: skip


def check_unused(context: Context) -> Iterator[Problem]:
    """Objects that no condition of the text refers to."""
    if context.text is None:
        return
    found: set[str] = set()
    for held in named(context.text):
        for expr in of_held(held):
            for node in nodes(expr):
                if isinstance(node, ast.Ref):
                    found.add(node.key)
                elif isinstance(node, ast.InSet) and node.set_name is not None:
                    found.add(node.set_name)
    found |= _used_by_programme(context)
    for section, kind in KINDS:
        objects: Mapping[str, object] = getattr(context.text, section)
        for id_ in objects:
            one = getattr(context.text, section)[id_]
            if not found & {id_, one.key, one.name.zh}:
                yield context.say("unused", one.span, found=id_, kind=kind.zh, kind_en=kind.en, name=one.name.zh)


def _used_by_programme(context: Context) -> set[str]:
    """What the conditions of a territory's programme refer to."""
    programme = context.pack.programme
    held = [node for expr, _ in expressions(programme) for node in nodes(expr)] if programme else []
    keys = {node.key for node in held if isinstance(node, ast.Ref)}
    return keys | {node.set_name for node in held if isinstance(node, ast.InSet) and node.set_name is not None}


def check_circles(context: Context) -> Iterator[Problem]:
    """Named objects and tiers that reach themselves."""
    if context.text is None:
        return
    refers: dict[str, list[str]] = {}
    spans = {}
    for held in named(context.text):
        keys = [key for expr in of_held(held) for key in _keys(expr)]
        refers[held.key] = keys
        spans[held.key] = held.span
    for score in context.text.scores.values():
        for item in every_item(score.items):
            if not isinstance(item, ExpertItem):
                refers[item.key] = [key for expr in of_held(item) for key in _keys(expr)]
    for cycle in cycles(refers):
        if cycle[0] in spans:
            local = cycle[0].rpartition(".")[2]
            code = "meets-cycle" if local in context.text.tiers else "quantity-cycle"
            yield context.say(code, spans[cycle[0]], found=cycle[0], cycle=" → ".join(cycle))


def _keys(expr: ast.Expr) -> Iterator[str]:
    for node in nodes(expr):
        if isinstance(node, ast.Ref):
            yield node.key
        elif isinstance(node, ast.Meets):
            yield node.tier


def check_open(context: Context) -> Iterator[Problem]:
    """What a release must have settled."""
    if context.pack.status == "released" and context.text is not None and context.pack.document is None:
        yield context.say("document-missing", context.text.span)
    for one in context.text.definitions.values() if context.text else ():
        if not one.default:
            options = " | ".join(option.key for option in one.options)
            yield context.say("definition-open", one.span, found=one.key, name=one.name.zh, options=options)
