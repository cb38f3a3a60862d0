"""Listings, by the stages in which firms are."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from peiyu.facts.vocabulary.load import vocabulary
from peiyu.insight.forecast.ground import Ground
from peiyu.insight.forecast.prospect import Ask, Candidate, CannotTell, Prospect, end_word, few, percent
from peiyu.insight.forecast.queues import EPOCH, number, poisson_pmf
from peiyu.insight.forecast.spread import convolved, of_counts, poisson_binomial
from peiyu.insight.forecast.stages import LEAST_MOVES, STAGES, YEAR, Walk, chain, newcomers
from peiyu.insight.measure.demand import counted
from peiyu.policy.engine.embedded.records import firm_truths
from peiyu.policy.pack.programme import EventsBody
from peiyu.problems import Text

COUNTED_PRIOR = 1.0
"""Listings that count, and those that do not, before any is seen."""


def forecast_listings(ground: Ground, ask: Ask) -> Prospect | CannotTell:
    """Each firm's chance to be listed in time from the stage it is in; of listings such a share counts as counted."""
    rows = ground.scan("listing", ["kind", "stage", "reached_on"])
    rows = rows.filter(pl.col("stage").is_in(STAGES) & (pl.col("reached_on") <= ground.day))
    rows = rows.unique(["enterprise", "stage"], keep="first", maintain_order=True)
    walks = walks_of(rows)
    found = chain(walks, number(ground.day))
    if found is None:
        moved = sum(len(walk.steps) - 1 for walk in walks)
        return few(Text("上市阶段的推进", "moves from one listing stage to the next"), moved, LEAST_MOVES, "次")
    had = ground.inside(ask.indicator, ask.since, ground.day)
    counts = share_counted(ground, ask, rows)
    owners = eligible(ground, ask)
    years = (ask.by - ground.day).days / YEAR
    arrives = [found.arrived(stage, years) for stage in range(len(STAGES))]
    chances, people = [], []
    for walk in walks:
        stage, since = walk.last
        if stage == len(STAGES) - 1 or (owners is not None and walk.firm not in owners):
            continue
        chances.append(arrives[stage] * counts)
        people.append(candidate(ground, ask, walk.firm, STAGES[stage], since, chances[-1]))
    part = 1.0 if owners is None or not walks else sum(1 for w in walks if w.firm in owners) / len(walks)
    new = newcomers(walks, found, number(ground.day), number(ask.by)) * counts * part
    pmf = convolved([poisson_binomial(np.array(chances)), poisson_pmf(new)])
    return Prospect(
        spread=of_counts(pmf).plus(had.height), candidates=tuple(people),
        basis=Text(
            f"按{len(chances)}户在途企业所处上市阶段和历史{found.moves}次推进的快慢推算",
            f"{len(chances)} firms on the way, by their stage and the pace of {found.moves} moves in the past",
        ),
    )  # fmt: skip


def walks_of(rows: pl.DataFrame) -> tuple[Walk, ...]:
    places = {stage: place for place, stage in enumerate(STAGES)}
    steps: dict[int, list[tuple[int, int]]] = {}
    for firm, stage, on in (
        rows.sort("enterprise", "reached_on").select("enterprise", "stage", "reached_on").iter_rows()
    ):
        steps.setdefault(firm, []).append((places[stage], number(on)))
    return tuple(Walk(firm, tuple(some)) for firm, some in steps.items())


def share_counted(ground: Ground, ask: Ask, rows: pl.DataFrame) -> float:
    """Of all listings, those on a board that counts."""
    listed = rows.filter(pl.col("stage") == STAGES[-1])
    body = counted(ground.bound(ask.indicator))
    assert isinstance(body, EventsBody)
    owners = eligible(ground, ask)
    if owners is not None:
        listed = listed.filter(pl.col("enterprise").is_in(list(owners)))
    counts = ground.inside(ask.indicator, None, ground.day).height
    return (counts + COUNTED_PRIOR) / (max(listed.height, counts) + 2 * COUNTED_PRIOR)


def eligible(ground: Ground, ask: Ask) -> frozenset[int] | None:
    """The firms that the indicator is among, on the day; None: all."""
    body = counted(ground.bound(ask.indicator))
    assert isinstance(body, EventsBody)
    if not body.among:
        return None
    named = {f"among:{place}": one.when for place, one in enumerate(body.among)}
    parts = [
        firm_truths(ground.programme.binding, ground.base, bucket, named, day=ground.day)
        for bucket in range(ground.base.bucket_count)
    ]
    rows = pl.concat(parts).filter(pl.all_horizontal(*named))
    return frozenset(rows["enterprise"].to_list())


def candidate(ground: Ground, ask: Ask, firm: int, stage: str, since: int, chance: float) -> Candidate:
    on, end = EPOCH + dt.timedelta(days=since), end_word(ask.by, ground.day)
    why = Text(
        f"{on.year}年{on.month}月进入“{stage}”，{end.zh}前上市可能{percent(chance)}",
        f"in stage {stage_in_english(stage)} since {on:%Y-%m}; {percent(chance)} likely to be listed by {end.en}",
    )
    return Candidate(firm, chance, why)


def stage_in_english(stage: str) -> str:
    """A stage by its English name, else by its code."""
    field = vocabulary().child_field("listing", "stage")
    assert field is not None
    return next((name.en or code for code, name in field.options if name.zh == stage), stage)
