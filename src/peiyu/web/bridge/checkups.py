"""The close look of a check-up at some enterprises: their lines on the lists, their dated paths, their pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
from django.conf import settings

from peiyu.facts.base import FactBase
from peiyu.facts.resolve import snapshots
from peiyu.facts.snapshot import Snapshot
from peiyu.paper.checkup.order import Order, rules_for
from peiyu.paper.checkup.report import report_of
from peiyu.paper.checkup.survey import Looked, PlanAllowance, Rules, classes_of, look
from peiyu.paper.checkup.verdicts import Verdicts, of_evaluation
from peiyu.paper.values import CheckupReport, EnterprisePage, Firm, FirmRow
from peiyu.policy.engine.embedded.run import view_of
from peiyu.policy.engine.reference import evaluate
from peiyu.web.bridge.asking import Asked, with_used

PLANS_OF_ONE = 4
"""Paths that are planned on the page of one enterprise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An enterprise after the close look; `tiers`: the keys of the tiers of its one-short and at-risk lines, in their
    order."""

    enterprise: int
    looked: Looked
    short: tuple[str, ...]
    risk: tuple[str, ...]


def order_of(ask: Asked) -> Order:
    """The order of a check-up that asks for the same."""
    return Order(asked=ask.words, selection=ask.bound().selection)


def rules_of(ask: Asked) -> Rules:
    """The rules by which a check-up looks, with the office's locked options."""
    return rules_for(with_used(ask.registry, ask.words), order_of(ask))


def looked_at(rules: Rules, snapshot: Snapshot, firm: Firm, *, allowance: PlanAllowance, pages: str = "all") -> Looked:
    """One enterprise by the reference engine, for a new application and for a review."""
    now, later = (
        of_evaluation(evaluate(each, snapshot), code=firm.code, name=firm.name) for each in (rules.now, rules.review)
    )
    return look(
        rules, snapshot, now, later, firm, allowance=allowance, pages=pages, made_up=settings.PEIYU.made_up
    )  # fmt: skip


def page_of(snapshot: Snapshot, ask: Asked, firm: Firm) -> EnterprisePage:
    """The printable page of one enterprise."""
    seen = looked_at(rules_of(ask), snapshot, replace(firm, page="."), allowance=PlanAllowance(PLANS_OF_ONE))
    assert seen.page is not None
    return replace(seen.page, firm=replace(firm, page=""))


class Examiner:
    """Looks at enterprises for one run. `path`: the evaluation's criteria."""

    def __init__(self, ask: Asked, base: FactBase, path: Path) -> None:
        self.rules, self.order, self.path = rules_of(ask), order_of(ask), path
        self.base = base.with_fields(self.rules.now.fields.values())
        self.tiers = {bound.tier.name: key for key, bound in self.rules.review.tiers.items()}
        self.tiers |= {bound.tier.name: bound.key for bound in self.rules.titled}

    def closely(self, firms: Mapping[int, Firm], *, allowance: PlanAllowance) -> Iterator[Seen]:
        """The enterprises in the order in which they are given; one of which no facts are left is left out."""
        found = {one.enterprise: one for one in snapshots(self.base, list(firms), view_of(self.rules.now))}
        for key, firm in firms.items():
            if key in found:
                looked = looked_at(self.rules, found[key], replace(firm, page="."), allowance=allowance)
                yield Seen(
                    enterprise=key, looked=looked,
                    short=tuple(self.tiers[one.tier] for one in looked.one_short),
                    risk=tuple(self.tiers[one.tier] for one in looked.at_risk),
                )  # fmt: skip

    def rows(self, firms: Mapping[int, Firm]) -> dict[int, FirmRow]:
        """Every enterprise on one line, by the verdicts of the evaluation."""
        marks = [f"{bound.key}.stand_in" for bound in self.rules.titled]
        there = pl.scan_parquet(self.path).collect_schema().names()
        columns = [*self.rules.now.tiers, *(one for one in marks if one in there)]
        wanted = pl.Series(list(firms), dtype=pl.Int64).implode()
        frame = pl.scan_parquet(self.path).select("enterprise", *columns)
        frame = frame.filter(pl.col("enterprise").is_in(pl.lit(wanted)))
        return {
            row["enterprise"]: self._row(row, firms[row["enterprise"]]) for row in frame.collect().iter_rows(named=True)
        }

    def _row(self, row: Mapping[str, bool | int | None], firm: Firm) -> FirmRow:
        verdicts = Verdicts(
            enterprise=0, code=firm.code, name=firm.name,
            tiers={key: _truth(row[key]) for key in self.rules.now.tiers}, criteria={},
        )  # fmt: skip
        return FirmRow(
            firm=firm, outcomes=tuple(verdicts.outcome(bound.key) for bound in self.rules.titled),
            stand_ins=any(bool(row.get(f"{bound.key}.stand_in")) for bound in self.rules.titled),
            classes=classes_of(self.rules, verdicts),
        )  # fmt: skip

    def report(self, looked: Sequence[Looked], sources: Sequence[str]) -> CheckupReport:
        """The values of the workbook of some enterprises; how many others are confidential is not told."""
        made = report_of(self.base, self.rules, replace(self.order, sources=tuple(sources)), looked, ())
        return replace(made, withheld=0)


def _truth(value: bool | int | None) -> bool | None:
    return None if value is None else bool(value)
