"""Things that come one by one, as a target counts them; of recognitions, the firms whose turn it may be."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from peiyu.insight.forecast.arrivals import LEAST_EVENTS, LEAST_MONTHS, Past, rest
from peiyu.insight.forecast.crossing import already, gone
from peiyu.insight.forecast.ground import Ground
from peiyu.insight.forecast.prospect import Ask, Candidate, CannotTell, Prospect, end_word, few, percent
from peiyu.insight.forecast.spread import Floats, of_draws, seeded
from peiyu.insight.measure.demand import counted
from peiyu.insight.targets.spans import year_before
from peiyu.policy.condition.ast import ChildField, Compare, Meets, TextLiteral
from peiyu.policy.condition.walk import nodes
from peiyu.policy.engine.embedded.records import firm_truths
from peiyu.policy.pack.model import Tier
from peiyu.policy.pack.programme import EventsBody
from peiyu.problems import Text

LOOKS_BACK = 3
MOST_DRAWN = 2_000_000
"""Amounts drawn at most in all."""
PRIOR_TURNS = 1.0


def forecast_stream(ground: Ground, ask: Ask) -> Prospect | CannotTell:
    """What has come, and what is still to come by the pace of this year and the seasons of the past."""
    body = counted(ground.bound(ask.indicator))
    entity, on = (body.entity, body.on) if isinstance(body, EventsBody) else ("annual_return", "")
    rows = ground.inside(ask.indicator, None, ask.by)
    days = rows.filter(pl.col("on") <= ground.day)["on"].to_list()
    since = ask.since or ground.day + dt.timedelta(days=1)
    if isinstance(body, EventsBody):
        past = Past(days=days, begins=ground.begins(entity, on), day=ground.day, since=since, by=ask.by,
                    delay=ground.delay(entity, on))  # fmt: skip
    else:
        past = Past(days=days, begins=min(days, default=ground.day), day=ground.day, since=since, by=ask.by)
    months = past.months
    if months < LEAST_MONTHS:
        return few(Text("历史记录", "months of records"), months, LEAST_MONTHS, "个月")
    if len(days) < LEAST_EVENTS:
        return few(Text("历史上的同类事项", "such events so far"), len(days), LEAST_EVENTS, "次")
    more = rest(past)
    had = ground.inside(ask.indicator, ask.since, ground.day)
    ahead = rows.height - len(days)
    whole = np.maximum(more, ahead)
    if ground.shape(ask.indicator).adds:
        whole = amounts(ground, ask, rows, whole)
    spread = of_draws(whole).plus(float(ground.number(ask.indicator, had)))
    people: tuple[Candidate, ...] = ()
    if (tier := tier_of(ground, body)) is not None:
        people = candidates(ground, ask, tier, float(more.mean()))
    return Prospect(
        spread=spread, candidates=people,
        basis=Text(
            f"按{past.begins.year}年以来{len(days)}次的年度节奏、月份分布和当年进度推算（超离散计数）",
            f"by the yearly pace, the seasons and this year's progress of {len(days)} since {past.begins.year} "
            "(over-dispersed counts)",
        ),
    )  # fmt: skip


def amounts(ground: Ground, ask: Ask, rows: pl.DataFrame, counts: Floats) -> Floats:
    """Sums of so many amounts, each drawn from those that came before."""
    factor = float(ground.shape(ask.indicator).factor)
    sizes = rows["low"].cast(pl.Float64).to_numpy() * factor
    rng = seeded("amounts", ask.indicator, ground.day, len(sizes))
    if float(counts.sum()) > MOST_DRAWN:
        deviation = float(sizes.std()) * np.sqrt(counts)
        drawn = counts * sizes.mean() + rng.normal(size=len(counts)) * deviation
        return np.asarray(np.round(np.maximum(drawn, 0), 2))
    drawn = sizes[rng.integers(0, len(sizes), int(counts.sum()))]
    ends = np.concatenate([[0.0], np.cumsum(drawn)])
    stops = np.cumsum(counts.astype(np.int64))
    return np.asarray(np.round(ends[stops] - ends[stops - counts.astype(np.int64)], 2))


# --- recognitions: whose turn it may be -----------------------------------------------------------------------


def tier_of(ground: Ground, body: object) -> Tier | None:
    """The tier whose recognition an indicator counts: the one that gives the title, where first titles are counted."""
    if not (isinstance(body, EventsBody) and body.entity == "title" and body.first and body.where is not None):
        return None
    asked = {
        one.right.value
        for one in nodes(body.where)
        if isinstance(one, Compare) and isinstance(one.left, ChildField) and isinstance(one.right, TextLiteral)
    }
    own = f"{ground.programme.pack.id}."
    tiers = [bound.tier for key, bound in ground.programme.binding.tiers.items() if key.startswith(own)]
    return next((one for one in tiers if one.title in asked), None)


def candidates(ground: Ground, ask: Ask, tier: Tier, expected: float) -> tuple[Candidate, ...]:
    """Firms that meet the tier and have never been recognised, each with its part of what is expected: as many times
    that of the others as such firms were recognised more often in the same days of earlier years."""
    firms = ground.scan("enterprise", ["founded"]).sort("enterprise")
    titled = already(ground, ask, firms)
    open_ = ~titled & ~gone(ground, firms)
    meets = _meeting(ground, firms, tier, ground.day)
    odds = _odds(ground, ask, tier, firms)
    ready = open_ & meets
    whole = odds * ready.sum() + (open_ & ~meets).sum()
    if whole <= 0 or not ready.any():
        return ()
    chance = min(expected * odds / whole, 0.95)
    end = end_word(ask.by, ground.day)
    why = Text(
        f"现已符合“{tier.name.zh}”条件，尚未认定；按往年同类企业推算，{end.zh}前认定可能{percent(chance)}",
        f"meets the conditions of {tier.name.in_('en')}, not recognised yet; {percent(chance)} likely by {end.en}",
    )
    keys = firms["enterprise"].to_numpy()[ready]
    return tuple(Candidate(int(key), chance, why) for key in keys)


def _meeting(ground: Ground, firms: pl.DataFrame, tier: Tier, day: dt.date) -> np.typing.NDArray[np.bool_]:
    parts = [
        firm_truths(ground.programme.binding, ground.base, b, {"meets": Meets(tier.key)}, day=day)
        for b in range(ground.base.bucket_count)
    ]
    rows = firms.select("enterprise").join(pl.concat(parts), on="enterprise", how="left", maintain_order="left")
    return rows["meets"].fill_null(False).to_numpy()


def _odds(ground: Ground, ask: Ask, tier: Tier, firms: pl.DataFrame) -> float:
    """How many times more often firms that met the tier were recognised than those that did not."""
    turns, seen = np.array([PRIOR_TURNS, PRIOR_TURNS]), np.array([2 * PRIOR_TURNS, 2 * PRIOR_TURNS])
    titles = ground.inside(ask.indicator, None, ground.day)
    day, by = ground.day, ask.by
    keys = firms["enterprise"]
    for _ in range(LOOKS_BACK):
        day, by = year_before(day), year_before(by)
        if by > ground.day:
            continue
        there = (firms["founded"] <= day).fill_null(True).to_numpy()
        before = keys.is_in(titles.filter(pl.col("on") <= day)["enterprise"].implode()).to_numpy()
        then = keys.is_in(
            titles.filter(pl.col("on").is_between(day, by, closed="right"))["enterprise"].implode()
        ).to_numpy()
        meets = _meeting(ground, firms, tier, day)
        for place, mine in enumerate((meets, ~meets)):
            turns[place] += (there & ~before & mine & then).sum()
            seen[place] += (there & ~before & mine).sum()
    rates = turns / seen
    return float(max(rates[0] / rates[1], 1.0))
