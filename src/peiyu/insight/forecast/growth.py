"""How firms' yearly figures move: a law fitted on a panel, and the chance of each firm to be across a line.

Log growth of a firm = centre of its group (size class, industry; shrunk towards the whole) + its own tendency (as far
as past growth was seen to tell of later growth) + a shock common to all + one common to its industry + what is left,
drawn from what was left in the past of firms of its size: no shape is assumed for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from peiyu.insight.forecast.spread import (
    Floats,
    convolved,
    mixed,
    normal_nodes,
    poisson_binomial,
    seeded,
)

Ints = npt.NDArray[np.int64]
LEAST_GROWTHS = 30
"""Growth rates from which a law can be fitted at all."""
SIZES = 5
"""Size classes of equal numbers of firms."""
SHRINK = 30.0
"""A group's centre counts as much as the whole's when it has this many growth rates."""
TENDENCY = 0.15
"""How far later growth is thought to follow earlier growth before anything is seen: deviation of the slope."""
COMMON, INDUSTRY = 0.08, 0.08
"""Deviation of the common and of an industry's yearly shock before anything is seen, worth `PRIOR_YEARS` years."""
PRIOR_YEARS = 2.0
PATHS = 2000
"""Paths of several years' residuals."""
GRID, STEP = 9, 0.02
"""Shocks of the grid, and the step in which drifts are taken, where several years are looked ahead."""
TAIL = 0.02
"""The share of residuals beyond which the tail is smoothed."""
STALE = 3
"""Figures older than so many years tell nothing."""


@dataclass(frozen=True)
class Panel:
    """Firms' figures: `values` [firm, year] in base units, nan where not held; `years` ascending and without gaps;
    `industries`: a number each, −1 not known."""

    firms: Ints
    industries: Ints
    years: tuple[int, ...]
    values: Floats

    @cached_property
    def logs(self) -> Floats:
        """Logarithms; nan for what is not above zero."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.values > 0, np.log(np.where(self.values > 0, self.values, 1.0)), np.nan)

    @cached_property
    def growths(self) -> Floats:
        """Log growth into each year but the first."""
        return np.diff(self.logs, axis=1)

    @cached_property
    def last(self) -> Ints:
        """The place of each firm's last figure above zero; −1: none."""
        held = ~np.isnan(self.logs)
        places = self.values.shape[1] - 1 - np.argmax(held[:, ::-1], axis=1)
        return np.where(held.any(axis=1), places, -1)

    def last_logs(self) -> Floats:
        return np.where(self.last >= 0, self.logs[np.arange(len(self.firms)), np.maximum(self.last, 0)], np.nan)

    def until(self, year: int) -> Panel:
        """What was held of the years up to this one."""
        keep = sum(1 for one in self.years if one <= year)
        return Panel(self.firms, self.industries, self.years[:keep], self.values[:, :keep])


@dataclass(frozen=True, slots=True)
class Law:
    """The fitted law. edges: of the size classes, in logarithms; centres [size, industry + 1] (the last: other
    industries); residuals: of each size class, ascending; slope: on a firm's own past; common, industry: deviations of
    the yearly shocks; growths: rates it was fitted on."""

    edges: Floats
    industries: Ints
    centres: Floats
    residuals: tuple[Floats, ...]
    slope: float
    common: float
    industry: float
    growths: int


def fit(panel: Panel) -> Law | None:
    """The law of a panel; None where fewer than `LEAST_GROWTHS` growth rates are held."""
    held = ~np.isnan(panel.growths)
    if held.sum() < LEAST_GROWTHS:
        return None
    firm, step = np.nonzero(held)
    rate, size_before = panel.growths[firm, step], panel.logs[firm, step]
    edges = np.quantile(size_before, np.linspace(0, 1, SIZES + 1)[1:-1])
    sizes = np.searchsorted(edges, size_before)
    industries = np.unique(panel.industries[panel.industries >= 0])
    trades = _placed(panel.industries, industries)[firm]
    centres = _centres(rate, sizes, trades, len(industries))
    left = rate - centres[sizes, trades]
    slope = _slope(left, firm, step, len(panel.firms), panel.growths.shape[1])
    common, industry, left = _shocks(left, step, trades)
    pools = tuple(_pool(left, sizes, size) for size in range(SIZES))
    return Law(edges, industries, centres, pools, slope, common, industry, len(rate))


def _placed(industries: Ints, known: Ints) -> Ints:
    """The place of each industry among the known; their number where it is none of them."""
    if len(known) == 0:
        return np.zeros(len(industries), np.int64)
    places = np.searchsorted(known, industries)
    found = known[np.minimum(places, len(known) - 1)] == industries
    return np.where(found, np.minimum(places, len(known) - 1), len(known))


