"""What is met now and may be lost: a certificate or an award that leaves the window, a figure close to its
threshold, a title held whose standard is no longer met."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from peiyu.facts.snapshot import Child, Snapshot, Value
from peiyu.paper.checkup.titles import held_titles
from peiyu.paper.checkup.verdicts import Verdicts, leaves, shortfall
from peiyu.paper.values import EMPTY, AtRisk, Firm
from peiyu.policy.compile.binding import Binding, BoundTier
from peiyu.policy.condition.ast import And, Compare, Expr, Over
from peiyu.policy.engine.reference import context_of, evaluate
from peiyu.policy.engine.reference.calendar import months_after
from peiyu.policy.engine.reference.evaluate import value_of
from peiyu.policy.explain.amounts import Measure, amount
from peiyu.policy.explain.leaves import reach
from peiyu.policy.explain.words import Words
from peiyu.policy.pack.model import Criterion
from peiyu.policy.verdict import Interval, Outcome
from peiyu.problems import Text

NEAR = Fraction(5, 100)
"""A figure within this part of its threshold is close to it."""

MOVING = ("ratio", "money", "persons", "points")
"""Dimensions whose figures go down as well as up; years in a market and rights held do not fall by themselves."""

AGED_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Closeness:
    """A comparison that holds by little: the figure, the bound, the relative room between them."""

    criterion: Criterion
    value: Fraction
    bound: Fraction
    room: Fraction
    dimension: str
    op: str


def aged(snapshot: Snapshot, months: int) -> Snapshot:
    """The enterprise as its records will look `months` later: every date of a child record lies that much
    further back. Its figures stay."""
    return replace(
        snapshot,
        children={code: tuple(_older(row, months) for row in rows) for code, rows in snapshot.children.items()},
    )


def _older(row: Child, months: int) -> Child:
    values: dict[str, Value] = {
        code: months_after(value, -months) if isinstance(value, dt.date) else value
        for code, value in row.values.items()
    }
    return replace(row, values=values)


def names_of(bound: BoundTier, keys: Container[str]) -> Text:
    """The names of some of a tier's criteria, in the regulation's order."""
    named = [leaf.name for leaf in leaves(bound.tier.met_when) if leaf.key in keys]
    return Text("、".join(name.zh for name in named), ", ".join(name.en for name in named))


LASTING = ("ip_right", "certification")
"""Records whose age no standard looks at; of titles only those that run out within a year matter."""


def needs_look(snapshot: Snapshot, as_of: dt.date) -> bool:
    """Whether a year may take anything away: a title that runs out, an award, a standard, a payment that ages."""
    later = months_after(as_of, AGED_MONTHS)
    ends = [row.values.get("expires_on") for row in snapshot.rows("title")]
    runs_out = any(isinstance(end, dt.date) and as_of < end <= later for end in ends)
    ageing = any(rows for code, rows in snapshot.children.items() if code not in (*LASTING, "title"))
    return runs_out or ageing


def at_risk(
    binding: Binding, verdicts: Verdicts, snapshot: Snapshot, firm: Firm, tiers: Mapping[str, BoundTier]
) -> Iterator[AtRisk]:
    """The lines of one enterprise for the titled `tiers` that it meets now."""
    met = {key: bound for key, bound in tiers.items() if verdicts.tiers[key] is True}
    if not met:
        return
    ages = _later(binding, snapshot) if needs_look(snapshot, binding.selection.as_of) else None
    until = [held.until for held in held_titles(snapshot, binding.selection.as_of).values() if held.until]
    for key, bound in met.items():
        if ages is not None and ages.tiers[key] is not True:
            yield _by_age(bound, ages, verdicts, firm, min(until, default=None))
        for close in _close(binding, bound, verdicts, snapshot):
            yield _by_closeness(binding, bound, close, firm)


def _later(binding: Binding, snapshot: Snapshot) -> Verdicts:
    evaluation = evaluate(binding, aged(snapshot, AGED_MONTHS))
    return Verdicts(
        enterprise=snapshot.enterprise, code="", name="",
        tiers={k: v.truth.value for k, v in evaluation.tiers.items()},
        criteria={k: v.value for k, v in evaluation.criteria.items()},
    )  # fmt: skip


def _by_age(bound: BoundTier, later: Verdicts, now: Verdicts, firm: Firm, when: dt.date | None) -> AtRisk:
    turned = {key for key, truth in now.criteria.items() if truth and not later.criteria[key]}
    names = names_of(bound, turned)
    return AtRisk(
        firm=firm, tier=bound.tier.name,
        cause=Text(f"一年内证书到期或年限移出：{names.zh}", f"runs out or leaves the window within a year: {names.en}"),
        present=Text("现有效", "in force now"), threshold=EMPTY, margin=EMPTY, when=when,
        todo=Text("到期前续办，或提前补足评分等其他条件", "renew in time, or secure another way to the tier"),
    )  # fmt: skip


def _close(binding: Binding, bound: BoundTier, verdicts: Verdicts, snapshot: Snapshot) -> Iterator[Closeness]:
    """Criteria without which the tier would be lost and that hold by no more than NEAR."""
    context = context_of(binding, snapshot)
    words = Words(binding)
    for leaf in leaves(bound.tier.met_when):
        if not isinstance(leaf, Criterion) or verdicts.criteria[leaf.key] is not True:
            continue
        if not shortfall(bound.tier.met_when, {**verdicts.criteria, leaf.key: False}):
            continue
        for test in comparisons(leaf.when):
            value, limit = value_of(test.left, context), value_of(test.right, context)
            if not (isinstance(value, Interval) and isinstance(limit, Interval) and value.is_point and limit.is_point):
                continue
            low, high = Fraction(value.low or 0), Fraction(limit.low or 0)
            dimension = words.dimension(test.left)
            if dimension in MOVING and high and 0 <= (room := abs(low - high) / abs(high)) <= NEAR:
                yield Closeness(leaf, low, high, room, dimension, test.op)


def comparisons(expr: Expr) -> Iterator[Compare]:
    """The comparisons of figures that must all hold for `expr`."""
    match expr:
        case Compare(op=op) if op in (">=", "<=", ">", "<"):
            yield expr
        case And():
            for part in expr.parts:
                yield from comparisons(part)
        case Over(fn="each"):
            yield from comparisons(expr.of)


def _by_closeness(binding: Binding, bound: BoundTier, close: Closeness, firm: Firm) -> AtRisk:
    next_year = dt.date(binding.selection.as_of.year + 1, 1, 1)
    return AtRisk(
        firm=firm, tier=bound.tier.name,
        cause=Text(f"离门槛很近：{close.criterion.name.zh}", f"close to its threshold: {close.criterion.name.en}"),
        present=amount(close.value, Measure(close.dimension)),
        threshold=reach(close.op, amount(close.bound, Measure(close.dimension))),
        margin=margin(close.room), when=next_year,
        todo=Text(
            f"盯住{next_year.year - 1}年度数据，年底前留出余量",
            f"watch the figures of {next_year.year - 1}; leave room before year-end",
        ),
    )  # fmt: skip


def margin(room: Fraction) -> Text:
    """The room to a threshold as a share of it, rounded down to a tenth of a per cent."""
    if room == 0:
        return Text("恰在门槛上", "exactly at the threshold")
    tenths = int(room * 1000)
    if tenths == 0:
        return Text("余不足0.1%", "less than 0.1% to spare")
    percent = f"{tenths // 10}.{tenths % 10}%"
    return Text(f"余 {percent}", f"{percent} to spare")


def title_without_standard(
    review: Binding, verdicts: Verdicts, snapshot: Snapshot, firm: Firm, tiers: Mapping[str, BoundTier]
) -> Iterator[AtRisk]:
    """Titles held now whose review standard is not met: `verdicts` are those of the review binding."""
    held = held_titles(snapshot, review.selection.as_of)
    for key, bound in tiers.items():
        title = held.get(bound.tier.title or "")
        if title is None or verdicts.outcome(key) is not Outcome.NOT_MET:
            continue
        missing = shortfall(bound.tier.met_when, verdicts.criteria)
        names = names_of(bound, {key for key in missing if verdicts.criteria[key] is False})
        yield AtRisk(
            firm=firm, tier=bound.tier.name,
            cause=Text(f"持有称号，但按复核标准不符合：{names.zh}", f"holds the title, fails its review: {names.en}"),
            present=Text("不符合", "not met"), threshold=EMPTY, margin=EMPTY, when=title.until,
            todo=Text("复核前补足上述条件", "make these conditions good before the review"),
        )  # fmt: skip
