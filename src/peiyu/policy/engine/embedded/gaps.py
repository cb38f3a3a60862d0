"""How far every enterprise of a fact base is from a tier: the conditions to change, those to ask about, and by how
much its figures fall short, worked out beside the verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from peiyu.facts.base import FactBase
from peiyu.facts.register import listed
from peiyu.policy.compile.binding import Binding
from peiyu.policy.compile.lower import lower
from peiyu.policy.compile.plan import Plan
from peiyu.policy.condition.ast import Expr
from peiyu.policy.engine.embedded.run import bucket_frame, traits_of, view_of
from peiyu.policy.pack.model import Combined, Group, Negated, PointsItem, Score
from peiyu.problems import InputError, Text

CHANGE, QUESTION = 1e6, 1e3
OUT_OF_REACH = 1e15
MOST_SHORT = 99.0
"""A distance is changes × 10⁶ + questions × 10³ + shortfalls, so that the least distance has the fewest changes,
then the fewest questions. A shortfall counts at most 99."""


@dataclass(frozen=True, slots=True)
class Probe:
    """A figure over its threshold; `least`: it should be at least 1, otherwise at most."""

    quotient: Expr
    least: bool


@dataclass(frozen=True, slots=True)
class Leaf:
    """What is known of a criterion before any row is read: whether an enterprise can turn it, and its figures."""

    fixable: bool
    probes: tuple[Probe, ...] = ()


@dataclass(frozen=True, slots=True)
class Close:
    """An enterprise that does not meet the tier: the least number of criteria to change and to ask about, and the
    sum over those to change of how far their worst figure falls short of its threshold, relative to it."""

    enterprise: int
    code: str
    name: str
    changes: int
    questions: int
    shortfall: float


def closest(
    binding: Binding, base: FactBase, rungs: Sequence[str], leaves: Mapping[str, Leaf], *, most: int
) -> tuple[tuple[Close, ...], ...]:
    """Of each rung (a key of the binding; a tier alone is the only rung) the `most` enterprises nearest to it of those
    whose next rung it is: the one after the highest that they meet. Those with a criterion in the way that no
    enterprise can turn are left out, and so are confidential enterprises. A criterion with meets() or choose counts as
    one."""
    base = base.with_fields(binding.fields.values())
    plan, probed = _plan(binding, base, leaves)
    view = view_of(binding)
    base.refuse_statistics(view)
    found: list[list[pl.DataFrame]] = [[] for _ in rungs]
    for bucket in range(base.bucket_count):
        frame, _ = bucket_frame(binding, plan, base, bucket, view)
        for place, rung in enumerate(rungs):
            distance = _distance(binding.tiers[rung].tier.met_when, probed, want=True).alias("distance")
            near = frame.filter(_next_is(rungs, place)).select("enterprise", "code", "name", distance)
            near = listed(base, near.lazy(), bucket=bucket).collect()
            near = near.filter(pl.col("distance") < OUT_OF_REACH)
            found[place].append(near.bottom_k(most, by=["distance", "enterprise"]))
    nearest = (pl.concat(frames).sort("distance", "enterprise").head(most) for frames in found)
    return tuple(tuple(_close(*row) for row in frame.iter_rows()) for frame in nearest)


def _next_is(rungs: Sequence[str], place: int) -> pl.Expr:
    """Whether the next rung of an enterprise is this one: it meets neither this nor a higher one, and the one below."""
    none_above = pl.all_horizontal(pl.col(rung).ne_missing(True) for rung in rungs[place:])
    return none_above if place == 0 else none_above & pl.col(rungs[place - 1]).eq_missing(True)


def _plan(binding: Binding, base: FactBase, leaves: Mapping[str, Leaf]) -> tuple[Plan, Mapping[str, Leaf]]:
    """The plan with the probes as further scores; without them where the engine cannot say one."""
    traits = traits_of(base, binding)
    scores = {
        _probe(key, place): _as_score(_probe(key, place), probe.quotient)
        for key, leaf in leaves.items()
        for place, probe in enumerate(leaf.probes)
    }
    try:
        return lower(replace(binding, scores={**binding.scores, **scores}), traits), leaves
    except InputError:
        return lower(binding, traits), {key: Leaf(leaf.fixable) for key, leaf in leaves.items()}


def _probe(key: str, place: int) -> str:
    return f"{key}.probe{place}"


def _as_score(key: str, quotient: Expr) -> Score:
    item = PointsItem(key=f"{key}.points", name=Text("", ""), points=quotient, when_undefined="0分")
    return Score(key=key, name=Text("", ""), items=(item,))


def _distance(group: Group, leaves: Mapping[str, Leaf], *, want: bool) -> pl.Expr:
    """The least distance at which a group is as wanted."""
    match group:
        case Negated():
            return _distance(group.of, leaves, want=not want)
        case Combined():
            need = group.need if want else len(group.parts) - group.need + 1
            return _least([_distance(part, leaves, want=want) for part in group.parts], need)
        case _:
            return _leaf(group.key, leaves[group.key], want=want)


def _least(parts: list[pl.Expr], need: int) -> pl.Expr:
    """The sum of the `need` smallest."""
    if need == len(parts):
        return pl.sum_horizontal(parts)
    if need == 1:
        return pl.min_horizontal(parts)
    return pl.concat_list(parts).list.sort().list.head(need).list.sum()


def _leaf(key: str, leaf: Leaf, *, want: bool) -> pl.Expr:
    value = pl.col(key)
    if not leaf.fixable:
        failing = pl.lit(OUT_OF_REACH)
    elif leaf.probes and want:
        shortfalls = [_shortfall(key, place, probe) for place, probe in enumerate(leaf.probes)]
        failing = CHANGE + pl.max_horizontal(shortfalls)
    else:
        failing = pl.lit(CHANGE)
    return pl.when(value == want).then(0.0).when(value.is_null()).then(QUESTION).otherwise(failing)


def _shortfall(key: str, place: int, probe: Probe) -> pl.Expr:
    share = pl.col(f"{_probe(key, place)}.{'low' if probe.least else 'high'}")
    return (1 - share if probe.least else share - 1).clip(0.0, MOST_SHORT).fill_null(0.0)


def _close(enterprise: int, code: str | None, name: str | None, distance: float) -> Close:
    changes, rest = divmod(distance, CHANGE)
    questions, shortfall = divmod(rest, QUESTION)
    return Close(enterprise, code or "", name or "", int(changes), int(questions), shortfall)
