"""Targets: a territory's programme measured on the fact base, opened to its records, forecast."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from peiyu.facts.base import FactBase
from peiyu.insight.figures import Measured, Record
from peiyu.insight.forecast import forecast, with_outlooks
from peiyu.insight.measure import measure as measured_by
from peiyu.insight.measure import open_figure as opened
from peiyu.insight.measure.difference import FigureDifference
from peiyu.insight.measure.difference import difference as figure_differences
from peiyu.insight.targets.spans import Span
from peiyu.policy.compile.binding import Selection
from peiyu.policy.compile.programme import BoundProgramme, bind_programme
from peiyu.web import clock
from peiyu.web.bridge.export import export
from peiyu.web.bridge.office import office
from peiyu.web.bridge.registry import packs
from peiyu.web.enterprises.queries.sources import precedence

Progress = Callable[[float], None]


def quiet(share: float) -> None:
    """Tells nobody."""


def chosen_for(pack: str, define: Mapping[str, str] | None) -> dict[str, str]:
    """The locked options of a pack's definitions, and over them what is asked for."""
    locked = {key: option for key, option in office().locked().items() if key.startswith(f"{pack}.")}
    full = {key if "." in key else f"{pack}.{key}": option for key, option in (define or {}).items()}
    return {**locked, **full}


def programme(
    pack: str, *, day: dt.date | None = None, known_at: dt.date | None = None,
    define: Mapping[str, str] | None = None, drafts: Iterable[str] = (),
) -> BoundProgramme:  # fmt: skip
    """A territory's programme as it is measured."""
    at = day or clock.today()
    selection = Selection(
        as_of=at, known_at=known_at or at, rules_at=at, define=chosen_for(pack, define), precedence=precedence()
    )
    return bind_programme(packs(*drafts), pack, selection)


def measure(  # noqa: PLR0913 -- one word for each thing that an office may ask for
    pack: str, *, day: dt.date | None = None, known_at: dt.date | None = None,
    define: Mapping[str, str] | None = None, keys: Iterable[str] | None = None, by: str | None = None,
    outlooks: bool = False, base: FactBase | None = None, outranking: Sequence[str] | None = None,
    progress: Progress = quiet,
) -> Measured:  # fmt: skip
    """Every indicator, target and trend of a pack on a day. `outlooks`: targets with their forecast; `base`: the facts
    (those of now where none is given); `outranking`: the order of sources (that of now where none is given). Errors
    as `insight.measure.measure`."""
    at, share = day or clock.today(), 0.6 if outlooks else 1.0
    facts = base or export(progress=lambda done: progress(done * 0.3))
    made = measured_by(
        pack, packs(), facts, day=at, known_at=known_at, define=chosen_for(pack, define), keys=keys, by=by,
        precedence=precedence() if outranking is None else outranking,
        progress=lambda done: progress(0.3 + done * (share - 0.3)),
    )  # fmt: skip
    if not outlooks:
        return made
    told = forecast(made, made.base, day=at, progress=lambda done: progress(share + done * (1 - share)))
    return with_outlooks(made, told)


def open_figure(
    measured: Measured, key: str, *, group: str | None = None, span: Span | None = None
) -> Iterator[Record]:
    """The records behind a figure; UsageError as `insight.measure.open_figure`."""
    return opened(measured, key, group=group, span=span)


def figure_difference(one: Measured, other: Measured, key: str) -> FigureDifference:
    """A figure under two selections of definitions, enterprise by enterprise."""
    return figure_differences(one, other, key)