def _centres(rate: Floats, sizes: Ints, trades: Ints, trade_count: int) -> Floats:
    """Medians, shrunk: an industry's deviation and a size class's are added to the whole's."""
    whole = float(np.median(rate))
    of_size = np.array([_shrunk(rate[sizes == k] - whole) for k in range(SIZES)])
    rest = rate - whole - of_size[sizes]
    of_trade = np.array([_shrunk(rest[trades == k]) for k in range(trade_count + 1)])
    return np.asarray(whole + of_size[:, None] + of_trade[None, :])


def _shrunk(rates: Floats) -> float:
    return 0.0 if len(rates) == 0 else float(np.median(rates)) * len(rates) / (len(rates) + SHRINK)


def _slope(left: Floats, firm: Ints, step: Ints, firms: int, steps: int) -> float:
    """How much of a firm's mean past residual is found again in its next: regression through zero, shrunk."""
    grid = np.full((firms, steps), np.nan)
    grid[firm, step] = np.clip(left, -1.5, 1.5)
    over, under = 0.0, 0.0
    for place in range(1, steps):
        past = np.nan_to_num(grid[:, :place]).sum(axis=1) / np.maximum((~np.isnan(grid[:, :place])).sum(axis=1), 1)
        both = ~np.isnan(grid[:, place]) & (~np.isnan(grid[:, :place])).any(axis=1)
        over += float((past[both] * grid[both, place]).sum())
        under += float((past[both] ** 2).sum())
    variance = float(np.var(np.clip(left, -1.5, 1.5)))
    return float(np.clip(over / (under + variance / TENDENCY**2), -0.5, 0.9)) if variance > 0 else 0.0


def _shocks(left: Floats, step: Ints, trades: Ints) -> tuple[float, float, Floats]:
    """Deviations of the yearly shocks to come, and what is left without those seen. The centres were learned from years
    that had shocks of their own: of few years they are the less sure."""
    years = [np.median(left[step == one]) for one in np.unique(step)]
    again = np.sqrt(1 + 1 / len(years))
    common = _deviation(np.array(years), COMMON, 0.0) * again
    rest, seen, noise = left.copy(), [], 0.0
    for one in np.unique(step):
        rest[step == one] -= np.median(left[step == one])
    for one in np.unique(step):
        for trade in np.unique(trades):
            cell = (step == one) & (trades == trade)
            if cell.sum() >= 20:
                seen.append(float(np.median(rest[cell])))
                noise += float(np.var(rest[cell])) * 1.57 / cell.sum()
                rest[cell] -= np.median(rest[cell]) * cell.sum() / (cell.sum() + SHRINK)
    between = _deviation(np.array(seen), INDUSTRY, noise / len(seen) if seen else 0.0)
    return common, between * again, rest


def _deviation(seen: Floats, before: float, noise: float) -> float:
    """A deviation from what was seen and from what was thought before."""
    free = max(len(seen) - 1, 0)
    squares = max(float(((seen - seen.mean()) ** 2).sum()) - free * noise, 0.0) if free else 0.0
    return float(np.sqrt((PRIOR_YEARS * before**2 + squares) / (PRIOR_YEARS + free)))


def _pool(left: Floats, sizes: Ints, size: int) -> Floats:
    """Residuals of a size class; of few, those of the classes beside it too."""
    own = left[sizes == size]
    return np.sort(own if len(own) >= 100 else left[np.abs(sizes - size) <= 1] if len(left) >= 100 else left)


# --- looking ahead --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Across:
    """To be across a line (base units) in the last year, or, with `first`, for the first time in one of the years
    `since` to `until`."""

    line: float
    since: int
    until: int
    first: bool


@dataclass(frozen=True, slots=True)
class Crossing:
    """chances [node, firm] under each pair of shocks; the common nodes come first: node = common × size + industry."""

    chances: Floats
    weights: Floats
    trades: Ints

    @property
    def marginal(self) -> Floats:
        """The chance of each firm."""
        flat = np.outer(self.weights, self.weights).ravel()
        whole: Floats = flat @ self.chances
        return whole

    def scaled(self, factor: Floats) -> Crossing:
        """With chances that also something else must hold."""
        return Crossing(self.chances * factor[None, :], self.weights, self.trades)

    def pmf(self) -> Floats:
        """The number of firms across: under each common shock the industries are independent, each a mixture over its
        own shock of exact Poisson-binomials."""
        size = len(self.weights)
        parts = []
        for outer in range(size):
            of_trades = []
            for trade in np.unique(self.trades):
                mine = self.trades == trade
                rows = self.chances[outer * size : (outer + 1) * size][:, mine]
                if rows.max(initial=0.0) > 0:
                    of_trades.append(
                        mixed([(w, poisson_binomial(row)) for w, row in zip(self.weights, rows, strict=True)])
                    )
            parts.append((float(self.weights[outer]), convolved(of_trades)))
        return mixed(parts)


