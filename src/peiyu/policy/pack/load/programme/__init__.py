"""programme.yaml, coverage.yaml and the mended text → a Programme."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from peiyu.policy.condition.ast import Span
from peiyu.policy.pack.load.programme import promises, support
from peiyu.policy.pack.load.programme.clauses import clauses, coverage
from peiyu.policy.pack.load.programme.references import check_references
from peiyu.policy.pack.load.reader import ID, Inherited, Reader
from peiyu.policy.pack.programme import Programme
from peiyu.policy.pack.yaml import Node, Table
from peiyu.problems import Text

Read = Callable[[Reader, Any, Node, Inherited], Any]
DEFINITION_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]*")

SECTIONS: dict[str, Read] = {
    "lists": support.enumeration,
    "groups": support.grouping,
    "indicators": promises.indicator,
    "definitions": promises.definition,
    "targets": promises.target,
    "trends": promises.trend,
    "programmes": support.support,
    "measures": support.measure,
    "actors": support.actor,
    "responsibilities": support.responsibility,
    "funds": support.fund,
}


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a programme is read from: the tables of its YAML and the mended text with the place where it begins."""

    programme: Node
    coverage: Node | None
    mended: str
    mended_at: Span


def programme(
    reader: Reader, sources: Sources, *, above: Inherited, tiers: frozenset[str], fair_competition: bool
) -> Programme:
    """Reads a programme; names mean what they mean in the pack's text (`reader.scope`), and its lists are sets. What
    refers to nothing is a problem. `tiers`: local ids of the pack's tiers, for coverage."""
    root = reader.table(sources.programme, Text("计划文件 programme.yaml", "programme.yaml"), SECTIONS)
    lists = _section(reader, root, "lists", above)
    words = {word: one.of for id_, one in lists.items() for word in (id_, one.name.zh)}
    reader.scope = replace(reader.scope, sets={**reader.scope.sets, **words})
    held = {key: lists if key == "lists" else _section(reader, root, key, above) for key in SECTIONS}
    made = Programme(
        **held, coverage=coverage(reader, sources.coverage),
        clauses=clauses(reader, sources.mended, sources.mended_at), fair_competition=fair_competition,
    )  # fmt: skip
    check_references(reader, made, _written(root), tiers)
    return made


def _section(reader: Reader, root: Table, key: str, above: Inherited) -> dict[str, Any]:
    pattern = DEFINITION_ID if key == "definitions" else ID
    rows = reader.named(root.get(key), key, pattern)
    made = {id_.text: SECTIONS[key](reader, id_, node, above) for id_, node in rows}
    return {id_: one for id_, one in made.items() if one is not None}


def _written(root: Table) -> dict[str, frozenset[str]]:
    """Every id that is written, also of objects at fault: what refers to them is not at fault too."""
    held = {}
    for key in SECTIONS:
        node = root.get(key)
        held[key] = frozenset(name.text for name, _ in node.entries) if isinstance(node, Table) else frozenset()
    return held


__all__ = ["Sources", "programme"]
