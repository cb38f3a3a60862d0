"""Opens a figure to the records that make it up, each thing once, and says why one is not decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from peiyu.facts.base import FactBase, View
from peiyu.insight.figures import Measured, Record
from peiyu.insight.measure.breakdown import grouping_of
from peiyu.insight.measure.count import question_of
from peiyu.insight.measure.demand import counted, look_at, shape_of
from peiyu.insight.measure.gather import Desk
from peiyu.insight.measure.ledger import ALWAYS, Shape, candidates
from peiyu.insight.measure.sayings import condition, field_name
from peiyu.insight.targets.spans import Span, spans_of_target
from peiyu.policy.compile.choose import refuse_unknown
from peiyu.policy.compile.programme import BoundIndicator, BoundProgramme
from peiyu.policy.engine.embedded.records import view_at
from peiyu.policy.pack.programme import ChangeBody, CountedBody, EventsBody, FirmsBody, RatioBody, StateBody
from peiyu.problems import Problem, Text, UsageError

AT_ONCE = 50_000
"""Rows that become Python objects at one time."""


def open_figure(
    measured: Measured, key: str, *, group: str | None = None, span: Span | None = None
) -> Iterator[Record]:
    """The records behind a figure of `measured`: one for each thing that counts, definitely or possibly, in order of
    day and enterprise. Records that may never be listed are left out: the figure's `withheld` says how many.

    key: an indicator, or a target (then over the target's span). group: of a measured breakdown only the records of one
    group. span: other days than the figure's. UsageError `unknown-figure`; `figure-has-parts` for a ratio or a change,
    which open by their parts. Nothing where the figure is absent.
    """
    indicator, days = _meant(measured, key, span)
    bound = measured.programme.indicators.get(indicator)
    if bound is None:
        return iter(())
    if isinstance(bound.body, (RatioBody, ChangeBody)):
        raise _has_parts(key, bound.body)
    return _records(measured, bound, days, group)


def _meant(measured: Measured, key: str, span: Span | None) -> tuple[str, Span]:
    """The indicator and the span that a key means."""
    inside = measured.programme.programme
    if key in inside.indicators:
        shown = measured.figures.get(key)
        days = Span(dt.date(measured.day.year, 1, 1), measured.day)
        if shown is not None:
            days = Span(shown.since, shown.until)
        return key, span or days
    target = inside.targets.get(key.removeprefix("target:"))
    if target is None:
        known = sorted({*inside.indicators, *inside.targets})
        raise refuse_unknown(Text("指标或目标", "indicator or target"), key, known, "unknown-figure")
    return target.indicator, span or spans_of_target(target, measured.day).whole


def _has_parts(key: str, body: RatioBody | ChangeBody) -> UsageError:
    parts = (body.over, body.under) if isinstance(body, RatioBody) else (body.of,)
    return UsageError(
        Problem(
            "figure-has-parts",
            Text("比率和净增由各部分得出，请逐部分打开", "a ratio or a change is made of parts: open each of them"),
            found=key, accepted=Text("、".join(parts), ", ".join(parts)),
            next_step=Text(f"改用 --open {parts[0]}", f"use --open {parts[0]}"),
        )
    )  # fmt: skip


def _records(measured: Measured, bound: BoundIndicator, span: Span, group: str | None) -> Iterator[Record]:
    base, shape = measured.base, shape_of(bound)
    look = look_at(bound, span.until)
    by = next((one.by for one in measured.breakdowns.values()), None)
    grouping = None if by is None else grouping_of(measured.programme, by)
    question = question_of(measured.programme, base, {look: span}, day=measured.day, group=grouping, details=True)
    frames = []
    for bucket in range(base.bucket_count):
        for _, rows in Desk(question, base, bucket).rows():
            frames.append(kept(rows, shape, span))
    if not frames:
        return
    whole = counted_rows(pl.concat(frames, how="diagonal"), shape, span, holders=group is not None and shape.share)
    if group is not None:
        whole = whole.filter(pl.col("group") == group)
    shown = whole.filter(~pl.col("hidden")).sort("on", "enterprise", "record_id", nulls_last=True)
    names = names_of(base, view_at(measured.programme.binding, measured.day), shown["enterprise"].unique())
    clerk = Clerk(measured.programme, counted(bound), shape, names)
    for some in shown.iter_slices(AT_ONCE):
        yield from (clerk.record(row) for row in some.iter_rows(named=True))


def kept(rows: pl.DataFrame, shape: Shape, span: Span) -> pl.DataFrame:
    """Rows that can matter: things of their own only inside the span."""
    return rows if shape.thing else rows.filter(shape.inside(span).ne_missing(False))


def counted_rows(rows: pl.DataFrame, shape: Shape, span: Span, *, holders: bool = False) -> pl.DataFrame:
    """One row a thing that may count, with `definite`, `inside` and its `doubles`; of a thing that is divided one row
    for each of its `holders`."""
    if not shape.thing:
        inside = rows.with_columns(shape.inside(span).alias("inside"))
        definite = (pl.col("certain") & pl.col("inside")).fill_null(False)
        return inside.with_columns(definite.alias("definite"), pl.lit(None).alias("doubles"))
    nameless = pl.any_horizontal(pl.col(shape.thing).is_null())
    own = counted_rows(rows.filter(nameless), Shape(state=shape.state, adds=shape.adds), span)
    own = own.filter(pl.col("inside").ne_missing(False))
    rivals = rows.filter(~nameless)
    if shape.first:
        sure = pl.col("on").filter(pl.col("certain")).min().over(shape.thing)
        rivals = rivals.filter((pl.col("on") <= sure).fill_null(True))
    found = candidates(rivals, shape, span)
    pair = pl.struct("enterprise", "record_id")
    doubles = pair.implode().over(shape.thing, mapping_strategy="join")
    found = found.with_columns(doubles.alias("doubles"))
    if holders:
        sure = pl.col("definite").any().over(shape.thing)
        return pl.concat([own, found.filter(pl.col("definite") | ~sure)], how="diagonal_relaxed")
    return pl.concat([own, found.unique(shape.thing, keep="first", maintain_order=True)], how="diagonal_relaxed")


def names_of(base: FactBase, view: View, keys: pl.Series) -> Mapping[int, tuple[str, str]]:
    """Code and name of some enterprises."""
    found: dict[int, tuple[str, str]] = {}
    for bucket in range(base.bucket_count):
        rows = base.scan("enterprise", bucket, view, ["code", "name"])
        some = rows.filter(pl.col("enterprise").is_in(keys.implode())).collect()
        found |= {key: (code or "", name or "") for key, code, name in some.iter_rows()}
    return found


@dataclass(frozen=True, slots=True)
class Clerk:
    """Writes a row down as a Record."""

    programme: BoundProgramme
    body: CountedBody
    shape: Shape
    names: Mapping[int, tuple[str, str]]

    def record(self, row: Mapping[str, object]) -> Record:
        key, record_id = _number(row["enterprise"]), _number(row["record_id"])
        code, name = self.names.get(key, ("", ""))
        on = row["on"] if isinstance(row["on"], dt.date) and row["on"] != ALWAYS else None
        amount = row.get("high") if self.shape.adds else None
        certain = bool(row["definite"]) and (amount is not None or not self.shape.adds)
        return Record(
            entity=self.body.entity if isinstance(self.body, (EventsBody, StateBody)) else "enterprise",
            record_id=record_id, enterprise=key, code=code, name=name, on=on, certain=certain,
            why=Text("", "") if certain else self.why(row),
            title=str(row.get("title") or ""),
            amount=None if amount is None else Fraction(_number(amount)) * self.shape.factor,
            doubles=_others(row["doubles"], (key, record_id)), group=str(row["group"]),
        )  # fmt: skip

    def why(self, row: Mapping[str, object]) -> Text:
        """What is not known of a row that is only possible."""
        parts = [
            Text(f"“{said.zh}”无法判断", f"not decided: {said.en}")
            for place, said in enumerate(self.conditions())
            if row.get(f"part:{place}") is None
        ]
        if row["on"] is None:
            parts.append(self.undated())
        if self.shape.adds and row["high"] is None:
            parts.append(Text("缺数额", "the amount is missing"))
        if not parts:
            parts.append(self.unsettled())
        return Text("；".join(p.zh for p in parts), "; ".join(p.en for p in parts))

    def unsettled(self) -> Text:
        if isinstance(self.body, EventsBody) and self.body.again is not None:
            return Text("不能确定是否首次或到期后重返", "whether it is the first, or a late return, is not certain")
        return Text("不能确定是否首次", "whether it is the first is not certain")

    def undated(self) -> Text:
        body = self.body
        code = body.on if isinstance(body, EventsBody) else body.since if isinstance(body, StateBody) else None
        name = Text("日期", "the day")
        if code is not None and isinstance(body, (EventsBody, StateBody)):
            name = field_name(body.entity, code)
        return Text(f"缺{name.zh}", f"{name.in_('en')} is missing")

    def conditions(self) -> list[Text]:
        """The conditions in the order in which the rows hold their truths."""
        body = self.body
        exprs = []
        if isinstance(body, (EventsBody, StateBody)) and body.where is not None:
            exprs.append(body.where)
        if isinstance(body, FirmsBody):
            exprs.append(body.when)
        by_day = [one.when for one in body.among if one.at == "day" or isinstance(body, FirmsBody)]
        at_record = [one.when for one in body.among if one.when not in by_day]
        return [condition(self.programme, one) for one in (*exprs, *by_day, *at_record)]


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value


def _others(found: object, self_: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    if not isinstance(found, list):
        return ()
    pairs = [(one["enterprise"], one["record_id"]) for one in found]
    return tuple(sorted(pair for pair in pairs if pair != self_))
