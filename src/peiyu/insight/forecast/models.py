"""Which model forecasts what: a table, the first row that fits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from peiyu.insight.forecast.crossing import forecast_crossing
from peiyu.insight.forecast.ground import BEGUN, Ground
from peiyu.insight.forecast.lines import Line, leaves, tree_of
from peiyu.insight.forecast.listing import forecast_listings
from peiyu.insight.forecast.prospect import Ask, CannotTell, Prospect
from peiyu.insight.forecast.queues import forecast_queue
from peiyu.insight.forecast.stages import STAGES
from peiyu.insight.forecast.stocks import Model, forecast_change, forecast_ratio, forecast_stock, forecast_sum
from peiyu.insight.forecast.streams import forecast_stream
from peiyu.policy.condition.ast import TextLiteral
from peiyu.policy.condition.walk import nodes
from peiyu.policy.pack.programme import BoundBody, ChangeBody, EventsBody, FirmsBody, FirmSumBody, RatioBody


@dataclass(frozen=True, slots=True)
class Row:
    """A model by its name, and what it fits."""

    name: str
    fits: Callable[[Ground, str, BoundBody], bool]
    model: Model


def model_of(ground: Ground, indicator: str) -> Model:
    body = ground.bound(indicator).body
    return next(row.model for row in MODELS if row.fits(ground, indicator, body))


def is_listing(ground: Ground, indicator: str, body: BoundBody) -> bool:
    return (
        isinstance(body, EventsBody) and body.entity == "listing" and body.where is not None
        and any(isinstance(one, TextLiteral) and one.value == STAGES[-1] for one in nodes(body.where))
    )  # fmt: skip


def waits(ground: Ground, indicator: str, body: BoundBody) -> bool:
    return isinstance(body, EventsBody) and indicator + BEGUN in ground.rows


def crosses(ground: Ground, indicator: str, body: BoundBody) -> bool:
    if not isinstance(body, FirmsBody):
        return False
    binding = ground.programme.binding
    conditions = (body.when, *(one.when for one in body.among))
    return any(isinstance(leaf, Line) for one in conditions for leaf in leaves(tree_of(one, binding)))


def _ratio(ground: Ground, ask: Ask) -> Prospect | CannotTell:
    return forecast_ratio(ground, ask, model_of)


def _change(ground: Ground, ask: Ask) -> Prospect | CannotTell:
    return forecast_change(ground, ask, model_of)


MODELS = (
    Row("ratio", lambda _, __, body: isinstance(body, RatioBody), _ratio),
    Row("change", lambda _, __, body: isinstance(body, ChangeBody), _change),
    Row("sum", lambda _, __, body: isinstance(body, FirmSumBody), forecast_sum),
    Row("listing stages", is_listing, forecast_listings),
    Row("waiting for its date", waits, forecast_queue),
    Row("arrivals", lambda _, __, body: isinstance(body, EventsBody), forecast_stream),
    Row("crossing a line", crosses, forecast_crossing),
    Row("first years", lambda _, __, body: isinstance(body, FirmsBody) and body.first, forecast_stream),
    Row("stock", lambda *_: True, forecast_stock),
)
"""From what is made of parts to what stands by itself."""
