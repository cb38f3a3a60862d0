"""Puts a plan together: its steps, and its child tables: which sums are made together, and after which others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from peiyu.policy.compile.lower.desk import Desk
from peiyu.policy.compile.lower.graph import Graph
from peiyu.policy.compile.plan import ChildTable, Measured, Outer, Output, Plan, Step, operands

Rounds = Mapping[tuple[str, int], int]
"""In which round a sum, by its entity and index, is made: 0 reads records alone, a later one also what comes out of
the rounds before it."""


def plan_of(desk: Desk, outputs: Sequence[Output]) -> Plan:
    """The plan of what has been lowered, with these outputs."""
    watched(desk)
    near = desk.graph.near()
    wanted = [o.step for o in outputs] + ([near] if near is not None else [])
    steps, types, moved = desk.graph.shrunk([*wanted, *outer_places(desk)])
    return Plan(
        root=desk.root, as_of=desk.binding.selection.as_of, steps=steps, types=types,
        children=child_tables(desk, moved), outputs=tuple(Output(o.name, moved[o.step], o.kind) for o in outputs),
        near=None if near is None else moved[near],
    )  # fmt: skip


def watched(desk: Desk) -> None:
    """Records that doubles may decide wrongly leave their enterprise to the reference."""
    for entity, records in sorted(desk.records.items()):
        near = records.graph.near()
        if near is not None:
            count = desk.measured(entity, near)
            desk.graph.notice(desk.graph.compare(">", count, desk.graph.constant(0, "int")))


def outer_places(desk: Desk) -> tuple[int, ...]:
    """The steps of the wide row that stand beside records."""
    found = {p for one in desk.records.values() for sum_ in one.sums for p in taken_over(one.graph, sum_)}
    return tuple(sorted(found))


def taken_over(graph: Graph, place: int) -> Iterator[int]:
    """The steps of the wide row that a step over records needs."""
    for step in needed(graph.steps, place):
        if isinstance(step, Outer):
            yield step.step


def needed(steps: list[Step], place: int) -> Iterator[Step]:
    """A step and all that it is made of."""
    seen, waiting = {place}, [place]
    while waiting:
        step = steps[waiting.pop()]
        yield step
        waiting += [one for one in operands(step) if one not in seen]
        seen.update(operands(step))


def rounds(desk: Desk) -> Rounds:
    """The round of every sum: the one after the last that the steps beside its records stand on."""
    made: dict[tuple[str, int], int] = {}

    def of_sum(entity: str, index: int) -> int:
        key = (entity, index)
        if key not in made:
            records = desk.records[entity]
            place = places[entity][index]
            made[key] = max((1 + of_step(one) for one in taken_over(records.graph, place)), default=0)
        return made[key]

    def of_step(place: int) -> int:
        found = (one for one in needed(desk.graph.steps, place) if isinstance(one, Measured))
        return max((of_sum(one.entity, one.index) for one in found), default=0)

    places = {entity: list(records.sums) for entity, records in desk.records.items()}
    for entity, sums in places.items():
        for index in range(len(sums)):
            of_sum(entity, index)
    return made


def child_tables(desk: Desk, moved: Mapping[int, int]) -> tuple[ChildTable, ...]:
    """The records' steps that are summed, in the order of their rounds; `moved`: where the wide row's steps stand."""
    together: dict[tuple[int, str], list[int]] = defaultdict(list)
    for (entity, index), number in rounds(desk).items():
        together[number, entity].append(index)
    return tuple(child_table(desk, entity, sorted(indexes), moved) for (_, entity), indexes in sorted(together.items()))


def child_table(desk: Desk, entity: str, indexes: list[int], moved: Mapping[int, int]) -> ChildTable:
    """One round of an entity's sums."""
    records = desk.records[entity]
    sums = list(records.sums)
    wanted = [sums[index] for index in indexes]
    steps, types, places = records.graph.shrunk(wanted)
    steps = tuple(replace(one, step=moved[one.step]) if isinstance(one, Outer) else one for one in steps)
    outer = tuple(dict.fromkeys(one.step for one in steps if isinstance(one, Outer)))
    return ChildTable(entity, steps, types, tuple(places[one] for one in wanted), tuple(indexes), outer)
