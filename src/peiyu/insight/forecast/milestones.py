"""What waits for its date: filings for their grant, buildings for completion, agreements for registration.

How long it takes is estimated by Kaplan and Meier (1958) from the last milestone that a record has reached; what has
waited is asked how likely it is to end in the time that is left. How far such a forecast, made on the same day of
earlier years from what had happened by then, went astray sets the pace and its doubt.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from peiyu.insight.forecast.spread import Floats

Ints = npt.NDArray[np.int64]
NEVER = -1
"""The day of what has not come."""
LEAST_ENDED = 5
"""Records that have reached the date, without which nothing is told."""
YEAR = 365
LOOKS_BACK = 3
PACE_PRIOR = 20.0
"""Ended records that a pace of 1 weighs against what was seen."""
PACE_DEVIATION = 0.15
"""Deviation of the pace before anything is seen."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Survival of waiting: `stays[k]` the chance still to wait after k days; beyond them a constant daily `hazard`."""

    stays: Floats
    hazard: float

    def after(self, days: Floats) -> Floats:
        inside = np.minimum(days, len(self.stays) - 1).astype(np.int64)
        beyond = np.maximum(days - (len(self.stays) - 1), 0)
        return np.asarray(self.stays[np.maximum(inside, 0)] * np.exp(-self.hazard * beyond))

    def ends_within(self, waited: Floats, left: Floats) -> Floats:
        """The chance that what has waited so many days ends within the days that are left."""
        now, then = self.after(waited), self.after(waited + left)
        constant = 1 - np.exp(-self.hazard * left)
        return np.asarray(np.where(now > 1e-9, 1 - then / np.maximum(now, 1e-9), constant))


def waiting(begun: Ints, ended: Ints, day: int) -> Waiting | None:
    """The product-limit estimate from records begun by a day and what had ended by then (`NEVER`: not); None of too
    few."""
    some = begun <= day
    begun, ended = begun[some], ended[some]
    over = (ended != NEVER) & (ended <= day)
    if over.sum() < LEAST_ENDED:
        return None
    lasted = np.maximum(np.where(over, ended, day) - begun, 0)
    last = int(lasted.max())
    ends = np.bincount(lasted[over], minlength=last + 1).astype(np.float64)
    gone = np.bincount(lasted, minlength=last + 1).astype(np.float64)
    risk = gone[::-1].cumsum()[::-1]
    stays = np.cumprod(1 - ends / np.maximum(risk, 1))
    late = int(np.quantile(lasted[over], 0.75))
    exposure = float(np.maximum(lasted - late, 0).sum())
    hazard = float((over & (lasted > late)).sum()) / exposure if exposure > 0 else 0.0
    enough = int(np.nonzero(risk >= LEAST_ENDED)[0].max(initial=0))
    return Waiting(stays[: enough + 1], hazard)


@dataclass(frozen=True, slots=True)
class Queue:
    """Records: `begun` the day of their first date, `ended` that of the deciding one (`NEVER`), `reached` [record,
    milestone] of those between, `dead`: known to have come to nothing. Days are numbers."""

    begun: Ints
    ended: Ints
    reached: Ints
    dead: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Expected:
    """places: the records that wait; chances: that they end in time; new: how many of those yet to begin do."""

    places: Ints
    chances: Floats
    new: float


def expected(queue: Queue, day: int, by: int, unseen: int = 0) -> Expected | None:
    """What is to be expected from what had happened by a day. unseen: days by which an end becomes known late."""
    law = waiting(queue.begun, queue.ended, day - unseen)
    if law is None:
        return None
    open_ = (queue.begun <= day) & ((queue.ended == NEVER) | (queue.ended > day - unseen)) & ~queue.dead
    places = np.nonzero(open_)[0]
    left = np.full(len(places), float(by - day + unseen))
    chances = law.ends_within(np.maximum(day - unseen - queue.begun[places], 0).astype(np.float64), left)
    for column in range(queue.reached.shape[1]):
        since = queue.reached[:, column]
        there = (since != NEVER) & (since <= day)
        nearer = waiting(since[there], queue.ended[there], day - unseen)
        mine = there[places]
        if nearer is not None and mine.any():
            waited = np.maximum(day - unseen - since[places][mine], 0).astype(np.float64)
            chances[mine] = nearer.ends_within(waited, left[mine])
    return Expected(places, chances, _yet_to_begin(queue, law, day, by))


def _yet_to_begin(queue: Queue, law: Waiting, day: int, by: int) -> float:
    """Of records that begin at last year's pace, those that end in time."""
    a_year = int(((queue.begun > day - YEAR) & (queue.begun <= day)).sum())
    left = np.arange(max(by - day, 0), dtype=np.float64)
    return float((1 - law.after(left)).sum()) * a_year / YEAR


def pace(queue: Queue, day: int, by: int, unseen: int = 0) -> tuple[float, float]:
    """How the same forecast of earlier years' same days turned out: what came over what was expected, and the
    deviation of that."""
    came, told, squares, looks = PACE_PRIOR, PACE_PRIOR, 2 * PACE_DEVIATION**2, 2.0
    for back in range(1, LOOKS_BACK + 1):
        then, until = day - back * YEAR, by - back * YEAR
        if until > day - unseen:
            continue
        found = expected(queue, then, until)
        if found is None:
            continue
        hoped = float(found.chances.sum()) + found.new
        if hoped < LEAST_ENDED:
            continue
        real = float(((queue.ended > then) & (queue.ended <= until)).sum())
        came, told = came + real, told + hoped
        squares += max(((real - hoped) ** 2 - hoped) / hoped**2, 0.0)
        looks += 1
    return came / told, float(np.sqrt(squares / looks))
