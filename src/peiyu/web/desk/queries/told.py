"""Explanations and paths as trees that templates walk through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from peiyu.policy.explain import Explanation
from peiyu.policy.explain.model import Part
from peiyu.policy.verdict import Outcome
from peiyu.problems import Text
from peiyu.web.desk.queries.dossier import OUTCOMES
from peiyu.web.look.cells import Mark

DEEPEST = 3
"""Below this depth a part is a detail, shown when opened."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an explanation: what is asked, what the enterprise has, what follows."""

    depth: int
    name: Text
    mark: Mark | None
    rule: Text
    value: Text
    threshold: Text
    distance: Text
    note: Text
    cite: str
    waiting: tuple[Text, ...]
    group: bool


def lines_of(one: Explanation) -> tuple[Line, ...]:
    """The conditions of an explanation in the order of the regulation, each at its depth."""
    return tuple(line for child in one.root.children for line in _lines(child, 0))


def _lines(part: Part, depth: int) -> Iterator[Line]:
    yield Line(
        depth=depth,
        name=part.what,
        mark=OUTCOMES[part.outcome] if part.outcome is not None else None,
        rule=part.rule if len(part.rule.zh) <= 60 else Text("", ""),
        value=part.value,
        threshold=part.threshold,
        distance=part.distance if part.outcome is not Outcome.MET else Text("", ""),
        note=part.note,
        cite=part.cite,
        waiting=tuple(Text(f"{w.who.zh}：{w.what.zh}", f"{w.who.en}: {w.what.en}") for w in part.waiting),
        group=part.kind == "group",
    )
    if part.kind == "group" and depth < DEEPEST:
        for child in part.children:
            yield from _lines(child, depth + 1)
