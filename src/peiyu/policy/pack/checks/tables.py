"""Bands and choose: gaps, overlaps, wrong order, rows never reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from peiyu.policy.condition import ast
from peiyu.policy.condition.ast import Expr, Span
from peiyu.policy.pack.checks import regions
from peiyu.policy.pack.checks.context import Context, groups, items, subject_of
from peiyu.policy.pack.checks.regions import Region
from peiyu.policy.pack.model import BandItem, ChooseCriterion
from peiyu.problems import Problem

Kind = Literal["bands", "choose"]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its guard (None: else) and its place."""

    when: Expr | None
    span: Span


def check_bands(context: Context) -> Iterator[Problem]:
    """Each band table of each score."""
    for item in items(context.text) if context.text else ():
        if not isinstance(item, BandItem):
            continue
        rows = [Row(band.when, band.when.span if band.when else item.span) for band in item.bands]
        yield from _table(context, rows, item.of, item.span, "bands")
        for band in item.bands:
            if item.cap is not None and band.high > item.cap:
                place = band.when.span if band.when else item.span
                yield context.say("points-over-cap", place, found=str(band.high), cap=item.cap)


def check_choose(context: Context) -> Iterator[Problem]:
    """Each choose over numbers and over conditions."""
    if context.text is None:
        return
    tables = [
        (held.span, [Row(b.when, b.when.span if b.when else b.value.span) for b in held.branches])
        for held in context.text.quantities.values()
        if len(held.branches) > 1 or held.branches[0].when is not None
    ]
    for tier in context.text.tiers.values():
        for one in groups(tier.met_when):
            if isinstance(one, ChooseCriterion):
                tables.append((one.span, [Row(b.when, b.when.span if b.when else b.then.span) for b in one.branches]))
    for span, rows in tables:
        guards = [row.when for row in rows if row.when is not None]
        subject = subject_of(guards[0]) if guards else None
        yield from _table(context, rows, subject, span, "choose")
        yield from _options(context, rows)


def _table(context: Context, rows: list[Row], subject: Expr | None, span: Span, kind: Kind) -> Iterator[Problem]:
    """Rows in order, the first that holds is taken."""
    regions_ = [None if row.when is None or subject is None else context.region(row.when, subject) for row in rows]
    analysed = subject is not None and all(
        region is not None for region, row in zip(regions_, rows, strict=True) if row.when is not None
    )
    has_else = False
    covered: Region = regions.NOTHING
    for index, (row, region) in enumerate(zip(rows, regions_, strict=True)):
        if has_else:
            yield context.say(_unreachable(kind), row.span)
            continue
        if row.when is None:
            has_else = True
        elif analysed and region is not None and subject is not None:
            yield from _row(context, rows[:index], region, covered, row, subject, kind)
            covered = regions.either(covered, region)
    if has_else:
        return
    if not analysed or subject is None:
        yield context.say(f"{kind}-else-missing", span)
        return
    gap = context.left_over(regions.outside(covered), subject)
    if gap:
        said = regions.said(gap, context.dimension(subject))
        yield context.say(f"{kind}-gap", span, found=said, gap=said)


def _unreachable(kind: Kind) -> str:
    return "band-unreachable" if kind == "bands" else "choose-unreachable"


def _row(
    context: Context, before: list[Row], region: Region, covered: Region, row: Row, subject: Expr, kind: Kind
) -> Iterator[Problem]:
    fresh = context.left_over(regions.minus(region, covered), subject)
    if not fresh:
        same_way = isinstance(row.when, ast.Compare) and any(
            isinstance(one.when, ast.Compare) and one.when.op == row.when.op and one.when != row.when for one in before
        )
        yield context.say("bands-order" if kind == "bands" and same_way else _unreachable(kind), row.span)
        return
    if isinstance(row.when, ast.InRange):
        for one in before:
            if isinstance(one.when, ast.InRange):
                other = context.region(one.when, subject)
                shared = regions.NOTHING if other is None else context.left_over(regions.both(region, other), subject)
                if shared:
                    said = regions.said(shared, context.dimension(subject))
                    yield context.say(f"{kind}-overlap", row.span, found=said, overlap=said)


def _options(context: Context, rows: list[Row]) -> Iterator[Problem]:
    """Guards by options or industries: a row all of whose options were taken before is never reached."""
    taken: dict[Expr, set[str]] = {}
    for row in rows:
        if not isinstance(row.when, ast.InSet) or row.when.negated:
            continue
        before = taken.setdefault(row.when.of, set())
        industry = isinstance(row.when.of, ast.Fact) and context.scope.field_of(row.when.of).type == "industry"
        if row.when.options and all(_is_taken(one, before, industry) for one in row.when.options):
            yield context.say("choose-unreachable", row.span, found=" · ".join(row.when.options))
        before.update(row.when.options)


def _is_taken(option: str, before: set[str], industry: bool) -> bool:
    """An industry is also taken by a shorter code that contains it."""
    return option in before or (industry and any(option[:length] in before for length in range(1, len(option))))
