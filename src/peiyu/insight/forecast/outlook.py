"""The outlook of every target: from the pipeline, by what was known on the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np
import polars as pl

from peiyu.facts.base import FactBase
from peiyu.insight.figures import KeyFirm, Measured, Outlook, TargetStatus
from peiyu.insight.forecast.crossing import forecast_crossing
from peiyu.insight.forecast.ground import Ground, ground_of
from peiyu.insight.forecast.models import model_of
from peiyu.insight.forecast.prospect import Ask, Candidate, CannotTell, Prospect, joined
from peiyu.insight.forecast.spread import HIGH, LOW, MIDDLE, Spread, convolved, exact, of_counts, pmf_of
from peiyu.insight.forecast.wording import (
    INTERVAL,
    LISTED_PANEL,
    MADE_UP_ONLY,
    cannot_tell,
    closed,
    coming,
    over,
    reached,
    said,
)
from peiyu.insight.measure.count import counted_book
from peiyu.insight.measure.demand import asked_of, windows
from peiyu.insight.measure.measure import measured_of
from peiyu.insight.measure.opening import names_of
from peiyu.insight.targets.pace import ceiling, reaches, within
from peiyu.policy.engine.embedded.records import at_day
from peiyu.policy.pack.programme import CountedBody, EventsBody, StateBody
from peiyu.problems import Problem, Text, UsageError

KEY_FIRMS = 15
"""Key firms named at most."""
LEAST_CHANCE, SURE_CHANCE = 0.1, 0.95
"""What is less likely or surer than this does not decide."""
WHOLE_UNITS = ("家", "户", "个", "件", "项", "人", "名", "对", "场")
NONE_SAID = Text("", "")


def forecast(
    measured: Measured, base: FactBase, *, day: dt.date, progress: Callable[[float], None] | None = None
) -> dict[str, Outlook]:
    """The outlook of every target of `measured`, by target code. Only what was known on the day is used, whatever has
    become known since. `progress` is told the finished share (0 to 1). Deterministic: the same facts give the same.
    UsageError `forecast-day` where `day` is not the day that was measured; FactsError of the base."""
    if day != measured.day:
        raise UsageError(_other_day(day, measured.day))
    tell = progress or (lambda share: None)
    measured = as_known(measured, base)
    open_ = [one for one in measured.targets.values() if settled(one, day) is None]
    ground = ground_of(measured, base, open_, lambda share: tell(share * 0.5))
    found = {}
    for place, (code, status) in enumerate(measured.targets.items()):
        found[code] = settled(status, day) or outlook_of(ground, status)
        tell(0.5 + 0.5 * (place + 1) / len(measured.targets))
    return found


def with_outlooks(measured: Measured, outlooks: Mapping[str, Outlook]) -> Measured:
    """The same, each target with its outlook."""
    targets = {code: replace(one, outlook=outlooks.get(code)) for code, one in measured.targets.items()}
    return replace(measured, targets=targets)


def _other_day(day: dt.date, measured: dt.date) -> Problem:
    return Problem(
        "forecast-day", Text("预测日须与统计日相同", "a forecast is made on the day that was measured"),
        found=str(day), accepted=Text(str(measured), str(measured)),
        next_step=Text("按该日重新统计后再预测", "measure as of that day first"),
    )  # fmt: skip


def as_known(measured: Measured, base: FactBase) -> Measured:
    """The same measured by what was known on the day itself."""
    binding = measured.programme.binding
    if binding.selection.known_at <= measured.day:
        return measured
    selection = replace(binding.selection, known_at=measured.day)
    programme = replace(measured.programme, binding=replace(at_day(binding, measured.day), selection=selection))
    asked = asked_of(programme, measured.day, tuple(measured.targets))
    base = base.with_fields(binding.fields.values())
    book = counted_book(programme, base, windows(programme, asked), day=measured.day)
    return measured_of(book, asked, measured.day, None)


def settled(status: TargetStatus, day: dt.date) -> Outlook | None:
    """The outlook of a target about which nothing is open: it has not begun, it has no figure, or its deadline has
    come."""
    if status.pace.code == "not_begun":
        return _untold(status.pace.rule)
    if status.actual is None:
        why = status.figure.absent.message if status.figure.absent is not None else Text("没有数据", "there is no data")
        return _untold(why)
    if day < status.target.by or status.actual.high is None:
        return None
    actual, goal = status.actual, status.goal
    ends = (actual.low, actual.high if actual.high is not None else actual.low)
    got = within(goal, actual)
    return Outlook(
        kind="certain", low=ends[0], likely=ends[0], high=ends[1], probability=1.0 if got else 0.0,
        gap=gap_of(goal.low, ends), key_firms=(), basis=closed(status.target.by, got),
        said=closed(status.target.by, got),
    )  # fmt: skip


def outlook_of(ground: Ground, status: TargetStatus) -> Outlook:
    """By the model that fits the indicator."""
    target = status.target
    ask = Ask(target.indicator, target.since, target.by)
    model = model_of(ground, ask.indicator)
    found = model(ground, ask)
    if isinstance(found, CannotTell):
        return _sure_though_untold(status, found.why, ground) or _untold(found.why)
    spread = with_undecided(ground, ask, found.spread)
    tested = LISTED_PANEL if model is forecast_crossing else MADE_UP_ONLY
    return composed(ground, status, replace(found, spread=spread, basis=joined((found.basis, INTERVAL, tested))))


def with_undecided(ground: Ground, ask: Ask, spread: Spread) -> Spread:
    """Things that are not decided widen it: any number of them alike may count."""
    body = ground.bound(ask.indicator).body
    if not isinstance(body, (EventsBody, StateBody)) or body.sum is not None:
        return spread
    more = ground.undecided(ask.indicator, ask.since, min(ground.day, ask.by))
    if more == 0:
        return spread
    start = float(spread.numbers[0])
    dense = pmf_of(np.array([0.0]))
    if spread.numbers[-1] > start:
        dense = np.zeros(int(spread.numbers[-1] - start) + 1)
        dense[(spread.numbers - start).astype(np.int64)] = spread.weights
    return of_counts(convolved([dense, np.full(more + 1, 1 / (more + 1))])).plus(start)


def composed(ground: Ground, status: TargetStatus, found: Prospect) -> Outlook:
    """Ends, chance, gap, key firms and words."""
    target, goal, spread = status.target, status.goal, found.spread
    whole = goal.unit in WHOLE_UNITS
    low, likely, high = (exact(spread.quantile(share), whole) for share in (LOW, MIDDLE, HIGH))
    gap = gap_of(goal.low, (low, high), above=goal.comparator == "above", whole=whole)
    sure = found.rising and is_sure(status)
    firms = () if sure else key_firms(ground, found.candidates)
    sentence = said(target, ground.day, (low, high), gap, firms if gap[1] > 0 or over(goal, (low, high)) else ())
    if sure:
        sentence = joined((reached(goal), coming(target, ground.day, (low, high))), zh="，", en=", ")
    return Outlook(
        kind="certain" if sure else "pipeline", low=low, likely=likely, high=high,
        probability=1.0 if sure else round(spread.reaches(goal), 4), gap=gap, key_firms=firms, basis=found.basis,
        said=sentence,
    )  # fmt: skip


def is_sure(status: TargetStatus) -> bool:
    """Whether a goal that only grows is reached and nothing can pass it."""
    return status.actual is not None and reaches(status.goal, status.actual.low) and ceiling(status.goal) is None


def gap_of(
    goal: Fraction, ends: tuple[Fraction, Fraction], *, above: bool = False, whole: bool = True
) -> tuple[Fraction, Fraction]:
    """[least, most] still missing; 超过3000 needs one more than 3000."""
    need = goal + 1 if above and whole else goal
    return max(need - ends[1], Fraction(0)), max(need - ends[0], Fraction(0))


def key_firms(ground: Ground, candidates: tuple[Candidate, ...]) -> tuple[KeyFirm, ...]:
    """The firms on which it depends most: those of which it is least certain; confidential ones are never named."""
    open_ = [c for c in candidates if LEAST_CHANCE <= c.chance <= SURE_CHANCE and c.enterprise not in ground.hidden]
    chosen = sorted(open_, key=lambda c: (-c.chance * (1 - c.chance), c.enterprise))[:KEY_FIRMS]
    if not chosen:
        return ()
    names = names_of(ground.base, ground.view, pl.Series([c.enterprise for c in chosen]))
    firms = [
        KeyFirm(
            enterprise=c.enterprise,
            code=names.get(c.enterprise, ("", ""))[0],
            name=names.get(c.enterprise, ("", ""))[1],
            chance=round(c.chance, 4),
            why=c.why,
        )
        for c in chosen
    ]
    return tuple(sorted(firms, key=lambda firm: (-firm.chance, firm.enterprise)))


def _untold(why: Text) -> Outlook:
    return Outlook(
        kind="cannot_tell", low=None, likely=None, high=None, probability=None, gap=None, key_firms=(), basis=why,
        said=cannot_tell(why),
    )  # fmt: skip


def _sure_though_untold(status: TargetStatus, why: Text, ground: Ground) -> Outlook | None:
    """A goal that is reached and only grows is certain although nothing more can be told."""
    body = ground.bound(status.target.indicator).body
    falls = not isinstance(body, CountedBody) or ground.shape(status.target.indicator).state
    if falls or not is_sure(status) or status.actual is None:
        return None
    low = status.actual.low
    return Outlook(
        kind="certain", low=low, likely=low, high=None, probability=1.0, gap=(Fraction(0), Fraction(0)), key_firms=(),
        basis=joined((why, MADE_UP_ONLY)), said=reached(status.goal),
    )  # fmt: skip
