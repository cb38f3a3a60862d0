"""Which steps of a plan become columns, and in which order: shared values are worked out once, expressions stay
shallow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from peiyu.policy.compile.plan import Constant, Input, Measured, Not, Outer, Real, Step, Test, operands

DEEPEST = 12
"""No expression is nested deeper than this; beyond it a column is made."""

LEAVES = (Input, Measured, Outer, Constant)
"""Steps that are columns or literals already."""

CHEAP = (Not, Real, Test)
"""Steps that cost less to repeat than to keep."""


@dataclass(frozen=True, slots=True)
class Layers:
    """`columns`: for each layer the steps that become columns in it; a layer reads only earlier ones."""

    columns: tuple[tuple[int, ...], ...]

    @property
    def kept(self) -> frozenset[int]:
        return frozenset(place for layer in self.columns for place in layer)


def layered(steps: Sequence[Step], wanted: Iterable[int]) -> Layers:
    """Layers for the wanted steps; they and every value with several readers become columns, and nothing that they
    do not need. Linear time."""
    chosen = set(wanted)
    readers = [int(place in chosen) for place in range(len(steps))]
    for place in range(len(steps) - 1, -1, -1):
        if readers[place]:
            for operand in dict.fromkeys(operands(steps[place])):
                readers[operand] += 1
    depth = [0] * len(steps)
    level = [0] * len(steps)
    layers: list[list[int]] = []
    for place, step in enumerate(steps):
        if not readers[place] or isinstance(step, LEAVES):
            continue
        parts = operands(step)
        depth[place] = 1 + max(depth[p] for p in parts)
        level[place] = max(level[p] for p in parts)
        shared = readers[place] > 1 and not isinstance(step, CHEAP)
        if place in chosen or shared or depth[place] >= DEEPEST:
            while len(layers) <= level[place]:
                layers.append([])
            layers[level[place]].append(place)
            level[place] += 1
            depth[place] = 0
    return Layers(tuple(tuple(layer) for layer in layers))