def crossing(law: Law, panel: Panel, ask: Across) -> Crossing:
    """The chances of every firm of the panel. A firm without a figure of the last `STALE` years has none here."""
    nodes, weights = normal_nodes()
    trades = _placed(panel.industries, law.industries)
    chances = np.zeros((len(nodes) ** 2, len(panel.firms)))
    last, logs = panel.last, panel.last_logs()
    size = np.searchsorted(law.edges, np.nan_to_num(logs))
    own = _own(law, panel, size, trades)
    line = np.log(ask.line)
    shocks = np.add.outer(nodes * law.common, nodes * law.industry).ravel()
    for place in range(max(len(panel.years) - STALE, 0), len(panel.years)):
        ahead = ask.until - panel.years[place]
        before = max(ask.since - panel.years[place] - 1, 0) if ask.first else ahead - 1
        for one in range(SIZES):
            mine = np.nonzero((last == place) & (size == one))[0]
            if ahead < 1 or len(mine) == 0:
                chances[:, mine] = 0.0 if ask.first else logs[mine] >= line
                continue
            drift = law.centres[one, trades[mine]] + own[mine]
            need = line - logs[mine]
            paths = _paths(law, one, ahead)
            chances[:, mine] = _passing(paths, need, drift, shocks, before, ask.first)
    return Crossing(chances, weights, trades)


def _own(law: Law, panel: Panel, size: Ints, trades: Ints) -> Floats:
    """Each firm's own tendency: its mean past residual times the slope."""
    left = panel.growths - law.centres[size, trades][:, None]
    held = ~np.isnan(left)
    mean = np.nan_to_num(np.clip(left, -1.5, 1.5)).sum(axis=1) / np.maximum(held.sum(axis=1), 1)
    return np.asarray(np.where(held.any(axis=1), law.slope * mean, 0.0))


def _paths(law: Law, size: int, ahead: int) -> Floats:
    """Sums of residuals after one, two … years [path, year]; after one year exactly the residuals seen."""
    pool = law.residuals[size]
    if ahead == 1:
        return pool[:, None]
    rng = seeded(size, ahead, len(pool), round(float(pool.sum()), 6))
    return np.cumsum(pool[rng.integers(0, len(pool), (PATHS, ahead))], axis=1)


def _beyond(pool: Floats, asked: Floats) -> Floats:
    """The share of a pool (ascending) that is at least what is asked; far out its tail falls off exponentially, by the
    mean excess over the pool's 98th percentile."""
    shares = (len(pool) - np.searchsorted(pool, asked, "left")) / len(pool)
    edge = float(np.quantile(pool, 1 - TAIL))
    beyond = pool[pool > edge] - edge
    if len(beyond) == 0 or beyond.mean() <= 0:
        return np.asarray(shares)
    return np.where(asked > edge, TAIL * np.exp(-np.maximum(asked - edge, 0) / beyond.mean()), shares)


def _passing(paths: Floats, need: Floats, drift: Floats, shocks: Floats, before: int, first: bool) -> Floats:
    """The share of paths across [shock, firm]. The shock of a year is of that year: after k years it has √k times its
    deviation. Over several years drifts are taken in steps and shocks between those of a grid."""
    ahead = paths.shape[1]
    if ahead == 1:
        return np.stack([_beyond(paths[:, 0], need - drift - shock) for shock in shocks])
    steps = np.arange(1, ahead + 1)
    grid = np.linspace(shocks.min(), shocks.max(), GRID)
    table = np.empty((GRID, len(need)))
    rounded = np.round(drift / STEP) * STEP
    for value in np.unique(rounded):
        mine = rounded == value
        for place, shock in enumerate(grid):
            moved = paths + value * steps + shock * np.sqrt(steps)
            table[place, mine] = _across(moved, need[mine], before, first)
    place = (shocks - grid[0]) / max(grid[-1] - grid[0], 1e-12) * (GRID - 1)
    low = np.minimum(place.astype(np.int64), GRID - 2)
    part = (place - low)[:, None]
    return np.asarray(table[low] * (1 - part) + table[low + 1] * part)


def _across(moved: Floats, need: Floats, before: int, first: bool) -> Floats:
    """Shares of paths at the line at the end, or, with `first`, at it at some time and not yet after `before` years."""

    def share(tops: Floats) -> Floats:
        return np.asarray(1 - np.searchsorted(np.sort(tops), need, "left") / len(tops))

    if not first:
        return share(moved[:, -1])
    whole = share(moved.max(axis=1))
    return whole - share(moved[:, :before].max(axis=1)) if before else whole
