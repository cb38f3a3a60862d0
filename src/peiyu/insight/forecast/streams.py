"""Things that come one by one, as a target counts them; of recognitions, the firms whose turn it may be."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl

from peiyu.insight.forecast.arrivals import LEAST_EVENTS, LEAST_MONTHS, Past, rest
from peiyu.insight.forecast.crossing import already, figures_told, gone, panel_of
from peiyu.insight.forecast.ground import Ground
from peiyu.insight.forecast.growth import Ints, Panel
from peiyu.insight.forecast.lines import Line, leaves, tree_of
from peiyu.insight.forecast.prospect import Ask, Candidate, CannotTell, Prospect, end_word, few, joined, percent
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
PRIOR_TURNS, PRIOR_KIND = 1.0, 10.0
"""Recognitions seen before any is, and the firms that a kind's own rate must outweigh."""
FURTHER = (1.5, 3.0)
"""Times the tier's line: firms of one kind lie between."""
MOST_LIKELY = 0.95


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
    """Firms that meet the tier and have never been recognised, each with its part of what is expected: in proportion
    to how often firms like it were recognised in the same days of earlier years. Firms are alike that meet the tier
    and are as far above its line; those that do not meet it take their part too, and are not named."""
    firms = ground.scan("enterprise", ["industry", "founded"]).sort("enterprise")
    leaf = next(
        (one for one in leaves(tree_of(Meets(tier.key), ground.programme.binding)) if isinstance(one, Line)), None
    )
    panel = None if leaf is None else panel_of(ground, firms, leaf.field)
    kinds = _Kinds(ground, firms, tier, leaf, panel)
    rates = _rates(ground, ask, kinds)
    now, open_ = kinds.on(ground.day), ~already(ground, ask, firms) & ~gone(ground, firms)
    weights = np.where(open_, rates[now], 0.0)
    if weights.sum() <= 0:
        return ()
    chances = np.minimum(expected * weights / weights.sum(), MOST_LIKELY)
    end, keys, made = end_word(ask.by, ground.day), firms["enterprise"].to_numpy(), []
    for place in np.nonzero(open_ & (now > 0))[0]:
        told = Text("", "") if panel is None or leaf is None else figures_told(panel, int(place), leaf.field)
        likely = percent(float(chances[place]))
        meets = Text(
            f"已符合“{tier.name.zh}”条件、尚未认定",
            f"meets the conditions of {tier.name.in_('en')}, not recognised yet",
        )
        turn = Text(f"{end.zh}前认定可能{likely}", f"{likely} likely to be by {end.en}")
        why = joined((told, meets, turn), zh="，", en=", ")
        made.append(Candidate(int(keys[place]), float(chances[place]), why))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class _Kinds:
    """Kinds of firms: 0 does not meet the tier (or it is not known), from 1 on it does, by how far above the line."""

    ground: Ground
    firms: pl.DataFrame
    tier: Tier
    line: Line | None
    panel: Panel | None

    def on(self, day: dt.date) -> Ints:
        """The kind of every firm on a day, as known today."""
        binding, base = self.ground.programme.binding, self.ground.base
        named = {"meets": Meets(self.tier.key)}
        parts = [firm_truths(binding, base, bucket, named, day=day) for bucket in range(base.bucket_count)]
        rows = self.firms.select("enterprise").join(
            pl.concat(parts), on="enterprise", how="left", maintain_order="left"
        )
        meets = rows["meets"].fill_null(False).to_numpy().astype(np.int64)
        if self.line is None or self.panel is None or day.year - 1 not in self.panel.years:
            return meets
        figures = np.nan_to_num(self.panel.values[:, self.panel.years.index(day.year - 1)])
        return np.asarray(meets * (1 + np.searchsorted(FURTHER, figures / self.line.at, "right")))


def _rates(ground: Ground, ask: Ask, kinds: _Kinds) -> Floats:
    """How often firms of each kind were recognised in the same days of earlier years, shrunk to all who met it."""
    size = len(FURTHER) + 2
    turns, seen = np.zeros(size), np.zeros(size)
    titles, keys = ground.inside(ask.indicator, None, ground.day), kinds.firms["enterprise"]
    day, by = ground.day, ask.by
    for _ in range(LOOKS_BACK):
        day, by = year_before(day), year_before(by)
        if by > ground.day:
            continue
        there = (kinds.firms["founded"] <= day).fill_null(True).to_numpy()
        before = keys.is_in(titles.filter(pl.col("on") <= day)["enterprise"].implode()).to_numpy()
        turned = titles.filter(pl.col("on").is_between(day, by, closed="right"))
        then = keys.is_in(turned["enterprise"].implode()).to_numpy()
        kind = kinds.on(day)
        turns += np.bincount(kind[there & ~before & then], minlength=size)
        seen += np.bincount(kind[there & ~before], minlength=size)
    others = (turns[0] + PRIOR_TURNS) / (seen[0] + 2 * PRIOR_TURNS)
    common = max((turns[1:].sum() + PRIOR_TURNS) / (seen[1:].sum() + 2 * PRIOR_TURNS), others)
    rates = (turns + PRIOR_KIND * common) / (seen + PRIOR_KIND)
    rates[0] = others
    return np.asarray(rates)
