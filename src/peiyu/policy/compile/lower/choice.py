"""One of several numbers by guards, or the hull of those that may be taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from peiyu.policy.compile.lower import arithmetic
from peiyu.policy.compile.lower.graph import Graph
from peiyu.policy.compile.lower.number import Gap, Number, nothing_known, spoken
from peiyu.policy.pack.model import WhenUndefined


def chosen(graph: Graph, guards: Sequence[int], numbers: Sequence[Number]) -> Number:
    """The number beside the first true guard, the last one if none is; with undecided guards the hull of those that
    may be taken. There is one number more than guards."""
    roots = {n.root for n in numbers}
    same, made = arithmetic.alike(graph, list(numbers))
    result = same[-1]
    for guard, one in zip(reversed(guards), reversed(same[:-1]), strict=True):
        result = either(graph, guard, one, result)
    gap = replace(result.gap, words=words_of(graph, guards, numbers, result.gap.undefined))
    root = roots.pop() if len(roots) == 1 else None
    whole = replace(made, low=result.low, high=result.high, gap=gap, exact=result.exact, root=root)
    return whole if not roots else nothing_known(graph, gap)


def words_of(
    graph: Graph, guards: Sequence[int], numbers: Sequence[Number], undefined: int
) -> tuple[tuple[WhenUndefined, int], ...]:
    """What is said of being undefined: the word of the first number that may be taken."""
    if not any(n.gap.words for n in numbers):
        return ()
    found: dict[tuple[WhenUndefined, int], None] = {}
    passed = undefined
    for guard, one in zip((*guards, graph.true), numbers, strict=True):
        mine = graph.and_(passed, graph.is_not_false(guard))
        found.update(dict.fromkeys((word, graph.and_(place, mine)) for word, place in spoken(graph, one.gap)))
        passed = graph.and_(passed, graph.is_false(guard))
    return tuple(pair for pair in found if pair[1] != graph.false)


def either(graph: Graph, guard: int, yes: Number, no: Number) -> Number:
    """One of two numbers of one kind, or their hull where the guard is undecided."""
    doubt = graph.is_null(guard)

    def pick(a: int, b: int, both: int) -> int:
        return graph.case([(guard, a), (doubt, both)], b)

    gap = Gap(
        pick(yes.gap.undefined, no.gap.undefined, graph.and_(yes.gap.undefined, no.gap.undefined)),
        pick(yes.gap.absent, no.gap.absent, graph.and_(yes.gap.absent, no.gap.absent)),
    )
    exact = None
    if yes.exact is not None and no.exact is not None:
        exact = pick(yes.exact, no.exact, graph.and_(yes.exact, no.exact))
    low = pick(yes.low, no.low, graph.extreme("min", [yes.low, no.low]))
    if yes.is_point and no.is_point and doubt == graph.false:
        return replace(no, low=low, high=low, gap=gap, exact=exact)
    high = pick(yes.high, no.high, graph.extreme("max", [yes.high, no.high]))
    return replace(no, low=low, high=high, gap=gap, exact=exact)


def either_sure(graph: Graph, guard: int, yes: Number, no: Number) -> Number:
    """One of two numbers by a guard that is never null."""
    if guard == graph.false:
        return no
    same, made = arithmetic.alike(graph, [yes, no])
    picked = either(graph, guard, *same)
    return replace(made, low=picked.low, high=picked.high, gap=picked.gap, exact=picked.exact)
