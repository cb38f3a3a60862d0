"""Things that wait for their deciding date, as a target counts them: grants, completions, registrations."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
from scipy.stats import gamma, poisson

from peiyu.insight.forecast.ground import BEGUN, Ground, dates_before
from peiyu.insight.forecast.milestones import LEAST_ENDED, NEVER, Expected, Queue, expected, pace
from peiyu.insight.forecast.prospect import Ask, Candidate, CannotTell, Prospect, end_word, few, percent
from peiyu.insight.forecast.spread import (
    DRAWS,
    Floats,
    Spread,
    convolved,
    mixed,
    of_counts,
    of_draws,
    poisson_binomial,
    seeded,
)
from peiyu.insight.measure.demand import counted
from peiyu.policy.pack.programme import EventsBody
from peiyu.problems import Text

EPOCH = dt.date(1970, 1, 1)
PACES = 9
LAPSED = "失效"


def forecast_queue(ground: Ground, ask: Ask) -> Prospect | CannotTell:
    """What has happened, and what is likely to happen in time of what waits; a thing counts once."""
    rows = waiting_rows(ground, ask.indicator)
    queue = queue_of(rows)
    day, by = number(ground.day), number(ask.by)
    body = counted(ground.bound(ask.indicator))
    assert isinstance(body, EventsBody)
    unseen = late_by(ground, body)
    found = expected(queue, day, by, unseen)
    if found is None:
        ended = int((queue.ended != NEVER).sum())
        return few(Text("已办结的同类事项", "records that have come to their end"), ended, LEAST_ENDED, "件")
    ratio, doubt = pace(queue, day, by, unseen)
    had = ground.inside(ask.indicator, ask.since, ground.day)
    if ground.shape(ask.indicator).adds:
        to_come = amounts_to_come(ground, ask, rows, found, (ratio, doubt))
    else:
        to_come = counts_to_come(found, ratio, doubt)
    waits = len(found.places)
    return Prospect(
        spread=to_come.plus(float(ground.number(ask.indicator, had))),
        candidates=candidates(ground, ask, rows, found, ratio),
        basis=Text(
            f"按{waits}件在办事项各自已等时间和历史办结时长（Kaplan–Meier）推算，并按往年同日预测的偏差校正（{ratio:.2f}倍）",
            f"{waits} that wait, each by how long it has waited and how long it took before (Kaplan–Meier), corrected "
            f"by how the same forecast fared in earlier years (× {ratio:.2f})",
        ),
    )  # fmt: skip


def number(day: dt.date) -> int:
    return (day - EPOCH).days


def waiting_rows(ground: Ground, indicator: str) -> pl.DataFrame:
    """Each thing begun: `enterprise`, `record_id`, its dates as numbers (`NEVER`), `dead`, and its amount."""
    bound = ground.bound(indicator)
    body = counted(bound)
    assert isinstance(body, EventsBody)
    before = dates_before(ground.base, body)
    fields = {field.code for field in ground.base.vocabulary.entities[body.entity].fields}
    status = ("status",) if "status" in fields else ()
    asked = [*before, body.on, *status, *((body.sum,) if body.sum else ())]
    known = ground.scan(body.entity, asked).unique(["enterprise", "record_id"])
    begun = ground.rows[indicator + BEGUN].filter("definite").select("enterprise", "record_id")
    rows = begun.join(known, on=["enterprise", "record_id"], how="left", maintain_order="left")
    numbered = enumerate((*before, body.on))
    dates = [pl.col(c).cast(pl.Int32).cast(pl.Int64).fill_null(NEVER).alias(f"date:{k}") for k, c in numbered]
    dead = (pl.col("status") == LAPSED) & pl.col(body.on).is_null() if status else pl.lit(False)
    size = pl.col(body.sum) if body.sum else pl.lit(1)
    return rows.with_columns(*dates, dead.fill_null(False).alias("dead"), size.cast(pl.Float64).alias("size"))


def queue_of(rows: pl.DataFrame) -> Queue:
    dates = [rows[c].to_numpy() for c in rows.columns if c.startswith("date:")]
    reached = np.stack(dates[1:-1], axis=1) if len(dates) > 2 else np.zeros((rows.height, 0), np.int64)
    return Queue(dates[0], dates[-1], reached, rows["dead"].to_numpy())


def late_by(ground: Ground, body: EventsBody) -> int:
    """Days after which half of what has happened is known."""
    delay = ground.delay(body.entity, body.on)
    return int(np.searchsorted(delay.known, 0.5))


def paces(ratio: float, doubt: float) -> Floats:
    """Equally likely paces: quantiles of a Gamma."""
    shape = 1 / max(doubt, 0.01) ** 2
    shares = (np.arange(PACES) + 0.5) / PACES
    return np.asarray(gamma.ppf(shares, shape, scale=ratio / shape), dtype=np.float64)


def counts_to_come(found: Expected, ratio: float, doubt: float) -> Spread:
    parts = []
    for one in paces(ratio, doubt):
        waits = poisson_binomial(np.minimum(found.chances * one, 1.0))
        parts.append((1 / PACES, convolved([waits, poisson_pmf(found.new * one)])))
    return of_counts(mixed(parts))


def poisson_pmf(mean: float) -> Floats:
    last = int(poisson.ppf(1 - 1e-9, mean)) + 1 if mean > 0 else 0
    return np.asarray(poisson.pmf(np.arange(last + 1), mean), dtype=np.float64)


def amounts_to_come(
    ground: Ground, ask: Ask, rows: pl.DataFrame, found: Expected, paced: tuple[float, float]
) -> Spread:
    """Each amount comes whole or not at all; a missing one is the mean of the others. Nothing begins anew."""
    factor = float(ground.shape(ask.indicator).factor)
    sizes = rows["size"].fill_null(rows["size"].mean()).to_numpy()[found.places] * factor
    rng = seeded("amounts", ask.indicator, ground.day, found.chances.round(9).tolist())
    rates = paces(*paced)[rng.integers(0, PACES, DRAWS)]
    total = np.zeros(DRAWS)
    for size, chance in zip(sizes, found.chances, strict=True):
        total += np.where(rng.random(DRAWS) < np.minimum(chance * rates, 1.0), size, 0.0)
    return of_draws(np.round(total, 2))


def candidates(ground: Ground, ask: Ask, rows: pl.DataFrame, found: Expected, ratio: float) -> tuple[Candidate, ...]:
    """Enterprises by their chance that one of theirs at least ends in time."""
    end = end_word(ask.by, ground.day)
    table = rows[found.places.tolist()].select("enterprise").with_columns(chance=np.minimum(found.chances * ratio, 1.0))
    firms = table.filter(pl.col("enterprise") != 0).group_by("enterprise").agg(
        (1 - (1 - pl.col("chance")).product()).alias("any"), pl.len().alias("waits"),
        pl.col("chance").sum().alias("mean"),
    )  # fmt: skip
    made = []
    for firm, any_, waits, mean in firms.sort("enterprise").iter_rows():
        why = Text(
            f"在办{waits}件，{end.zh}前预计办结{mean:.1f}件，至少1件可能{percent(any_)}",
            f"{waits} waiting, {mean:.1f} expected by {end.en}, at least one {percent(any_)} likely",
        )
        made.append(Candidate(firm, float(any_), why))
    return tuple(made)
