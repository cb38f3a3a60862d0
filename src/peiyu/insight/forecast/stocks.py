"""What stands at a day, what it changes by, and figures made of two parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import polars as pl

from peiyu.insight.forecast.ground import EVER, Ground
from peiyu.insight.forecast.prospect import Ask, CannotTell, Prospect, few, joined
from peiyu.insight.forecast.spread import DRAWS, Floats, of_draws, seeded, surely
from peiyu.insight.measure.count import question_of
from peiyu.insight.measure.demand import Look, counted, depends_on_day, eve_of
from peiyu.insight.measure.gather import Desk
from peiyu.insight.measure.opening import counted_rows
from peiyu.insight.targets.spans import Span
from peiyu.policy.pack.programme import ChangeBody, FirmSumBody, RatioBody
from peiyu.problems import Text

LOOKS = 8
"""Earlier spans of the same length that the change of a stock is learned from."""
LEAST_LOOKS = 3
PRIOR_LOOKS = 1.0
Model = Callable[[Ground, Ask], Prospect | CannotTell]


def forecast_sum(ground: Ground, ask: Ask) -> Prospect | CannotTell:
    """A sum over enterprises of yearly figures. As long as the deadline looks at the same fiscal year it stays; what
    is missing is filled by the mean of what is held, but for firms founded after that year."""
    founded = ground.scan("enterprise", ["founded"])
    end = dt.date(ground.day.year - 1, 12, 31)
    rows = ground.rows[ask.indicator].join(founded, on="enterprise", how="left")
    rows = rows.filter(pl.col("high").is_not_null() | (pl.col("founded") <= end).fill_null(True))
    known = rows.filter(pl.col("high").is_not_null())
    if known.height == 0:
        return CannotTell(Text("没有可加总的数据", "there is nothing to add up"))
    factor = ground.shape(ask.indicator).factor
    held, missing = float(int(known["low"].cast(pl.Int128).sum() or 0) * factor), rows.height - known.height
    whole = held * rows.height / known.height
    note = Text("", "")
    if missing:
        note = Text(f"缺{missing}家的数，按已有企业平均补足", f"{missing} missing, filled by the mean of the others")
    years = ask.by.year - ground.day.year
    deviation = whole * missing / rows.height * 0.1
    if years > 0:
        return CannotTell(Text("到期看的年度数据尚无历史可比", "the fiscal year that decides has no history to go by"))
    if deviation == 0:
        return Prospect(spread=surely(whole), basis=note, rising=False)
    rng = seeded("sum", ask.indicator, ground.day, round(whole, 4))
    return Prospect(spread=of_draws(rng.normal(whole, deviation, DRAWS)), basis=note, rising=False)


def forecast_stock(ground: Ground, ask: Ask) -> Prospect | CannotTell:
    """What stands at a day: its value now, and the changes over earlier spans as long as the one that is left."""
    length = (ask.by - ground.day).days
    days = [ground.day - dt.timedelta(days=length * k) for k in range(LOOKS + 1)]
    values = standing(ground, ask.indicator, days)
    steps = np.array([one - other for one, other in pairwise(values)])
    begun = next((k for k, value in enumerate(reversed(values)) if value > 0), len(values))
    steps = steps[: max(len(steps) - begun, 0)]
    if len(steps) < LEAST_LOOKS:
        return few(Text("可比的等长历史时段", "earlier spans to go by"), len(steps), LEAST_LOOKS, "段")
    mean, deviation = float(steps.mean()), float(steps.std(ddof=1))
    rng = seeded("stock", ask.indicator, ground.day, values)
    doubt = deviation * np.sqrt(1 + 1 / len(steps))
    drawn = values[0] + mean + rng.standard_t(len(steps) - 1, DRAWS) * doubt
    drawn = np.maximum(drawn, 0) if ground.bound(ask.indicator).never_negative else drawn
    whole = not ground.shape(ask.indicator).adds
    return Prospect(
        spread=of_draws(np.round(drawn) if whole else np.round(drawn, 2)), rising=False,
        basis=Text(
            f"按此前{len(steps)}段等长时间的净变化推算", f"by the net changes of {len(steps)} earlier spans as long"
        ),
    )  # fmt: skip


def standing(ground: Ground, indicator: str, days: list[dt.date]) -> list[float]:
    """The definite value of a state on each of some days, as known today."""
    bound = ground.bound(indicator)
    varies = depends_on_day(counted(bound))
    if not varies:
        return [_value(ground, indicator, ground.rows[indicator], day) for day in days]
    values = []
    for day in days:
        look = Look(indicator, day)
        question = question_of(ground.programme, ground.base, {look: EVER}, day=ground.day)
        frames = [rows for b in range(ground.base.bucket_count) for _, rows in Desk(question, ground.base, b).rows()]
        rows = counted_rows(pl.concat(frames), ground.shape(indicator), Span(None, day)) if frames else None
        values.append(0.0 if rows is None else _value(ground, indicator, rows, day))
    return values


def _value(ground: Ground, indicator: str, rows: pl.DataFrame, day: dt.date) -> float:
    inside = rows.filter(pl.col("certain") & ground.shape(indicator).inside(Span(None, day)).fill_null(False))
    return float(ground.number(indicator, inside))


def forecast_ratio(ground: Ground, ask: Ask, model_of: Callable[[Ground, str], Model]) -> Prospect | CannotTell:
    """Both parts, each by its own model; then divided."""
    body = ground.bound(ask.indicator).body
    assert isinstance(body, RatioBody)
    parts = []
    for name in (body.over, body.under):
        if name not in ground.programme.indicators:
            return CannotTell(Text("有一部分的口径未定", "the definition of one part is not settled"))
        found = model_of(ground, name)(ground, Ask(name, ask.since, ask.by))
        if isinstance(found, CannotTell):
            which = ground.programme.programme.indicators[name].name
            return CannotTell(Text(f"“{which.zh}”说不准：{found.why.zh}", f"{which.in_('en')}: {found.why.en}"))
        parts.append(found)
    rng = seeded("ratio", ask.indicator, ground.day)
    over, under = (one.spread.drawn(rng) for one in parts)
    if float(under.min()) <= 0:
        return CannotTell(Text("分母可能为零", "the denominator may be zero"))
    drawn: Floats = np.round(over / under * float(body.scale), 6)
    return Prospect(
        spread=of_draws(drawn), candidates=(), basis=joined(one.basis for one in parts),
        rising=parts[0].rising and float(under.min()) == float(under.max()),
    )  # fmt: skip


def forecast_change(ground: Ground, ask: Ask, model_of: Callable[[Ground, str], Model]) -> Prospect | CannotTell:
    """The state at the deadline less what stood when the span began."""
    body = ground.bound(ask.indicator).body
    assert isinstance(body, ChangeBody)
    eve = None if ask.since is None else eve_of(Span(ask.since, ask.by))
    if eve is None or body.of not in ground.programme.indicators or isinstance(
        ground.bound(body.of).body, (RatioBody, ChangeBody, FirmSumBody)
    ):  # fmt: skip
        return CannotTell(Text("净增没有起算日", "the change has no beginning"))
    found = model_of(ground, body.of)(ground, Ask(body.of, None, ask.by))
    if isinstance(found, CannotTell):
        return found
    before = standing(ground, body.of, [eve])[0]
    return Prospect(spread=found.spread.plus(-before), candidates=found.candidates, basis=found.basis, rising=False)
